"""The numbers beside lines of code: a highlighter's, not the writer's.

Two shapes: a cell that holds nothing but numbers counting up, beside a cell of code (Hexo, Rouge, Pygments, Chroma,
SyntaxHighlighter); and a mark before each line, which only its class tells from a number in the code.
"""

from __future__ import annotations

from collections.abc import Iterator

from .soup import Element, Soup, iter_name, parents, words_of
from .text import Region, body_text, text_of

_MARKS = frozenset(("ln", "lnt", "lineno", "linenos", "linenumber", "line-number", "line-numbers", "lineNumber"))
_CELLS = frozenset(("gutter", "blob-num", "hljs-ln-numbers", "line-numbers", "lntd", "linenos", "lineno"))
_MOST = 60_000
"""Characters: the numbers of ten thousand lines."""


def gutters(region: Region) -> Iterator[Element]:
    """The elements of a region that number its code."""
    for node in region.nodes:
        for tag in _cells_and_marks(node) if isinstance(node, Element) else ():
            if tag.name == "td" and 0 < tag.chars <= _MOST:
                if _is_gutter(tag):
                    yield tag
            elif tag.name == "span" and 0 < tag.chars < 8 and not _MARKS.isdisjoint(words_of(tag)) and _is_mark(tag):
                yield tag


def _cells_and_marks(tag: Element) -> list[Element]:
    """The elements that may hold numbers, if code stands anywhere in the tree: its index knows, and most hold none."""
    *_, top = tag, *parents(tag)
    soup = top.parent
    if not isinstance(soup, Soup) or not ("pre" in soup.names or "code" in soup.names):
        return []
    return soup.within(tag, "td", "span")


def _is_gutter(cell: Element) -> bool:
    # other cells begin with something else: to find that out costs little, a cell's lines of code cost much
    if not (text_of(cell) or " ")[0].isdecimal():
        return False
    numbers = (body_text(cell) or "").split()
    if not all(number.isdecimal() and len(number) < 7 for number in numbers):
        return False
    first = int(numbers[0])
    if any(int(number) != first + at for at, number in enumerate(numbers)):
        return False
    if len(numbers) == 1 and _CELLS.isdisjoint(words_of(cell)) and next(iter_name(cell, "pre"), None) is None:
        return False
    row = cell.parent
    return isinstance(row, Element) and any(
        other is not cell and other.name == "td" and next(iter_name(other, "pre", "code"), None) is not None
        for other in row.contents
        if isinstance(other, Element)
    )


def _is_mark(tag: Element) -> bool:
    return (body_text(tag) or "").strip().isdecimal() and any(node.name in ("pre", "code") for node in parents(tag))
