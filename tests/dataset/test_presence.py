"""Posts that vanish from a blog are kept and marked, and what was left out is told with its reason."""

import sqlite3
from contextlib import closing

import pytest

from blogark.archive.leftout import LeftOut, is_left_out, left_out_block, left_out_url, read_left_out
from blogark.dataset.writing.store import Store
from blogark.parsers.model import Page, Post
from blogark.tests.dataset.made import capture, info

BLOG = "http://blog.example"


def page(path, text="Text."):
    return Page(url=BLOG + path, kind="post", platform="wordpress", post=Post(url=BLOG + path, body_text=text))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "dataset.sqlite"


def rows(path, query):
    with closing(sqlite3.connect(path)) as db:
        return db.execute(query).fetchall()


def presence(path):
    return {
        url.rpartition("/")[2]: (seen[17:19], gone and gone[17:19])
        for url, seen, gone in rows(path, "SELECT url, last_seen_at, gone_at FROM posts")
    }


def kept(path, *told):
    """A dataset of these captures, each with its page and where it redirects to."""
    with Store(path) as store:
        store.begin_crawl(info())
        for one, read, location in told:
            store.save(one, read, location=location)


@pytest.mark.parametrize(
    ("status", "read", "location"),
    [
        (404, None, None),
        (410, Page(url=BLOG + "/a", kind="error"), None),
        (302, None, BLOG + "/"),
        (200, Page(url=BLOG + "/a", kind="error"), None),
    ],
)
def test_a_post_that_is_gone_is_kept_and_marked(path, status, read, location):
    kept(path, (capture(1, "/a"), page("/a"), None), (capture(2, "/a", status=status), read, location))
    assert presence(path) == {"a": ("01", "02")}
    assert rows(path, "SELECT body_text FROM posts") == [("Text.",)]


@pytest.mark.parametrize(("status", "location"), [(500, None), (403, None), (301, BLOG + "/b"), (200, None)])
def test_a_post_that_fails_or_moves_is_not_gone(path, status, location):
    kept(path, (capture(1, "/a"), page("/a"), None), (capture(2, "/a", status=status), None, location))
    assert presence(path) == {"a": ("01", None)}


def test_a_post_that_comes_back_is_there_again(path):
    gone = (capture(2, "/a", status=404), None, None)
    kept(path, (capture(1, "/a"), page("/a"), None), gone, (capture(3, "/a"), page("/a"), None))
    assert presence(path) == {"a": ("03", None)}


def test_a_feed_tells_that_a_post_is_there_and_not_that_its_page_is(path):
    feed = Page(url=BLOG + "/feed", kind="feed", platform="wordpress", entries=(Post(url=BLOG + "/a", title="A"),))
    kept(
        path, (capture(1, "/a"), page("/a"), None), (capture(2, "/a", status=404), None, None), (capture(3), feed, None)
    )
    assert presence(path) == {"a": ("03", "02")}


def test_an_older_address_that_is_gone_is_not_the_post(path):
    moved = Page(url=BLOG + "/old", kind="post", post=Post(url=BLOG + "/new", body_text="Text."))
    gone = (capture(3, "/old", status=404), None, None)
    kept(path, (capture(1, "/old"), moved, None), (capture(2, "/new"), page("/new"), None), gone)
    assert presence(path) == {"new": ("02", None)}


def test_what_was_left_out_is_read_back_and_nothing_else_is():
    left = [LeftOut(url=BLOG + "/a", reason="closed by robots.txt"), LeftOut(url=BLOG + "/ü", reason="not visited yet")]
    assert list(read_left_out(left_out_block(left))) == left
    for block in (b"", b"[]", b'{"leftOut": 5}', b'{"leftOut": {"": ["x"], "a": 5, "b": [1]}}', b"[" * 9000):
        assert list(read_left_out(block)) == []
    assert is_left_out(left_out_url(3, 1))
    assert not is_left_out("urn:blogark:crawl:3")


def test_coverage_tells_why_a_post_was_left_out(path):
    named = Page(url=BLOG + "/sitemap.xml", kind="other", listed=(BLOG + "/a", BLOG + "/b", "http://other.example/c"))
    with Store(path) as store:
        store.begin_crawl(info())
        store.save(capture(1, "/sitemap.xml"), named)
        robots = LeftOut(url=BLOG + "/a", reason="closed by robots.txt")
        store.leave_out(capture(2, record_type="metadata"), [robots])
    assert dict(rows(path, "SELECT url, reason FROM coverage")) == {
        BLOG + "/a": "closed by robots.txt",
        BLOG + "/b": "not visited yet",
        "http://other.example/c": "on another host",
    }


def test_coverage_counts_the_tries_of_the_last_crawl(path):
    named = Page(url=BLOG + "/sitemap.xml", kind="other", listed=(BLOG + "/a",))
    with Store(path) as store:
        store.begin_crawl(info())
        store.save(capture(1, "/sitemap.xml"), named)
        for number, crawl_id in ((2, 1), (3, 2), (4, 2), (5, 2)):
            store.failure(capture(number, "/a", record_type="metadata", crawl_id=crawl_id), {"fetchError": "timed out"})
    assert rows(path, "SELECT reason FROM coverage") == [("failed after 3 tries: timed out",)]


def test_a_post_that_an_api_tells_whole_is_archived(path):
    told = Post(url=BLOG + "/a", body_text="Text.", field_sources={"body_text": "api"})
    api = Page(url=BLOG + "/api", kind="feed", platform="wordpress", entries=(told,))
    kept(path, (capture(1, "/api"), api, None))
    assert rows(path, "SELECT state, reason FROM coverage") == [("archived", None)]
