"""Comments and references: recognised when seen again, in page order, with their threads."""

import time
from dataclasses import replace

import pytest

from blogark.parsers.model import Page, Reference
from blogark.tests.dataset.made import BLOG, capture, comment, page, post, rows, saved, values

THREAD = """
SELECT comments.native_id, comment_thread.thread_path, comment_thread.depth, answers_author
FROM comment_thread JOIN comments USING (id) ORDER BY comment_thread.thread_path
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "dataset.sqlite"


def commented(*comments, path="/a", **more):
    return page(path, post=post("/a"), comments=comments, **more)


def natives(path):
    return values(path, "SELECT native_id FROM comments ORDER BY position")


def test_a_thread_reads_in_the_order_of_its_paths(path):
    shown = (
        comment(1),
        comment(2, parent_native_id="1"),
        comment(3, parent_native_id="2"),
        comment(4),
        comment(5, parent_native_id="1"),
    )
    saved(path, (capture(1), commented(*shown)))
    assert [
        ("1", "00001", 0, None),
        ("2", "00001.00002", 1, "Author 1"),
        ("3", "00001.00002.00003", 2, "Author 2"),
        ("5", "00001.00005", 1, "Author 1"),
        ("4", "00004", 0, None),
    ] == rows(path, THREAD)


def test_an_answer_may_stand_before_what_it_answers(path):
    saved(path, (capture(1), commented(comment(2, parent_native_id="1"), comment(1))))
    assert [("2", 1, "1"), ("1", 0, None)] == rows(
        path,
        "SELECT comments.native_id, comments.depth, parents.native_id FROM comments "
        "LEFT JOIN comments AS parents ON parents.id = comments.parent_id ORDER BY comments.id",
    )


def test_an_answer_finds_its_parent_when_that_is_seen_later(path):
    saved(
        path,
        (capture(1, "/a/comment-page-2"), commented(comment(9, parent_native_id="1", depth=1))),
        (capture(2, "/a/comment-page-1"), commented(comment(1))),
    )
    assert [("9", 1, 2)] == rows(path, "SELECT native_id, depth, parent_id FROM comments WHERE native_id = '9'")


def test_an_answer_to_nobody_keeps_the_depth_that_the_page_shows(path):
    saved(path, (capture(1), commented(comment(9, parent_native_id="1", depth=3))))
    assert [(3, None, "1")] == rows(path, "SELECT depth, parent_id, parent_native_id FROM comments")


def test_comments_that_answer_each_other_in_a_circle_do_not_hang(path):
    circle = [comment(number, parent_native_id=str(number % 5 + 1)) for number in range(1, 6)]
    saved(path, (capture(1), commented(*circle, comment(7, parent_native_id="7"))))
    assert [6] == values(path, "SELECT count(*) FROM comments")
    assert [2] == values(path, "SELECT count(*) FROM comments WHERE parent_id IS NULL")


def test_a_thread_of_ten_thousand_answers_stays_small(path):
    chain = tuple(comment(number, parent_native_id=str(number - 1)) for number in range(1, 10_001))
    started = time.process_time()
    saved(path, (capture(1), commented(*chain)))
    assert [9999] == values(path, "SELECT max(depth) FROM comments")
    assert path.stat().st_size < 15_000_000
    assert time.process_time() - started < 10


def test_a_changed_comment_keeps_its_row(path):
    saved(
        path,
        (capture(1), commented(comment(1), comment(2))),
        (capture(2), commented(comment(1, body_text="Edited."), comment(2))),
    )
    assert [(1, "Edited.", 2), (2, "Comment 2.", 1)] == rows(path, "SELECT id, body_text, capture_id FROM comments")


def test_a_comment_that_vanished_stays_after_those_that_are_shown(path):
    saved(path, (capture(1), commented(comment(1), comment(2))), (capture(2), commented(comment(2), comment(3))))
    assert ["2", "3", "1"] == natives(path)
    assert [(1, "1"), (2, "2"), (3, "3")] == rows(path, "SELECT id, native_id FROM comments ORDER BY id")


def test_a_new_answer_in_the_middle_moves_those_behind_it(path):
    dated = [comment(number, published=f"2010-10-2{number}") for number in (1, 2)]
    answer = comment(3, parent_native_id="1", published="2010-10-25")
    saved(path, (capture(1), commented(*dated)), (capture(2), commented(dated[0], answer, dated[1])))
    assert ["1", "3", "2"] == natives(path)
    assert [1, 2, 3] == values(path, "SELECT id FROM comments ORDER BY id")


@pytest.mark.parametrize("newest_first", [True, False])
def test_pages_of_comments_stand_in_the_order_of_their_dates(path, newest_first):
    old = tuple(comment(number, published=f"2010-10-0{number}") for number in (1, 2, 3))
    new = tuple(comment(number, published=f"2010-11-0{number}") for number in (4, 5, 6))
    pages = [("/a", new if newest_first else old), ("/a/comment-page-1", old if newest_first else new)]
    saved(path, *((capture(number, name), commented(*shown)) for number, (name, shown) in enumerate(pages, start=1)))
    assert list("123456") == natives(path)


def test_comments_of_a_feed_newest_first_stand_oldest_first(path):
    told = tuple(
        comment(number, published=None, published_utc=f"2010-10-0{number}T00:00:00Z", post_url="http://blog.example/a")
        for number in (3, 2, 1)
    )
    saved(path, (capture(1, "/comments/feed"), Page(url=BLOG, kind="feed", comments=told)))
    assert ["1", "2", "3"] == natives(path)


def test_comments_without_numbers_are_known_by_author_date_and_text(path):
    shown = tuple(comment(number, native_id=None) for number in (1, 2))
    saved(path, (capture(1), commented(*shown)), (capture(2), commented(*shown, comment(3, native_id=None))))
    assert [1, 2, 3] == values(path, "SELECT id FROM comments")


def test_two_equal_comments_without_numbers_are_two(path):
    twice = (comment(1, native_id=None), comment(1, native_id=None))
    saved(path, (capture(1), commented(*twice)), (capture(2), commented(*twice)))
    assert [2] == values(path, "SELECT count(*) FROM comments")


def test_a_number_that_is_learned_later_belongs_to_the_comment_that_had_none(path):
    saved(path, (capture(1, "/a?print=1"), commented(comment(1, native_id=None))), (capture(2), commented(comment(1))))
    assert [(1, "1")] == rows(path, "SELECT id, native_id FROM comments")


def test_a_comment_drawn_twice_on_a_page_is_one(path):
    saved(path, (capture(1), commented(comment(1), comment(2), comment(1))))
    assert ["1", "2"] == natives(path)


def test_different_comments_under_one_number_are_all_kept(path):
    same = tuple(replace(comment(number), native_id="comment") for number in (1, 2, 3))
    saved(path, (capture(1), commented(*same)), (capture(2), commented(*same)))
    assert [("comment", "Comment 1."), (None, "Comment 2."), (None, "Comment 3.")] == rows(
        path, "SELECT native_id, body_text FROM comments ORDER BY id"
    )


def test_the_same_number_on_another_post_is_another_comment(path):
    saved(path, (capture(1), commented(comment(1))), (capture(2, "/b"), page("/b", comments=(comment(1),))))
    assert [2] == values(path, "SELECT count(*) FROM comments")


@pytest.mark.parametrize("feed_first", [True, False])
def test_a_feed_gives_a_comment_its_instant_and_the_page_its_clock(path, feed_first):
    told = comment(1, published="2010-10-22T22:30:17+00:00", published_raw="feed", post_url="http://blog.example/a")
    shown = comment(1, published="2010-10-22T15:30:00", published_raw="page", author_kind="unregistered")
    feed, own = Page(url=BLOG, kind="feed", comments=(told,)), commented(shown)
    pages = (
        [(capture(1, "/f"), feed), (capture(2), own)] if feed_first else [(capture(1), own), (capture(2, "/f"), feed)]
    )
    saved(path, *pages)
    assert [("2010-10-22T15:30:17-07:00", "2010-10-22T22:30:17Z", "page", "unregistered", "feed")] == rows(
        path, "SELECT published, published_utc, published_raw, author_kind, source FROM comments"
    )


def test_a_cut_page_does_not_shorten_a_comment(path):
    saved(
        path,
        (capture(1), commented(comment(1))),
        (capture(2, truncated="disconnect"), commented(comment(1, body_text="Comm"))),
    )
    assert ["Comment 1."] == values(path, "SELECT body_text FROM comments")


def test_a_whole_page_completes_a_cut_comment(path):
    saved(
        path,
        (capture(1, truncated="disconnect"), commented(comment(1, body_text="Comm"))),
        (capture(2), commented(comment(1))),
    )
    assert [(1, "Comment 1.")] == rows(path, "SELECT id, body_text FROM comments")


def referred(*references):
    return page(references=references)


def test_references_without_titles_are_told_apart_by_their_order(path):
    six = tuple(Reference(position=number, kind="trackback", excerpt="Intro") for number in range(1, 7))
    saved(path, (capture(1), referred(*six)), (capture(2), referred(*six)))
    assert [1, 2, 3, 4, 5, 6] == values(path, "SELECT position FROM post_references ORDER BY id")


def test_a_reference_that_vanished_stays_behind_the_others(path):
    one, two, three = (Reference(position=1, kind="trackback", title=title) for title in ("one", "two", "sùi mào gà"))
    saved(path, (capture(1), referred(one, two)), (capture(2), referred(three, two)))
    assert ["sùi mào gà", "two", "one"] == values(path, "SELECT title FROM post_references ORDER BY position")
    assert [(1, 1), (2, 1), (3, 2)] == rows(path, "SELECT id, capture_id FROM post_references ORDER BY id")


def test_a_reference_is_completed_under_its_number(path):
    first, then = (Reference(position=1, kind="pingback", native_id="7", title=title) for title in (None, "T"))
    saved(path, (capture(1), referred(first)), (capture(2), referred(then)))
    assert [(1, "T", 2)] == rows(path, "SELECT id, title, capture_id FROM post_references")


@pytest.mark.parametrize("feed_first", [True, False])
def test_the_page_and_not_the_feed_tells_what_kind_of_ping_it_was(path, feed_first):
    told = Reference(position=1, kind="trackback", native_id="7", title="T", url="http://other.example/")
    guessed = replace(told, kind="pingback", excerpt="[…] cut […]", post_url=f"{BLOG}a")
    heard = Page(url=f"{BLOG}a/feed", kind="feed", references=(guessed,))
    shown = referred(told)
    if feed_first:
        saved(path, (capture(1), page()), (capture(2, "/a/feed"), heard), (capture(3), shown))
    else:
        saved(path, (capture(1), shown), (capture(2, "/a/feed"), heard))
    assert [("trackback", "T", "[…] cut […]")] == rows(path, "SELECT kind, title, excerpt FROM post_references")


def test_a_further_page_of_comments_leaves_the_order_of_pings_to_the_post_s_own_page(path):
    one, two, three, four = (Reference(position=1, kind="pingback", title=f"T{number}") for number in range(1, 5))
    further = replace(referred(two, one), url=f"{BLOG}a/comment-page-1/")
    saved(path, (capture(1), referred(four, three)), (capture(2, "/a/comment-page-1/"), further))
    assert ["T4", "T3", "T2", "T1"] == values(path, "SELECT title FROM post_references ORDER BY position")


def test_a_feed_that_tells_the_newest_pings_leaves_the_order_of_the_page(path):
    one, two, three, four = (
        Reference(position=1, kind="pingback", native_id=str(number), title=f"T{number}", post_url=f"{BLOG}a")
        for number in range(1, 5)
    )
    heard = Page(url=f"{BLOG}a/feed", kind="feed", references=(four, three, two))
    saved(path, (capture(1), referred(one, two, three)), (capture(2, "/a/feed"), heard))
    assert [(1, "T1"), (2, "T2"), (3, "T3"), (4, "T4")] == rows(
        path, "SELECT position, title FROM post_references ORDER BY position"
    )


@pytest.mark.parametrize("feed_first", [True, False])
def test_a_ping_whose_address_the_page_tells_and_whose_number_the_feed_is_one(path, feed_first):
    shown = referred(Reference(position=1, kind="pingback", title="Knots & more", url="http://knots.example/"))
    told = Reference(position=1, kind="pingback", native_id="7", title="Knots & more", post_url=f"{BLOG}a")
    heard = Page(url=f"{BLOG}a/feed", kind="feed", references=(told,))
    if feed_first:
        saved(path, (capture(1), page()), (capture(2, "/a/feed"), heard), (capture(3), shown))
    else:
        saved(path, (capture(1), shown), (capture(2, "/a/feed"), heard))
    assert [("7", "http://knots.example/")] == rows(path, "SELECT native_id, url FROM post_references")


def ago(number, published, raw, **more):
    return comment(number, published=published, published_raw=raw, published_source="relative", **more)


DATES = "SELECT published, published_raw, published_source FROM comments ORDER BY position"


@pytest.mark.parametrize("native_id", ["1", None])
def test_a_comment_that_is_a_day_older_at_the_next_crawl_is_the_same_comment(tmp_path, native_id):
    first = page(comments=(ago(1, "2026-11-18", "3 days ago", native_id=native_id),))
    second = page(comments=(ago(1, "2026-11-17", "4 days ago", native_id=native_id),))
    path = saved(tmp_path / "a.sqlite", (capture(1), first), (capture(2, crawl_id=2), second), crawls=2)
    assert [("2026-11-18", "3 days ago", "relative")] == rows(path, DATES)
    assert [(1,)] == rows(path, "SELECT capture_id FROM comments")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_date_that_is_told_replaces_one_that_was_counted_back_and_is_never_replaced_by_one(tmp_path, order):
    both = (comment(1), ago(1, "2010-10-23", "3 days ago"))
    sightings = ((capture(n), page(comments=(both[which],))) for n, which in enumerate(order, start=1))
    path = saved(tmp_path / "a.sqlite", *sightings)
    assert [("2010-10-22", "October 22, 2010", None)] == rows(path, DATES)


def test_a_more_precise_count_replaces_a_vague_one_and_is_not_replaced_by_one(tmp_path):
    told = (("2026-11", "2 weeks ago"), ("2026-11-02", "19 days ago"), ("2026", "4 weeks ago"))
    sightings = ((capture(n), page(comments=(ago(1, *one),))) for n, one in enumerate(told, start=1))
    path = saved(tmp_path / "a.sqlite", *sightings)
    assert [("2026-11-02", "19 days ago", "relative")] == rows(path, DATES)
