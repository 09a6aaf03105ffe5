"""The elements of a page's tree: bs4 Tags that know their place in it, and how to go from one to others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import AttributeValueList, Comment, NavigableString, PageElement, Script


def words(text: str) -> frozenset[str]:
    """The words of a text: names of elements, classes, roles."""
    return frozenset(text.split())


BLOCKS = words(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li link main menu meta nav ol p"
    " pre script search section style summary table tbody td tfoot th thead title tr ul option optgroup select"
    " noscript noframes template base caption col colgroup"
)
"""Elements beside which a run of blanks shows nothing."""

SILENT = words(
    "script style noscript template svg math iframe object embed select textarea button input head video audio canvas"
    " map datalist progress meter"
)
"""Elements whose insides are not text of the page."""

VOID = words("area base br col embed hr img input link meta param source track wbr")
"""Elements without an end tag."""

MUTE = SILENT | {"rt", "rp"}
"""Elements whose texts no line holds: ruby readings would stand between the words they belong to."""

in_page_order = attrgetter("order")
"""The key to sort elements by."""


class _Link:
    """A neighbour of a node, found when somebody asks: few ask, and to link all nodes takes a third of their making.

    No data descriptor: what bs4 links itself stays as it set it.
    """

    def __init__(self, find: Callable[[Any], PageElement | None]) -> None:
        self.find = find

    def __get__(self, node: PageElement | None, owner: type[PageElement]) -> Any:
        return self if node is None else self.find(node)


def _next_sibling(node: Any) -> Any:
    if node.parent is None:
        return None
    around = node.parent.contents
    at = bisect_right(around, node.order, key=in_page_order)
    return around[at] if at < len(around) else None


def _previous_sibling(node: Any) -> Any:
    if node.parent is None:
        return None
    around = node.parent.contents
    at = bisect_left(around, node.order, key=in_page_order)
    return around[at - 1] if at else None


def _next_element(node: Any) -> Any:
    if isinstance(node, Tag) and node.contents:
        return node.contents[0]
    while node is not None:
        if (following := node.next_sibling) is not None:
            return following
        node = node.parent
    return None


def _previous_element(node: Any) -> Any:
    before = node.previous_sibling
    if before is None:
        return node.parent
    while isinstance(before, Tag) and before.contents:
        before = before.contents[-1]
    return before


class Text(NavigableString):
    """A text of the page."""

    __slots__ = ("order", "parent")

    next_element: Any = _Link(_next_element)
    next_sibling: Any = _Link(_next_sibling)
    previous_element: Any = _Link(_previous_element)
    previous_sibling: Any = _Link(_previous_sibling)


# bs4 asks for the very type of a text
Tag.MAIN_CONTENT_STRING_TYPES.add(Text)


class Remark(Comment):
    """A comment in the page's markup."""

    __slots__ = ("order", "parent")

    next_element: Any = Text.next_element
    next_sibling: Any = Text.next_sibling
    previous_element: Any = Text.previous_element
    previous_sibling: Any = Text.previous_sibling


class Code(Script):
    """What a script says."""

    __slots__ = ("order", "parent")

    next_element: Any = Text.next_element
    next_sibling: Any = Text.next_sibling
    previous_element: Any = Text.previous_element
    previous_sibling: Any = Text.previous_sibling


class _Empty:
    """Whether an element is written without an end tag; looked up when it is written."""

    def __get__(self, tag: Tag | None, owner: type[Tag]) -> bool:
        return tag is not None and tag.name in VOID


