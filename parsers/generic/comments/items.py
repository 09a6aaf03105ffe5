"""Which elements of a page are comments.

Seven ways, the surest first; the first that finds any is taken:

1. ids with a number: ``comment-123``, ``kommentar42``; items of microdata;
2. class words that say "comment" of one thing and not of a list or a part: ``comment-item``, ``mo-comment-card``;
3. class words of parts (``mo-comment-content``): the item is the widest element that holds one such part and no other;
4. an area that says "comments" and holds a list, or neighbours of one shape, or signatures and texts in turn;
5. areas that say "comments" of each single one;
6. what follows a line such as "4 comments" and has one shape and dates;
7. rows and tables that are signed by rows.

Reviews of what the page sells or cooks stand beside all of these.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ...dates import parse_date
from ...tree.element import in_page_order
from ...tree.soup import Element, Soup, Spans, children, iter_name, parents, walk, words_of
from ...tree.text import Region, text_of
from .ids import by_id, number_of
from .lines import line_at, name_in, strings_of
from .numbered import in_rows, numbered
from .reviews import ANSWER, REVIEW, told_reviews
from .words import AREA, ITEM, PART, counted

_HOLDERS = frozenset(
    ("li", "div", "article", "section", "tr", "td", "dl", "dt", "blockquote", "p", "table", "fieldset", "ol", "ul")
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LABELS = ("div", "p", "legend", "dt", "td", "strong", "b")
_ELSEWHERE = frozenset(
    ("widget", "sidebar", "recentcomments", "recent-comments", "latest-comments", "widget_recent_comments")
)
_LISTS = frozenset(("body", "ul", "ol", "tbody"))
_FOREIGN = frozenset(("nav", "aside", "header"))
_SIGNS = frozenset(("p", "div", "dt", "h2", "h3", "h4", "h5", "h6", "span", "strong", "b", "cite", "a", "small"))
_TYPES = ("/Comment", "/UserComments", "/Answer")
MOST = 10_000
_LONGEST_SIGN = 200


@dataclass(frozen=True, eq=False)
class Found:
    """An element that is a comment, and the neighbours behind it that belong to it."""

    tag: Element
    rest: tuple[Element, ...] = ()
    is_review: bool = False
    is_answer: bool = False
    """Surely a comment of its own, though it stands in a review."""


def _type_of(tag: Element) -> str:
    return str(tag.attrs.get("itemtype", "")).rstrip("/")


class ItemFinder:
    """Finds the elements of one page that are comments; ``tagged`` are the elements by what their words name."""

    def __init__(self, soup: Soup, tagged: Mapping[str, list[Element]]) -> None:
        self.soup = soup
        self.tagged = tagged

    def find(self) -> list[Found]:
        """The elements in page order; they may stand in each other."""
        ways = (self._by_id, self._by_class, self._by_part, self._by_shape, self._by_areas, self._by_label)
        for way in (*ways, self._by_number):
            found = {id(one.tag): one for one in way() if can_be(one.tag, self.soup)}
            if found:
                return self._with_reviews(self._widened(sorted(found.values(), key=lambda one: one.tag.order)))
        return self._with_reviews([])

    def _with_reviews(self, found: list[Found]) -> list[Found]:
        """The comments found, and the reviews that are none of them and hold none."""
        reviews = {
            id(tag): Found(tag, is_review=True)
            for tag in (*self.tagged[REVIEW], *told_reviews(self.soup))
            if can_be(tag, self.soup)
        }
        if not reviews:
            return found
        comments = Spans(one.tag for one in found)
        starts = [one.tag.order for one in found]
        added = [
            one
            for one in reviews.values()
            if one.tag not in comments and bisect_right(starts, one.tag.order) == bisect_right(starts, one.tag.last)
        ]
        added += [Found(tag, is_answer=True) for tag in self.tagged[ANSWER] if can_be(tag, self.soup)]
        return sorted((*found, *added), key=lambda one: one.tag.order)

    def _widened(self, found: list[Found]) -> list[Found]:
        """Elements with the signature as well, where only the texts of comments have ids: ``<div id="comment-5">``."""
        tags = [one.tag for one in found]
        nested = any(one.last >= other.order for one, other in pairwise(tags))
        if nested or any(one.rest or is_dated(one.tag) for one in found):
            return found
        wider = list(self._climbed(tags))
        if len({_shape(tag) for tag in wider}) > 1 or not all(is_dated(tag) for tag in wider):
            return found
        return [Found(tag) for tag in wider]

    def _by_id(self) -> Iterator[Found]:
        for ident, tag in self.soup.ids.items():
            if tag.name not in ("a", "span", "ol", "ul") and by_id(ident):
                yield Found(tag)
        for tag in self.soup.items:
            kind = _type_of(tag)
            if kind.endswith(_TYPES) and not (kind.endswith("/Answer") and self._asks_itself):
                yield Found(tag)

    @cached_property
    def _asks_itself(self) -> bool:
        """Whether the page answers its own questions, "FAQ": its microdata say so, or have several questions."""
        kinds = [_type_of(tag) for tag in self.soup.items]
        return any(kind.endswith("/FAQPage") for kind in kinds) or sum(kind.endswith("/Question") for kind in kinds) > 1

    def _by_class(self) -> Iterator[Found]:
        for tag in self.tagged[ITEM]:
            if not self._holds_several(tag):
                yield Found(tag)
        for tag in self.soup.by_class("h-cite"):
            if "u-comment" in tag.attrs["class"]:
                yield Found(tag)

    def _holds_several(self, tag: Element) -> bool:
        """Whether an element holds the texts of several comments, and no element that is one: then it is a list."""
        parts, items = self._parts, self._items
        first, end = bisect_right(parts, tag.order, key=in_page_order), bisect_right(parts, tag.last, key=in_page_order)
        if end - first < 2 or bisect_right(items, tag.order) < bisect_right(items, tag.last):
            return False
        return parts[end - 1].order > parts[first].last

    @cached_property
    def _parts(self) -> list[Element]:
        return sorted(self.tagged[PART], key=in_page_order)

    @cached_property
    def _items(self) -> list[int]:
        return sorted(tag.order for tag in self.tagged[ITEM])

    def _by_part(self) -> Iterator[Found]:
        parts = [tag for tag in self._parts if can_be(tag, self.soup)][:MOST]
        parts = [tag for at, tag in enumerate(parts) if not at or tag.order > parts[at - 1].last]
        for part, tag in zip(parts, self._climbed(parts), strict=True):
            if tag is not part or len(parts) > 1 or _is_signed(part):
                yield Found(tag)

    def _climbed(self, tags: list[Element]) -> Iterator[Element]:
        """For each the widest element around it that holds no other; of a single one, what adds but a line or two."""
        areas = {id(tag) for tag in self.tagged[AREA]} if len(tags) == 1 else set()
        for at, tag in enumerate(tags):
            before = tags[at - 1].order if at else -1
            after = tags[at + 1].order if at + 1 < len(tags) else 1 << 60
            most = tag.chars + _LONGEST_SIGN if len(tags) == 1 else 1 << 60
            widest = tag
            for parent in parents(tag):
                if parent.name in _LISTS or parent.order <= before or parent.last >= after:
                    break
                if id(parent) in areas or parent.chars > most or len(tags) == 1 and self._holds_more(parent):
                    break
                widest = parent
            yield widest

    def _holds_more(self, tag: Element) -> bool:
        return bool(self.soup.within(tag, "h1", "h2", "form", "textarea"))

    def _by_shape(self) -> Iterator[Found]:
        for area in sorted(self.tagged[AREA], key=lambda tag: tag.order):
            if area.chars < 60 or is_elsewhere(area, self.soup):
                continue
            listed = [tag for tag in walk(area) if tag.name == "li" and tag.chars > 30 and _numbered(tag)]
            found = [Found(tag) for tag in listed] or list(_in_turn(area, 1)) or list(_inner(_alike(area)))
            if found:
                yield from found
                return

    def _by_areas(self) -> Iterator[Found]:
        """Neighbours that each say "comments" and hold a date: ``<div class="comments"><p>…</p>Posted by …</div>``."""
        areas = [tag for tag in self.tagged[AREA] if tag.name in _HOLDERS and tag.chars > 30]
        found = [tag for tag in areas if is_dated(tag)]
        if len(found) == 1 == len(areas) and not _is_signed(found[0]) or len(found) < 0.5 * len(areas):
            return
        yield from map(Found, found)

    def _by_label(self) -> Iterator[Found]:
        """What follows "4 comments", has one shape and is dated."""
        for label in self.soup.by_name(*_HEADINGS, *_LABELS):
            if not 6 <= label.chars <= 60 or label.own < 6 and label.name not in ("strong", "b"):
                continue
            text = text_of(label)
            number = counted(text) if text else None
            if number is None or is_elsewhere(label, self.soup):
                continue
            top = label
            while isinstance(top.parent, Element) and top.parent.chars - top.chars < 3 and top.parent.name != "body":
                top = top.parent
            following = list(_following(top, label))
            found = _behind(following, 1 if number == 1 else 2)
            if not found and number in (1, -1):
                found = list(_alone(following, self.soup))
            dated = [one for one in found if any(is_dated(tag) for tag in (one.tag, *one.rest))]
            if dated and len(dated) >= 0.6 * len(found):
                yield from dated
                return

    def _by_number(self) -> Iterator[Found]:
        yield from (Found(row, (text,)) for row, text in in_rows(self.soup))
        yield from map(Found, numbered(self.soup))


def _behind(following: list[Element], least: int) -> list[Found]:
    """What stands behind a label as comments would: in turn, or of one shape, there or in the first element there."""
    found = list(_turns(following, least)) or list(_inner(_groups(following, least)))
    inner = (tag for tag in following if tag.name in ("div", "section", "ol", "ul"))
    return found or next((list(_in_turn(tag, least)) or list(_inner(_alike(tag))) for tag in inner), [])


def _alone(following: Iterable[Element], soup: Soup) -> Iterator[Found]:
    """One comment behind a label without a count, told by its number and its signature: SPIP's "Vos commentaires"."""
    for tag in (node for top in following for node in (top, *walk(top))):
        if tag.chars > 30 and number_of(tag) is not None and can_be(tag, soup) and _is_signed(tag):
            yield Found(tag)
            return


