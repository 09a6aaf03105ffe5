"""Comments and pings as WordPress themes print them, from 2004 to block themes.

A comment is an element whose id ends in its number: ``li#comment-12`` (Kubrick and everything since),
``li#li-comment-12 > article#comment-12``, ``div#wpd-comm-12_7`` (wpDiscuz, 7 is the parent), ``dt#comment-12`` with its
``dd``; or an ``li.pingback`` without one. Answers stand inside what they answer (``.children``), else ``depth-N`` tells
their place. Labels ("says:", "Pingback:", "Antworten") are translated and therefore never read: what is not the
text is known by class, by element, by where a link leads, or because it shares a line with the author's name.

A ping is an item of class ``pingback`` or ``trackback``, one in a list that is called so, one that is nothing but a link
away, or one whose text begins and ends with "[…]", as WordPress cuts the lines that it quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .base import Parser
from .model import Comment, Reference
from .soup import Element, attribute, children, iter_class, parents
from .wordpress_comment import CommentReader

KINDS = frozenset(("comment", "pingback", "trackback"))
LISTS = ("commentlist", "comment-list", "wp-block-comment-template", "comments-list")
PING_LISTS = re.compile(r"^(?:ol-|ul-)?(?:pings?|pinglist|pings?-?list|pingbacks?(?:-?list)?|trackbacks?(?:-?list)?|tb-?list)$", re.I)
ELSEWHERE = frozenset(("widget", "recentcomments", "widget_recent_comments", "wp-block-latest-comments", "sidebar"))

_ID = re.compile(
    r"^(?:(?:li|div|article|dsq|single|the|wpd|wc|wp|trackback|pingback|epoch)-)*(?:comm(?:ent)?|trackback|pingback|ping)[-_]?"
    r"(?P<id>\d{1,19})(?:_(?P<parent>\d{1,19}))?$",
    re.I,
)
_DEPTH = re.compile(r"^depth-(\d{1,3})$")
_NAMES = frozenset(("li", "div", "article", "section", "dt", "tr", "td", "p", "blockquote", "dl", "table", "fieldset"))
_MOST = 20_000


@dataclass(eq=False)
class Item:
    """An element that is one comment or ping, its number, and the item around it."""

    tag: Element
    native_id: str | None
    parent_id: str | None = None
    around: Item | None = None
    inside: list[Item] = field(default_factory=list)
    classes: frozenset[str] = frozenset()
    text: Element | None = None
    """The ``dd`` that holds the text where ``tag`` is a ``dt``."""
    listed_as_ping: bool = False


class Thread:
    """The comments and pings of one page."""

    def __init__(self, parser: Parser) -> None:
        self.parser = parser
        self.soup = parser.soup

    # ---- where

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in page order, each knowing the one around it."""
        found = {id(item.tag): item for item in self._numbered()}
        for item in self._listed(bool(found)):
            found.setdefault(id(item.tag), item)
        items: list[Item] = []
        open_items: list[Item] = []
        numbers: set[str] = set()
        for item in sorted(found.values(), key=lambda item: (item.tag.order, -item.tag.last))[:_MOST]:
            while open_items and open_items[-1].tag.last < item.tag.order:
                open_items.pop()
            if item.native_id is not None and item.native_id in numbers or self._is_elsewhere(item.tag):
                continue
            if open_items and item.native_id is None and not KINDS & item.classes:
                continue  # an entry of a list inside a comment's text
            if item.native_id:
                numbers.add(item.native_id)
            item.around = open_items[-1] if open_items else None
            if item.around:
                item.around.inside.append(item)
            items.append(item)
            open_items.append(item)
        _parents_by_depth(items)
        return tuple(items)

    def _numbered(self) -> Iterator[Item]:
        seen: dict[str, Element] = {}
        parent_of: dict[str, str] = {}
        for ident, tag in sorted(self.soup.ids.items(), key=lambda pair: pair[1].order):
            match = _ID.match(ident)
            if not match or tag.name not in _NAMES or not tag.chars:
                continue
            number = match["id"]
            if match["parent"] and match["parent"] != "0":
                parent_of.setdefault(number, match["parent"])
            seen.setdefault(number, tag)
        wrapped = {id(tag) for tag in seen.values()}
        for number, tag in seen.items():
            outer = tag
            for parent in parents(tag):
                # <li class="comment depth-2"><article id="comment-7">…</article><ul class="children">
                classes = parent.attrs.get("class") or ()
                if id(parent) in wrapped or parent.name not in ("li", "div") or not _is_item(classes):
                    break
                outer = parent
            text = _definition(tag) if tag.name == "dt" else None
            yield Item(outer, number, parent_of.get(number), classes=_classes(outer, tag), text=text)

    def _listed(self, has_numbers: bool) -> Iterator[Item]:
        for tag in self.soup.by_class("pingback", "trackback"):
            if tag.name in ("li", "div", "article", "dt") and tag.chars and (tag.name == "li" or _is_item(tag.attrs["class"])):
                yield Item(tag, None, classes=_classes(tag))
        for name, tags in self.soup.classes.items():
            if PING_LISTS.match(name):
                for tag in tags:
                    yield from self._pings(tag)
        for ident, tag in self.soup.ids.items():
            if PING_LISTS.match(ident):
                yield from self._pings(tag)
        if not has_numbers:
            for tag in self.soup.by_class("comment"):
                if tag.name in ("li", "div", "article") and tag.chars and _is_item(tag.attrs["class"]):
                    yield Item(tag, None, classes=_classes(tag))
            for area in self.soup.by_class(*LISTS):
                for tag in children(area):
                    if tag.name == "li" and tag.chars:
                        yield Item(tag, None, classes=_classes(tag))

    def _pings(self, area: Element) -> Iterator[Item]:
        """The entries of a list of pings: ``ol.pinglist > li``, ``div#pings ol > li``, ``h3#pings + ol > li``."""
        lists = [area] if area.name in ("ol", "ul") else [tag for tag in children(area) if tag.name in ("ol", "ul")]
        if area.name in ("h2", "h3", "h4", "h5", "h6"):
            after = area.next_sibling
            while after is not None and not isinstance(after, Element):
                after = after.next_sibling
            lists = [after] if after is not None and after.name in ("ol", "ul") else []
        for one in lists:
            for tag in children(one):
                if tag.name == "li" and tag.link_chars:
                    match = _ID.match(attribute(tag, "id") or "")
                    yield Item(tag, match["id"] if match else None, classes=_classes(tag), listed_as_ping=True)

    def _is_elsewhere(self, tag: Element) -> bool:
        return any(not ELSEWHERE.isdisjoint(parent.attrs.get("class") or ()) for parent in parents(tag))

    # ---- what

    @cached_property
    def _read(self) -> tuple[tuple[Comment, ...], tuple[Reference, ...]]:
        reader = CommentReader(self.parser, self.items)
        comments: list[Comment] = []
        references: list[Reference] = []
        depths: dict[str | None, int] = {None: -1}
        for item in self.items:
            entry = reader.entry(item)
            if entry is None:
                continue
            if entry.ping:
                references.append(entry.reference(len(references) + 1))
                continue
            parent = item.parent_id or self._parent(item)
            depth = depths.get(parent, -1) + 1
            depths[item.native_id or f"#{id(item)}"] = depth
            comments.append(entry.comment(len(comments) + 1, parent, depth))
        return tuple(comments), tuple(references)

    def _parent(self, item: Item) -> str | None:
        return item.around.native_id if item.around else None

    def comments(self) -> tuple[Comment, ...]:
        return self._read[0]

    def references(self) -> tuple[Reference, ...]:
        return self._read[1]


def _parents_by_depth(items: list[Item]) -> None:
    """Parents of items that stand side by side and only tell their depth by class."""
    chain: list[Item] = []
    for item in items:
        depth = next((int(found[1]) for name in item.classes if (found := _DEPTH.match(name))), 0)
        if depth < 1:
            continue
        del chain[depth - 1 :]
        if item.around is None and item.parent_id is None and len(chain) == depth - 1 and chain:
            item.parent_id = chain[-1].native_id
        while len(chain) < depth - 1:
            chain.append(item)
        chain.append(item)


def _is_item(classes: list[str]) -> bool:
    return any(name in KINDS or _DEPTH.match(name) for name in classes)


def _classes(*tags: Element) -> frozenset[str]:
    return frozenset(name for tag in tags for name in tag.attrs.get("class") or ())


def _definition(tag: Element) -> Element | None:
    """The ``dd`` after a ``dt``."""
    after = tag.next_sibling
    while after is not None and not isinstance(after, Element):
        after = after.next_sibling
    return after if after is not None and after.name == "dd" else None
