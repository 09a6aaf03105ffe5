"""How many comments and pings a page says there are, for whoever wants to know what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..marks.jsonld import Item, Json, as_list, as_text, types_of
from ..tree.soup import Element, Soup, attribute, parents
from ..tree.text import text_of
from .comments.items import is_elsewhere
from .comments.words import counted

_TO_COMMENTS = re.compile(
    r"#(?:comments?|disqus_thread|kommentare?|commentaires?|comentarios?|respond|responses|co)$", re.I
)
_PINGS = re.compile(
    r"\W*(?P<before>\d{1,5}|no|one|keine?|eine?|aucun|un)?\s*(?:track|ping)-?backs?\s*(?:[(:]?\s*(?P<after>\d{1,5})\s*\)?)?\W*",
    re.I,
)
_NUMERALS = {"no": 0, "keine": 0, "kein": 0, "aucun": 0, "one": 1, "eine": 1, "ein": 1, "un": 1}
_LABELS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong", "b", "a", "legend", "li", "summary")
_NEAR = 400
"""Elements: a label stands before the comments, or at their beginning."""


def comments_claimed(soup: Soup, article: Item, areas: tuple[Element, ...], heading: Element | None) -> int | None:
    """The number of comments told for machines, by the heading of the comments, or by the link to them."""
    for told in (_told(soup), _in_article(article), _label(soup, areas, heading), _link(soup)):
        if told is not None:
            return told
    return None


def references_claimed(soup: Soup) -> int | None:
    """The number in a heading such as "2 Trackbacks"."""
    for label in soup.by_name("h2", "h3", "h4", "h5", "h6"):
        text = text_of(label) if 8 < label.chars < 40 else None
        match = _PINGS.fullmatch(text) if text else None
        if match and (told := match["before"] or match["after"]) and not is_elsewhere(label, soup):
            return int(told) if told.isdigit() else _NUMERALS[told.lower()]
    return None


def _told(soup: Soup) -> int | None:
    for tag in soup.items:
        names = str(tag.attrs.get("itemprop", "")).split()
        value = attribute(tag, "content") or (text_of(tag) if tag.chars < 20 else None) or ""
        if "commentCount" in names and value.isdigit():
            return int(value)
        if "interactionCount" in names and (match := re.match(r"(?:UserComments:)(\d+)", value)):
            return int(match[1])
    return None


def _in_article(article: Item) -> int | None:
    told = _number(article.get("commentCount"))
    if told is not None:
        return told
    for one in as_list(article.get("interactionStatistic")):
        kind = one.get("interactionType") if isinstance(one, dict) else None
        name = " ".join(types_of(kind)) if isinstance(kind, dict) else as_text(kind) or ""
        if isinstance(one, dict) and name.rpartition("/")[2] in ("CommentAction", "UserComments"):
            return _number(one.get("userInteractionCount"))
    return None


def _number(value: Json) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value >= 0 else None
    return int(value) if isinstance(value, str) and value.isdecimal() else None


def _label(soup: Soup, areas: tuple[Element, ...], heading: Element | None) -> int | None:
    """The label at the beginning of the comments' areas, or right before them."""
    for area in areas:
        if is_elsewhere(area, soup):
            continue
        for label in _labels(soup, area):
            if heading is not None and label.order <= heading.last:
                continue
            number = counted(text_of(label) or "")
            if number is not None and number >= 0:
                return number
    return None


def _labels(soup: Soup, area: Element) -> Iterator[Element]:
    inside = [tag for tag in soup.within(area, *_LABELS) if 0 < tag.chars < 80 and tag.order < area.order + _NEAR]
    if area.chars < 80:
        yield area
    yield from inside[:12]
    before = area.previous_sibling
    for _ in range(6):
        while before is not None and not isinstance(before, Element):
            before = before.previous_sibling
        if not isinstance(before, Element) or before.chars > 200:
            return
        if 0 < before.chars < 80:
            yield before
        before = before.previous_sibling


def _link(soup: Soup) -> int | None:
    """The number in a link to the comments of this page: ``<a href="#comments">12 comments</a>``."""
    for link in soup.by_name("a"):
        if 0 < link.chars < 40 and _TO_COMMENTS.search(str(link.attrs.get("href", ""))):
            if not str(link.attrs["href"]).startswith("#") or any(
                node.name in ("aside", "nav") for node in parents(link)
            ):
                continue
            text = text_of(link) or ""
            number = int(text) if text.isdecimal() and len(text) < 6 else counted(text)
            if number is not None and number >= 0:
                return number
    return None
