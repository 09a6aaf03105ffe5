"""What feeds, sitemaps, APIs and lists say of pages, and whether a page has changed."""

import time

import pytest

from blogark.spiders.links.entries import entries_of, moment
from blogark.spiders.pace.changes import has_changed, lines_of

URL = "http://blog.example/feed/"


def told(body: bytes) -> list[tuple[str, str]]:
    return [(one.url, one.said) for one in entries_of(body, URL)]


def test_a_line_of_a_sitemap_says_when_the_page_changed() -> None:
    body = b"""<?xml version="1.0"?><urlset><url><loc>http://blog.example/a&amp;b</loc><lastmod>2010-10-19</lastmod></url>
    <url><loc>/b</loc></url></urlset>"""
    found = list(entries_of(body, URL))
    assert [(one.url, one.said) for one in found] == [
        ("http://blog.example/a&b", "2010-10-19"),
        ("http://blog.example/b", ""),
    ]
    assert found[0].at == 1287446400


def test_an_entry_of_a_comment_feed_is_about_its_post() -> None:
    rss = b"""<rss><channel><item><link>http://blog.example/a/#comment-7</link>
    <pubDate>Tue, 19 Oct 2010 15:30:00 +0000</pubDate></item></channel></rss>"""
    [one] = entries_of(rss, URL)
    assert (one.url, one.entry) == ("http://blog.example/a/", "http://blog.example/a/#comment-7")
    assert one.at == 1287502200


def test_an_atom_entry_that_answers_a_post_is_about_that_post() -> None:
    atom = b"""<feed><entry><link rel='edit' href='/x'/><link rel='alternate' href='/2010/a.html?showComment=1#c1'/>
    <thr:in-reply-to href='http://blog.example/2010/a.html' ref='x'/></entry></feed>"""
    assert [one.url for one in entries_of(atom, URL)] == ["http://blog.example/2010/a.html"]


def test_another_count_of_comments_is_said_by_a_feed_and_by_a_list() -> None:
    item = b"<rss><item><link>/a</link><slash:comments>%d</slash:comments></item></rss>"
    assert told(item % 3) != told(item % 4)
    line = b'<p><a class="n" href="/a#comments">%d comments</a> <a href="/a#more">more</a></p>'
    assert told(line % 3) == [("http://blog.example/a", "3 comments")]


def test_an_object_of_an_api_says_when_it_was_modified_whatever_links_it_carries() -> None:
    body = b'[{"link": "http://blog.example/a/", "modified_gmt": "2010-10-19T15:30:00", "_links": {"x": 1}}]'
    assert told(body) == [("http://blog.example/a/", "2010-10-19T15:30:00")]
    [comment] = told(b'[{"link": "http://blog.example/a/#comment-7", "_links": {"x": 1}}]')
    assert comment == ("http://blog.example/a/", '{"link": "http://blog.example/a/#comment-7"}')


def test_what_is_broken_says_nothing() -> None:
    for body in (b"", b"[", b"{", b'["a", 1, {"link": 5}]', b"<urlset><url><loc>", b"<feed><entry><link>", b"[" * 9000):
        assert told(body) == []


@pytest.mark.parametrize("part", [b"<url>", b"<item>", b"<a href=", b"<a href=#c", b"<a ", b"<!--", b"<script>", b"< "])
def test_hostile_bytes_are_read_in_linear_time(part: bytes) -> None:
    many = part * 200_000
    began = time.process_time()
    for head in (b"<urlset>", b"<rss>", b""):
        assert list(entries_of(head + many, URL)) == []
    lines_of(many)
    assert time.process_time() - began < 5


def test_a_date_that_is_none_is_none() -> None:
    assert [moment(text) for text in ("", "soon", "2010-13-45", "Tue, 99 Xxx 2010")] == [None] * 4


PAGE = b"""<title>A</title><nav>%s</nav><p>The boat has a <a href=x>keel of larch</a>.</p>
<footer>Made in 0.2%d s on this day</footer>"""


def test_a_counter_a_token_and_a_sidebar_are_no_change() -> None:
    old = PAGE % (b"<li>An older post about ropes</li>", 3) + b"<script>nonce = 'aaaaaaaaaaaaaaaaaa'</script>"
    new = PAGE % (b"<li>A newer post about nails</li>", 4) + b"<script>nonce = 'bbbbbbbbbbbbbbbbbb'</script>"
    front = b"<ul><li>A newer post about nails</li></ul>"
    old_front = b"<ul><li>An older post about ropes</li></ul>"
    assert not has_changed(old, new, around=lines_of(front) | lines_of(old_front))
    assert has_changed(old, new)


def test_a_comment_is_a_change() -> None:
    old = PAGE % (b"", 3)
    assert has_changed(old, old + b"<p>What a fine boat that is!</p>")
