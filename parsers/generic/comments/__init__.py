"""The comments and pings of a page that nobody described, and the areas where they stand.

``comment_items`` finds the elements that are comments, ``comment_depth`` which answers which, ``comment_ids`` their
numbers, and ``comment_parts`` reads one of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property

from ...dates import Date
from ...model import Comment, Reference
from ...tree.soup import Element, Soup, Spans, iter_name, words_of
from ...tree.text import text_of
from .depth import Item, answered
from .ids import number_of
from .items import MOST, Found, ItemFinder, can_be, is_dated
from .parts import PartReader
from .reviews import ANSWER, REVIEW, REVIEWS
from .words import AREA, FORM, ITEM, PART, PINGS, is_of_pings, named

_PING_WORDS = frozenset(("pingback", "trackback", "ping", "webmention"))
_PING_SAID = re.compile(
    r"\W*(?:(?:track|ping)back|webmention|rétrolien|rückverweis|referência|referencia|ピンバック|トラックバック|引用)\b"
    r"|\W*(?:track|ping)back\s?(?:from|von|by|de|par|:)",
    re.I,
)


class CommentFinder:
    """Finds the comments of one page, and the areas in which no other field may look."""

    def __init__(self, soup: Soup) -> None:
        self.soup = soup
        roles = (AREA, ITEM, PART, FORM, PINGS, REVIEW, REVIEWS, ANSWER)
        self._tagged: dict[str, list[Element]] = {role: [] for role in roles}
        for word, tags in soup.classes.items():
            if role := named(word):
                self._tagged[role] += tags
        for word, tag in soup.ids.items():
            if role := named(word):
                if role in (AREA, FORM, PINGS, REVIEWS):
                    self._tagged[role].append(tag)
                elif is_of_pings(word):
                    self._tagged[PINGS].append(tag)
        self.more = 0
        """Comments beyond the limit, which were not read."""
        self.items = self._nested(ItemFinder(soup, self._tagged).find())
        self.areas = self._areas()

    # ---- items

    def _nested(self, found: list[Found]) -> tuple[Item, ...]:
        """The items in page order, each in the one around it; wrappers of one comment are one item."""
        items: list[Item] = []
        stack: list[Item] = []
        self.more = max(len(found) - MOST, 0)
        for one in found[:MOST]:
            tag, native_id = one.tag, number_of(one.tag)
            while stack and stack[-1].last < tag.order:
                stack.pop()
            around = stack[-1] if stack else None
            if around is not None and not one.is_answer and _same_comment(around, tag, native_id):
                continue
            item = Item(tag, native_id, around, one.rest, _is_ping(tag), one.is_review)
            items.append(item)
            stack.append(item)
        return tuple(items)

    @cached_property
    def _apart(self) -> tuple[Item, ...]:
        """Pings in lists of their own, which are none of the items."""
        known = Spans(item.tag for item in self.items)
        starts = [item.tag.order for item in self.items]
        areas = [tag for tag in self._tagged[PINGS] if tag not in known and can_be(tag, self.soup)]
        found: list[Element] = []
        for area in sorted(areas, key=lambda tag: tag.order):
            holds = bisect_right(starts, area.order) < bisect_right(starts, area.last)
            if found and area.order <= found[-1].last or holds:
                continue
            inner = list(iter_name(area, "li", "dd", "p", "blockquote")) if area.name != "li" else []
            listed = [tag for tag in inner if any(link.chars for link in iter_name(tag, "a"))]
            found += [tag for at, tag in enumerate(listed) if not at or tag.order > listed[at - 1].last] or [area]
        return tuple(Item(tag, number_of(tag), is_ping=True) for tag in found)

    # ---- areas

    def _areas(self) -> tuple[Element, ...]:
        """The outermost elements that hold comments or the form for them, and hold no article."""
        tops = [tag for item in self.items if item.around is None for tag in (item.tag, *item.rest)]
        found = [*(tag for role in (AREA, FORM, PINGS, REVIEWS) for tag in self._tagged[role]), *tops]
        articles = [
            *self.soup.by_name("h1"),
            *(tag for tag in self.soup.items if tag.attrs.get("itemprop") == "articleBody"),
        ]
        ours = {id(tag) for tag in tops}
        kept: list[Element] = []
        for tag in sorted(found, key=lambda tag: (tag.order, -tag.last)):
            if tag.name in ("body", "html", "main", "a", "article") and id(tag) not in ours:
                continue
            if any(tag.order < article.order <= tag.last for article in articles):
                continue
            if not kept or tag.order > kept[-1].last:
                kept.append(tag)
        return tuple(kept)

    # ---- reading

    def read(self, base: str, url: str, date_of: Callable[[str | None], Date]) -> tuple[Comment, ...]:
        """The comments in page order; few without any date or number are none."""
        reader = self._reader(base, url, date_of)
        parents = answered(self.items)
        known: dict[Item, Comment] = {}
        numbers: dict[str, Comment] = {}
        for item in self.items:
            if item.is_ping:
                continue
            above = parents.get(item)
            while above is not None and above not in known:
                above = parents.get(above)
            comment = reader.read(item, len(known) + 1, known.get(above) if above else None, numbers)
            if comment is not None:
                known[item] = comment
                if comment.native_id:
                    numbers.setdefault(comment.native_id, comment)
        comments = tuple(known.values())
        if any(one.published or one.published_raw or one.native_id for one in comments):
            return comments
        # a few without are a dialog "Report this comment", a form's error messages
        return comments if len(comments) > 3 else ()

    def references(self, base: str, url: str, date_of: Callable[[str | None], Date]) -> tuple[Reference, ...]:
        """The pingbacks and trackbacks that stand among the comments, and those in lists of their own."""
        reader = self._reader(base, url, date_of)
        found: list[Reference] = []
        for item in self._pings():
            if ping := reader.ping(item, len(found) + 1):
                found.append(ping)
        return tuple(found)

    def _pings(self) -> Iterator[Item]:
        pings = [*(item for item in self.items if item.is_ping), *self._apart]
        return iter(sorted(pings, key=lambda item: item.tag.order))

    def _reader(self, base: str, url: str, date_of: Callable[[str | None], Date]) -> PartReader:
        return PartReader(base, url, date_of, frozenset(id(item.tag) for item in self.items))


def _is_ping(tag: Element) -> bool:
    """Whether an item is a ping: by its class, by a list of pings around it, by its first word."""
    if any(word.lower() in _PING_WORDS or is_of_pings(word) for word in words_of(tag)):
        return True
    parent = tag.parent
    for _ in range(3):
        if not isinstance(parent, Element):
            break
        if any(is_of_pings(word) for word in words_of(parent)):
            return True
        parent = parent.parent
    text = text_of(tag) if tag.chars < 3_000 else None
    return bool(text and _PING_SAID.match(text))


def _same_comment(around: Item, tag: Element, native_id: str | None) -> bool:
    """Whether ``tag`` only wraps something inside the comment ``around``: the same id, or none and most of its text."""
    if native_id is not None and around.native_id is not None:
        return native_id == around.native_id
    if native_id is not None or tag.name == "li" == around.tag.name:
        return False
    if set(words_of(tag)).isdisjoint(words_of(around.tag)) or not is_dated(tag) and is_dated(around.tag):
        # ``comment_default`` around date, name and ``comment``: the text alone
        return True
    if around.native_id is not None:
        return tag.name == "p" or tag.chars > 0.5 * around.tag.chars or tag.name != around.tag.name
    return tag.chars > 0.7 * around.tag.chars or tag.name != around.tag.name
