"""What a page tells of its blog: the blog's name and the line under it."""

from __future__ import annotations

import re

from ..marks.jsonld import as_text, types_of
from ..marks.structured import Structured
from ..tree.soup import Element, Soup, attribute, walk
from ..tree.text import clean, text_of
from ..tree.urls import absolute
from .addresses import FRONT, list_address

_TITLES = ("site-title", "blog-title", "site-name", "blog-name", "blogname", "sitename", "header-title")
_DESCRIPTIONS = (
    *("site-description", "blog-description", "tagline", "site-tagline", "blog-tagline", "site-subtitle"),
    *("blog-subtitle", "site-slogan", "site-desc"),
)
_SITES = frozenset(("WebSite", "Blog"))
_FEED = re.compile(
    r"^(?:rss|atom|subscribe to|abonnieren|feed of|feed for)\s*(?:2\.0|1\.0|feed)?\s*(?:[-–—:|»]+\s*)?(?=\S)"
    r"|\s*(?:[-–—:|»›]+\s*)?(?:(?:rss|atom)\s?(?:2\.0|1\.0)?(?:\s?feed)?|feed|articles|posts|all posts|main feed)$",
    re.I,
)
"""What stands around a blog's name in the title of its feed: "Heron » Feed", "RSS – Heron"."""
_NO_NAME = re.compile(
    r"(?:[\W\d]|\b(?:all|recent|latest|new|our|main|full|whole|the|this|my|to|of|subscribe|syndicate|site|blog|website"
    r"|entries|posts|news|articles|updates|comments|rss|atom|feeds?|einträge|beiträge|neueste|alle)\b)+",
    re.I,
)
"""Feeds are called "Recent Entries" and "Posts (RSS)", too."""
_HOME = re.compile(
    r"^(?:home ?page|home|welcome|index|start)\s*[-–—:|»]+\s*|\s*[-–—:|«]+\s*(?:home ?page|home|index)$", re.I
)
_NO_FRONT = re.compile(
    r"home ?page|home|welcome|index(?: of /.*)?|untitled(?: document)?|start(?:seite)?|accueil|inicio", re.I
)
_LONGEST = 120


def blog_title(soup: Soup, structured: Structured) -> str | None:
    """The blog's name: what the page tells machines, else what stands in its head, else the title of its feed.

    A front page that has none of them has the name in its own title.
    """
    return (
        structured.site_name
        or _marked(soup, _TITLES)
        or _home_link(soup, structured)
        or _of_feed(soup)
        or _of_front_page(soup, structured)
    )


def blog_description(soup: Soup, structured: Structured) -> str | None:
    """The line under the blog's name; on the front page what the page says of itself is said of the blog."""
    for item in structured.items:
        if types_of(item) & _SITES and (found := as_text(item.get("description"))):
            return found
    if found := _marked(soup, _DESCRIPTIONS):
        return found
    if list_address(structured.url) == FRONT:
        return structured.meta("og:description", "description")
    return None


def _marked(soup: Soup, names: tuple[str, ...]) -> str | None:
    for name in names:
        for tag in (*soup.by_class(name)[:2], *(one for one in (soup.by_id(name),) if one is not None)):
            if 0 < tag.chars <= _LONGEST and (found := text_of(tag)):
                return found
    return None


def _home_link(soup: Soup, structured: Structured) -> str | None:
    """The link in the page's header that leads home: ``<header><a href="/">Heron</a>``."""
    for banner in soup.by_name("header")[:1]:
        for link in walk(banner):
            if link.name == "a" and 0 < link.chars <= 60 and _leads_home(link, structured.base):
                return text_of(link)
    return None


def _of_front_page(soup: Soup, structured: Structured) -> str | None:
    if list_address(structured.url) != FRONT:
        return None
    for title in soup.by_name("title")[:1]:
        name = _HOME.sub("", text_of(title) or "").strip()
        if 0 < len(name) <= _LONGEST and not _NO_NAME.fullmatch(name) and not _NO_FRONT.fullmatch(name):
            return name
    return None


def _leads_home(link: Element, base: str) -> bool:
    url = absolute(attribute(link, "href"), base)
    return bool(url) and list_address(url or "") == FRONT


def _of_feed(soup: Soup) -> str | None:
    for link in soup.by_rel("alternate"):
        title = clean(attribute(link, "title"))
        if not title or "comment" in title.lower() or not re.search("rss|atom", str(link.attrs.get("type", ""))):
            continue
        name = _FEED.sub("", title).strip(" -–—:|»›")
        if name and not _NO_NAME.fullmatch(name):
            return name
    return None
