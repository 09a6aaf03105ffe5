"""The "References (6)" of a Squarespace 5 post: found by their heading and what an item says, never by a class name.

No saved page with such a list is known. What is known: the heading; one sentence below it ("References allow you to
track sources for this article…"); items that are marked by an icon (alt text "Response" or "Source") and mostly by a
label ("Response: title"), the title linked; then lines with an excerpt, a site, a date. Some items have no title. So
the part of the page between the heading and the comments is read as a stream of lines with links, and cut into items
where list items, repeated blocks or markers begin; the number in the heading tells which cut is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from ...base import Parser
from ...model import Reference
from ...tree.soup import BLOCKS, Text, attribute, children, inside, walk
from ...tree.text import clean, text_of
from .reference import BARE_LABEL, KINDS, LABEL, Item, Line, read_item

HEADING = re.compile(r"References?\s*\((\d{1,6})\)")
_TRIES = 200
_LARGEST = 4000
"""Texts and elements that are looked at; a page made to cost time could hold more."""
MAY_HAVE_REFERENCES = re.compile(r"References?(?:\s|&nbsp;|&#160;|&#xA0;|<[^<>]{0,200}>){0,20}\(")
"""Asked of the text before the tree is walked."""
_BEGINNING = re.compile(r"References?\s*(?:\((?:\d{1,6}\)?)?)?$")
COMMENTS = re.compile(r"(?:Reader )?Comments?\s*\(|Reader Comments|Post a (?:New )?Comment", re.I)
INTRODUCTION = "References allow you to track sources"
_ID = re.compile(r"\D{0,40}(\d{3,20})")
_ITEM_BLOCKS = frozenset(("div", "p", "tr", "dt", "dl", "table", "section", "article", "blockquote"))
_INLINE = frozenset(("a", "b", "strong", "span", "em", "i", "font", "cite"))


def find_heading(content: Tag, skipped: Callable[[PageElement], bool]) -> tuple[PageElement, int] | None:
    """The node whose whole text is "References (6)", or begins with it, and the number."""
    node = content.next_element
    tries = 0
    while node is not None and tries < _TRIES:
        if type(node) is Text and len(node) < 200 and node.lstrip().startswith("Reference"):
            tries += 1
            found = _climb(node)
            if found and not skipped(node):
                return found
        node = node.next_element
    return None


def _climb(node: NavigableString) -> tuple[PageElement, int] | None:
    text = clean(node) or ""
    if match := HEADING.match(text):
        parent = node.parent
        alone = parent is not None and text_of(parent) == text and match.end() == len(text)
        return (parent if alone and parent is not None else node), int(match[1])
    place: Tag | None = node.parent
    for _ in range(4):  # the number may stand in an element of its own
        if place is None or not _BEGINNING.match(text):
            return None
        text = text_of(place) or ""
        if (match := HEADING.match(text)) and len(text) < 40:
            return place, int(match[1])
        place = place.parent
    return None


def read_references(
    heading: PageElement, claimed: int, stops: list[Tag], root: Tag, parser: Parser
) -> tuple[Reference, ...]:
    """The references below ``heading`` inside ``root``; ``stops`` are the elements where they end."""
    items = _best_cut(_below(heading, stops, root), claimed)
    labelled = any(LABEL.match(line.text) for item in items for line in item.lines)
    return tuple(read_item(item, position, labelled, parser) for position, item in enumerate(items, 1))


def _below(heading: PageElement, stops: list[Tag], root: Tag) -> list[PageElement]:
    """The nodes after the heading, climbing out of what wraps it until a link is among them."""
    closed = {id(tag) for stop in stops for tag in (stop, *stop.parents)}
    nodes: list[PageElement] = []
    enough = False
    place: PageElement | None = heading
    while place is not None and place is not root and not enough:
        for sibling in place.next_siblings:
            if isinstance(sibling, Tag):
                if id(sibling) in closed or _begins_comments(sibling):
                    return nodes
                enough = enough or sibling.name == "a" or any(tag.name == "a" for tag in walk(sibling))
            nodes.append(sibling)
        place = place.parent
    return nodes


def _begins_comments(tag: Tag) -> bool:
    if tag.name not in ("h1", "h2", "h3", "h4", "h5", "h6", "form", "div"):
        return False
    return tag.name == "form" or bool(COMMENTS.match((text_of(tag) or "")[:80]))


def _best_cut(nodes: list[PageElement], claimed: int) -> list[Item]:
    """The first way to cut that gives the claimed number and leaves nothing before; else the one by markers."""
    markers = _markers(nodes)
    lists = [_outermost(nodes, "li")]
    repeated = _repeated(nodes, claimed)
    tries = [*lists, markers, *repeated] if claimed == 1 else [*lists, *repeated, markers]
    for starts in tries:
        if len(starts) == claimed:
            items, before = _cut(nodes, starts)
            if len(items) == claimed and not before:
                return items
    return _cut(nodes, markers or lists[0])[0]


def _outermost(nodes: list[PageElement], name: str) -> list[PageElement]:
    found: list[PageElement] = []
    for node in nodes:
        if isinstance(node, Tag):
            for tag in (node, *walk(node)):
                if tag.name == name and not (found and isinstance(found[-1], Tag) and inside(tag, found[-1])):
                    found.append(tag)
    return found


def _markers(nodes: list[PageElement]) -> list[PageElement]:
    """Where an icon or a label begins an item; a label right behind an icon belongs to it."""
    found: list[PageElement] = []
    after_icon = False
    for node in _stream(nodes):
        if isinstance(node, Tag):
            if node.name == "img" and (attribute(node, "alt") or attribute(node, "title") or "").lower() in KINDS:
                found.append(_widened(node))
                after_icon = True
        elif LABEL.match(node) or BARE_LABEL.match(node):
            if not after_icon:
                found.append(_widened(node))
            after_icon = False
        elif not node.isspace():
            after_icon = False
    return found


def _widened(node: PageElement) -> PageElement:
    """``node``, or the link or emphasis that begins with it."""
    parent = node.parent
    while parent is not None and parent.name in _INLINE:
        said = (child for child in parent.contents if not (isinstance(child, NavigableString) and child.isspace()))
        if next(said, None) is not node:
            break
        node, parent = parent, parent.parent
    return node


def _repeated(nodes: list[PageElement], claimed: int) -> Iterator[list[PageElement]]:
    """Blocks of one name (and class) that stand ``claimed`` times side by side."""
    top = [node for node in nodes if isinstance(node, Tag)]
    holders = [*islice((tag for node in top for tag in (node, *walk(node))), _LARGEST)]
    for family in (top, *(children(tag) for tag in holders)):
        alike: dict[tuple[str, str], list[PageElement]] = {}
        for tag in family:
            if tag.name in _ITEM_BLOCKS and not (text_of(tag) or "").startswith(INTRODUCTION):
                for key in ((tag.name, attribute(tag, "class") or ""), (tag.name, "*")):
                    alike.setdefault(key, []).append(tag)
        yield from (group for group in alike.values() if len(group) == claimed)


def _stream(nodes: list[PageElement]) -> Iterator[Tag | NavigableString]:
    """All elements and texts of the nodes in page order."""
    for node in nodes:
        if type(node) is Text:
            yield node
        elif isinstance(node, Tag):
            yield node
            for inner in node.descendants:
                if isinstance(inner, Tag) or type(inner) is Text:
                    yield inner


def _cut(nodes: list[PageElement], starts: list[PageElement]) -> tuple[list[Item], bool]:
    """The items that begin at ``starts``, each with its lines; and whether something stands before the first."""
    writer = _Writer(frozenset(id(node) for node in starts))
    for node in nodes:
        writer.write(node, None)
    writer.end_line()
    return [item for item in writer.items if item.says_something], writer.before


class _Writer:
    def __init__(self, starts: frozenset[int]) -> None:
        self.starts = starts
        self.items: list[Item] = []
        self.line = Line()
        self.before = False

    def write(self, top: PageElement, link: Tag | None) -> None:
        stack: list[tuple[PageElement | None, Tag | None]] = [(top, link)]
        while stack:
            node, link = stack.pop()
            if node is None:
                self.end_line()
                continue
            if id(node) in self.starts:
                self.end_line()
                self.items.append(Item())
            if type(node) is Text:
                if not node.strip().startswith(INTRODUCTION):
                    self.line.parts.append((node, link))
            elif isinstance(node, Tag) and node.name not in ("script", "style", "form"):
                self.enter(node)
                inner = node if node.name == "a" and attribute(node, "href") else link
                if node.name in BLOCKS:
                    stack.append((None, None))
                stack.extend((child, inner) for child in reversed(node.contents))

    def enter(self, tag: Tag) -> None:
        item = self.items[-1] if self.items else None
        if tag.name in BLOCKS or tag.name == "br":
            self.end_line()
        elif tag.name == "a" and attribute(tag, "href"):
            self.line.links.append(tag)
        elif tag.name == "img" and item:
            alt = (attribute(tag, "alt") or attribute(tag, "title") or "").lower()
            item.kind = item.kind or KINDS.get(alt)
        if item and item.native_id is None and (number := _ID.fullmatch(attribute(tag, "id") or "")):
            item.native_id = number[1]

    def end_line(self) -> None:
        if self.line.text or self.line.links:
            if self.items:
                self.items[-1].lines.append(self.line)
            else:
                self.before = True
        self.line = Line()
