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
from dataclasses import dataclass, field
from itertools import islice

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from .base import Parser
from .dates import NO_DATE, Date
from .model import Reference, ReferenceKind
from .soup import BLOCKS, attribute, children, inside, walk
from .text import clean, text_of
from .urls import host

HEADING = re.compile(r"References?\s*\((\d{1,6})\)")
_TRIES = 200
_LARGEST = 4000
"""Texts and elements that are looked at; a page made to cost time could hold more."""
MAY_HAVE_REFERENCES = re.compile(r"References?(?:\s|&nbsp;|&#160;|&#xA0;|<[^<>]{0,200}>){0,20}\(")
"""Asked of the text before the tree is walked."""
_BEGINNING = re.compile(r"References?\s*(?:\((?:\d{1,6}\)?)?)?$")
COMMENTS = re.compile(r"(?:Reader )?Comments?\s*\(|Reader Comments|Post a (?:New )?Comment", re.I)
INTRODUCTION = "References allow you to track sources"
_KINDS: dict[str, ReferenceKind] = {
    "response": "reference",
    "reference": "reference",
    "source": "source",
    "trackback": "trackback",
    "pingback": "pingback",
}
_LABEL = re.compile(r"\s*(Response|Reference|Source|Trackback|Pingback)\s*:\s*", re.I)
_BARE_LABEL = re.compile(r"\s*(Response|Source)\s*$", re.I)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.I)
_FROM = re.compile(r"(?:from|at|via|by|site|blog|weblog|source)\b\s*:?\s+(.+)", re.I)
_ON_FROM = re.compile(r"(?:\w+ )?on (?P<date>.{6,60}?)(?: (?:from|by|at) (?P<site>\D.*))?$", re.I)
_FROM_ON = re.compile(r"(?:\w+ )?(?:from|by|at) (?P<site>.{1,100}?) on (?P<date>.{6,60})$", re.I)
_ID = re.compile(r"\D{0,40}(\d{3,20})")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ITEM_BLOCKS = frozenset(("div", "p", "tr", "dt", "dl", "table", "section", "article", "blockquote"))
_INLINE = frozenset(("a", "b", "strong", "span", "em", "i", "font", "cite"))


@dataclass
class Line:
    """Texts that stand on one line, each with the link it stands in."""

    parts: list[tuple[str, Tag | None]] = field(default_factory=list)
    links: list[Tag] = field(default_factory=list)

    @property
    def text(self) -> str:
        return clean("".join(text for text, _ in self.parts)) or ""

    @property
    def is_link(self) -> bool:
        """Whether all the words of the line are one link."""
        return bool(self.links) and all(link is not None for text, link in self.parts if text.strip())


@dataclass
class Item:
    """What stands between the beginning of one reference and that of the next."""

    lines: list[Line] = field(default_factory=list)
    kind: ReferenceKind | None = None
    native_id: str | None = None

    @property
    def says_something(self) -> bool:
        return bool(self.kind or self.lines)


def find_heading(content: Tag, skipped: Callable[[PageElement], bool]) -> tuple[PageElement, int] | None:
    """The node whose whole text is "References (6)", or begins with it, and the number."""
    node = content.next_element
    tries = 0
    while node is not None and tries < _TRIES:
        if type(node) is NavigableString and len(node) < 200 and node.lstrip().startswith("Reference"):
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
    labelled = any(_LABEL.match(line.text) for item in items for line in item.lines)
    return tuple(_read(item, position, labelled, parser) for position, item in enumerate(items, 1))


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
            if node.name == "img" and (attribute(node, "alt") or attribute(node, "title") or "").lower() in _KINDS:
                found.append(_widened(node))
                after_icon = True
        elif _LABEL.match(node) or _BARE_LABEL.match(node):
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
        if type(node) is NavigableString:
            yield node
        elif isinstance(node, Tag):
            yield node
            for inner in node.descendants:
                if isinstance(inner, Tag) or type(inner) is NavigableString:
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
            if type(node) is NavigableString:
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
            item.kind = item.kind or _KINDS.get(alt)
        if item and item.native_id is None and (number := _ID.fullmatch(attribute(tag, "id") or "")):
            item.native_id = number[1]

    def end_line(self) -> None:
        if self.line.text or self.line.links:
            if self.items:
                self.items[-1].lines.append(self.line)
            else:
                self.before = True
        self.line = Line()