def can_be(tag: Element, soup: Soup) -> bool:
    """Whether an element can be a comment: it says something and stands in no sidebar, menu or form."""
    return tag.chars > 0 and tag.name in _HOLDERS and not is_elsewhere(tag, soup)


def is_elsewhere(tag: Element, soup: Soup) -> bool:
    """Whether an element stands in a sidebar's "latest comments", a menu or a form to write in."""
    for node in (tag, *parents(tag)):
        # moderators delete comments by a form around them: webSPELL
        if node.name in _FOREIGN or node.name == "form" and soup.within(node, "textarea", "select"):
            return True
        if (
            not _ELSEWHERE.isdisjoint(words_of(node))
            and node.chars < 2000
            and not any(True for _ in iter_name(node, "h1", "h2"))
        ):
            return True
    return False


def _numbered(tag: Element) -> bool:
    """Whether a list item can be a comment: it has an id with a number, or holds a paragraph of its own."""
    return number_of(tag) is not None or any(child.name in ("p", "div") for child in children(tag))


def is_dated(tag: Element) -> bool:
    """Whether a short line in an element, or its first or last words, tell a date."""
    if tag.chars <= _LONGEST_SIGN:
        return bool(parse_date(text_of(tag)).published)
    for node in walk(tag):
        if node.name == "time" or 6 <= node.chars <= 120 and parse_date(text_of(node)).published:
            return True
    return any(parse_date(string).published for string in strings_of(tag) if len(string) <= 120)


