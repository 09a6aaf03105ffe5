"""The views count what the tables hold, each thing once, and say so where nothing is known."""

import pytest

from blogark.dataset.labels.spam import LIKELY
from blogark.dataset.tables.views import VIEWS
from blogark.dataset.writing.store import Store
from blogark.parsers.model import Link, Reference
from blogark.tests.dataset.made import capture, comment, dicts, info, page, post, rows, saved, values


def dated(path, published, **more):
    return post(path, published=published, published_raw=published, **more)


def inside(path, **more):
    return Link(url=f"http://blog.example{path}", text="see", scope="internal", **more)


@pytest.fixture
def dataset(tmp_path):
    return tmp_path / "dataset.sqlite"


def test_a_view_has_the_columns_that_it_declares_in_their_order(dataset):
    saved(dataset, (capture(1), page()))
    for view in VIEWS:
        assert [name for name, _ in view.columns] == values(dataset, "SELECT name FROM pragma_table_info(?)", view.name)


def test_a_month_counts_its_posts_and_comments_and_what_has_no_date_is_told_apart(dataset):
    october = dated("/a", "2010-10-19T15:30:00", word_count=7)
    said = (
        comment(1, published="2010-10-22"),
        comment(2, published="2010-10-31T23:59:59-07:00"),
        comment(3, published="2010-12"),
        comment(4, published="2010"),
        comment(5, published=None, published_raw=None),
    )
    saved(
        dataset,
        (capture(1, "/a"), page("/a", post=october, comments=said)),
        (capture(2, "/b"), page("/b", post=dated("/b", "2010-10-01", word_count=3))),
        (capture(3, "/c"), page("/c", post=dated("/c", "2011-01", word_count=5))),
        (capture(4, "/d"), page("/d", kind="page", post=dated("/d", "2010-11-11", kind="page", word_count=9))),
        (capture(5, "/e"), page("/e", post=post("/e"))),
    )
    assert [
        ("2010", 0, 0, 1),
        ("2010-10", 2, 10, 2),
        ("2010-12", 0, 0, 1),
        ("2011-01", 1, 5, 0),
        (None, 1, 2, 1),
    ] == rows(dataset, "SELECT * FROM posts_by_month")


def test_a_blog_without_anything_has_no_months(dataset):
    with Store(dataset) as store:
        store.begin_crawl(info())
    assert [] == rows(dataset, "SELECT * FROM posts_by_month")


def test_the_links_of_posts_and_of_comments_are_counted_by_host(dataset):
    links = (
        Link(url="http://www.A.example/1"),
        Link(url="https://a.example:443/2", comment_native_id="1"),
        Link(url="http://b.example"),
        Link(url="mailto:liz@a.example"),
        inside("/b"),
    )
    saved(
        dataset,
        (capture(1, "/a"), page("/a", comments=(comment(1),), links=links)),
        (capture(2, "/b"), page("/b", links=links[:1])),
    )
    assert [("a.example", 3, 2, 2, 1), ("b.example", 1, 1, 1, 0)] == rows(
        dataset, "SELECT * FROM links_by_host ORDER BY links DESC"
    )


def test_a_link_leads_to_a_post_under_any_address_that_it_has_had(dataset):
    links = (
        inside("/b#comment-3"),
        Link(url="https://www.blog.example/b/?utm_source=x", text="again", scope="internal"),
        inside("/?p=2"),
        inside("/a"),
        inside("/about"),
    )
    moved = capture(3, "/?p=2", status=302)
    with Store(dataset) as store:
        store.begin_crawl(info())
        store.save(capture(1, "/a"), page("/a", links=links))
        store.save(capture(2, "/b"), page("/b", post=post("/b", title="B")))
        store.save(moved, None, location="http://blog.example/b")
    assert [(1, 2, "B", "see"), (1, 2, "B", "again"), (1, 2, "B", "see")] == rows(
        dataset, "SELECT from_post_id, to_post_id, to_title, text FROM link_graph ORDER BY link_id"
    )


def test_references_are_summed_up_by_post_and_by_host_with_their_label(dataset):
    def ping(position, host, kind="trackback", title="An article on reeds"):
        return Reference(position=position, kind=kind, url=f"http://www.{host}/{position}", title=title)

    pings = (
        ping(1, "good.example", "pingback"),
        ping(2, "good.example", "webmention"),
        ping(3, "bad.example", title="online casino, payday loans"),
        ping(4, "mixed.example", title="louis vuitton outlet cheap"),
        ping(5, "mixed.example"),
    )
    saved(dataset, (capture(1, "/a"), page("/a", references=pings)), (capture(2, "/b"), page("/b")))
    ((post_id, found, trackbacks, pingbacks, webmentions, sites, spam),) = rows(
        dataset,
        "SELECT post_id, references_found, trackbacks, pingbacks, webmentions, sites, spam FROM reference_summary",
    )
    assert (1, 5, 3, 1, 1, 3, 2) == (post_id, found, trackbacks, pingbacks, webmentions, sites, spam)
    assert [
        ("bad.example", 1, 1, 1, "spam"),
        ("good.example", 2, 1, 0, "not spam"),
        ("mixed.example", 2, 1, 1, "mixed"),
    ] == rows(dataset, "SELECT host, found, posts, spam, label FROM references_by_host ORDER BY host")


