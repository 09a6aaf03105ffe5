"""Where sitemaps and feeds lie by custom, for blogs of no known engine that name none.

One is asked after the other, until one is there: eight requests at most, once, and only where the blog has shown more
pages than that. A small blog is asked for three, when it has nothing else left: a quarter of its pages at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from .links.discover import unpacked
from .links.manifests import is_feed, is_sitemap
from .links.url import Role
from .schedule import has_address_of_feed

# Nearly all generators have the first; plugins of WordPress the second; WordPress by itself the third.
SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
"""On the host, whatever the blog's folder is."""
FEEDS = ("feed/", "atom.xml", "rss.xml", "index.xml", "feed.xml")
"""In the blog's folder."""
FEW_PAGES = 12
"""From so many on a blog is asked for the likeliest."""
LIKELIEST = {"sitemap": 1, "feed": 2}
"""How many these are."""


def first(blog_url: str, named: Iterable[tuple[str, Role]]) -> list[tuple[str, Role]]:
    """The first guess of each kind of which nothing is named."""
    sitemap = feed = False
    for link, role in named:
        sitemap = sitemap or role == "sitemap"
        feed = feed or role == "feed" or (role == "page" and has_address_of_feed(link))
    wanted: list[tuple[str, Role]] = []
    if not sitemap:
        wanted.append((urljoin(blog_url, SITEMAPS[0]), "sitemap"))
    if not feed:
        wanted.append((urljoin(blog_url, FEEDS[0]), "feed"))
    return wanted


def following(blog_url: str, url: str, *, likeliest: bool) -> list[tuple[str, Role]]:
    """What to ask for after a wrong guess; nothing after the last (of the likeliest), or if the URL is no guess."""
    series: tuple[tuple[Role, tuple[str, ...]], ...] = (("sitemap", SITEMAPS), ("feed", FEEDS))
    for role, paths in series:
        guesses = [urljoin(blog_url, path) for path in (paths[: LIKELIEST[role]] if likeliest else paths)]
        if url in guesses[:-1]:
            return [(guesses[guesses.index(url) + 1], role)]
    return []


def is_right(status: int, content: bytes) -> bool:
    """Whether an answer is a feed or a sitemap; many servers answer 200 with a page where nothing is."""
    head = _head(content)
    return status == 200 and (is_sitemap(head) or is_feed(head))


def is_nothing(status: int, content: bytes) -> bool:
    """Whether an answer is an error, or a page where a feed, a sitemap or an API was looked for."""
    return status >= 400 or (status == 200 and re.search(rb"<html|<!doctype html", _head(content), re.I) is not None)


def _head(content: bytes) -> bytes:
    return unpacked(content)[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
