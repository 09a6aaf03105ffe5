"""Categories against tags: what tells which, and what belongs to the blog and not to the post."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page
from blogark.parsers.model import Post

TEXT = "<p>Reeds stand in water and in wind, and bend to both of them without a word of complaint.</p>" * 3
ALL = "".join(
    f"<li><a href=/category/{name.lower()}>{name}</a>"
    for name in ("Birds", "Eels", "Fish", "Mills", "Nets", "Oars", "Reeds", "Weirs")
)


def read(body: str, head: str = "") -> Post:
    page = f"<html lang=en><head><title>On reeds</title><meta property=og:type content=article>{head}</head>"
    page += f"<body><article><h1>On reeds</h1>{body}</article></body></html>"
    post = read_page(page.encode(), "https://heron.example/notes/reeds").post
    assert post is not None
    return post


def names(post: Post) -> tuple[list[str], list[str]]:
    return [term.name for term in post.categories], [term.name for term in post.tags]


@pytest.mark.parametrize(
    ("body", "head", "expected"),
    [
        ("<a rel=tag href=/tag/water>Water</a>", "", ([], ["Water"])),
        ("<a rel='category tag' href=/c/water>Water</a>", "", (["Water"], [])),
        ("<a href=/category/water/>Water</a> <a href=/tag/wind/>#wind</a>", "", (["Water"], ["wind"])),
        ("<a href='/?cat=3'>Water</a> <a href='/?tag=wind'>wind</a>", "", (["Water"], ["wind"])),
        ("<a href=/rubrik/wasser>Wasser</a> <a href=/schlagwort/wind>Wind</a>", "", (["Wasser"], ["Wind"])),
        ("<a href=/categorie/eau>Eau</a> <a href=/mot-cle/vent>Vent</a>", "", (["Eau"], ["Vent"])),
        ("", "<meta property=article:section content=Water><meta property=article:tag content='wind, rain'>",
         (["Water"], ["wind", "rain"])),
        ("", "<meta name=keywords content='wind, rain'>", ([], ["wind", "rain"])),
        ("", '<script type="application/ld+json">{"@type": "BlogPosting", "articleSection": ["Water", "Weir"], '
             '"keywords": "wind,rain"}</script>', (["Water", "Weir"], ["wind", "rain"])),
        ("<div class=post-categories>Filed under <a href=/w>Water</a></div>", "", (["Water"], [])),
        ("<p class=cate><a href=list.php?id=3>Water</a></p>", "", (["Water"], [])),
    ],
)  # fmt: skip
def test_terms_are_told_by_rel_by_address_by_class_or_by_machines(
    body: str, head: str, expected: tuple[list[str], list[str]]
) -> None:
    assert names(read(body + TEXT, head)) == expected


@pytest.mark.parametrize(
    "body",
    [
        f"<nav><ul>{ALL}</ul></nav>",
        f"<aside><ul>{ALL}</ul></aside>",
        f"<div class=sidebar><ul>{ALL}</ul></div>",
        f"<div><ul>{ALL}</ul></div>",
        "<div class=related-posts><a href=/category/eels rel=tag>Eels</a></div>",
        "<a href=https://elsewhere.example/category/eels>Eels</a>",
        "<div><div><a rel=tag href=/category/eels>Eels</a></div><h3><a href=/eels>Eels in the weir</a></h3></div>",
        "<div id=comments><div class=comment><b>Ann</b><p>See <a href=/category/eels>Eels</a></p></div></div>",
        "<a href=/category/eels>Read more »</a>",
    ],
)
def test_what_belongs_to_the_blog_or_to_another_post_is_no_term_of_this_one(body: str) -> None:
    assert names(read(TEXT + body)) == ([], [])


def test_a_term_keeps_its_address_and_slug() -> None:
    [term] = read(f"<a rel='category tag' href=/category/long-list/>Long list</a>{TEXT}").categories
    assert (term.url, term.slug) == ("https://heron.example/category/long-list/", "long-list")


def test_a_term_that_stands_twice_is_one() -> None:
    link = "<a rel=tag href=/tag/water>Water</a>"
    assert names(read(link + TEXT + link)) == ([], ["Water"])


@pytest.mark.parametrize(
    ("trail", "expected"),
    [
        ("<a href=/>Home</a> » <a href=/water/>Water</a> » On reeds", ["Water"]),
        (
            "<a href=/>Home</a> » <a href=/2010/42/>2010/42</a> » <a href=/water/>Water</a> » <span>On reeds</span>",
            ["Water"],
        ),
        ("<a href=/>Home</a> » <a href=/notes/reeds>On reeds</a>", []),
    ],
)
def test_breadcrumbs_between_home_and_the_post_are_categories(trail: str, expected: list[str]) -> None:
    assert names(read(f"<div class=breadcrumbs>{trail}</div>{TEXT}"))[0] == expected


def test_breadcrumbs_of_machines_count_where_the_page_shows_none() -> None:
    steps = (
        '[{"name": "Home", "item": "https://heron.example/"}, {"name": "Water", "item": "/w"}, {"name": "On reeds"}]'
    )
    head = f'<script type="application/ld+json">{{"@type": "BreadcrumbList", "itemListElement": {steps}}}</script>'
    assert names(read(TEXT, head))[0] == ["Water"]
