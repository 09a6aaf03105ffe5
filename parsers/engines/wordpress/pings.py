"""Which items of a thread are pings, where no class says so."""

from __future__ import annotations

import re

from ...model import ReferenceKind
from ...tree.soup import Element
from ...tree.text import text_of
from .item import Item

_BEGINS_CUT = re.compile(r"^\W{0,3}\[\s*(?:…|\.{3})\s*\]")
_CUT = re.compile(r"\[?\s*(?:…|\.{3})\s*\]?\s*$")
_QUOTED = re.compile(r"^\W{0,3}\[\s*(?:…|\.{3})\s*\].*\[\s*(?:…|\.{3})\s*\]\W{0,3}$", re.S)
"""How WordPress quotes the page that links here: "[…] as Ada writes, the keel […]"."""
_DEEP = re.compile(r"^https?://[^/]+/[^?#/]|[?]\w*p=\d")
"""The address of a post; commenters leave that of their blog."""


def ping_kind(item: Item, own: list[Element], text: str | None, website: str | None) -> ReferenceKind | None:
    """Pingback or trackback; None for a comment. ``own`` are the elements of the item."""
    if item.is_ping:
        return "trackback" if "trackback" in item.classes else "pingback"
    if not text or not website:
        return None
    if _QUOTED.match(text):
        return "pingback"
    if _DEEP.match(website) and _CUT.search(text):
        if _BEGINS_CUT.match(text):
            return "pingback"
        if strong_beginning(own, text, alone=True):
            return "trackback"
    return None


def strong_beginning(own: list[Element], text: str | None, *, alone: bool = False) -> str | None:
    """The text in ``<strong>`` that all of the text begins with; ``alone``: in a paragraph of its own.

    A trackback's text is ``<strong>title of the page</strong>``, an empty line and an excerpt.
    """
    tag = next((tag for tag in own if tag.name == "strong" and tag.chars), None)
    begins = text_of(tag)
    if tag is None or not begins or not text or not text.startswith(begins):
        return None
    return begins if not alone or text_of(tag.parent) == begins else None
