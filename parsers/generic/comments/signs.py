"""What an element of a comment says of itself: by its class words, its microdata, its shape."""

from __future__ import annotations

import re

from ...tree.soup import Element, iter_name, words_of
from ...tree.text import text_of
from ..names import parts_of

_PROFILE = re.compile(r"/(?:users?|u|profiles?|profil|members?|people|account|autor|author|~[\w-]+)/", re.I)
"""Where the name of a registered account leads."""


def is_to_fill_in(form: Element) -> bool:
    """Whether a form asks for words or a choice, and is not one around what it shows, as moderators have it."""
    asked = iter_name(form, "textarea", "select", "input")
    return any(tag.name != "input" or tag.attrs.get("type") in ("text", "email", "radio") for tag in asked)


def has_number(tag: Element) -> bool:
    """Whether the text has a digit."""
    return any(char.isdigit() for char in text_of(tag) or "")


def props(tag: Element) -> list[str]:
    """The microdata properties of an element."""
    return str(tag.attrs.get("itemprop", "")).split() if "itemprop" in tag.attrs else []


def says(tag: Element, wanted: frozenset[str], unless: frozenset[str] = frozenset()) -> bool:
    """Whether a class word of an element has one of these parts and none of the others: "text", not "text-right"."""
    for word in words_of(tag):
        parts = parts_of(word)
        if not wanted.isdisjoint(parts) and unless.isdisjoint(parts):
            return True
    return False


def first(
    tags: list[Element], wanted: frozenset[str], most: int, unless: frozenset[str] = frozenset()
) -> Element | None:
    """The first element of at most so many characters that says one of these parts."""
    return next((tag for tag in tags if 0 < tag.chars <= most and says(tag, wanted, unless)), None)


def is_name(tag: Element) -> bool:
    """Whether microformats or microdata call an element a name."""
    return "fn" in (tag.attrs.get("class") or ()) or "name" in props(tag)


def is_profile(tag: Element) -> bool:
    """Whether a link leads to a registered account."""
    return tag.name == "a" and 1 < tag.chars < 60 and bool(_PROFILE.search(str(tag.attrs.get("href", ""))))


def stands_out(tag: Element) -> bool:
    """Whether an element stands on a line of its own, and is no emphasis in a sentence."""
    parent = tag.parent
    return not isinstance(parent, Element) or parent.name != "p" or parent.own - parent.own_links < tag.chars + 60


def in_quote(tag: Element) -> bool:
    """Whether an element stands directly in a quotation."""
    return isinstance(tag.parent, Element) and tag.parent.name == "blockquote"
