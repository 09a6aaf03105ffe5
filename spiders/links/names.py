"""What links call the pages that they lead to, and what pages call themselves.

A page that is linked by its own title is a post or page, however little it says. Forms, searches and empty months are
linked by what they do, and where all of a kind have one title, that is nobody's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from .markup import ATTRIBUTES, HREF
from .url import base_of, resolve

MOST = 2_000
"""Links and titles of one page."""
LONGEST = 300
"""Bytes of a name, with its markup."""

# Texts and tags until the next beginning or end of a link; no more than a few, whatever comes.
_LINK = re.compile(rb"<a(\s" + ATTRIBUTES + rb")>((?:[^<]++|<(?!/?a[\s>/])){1,30}+)</a", re.IGNORECASE)
_HEADING = re.compile(
    rb"<(?:h[1-3]|title)(?=[\s>])[^<>]*+>((?:[^<]++|<(?!/?(?:h[1-6]|title)[\s>/])){1,30}+)</", re.IGNORECASE
)
_TAG = re.compile(rb"<[^>]*+>?")
_PARTS = re.compile(r"\s(?:[|«»‹›·•–—-]|::)\s")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def links_named(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The attributes of the links of an HTML page, each with what stands in it."""
    for count, found in enumerate(_LINK.finditer(content)):
        if count >= MOST:
            return
        if len(found[2]) <= LONGEST:
            yield found[1], found[2]


def name_of(attributes: bytes, inside: bytes, url: str) -> tuple[str, str] | None:
    """Where a link on the page at `url` leads, and by which name; None if it has none."""
    name = _plain(inside)
    match = HREF.match(attributes)
    href = match and (match[1] or match[2] or match[3])
    if not href or not _LETTERS.search(name):
        return None
    link = resolve(base_of(url), unescape(href.decode("utf-8", "replace")))
    return None if link is None else (link, name)


def names_of(content: bytes, url: str) -> set[tuple[str, str]]:
    """The addresses that an HTML page links to, with the names by which it does."""
    found = (name_of(attributes, inside, url) for attributes, inside in links_named(content))
    return {one for one in found if one is not None}


def titles_of(content: bytes) -> set[str]:
    """What an HTML page calls itself: its title, the parts of that, and its headings."""
    found: set[str] = set()
    for heading in _HEADING.findall(content):
        if len(heading) <= LONGEST:
            whole = _plain(heading)
            found |= {whole, *_PARTS.split(whole)}
        if len(found) >= MOST:
            break
    return {title for title in found if _LETTERS.search(title)}


def _plain(markup: bytes) -> str:
    return " ".join(unescape(_TAG.sub(b"", markup).decode("utf-8", "replace")).split()).casefold()
