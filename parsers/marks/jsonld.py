"""JSON-LD in a page: the objects of all its scripts in one list, references between them resolved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

from ..tree.soup import Soup
from ..tree.text import clean

Json = object
"""A decoded JSON value; looked at with ``isinstance`` before use."""
Item = dict[str, Json]

_UNPAIRED = re.compile("[\ud800-\udfff\x00]")
"""JSON can hold what UTF-8 cannot: a lone "\\ud83d"."""
_MOST_ITEMS = 5_000
_LONGEST = 4_000_000
_WRAPPING = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|"
    r"\]\]>|;)\s*$"
)


def items_of(soup: Soup) -> tuple[list[Item], int]:
    """All objects with an ``@type`` in page order, the outer before the inner; and the number of unreadable scripts."""
    found: list[Item] = []
    broken = 0
    for script in soup.by_name("script"):
        if "ld+json" not in str(script.attrs.get("type", "")).lower():
            continue
        text = "".join(str(part) for part in script.contents)[:_LONGEST]
        if not text.strip():
            continue
        try:
            # strict=False: line breaks inside strings are the most common fault
            value = json.loads(_WRAPPING.sub("", _WRAPPING.sub("", text)).strip(), strict=False)
        except (ValueError, RecursionError):
            broken += 1
            continue
        found += _typed(value, _MOST_ITEMS - len(found))
    return found, broken


def _typed(value: Json, most: int) -> Iterator[Item]:
    queue = [value]
    while queue and most > 0:
        value = queue.pop(0) if len(queue) < 1000 else queue.pop()
        if isinstance(value, dict):
            if "@type" in value:
                most -= 1
                yield value
            queue += [inner for inner in value.values() if isinstance(inner, dict | list)]
        elif isinstance(value, list):
            queue += [inner for inner in value if isinstance(inner, dict | list)]


def types_of(item: Item) -> frozenset[str]:
    """The types of an object without their vocabulary: {"BlogPosting"}."""
    return frozenset(str(kind).rpartition("/")[2].rpartition(":")[2] for kind in as_list(item.get("@type")))


def as_list(value: Json) -> list[Json]:
    """A JSON value as a list: nothing is an empty one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def as_text(value: Json) -> str | None:
    """The text of a value in one line: a string, a number, or the ``@value``, ``name`` or first element of it."""
    for _ in range(4):
        if isinstance(value, dict):
            value = value.get("@value") or value.get("name")
        elif isinstance(value, list):
            value = value[0] if value else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    # plugins put the title through their HTML filter first: "Don&#8217;t"
    return clean(_UNPAIRED.sub("\ufffd", unescape(str(value))))


def as_url(value: Json) -> str | None:
    """The address in a value: a string, ``@id``, ``url`` or ``contentUrl``."""
    for _ in range(4):
        if isinstance(value, dict):
            value = value.get("url") or value.get("@id") or value.get("contentUrl")
        elif isinstance(value, list):
            value = value[0] if value else None
    return _UNPAIRED.sub("\ufffd", value.strip()) if isinstance(value, str) and value.strip() else None
