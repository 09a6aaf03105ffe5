"""JSON that pages carry for their own scripts (``Site.page = {…}``, ``JSON.parse("…")``), and answers of APIs.

The bytes are a stranger's: a value is read up to ``LONGEST`` characters, nesting that Python's reader refuses gives
nothing, and every step into a value is asked for by type: an object where a text should be is simply not there.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from html import escape

from .soup import Soup
from .text import Region, clean

Json = object
"""A decoded JSON value; looked at with the functions below, never trusted."""
Item = dict[str, Json]

LONGEST = 8_000_000
"""Characters; Python needs up to thirty times as many bytes for a list of empty lists."""
_MOST_TRIES = 8
_DECODER = json.JSONDecoder(strict=False)
_EMPTY_LINE = re.compile(r"(?:\r?\n[ \t]*){2,}")
_LINE_END = re.compile(r"\r?\n")
_ASSIGNED = re.compile(r"\s*[\"']?\]?\s*[=:(,]?\s*(?:JSON\.parse\(\s*)?")


def assigned(text: str, name: str) -> Iterator[Json]:
    """The objects and lists that a script assigns to ``name``, also by ``JSON.parse("…")``, in page order."""
    position = tries = 0
    while tries < _MOST_TRIES and (position := text.find(name, position)) >= 0:
        tries += 1
        position += len(name)
        start = _ASSIGNED.match(text, position)
        value = _value_at(text, start.end() if start else position)
        if isinstance(value, str):
            value = decoded(value)
        if isinstance(value, dict | list):
            yield value


def decoded(text: str) -> Json:
    """A JSON text as a value, None if it is none."""
    if len(text) > LONGEST:
        return None
    try:
        return _DECODER.decode(text.strip())
    except (ValueError, RecursionError):
        return None


def _value_at(text: str, position: int) -> Json:
    if position >= len(text) or text[position] not in '{["' or len(text) - position > 2 * LONGEST:
        return None
    try:
        return _DECODER.raw_decode(text, position)[0]
    except (ValueError, RecursionError):
        return None


def looks_like_json(content: bytes) -> bool:
    """Whether a document is a JSON object or list and not a page."""
    return content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def at(value: Json, *path: str | int) -> Json:
    """The value at a path of keys and positions, None where a step is missing."""
    for step in path:
        if isinstance(step, int) and isinstance(value, list) and -len(value) <= step < len(value):
            value = value[step]
        elif isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def items_at(value: Json, *path: str | int) -> list[Item]:
    """The objects of the list at a path; what else stands in it is left out."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text_at(value: Json, *path: str | int) -> str | None:
    """The text at a path as one line; a number as it is written."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    return clean(str(found)[:LONGEST]) if isinstance(found, str) else str(found) if abs(found) < 10**30 else None


def html_at(value: Json, *path: str | int) -> str | None:
    """The text at a path as it stands."""
    found = at(value, *path)
    return found if isinstance(found, str) and found.strip() else None


def number_at(value: Json, *path: str | int) -> float | None:
    """The finite number at a path, written as a number or in quotes."""
    found = at(value, *path)
    if isinstance(found, str) and re.fullmatch(r"-?\d{1,15}(?:\.\d{1,9})?", found):
        found = float(found)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return float(found) if abs(found) < 1e16 and math.isfinite(found) else None


def count_at(value: Json, *path: str | int) -> int | None:
    """The count at a path: a whole number that is not negative."""
    found = number_at(value, *path)
    return int(found) if found is not None and found >= 0 and found == int(found) else None


def fragment(html: str | None) -> Region | None:
    """Markup that stood in a JSON text, as a region of a tree of its own."""
    if not html:
        return None
    soup = Soup(html)
    bodies = soup.by_name("body")
    return Region(tuple((bodies[0] if bodies else soup).contents))


def paragraphs(text: str | None) -> str | None:
    """Plain text as markup: empty lines part paragraphs, other line ends are kept."""
    if not text or not text.strip():
        return None
    parts = (escape(part.strip(), quote=False) for part in _EMPTY_LINE.split(text[:LONGEST]))
    return "".join(f"<p>{_LINE_END.sub('<br>', part)}</p>" for part in parts if part)
