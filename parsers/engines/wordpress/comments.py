"""Comments and pings as WordPress themes print them, from 2004 to block themes.

A comment is an element whose id ends in its number: ``li#comment-12`` (Kubrick and everything since),
``li#li-comment-12 > article#comment-12``, ``div#wpd-comm-12_7`` (wpDiscuz, 7 is the parent), ``dt#comment-12`` with its
``dd``; or an ``li.pingback`` without one. Answers stand inside what they answer (``.children``), else ``depth-N`` tells
their place. Labels ("says:", "Pingback:", "Antworten") are translated and therefore never read: what is not the text
is known by class, by element, by where a link leads, or because it shares a line with the author's name.

A ping is an item of class ``pingback`` or ``trackback``, one in a list that is called so, or one whose text begins and
ends with "[…]", as WordPress cuts the lines that it quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from ...base import Parser
from ...model import Comment, Reference
from ...tree.known import known
from ...tree.soup import Element, attribute, children, parents, walk
from .comment import CommentReader
from .comment_parts import PINGS
from .item import Item

KINDS = PINGS | {"comment"}
LISTS = ("commentlist", "comment-list", "wp-block-comment-template", "comments-list")
PING_LISTS = re.compile(
    r"(?:ol-|ul-)?(?:pings?|pinglist|pings?-?list|pingbacks?(?:-?list)?|trackbacks?(?:-?list)?|tb-?list)", re.I
)
ELSEWHERE = frozenset("widget recentcomments widget_recent_comments wp-block-latest-comments sidebar".split())

_ID = re.compile(
    r"(?:(?:li|div|article|dsq|single|the|wpd|wc|wp|trackback|pingback|epoch)-)*"
    r"(?:comm(?:ent)?|trackback|pingback|ping)[-_]?(?P<id>\d{1,19})(?:_(?P<parent>\d{1,19}))?",
    re.I,
)
_DEPTH = re.compile(r"depth-(\d{1,3})")
_NAMES = frozenset("li div article section dt tr td p blockquote dl table fieldset".split())
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_MOST = 20_000


class Thread:
    """The comments and pings of one page."""

    def __init__(self, parser: Parser) -> None:
        self.parser = parser
        self.soup = parser.soup

    # ---- where

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in page order, each knowing the one around it."""
        found = {id(item.tag): item for item in self._pings()}
        for item in self._numbered():
            item.listed_as_ping = id(item.tag) in found and found[id(item.tag)].listed_as_ping
            found[id(item.tag)] = item
        if all(item.is_ping or item.native_id is None for item in found.values()):
            for item in self._unnumbered():
                found.setdefault(id(item.tag), item)
        items: list[Item] = []
        open_items: list[Item] = []
        numbers: set[str] = set()
        for item in sorted(found.values(), key=lambda item: (item.tag.order, -item.tag.last))[:_MOST]:
            while open_items and open_items[-1].tag.last < item.tag.order:
                open_items.pop()
            if item.native_id is not None and item.native_id in numbers or _is_elsewhere(item.tag):
                continue
            if open_items and item.native_id is None and KINDS.isdisjoint(item.classes):
                continue  # an entry of a list inside a comment's text
            if item.native_id:
                numbers.add(item.native_id)
            if open_items:
                item.around = open_items[-1]
                item.around.inside.append(item)
            items.append(item)
            open_items.append(item)
        _parents_by_depth(items)
        return tuple(items)

    def _numbered(self) -> Iterator[Item]:
        seen: dict[str, Element] = {}
        parent_of: dict[str, str] = {}
        for ident, tag in sorted(self.soup.ids.items(), key=lambda pair: pair[1].order):
            match = _ID.fullmatch(ident)
            if match and tag.name in _NAMES and tag.chars:
                if match["parent"] and match["parent"] != "0":
                    parent_of.setdefault(match["id"], match["parent"])
                seen.setdefault(match["id"], tag)
        wrapped = {id(tag) for tag in seen.values()}
        for number, tag in seen.items():
            outer = tag
            for parent in parents(tag):
                # <li class="comment depth-2"><article id="comment-7">…</article><ul class="children">
                if id(parent) in wrapped or parent.name not in ("li", "div") or not _is_item(parent):
                    break
                outer = parent
            text = _definition(tag) if tag.name == "dt" else None
            classes = _classes(outer, tag)
            yield Item(tag=outer, native_id=number, parent_id=parent_of.get(number), classes=classes, text=text)

    def _pings(self) -> Iterator[Item]:
        for tag in self.soup.by_class(*PINGS):
            if tag.chars and (tag.name == "li" or tag.name in ("div", "article", "dt") and _is_item(tag)):
                yield Item(tag=tag, classes=_classes(tag))
        areas = [tag for name, tags in self.soup.classes.items() if _lists_pings(name) for tag in tags]
        areas += [tag for ident, tag in self.soup.ids.items() if _lists_pings(ident)]
        for area in areas:
            yield from _pings_in(area)

    def _unnumbered(self) -> Iterator[Item]:
        tags = [tag for tag in self.soup.by_class("comment") if tag.name in ("li", "div", "article")]
        tags += [tag for area in self.soup.by_class(*LISTS) for tag in children(area) if tag.name == "li"]
        yield from (Item(tag=tag, classes=_classes(tag)) for tag in tags if tag.chars)

    # ---- what

    def comments(self) -> tuple[Comment, ...]:
        return self._read[0]

    def references(self) -> tuple[Reference, ...]:
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[tuple[Comment, ...], tuple[Reference, ...]]:
        told_kinds = any("byuser" in item.classes for item in self.items)
        own = self._own()
        comments: list[Comment] = []
        references: list[Reference] = []
        depths: dict[str | None, int] = {None: -1}
        for item in self.items:
            entry = CommentReader(self.parser, item, own[id(item)], told_kinds).entry()
            if entry is None:
                continue
            if entry.ping:
                references.append(entry.reference(len(references) + 1))
                continue
            parent = item.parent_id or (item.around.native_id if item.around else None)
            depth = depths.get(parent, -1) + 1
            if item.native_id:
                depths[item.native_id] = depth
            comments.append(entry.comment(len(comments) + 1, parent, depth))
        return tuple(comments), tuple(references)

    def _own(self) -> dict[int, list[Element]]:
        """The elements of each item without those of the items and lists of answers in it, in one walk for all."""
        by_tag = {id(item.tag): item for item in self.items}
        own: dict[int, list[Element]] = {id(item): [] for item in self.items}
        for outer in self.items:
            if outer.around is None:
                # (where it ends, whose elements stand there; None in a list of answers between two of them)
                frames: list[tuple[int, Item | None]] = [(outer.tag.last, outer)]
                for tag in walk(outer.tag):
                    while frames[-1][0] < tag.order:
                        frames.pop()
                    holder = frames[-1][1]
                    if id(tag) in by_tag:
                        frames.append((tag.last, by_tag[id(tag)]))
                    elif holder is not None and "children" in (tag.attrs.get("class") or ()):
                        holder.nests.append(tag)
                        frames.append((tag.last, None))
                    elif holder is not None:
                        own[id(holder)].append(tag)
            if outer.text is not None:
                own[id(outer)] += walk(outer.text)
        return own


