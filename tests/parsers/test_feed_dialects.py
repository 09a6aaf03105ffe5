# ruff: noqa: E501 - markup as feeds have it
"""The dialects of feeds: RSS 0.90 to 2.0, RDF, Atom 0.3, and what they get wrong."""

from __future__ import annotations

from blogark.parsers.feeds import read_feed

from .test_feeds import URL, read, rss


def test_rdf_takes_the_dublin_core_date() -> None:
    [post] = read(
        """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://blog.example"><title>T</title></channel>
<item rdf:about="http://blog.example/1"><title>one</title><link>http://blog.example/1</link><dc:date>2010-10-19T15:30-07:00</dc:date>
<dc:creator>me</dc:creator><dc:subject>S1</dc:subject></item></rdf:RDF>"""
    ).entries
    assert ("2010-10-19T15:30:00-07:00", "me", ["S1"]) == (
        post.published,
        post.author_name,
        [term.name for term in post.categories],
    )


def test_other_rdf_is_no_feed() -> None:
    assert None is read_feed(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><Person/></rdf:RDF>', URL
    )


def test_rss_091_with_its_doctype_and_undeclared_entities_is_read() -> None:
    page = read(
        """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>o</title><link>http://x.example</link><item><title>t&nbsp;&lt;b&gt;bold&lt;/b&gt; &amp;#8217;</title>
<link>/rel</link><description>caf&eacute;</description><author>a@b.example (Nn)</author></item></channel></rss>"""
    )
    [post] = page.entries
    assert ("t bold ’", "café", "Nn", "http://blog.example/rel") == (
        post.title,
        post.excerpt,
        post.author_name,
        post.url,
    )
    assert "not well-formed" in page.problems[0].message


def test_what_a_feed_says_of_itself_is_plain_text() -> None:
    page = read(
        rss(
            "",
            "<title>T</title><description>Books &lt;b&gt;by&lt;/b&gt; hand&lt;script&gt;x()&lt;/script&gt;</description>",
        )
    )
    assert "Books by hand" == page.blog.description
    podcast = '<title>T</title><i:summary xmlns:i="http://www.itunes.com/DTDs/Podcast-1.0.dtd">Talks &amp;amp; songs</i:summary>'
    assert "Talks & songs" == read(rss("", podcast)).blog.description


def test_atom_03_has_the_day_of_creation_where_it_tells_no_issue() -> None:
    page = read(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>t</title><created>2004-01-01T10:00:00Z</created>'
        "<modified>2004-02-02T10:00:00Z</modified></entry></feed>"
    )
    assert ("2004-01-01T10:00:00+00:00", "2004-02-02T10:00:00+00:00") == (
        page.entries[0].published,
        page.entries[0].updated,
    )


def test_rss_090_of_netscape_is_a_feed() -> None:
    [post] = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://channel.netscape.com/rdf/simple/0.9/">'
        "<channel><title>T</title></channel><item><title>one</title><link>http://blog.example/1</link></item></rdf:RDF>"
    ).entries
    assert ("one", "http://blog.example/1") == (post.title, post.url)


def test_a_reference_with_a_large_x_is_mended() -> None:
    page = read(rss("<item><title>Caf&#XE9; &co</title></item>"))
    assert "Café &co" == page.entries[0].title
