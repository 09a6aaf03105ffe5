"""The title of a post: which heading it is, and what of the heading."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page
from blogark.parsers.generic.heading import key

TEXT = "<p>Reeds stand in water and in wind, and bend to both of them without a word of complaint.</p>" * 3


def title(
    body: str, head: str = "<title>On reeds – Heron</title>", url: str = "https://heron.example/2010/10/19/reeds"
) -> str | None:
    page = f"<html lang=en><head>{head}</head><body>{body}</body></html>"
    post = read_page(page.encode(), url).post
    assert post is not None
    return post.title


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<h1>Heron</h1><article><h2>On reeds</h2>{}</article>", "<title>On reeds – Heron</title>"),
        ("<h1><a href=/>Heron</a></h1><h2>On reeds</h2>{}", "<title>Heron: On reeds</title>"),
        ("<div class=entry-title>On reeds</div>{}<h2>Rain</h2>", "<title>Heron</title>"),
        ("<h1>On reeds</h1>{}", "<title>Heron</title>"),
        ("<h1>On reeds</h1>{}<h1>Rain</h1>", "<meta property=og:title content='On reeds'>"),
        ("<h3 itemprop=headline>On reeds</h3>{}", "<title>Heron | On reeds</title>"),
        ("{}", "<meta property=og:title content='On reeds'><title>Heron</title>"),
        ("{}", '<script type="application/ld+json">{"@type": "BlogPosting", "headline": "On reeds"}</script>'),
        ("{}", "<title>On reeds | Heron</title><meta property=og:site_name content=Heron>"),
        ("<h2>On reeds</h2>{}<aside><h1>Shop</h1></aside>", "<title>On reeds</title>"),
        ("<h2><a href=/2010/10/19/reeds>On reeds</a></h2>{}<h2><a href=/rain>Rain</a></h2>", "<title>Heron</title>"),
    ],
)
def test_the_heading_that_the_page_agrees_with_is_the_title(body: str, head: str) -> None:
    assert title(body.format(TEXT), head) == "On reeds"


@pytest.mark.parametrize(
    "heading",
    [
        "<h1>On reeds <a class=headerlink href=#on-reeds>¶</a></h1>",
        "<h1><span class=date>19 October 2010</span>On reeds</h1>",
        "<h1><a href=/>Heron</a> » On reeds</h1>",
        "<h1>On reeds | Heron</h1>",
        "<h1>On&nbsp;reeds</h1>",
        "<h1>On <em>reeds</em></h1>",
    ],
)
def test_what_a_template_adds_to_the_title_is_left_out(heading: str) -> None:
    assert title(f"{heading}{TEXT}") == "On reeds"


@pytest.mark.parametrize("name", ["C++ & C# – a comparison", "404", "Why?", "“Reeds”", "芦", "10 reasons | 3 rules"])
def test_a_title_keeps_its_signs(name: str) -> None:
    assert title(f"<h1>{name}</h1>{TEXT}", f"<meta charset=utf-8><title>{name}</title>") == name


def test_a_heading_of_the_comments_is_no_title() -> None:
    comments = "<div id=comments><h2>3 comments</h2><div class=comment><b>Ann</b><p>So true.</p></div></div>"
    assert title(TEXT + comments) == "On reeds"


def test_a_page_without_any_name_has_no_title() -> None:
    assert title(TEXT, "") is None


def test_names_are_compared_by_letters_and_figures_only() -> None:
    assert key("On – Reeds!") == key("on reeds") == "onreeds"
    assert key(None) == ""


def test_a_title_may_hold_the_mark_that_stands_before_the_name_of_the_blog() -> None:
    name = "<h1 class=site-title><a href=https://heron.example/>Heron</a></h1>"

    assert title(f"{name}<h2>On – reeds</h2>{TEXT}", "<title>On – reeds « Heron</title>") == "On – reeds"
