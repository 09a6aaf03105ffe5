"""When a page is visited again: by its age, within bounds, and not with all others of that age."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from blogark.archive.journal.visits import FoundIn, Visit
from blogark.spiders.links.url import Role
from blogark.spiders.schedule import DAY, LISTS, PART, SOONEST, due, has_address_of_feed, is_source, told_by_address
from blogark.spiders.work import PRIORITY, role_of_visit

NOW = datetime(2026, 11, 23, tzinfo=UTC).timestamp()
YEAR = 365 * DAY
POST = "http://blog.example/a-post.html"


def visit(url: str = POST, role: Role = "page", *, hops: str = "LL", found_in: FoundIn = "page") -> Visit:
    return Visit(id=7, url=url, via=None, hops=hops, attempts=0, priority=PRIORITY[role], found_in=found_in)


def wait(one: Visit, *, age: float | None = None, max_age: float = YEAR, is_view: bool = False) -> float:
    changed = None if age is None else NOW - age
    return due(one, now=NOW, changed=changed, max_age=max_age, is_view=is_view) - NOW


def test_a_page_waits_for_at_most_a_tenth_of_its_age_and_at_least_for_half_of_that():
    waits = [wait(visit(f"{POST}?{number}"), age=1000 * DAY) / (PART * 1000 * DAY) for number in range(200)]
    assert (True, True) == (0.5 <= min(waits) < 0.55, 0.95 < max(waits) <= 1)


def test_a_url_waits_as_long_each_time():
    assert wait(visit(), age=1000 * DAY) == wait(visit(), age=1000 * DAY)


def test_what_has_just_changed_is_not_visited_before_the_next_daily_run():
    assert SOONEST == wait(visit(), age=0)


def test_a_change_that_lies_ahead_is_one_of_now():
    assert SOONEST == wait(visit(), age=-YEAR)


def test_nothing_waits_longer_than_max_age():
    assert 1.5 * DAY <= wait(visit(), age=100 * YEAR, max_age=3 * DAY) <= 3 * DAY
    assert DAY / 4 == wait(visit(), age=100 * YEAR, max_age=DAY / 4)


def test_without_a_max_age_every_run_asks_for_everything():
    assert 0 == due(visit(), now=NOW, changed=None, max_age=0)


def test_a_page_of_which_nobody_tells_anything_counts_as_old():
    assert YEAR / 2 <= wait(visit()) <= YEAR


def test_a_date_in_the_address_tells_the_age_where_nothing_else_does():
    assert wait(visit("http://blog.example/2026/11/13/a.html")) <= DAY < wait(visit("http://blog.example/2016/11/13/"))


@pytest.mark.parametrize(
    ("url", "longest"),
    [("http://blog.example/page/2", LISTS), ("http://blog.example/2016/11/", YEAR)],
    ids=["of all times", "of a month that has passed"],
)
def test_only_a_list_of_all_times_is_visited_every_two_weeks(url: str, longest: float):
    assert longest / 2 <= wait(visit(url, "listing"), age=100 * YEAR) <= longest


def test_a_list_that_is_another_view_of_what_is_known_waits_as_a_page_does():
    assert YEAR / 2 <= wait(visit("http://blog.example/page/2", "listing"), age=100 * YEAR, is_view=True)


def test_a_picture_is_as_good_as_never_visited_again_however_new_it_is():
    assert YEAR / 2 <= wait(visit("http://blog.example/a.png", "requisite"), age=0)


@pytest.mark.parametrize(
    "one",
    [
        visit(found_in="seed"),
        visit(hops="RR"),
        visit("http://blog.example/sitemap.xml", "sitemap", hops="LLP"),
        visit("http://blog.example/feed", "feed", hops="L"),
        visit("http://blog.example/index.rdf", "page", hops="L"),
    ],
    ids=["the seed", "where the seed leads", "a sitemap", "the main feed", "a feed that is linked as a page is"],
)
def test_every_crawl_asks_for(one: Visit):
    assert is_source(one, role_of_visit(one))
    assert 0 == due(one, now=NOW, changed=NOW, max_age=YEAR)


@pytest.mark.parametrize(
    "one",
    [
        visit(),
        visit("http://blog.example/a/feed", "feed", hops="LL"),
        visit("http://blog.example/feed?paged=2", "feed", hops="L", found_in="feed"),
    ],
    ids=["a page", "the feed of a post", "the second page of a feed"],
)
def test_not_every_crawl_asks_for(one: Visit):
    assert not is_source(one, role_of_visit(one))


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://blog.example/2010/10/19/title.html", (2010, 10, 19)),
        ("http://blog.example/blog/2010/3/", (2010, 3, 1)),
        ("http://blog.example/1999/12/title", (1999, 12, 1)),
        ("http://blog.example/2010/", (2010, 1, 1)),
    ],
)
def test_an_address_tells_the_first_moment_that_it_may_mean(url: str, day: tuple[int, int, int]):
    assert datetime(*day, tzinfo=UTC).timestamp() == told_by_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://blog.example/a-post.html",
        "http://blog.example/1888/title",
        "http://blog.example/20101/title",
        "http://blog.example/2010/02/30/title",
        "http://blog.example/a?from=/2010/10/19/",
        "http://2010/10/19/",
    ],
    ids=["none", "too early", "a number", "no day", "a parameter", "a host"],
)
def test_of_other_addresses_no_date_is_told(url: str):
    assert told_by_address(url) is None


def test_feeds_are_known_by_their_addresses():
    feeds = ("/feed/", "/blog/rss2", "/index.rdf", "/my-rss.xml", "/?feed=rss2", "/a?b=1&feed=atom", "/ATOM.XML")
    others = ("/feeding/", "/feed.html", "/about?feedback=1", "/rss/help.html")
    assert [True] * len(feeds) == [has_address_of_feed(f"http://blog.example{path}") for path in feeds]
    assert [False] * len(others) == [has_address_of_feed(f"http://blog.example{path}") for path in others]