def _parents_by_depth(items: list[Item]) -> None:
    """Parents of items that stand side by side and only tell their depth by class."""
    chain: list[Item] = []
    for item in items:
        depth = next((int(found[1]) for name in item.classes if (found := _DEPTH.fullmatch(name))), 0)
        if depth < 1:
            continue
        del chain[depth - 1 :]
        if chain and item.around is None and item.parent_id is None and len(chain) == depth - 1:
            item.parent_id = chain[-1].native_id
        while len(chain) < depth:
            chain.append(item)


def _pings_in(area: Element) -> Iterator[Item]:
    """The entries of a list of pings: ``ol.pinglist > li``, ``div#pings ol > li``, ``h3#pings + ol > li``."""
    if area.name in _HEADINGS:
        after = _element_after(area)
        lists = [after] if after is not None and after.name in ("ol", "ul") else []
    else:
        lists = [area] if area.name in ("ol", "ul") else [tag for tag in children(area) if tag.name in ("ol", "ul")]
    for tag in (tag for one in lists for tag in children(one)):
        if tag.name == "li" and tag.link_chars:
            match = _ID.fullmatch(attribute(tag, "id") or "")
            yield Item(tag=tag, native_id=match["id"] if match else None, classes=_classes(tag), listed_as_ping=True)


def _is_elsewhere(tag: Element) -> bool:
    return any(not ELSEWHERE.isdisjoint(parent.attrs.get("class") or ()) for parent in parents(tag))


def _is_item(tag: Element) -> bool:
    return any(name in KINDS or _DEPTH.fullmatch(name) for name in tag.attrs.get("class") or ())


def _classes(*tags: Element) -> frozenset[str]:
    return frozenset(name for tag in tags for name in tag.attrs.get("class") or ())


def _definition(tag: Element) -> Element | None:
    """The ``dd`` after a ``dt``."""
    after = _element_after(tag)
    return after if after is not None and after.name == "dd" else None


def _element_after(tag: Element) -> Element | None:
    after = tag.next_sibling
    while after is not None and not isinstance(after, Element):
        after = after.next_sibling
    return after


@known
def _lists_pings(word: str) -> bool:
    return PING_LISTS.fullmatch(word) is not None
