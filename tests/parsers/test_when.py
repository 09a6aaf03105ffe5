"""When a post was published, and when it was changed: what tells it, and what only seems to."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page
from blogark.parsers.changed import is_change
from blogark.parsers.model import Post

TEXT = "<p>Reeds stand in water and in wind, and bend to both of them without a word of complaint.</p>" * 3


def read(body: str, head: str = "", path: str = "/reeds", language: str = "en") -> Post:
    page = f"<html lang={language}><head><title>On reeds</title><meta property=og:type content=article>{head}</head>"
    page += f"<body><article><h1>On reeds</h1>{body}</article></body></html>"
    post = read_page(page.encode(), f"https://heron.example{path}").post
    assert post is not None
    return post


@pytest.mark.parametrize(
    "line",
    [
        "<p>Updated: October 19, 2010</p>",
        "<p>Last updated:</p><p>October 19, 2010</p>",
        "<p>Zuletzt geändert am 19. Oktober 2010</p>",
        "<p>Mis à jour le 19 octobre 2010</p>",
        "<p class=published-date><time datetime=2010-10-19>Updated yesterday</time></p>",
        "<span class=updated>October 19, 2010</span>",
        "<p>October 19, 2010 (updated)</p>",
    ],
)
def test_a_day_of_change_is_no_day_of_publication(line: str) -> None:
    post = read(line + TEXT)
    assert (post.published, post.published_raw, post.updated) == (None, None, "2010-10-19")
    assert post.field_sources["updated"] == "heuristic"


@pytest.mark.parametrize(
    "line",
    [
        "<p>Oct. 19, 2010 / Updated Oct. 21, 2010, 1:00 PM</p>",
        "<time class='entry-date published updated' datetime=2010-10-19>October 19, 2010</time>",
        "<p>October 19, 2010</p><p>Updated October 21, 2010</p>",
        "<p>Updated October 21, 2010</p><p>Published October 19, 2010</p>",
    ],
)
def test_a_day_of_publication_beside_one_of_change_stands(line: str) -> None:
    assert read(line + TEXT).published == "2010-10-19"


def test_a_structured_source_may_call_the_day_that_the_page_shows_as_updated_published() -> None:
    head = '<script type="application/ld+json">{"@type": "BlogPosting", "datePublished": "2010-10-19"}</script>'
    post = read("<p>Updated October 19, 2010</p>" + TEXT, head)
    assert post.published == "2010-10-19"
    assert post.field_sources["published"] == "structured"


def test_dates_of_machines_with_their_zone_are_kept_whole() -> None:
    head = "<meta property=article:published_time content=2010-10-19T15:30:00+02:00>"
    head += "<meta property=article:modified_time content=2010-10-21T08:00:00+02:00>"
    post = read(TEXT, head)
    assert (post.published, post.published_utc) == ("2010-10-19T15:30:00+02:00", "2010-10-19T13:30:00Z")
    assert post.updated == "2010-10-21T08:00:00+02:00"


def test_a_page_that_contradicts_itself_is_decided_by_what_it_shows() -> None:
    head = "<meta property=article:published_time content=2010-10-21T00:00:00Z><meta name=pubdate content=2010-10-19>"
    assert read("<p>19 October 2010</p>" + TEXT, head).published == "2010-10-19"


def test_the_zero_of_a_database_is_no_date() -> None:
    assert read(TEXT, "<meta property=article:published_time content=1970-01-01T00:00:00Z>").published is None


def test_the_day_of_the_address_is_taken_where_nothing_else_tells_one_and_its_month_is_not() -> None:
    assert read(TEXT, path="/2010/10/19/reeds").published == "2010-10-19"
    assert read(TEXT, path="/2010/10/reeds").published is None


def test_the_order_of_figures_is_that_of_the_other_dates_of_the_page() -> None:
    other = "<p>First heard on 23/12/2009 at the weir.</p>"
    assert read(f"<p class=date>04/10/2010</p>{TEXT}{other}", language="en-US").published == "2010-10-04"
    assert read(f"<p class=date>04/10/2010</p>{TEXT}", language="en-US").published == "2010-04-10"
    assert read(f"<p class=date>04/10/2010</p>{TEXT}").published is None


@pytest.mark.parametrize(
    "line", ["<p>3 days ago</p>", "<p>Copyright © 19.10.2010</p>", "<p>Deadline: 19 October 2010</p>", "<p>Oct 19</p>"]
)
def test_what_only_looks_like_a_date_of_publication_is_none(line: str) -> None:
    assert read(line + TEXT).published is None


def test_a_date_among_the_comments_is_not_that_of_the_post() -> None:
    comments = "<div id=comments><div class=comment><b>Ann</b> <time>19 October 2010</time><p>So true.</p></div></div>"
    assert read(TEXT + comments).published is None


@pytest.mark.parametrize(
    ("text", "before", "classes", "expected"),
    [
        ("3 May 2019", "", "", False),
        ("3 May 2019", "Updated", "", True),
        ("3 May 2019", "", "date-modified", True),
        ("3 May 2019", "", "published updated", False),
        ("Stand: 3.5.2019", "", "", True),
        ("3 May 2019", "Updated 5 May 2019, published", "", False),
        ("3.5.2019, aktualisiert", "", "", True),
        ("3.5.2019, aktualisiert 4.5.2019", "", "", False),
        ("更新日：2019年5月3日", "", "", True),
    ],
)
def test_a_label_makes_a_date_one_of_change(text: str, before: str, classes: str, expected: bool) -> None:
    assert is_change(text, before, classes) is expected
