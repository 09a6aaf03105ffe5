"""What a page tells of its blog: name, description, clock."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page
from blogark.parsers.model import Blog

TEXT = "<article><h1>On reeds</h1><p>They stand in the water and bend with the wind.</p></article>"


def blog(head: str = "", body: str = "", path: str = "/2010/10/19/reeds") -> Blog:
    page = f"<html lang=en><head><title>On reeds</title>{head}</head><body>{body}{TEXT}</body></html>"
    return read_page(page.encode(), f"https://heron.example{path}").blog


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta property=og:site_name content=Heron>", "<p class=site-title>Bittern</p>"),
        ('<script type="application/ld+json">{"@type": "Blog", "name": "Heron"}</script>', ""),
        ("", "<p class=site-title><a href=/>Heron</a></p>"),
        ("", "<header><a href=/><img src=logo.png></a><a href=https://heron.example/>Heron</a></header>"),
        ('<link rel=alternate type="application/rss+xml" title="Heron » Feed" href=/feed>', ""),
        ('<link rel=alternate type="application/atom+xml" title="RSS – Heron" href=/feed>', ""),
    ],
)
def test_the_name_of_the_blog_is_found(head: str, body: str) -> None:
    assert blog(head, body).title == "Heron"


@pytest.mark.parametrize("title", ["Recent Entries", "RSS", "Posts (RSS 2.0)", "All posts", "Heron » Comments Feed"])
def test_what_a_feed_is_called_is_not_always_the_name_of_the_blog(title: str) -> None:
    assert blog(f'<link rel=alternate type="application/rss+xml" title="{title}" href=/feed>').title is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Heron", "Heron"),
        ("Home | Heron", "Heron"),
        ("Heron – Home", "Heron"),
        ("Home", None),
        ("Index of /", None),
        ("My blog", None),
    ],
)
def test_a_front_page_that_has_the_name_nowhere_else_has_it_in_its_title(title: str, name: str | None) -> None:
    page = f"<html><head><title>{title}</title></head><body>{TEXT}</body></html>".encode()
    assert read_page(page, "https://heron.example/").blog.title == name
    assert read_page(page, "https://heron.example/2010/10/19/reeds").blog.title is None


def test_the_line_under_the_name_describes_the_blog() -> None:
    assert blog(body="<p class=tagline>Birds of the estuary</p>").description == "Birds of the estuary"


def test_what_the_front_page_says_of_itself_is_said_of_the_blog() -> None:
    head = "<meta name=description content='Birds of the estuary'>"
    assert blog(head, path="/").description == "Birds of the estuary"
    assert blog(head).description is None
