"""The order of a post's comments is told by the documents that show them, not by which of these came first."""

from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blogark.dataset.tables.schema import SCHEMA_VERSION
from blogark.parsers.model import Page
from blogark.tests.dataset.made import BLOG, capture, comment, page, post, saved, values

ORDER = "SELECT native_id FROM comments ORDER BY position"
DATED = {1: "01", 2: "09", 3: "02", 4: "08", 5: "03", 6: "07"}
"""An answer to an early comment is younger than a later thread: the dates of the pages overlap."""


def shown(path, *numbers, at=1, day=21, **more):
    """A document that shows these comments, and when it was captured."""
    told = tuple(told_of(number) for number in numbers)
    return path, f"2026-11-{day:02}T10:00:{at:02}Z", page(path, post=post("/a"), comments=told), more


def told_of(number, **more):
    return comment(number, published=f"2010-10-{DATED.get(number, '22')}", **more)


def fed(*numbers, at=1):
    told = tuple(
        comment(
            number,
            published=None,
            published_utc=f"2010-10-{DATED[number]}T10:00:00Z",
            post_url=f"{BLOG}a",
            published_raw=None,
        )
        for number in numbers
    )
    return (
        "/comments/feed",
        f"2026-11-21T10:00:{at:02}Z",
        Page(url=f"{BLOG}comments/feed", kind="feed", comments=told),
        {},
    )


def orders(tmp_path, documents, *, source):
    """The comments as each order of arrival puts them."""
    found = set()
    for number, order in enumerate(permutations(documents)):
        pages = [
            (capture(place, path, captured_at=at, source=source, **more), read)
            for place, (path, at, read, more) in enumerate(order, start=1)
        ]
        found.add("".join(values(saved(tmp_path / f"{number}.sqlite", *pages), ORDER)))
    return found


PAGES = [shown("/a", 1, 2, at=1), shown("/a/comment-page-2", 3, 4, at=2), shown("/a/comment-page-3", 5, 6, at=3)]
LAST_PAGE_FIRST = [shown("/a", 5, 6, at=1), shown("/a/comment-page-1", 1, 2, at=2), shown("/a?cpage=2", 3, 4, at=3)]


@pytest.mark.parametrize("source", ["live", "import"])
@pytest.mark.parametrize("documents", [PAGES, LAST_PAGE_FIRST], ids=["first page first", "last page first"])
def test_numbered_pages_stand_in_the_order_of_their_numbers(tmp_path, documents, source):
    assert {"123456"} == orders(tmp_path, documents, source=source)


@pytest.mark.parametrize("source", ["live", "import"])
def test_what_only_a_feed_tells_stands_behind_the_pages(tmp_path, source):
    documents = [*PAGES[:2], fed(6, 5, 1, at=3)]
    assert {"123456"} == orders(tmp_path, documents, source=source)


@pytest.mark.parametrize("source", ["live", "import"])
def test_two_views_of_a_post_and_its_page_agree(tmp_path, source):
    documents = [shown("/a", 1, 2, 3), shown("/a?print=1", 3, 2, 1, 4, at=2), shown("/a?m=1", 4, 1, at=3)]
    assert {"1234"} == orders(tmp_path, documents, source=source)


def test_the_latest_version_of_the_page_gives_the_order_whenever_it_is_added(tmp_path):
    versions = [shown("/a", 1, 2, 3, day=1), shown("/a", 2, 4, 3, day=2), shown("/a", 4, 5, 3, day=3)]
    assert {"45312"} == orders(tmp_path, versions, source="import")


def test_two_versions_of_a_day_are_told_apart_by_their_time(tmp_path):
    versions = [shown("/a", 1, 2, 3, at=1), shown("/a", 1, 3, at=2), shown("/a/comment-page-2", 6, 5, at=3)]
    assert {"13652"} == orders(tmp_path, versions, source="import")


def test_a_comment_that_left_the_page_for_another_stands_there(tmp_path):
    versions = [
        shown("/a", 1, 2, 3, day=1),
        shown("/a", 3, 4, day=2),
        shown("/a/comment-page-1", 1, 2, day=2, at=2),
    ]
    assert {"1234"} == orders(tmp_path, versions, source="import")


def test_an_answer_that_was_cut_off_does_not_give_the_order(tmp_path):
    documents = [shown("/a", 1, 2, 3), shown("/a", 3, 1, at=5, truncated="disconnect")]
    assert {"123"} == orders(tmp_path, documents, source="live")


@pytest.mark.parametrize("source", ["live", "import"])
def test_a_whole_page_is_believed_before_an_answer_that_was_cut_off(tmp_path, source):
    cut = shown("/a/comment-page-1", 4, 3, at=2, truncated="disconnect")
    documents = [shown("/a", 1, 2), cut, shown("/a/comment-page-2", 3, 4, at=3)]
    assert {"1234"} == orders(tmp_path, documents, source=source)


def test_pages_of_one_comment_each_do_not_tell_that_the_newest_is_first(tmp_path):
    documents = [shown("/a", 1), shown("/a/comment-page-2", 3, at=2), shown("/a/comment-page-3", 5, at=3)]
    assert {"135"} == orders(tmp_path, documents, source="live")


def test_pages_with_the_newest_first_stand_so(tmp_path):
    def of(path, *numbers, at):
        told = tuple(comment(number, published=f"2010-10-{number:02}") for number in numbers)
        return path, f"2026-11-21T10:00:{at:02}Z", page(path, post=post("/a"), comments=told), {}

    documents = [of("/a", 6, 5, at=1), of("/a?start=2", 4, 3, at=2), of("/a?start=4", 2, 1, at=3)]
    assert {"654321"} == orders(tmp_path, documents, source="import")


def test_the_schema_tells_which_comments_the_page_shows(tmp_path):
    path = saved(tmp_path / "a.sqlite", *((capture(n, p), read) for n, (p, _, read, _) in enumerate(PAGES, start=1)))
    assert SCHEMA_VERSION >= 6
    assert [1, 1, 0, 0, 0, 0] == values(path, "SELECT on_page FROM comments ORDER BY position")


numbers = st.lists(st.integers(1, 6), min_size=1, max_size=4, unique=True)
documents = st.one_of(
    st.builds(lambda told, day, at: shown("/a", *told, day=day, at=at), numbers, st.integers(1, 3), st.integers(0, 1)),
    st.builds(
        lambda told, page, day: shown(f"/a?cpage={page}", *told, day=day, at=3), numbers, st.integers(1, 3), st.just(2)
    ),
    st.builds(lambda told, day: shown("/a?print=1", *told, day=day, at=4), numbers, st.integers(1, 3)),
    st.builds(lambda told: shown("/a", *told, day=2, at=5, truncated="length"), numbers),
    st.builds(lambda told: fed(*told, at=6), numbers),
)
several = st.lists(documents, min_size=2, max_size=4, unique_by=lambda one: one[:2])


@settings(max_examples=25, deadline=None)
@given(several)
def test_whatever_shows_them_the_order_of_arrival_does_not_matter(shows):
    with TemporaryDirectory() as folder:
        assert len(orders(Path(folder), shows, source="import")) == 1