class Element(Tag):
    """A bs4 Tag whose constants stand in the class and whose own values in slots.

    Made and filled it takes 0.2 µs; the same with a dict of its own takes three times as long, and is read slower. All
    slots are filled when it is made (``grow``): a name that is not set would be searched for in the tree, as bs4 does.
    """

    __slots__ = (
        "attrs", "chars", "contents", "end", "first", "flow", "last", "line", "link_chars", "name", "order", "own",
        "own_links", "parent",
    )  # fmt: skip

    order: int
    last: int
    """Grows in page order: what stands in an element has an order above its ``order`` and up to its ``last``."""
    chars: int
    link_chars: int
    """Characters of text in the element, and how many of them stand in links."""
    own: int
    own_links: int
    """The same without the text in blocks inside it: what this block says itself."""
    flow: list[str]
    first: int
    end: int
    """Its text is ``flow[first:end]``: the page's texts in order, with blanks where blocks begin and end."""
    line: str | None
    """Its text as one line, once ``text_of`` was asked for it; the empty text until then."""

    next_element: Any = Text.next_element
    next_sibling: Any = Text.next_sibling
    previous_element: Any = Text.previous_element
    previous_sibling: Any = Text.previous_sibling

    parser_class = BeautifulSoup
    prefix = None
    namespace = None
    sourceline = None
    sourcepos = None
    known_xml = False
    hidden = False
    can_be_empty_element: Any = _Empty()
    cdata_list_attributes: Any = {"*": {"class"}, "a": {"rel", "rev"}, "link": {"rel", "rev"}}  # noqa: RUF012 - bs4's form
    preserve_whitespace_tags: Any = {"pre", "textarea"}  # noqa: RUF012
    interesting_string_types: Any = Tag.MAIN_CONTENT_STRING_TYPES
    attribute_value_list_class = AttributeValueList
    _namespaces: Any = {}  # noqa: RUF012


def beside(tag: Element) -> tuple[PageElement | None, PageElement | None]:
    """What stands right before and right behind an element, in one look."""
    around = tag.parent.contents if tag.parent is not None else [tag]
    at = bisect_left(around, tag.order, key=in_page_order)
    return around[at - 1] if at else None, around[at + 1] if at + 1 < len(around) else None


def children(tag: Tag) -> Iterator[Element]:
    """The elements directly inside ``tag``."""
    for child in tag.contents:
        if isinstance(child, Element):
            yield child


def parents(tag: Tag) -> Iterator[Element]:
    """The elements around ``tag``, the nearest first."""
    parent = tag.parent
    while isinstance(parent, Element):
        yield parent
        parent = parent.parent


def inside(node: PageElement, ancestor: Tag) -> bool:
    """Whether ``node`` is ``ancestor`` or stands in it."""
    while node is not ancestor:
        if node.parent is None:
            return False
        node = node.parent
    return True


def find_class(tag: Tag, *classes: str) -> Element | None:
    """The first element in ``tag`` (not itself) that carries one of these classes."""
    return next(iter_class(tag, *classes), None)


def iter_class(tag: Tag, *classes: str) -> Iterator[Element]:
    """All elements in ``tag`` (not itself) that carry one of these classes; several times faster than ``find_all``."""
    wanted = frozenset(classes)
    for node in walk(tag):
        found = node.attrs.get("class")
        if found and not wanted.isdisjoint(found):
            yield node


def iter_name(tag: Tag, *names: str) -> Iterator[Element]:
    """All elements in ``tag`` (not itself) of these names."""
    for node in walk(tag):
        if node.name in names:
            yield node


def walk(tag: Tag) -> Iterator[Element]:
    """All elements in ``tag`` (not itself), in page order."""
    stack: list[Iterator[PageElement]] = [iter(tag.contents)]
    while stack:
        for node in stack[-1]:
            if isinstance(node, Element):
                yield node
                if node.contents:
                    stack.append(iter(node.contents))
                    break
        else:
            stack.pop()


def is_in(tag: Element, others: Iterable[Element]) -> bool:
    """Whether an element is one of ``others`` or stands in one of them; cheaper than climbing its parents."""
    order = tag.order
    return any(other.order <= order <= other.last for other in others)


class Spans:
    """Elements as spans of the page, for asking many times whether something stands in one of them."""

    def __init__(self, tags: Iterable[Element]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for tag in sorted(tags, key=in_page_order):
            if not self._ends or tag.order > self._ends[-1]:
                self._starts.append(tag.order)
                self._ends.append(max(tag.last, tag.order))

    def __contains__(self, tag: Element) -> bool:
        at = bisect_right(self._starts, tag.order) - 1
        return at >= 0 and tag.order <= self._ends[at]


def words_of(tag: Tag) -> Iterator[str]:
    """The class words and the id of an element."""
    attributes: Any = tag.attrs
    if "class" in attributes:
        yield from attributes["class"]
    if "id" in attributes:
        yield attributes["id"]


def attribute(tag: Tag | None, name: str) -> str | None:
    """The stripped value of an attribute, None if it is missing or empty; lists are joined by a blank."""
    if tag is None:
        return None
    value: Any = tag.attrs.get(name)
    if not value:
        return None
    return (" ".join(value) if isinstance(value, list) else str(value)).strip() or None
