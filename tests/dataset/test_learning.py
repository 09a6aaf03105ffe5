"""A blog of odd markup: its feed teaches how to read its archive, and a rebuild learns the same."""

import os
import signal
import sqlite3
from contextlib import closing, suppress

import pytest

from blogark.dataset.reading.extract import extract
from blogark.dataset.reading.following import follow
from blogark.dataset.tables.dump import dump
from blogark.tests.blogs.odd_markup import feed_of, make_posts, other_page_of, page_of

HOME = "http://blog.example"
POSTS = make_posts(40)
FED = POSTS[-10:]


def record(posts=POSTS, show=page_of, *, feed=True, whole=True):
    """A crawl that meets the feed, and then the posts' pages."""

    def meet(crawl):
        if feed:
            crawl.page("/feed", feed_of(FED, HOME, whole=whole), media_type="application/rss+xml")
        for post in posts:
            crawl.page(post.path, show(post))

    return meet


def crawled(crawl, *meetings, workers=2):
    for meet in meetings:
        with crawl() as one, follow(one.folder, workers=workers) as following:
            meet(one)
            one.end()
            following.finish()
    return one.folder


def asked(folder, query):
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        return db.execute(query).fetchall()


def texts(folder):
    return dict(asked(folder, "SELECT url, body_text FROM posts"))


WRITTEN = {HOME + post.path: post.text for post in POSTS}


def test_the_archive_is_read_as_the_feed_teaches_and_a_rebuild_learns_the_same(crawl):
    folder = crawled(crawl, record())

    assert texts(folder) == WRITTEN
    assert asked(folder, "SELECT DISTINCT name FROM posts JOIN authors ON authors.id = author_id ORDER BY name") == [
        ("Ada Quay",),
        ("Ben Lock",),
    ]
    assert asked(folder, "SELECT crawl_id, body, examples, agreement, agreement_before < 0.9 FROM layout_rules") == [
        (1, "body > div.b1 > div.b2 > div.c3", 10, 1.0, 1)
    ]
    assert asked(folder, "SELECT count(*) FROM post_revisions") == [(0,)]
    assert asked(folder, "SELECT count(*) FROM state WHERE name = 'read_again'") == [(0,)]
    before = list(dump(folder.dataset_path))
    extract(folder, workers=1)
    assert list(dump(folder.dataset_path)) == before


def test_a_feed_of_beginnings_teaches_nothing(crawl):
    folder = crawled(crawl, record(whole=False))

    assert asked(folder, "SELECT count(*) FROM layout_rules") == [(0,)]
    assert texts(folder) != WRITTEN


def test_later_crawls_read_by_what_is_known_and_see_no_change_where_there_is_none(crawl):
    changed = POSTS[3]

    def again(post):
        content = page_of(post)
        return content.replace(post.paragraphs[0].encode(), b"All is new here.") if post is changed else content

    folder = crawled(crawl, record(), record(show=again, feed=False), record(show=again, feed=False))

    address = HOME + changed.path
    new = changed.text.replace(changed.paragraphs[0], "All is new here.")
    assert texts(folder) == {**WRITTEN, address: new}
    assert asked(folder, "SELECT url FROM post_revisions JOIN posts ON posts.id = post_id") == [(address,)]
    before = list(dump(folder.dataset_path))
    extract(folder, workers=2)
    assert list(dump(folder.dataset_path)) == before


def test_a_rule_that_a_second_crawl_brings_is_no_change_of_the_blog(crawl):
    folder = crawled(crawl, record(POSTS[:-2], feed=False), record(POSTS))

    assert texts(folder) == WRITTEN
    assert asked(folder, "SELECT crawl_id FROM layout_rules") == [(2,)]
    assert asked(folder, "SELECT count(*) FROM post_revisions") == [(0,)]
    before = list(dump(folder.dataset_path))
    extract(folder, workers=2)
    assert list(dump(folder.dataset_path)) == before


def test_a_theme_that_changed_is_read_by_guessing_again(crawl):
    folder = crawled(crawl, record(), record(show=other_page_of, feed=False))

    assert texts(folder) == WRITTEN
    sources = asked(folder, "SELECT DISTINCT field_sources ->> 'body_text' FROM posts")
    assert sources == [("heuristic",)]
    assert asked(folder, "SELECT count(*) FROM post_revisions") == [(0,)]


def test_an_extractor_killed_while_it_reads_again_goes_on(crawl, until):
    posts = make_posts(300)
    fed = feed_of(posts[:10], HOME)

    def has_learned():
        with suppress(sqlite3.OperationalError):
            return asked(one.folder, "SELECT count(*) FROM layout_rules") == [(1,)]
        return False

    with crawl() as one, follow(one.folder, workers=1) as following:
        one.page("/feed", fed, media_type="application/rss+xml")
        record(posts, feed=False)(one)
        one.end()
        until(has_learned)
        os.kill(following.pid, signal.SIGKILL)
        assert asked(one.folder, "SELECT count(*) FROM state WHERE name = 'read_again'") == [(1,)]
        following.finish()

    assert texts(one.folder) == {HOME + post.path: post.text for post in posts}
    before = list(dump(one.folder.dataset_path))
    extract(one.folder, workers=2)
    assert list(dump(one.folder.dataset_path)) == before


def test_reading_again_brings_no_post_back_that_is_gone(crawl):
    def later(one):
        record(POSTS)(one)
        one.page(POSTS[0].path, "<p>not here", status=404)

    folder = crawled(crawl, record(POSTS[:-2], feed=False), later)

    assert texts(folder) == WRITTEN
    assert asked(folder, "SELECT url FROM posts WHERE gone_at IS NOT NULL") == [(HOME + POSTS[0].path,)]


@pytest.mark.parametrize("applied", [0, 5, 39])
def test_reading_again_goes_on_where_it_was(crawl, applied):
    folder = crawled(crawl, record())
    whole = list(dump(folder.dataset_path))
    with closing(sqlite3.connect(folder.dataset_path, isolation_level=None)) as db:
        db.execute("INSERT INTO state (name, value) VALUES ('read_again', ?)", (applied,))
    with crawl() as one, follow(one.folder, workers=1) as following:
        following.finish()

    left = [line for line in dump(folder.dataset_path) if not line.startswith("crawls")]
    assert left == [line for line in whole if not line.startswith("crawls")]
