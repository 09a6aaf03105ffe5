"""When a post was published, and when it was changed: what tells it, and what only seems to."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page
from blogark.parsers.dates.changed import is_change
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


def told(published: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "BlogPosting", "datePublished": "{published}"}}</script>'


def test_a_moment_in_utc_and_the_page_s_own_clock_tell_the_offset() -> None:
    post = read("<p class=date>October 18, 2010 at 10:41 pm</p>" + TEXT, told("2010-10-19T02:41:30Z"))
    assert (post.published, post.published_utc) == ("2010-10-18T22:41:30-04:00", "2010-10-19T02:41:30Z")
    assert post.field_sources["published"] == "structured"


def test_a_moment_in_utc_and_the_page_s_own_day_tell_that_day() -> None:
    post = read("<p class=date>October 18, 2010</p>" + TEXT, told("2010-10-19T02:41:30Z"))
    assert (post.published, post.published_utc) == ("2010-10-18", "2010-10-19T02:41:30Z")


@pytest.mark.parametrize(
    "line",
    [
        # no offset explains these
        "<p class=date>October 18, 2010 at 10:40 am</p>",
        "<p class=date>October 19, 2010 at 10:47 pm</p>",
        # what was shown later was changed later, and what stands elsewhere is of something else
        "<p class=date>October 27, 2010</p>",
        f"{TEXT * 20}<p class=date>October 1, 2010</p>",
        "<p class=date>Updated October 1, 2010</p>",
    ],
)
def test_what_is_told_stays_where_the_page_shows_nothing_that_fits(line: str) -> None:
    assert read(line + TEXT, told("2010-10-19T02:41:30Z")).published == "2010-10-19T02:41:30+00:00"


def test_an_offset_that_is_told_stays() -> None:
    post = read("<p class=date>October 18, 2010 at 10:41 pm</p>" + TEXT, told("2010-10-19T04:41:00+02:00"))
    assert post.published == "2010-10-19T04:41:00+02:00"


def test_no_page_shows_a_day_before_its_publication() -> None:
    post = read("<p class=date>October 1, 2010</p>" + TEXT, told("2012-03-04"))
    assert post.published == "2010-10-01"
    assert post.field_sources["published"] == "heuristic"


def test_of_two_days_that_are_told_the_one_is_right_that_a_reader_sees() -> None:
    seen = "<time itemprop=datePublished datetime=2010-10-21></time><p class=when>October 19, 2010</p>"
    head = told("2010-10-19") + "<meta name=pubdate content=2010-10-21>"
    assert read(seen + TEXT, head).published == "2010-10-19"


def test_the_month_of_the_address_does_not_outdo_a_day_beside_the_heading() -> None:
    lines = "<p>October 10, 2010</p>" + TEXT * 15 + "<p>Number 29 of 29 September 2010</p>"
    assert read(lines, path="/2010/09/reeds").published == "2010-10-10"


def test_a_day_of_other_years_than_the_address_tells_is_of_something_else() -> None:
    line = "<p>Our new field guide: August 10, 2022</p>"
    assert read(TEXT + line, path="/2010/10/reeds").published is None


@pytest.mark.parametrize(
    "meta",
    ["name=DC.Issued", "property=dc:created", "property=OG:DatePublished", "name=publish_date"],
)
def test_what_sites_call_their_day_of_publication(meta: str) -> None:
    assert read(TEXT, f"<meta {meta} content=2010-10-19>").published == "2010-10-19"


def test_open_graph_and_dublin_core_may_name_the_author_and_say_what_it_is_about() -> None:
    post = read(TEXT, '<meta property="og:author" content="Ann Lee"><meta name="DC.Description" content="Of reeds.">')
    assert (post.byline or post.author_name, post.excerpt) == ("Ann Lee", "Of reeds.")
