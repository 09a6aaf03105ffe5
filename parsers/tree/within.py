"""What stands in an element, answered from the page's index instead of a walk through the element.

A comment is asked for a dozen parts; on a page where comments stand in comments, a walk for each would see every
element as often as it is deep. An element's inside are the orders above its ``order`` up to its ``last``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from .soup import Element, Soup


def first(soup: Soup, tag: Element | None, *classes: str) -> Element | None:
    """The first element in ``tag`` with the first of these classes that any element in it has."""
    for name in classes:
        for found in _inside(soup.classes.get(name), tag):
            return found
    return None


def classed(soup: Soup, tag: Element | None, *classes: str) -> Iterator[Element]:
    """The elements in ``tag`` that carry one of these classes, class after class."""
    for name in classes:
        yield from _inside(soup.classes.get(name), tag)


def named(soup: Soup, tag: Element | None, *names: str) -> Iterator[Element]:
    """The elements in ``tag`` of these names, name after name."""
    for name in names:
        yield from _inside(soup.names.get(name), tag)


def items(soup: Soup, tag: Element | None, *names: str) -> Iterator[Element]:
    """The elements in ``tag`` that are an ``itemprop`` of one of these names, in page order."""
    for found in _inside(soup.items, tag):
        if any(name in names for name in str(found.attrs.get("itemprop", "")).split()):
            yield found


def _inside(tags: list[Element] | None, tag: Element | None) -> Iterator[Element]:
    if not tags or tag is None:
        return
    for at in range(bisect_right(tags, tag.order, key=_order), len(tags)):
        found = tags[at]
        if found.order > tag.last:
            return
        yield found


def _order(tag: Element) -> int:
    return tag.order
