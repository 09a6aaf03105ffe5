"""Headings that stand over nothing once what is not the article is left out: "Did you like it?" over share buttons."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from ..tree.element import in_page_order
from ..tree.soup import Element, Soup, Spans, attribute, words_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
EMBEDS = frozenset(("instagram-media", "tiktok-embed", "fb-post", "wp-embedded-content"))
"""Classes of what a script turns into a post of another site: a heading over one is over something."""
_PICTURES = ("img", "iframe", "video", "audio", "embed", "object")


def emptied(soup: Soup, container: Element, without: list[Element]) -> Iterator[Element]:
    """Headings over nothing but what is left out."""
    headings = [tag for tag in soup.within(container, *HEADINGS) if tag.chars]
    if not headings:
        return
    gone, cuts = _Texts(without), _Cuts(soup, without)
    behind: dict[str, Element] = {}
    for heading in reversed(headings):
        if heading.link_chars > 0.5 * heading.chars or gone.hold(heading.first):
            continue
        nexts = (tag for level, tag in behind.items() if level <= heading.name)
        until = min(nexts, key=in_page_order, default=None)
        stop, end = (container.last + 1, container.end) if until is None else (until.order, until.first)
        if gone.are_all(heading.flow, heading.end, end) and cuts.are_all(heading.last, stop):
            gone.and_from(heading.first, end)
            yield heading
        else:
            behind[heading.name] = heading


class _Cuts:
    """Where a page's parts are left out, and where its pictures and embedded posts stay, as places in page order."""

    def __init__(self, soup: Soup, without: list[Element]) -> None:
        self.soup = soup
        self.without = without

    @cached_property
    def places(self) -> list[int]:
        return sorted(tag.order for tag in self.without if tag.chars or tag.name == "form")

    @cached_property
    def pictures(self) -> list[int]:
        out = Spans(self.without)
        shown = [tag.order for tag in self.soup.by_name(*_PICTURES) if tag not in out and not _is_pixel(tag)]
        return sorted([*shown, *(tag.order for tag in self.without if not EMBEDS.isdisjoint(words_of(tag)))])

    def are_all(self, start: int, stop: int) -> bool:
        """Whether between two places something is left out, and no picture stays."""
        return _has(self.places, start, stop) and not _has(self.pictures, start, stop)


def _has(places: list[int], start: int, stop: int) -> bool:
    at = bisect_right(places, start)
    return at < len(places) and places[at] < stop


class _Texts:
    """The texts of some elements, as spans of the page's texts in order."""

    def __init__(self, tags: Iterable[Element]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for first, end in sorted((tag.first, tag.end) for tag in tags):
            if self.ends and first <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(first)
                self.ends.append(end)
        self._more: dict[int, int] = {}

    def and_from(self, first: int, end: int) -> None:
        """Count in one more, that begins outside of all others."""
        self._more[first] = end

    def hold(self, at: int) -> bool:
        """Whether a place is in one of them."""
        nearest = bisect_right(self.starts, at) - 1
        return nearest >= 0 and at < self.ends[nearest]

    def are_all(self, flow: list[str], at: int, end: int) -> bool:
        """Whether nothing else is said between two places."""
        while at < end:
            if at in self._more:
                at = self._more[at]
            elif not flow[at] or flow[at].isspace():
                at += 1
            else:
                nearest = bisect_right(self.starts, at) - 1
                if nearest < 0 or self.ends[nearest] <= at:
                    return False
                at = self.ends[nearest]
        return True


def _is_pixel(tag: Element) -> bool:
    return attribute(tag, "width") in ("0", "1")
