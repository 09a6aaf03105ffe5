"""The line of a comment that its author or date stands on, which is signature and not text."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from ...tree.soup import BLOCKS, SILENT, Element

_MORE = 60
"""Characters from which a block around a name says more than who wrote when."""


def line_of(tag: Element, root: Element) -> Iterator[PageElement]:
    """All that stands on one line with an element: its neighbours up to the next block, or the block around it.

    ``Kommentar von <cite>Ada</cite><br><small>8. Dezember</small><p>`` begins with one line: themes of 2005 write so.
    """
    node: Element = tag
    while node.parent is not root and isinstance(node.parent, Element):
        parent = node.parent
        if parent.name in BLOCKS and (parent.chars > node.chars + _MORE or _holds_blocks(parent, node)):
            break
        node = parent
    yield node
    if node.name not in BLOCKS:
        yield from _run(node.previous_sibling, back=True)
        yield from _run(node.next_sibling, back=False)


def _holds_blocks(tag: Element, but: Element) -> bool:
    """Whether an element holds blocks with text beside one of its children."""
    return any(one is not but and isinstance(one, Element) and one.name in BLOCKS and one.chars for one in tag.contents)


def opened(root: Element, left_out: list[PageElement]) -> Iterator[PageElement]:
    """The nodes of an element without some strings; an element that holds one of them is replaced by its nodes.

    A region leaves elements out, not strings.
    """
    strings = {id(node) for node in left_out if isinstance(node, NavigableString)}
    holders = {id(parent) for node in left_out if isinstance(node, NavigableString) for parent in node.parents}
    stack: list[Iterator[PageElement]] = [iter(root.contents)]
    while stack:
        for node in stack[-1]:
            if id(node) in holders and isinstance(node, Tag):
                stack.append(iter(node.contents))
                break
            if id(node) not in strings:
                yield node
        else:
            stack.pop()


def _run(node: PageElement | None, *, back: bool) -> Iterator[PageElement]:
    while node is not None and not (isinstance(node, Tag) and (node.name in BLOCKS or node.name in SILENT)):
        yield node
        node = node.previous_sibling if back else node.next_sibling
