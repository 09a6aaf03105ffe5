"""Captures and pages in, rows out: each capture whole or not at all, each once."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from blogark.archive.errors import ArchiveError, DiskFull
from blogark.dataset.keys import url_key
from blogark.dataset.tables.dump import dump
from blogark.dataset.writing.store import Store
from blogark.parsers.model import Blog, Comment, Link, Media, Page, Post, Problem, Reference, Term
from blogark.tests.dataset.made import (
    BLOG,
    capture,
    comment,
    dicts,
    feed,
    info,
    page,
    post,
    rows,
    saved,
    values,
)

COUNTED = "SELECT count(*) FROM "


@pytest.fixture
def path(tmp_path):
    return tmp_path / "dataset.sqlite"


def rich_page(path="/a", **more):
    return page(
        path,
        post=post(
            path,
            native_id=path.strip("/"),
            author_name="Pilates-Pro",
            author_kind="registered",
            byline="Liz Koch",
            body_html="<p>Some text.</p>",
            published="2010-10-19T15:30:00",
            published_raw="Tuesday, October 19, 2010 at 03:30PM",
            comments_claimed=2,
            references_claimed=1,
            categories=(Term(kind="category", name="Core", slug="core"), Term(kind="category", name="Anatomy")),
            tags=(Term(kind="tag", name="psoas"),),
            field_sources={"title": "structured"},
            **more,
        ),
        comments=(comment(1), comment(2, parent_native_id="1")),
        references=(Reference(position=1, kind="trackback", title="sùi mào gà", excerpt="Intro"),),
        links=(
            Link(url="http://other.example/1", text="one"),
            Link(url="http://blog.example/b", scope="internal"),
            Link(url="http://spam.example/", text="buy", comment_native_id="2"),
        ),
        media=(Media(kind="image", url="http://blog.example/i.jpg", alt="An image", width=300),),
        problems=(Problem(stage="parse", field="updated", message="not a date: 'soon'"),),
    )


# What is written


def test_a_page_finds_its_tables(path):
    saved(path, (capture(1), rich_page()))
    (overview,) = dicts(path, "SELECT * FROM post_overview")
    assert {
        "url": "http://blog.example/a",
        "author": "Pilates-Pro",
        "byline": "Liz Koch",
        "categories": "Core, Anatomy",
        "tags": "psoas",
        "word_count": 2,
        "comments_claimed": 2,
        "comments_found": 2,
        "references_claimed": 1,
        "references_found": 1,
        "links": 2,
        "media": 1,
        "read_from": "post",
    }.items() <= overview.items()
    assert [(1, "http://spam.example/", "buy", 2)] == rows(
        path, "SELECT position, url, text, comment_id FROM links WHERE comment_id IS NOT NULL"
    )
    assert [(1, "http://blog.example/a", "parse", "updated", "not a date: 'soon'")] == rows(
        path, "SELECT capture_id, url, stage, field, message FROM problems"
    )
    sources = json.loads(str(values(path, "SELECT field_sources FROM posts")[0]))
    assert ("structured", "dom", "dom") == (sources["title"], sources["author_id"], sources["categories"])


def test_a_post_under_many_session_ids_is_one_post(path):
    ids = ("81081f5f120be58db50cb3e0f563b2a1", "6da2b7293fd67e03e826e78fc4e9e8aa")
    saved(
        path,
        *(
            (capture(number, f"/a?PHPSESSID={one}"), page("/a", post=post(url=None)))
            for number, one in enumerate(ids, 1)
        ),
    )
    assert ["http://blog.example/a"] == values(path, "SELECT url FROM posts")
    assert url_key("http://blog.example/a;jsessionid=0A1B2C3D4E5F.node1?p=7") == url_key("http://blog.example/a?p=7")
    assert url_key("http://blog.example/?session=2012-keynote") != url_key("http://blog.example/?session=2013-keynote")
    assert url_key("http://blog.example/?sid=7") != url_key("http://blog.example/")


def test_what_cannot_be_read_and_has_not_changed_is_told_once(path):
    broken = Problem(stage="parse", field=None, message="not well-formed")
    first, gone = capture(1, "/feed"), Problem(stage="parse", field="title", message="no title")
    read = feed(post(url=None, title="Lost"), problems=(broken, broken))
    with Store(path) as store:
        for crawl in (1, 2, 3):
            store.begin_crawl(info(crawl))
        store.save(first, read)
        for number, crawl in ((2, 2), (3, 2), (4, 3)):
            again = capture(number, "/feed", record_type="revisit", status=304, crawl_id=crawl)
            store.save(again, read, referred=first)
        store.save(
            capture(5, "/other", record_type="revisit", crawl_id=3), page("/other", problems=(broken,)), referred=first
        )
        store.save(capture(6, "/feed", crawl_id=3), feed(problems=(broken, gone)))
    told = rows(path, "SELECT capture_id, crawl_id, url, message FROM problems")
    here, lost = "http://blog.example/feed", "an entry has no address: 'Lost'"
    assert [
        (4, 1, here, broken.message),
        (4, 1, here, broken.message),
        (4, 1, here, lost),
        (5, 3, "http://blog.example/other", broken.message),
        (6, 3, here, broken.message),
        (6, 3, here, gone.message),
    ] == told


def test_missing_is_null_and_never_empty(path):
    saved(path, (capture(1), page(post=post(title="", byline="", author_name="", body_text=""))))
    assert [(None, None, None, None, None)] == rows(
        path, "SELECT title, byline, author_id, body_text, content_digest FROM posts"
    )


def test_every_row_leads_to_the_bytes_it_was_read_from(path):
    saved(path, (capture(1, "/"), None), (capture(2), rich_page()))
    for table in ("posts", "comments", "post_references"):
        assert {2} == set(values(path, f"SELECT capture_id FROM {table}"))


def test_saving_twice_is_saving_once(path):
    saved(path, (capture(1), rich_page()))
    before = list(dump(path))
    saved(path, (capture(1), rich_page()))
    assert before == list(dump(path))


def test_a_recrawl_that_finds_nothing_new_changes_only_where_the_bytes_lie(path):
    saved(path, (capture(1), rich_page()))
    before = [
        line for line in dump(path) if line.startswith(("comments", "links", "media", "post_r", "post_t", "terms"))
    ]
    saved(path, (capture(2, crawl_id=2), rich_page()))
    assert before == [line for line in dump(path) if line.startswith(tuple(one.split()[0] for one in before))]
    assert [2] == values(path, "SELECT capture_id FROM posts")
    assert [0] == values(path, "SELECT count(*) FROM post_revisions")


def a_varied_crawl():
    yield capture(1, "/robots.txt", media_type="text/plain"), None
    yield capture(2, "/feed"), feed(post("/a", title="From the feed"), post("/c", body_text="Only here."))
    for number in range(3, 30):
        name = f"/{chr(ord('a') + number % 9)}"
        yield (
            capture(number, name, crawl_id=1 + number // 15),
            rich_page(name) if number % 4 else page(name, post=post(name, title=f"Changed {number}", native_id=None)),
        )


def test_the_same_captures_give_the_same_rows_and_ids(tmp_path):
    one = saved(tmp_path / "one.sqlite", *a_varied_crawl())
    other = tmp_path / "other.sqlite"
    everything = list(a_varied_crawl())
    for end in (3, 11, 12, 29):
        saved(other, *everything[:end])
    assert list(dump(one)) == list(dump(other))


def test_no_id_is_left_out(path):
    saved(path, *a_varied_crawl())
    for table in ("posts", "comments", "authors", "terms", "post_references", "problems"):
        assert [True] == values(path, f"SELECT max(id) = count(*) FROM {table}"), table


def test_counts_are_those_of_the_tables_without_stand_alone_pages(path):
    saved(path, *a_varied_crawl(), (capture(40, "/about"), page("/about", post=post("/about", kind="page"))))
    with Store(path) as store:
        posts, comments = store.counts()
    assert values(path, COUNTED + "posts") == [posts + 1]
    assert values(path, COUNTED + "comments") == [comments]


# Whole or not at all


def test_what_was_not_committed_never_happened(path):
    store = Store(path)
    store.begin_crawl(info())
    store.save(capture(1), rich_page())
    store.commit()
    store.save(capture(2, "/b"), rich_page("/b"))
    assert 2 == store.watermark()
    store.db.close()  # as a kill would

    with Store(path) as again:
        assert 1 == again.watermark()
        assert ["http://blog.example/a"] == [row[0] for row in again.db.execute("SELECT url FROM posts")]
        again.save(capture(2, "/b"), rich_page("/b"))
    assert [2, 4] == [values(path, COUNTED + "posts")[0], values(path, COUNTED + "comments")[0]]


@pytest.mark.parametrize("instructions", [20, 100, 200, 300, 400, 500])
def test_a_capture_whose_saving_breaks_off_leaves_no_half_of_itself(path, instructions):
    with Store(path) as store:
        store.begin_crawl(info())
        store.save(capture(1, "/b"), rich_page("/b"))
        store.commit()
        countdown = iter(range(instructions // 10, -1, -1))
        store.db.set_progress_handler(lambda: next(countdown, None) == 0, 10)
        with pytest.raises(ArchiveError, match="interrupted"):
            store.save(capture(2), rich_page())
        store.db.set_progress_handler(None, 0)
        assert 1 == store.watermark()
        store.commit()
        assert [(1,)] == store.db.execute("SELECT id FROM captures").fetchall()
        store.save(capture(2), rich_page())
    indexed(path)
    assert ["http://blog.example/b", "http://blog.example/a"] == values(path, "SELECT url FROM posts ORDER BY id")
    assert [4] == values(path, COUNTED + "comments")
    assert [(2, 2)] == rows(path, "SELECT requests, new_captures FROM crawls")


def test_a_page_that_the_tables_refuse_is_a_problem_and_the_next_goes_on(path):
    saved(
        path,
        (capture(1), page(comments=(comment(1), comment(2, author_kind="emperor")))),
        (capture(2, "/b"), page("/b")),
    )
    assert [(1, "store", "what was read cannot be kept: CHECK constraint failed: author_kind")] == [
        (number, stage, str(message).partition("(")[0])
        for number, stage, message in rows(path, "SELECT capture_id, stage, message FROM problems")
    ]
    assert ["http://blog.example/b"] == values(path, "SELECT url FROM posts")
    assert [0] == values(path, COUNTED + "comments")


def test_a_full_disk_is_told_as_such_and_the_next_run_goes_on(path):
    def fill(store):
        for number in range(2, 500):
            store.save(capture(number, f"/{number}"), rich_page(f"/{number}"))
        store.commit()

    with Store(path) as store:
        store.begin_crawl(info())
        store.save(capture(1, "/1"), rich_page("/1"))
        store.commit()
        (size,) = store.db.execute("PRAGMA page_count").fetchone()
        store.db.execute(f"PRAGMA max_page_count = {size + 40}")
        with pytest.raises(DiskFull, match="the disk is full"):
            fill(store)
    indexed(path)
    with Store(path) as store:
        after = store.watermark()
        assert after == store.db.execute("SELECT max(id) FROM captures").fetchone()[0]
        store.save(capture(after + 1, f"/{after + 1}"), rich_page(f"/{after + 1}"))
    assert [path] == list(path.parent.iterdir())
    assert [after + 1] == values(path, COUNTED + "posts")


def test_nothing_stands_beside_the_dataset_once_it_is_closed(path):
    saved(path, (capture(1), rich_page()))
    assert [path] == list(path.parent.iterdir())


def test_a_reader_does_not_disturb_the_end(path):
    store = Store(path)
    store.begin_crawl(info())
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM posts").fetchall()
        store.db.execute("PRAGMA busy_timeout = 50")
        store.save(capture(1), page())
        store.close()
    assert [1] == values(path, COUNTED + "posts")


# Posts


def test_one_post_under_many_addresses_is_one_row(path):
    saved(
        path,
        (capture(1, "http://www.blog.example/a/?utm_source=feed"), page()),
        (capture(2, "https://blog.example/a#comments"), page()),
        (capture(3, "/a?printerFriendly=true"), page()),
    )
    assert ["http://blog.example/a"] == values(path, "SELECT url FROM posts")
    assert {"blog.example/a", "blog.example/a?printerFriendly=true"} == set(
        values(path, "SELECT url_key FROM post_urls")
    )


def test_a_post_is_known_again_by_its_number_under_a_new_address(path):
    saved(
        path,
        (capture(1, "/?p=7"), page("/?p=7", post=post("/?p=7", native_id="7"))),
        (capture(2, "/2010/a"), page("/2010/a", post=post("/2010/a", native_id="7"))),
    )
    assert ["http://blog.example/2010/a"] == values(path, "SELECT url FROM posts")


def test_a_number_of_another_engine_is_another_post(path):
    saved(
        path,
        (capture(1, "/a"), page("/a", post=post("/a", native_id="7"))),
        (capture(2, "/b"), page("/b", post=post("/b", native_id="7"), platform="wordpress")),
    )
    assert [2] == values(path, COUNTED + "posts")


def test_a_redirected_address_leads_to_the_post_that_the_feed_named_by_it(path):
    saved(
        path,
        (capture(1, "/feed"), feed(post("/go/1", title="T"))),
        (capture(2, "/go/1", status=301), None),
        (capture(3, "/go/2", status=308, via="http://blog.example/go/1"), None),
        (capture(4, "/a", via="http://blog.example/go/2"), page("/a")),
    )
    assert ["http://blog.example/a"] == values(path, "SELECT url FROM posts")


@pytest.mark.parametrize(("status", "target"), [(302, "/login"), (301, "/")])
def test_a_redirect_to_a_login_or_to_the_front_page_does_not_make_that_the_post(path, status, target):
    saved(
        path,
        (capture(1, "/a", status=status), None),
        (capture(2, target, via="http://blog.example/a"), page(target, kind="page", post=post(target, kind="page"))),
        (capture(3, "/a", crawl_id=2), page("/a")),
    )
    assert [2] == values(path, COUNTED + "posts")


def test_a_theme_that_names_the_front_page_everywhere_does_not_melt_all_posts_into_one(path):
    pages = [(capture(number, f"/{number}"), page(post=post("/", title=str(number)))) for number in range(1, 5)]
    saved(path, *pages)
    assert [f"http://blog.example/{number}" for number in range(1, 5)] == values(
        path, "SELECT url FROM posts ORDER BY id"
    )


def test_a_theme_that_names_one_post_everywhere_does_not_melt_those_with_other_numbers(path):
    pages = [
        (capture(number, f"/{number}"), page(post=post("/1", title=str(number), native_id=str(number))))
        for number in range(1, 5)
    ]
    saved(path, *pages)
    assert [f"http://blog.example/{number}" for number in range(1, 5)] == values(
        path, "SELECT url FROM posts ORDER BY id"
    )


def test_an_address_that_holds_a_new_post_under_a_new_number_keeps_its_row(path):
    saved(
        path,
        (capture(1), page(post=post(native_id="1", title="Old"))),
        (capture(2, crawl_id=2), page(post=post(native_id="2", title="New"))),
    )
    assert [("New", "2")] == rows(path, "SELECT title, native_id FROM posts")


def test_a_post_seen_in_a_feed_alone_has_the_feed_for_its_capture(path):
    saved(path, (capture(1, "/feed"), feed(post(body_text="The …"))))
    assert [(1, "The …", "feed")] == rows(
        path, "SELECT capture_id, body_text, read_from FROM posts JOIN post_overview USING (id)"
    )


def test_the_page_takes_over_the_row_that_the_feed_made(path):
    told = post(body_text="The …", published="2010-10-19T22:30:17+00:00")
    saved(path, (capture(1, "/feed"), feed(told)), (capture(2), rich_page()))
    assert [(1, 2, "Some text.", "2010-10-19T15:30:17-07:00", "2010-10-19T22:30:17Z")] == rows(
        path, "SELECT id, capture_id, body_text, published, published_utc FROM posts"
    )


def test_an_entry_without_address_is_known_by_its_number_or_is_a_problem(path):
    saved(
        path,
        (capture(1), rich_page()),
        (capture(2, "/feed"), feed(Post(url=None, native_id="a", excerpt="E"), Post(url=None, title="Lost"))),
    )
    assert ["E"] == values(path, "SELECT excerpt FROM posts")
    assert ["an entry has no address: 'Lost'"] == values(path, "SELECT message FROM problems WHERE stage = 'store'")


def test_a_list_page_makes_no_posts(path):
    listing = Page(url=BLOG, kind="listing", platform="squarespace5", entries=(post("/a"), post("/b")))
    saved(path, (capture(1, "/"), listing))
    assert [0] == values(path, COUNTED + "posts")
    assert ["http://blog.example/a", "http://blog.example/b"] == values(path, "SELECT url FROM known_posts")


def test_authors_of_one_name_and_two_pages_are_two(path):
    def by(number, url):
        return capture(number, f"/{number}"), page(
            f"/{number}", post=post(f"/{number}", author_name="Ann", author_url=url)
        )

    saved(path, by(1, None), by(2, "http://x.example/1"), by(3, "http://x.example/2"), by(4, None))
    assert [(1, "http://x.example/1"), (2, "http://x.example/2")] == rows(path, "SELECT id, url FROM authors")
    assert [1, 1, 2] == values(path, "SELECT author_id FROM posts ORDER BY id LIMIT 3")


def test_a_post_that_lost_a_category_loses_it_here(path):
    saved(
        path,
        (capture(1), rich_page()),
        (capture(2, crawl_id=2), page(post=post(categories=(Term(kind="category", name="Anatomy"),)))),
    )
    assert ["Anatomy"] == values(path, "SELECT categories FROM post_overview")


def test_links_of_a_body_are_replaced_in_place(path):
    def linked(*urls):
        return page(links=tuple(Link(url=f"http://x.example/{url}") for url in urls))

    saved(path, (capture(1), linked("a", "b", "c")), (capture(2), linked("a", "d")))
    assert [(1, "http://x.example/a"), (2, "http://x.example/d")] == rows(path, "SELECT id, url FROM links")


def test_a_page_of_comments_does_not_take_the_links_of_the_post(path):
    second = page(
        post=post(body_text=None), comments=(comment(3),), links=(Link(url="http://c.example/", comment_native_id="3"),)
    )
    saved(path, (capture(1), rich_page()), (capture(2, "/a/comment-page-2"), second))
    assert 4 == len(rows(path, "SELECT * FROM links"))


@pytest.mark.parametrize("image_first", [True, False])
def test_a_picture_leads_to_its_capture_whichever_came_first(path, image_first):
    image = (capture(2, "/i.jpg", media_type="image/jpeg"), None)
    captures = [image, (capture(3), rich_page())] if image_first else [(capture(1), rich_page()), image]
    saved(path, *captures)
    assert [2] == values(path, "SELECT capture_id FROM media")


def test_a_missing_picture_leads_nowhere(path):
    saved(path, (capture(1), rich_page()), (capture(2, "/i.jpg", status=404), None))
    assert [None] == values(path, "SELECT capture_id FROM media")


SEEN = {
    "page": ("/a", rich_page()),
    "print": ("/a?print=1", page(post=post(title="Print: A title", body_text="Some text. Printed."))),
    "feed": ("/feed", feed(post(body_text="Some …", excerpt="E", published="2010-10-19T22:30:17Z"))),
    "comments": (
        "/comments/feed",
        Page(
            url=BLOG,
            kind="feed",
            comments=(comment(1, author_url="http://c.example/", post_url="http://blog.example/a"),),
        ),
    ),
    "list": ("/", Page(url=BLOG, kind="listing", entries=(post(title="A ti…", body_text="Some"),))),
}


@pytest.mark.parametrize(
    "order", [[*SEEN][turn:] + [*SEEN][:turn] for turn in range(5)] + [[*SEEN][::-1]], ids="-".join
)
def test_any_order_of_captures_gives_the_same_post_and_comments(path, order):
    saved(path, *((capture(number, SEEN[name][0]), SEEN[name][1]) for number, name in enumerate(order, start=1)))
    assert [
        (
            "A title", "Some text.", "E", "2010-10-19T15:30:17-07:00", "2010-10-19T22:30:17Z", "Liz Koch",
            "http://blog.example/a", order.index("page") + 1,
        )
    ] == rows(
        path, "SELECT title, body_text, excerpt, published, published_utc, byline, url, capture_id FROM posts"
    )  # fmt: skip
    assert [("1", "http://c.example/", "00001"), ("2", None, "00001.00002")] == rows(
        path, "SELECT native_id, author_url, thread_path FROM comments ORDER BY position"
    )
    assert ["Core, Anatomy"] == values(path, "SELECT categories FROM post_overview")
    assert [0] == values(path, COUNTED + "post_revisions")
    indexed(path)


# Revisions


def test_a_changed_post_keeps_what_it_was(path):
    saved(
        path,
        (capture(1), page(post=post(title="Old", body_text="Old text."))),
        (capture(2, crawl_id=2), page(post=post(title="New", body_text="New text."))),
    )
    assert [("New", "New text.")] == rows(path, "SELECT title, body_text FROM posts")
    (revision,) = dicts(path, "SELECT * FROM post_revisions")
    digests = values(path, "SELECT content_digest FROM posts")
    assert {
        "post_id": 1,
        "capture_id": 2,
        "seen_at": "2026-11-21T10:00:02Z",
        "content_digest": digests[0],
        "title": "New",
        "body_text": "New text.",
        "previous_title": "Old",
        "previous_body_text": "Old text.",
    }.items() <= revision.items()
    assert revision["previous_digest"] != digests[0]


def test_a_page_after_its_feed_entry_is_no_revision(path):
    saved(path, (capture(1, "/feed"), feed(post(body_text="The …", title="T."))), (capture(2), page()))
    assert [0] == values(path, COUNTED + "post_revisions")


@pytest.mark.parametrize("feed_first", [True, False])
def test_one_change_that_feed_and_page_tell_is_one_revision(path, feed_first):
    new = post(title="New", body_text="New text.")
    told = [
        (capture(3, "/feed", crawl_id=2), feed(replace(new, body_text="New …"))),
        (capture(4, crawl_id=2), page(post=new)),
    ]
    if not feed_first:
        told = [(capture(3, crawl_id=2), told[1][1]), (capture(4, "/feed", crawl_id=2), told[0][1])]
    saved(path, (capture(1, "/feed"), feed(post(body_text="Some …"))), (capture(2), page()), *told)
    assert [("New", "New text.", "A title", "Some text.")] == rows(
        path, "SELECT title, body_text, previous_title, previous_body_text FROM post_revisions"
    )


def test_two_feeds_that_tell_it_differently_are_no_revisions(path):
    def both(number, crawl_id):
        yield capture(number, "/rss", crawl_id=crawl_id), feed(post(body_text="Short …"))
        yield capture(number + 1, "/atom", crawl_id=crawl_id), feed(post(body_text="Short and the whole rest."))

    saved(path, *both(1, 1), *both(3, 2), *both(5, 3))
    assert [0] == values(path, COUNTED + "post_revisions")
    assert ["Short and the whole rest."] == values(path, "SELECT body_text FROM posts")


def test_a_newer_parser_makes_no_revision(path):
    saved(
        path, (capture(1), page()), (capture(2, crawl_id=2), page(post=post(body_text="Some text"), parser_version="2"))
    )
    assert [0] == values(path, COUNTED + "post_revisions")


def test_a_cut_answer_makes_no_revision_and_no_loss(path):
    saved(
        path, (capture(1), page()), (capture(2, crawl_id=2, truncated="disconnect"), page(post=post(body_text="Some")))
    )
    assert [("Some text.", 1)] == rows(path, "SELECT body_text, capture_id FROM posts")
    assert [0] == values(path, COUNTED + "post_revisions")


# Comment feeds


def test_comments_of_a_feed_find_their_posts(path):
    told = Page(
        url=BLOG,
        kind="feed",
        comments=(
            replace(comment(7), post_url="http://blog.example/a"),
            replace(comment(8), post_url="http://blog.example/new"),
        ),
        references=(Reference(position=1, kind="pingback", title="P", post_url="http://blog.example/a"),),
    )
    saved(path, (capture(1), page()), (capture(2, "/comments/feed"), told))
    assert [("http://blog.example/a", "7", "feed"), ("http://blog.example/new", "8", "feed")] == rows(
        path, "SELECT posts.url, comments.native_id, source FROM comments JOIN posts ON posts.id = post_id"
    )
    assert [1] == values(path, "SELECT post_id FROM post_references")


def test_the_page_of_a_post_that_only_comments_named_takes_its_row(path):
    told = Page(url=BLOG, kind="feed", comments=(replace(comment(7), post_url="http://blog.example/a"),))
    saved(path, (capture(1, "/comments/feed"), told), (capture(2), page(comments=(comment(7),))))
    assert [(1, "A title", 2)] == rows(path, "SELECT id, title, capture_id FROM posts")
    assert [1] == values(path, COUNTED + "comments")
    assert [0] == values(path, COUNTED + "post_revisions")


def test_comments_without_a_post_are_a_problem(path):
    saved(path, (capture(1, "/x"), Page(url=BLOG, kind="other", comments=(comment(1),))))
    assert ["1 comments belong to no post that is known"] == values(path, "SELECT message FROM problems")


# Crawls, failures, coverage


def test_a_crawl_counts_what_it_fetched(path):
    with Store(path) as store:
        store.begin_crawl(info())
        store.save(capture(1), page())
        store.save(capture(2, record_type="revisit"), None, referred=capture(1))
        store.failure(capture(3, "/x", record_type="metadata"), {"fetchError": "connection refused"})
        end = {"crawlStatus": "complete", "exitCode": "0", "crawlFinished": "2026-11-21T10:05:00Z"}
        store.end_crawl(capture(4, "urn:blogark:crawl:1", record_type="metadata"), end)
    assert [("complete", 0, "2026-11-21T10:05:00Z", 3, 1, 1, 1, 1800)] == rows(
        path,
        "SELECT status, exit_code, finished_at, requests, new_captures, revisits, failures, bytes FROM crawls",
    )
    assert [(None, "http://blog.example/x", "fetch", "connection refused", 1)] == rows(
        path, "SELECT capture_id, url, stage, message, crawl_id FROM problems"
    )
    assert [(1, None), (2, 1)] == rows(path, "SELECT id, refers_to FROM captures")


def test_a_crawl_that_never_ended_is_interrupted_when_the_next_begins(path):
    with Store(path) as store:
        store.begin_crawl(info(1))
        store.begin_crawl(info(1))
        store.begin_crawl(info(2))
    assert [(1, "interrupted"), (2, "running")] == rows(path, "SELECT id, status FROM crawls")


@pytest.mark.parametrize("fields", [{}, {"crawlStatus": "glorious", "exitCode": "x" * 99}, {"exitCode": "9" * 99}])
def test_an_end_that_says_nonsense_is_a_failure(path, fields):
    with Store(path) as store:
        store.begin_crawl(info())
        store.end_crawl(capture(1, record_type="metadata"), fields)
    assert [("failed", None, "2026-11-21T10:00:01Z")] == rows(path, "SELECT status, exit_code, finished_at FROM crawls")


def test_captures_of_a_crawl_that_nobody_announced_are_kept(path):
    with Store(path) as store:
        store.save(capture(1, "http://old.example/x/y", crawl_id=0), page())
    assert [(0, "interrupted", None)] == rows(path, "SELECT id, status, software FROM crawls")
    assert ["http://old.example/"] == values(path, "SELECT url FROM blogs")


@pytest.mark.parametrize("config", ["", "[]", "null", "{", '{"url": 7}', '{"url": ""}', '"http://x.example/"'])
def test_a_configuration_that_is_none_does_no_harm(path, config):
    with Store(path) as store:
        store.begin_crawl(info(config=config))
        store.save(capture(1), page())
    assert [1] == values(path, COUNTED + "posts")


def test_the_blog_is_told_by_its_feed_before_its_front_page_before_any_other(path):
    def telling(number, name, kind, title):
        return capture(number, name), Page(
            url=BLOG, kind=kind, platform="squarespace5", blog=Blog(title=title, language="en")
        )

    saved(
        path,
        telling(1, "/a", "post", "a page"),
        telling(2, "/", "listing", "front page"),
        telling(3, "/b", "post", "another"),
        telling(4, "/feed", "feed", "feed"),
        telling(5, "/", "listing", "front page again"),
        telling(6, "/feed?paged=4", "feed", "Page 4 – feed"),
    )
    assert [(BLOG, "feed", "squarespace5", "en")] == rows(path, "SELECT url, title, platform, language FROM blogs")


def test_coverage_gives_the_reason_for_each_gap(path):
    named = feed(post("/a"), post("/b"), post("/c"), post("/d"), post("/e"), post("/f"))
    with Store(path) as store:
        store.begin_crawl(info())
        store.save(capture(1, "/feed"), replace(named, entries=()))
        sitemap = tuple(f"http://blog.example/{name}" for name in ("a", "gone", "down", "waiting", "list", "broken"))
        store.save(capture(2, "/sitemap.xml"), Page(url=BLOG, kind="other", listed=sitemap))
        store.save(capture(3, "/feed"), feed(post("/a"), post("/feedonly")))
        store.save(capture(4, "/a"), page("/a"))
        store.save(capture(5, "/gone", status=404), None)
        store.failure(capture(6, "/down", record_type="metadata"), {"fetchError": "timed out"})
        store.save(capture(7, "/list"), Page(url=BLOG, kind="listing"))
        broken = Problem(stage="extract", field=None, message="the page killed its reader")
        store.save(capture(8, "/broken"), Page(url=BLOG, kind="other", problems=(broken,)))
    found = {
        str(url).rpartition("/")[2]: told
        for url, *told in rows(path, "SELECT url, known_from, state, reason FROM coverage")
    }
    assert {
        "a": ["feed, sitemap", "archived", None],
        "feedonly": ["feed", "only in feed", "not visited yet"],
        "gone": ["sitemap", "missing", "HTTP 404: not there any more"],
        "down": ["sitemap", "missing", "failed after 1 try: timed out"],
        "waiting": ["sitemap", "missing", "not visited yet"],
        "list": ["sitemap", "not a post", "read as listing"],
        "broken": ["sitemap", "missing", "the page killed its reader"],
    } == found


def test_a_problem_outside_of_pages_is_noted_once(path):
    with Store(path) as store:
        store.begin_crawl(info())
        for _ in range(2):
            store.problem(Problem(stage="warc", field=None, message="damaged"), url=None)
    assert [1] == values(path, COUNTED + "problems")


# Full text


def indexed(path):
    """Whether the full-text tables say what their tables say."""
    with closing(sqlite3.connect(path)) as db:
        for table in ("posts_fts", "comments_fts"):
            db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")


def test_the_full_text_follows_every_change(path):
    with Store(path) as store:
        store.begin_crawl(info())
        store.save(capture(1, "/feed"), feed(post(body_text="aardvark"), post("/b", body_text="bear")))
        store.commit()
        store.save(capture(2), page(post=post(body_text="cormorant"), comments=(comment(1, body_text="dodo"),)))
        store.save(capture(3), page(post=post(body_text="elephant"), comments=(comment(1, body_text="fox"),)))
        store.commit()
        store.save(capture(4), page(post=post(body_text="giraffe"), comments=(comment(1, body_text="hare"),)))
    indexed(path)

    def found(table, word):
        return values(path, f"SELECT count(*) FROM {table} WHERE {table} MATCH ?", word)[0]

    assert [0, 1, 0, 0, 1] == [
        found("posts_fts", word) for word in ("aardvark", "bear", "cormorant", "elephant", "giraffe")
    ]
    assert [0, 0, 1] == [found("comments_fts", word) for word in ("dodo", "fox", "hare")]


def test_the_full_text_is_true_after_a_capture_that_failed(path):
    with Store(path) as store:
        store.begin_crawl(info())
        store.save(capture(1), page())
        store.commit()
        store.save(capture(2), page(post=post(body_text="half"), comments=(comment(1, author_kind="emperor"),)))
    indexed(path)
    assert [0] == values(path, "SELECT count(*) FROM posts_fts WHERE posts_fts MATCH 'half'")


def test_the_full_text_is_true_after_a_varied_crawl(path):
    saved(path, *a_varied_crawl())
    indexed(path)


# Hostile content

anything = st.text(st.characters(), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything, anything, anything, st.integers(-(2**80), 2**80))
def test_whatever_pages_say_is_kept_or_replaced_and_never_raises(tmp_path_factory, one, two, three, number):
    path = tmp_path_factory.mktemp("odd") / "dataset.sqlite"
    hostile = page(
        post=post(
            title=one, native_id=two, body_text=three, author_name=one, word_count=number, comments_claimed=number
        ),
        comments=(
            Comment(position=number, body_text=one, native_id=two, parent_native_id=three, depth=number),
            Comment(position=1, body_text=two, native_id=three, parent_native_id=two, author_name=one, published=three),
        ),
        links=(Link(url=one, text=two), Link(url=three, comment_native_id=two)),
        media=(Media(kind="image", url=one, width=number), Media(kind="embed", url="data:" + three)),
        references=(Reference(position=number, kind="pingback", title=one, url=two),),
        problems=(Problem(stage="parse", field=one, message=two),),
        listed=(one, two),
    )
    saved(path, (capture(1), hostile), (capture(2, crawl_id=2), hostile), (capture(3, "/feed"), feed(post(title=two))))
    indexed(path)
    for line in dump(path):
        line.encode()
        assert "\\u0000" not in line


def test_odd_keys_of_json_never_become_columns(path):
    schema = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name"
    before = rows(saved(path.with_name("empty")), schema)
    with Store(path) as store:
        store.begin_crawl(info(config='{"url": "http://x.example/", "; DROP TABLE posts": 1, "": {"a b": []}}'))
        store.end_crawl(capture(1, record_type="metadata"), {"; DROP TABLE posts": "1", "": "x", "status = 1": "y"})
        store.save(capture(2), page(post=post(field_sources={'"x" TEXT': "dom", "title": "dom"})))
    assert before == rows(path, schema)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://blog.example", "https://www.blog.example:443/"),
        ("http://blog.example/é", "http://blog.example/%c3%a9"),
        ("http://blog.example/%7Ea", "http://blog.example/~a"),
        ("http://blog.example/?b=2&a=1", "http://BLOG.example./?a=1&b=2&utm_campaign=x"),
        ("http://bücher.example/", "http://xn--bcher-kva.example"),
    ],
)
def test_one_address_has_one_key(one, other):
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://blog.example/a%2Fb", "http://blog.example/a/b"),
        ("http://blog.example/A", "http://blog.example/a"),
        ("http://blog.example:8080/", "http://blog.example/"),
        ("http://blog.example/?p=1", "http://blog.example/?p=2"),
        ("http://blog.example/#!/1", "http://blog.example/#!/2"),
    ],
)
def test_two_addresses_have_two_keys(one, other):
    assert url_key(one) != url_key(other)


@given(st.text())
@example("?0&\x80")
@example("http://heron.example/a?b=1&utm%5Fsource=feed")
@example("http://heron.example/a /?b")
def test_every_text_has_a_key_that_is_its_own_key(url):
    assert url_key(url_key(url)) == url_key(url)
    url_key(url).encode()


GROWING = """
import resource, sys
from pathlib import Path
from blogark.dataset.writing.store import Store
from blogark.tests.dataset.made import capture, comment, info, page, post

