"""Title, author, dates and terms of pages of any engine: what each rule of the generic reader holds to."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page
from blogark.parsers.generic.signatures import beside_date, is_full_name, is_month, names_in, tidy
from blogark.parsers.marks.structured import Person
from blogark.parsers.model import Post

URL = "https://heron.example/notes/reeds"


def read(body: str, head: str = "") -> Post:
    page = f"<html lang=en><head><title>On reeds – Heron</title><meta property=og:type content=article>{head}</head>"
    text = "<p>Reeds stand in water and in wind, and bend to both of them without a word of complaint.</p>" * 3
    found = read_page(f"{page}<body><article>{body}{text}</article></body></html>".encode(), URL).post
    assert found is not None
    return found


@pytest.mark.parametrize(
    "heading",
    [
        "<h1><span class=kicker>Water</span> On reeds</h1>",
        "<h1><small>Water</small><br>On reeds</h1>",
        "<h1><span class='sr-only'>Headline:</span> On reeds</h1>",
        "<h1><time>27.01.2022</time> On reeds</h1>",
        "<h2><a href='/'>Heron</a>: <b>On reeds</b></h2>",
    ],
)
def test_what_stands_beside_the_title_in_its_heading_is_left_out(heading: str) -> None:
    assert read(heading).title == "On reeds"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ann Lee and Bo Ek, editors | 3 May 2020", ["Ann Lee", "Bo Ek"]),
        ("Dec. 19, 2025 · Nina Mats on behalf of a group", ["Nina Mats"]),
        ("Geschrieben vonElisa Marven", ["Elisa Marven"]),
        ("Rebecca Lake, CEPF®", ["Rebecca Lake"]),
        ("April Glas", ["April Glas"]),
    ],
)
def test_a_line_names_its_authors(line: str, expected: list[str]) -> None:
    assert [person.name for person in names_in([Person(line)])] == expected


def test_a_month_is_nobody_and_april_is_somebody() -> None:
    assert is_month("Dec")
    assert not is_month("April")


def test_a_company_is_no_full_name() -> None:
    assert is_full_name("Uta van Stein")
    assert not is_full_name("Reed Verlag GmbH")


def test_a_name_beside_a_date_needs_a_date() -> None:
    assert beside_date("Aaron Ricad | Senior Writer | July 2, 2025") == "Aaron Ricad"
    assert beside_date("Machine Learning | News") is None


def test_a_line_without_letters_names_nobody() -> None:
    assert tidy("– 12 –") is None


def test_a_person_beside_the_heading_beats_a_company_in_the_head() -> None:
    head = "<meta name=author content='Reed Verlag GmbH'>"
    assert read("<h1>On reeds</h1><p class=author>Uta Stein</p>", head).author_name == "Uta Stein"


def test_who_took_the_picture_is_not_the_author() -> None:
    body = "<h1>On reeds</h1><figure><img src=r.jpg><figcaption itemprop=author>Greg Nels</figcaption></figure>"
    assert read(body).author_name is None


def test_a_copyright_line_is_no_date() -> None:
    assert read("<h1>On reeds</h1><p>Copyright © 19.12.2019 by Heron</p>").published is None


def test_the_date_beside_the_heading_beats_a_vague_one_of_the_head() -> None:
    head = "<meta name=dcterms.date content=2022-01-21>"
    assert read("<h1>On reeds</h1><time datetime=2022-01-27>27 January</time>", head).published == "2022-01-27"


def test_scripts_tell_a_date_only_where_they_agree() -> None:
    one = '<script>x = {"publishedAt": "2016-11-04T20:37:27Z"}</script>'
    two = '<script>y = {"publishedAt": "2017-01-01T00:00:00Z"}</script>'
    assert read("<h1>On reeds</h1>", one).published == "2016-11-04T20:37:27+00:00"
    assert read("<h1>On reeds</h1>", one + two).published is None


def test_breadcrumbs_between_home_and_article_are_categories() -> None:
    trail = "<ol class=breadcrumb><li><a href='/'>Home</a><li><a href='/water/'>Water</a><li>On reeds</ol>"
    assert [term.name for term in read(f"{trail}<h1>On reeds</h1>").categories] == ["Water"]
