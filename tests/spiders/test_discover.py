"""Links are found where browsers and feed readers find them, in any bytes, in time that grows with length only."""

import gzip
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogark.spiders.links.discover import MAX_UNPACKED, Outlink, discover

URL = "http://blog.example/2010/post.html"
HOME = "http://blog.example"


def html(body: str) -> tuple[Outlink, ...]:
    return discover(body.encode(), URL, "text/html")


def urls(body: str) -> list[str]:
    return [link.url.removeprefix(HOME) for link in html(body)]


@pytest.mark.parametrize(
    ("expected", "body"),
    [
        (["/a"], '<a href="/a">'),
        (["/a"], "<A HREF='/a'>"),
        (["/a"], "<a href=/a>"),
        (["/a"], '<a class=x title="1 > 0" rel="nofollow" href = "/a" >'),
        (["/a"], '<a title="href=/no" href="/a">'),
        (["/a"], '<a data-href="/no" href="/a">'),
        (["/a"], '<a class="x"href="/a">'),
        (["/a"], '<a\nclass="x"\nhref="/a"\n>'),
        (["/a?x=1&y=2"], '<a href="/a?x=1&amp;y=2">'),
        (["/a"], '<a href="&#47;a">'),
        (["/a"], '<a href="/a#one"><a href="/a#two">'),
        (["/a", "/b"], '<a title="so "called"" href=/a>x</a> <a href="/b">'),
        (["/a", "/b"], '<a href="/a" <a href="/b">'),
        ([], '<a name="top" id=href>'),
        ([], '<a href="#top"><a href="javascript:x()"><a href="mailto:a@b"><a href="data:,x"><a href="">'),
        ([], f'<a href="{URL}">'),
        (["/map"], '<area shape="rect" href="/map">'),
        (["/frame", "/inner"], '<frame src="/frame"><iframe src="/inner"></iframe>'),
        (["/moved"], '<meta http-equiv="Refresh" content="0; URL=/moved">'),
        (["/moved"], """<META content="5;url='/moved'" http-equiv=refresh>"""),
    ],
)
def test_links_are_found_as_browsers_find_them(expected: list[str], body: str) -> None:
    assert expected == urls(body)


@pytest.mark.parametrize(
    "body",
    [
        '<!-- <a href="/no"> --><a href="/yes">',
        '<!--><a href="/yes"><!---->',
        '<script>document.write(\'<a href="/no">\')</script><a href="/yes">',
        '<SCRIPT type="x">"</scr" + "ipt><a href=/no>"</Script ><a href="/yes">',
        '<style>a:after { content: "<a href=/no>" }</style><a href="/yes">',
        '<textarea><a href="/no"></textarea><a href="/yes">',
        '<title><a href="/no"></title><a href="/yes">',
    ],
)
def test_comments_and_raw_text_hold_no_links(body: str) -> None:
    assert urls(body) == ["/yes"]


def test_a_base_element_moves_all_relative_links() -> None:
    body = '<a href="before"><base href="http://blog.example/other/"><a href="after"><a href="/root">'
    assert urls(body) == ["/2010/before", "/other/after", "/root"]


@pytest.mark.parametrize(
    ("expected", "body"),
    [
        ([("/rss", "feed")], '<link rel="alternate" type="application/rss+xml" href="/rss">'),
        ([("/atom", "feed")], '<link rel=alternate type="application/atom+xml" title="ATOM" href="/atom" />'),
        ([("/older", "listing")], '<link rel="next" href="/older">'),
        ([("/post", "page")], '<link rel="canonical" href="/post">'),
        ([("/map.xml", "sitemap")], '<link rel="sitemap" href="/map.xml">'),
        ([("/s.css", "requisite")], '<link rel="stylesheet" href="/s.css">'),
        ([("/f.ico", "requisite")], '<link rel="shortcut icon" href="/f.ico">'),
        ([], '<link rel="EditURI" href="/rsd"><link rel="pingback" href="/xmlrpc.php"><link href="/none">'),
        ([], '<link rel="https://api.w.org/" href="/wp-json/">'),
        ([], '<link rel="alternate" type="application/json" href="/j">'),
        ([("/i.png", "requisite")], '<img src="/i.png" alt="">'),
        ([("/s.js", "requisite")], '<script src="/s.js"></script>'),
        ([("/1.png", "requisite"), ("/2.png", "requisite")], '<img srcset="/1.png 1x, /2.png 2x">'),
        ([("/late.png", "requisite")], '<img data-src="/late.png">'),
        ([("/v.mp4", "requisite"), ("/p.jpg", "requisite")], '<video src="/v.mp4" poster="/p.jpg"></video>'),
        ([("/go.gif", "requisite")], '<input type="image" src="/go.gif"><input src="/no">'),
        ([("/?paged=2", "listing")], '<a href="/?paged=2">'),
        ([("/tag/psoas", "listing")], '<a rel="tag" href="/tag/psoas">'),
        ([("/2010/10/", "listing")], '<a href="/2010/10/">'),
        ([("/2010/10/19/a.html", "page")], '<a href="/2010/10/19/a.html">'),
    ],
)
def test_what_a_link_leads_to_is_told_by_its_element_and_form(expected: list[tuple[str, str]], body: str) -> None:
    assert expected == [(link.url.removeprefix(HOME), link.role) for link in html(body)]


