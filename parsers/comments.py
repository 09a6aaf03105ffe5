"""Where the comments stand in a page that nobody described.

Four ways, the surest first; the first that finds comments is taken:

1. ids with a number: ``comment-123``, ``kommentar42``;
2. class words that say "comment" of one thing and not of a list or a part: ``comment-item``, ``mo-comment-card``;
   items of microdata and microformats;
3. class words of parts (``mo-comment-content``): the item is the widest element that holds one such part and no other;
4. an area that says "comments" and holds a list, or neighbours of one shape.

Items that stand in others answer them. ``comment_parts`` reads one item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .comment_parts import PartReader
from .comment_words import AREA, FORM, HINT, ITEM, PART, role_of
from .dates import Date
from .model import Comment, Reference
from .soup import Element, Soup, attribute, children, iter_name, parents, walk, words_of

_ID = re.compile(
    r"^(?:[a-z]{1,12}[-_:])*?(?:comment|kommentar|commentaire|comentario|commento|komentar|reactie|leserbrief|"
    r"cmt|comm)[-_:]?"
    r"(?:id|body|content|text|wrapper|item|entry)?[-_:]?(?P<id>\d{1,20}|[0-9a-f]{8}-[0-9a-f-]{20,30}|[0-9a-f]{16,40})$",
    re.I,
)
_SHORT_ID = re.compile(
    r"^(?:c|cm|com|k|r|post|reply|message|msg|p|bb_message|entry|item|id)[-_]?(?P<id>\d{1,20})$", re.I
)
_HOLDERS = frozenset(
    ("li", "div", "article", "section", "tr", "td", "dl", "dt", "blockquote", "p", "table", "fieldset", "ol", "ul")
)
_ELSEWHERE = frozenset(
    ("widget", "sidebar", "recentcomments", "recent-comments", "latest-comments", "widget_recent_comments")
)
_FOREIGN = frozenset(("nav", "aside", "form", "header"))
_TYPES = ("/Comment", "/UserComments", "/Answer")
_MOST = 10_000


@dataclass(frozen=True, eq=False)
class Item:
    """An element that is one comment, its id, and the item it stands in."""

    tag: Element
    native_id: str | None
    around: Item | None = None


class CommentFinder:
    """Finds the comments of one page, and the areas in which no other field may look."""

    def __init__(self, soup: Soup) -> None:
        self.soup = soup
        self._tagged: dict[str, list[Element]] = {AREA: [], ITEM: [], PART: [], FORM: []}
        for word, tags in soup.classes.items():
            if role := role_of(word):
                self._tagged[role] += tags
        for word, tag in soup.ids.items():
            if (role := role_of(word)) and role in (AREA, FORM):
                self._tagged[role].append(tag)
        self.more = 0
        """Comments beyond the limit, which were not read."""
        self.items = self._items()
        self.areas = self._areas()

    # ---- items

    def _items(self) -> tuple[Item, ...]:
        for found in (self._by_id, self._by_class, self._by_part, self._by_shape):
            items = self._nested(found())
            if items:
                return items
        return ()

    def _nested(self, found: Iterable[tuple[Element, str | None]]) -> tuple[Item, ...]:
        """The items in page order, each in the one around it; wrappers of one comment are one item."""
        items: list[Item] = []
        stack: list[Item] = []
        pairs = {id(tag): (tag, native_id) for tag, native_id in found if _can_be(tag)}
        self.more = max(len(pairs) - _MOST, 0)
        for tag, native_id in sorted(pairs.values(), key=lambda pair: pair[0].order)[:_MOST]:
            while stack and stack[-1].tag.last < tag.order:
                stack.pop()
            around = stack[-1] if stack else None
            if around is not None and _same_comment(around, tag, native_id):
                continue
            item = Item(tag, native_id, around)
            items.append(item)
            stack.append(item)
        return tuple(items)

    def _by_id(self) -> Iterator[tuple[Element, str | None]]:
        for ident, tag in self.soup.ids.items():
            match = _ID.match(ident) if ident[-1:].isalnum() and HINT.search(ident) else None
            if match and tag.name not in ("a", "span", "ol", "ul"):
                yield tag, match["id"]
        for tag in self.soup.items:
            if str(tag.attrs.get("itemtype", "")).rstrip("/").endswith(_TYPES):
                yield tag, _number(tag)

    def _by_class(self) -> Iterator[tuple[Element, str | None]]:
        for tag in (
            *self._tagged[ITEM],
            *(tag for tag in self.soup.by_class("h-cite") if "u-comment" in tag.attrs["class"]),
        ):
            yield tag, _number(tag)

    def _by_part(self) -> Iterator[tuple[Element, str | None]]:
        parts = sorted((tag for tag in self._tagged[PART] if _can_be(tag)), key=lambda tag: tag.order)[:_MOST]
        parts = [tag for at, tag in enumerate(parts) if not at or tag.order > parts[at - 1].last]
        areas = {id(tag) for tag in self._tagged[AREA]}
        for at, part in enumerate(parts):
            before = parts[at - 1].order if at else -1
            after = parts[at + 1].order if at + 1 < len(parts) else 1 << 60
            tag = part
            for parent in parents(part):
                if (
                    parent.name in ("body", "ul", "ol", "tbody")
                    or id(parent) in areas
                    or parent.order <= before
                    or parent.last >= after
                ):
                    break
                tag = parent
            if tag is not part or len(parts) > 1:
                yield tag, _number(tag)

    def _by_shape(self) -> Iterator[tuple[Element, str | None]]:
        for area in sorted(self._tagged[AREA], key=lambda tag: tag.order):
            if area.chars < 60 or _is_elsewhere(area):
                continue
            found = [tag for tag in walk(area) if tag.name == "li" and tag.chars > 30 and _numbered(tag)]
            found = found or list(_alike(area))
            if found:
                yield from ((tag, _number(tag)) for tag in found)
                return

    # ---- areas

    def _areas(self) -> tuple[Element, ...]:
        """The outermost elements that hold comments or the form for them, and hold no article."""
        found = [*self._tagged[AREA], *self._tagged[FORM], *(item.tag for item in self.items if item.around is None)]
        articles = [
            *self.soup.by_name("h1"),
            *(tag for tag in self.soup.items if tag.attrs.get("itemprop") == "articleBody"),
        ]
        kept: list[Element] = []
        for tag in sorted(found, key=lambda tag: (tag.order, -tag.last)):
            if tag.name in ("body", "html", "main", "a", "article") and not any(item.tag is tag for item in self.items):
                continue
            if any(tag.order < article.order <= tag.last for article in articles):
                continue
            if not kept or tag.order > kept[-1].last:
                kept.append(tag)
        return tuple(kept)

    # ---- reading

    def read(self, base: str, url: str, date_of: Callable[[str | None], Date]) -> tuple[Comment, ...]:
        """The comments in page order; where nothing has an author or a date, there are none."""
        reader = self._reader(base, url, date_of)
        comments: list[Comment] = []
        at_depth: dict[int, str | None] = {}
        for item in self.items:
            if _is_ping(item.tag):
                continue
            depth, around = 0, item.around
            while around is not None:
                depth, around = depth + 1, around.around
            parent = item.around.native_id if item.around else None
            told = _depth_of(item.tag)
            if item.around is None and told:
                # a flat list that tells the depth: "depth-2" answers the last one of depth 1
                depth, parent = told - 1, at_depth.get(told - 1)
            at_depth[told or depth + 1] = item.native_id
            comment = reader.read(item.tag, len(comments) + 1, item.native_id, parent, depth)
            if comment is not None:
                comments.append(comment)
        signed = sum(bool(comment.author_name or comment.published or comment.native_id) for comment in comments)
        return tuple(comments) if signed or len(comments) > 3 else ()

    def references(self, base: str, url: str, date_of: Callable[[str | None], Date]) -> tuple[Reference, ...]:
        """The pingbacks and trackbacks that stand among the comments."""
        reader = self._reader(base, url, date_of)
        found: list[Reference] = []
        for item in self.items:
            if _is_ping(item.tag) and (ping := reader.ping(item.tag, len(found) + 1, item.native_id)):
                found.append(ping)
        return tuple(found)

    def _reader(self, base: str, url: str, date_of: Callable[[str | None], Date]) -> PartReader:
        return PartReader(base, url, date_of, frozenset(id(item.tag) for item in self.items))


def _is_ping(tag: Element) -> bool:
    return any(word.lower() in ("pingback", "trackback", "ping") for word in words_of(tag))


def _depth_of(tag: Element) -> int | None:
    found = next(
        (match for word in words_of(tag) if (match := re.fullmatch(r"(?:comment-)?depth-(\d{1,2})", word))), None
    )
    return int(found[1]) if found else None


def _can_be(tag: Element) -> bool:
    return tag.chars > 0 and tag.name in _HOLDERS and not _is_elsewhere(tag)


def _is_elsewhere(tag: Element) -> bool:
    """Whether an element stands in a sidebar's "latest comments", a menu or a form."""
    for node in (tag, *parents(tag)):
        if node.name in _FOREIGN:
            return True
        if (
            not _ELSEWHERE.isdisjoint(words_of(node))
            and node.chars < 2000
            and not any(True for _ in iter_name(node, "h1", "h2"))
        ):
            return True
    return False