def _inner(found: Iterable[Found]) -> Iterator[Found]:
    """The elements found, and those of the same shape in them: answers stand in what they answer."""
    for one in found:
        yield one
        shape = _shape(one.tag)
        for tag in walk(one.tag):
            if tag.name == shape[0] and (_shape(tag) == shape and shape[1] or tag.name == "li") and is_dated(tag):
                yield Found(tag)


def _is_sign(tag: Element) -> bool:
    return tag.name in _SIGNS and tag.chars <= _LONGEST_SIGN and bool(parse_date(text_of(tag)).published)


def _is_signed(tag: Element) -> bool:
    """Whether a line at the beginning or at the end of an element names who wrote and when."""
    lines = [node for node in walk(tag) if 8 < node.chars <= 120 and parse_date(text_of(node)).published]
    bare = [text_of(Region(tuple(line_at(string)))) for string in strings_of(tag)]
    said = (*(text_of(line) for line in (*lines[:1], *lines[-1:])), *(text for text in bare if len(text or "") <= 120))
    return any(name_in(text, parse_date) for text in said)


def _in_turn(area: Element, least: int) -> Iterator[Found]:
    """Signatures and texts in turn, ``<dt>…</dt><dd>…</dd>``, in the area or in the first element of it with any."""
    for parent in (area, *walk(area)):
        if parent.name in ("dl", "div", "section", "ol", "td", "blockquote"):
            found = list(_turns(list(children(parent)), least if parent is area else 2))
            if found:
                yield from found
                return


