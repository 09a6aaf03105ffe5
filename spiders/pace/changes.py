"""Whether a page has changed, or only what stands around it: sidebars, counters, a clock.

Hardly a page of a blog comes twice with the same bytes: the newest posts and comments stand beside each, counters
count, and forms carry tokens. If that were a change, every page would look as lively as the busiest. So lines of text
are compared, numbers aside, and lines that the front page has, too, do not count.
"""

from __future__ import annotations

import re
from collections.abc import Set
from html import unescape

MAX_BYTES = 4 * 2**20

_UNSEEN = re.compile(
    rb"<!--.*?(?:-->|$)|<(script|style|noscript|template)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE
)
_INLINE = re.compile(
    rb"</?(?:a|abbr|b|cite|code|em|font|i|q|s|small|span|strong|sub|sup|time|tt|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_TAG = re.compile(rb"<[^<>]*>")
_NUMBERS = re.compile(r"[\d\W_]+")
SHORTEST = 12
"""Letters of a line that counts: what is shorter is a button, a name, "3 days ago"."""


def lines_of(page: bytes) -> frozenset[int]:
    """Hashes of the lines of text that a page shows, numbers and punctuation aside."""
    text = _TAG.sub(b"\n", _INLINE.sub(b"", _UNSEEN.sub(b"\n", page[:MAX_BYTES].replace(b"\n", b" "))))
    lines = (_NUMBERS.sub(" ", unescape(line)).strip() for line in text.decode("utf-8", "replace").split("\n"))
    return frozenset(hash(line) for line in lines if len(line) >= SHORTEST)


def has_changed(old: bytes, new: bytes, *, around: Set[int] = frozenset()) -> bool:
    """Whether text has come or gone that the lines ``around`` do not hold."""
    return bool((lines_of(old) ^ lines_of(new)) - around)
