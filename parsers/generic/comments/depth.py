"""Which comment answers which: by elements in elements, attributes, levels in classes, lists behind, indentation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...tree.soup import Element, attribute, parents, words_of
from .ids import parent_of

_LEVEL = re.compile(
    r"^(?:[a-z]+[-_]){0,3}(?:depth|level|lvl|indent|ebene|niveau|replytreelevel|child|nest|nesting|nested)[-_]?(\d{1,2})$",
    re.I,
)
_ANSWERS = re.compile(
    r"children|child|replies|reply-?list|answers?|responses|antworten|reponses|thread|nested|indent|sub-?comments?|"
    r"comments?-?list",
    re.I,
)
_MARGIN = re.compile(r"(?:margin|padding)-(?:left|inline-start)\s*:\s*([\d.]+)", re.I)
_LEVELS = ("depth", "data-depth", "data-level", "data-indent")


@dataclass(frozen=True, eq=False)
class Item:
    """An element that is one comment, what follows it and belongs to it, its number, and the item it stands in."""

    tag: Element
    native_id: str | None
    around: Item | None = None
    rest: tuple[Element, ...] = ()
    is_ping: bool = False
    is_review: bool = False
    """A review, whose title belongs to its text though it may stand in its head."""

    @property
    def last(self) -> int:
        return self.rest[-1].last if self.rest else self.tag.last


def answered(items: Sequence[Item]) -> dict[Item, Item]:
    """For each item that answers another: that other one."""
    found = {item: item.around for item in items if item.around is not None}
    if found:
        return found
    return _by_attribute(items) or _by_level(items) or _by_list(items) or _by_margin(items)


def _by_attribute(items: Sequence[Item]) -> dict[Item, Item]:
    known = {item.native_id: item for item in items if item.native_id}
    told = {item: known.get(parent) for item in items if (parent := parent_of(item.tag))}
    return {item: parent for item, parent in told.items() if parent is not None and parent is not item}


def _by_level(items: Sequence[Item]) -> dict[Item, Item]:
    """A flat list that tells the depth: "depth-2" answers the last one of depth 1."""
    levels = [_level_of(item.tag) for item in items]
    told = [level for level in levels if level is not None]
    return _by_steps(items, [float(level) if level is not None else None for level in levels]) if told else {}


def _level_of(tag: Element) -> int | None:
    for word in words_of(tag):
        if match := _LEVEL.match(word):
            return int(match[1])
    for name in _LEVELS:
        value = attribute(tag, name)
        if value and value.isdigit():
            return int(value)
    return None


def _by_margin(items: Sequence[Item]) -> dict[Item, Item]:
    """Answers set in by a style: ``margin-left: 25px`` on the item or on what wraps it alone."""
    return _by_steps(items, [_margin_of(item.tag) for item in items])


def _margin_of(tag: Element) -> float:
    total = 0.0
    for node in (tag, *parents(tag)):
        style = node.attrs.get("style") if node.attrs else None
        if style and (match := _MARGIN.search(str(style))):
            total += float(match[1])
    return total


def _by_steps(items: Sequence[Item], steps: Sequence[float | None]) -> dict[Item, Item]:
    found: dict[Item, Item] = {}
    stack: list[tuple[float, Item]] = []
    for item, step in zip(items, steps, strict=True):
        if step is None:
            stack.clear()
            continue
        while stack and stack[-1][0] >= step:
            stack.pop()
        if stack:
            found[item] = stack[-1][1]
        stack.append((step, item))
    return found


def _by_list(items: Sequence[Item]) -> dict[Item, Item]:
    """A list that follows an item and holds its answers: ``<li>…</li><ul class="children">…</ul>``.

    Zinnia's stands in an ``<li>`` of its own.
    """
    found: dict[Item, Item] = {}
    at = {id(item.tag): item for item in items}
    for item in items:
        inner = item.tag
        for node in parents(item.tag):
            holds_list = inner.name in ("ul", "ol") and inner.chars == node.chars
            inner = node
            if id(node) in at or node.name == "body":
                break
            before = node.previous_sibling
            while before is not None and not (isinstance(before, Element) and before.chars):
                before = before.previous_sibling
            if not isinstance(before, Element):
                continue
            if node.name in ("ul", "ol") or holds_list or any(_ANSWERS.search(word) for word in words_of(node)):
                # what came before may be the item or the list of an earlier answer to it
                while isinstance(before, Element) and id(before) not in at:
                    before = before.previous_sibling
                if isinstance(before, Element):
                    found[item] = at[id(before)]
                break
    return found
