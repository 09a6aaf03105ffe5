"""Posts in parts (``<!--nextpage-->``): which part a page is and of how many, by core's classes and addresses.

Core names the part on the body (``single-paged-2``) and writes the addresses of the others: ``/keel/`` is the first
part, ``/keel/2/`` or ``/?p=7&page=2`` the second, whatever a theme puts around the links to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...tree.soup import Element, parents
from ...tree.text import text_of
from ...tree.urls import page_key
from .place import Place

_CLASS = re.compile(r"(?:single|page)-paged-(\d{1,3})")
_IN_PATH = re.compile(r"(?<=[^/])/(\d{1,3})(?=/?(?:\?|$))")
_IN_QUERY = re.compile(r"&page=(\d{1,3})(?=&|$)")
_NUMBER = re.compile(r"\D{0,20}(\d{1,3})\D{0,10}")
_MOST_LINKS = 2_000
_SHORT = 120
"""Characters of a line of page numbers."""


def told_part(body_classes: Iterable[str]) -> int | None:
    """The part that core names on the body."""
    return next((int(found[1]) for name in body_classes if (found := _CLASS.fullmatch(name))), None)


def split_address(url: str) -> tuple[str, int]:
    """The address of the first part, and the number of the part: 1 where the address has none.

    >>> split_address("https://blog.example/keel/2/")
    ('https://blog.example/keel/', 2)
    >>> split_address("https://blog.example/?p=7&page=3")
    ('https://blog.example/?p=7', 3)
    >>> split_address("https://blog.example/keel/")
    ('https://blog.example/keel/', 1)
    """
    found = _IN_QUERY.search(url)
    if found is None and urlsplit(url).path.strip("/").isdigit():
        return url, 1  # the number is the address
    found = found or _IN_PATH.search(url)
    return (url[: found.start()] + url[found.end() :], int(found[1])) if found else (url, 1)


@dataclass(frozen=True)
class Parts:
    """Which part a page is, of how many, and the short blocks with links to the others ("Pages: 1 2 3")."""

    part: int
    parts: int
    blocks: tuple[Element, ...] = ()


def linked_parts(place: Place, url: str, href: Callable[[Element], str | None]) -> Parts | None:
    """The part at ``url`` by the links to the others; None without such links.

    Where posts have numbers for addresses ``/archives/7/`` is no part of ``/archives/``: the second part of a post
    links the first as "1".
    """
    url = url.partition("#")[0]
    first, own = split_address(url)
    found: dict[str, dict[int, Element]] = {page_key(url): {}, page_key(first): {}}
    for tag in place.named("a")[:_MOST_LINKS]:
        said = _NUMBER.fullmatch(text_of(tag) or "") if 0 < tag.chars < 30 else None
        number = int(said[1]) if said else 0
        link = href(tag) if number else None
        if link is None:
            continue
        base, told = split_address(link.partition("#")[0]) if number > 1 else (link, 1)
        if told == number and (key := page_key(base)) in found:
            found[key][number] = tag
    others = found[page_key(first)]
    if own > 1 and 1 in others:
        return Parts(own, max(own, *others), _blocks(others.values()))
    others = found[page_key(url)]
    return Parts(1, max(others), _blocks(others.values())) if 2 in others else None


def _blocks(links: Iterable[Element]) -> tuple[Element, ...]:
    around = (next((one for one in parents(link) if one.name in ("p", "div", "nav", "ul")), None) for link in links)
    return tuple({id(block): block for block in around if block is not None and block.chars < _SHORT}.values())
