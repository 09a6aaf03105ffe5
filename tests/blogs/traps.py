"""Places where a crawl never ends: each answers 200, looks like a page of the blog, and leads to more of its kind."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

Links = Sequence[tuple[str, str]]
"""Addresses and words."""


@dataclass(frozen=True, kw_only=True)
class Trap:
    """One trap; its addresses match `pattern`, a search on path and query."""

    name: str
    pattern: re.Pattern[str]
    links: Callable[[str], Links] = lambda target: ()
    """What a page at this target, in the trap or not, links to on behalf of the trap."""
    parameters: tuple[str, ...] = ()
    """Of a trap that answers with the document without them."""
    away: bool = False
    """Whether it redirects to another site. A trap with neither answers with pages of its own."""

    def owns(self, target: str) -> bool:
        return self.pattern.search(target) is not None

    def named(self, name: str) -> Trap:
        return replace(self, name=name)


def calendar(path: str, *, by_path: bool) -> Trap:
    """A calendar of months and days, with a month before and a month after each, for ever."""
    form = r"(\d{4})/(\d\d)/" if by_path else r"\?month=(\d{4})-(\d\d)"
    pattern = re.compile(rf"^{re.escape(path)}{form}")

    def address(months: int, day: int | None = None) -> str:
        year, month = divmod(months, 12)
        if by_path:
            return f"{path}{year:04}/{month + 1:02}/" + (f"{day:02}/" if day else "")
        return f"{path}?month={year:04}-{month + 1:02}" + (f"&day={day}" if day else "")

    def links(target: str) -> Links:
        match = pattern.search(target)
        if match is None:
            return ((address(2010 * 12 + 5), "Calendar"),)
        months = int(match[1]) * 12 + int(match[2]) - 1
        around = [(address(months - 1), "« Before"), (address(months + 1), "After »")]
        return (*around, *((address(months, day), str(day)) for day in range(1, 29, 3)))

    return Trap(name="calendar", pattern=pattern, links=links)


def sessions(parameter: str) -> Trap:
    """Session ids in addresses: every page gives another, and what is reached with one passes on new ones."""

    def links(target: str) -> Links:
        path = without(target, parameter)
        number = hashlib.sha256(target.encode()).hexdigest()[:24]
        return ((with_parameter(path, parameter, number), "Stay on this page"),)

    return Trap(name="session ids", pattern=re.compile(rf"[?&]{parameter}="), links=links, parameters=(parameter,))


def searches(address: str) -> Trap:
    """A search whose results suggest further searches; `address` ends where the words go."""
    pattern = re.compile(re.escape(address) + r"([^&]*)")
    words = ("tide", "rope", "lamp", "owl")

    def links(target: str) -> Links:
        match = pattern.search(target)
        before = match[1] if match else ""
        return tuple((f"{address}{before}{'+' if before else ''}{word}", f"Search for {word}") for word in words)

    return Trap(name="search", pattern=pattern, links=links)


def print_views(parameter: str, is_post: Callable[[str], bool]) -> Trap:
    """A print view of every post."""

    def links(target: str) -> Links:
        return ((with_parameter(target, name, value), "Print"),) if is_post(target) else ()

    name, _, value = parameter.partition("=")
    pattern = re.compile(rf"[?&]{re.escape(parameter)}")
    return Trap(name="print views", pattern=pattern, links=links, parameters=(name,))


def sort_orders(is_list: Callable[[str], bool]) -> Trap:
    """Every list in six orders, each with the others to go on to."""
    pattern = re.compile(r"[?&]orderby=")

    def links(target: str) -> Links:
        bare = without(without(target, "orderby"), "order")
        if not is_list(bare):
            return ()
        return tuple(
            (with_parameter(with_parameter(bare, "orderby", name), "order", order), f"By {name}, {order}")
            for name in ("title", "date", "author")
            for order in ("asc", "desc")
        )

    return Trap(name="sort orders", pattern=pattern, links=links, parameters=("orderby", "order"))


def repeated_paths(path: str) -> Trap:
    """A relative link that climbs into itself: /files/notes/notes/notes/…, and the server does not mind."""
    pattern = re.compile(rf"^{re.escape(path)}(?:notes/)+$")

    def links(target: str) -> Links:
        return (("notes/", "Notes"),) if pattern.search(target) else ((f"{path}notes/", "Notes"),)

    return Trap(name="repeated paths", pattern=pattern, links=links)


def with_parameter(target: str, name: str, value: str) -> str:
    return f"{target}{'&' if '?' in target else '?'}{name}={value}"


def without(target: str, name: str) -> str:
    """The target without a query parameter."""
    parts = urlsplit(target)
    kept = [part for part in parts.query.split("&") if part and part.partition("=")[0] != name]
    return parts.path + ("?" + "&".join(kept) if kept else "")