def test_a_feed_found_as_page_and_feed_is_a_feed() -> None:
    body = '<a href="/rss">RSS</a><link rel="alternate" type="application/rss+xml" href="/rss">'
    assert html(body) == (Outlink(f"{HOME}/rss", "feed"),)


def test_links_in_an_old_encoding_are_escaped_as_browsers_do() -> None:
    page = '<meta charset="iso-8859-1"><a href="/über?q=ü">'.encode("latin-1")
    assert discover(page, URL, "text/html") == (Outlink(f"{HOME}/%C3%BCber?q=%FC", "page"),)


def test_a_utf_16_page_is_read() -> None:
    assert discover('<a href="/a">'.encode("utf-16"), URL, "text/html") == (Outlink(f"{HOME}/a", "page"),)


def test_an_rss_feed_leads_to_its_entries_comment_feeds_and_enclosures() -> None:
    feed = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>A</title><link>http://blog.example/</link>
    <item><title>x</title><link>
      http://blog.example/one?a=1&amp;b=2 </link><comments>http://blog.example/one#comments</comments>
      <guid isPermaLink="false">12:34</guid><wfw:commentRss>http://blog.example/one/feed</wfw:commentRss>
      <description><![CDATA[<a href="http://blog.example/inside">x</a><link>http://blog.example/no</link>]]></description>
      <enclosure url="http://blog.example/a.mp3" length="1" type="audio/mpeg"/></item>
    <item><link><![CDATA[http://blog.example/two]]></link><guid>http://blog.example/?p=2</guid></item>
    </channel></rss>"""
    assert [(link.url.removeprefix(HOME), link.role) for link in discover(feed, f"{HOME}/rss", "text/html")] == [
        ("/", "page"),
        ("/one?a=1&b=2", "page"),
        ("/one", "page"),
        ("/one/feed", "feed"),
        ("/a.mp3", "requisite"),
        ("/two", "page"),
        ("/?p=2", "page"),
    ]


def test_an_atom_feed_leads_to_its_entries_and_its_next_page() -> None:
    feed = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="http://blog.example/atom"/>
    <link rel="next" href="http://blog.example/atom?page=2"/>
    <entry><link rel="alternate" type="text/html" href="/one"/><link rel="edit" href="/edit/1"/>
    <link rel="replies" type="application/atom+xml" href="/one/comments"/></entry></feed>"""
    assert [(link.url.removeprefix(HOME), link.role) for link in discover(feed, f"{HOME}/atom", "application/xml")] == [
        ("/atom?page=2", "feed"),
        ("/one", "page"),
        ("/one/comments", "feed"),
    ]


def test_a_sitemap_leads_to_pages_and_its_index_to_sitemaps() -> None:
    pages = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <url><loc>http://blog.example/a?x=1&amp;y=2</loc><image:image><image:loc>/i.png</image:loc></image:image></url>
    <url><loc><![CDATA[ http://blog.example/b ]]></loc></url></urlset>"""
    index = b"<sitemapindex><sitemap><loc>http://blog.example/map1.xml</loc></sitemap></sitemapindex>"
    assert discover(pages, f"{HOME}/map.xml", "application/xml") == (
        Outlink(f"{HOME}/a?x=1&y=2", "page"),
        Outlink(f"{HOME}/i.png", "requisite"),
        Outlink(f"{HOME}/b", "page"),
    )
    assert discover(index, f"{HOME}/map.xml", "text/xml") == (Outlink(f"{HOME}/map1.xml", "sitemap"),)
    assert discover(gzip.compress(index), f"{HOME}/map.xml.gz", "application/gzip") == (
        Outlink(f"{HOME}/map1.xml", "sitemap"),
    )


def test_a_sitemap_may_be_a_list_of_lines_and_a_poem_is_none() -> None:
    assert discover(b"http://blog.example/a\nhttp://blog.example/b\n", f"{HOME}/map.txt", "text/plain") == (
        Outlink(f"{HOME}/a", "page"),
        Outlink(f"{HOME}/b", "page"),
    )
    assert discover(b"see http://blog.example/a", f"{HOME}/map.txt", "text/plain") == ()


def test_an_entity_bomb_is_never_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    bomb += b"".join(b'<!ENTITY lol%d "%s">' % (n, b"&lol%d;" % (n - 1) * 10) for n in range(1, 10))
    bomb += b"]><urlset><url><loc>http://blog.example/&lol9;</loc></url><url><loc>http://blog.example/a</loc></url></urlset>"
    assert discover(bomb, f"{HOME}/map.xml", "text/xml") == (Outlink(f"{HOME}/a", "page"),)


def test_an_external_entity_is_never_read() -> None:
    feed = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><link>http://blog.example/&x;</link></channel></rss>'
    assert discover(feed, f"{HOME}/rss", "text/xml") == ()


def test_a_gzip_bomb_is_cut() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (2 * MAX_UNPACKED) + b"<loc>http://blog.example/behind</loc></urlset>")
    assert discover(bomb, f"{HOME}/map.xml.gz", "application/gzip") == ()


def test_pictures_are_not_searched() -> None:
    assert discover(b'\x89PNG <a href="/a">', f"{HOME}/i.png", "image/png") == ()


@pytest.mark.parametrize(
    "bytes_",
    [
        pytest.param(b"<div>" * 50_000 + b'<a href="/a">', id="nested"),
        pytest.param(b"<a " + b" ".join(b"a%d=1" % n for n in range(600_000)) + b" href=/a>", id="attributes"),
        pytest.param(b"<a " * 2_000_000, id="unclosed tags"),
        pytest.param(b"<a x=\"<a y='" * 500_000, id="unclosed quotes"),
        pytest.param(b"<a href = " * 500_000, id="empty values"),
        pytest.param(b"<!--" * 2_000_000, id="unclosed comments"),
        pytest.param(b"<!-- -- - " * 1_000_000, id="almost closed comments"),
        pytest.param(b"<script>" * 1_000_000, id="unclosed scripts"),
        pytest.param(b"<" * 5_000_000, id="brackets"),
        pytest.param(b"x" * 10_000_000, id="one line"),
        pytest.param(b"<rss>" + b"<link>" * 1_000_000, id="unclosed links of a feed"),
        pytest.param(b"<rss>" + b"<![CDATA[" * 500_000, id="unclosed CDATA"),
        pytest.param(b"<rss>" + b"<![CDATA[ ]] ]" * 500_000, id="almost closed CDATA"),
        pytest.param(b"<urlset>" + b"<loc>" * 1_000_000, id="unclosed locs"),
        pytest.param(b"<urlset>" + b"<loc> <![CDATA[" * 500_000, id="open CDATA in locs"),
        pytest.param(b"<a href='" + b"&#x" * 1_000_000 + b"'>", id="entities"),
        pytest.param(b'<img srcset="' + b"," * 3_000_000 + b'">', id="srcset"),
        pytest.param(b'<img srcset="' + b"a" * 3_000_000 + b'">', id="srcset of one word"),
        pytest.param(b'<meta http-equiv=refresh content="' + b" " * 3_000_000 + b'">', id="refresh"),
        pytest.param(b"<a href=" + b"/" * 3_000_000 + b">", id="slashes"),
        pytest.param(b"<a" + b" " * 5_000_000 + b"hre>", id="blanks in a tag"),
    ],
)
def test_hostile_bytes_are_read_in_bounded_time(bytes_: bytes) -> None:
    began = time.process_time()
    discover(bytes_, URL, "text/html")
    assert time.process_time() - began < 4


@given(st.binary(), st.sampled_from(["text/html", "text/xml", "text/plain", "text/css", None]))
def test_no_bytes_make_it_raise(body: bytes, media_type: str | None) -> None:
    discover(body, URL, media_type)


@given(st.text(alphabet="<>/!-[]='\" ahrefscripttitlelinkrssloc&;#\n", max_size=200))
def test_no_markup_makes_it_raise(text: str) -> None:
    discover(text.encode(), URL, "text/html")
    discover(b"<rss>" + text.encode(), URL, "text/xml")


def test_the_answers_of_an_api_lead_to_their_entries_and_to_what_their_texts_link_to() -> None:
    body = json.dumps(
        [
            {
                "link": "https://b.example/a/",
                "content": {"rendered": '<p><a href="/b/">b</a><img src="/i.png"></p>'},
                "_links": {"self": [{"href": "https://b.example/wp-json/wp/v2/posts/7"}]},
                "_embedded": {"author": [{"name": "Ann", "link": "https://b.example/author/ann/"}]},
            },
            {"url": "/c/", "content_html": "c"},
        ]
    )
    found = dict(discover(body.encode(), "https://b.example/wp-json/wp/v2/posts", "application/json"))
    assert found == {
        "https://b.example/a/": "page",
        "https://b.example/b/": "page",
        "https://b.example/i.png": "requisite",
        "https://b.example/c/": "page",
    }


def test_a_json_feed_leads_to_its_items_and_its_next_page() -> None:
    item = {"id": "1", "url": "/2021/05/salt", "content_html": "<p>Salt.</p>"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "next_url": "/feed.json?page=2", "items": [item]}
    found = dict(discover(json.dumps(feed).encode(), "https://b.example/feed.json", "application/feed+json"))
    assert found == {"https://b.example/feed.json?page=2": "feed", "https://b.example/2021/05/salt": "page"}


def test_json_that_is_torn_or_deep_leads_nowhere() -> None:
    assert discover(b'[{"link": "http://b.example/', "http://b.example/x", "application/json") == ()
    assert discover(b"[" * 100_000, "http://b.example/x", "application/json") == ()
