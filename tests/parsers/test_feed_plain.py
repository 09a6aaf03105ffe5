"""What is read of plain entries is what feedparser makes of them: every feed is read both ways."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogark.parsers import feeds
from blogark.parsers.feeds.plain import split
from blogark.parsers.model import Page
from blogark.tests.memory import watched

URL = "https://blog.example/feed/?paged=2"
PAGES = Path(__file__).parents[1] / "pages"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "content": "http://purl.org/rss/1.0/modules/content/",
        "wfw": "http://wellformedweb.org/CommentAPI/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "atom": "http://www.w3.org/2005/Atom",
        "slash": "http://purl.org/rss/1.0/modules/slash/",
        "thr": "http://purl.org/syndication/thread/1.0",
        "media": "http://search.yahoo.com/mrss/",
        "georss": "http://www.georss.org/georss",
        "gd": "http://schemas.google.com/g/2005",
        "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
        "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
        "other": "http://other.example/",
        "app": "http://www.w3.org/2007/app",
    }.items()
)
EITHER = """<title>One &amp; two</title>
<title/>
<title>Über &lt;b&gt;alles&lt;/b&gt;</title>
<title><![CDATA[ A <i>slanted</i> line ]]></title>
<title>One <!-- remark --> two</title>
<link>https://blog.example/one/?a=1&amp;b=2</link>
<link>/one</link>
<link> </link>
<link rel="alternate" type="text/html" href="/one.html" title="One"/>
<link rel="Replies" type="application/atom+xml" href="https://blog.example/one/feed"/>
<link href="//other.example/x"/>
<link rel="enclosure" length="1"/>
<category>Planning</category>
<category domain="https://blog.example/tags">Time</category>
<category term="Time" scheme="http://www.sixapart.com/ns/types#tag" label="Time"/>
<category/>
<category domain="x"></category>
<author>Ann Lee</author>
<author>ann@blog.example (Ann Lee)</author>
<author><name>Ann</name><uri>/ann</uri><email>ann@blog.example</email><gd:image src="x"/></author>
<author><name> </name><email>ann@blog.example</email></author>
<author><uri>/ann</uri></author>
<author/>
<published>2010-10-19T22:30:17Z</published>
<updated>2010-10-20T22:30:17+02:00</updated>
<dc:date>2010-10-21</dc:date>
<dcterms:issued>2010-10-18</dcterms:issued>
<dcterms:created>2010-10-17</dcterms:created>
<dc:creator><![CDATA[Bo Ek]]></dc:creator>
<dc:creator/>
<dc:subject>Work</dc:subject>
<content:encoded><![CDATA[<p>Whole &amp; long</p>]]></content:encoded>
<content:encoded/>
<slash:comments>12</slash:comments>
<thr:total>3</thr:total>
<thr:total xmlns:thr="http://purl.org/syndication/thread/1.0" x="y">3</thr:total>
<thr:in-reply-to ref="tag:1" HREF="https://blog.example/one/" type="Text/HTML"/>
<media:thumbnail url="https://blog.example/1.png"/>
<media:thumbnail>https://blog.example/2.png</media:thumbnail>
<media:content medium="image" url="https://blog.example/3.png"/>
<media:content medium="image" url="https://blog.example/3.png"><media:title>A</media:title></media:content>
<georss:point>1 2</georss:point>
<wfw:commentRss>https://blog.example/one/feed/</wfw:commentRss>
<feedburner:origLink>https://blog.example/origin/</feedburner:origLink>
<itunes:author>Cy</itunes:author>
<other:thing a="b">x</other:thing>
<app:edited>2010-10-20T22:30:17Z</app:edited>
<enclosure url="https://blog.example/a.mp3" type="audio/mpeg" length="5"/>
<comments>https://blog.example/one/#comments</comments>
<source url="https://other.example/">Other</source>"""
RSS = """<pubDate>Tue, 19 Oct 2010 22:30:17 +0000</pubDate>
<guid isPermaLink="false">12 at https://blog.example</guid>
<guid>https://blog.example/?p=12</guid>
<guid isPermaLink="true">?p=12</guid>
<description>Short [&amp;#8230;]</description>
<description><![CDATA[<p>Long</p>]]></description>
<description>caf\u00c3\u00a9 \u0093quoted\u0094</description>
<description type="text">x</description>
<atom:link rel="self" href="https://blog.example/self"/>
<atom:updated>2011-01-01T00:00:00Z</atom:updated>"""
ATOM = """<id>tag:blogger.com,1999:blog-1.post-12</id>
<id>/one</id>
<summary>Short &amp; plain</summary>
<summary type="html">&lt;p&gt;Short&lt;/p&gt;</summary>
<content type="html">&lt;p&gt;Whole&lt;/p&gt;</content>
<content type="Text">Whole text

of two paragraphs</content>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Whole</p></div></content>
<content src="https://blog.example/one"/>
<content xml:lang="de" type="html">Ganz</content>"""
ROOTS = ("", ' xml:lang="de_AT"', ' xml:base="https://blog.example/base/"')


def both_ways(text: str, url: str = URL) -> tuple[Page | None, Page | None]:
    quick = feeds.read_feed(text.encode(), url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds, "split", lambda xml, url: None)
        return feeds.read_feed(text.encode(), url), quick


def rss(items: list[list[str]], root: str = "") -> str:
    inside = "".join(f"<item>{''.join(item)}</item>\n" for item in items)
    return (
        f'<rss version="2.0" {SPACES}{root}><channel><title>Blog</title><link>https://blog.example</link>'
        f"<language>en</language>{inside}<description>About</description></channel></rss>"
    )


def atom(entries: list[list[str]], root: str = "") -> str:
    inside = "".join(f"<entry>{''.join(entry)}</entry>\n" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}{root}><title>Blog</title>{inside}</feed>'


def entries(own: str) -> st.SearchStrategy[list[list[str]]]:
    lines = [line for line in (own + "\n" + EITHER).replace("\n\nof", "\x00").split("\n") if line]
    pieces = st.sampled_from([line.replace("\x00", "\n\nof") for line in lines])
    return st.lists(st.lists(pieces, max_size=8), max_size=3)


@given(entries(RSS), st.sampled_from(ROOTS))
def test_items_of_rss_are_those_of_feedparser(items: list[list[str]], root: str) -> None:
    expected, quick = both_ways(rss(items, root))
    assert expected == quick


@given(entries(ATOM), st.sampled_from(ROOTS))
def test_entries_of_atom_are_those_of_feedparser(items: list[list[str]], root: str) -> None:
    expected, quick = both_ways(atom(items, root))
    assert expected == quick


@pytest.mark.parametrize("path", sorted(PAGES.glob("*/*/*.xml")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_feeds_of_blogs_are_read_alike(path: Path) -> None:
    expected, quick = both_ways(path.read_text("utf-8", "replace"))
    assert expected == quick


@pytest.mark.parametrize(
    ("document", "plain"),
    [
        (rss([["<title>One</title>", "<link>/one</link>"]] * 3), 3),
        (rss([["<title>One</title>"], ["<title>One</title><title>Two</title>"]]), 1),
        (atom([["<title>One</title>", "<id>x</id>"], ["<content type='xhtml'><p/></content>"]]), 1),
    ],
)
def test_entries_as_nearly_all_are_need_no_feedparser(document: str, plain: int) -> None:
    found = split(document.encode(), URL)
    assert found is not None
    assert plain == sum(entry is not None for entry in found[1])


@pytest.mark.parametrize(
    "document",
    ["<rss><channel>", "<html/>", rss([], ' base="x"'), atom([], ' xml:base="x"'), "<rss/>", "<feed/>"],
)
def test_a_document_that_is_laid_out_otherwise_is_left_to_feedparser(document: str) -> None:
    assert split(document.encode(), URL) is None


def test_a_large_feed_is_read_in_little_time_and_memory() -> None:
    item = [
        "<title>Post {0}</title>", "<link>https://blog.example/{0}/</link>", "<dc:creator>Ann Lee</dc:creator>",
        "<pubDate>Tue, 19 Oct 2010 22:30:17 +0000</pubDate>", "<category>Planning</category>",
        '<guid isPermaLink="false">https://blog.example/?p={0}</guid>', "<description>Some words.</description>",
        "<content:encoded><![CDATA[<p>Some words and some more of them.</p>]]></content:encoded>",
    ]  # fmt: skip
    text = rss([["".join(item).format(number)] for number in range(20_000)])
    started, needed = time.process_time(), watched()
    page: Any = feeds.read_feed(text.encode(), URL)
    assert 20_000 == len(page.entries)
    assert time.process_time() - started < 8, "2 s when nothing else runs; feedparser alone takes 8 s then"
    assert needed() < 500_000_000
