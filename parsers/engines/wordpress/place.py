"""A part of a page, asked for elements by name and class: answers come from the page's index, not from a walk."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from ...tree.soup import Element, Soup


class Place:
    """The elements from ``low`` to ``high`` (orders, both included) that do not stand in one of ``beside``."""

    def __init__(self, soup: Soup, low: int, high: int, beside: Iterable[Element] = ()) -> None:
        self.soup = soup
        self.low = low
        self.high = high
        self.beside = tuple(beside)
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted((tag.order, tag.last) for tag in self.beside):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, tag: Element) -> bool:
        order = tag.order
        if not self.low <= order <= self.high:
            return False
        at = bisect_right(self._starts, order) - 1
        return at < 0 or self._ends[at] < order

    def without(self, tag: Element | None) -> Place:
        """The same part with one element more left out."""
        return self if tag is None else Place(self.soup, self.low, self.high, (*self.beside, tag))

    def named(self, *names: str) -> list[Element]:
        """The elements of these names, name after name."""
        return [tag for name in names for tag in self._within(self.soup.by_name(name))]

    def classed(self, *classes: str) -> list[Element]:
        """The elements that carry one of these classes, class after class."""
        index = self.soup.classes
        found: dict[int, Element] = {}
        for name in classes:
            # a list page asks fifty classes for each of its posts, and has few of them
            if name in index:
                found.update((id(tag), tag) for tag in self._within(index[name]))
        return list(found.values())

    def related(self, rel: str) -> list[Element]:
        """The links of this relation."""
        return list(self._within(self.soup.by_rel(rel)))

    def _within(self, tags: list[Element]) -> Iterator[Element]:
        """Those of a list in page order that stand here; a list page asks for each of its posts."""
        for at in range(bisect_left(tags, self.low, key=_order), len(tags)):
            if tags[at].order > self.high:
                return
            if tags[at] in self:
                yield tags[at]


def _order(tag: Element) -> int:
    return tag.order