with Store(Path(sys.argv[1])) as store:
    store.begin_crawl(info())
    for number in range(1, 3001):
        name, text = f"/{number}", f"{number} lorem ipsum dolor sit amet " * 60
        comments = tuple(comment(one, body_text=text[:300]) for one in range(12))
        store.save(capture(number, name), page(name, post=post(name, body_text=text), comments=comments))
        if number % 500 == 0:
            store.commit()
        if number in (1000, 3000):
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""In a process of its own, whose peak nobody else has made."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a peak has another unit, and memory other habits")
def test_memory_stays_flat(path):
    command = [sys.executable, "-P", "-c", GROWING, path]
    before, after = map(int, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    assert after < 1.05 * before


# Which address a post has whose page names none


UNNAMED = {"url": "heuristic"}


@pytest.mark.parametrize("clean_first", [True, False])
def test_an_address_with_a_session_yields_to_the_plain_one(path, clean_first):
    addresses = ["/?p=7", "/?p=7&PHPSESSID=0123456789abcdef"]
    told = [page(one, platform="wordpress", post=post(one, native_id="7", field_sources=UNNAMED)) for one in addresses]
    order = (0, 1) if clean_first else (1, 0)
    saved(path, *((capture(place, addresses[one]), told[one]) for place, one in enumerate(order, start=1)))
    assert ["http://blog.example/?p=7"] == values(path, "SELECT url FROM posts")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_an_address_that_a_list_names_wins_over_a_shorter_one(path, order):
    pages = [
        (path_, page(path_, platform="wordpress", post=post(path_, native_id="7", field_sources=UNNAMED)))
        for path_ in ("/?p=7", "/2010/05/a-title/")
    ]
    listing = ("/", page("/", kind="listing", post=None, entries=(post("/2010/05/a-title/"),)))
    shown = [*pages, listing]
    saved(path, *((capture(place, shown[one][0]), shown[one][1]) for place, one in enumerate(order, start=1)))
    assert ["http://blog.example/2010/05/a-title/"] == values(path, "SELECT url FROM posts")


def test_a_feed_that_links_through_a_counter_gives_no_address(path):
    entry = replace(post("/a"), url="http://counter.example/~r/1", native_id="7")
    told = page("/a", platform="wordpress", post=post("/a", native_id="7", field_sources=UNNAMED))
    saved(path, (capture(1, "/a"), told), (capture(2, "/feed"), feed(entry, platform="wordpress")))
    assert ["http://blog.example/a"] == values(path, "SELECT url FROM posts")


API = "http://blog.example/api/comments/7/?limit=100"
ELSEWHERE = Problem(stage="comments", field="comments", message="a script loads the comments", answered_by=API)
DISQUS = Problem(stage="comments", field="comments", message="Disqus loads comments by a script: forum x")


@pytest.mark.parametrize("answer_first", [True, False])
def test_comments_that_are_elsewhere_are_no_problem_once_they_were_fetched(path, answer_first):
    asking = (page(problems=(ELSEWHERE, DISQUS)), "/a")
    told = (feed(path=API, comments=(comment(1, post_url="http://blog.example/a"),)), API)
    order = [told, asking] if answer_first else [asking, told]
    saved(path, *((capture(number, where), said) for number, (said, where) in enumerate(order, start=1)))
    assert [(DISQUS.message,)] == rows(path, "SELECT message FROM problems")


def test_an_answer_without_comments_is_one(path):
    saved(path, (capture(1), page(problems=(ELSEWHERE,))), (capture(2, API), feed(path=API)))
    assert [] == rows(path, "SELECT message FROM problems")


@pytest.mark.parametrize("answer", [None, Page(url=API, kind="error"), Page(url=API, kind="other")])
def test_what_brings_no_comments_answers_nothing(path, answer):
    saved(path, (capture(1), page(problems=(ELSEWHERE,))), (capture(2, API), answer))
    assert [(ELSEWHERE.message, url_key(API))] == rows(path, "SELECT message, answered_by FROM problems")


def test_a_page_that_is_seen_again_asks_for_nothing_that_is_there(path):
    asking = page(problems=(ELSEWHERE,))
    saved(path, (capture(1), asking), (capture(2, API), feed(path=API)), (capture(3, crawl_id=2), asking))
    assert [] == rows(path, "SELECT message FROM problems")