def _turns(nodes: list[Element], least: int) -> Iterator[Found]:
    """Signatures and the texts behind them; each sign has the same name and class, which no text has."""
    nodes = [tag for tag in nodes if tag.chars and tag.name not in ("form", "script")]
    if len(nodes) < 2:
        return
    signs = [at for at, tag in enumerate(nodes) if _is_sign(tag)]
    if not signs:
        return
    shape = _shape(nodes[signs[0]])
    if any(_shape(nodes[at])[:1] != shape[:1] for at in signs):
        return
    ends = [*signs[1:], len(nodes)]
    runs: list[Found] = []
    for at, end in zip(signs, ends, strict=True):
        texts = [tag for tag in nodes[at + 1 : end] if tag.name not in _HEADINGS]
        if not texts or any(_shape(tag) == shape for tag in texts) or sum(tag.chars for tag in texts) < 2:
            return
        runs.append(Found(nodes[at], tuple(texts)))
    if len(runs) >= least or nodes[signs[0]].name == "dt":
        yield from runs


def _shape(tag: Element) -> tuple[str, str]:
    return tag.name, " ".join(sorted(tag.attrs.get("class") or ())[:1])


def _alike(area: Element) -> Iterator[Found]:
    """The largest set of neighbours with one name and one class in an area."""
    best: list[Found] = []
    for parent in (area, *walk(area)):
        for group in _groups_of(children(parent)):
            if len(group) > max(1, len(best)):
                best = [Found(tag) for tag in group]
    yield from best


def _groups(nodes: list[Element], least: int) -> Iterator[Found]:
    best = max(_groups_of(nodes), key=len, default=[])
    if len(best) >= least:
        yield from map(Found, best)


def _groups_of(nodes: Iterable[Element]) -> Iterable[list[Element]]:
    groups: dict[tuple[str, str], list[Element]] = {}
    for child in nodes:
        if child.chars > 30 and child.name in _HOLDERS and child.name not in ("p", "ul", "ol"):
            groups.setdefault(_shape(child), []).append(child)
    return groups.values()


def _following(top: Element, label: Element) -> Iterator[Element]:
    """The elements behind a label, up to the next heading of its level or to a form."""
    node = top.next_sibling
    while node is not None:
        if isinstance(node, Element):
            if node.name == "form" or node.name in _HEADINGS and label.name in _HEADINGS and node.name <= label.name:
                return
            yield node
        node = node.next_sibling
