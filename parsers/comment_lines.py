"""The lines of a comment that are not its text: the signature, the date, "in reply to"."""

from __future__ import annotations

import re

from bs4.element import NavigableString, PageElement

from .soup import BLOCKS, Element, children, iter_name, words_of
from .text import text_of

_ANSWERED = re.compile(r"#[a-z_-]{0,20}?(\d{1,20})$", re.I)
_REPLY_TO = re.compile(r"(?:in-?_?)?reply-?_?(?:to|ing)\b|^parent-|answer-?to|antwort-?auf", re.I)


def strings_before(tag: Element) -> list[NavigableString]:
    """The short lines of bare text before the first paragraph: "Jane<br>March 7, 2018<p>…"."""
    found: list[NavigableString] = []
    for node in tag.descendants:
        if isinstance(node, Element) and node.name in ("p", "blockquote") and node.chars:
            break
        if type(node) is NavigableString and 6 <= len(node.strip()) <= 60:
            found.append(node)
        if len(found) > 8:
            break
    return found


def answers_to(own: list[Element]) -> str | None:
    """The id of the comment that one says it answers: a link "#comment-12" in what is called "reply-to"."""
    for node in own:
        if node.name == "a" and (match := _ANSWERED.search(str(node.attrs.get("href", "")))):
            for near in (node, node.parent):
                if isinstance(near, Element) and any(_REPLY_TO.search(word) for word in words_of(near)):
                    return match[1]
    return None


def line_of(sign: Element, within: Element) -> list[PageElement]:
    """The block around a sign that says nothing else ("Jane | March 3, 2011"), or the words on its line."""
    tag = sign
    while (
        isinstance(tag.parent, Element)
        and tag.parent is not within
        and tag.parent.chars <= sign.chars + 40
        and tag.parent.chars < 120
    ):
        if any(
            child is not tag and child.name in ("p", "blockquote", "pre", "ul", "div") and child.chars
            for child in children(tag.parent)
        ):
            break
        tag = tag.parent
    line: list[PageElement] = [tag]
    for step in ("previous_sibling", "next_sibling"):
        found: list[PageElement] = []
        node = getattr(tag, step)
        while node is not None and (
            isinstance(node, NavigableString)
            or isinstance(node, Element)
            and node.name not in BLOCKS
            and node.name != "br"
        ):
            found.append(node)
            node = getattr(node, step)
        if sum(len(node) if isinstance(node, NavigableString) else getattr(node, "chars", 0) for node in found) < 40:
            line += found
    return line


def link_beside(date_tag: Element, item: Element) -> tuple[Element | None, str | None, Element | None]:
    """A link on the line of the date is the author's: "March 31, 2011 at 19:28 | Alan"."""
    around = date_tag
    if isinstance(date_tag.parent, Element) and date_tag.parent is not item and date_tag.parent.chars < 120:
        around = date_tag.parent
    for link in iter_name(around, "a"):
        name = text_of(link)
        if (
            link is not date_tag
            and name
            and len(name) < 50
            and not name[0].isdigit()
            and not str(link.attrs.get("href", "#")).startswith("#")
        ):
            return link, name, link
    return None, None, None