def test_a_revision_tells_how_many_words_came_and_went(dataset):
    saved(
        dataset,
        (capture(1, "/a"), page("/a", post=post("/a", title="Old", body_text="One two two three."))),
        (capture(2, "/a", crawl_id=2), page("/a", post=post("/a", title="New", body_text="One two four five six."))),
        crawls=2,
    )
    assert [{"title": "New", "title_changed": 1, "words_added": 3, "words_removed": 2}] == list(
        dicts(dataset, "SELECT title, title_changed, words_added, words_removed FROM revision_diffs")
    )


def who(dataset):
    return rows(
        dataset,
        "SELECT id, name, url, comments, by_name_alone, posts, namesakes FROM commenters ORDER BY id",
    )


def test_a_commenter_is_a_name_with_an_address_and_a_name_alone_goes_with_its_only_address(dataset):
    ann, other = {"author_name": "Ann", "author_url": "http://ann.example/"}, {"author_name": "Ann"}
    first = (comment(1, **ann), comment(2, **other), comment(3, author_name="Bob"))
    saved(
        dataset,
        (capture(1, "/a"), page("/a", comments=first)),
        (capture(2, "/b"), page("/b", comments=(comment(4, author_name="Ann", author_url="https://www.ann.example"),))),
    )
    assert [(1, "Ann", "http://ann.example/", 3, 1, 2, 0), (3, "Bob", None, 1, 0, 1, 0)] == who(dataset)


def test_where_a_name_has_several_addresses_the_name_alone_is_nobody_s(dataset):
    said = (
        comment(1, author_name="Ann", author_url="http://ann.example/"),
        comment(2, author_name="Ann"),
        comment(3, author_name="Ann", author_url="http://other.example/"),
    )
    saved(dataset, (capture(1, "/a"), page("/a", comments=said)))
    assert [
        (1, "Ann", "http://ann.example/", 1, 0, 1, 2),
        (2, "Ann", None, 1, 0, 1, 2),
        (3, "Ann", "http://other.example/", 1, 0, 1, 2),
    ] == who(dataset)


def test_the_address_that_squarespace_5_gives_each_comment_of_a_guest_tells_nobody(dataset):
    said = tuple(
        comment(number, author_name="Mike", author_url=f"http://blog.example/contributor/{number}") for number in (1, 2)
    )
    saved(dataset, (capture(1, "/a"), page("/a", comments=said)))
    assert [(1, "Mike", None, 2, 0, 1, 0)] == who(dataset)


def test_an_address_on_the_blog_that_two_comments_have_is_an_account(dataset):
    said = tuple(
        comment(number, author_name="Mike", author_url=f"http://blog.example/member/{which}")
        for number, which in ((1, "mike"), (2, "mike"), (3, "other"))
    )
    saved(dataset, (capture(1, "/a"), page("/a", comments=said)))
    assert (1, "Mike", "http://blog.example/member/mike", 3, 1, 1, 0) == who(dataset)[0]


def test_what_is_just_likely_spam_counts_as_spam_of_its_commenter(dataset):
    said = (
        comment(1, author_name="Tom", author_url="http://viagra.example/", body_text="The second plank."),
        comment(2, author_name="Tom", body_text="The third plank."),
    )
    saved(dataset, (capture(1, "/a"), page("/a", comments=said)))
    assert [(LIKELY,)] == rows(dataset, "SELECT spam FROM comment_labels WHERE comment_id = 1")
    assert [("Tom", 2, 1)] == rows(dataset, "SELECT name, comments, spam FROM commenters")


def test_first_last_and_kinds_of_a_commenter(dataset):
    said = (
        comment(1, author_name="Ann", published="2011-05", author_kind="registered"),
        comment(2, author_name="Ann", published="2010-10-22T10:00:00"),
        comment(3, author_name="Ann", published=None, published_raw=None, author_kind="owner"),
    )
    saved(dataset, (capture(1, "/a"), page("/a", comments=said)))
    assert [("2010-10-22T10:00:00", "2011-05", "owner, registered")] == rows(
        dataset, "SELECT first, last, kinds FROM commenters"
    )


def test_a_comment_that_changes_its_name_changes_both_rows(dataset):
    first = (comment(1, author_name="Ann"), comment(2, author_name="Ann"))
    later = (comment(1, author_name="Ann"), comment(2, author_name="Anna"))
    saved(
        dataset,
        (capture(1, "/a"), page("/a", comments=first)),
        (capture(2, "/a", crawl_id=2), page("/a", comments=later)),
    )
    assert [(1, "Ann", None, 1, 0, 1, 0), (2, "Anna", None, 1, 0, 1, 0)] == who(dataset)


def test_what_is_counted_of_references_stands_in_an_index(dataset):
    saved(dataset)
    plan = [row[3] for row in rows(dataset, "EXPLAIN QUERY PLAN SELECT * FROM reference_summary")]
    assert any("post_references USING COVERING INDEX" in step for step in plan)


def test_where_a_link_leads_is_looked_up_once(dataset):
    saved(dataset)
    plan = [row[3] for row in rows(dataset, "EXPLAIN QUERY PLAN SELECT * FROM link_graph")]
    assert 1 == len([step for step in plan if "post_urls" in step and "LEFT-JOIN" in step])