def _read(item: Item, position: int, labelled: bool, parser: Parser) -> Reference:
    lines = list(item.lines)
    kind = item.kind
    while lines and (bare := _BARE_LABEL.match(lines[0].text)) and not lines[0].links:
        kind = kind or _KINDS[bare[1].lower()]  # an icon that a text rendering turned into its alt text
        lines.pop(0)
    head, title, said = _title(lines, labelled)
    if head is not None:
        lines = [head, *(line for line in lines if line is not head)]
    url = next((url for line in lines for link in line.links if (url := _target(link, parser))), None)
    url = url or next((parser.absolute(line.text) for line in lines if _ADDRESS.match(line.text)), None)
    rest = [line for line in lines if line is not head and line.text and not _ADDRESS.match(line.text)]
    site, when, excerpt = _rest(rest, url, bool(head and head.links), parser)
    return Reference(
        position=position,
        kind=said or kind or "reference",
        native_id=item.native_id,
        title=title,
        url=url,
        site_name=site,
        excerpt=excerpt,
        published=when.published,
        published_utc=when.published_utc,
        published_raw=when.raw,
    )


def _title(lines: list[Line], labelled: bool) -> tuple[Line | None, str | None, ReferenceKind | None]:
    """The line of the title, the title, and the kind that its label says; drops a label that stands alone."""
    head: Line | None = None
    kind: ReferenceKind | None = None
    title: str | None = None
    for index, line in enumerate(lines):
        label = _LABEL.match(line.text)
        if label is None:
            continue
        head, kind, title = line, _KINDS[label[1].lower()], clean(line.text[label.end() :])
        following = lines[index + 1] if index + 1 < len(lines) else None
        if title is None and not line.links and following and following.is_link:
            lines.remove(line)
            head, title = following, following.text
        break
    else:
        # where the others are labelled, a line without a label is the excerpt of a reference without a title
        first = lines[0] if lines and lines[0].text else None
        if first and (len(lines) > 1 and (first.is_link or not labelled) or first.is_link and not labelled):
            head, title = first, first.text
    return head, None if title and _ADDRESS.match(title) else title, kind


def _target(link: Tag, parser: Parser) -> str | None:
    href = attribute(link, "href") or ""
    return None if href.startswith("#") else parser.absolute(href)


def _rest(lines: list[Line], url: str | None, has_link: bool, parser: Parser) -> tuple[str | None, Date, str | None]:
    """Site, date and excerpt from the lines that are not the title."""
    site: str | None = None
    when = NO_DATE
    excerpt: list[str] = []
    for line in lines:
        text = line.text
        if when is NO_DATE and len(text) < 160 and _YEAR.search(text):
            when, beside = _dated(text, parser)
            if when is not NO_DATE:
                site = site or beside
                continue
        named = _FROM.fullmatch(text) if len(text) < 100 else None
        if site is None and named and (line.links or len(lines) > 1):
            site = clean(named[1])
        elif site is None and (line.is_link and has_link or _names_host(text, url)):
            site = text
        else:
            excerpt.append(text)
    return site, when, "\n".join(excerpt) or None


def _dated(text: str, parser: Parser) -> tuple[Date, str | None]:
    """The date of a line like "March 3, 2008 | Inkwell" or "Tracked on March 3, 2008 from Inkwell", and the rest."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) == 1:
        found = _FROM_ON.match(text) or _ON_FROM.match(text)
        if found:
            when = parser.date(found["date"])
            return (when, clean(found["site"])) if when.published else (NO_DATE, None)
        when = parser.date(text) if len(text) < 50 else NO_DATE
        return (when, None) if when.published else (NO_DATE, None)
    for index, part in enumerate(parts):
        when = parser.date(part) if len(part) < 60 and _YEAR.search(part) else NO_DATE
        if when.published:
            return when, clean(" | ".join(parts[:index] + parts[index + 1 :]))
    return NO_DATE, None


def _names_host(text: str, url: str | None) -> bool:
    """Whether a line is the name of the site: "Cheap Shoes Blog" for cheapshoes.example."""
    name = re.sub(r"\W+", "", host(url).rpartition(".")[0].rpartition(".")[2]).lower()
    words = re.sub(r"\W+", "", text).lower()
    return len(name) > 4 and len(words) < 40 and (words.startswith(name) or name.startswith(words) and len(words) > 4)
