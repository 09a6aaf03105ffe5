"""A post that says next to nothing is a post: what bounds traps must not cost one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import pytest

Site = Callable[[dict[str, tuple[int, str]]], AbstractContextManager[str]]
Pages = dict[str, tuple[int, str]]

POSTS, A_PAGE = 80, 10
WORDS = "rain sun tea fog cat dog ship tree moon star wind snow bread milk salt rope nail book lamp door".split()


def frame(body: str) -> tuple[int, str]:
    about = "About me: I write short things since 2006."
    return 200, f"<title>Small</title><h1><a href='/'>Small</a></h1><main>{body}</main><aside>{about}</aside>"


def title(number: int) -> str:
    return f"{WORDS[number % 20]} {WORDS[number * 7 % 20]}"


def blog(entry: str) -> Pages:
    """Eighty posts of two words, in lists of ten whose entries look so, and linked with each other."""
    pages: Pages = {"/robots.txt": (200, "User-agent: *\nDisallow:\n")}
    for number in range(1, POSTS + 1):
        others = [other for other in (number - 1, number + 1) if 1 <= other <= POSTS]
        links = " ".join(f'<a href="/post/{other}">{"older" if other < number else "newer"}</a>' for other in others)
        pages[f"/post/{number}"] = frame(f"<h2>{title(number)}</h2><p>{WORDS[number * 3 % 20]}</p>{links}")
    lists = range(1, POSTS // A_PAGE + 1)
    for place in lists:
        shown = range(POSTS - (place - 1) * A_PAGE, POSTS - place * A_PAGE, -1)
        entries = "".join(entry.format(number=number, title=title(number)) for number in shown)
        older = f'<a href="/page/{place + 1}">Older posts</a>' if place + 1 in lists else ""
        pages["/" if place == 1 else f"/page/{place}"] = frame(entries + older)
    return pages


def sitemap(pages: Pages) -> Pages:
    """The blog with its posts in a sitemap only."""
    kept = {path: page for path, page in pages.items() if path.startswith("/post/")}
    urls = "".join(f"<url><loc>BASE{path}</loc></url>" for path in kept)
    text = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    alone = {path: (200, page.split('<a href="/post')[0]) for path, (_, page) in kept.items()}
    robots = (200, "User-agent: *\nDisallow:\nSitemap: BASE/sitemap.xml\n")
    return {"/": frame("Nothing here."), "/robots.txt": robots, "/sitemap.xml": (200, text), **alone}


@pytest.mark.parametrize(
    "pages",
    [
        blog('<h2><a href="/post/{number}">{title}</a></h2>'),
        blog('<a class="card" href="/post/{number}"><div><h3>{title}</h3></div></a>'),
        blog('<p>{title} <a rel="bookmark" href="/post/{number}">#</a></p>'),
        sitemap(blog("")),
    ],
    ids=["headlines", "cards", "permalinks", "sitemap"],
)
def test_no_short_post_is_lost(blogark: Callable[..., Any], site: Site, tmp_path: Path, pages: Pages) -> None:
    with site(pages) as base:
        for path, (status, text) in tuple(pages.items()):
            pages[path] = (status, text.replace("BASE", base))
        done = blogark("crawl", f"{base}/", "--archive", "a", "--delay", "0")
    with closing(sqlite3.connect(tmp_path / "a" / "dataset.sqlite")) as db:
        (found,) = db.execute(
            "SELECT count(DISTINCT url) FROM captures WHERE url LIKE '%/post/%' AND status = 200"
        ).fetchone()
    assert POSTS == found, done.err
