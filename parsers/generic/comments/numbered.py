"""Comments in tables: under numbered signatures (webSPELL: "#1 von Jane 29.12.2010 - 22:40"), and in rows of XOOPS.

XOOPS (templates system_comment.html and system_comments_flat.html of 2.0 to 2.5) has one table for all: a row of name
and ``comDate``, a row with ``comText``, a row of buttons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...dates import parse_date
from ...tree.soup import Element, Soup, Text, parents
from ...tree.text import text_of
from .lines import name_in

_SIGN = re.compile(r"#\s?(\d{1,4})\b\D")
_LONGEST = 200


def numbered(soup: Soup) -> Iterator[Element]:
    """The elements around such signatures, if their numbers follow each other; a single one is the first."""
    signs = [(number, cell) for cell in soup.by_name("td", "th") if (number := _number_of(cell)) is not None]
    if not signs or len(signs) == 1 and signs[0][0] != 1 or any(abs(a - b) != 1 for (a, _), (b, _) in pairwise(signs)):
        return
    cells = [cell for _, cell in signs]
    for at, cell in enumerate(cells):
        before = cells[at - 1].order if at else -1
        after = cells[at + 1].order if at + 1 < len(cells) else 1 << 60
        found = cell
        for node in parents(cell):
            if node.order <= before or node.last >= after or found.chars > cell.chars and node.chars > found.chars:
                break
            found = node
        if found.chars > cell.chars and not soup.within(found, "h1", "textarea"):
            yield found


def in_rows(soup: Soup) -> Iterator[tuple[Element, Element]]:
    """The rows that sign comments, and the text behind each."""
    texts = soup.by_class("comText")
    signs = [row for date in soup.by_class("comDate") if (row := _row_of(date)) is not None]
    for at, row in enumerate(signs):
        end = signs[at + 1].order if at + 1 < len(signs) else 1 << 60
        text = next((text for text in texts if row.last < text.order < end), None)
        if text is not None:
            yield row, text


def _row_of(tag: Element) -> Element | None:
    return next((node for node in parents(tag) if node.name == "tr"), None)


def _number_of(cell: Element) -> int | None:
    """The number of a cell that is a signature: "#1", a name and a date."""
    if not 8 < cell.chars <= _LONGEST:
        return None
    first: object = cell
    while isinstance(first, Element) and first.contents:
        first = next((node for node in first.contents if not isinstance(node, Text) or node.strip()), None)
    if not isinstance(first, Text) or first.strip()[:1] != "#":
        return None
    text = text_of(cell) or ""
    match = _SIGN.match(text)
    if match is None or not parse_date(text).published or not name_in(text[match.end(1) :], parse_date):
        return None
    return int(match[1])
