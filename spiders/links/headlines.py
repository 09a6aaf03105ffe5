"""The links that a page puts up as headlines: its posts' own addresses, which no trap hands out without end."""

from __future__ import annotations

import re
from html import unescape

from .markup import ATTRIBUTES, HREF
from .url import base_of, resolve

MOST = 1_000
"""Headlines of one page."""

_HEADLINE = re.compile(
    rb"<h[1-6](?=[\s>])[^<>]*+>(?:[^<]++|<(?!/h[1-6]|a\s))*+<a(\s" + ATTRIBUTES + rb")>", re.IGNORECASE
)
# Cards: the link is around the headline.
_CARD = re.compile(
    rb"<a(\s" + ATTRIBUTES + rb")>(?:\s*+<(?:div|span|figure|img|picture|source|header|time)(?=[\s/>])[^<>]*+>){0,6}+"
    rb"\s*+<h[1-6][\s>]",
    re.IGNORECASE,
)
_PERMALINK = re.compile(
    rb"<a(\s(?=" + ATTRIBUTES + rb">)[^<>]*?(?:bookmark|permalink|entry-title|post-title|u-url)[^<>]*+)>", re.IGNORECASE
)
_WORDS = (b"bookmark", b"permalink", b"entry-title", b"post-title", b"u-url")


def headlines(content: bytes, url: str) -> frozenset[str]:
    """The addresses that the headlines of an HTML page link to, and those it calls permanent (``rel=bookmark``).

    Time grows with the length of the page only.
    """
    base = base_of(url)
    patterns = [_HEADLINE, _CARD]
    if any(word in content for word in _WORDS):
        patterns.append(_PERMALINK)
    found: set[str] = set()
    for pattern in patterns:
        for attributes in pattern.findall(content):
            if len(found) >= MOST:
                return frozenset(found)
            match = HREF.match(attributes)
            href = match and (match[1] or match[2] or match[3])
            if href and (link := resolve(base, unescape(href.decode("utf-8", "replace")))) is not None:
                found.add(link)
    return frozenset(found)