def _same_comment(around: Item, tag: Element, native_id: str | None) -> bool:
    """Whether ``tag`` only wraps something inside the comment ``around``: the same id, or none and most of its text."""
    if native_id is not None and around.native_id is not None:
        return native_id == around.native_id
    if native_id is not None or tag.name == "li" == around.tag.name:
        return False
    if around.native_id is not None:
        return tag.name == "p" or tag.chars > 0.5 * around.tag.chars or tag.name != around.tag.name
    return tag.chars > 0.7 * around.tag.chars or tag.name != around.tag.name


def _numbered(tag: Element) -> bool:
    """Whether a list item can be a comment: it has an id with a number, or holds a paragraph of its own."""
    return _number(tag) is not None or any(child.name in ("p", "div") for child in children(tag))


def _alike(area: Element) -> Iterator[Element]:
    """The largest set of neighbours with one name and one class in an area."""
    best: list[Element] = []
    for parent in (area, *walk(area)):
        groups: dict[tuple[str, str], list[Element]] = {}
        for child in children(parent):
            if child.chars > 30 and child.name in _HOLDERS and child.name not in ("p", "ul", "ol", "table"):
                groups.setdefault((child.name, " ".join(sorted(child.attrs.get("class") or ())[:1])), []).append(child)
        for group in groups.values():
            if len(group) > max(1, len(best)):
                best = group
    yield from best


def _number(tag: Element) -> str | None:
    for name in ("id", "data-comment-id", "data-commentid", "data-id", "data-comment"):
        value = attribute(tag, name)
        if value and (match := _ID.match(value) or _SHORT_ID.match(value) or re.fullmatch(r"(?P<id>\d{1,20})", value)):
            return match["id"]
    return None
