"""Microdata in a page (HTML 5.2, chapter 5): the items of a type, and the values of their properties."""

from __future__ import annotations

from bs4 import Tag

from ..tree.soup import Element, Soup, attribute, words
from ..tree.text import text_of


def items_of(soup: Soup, *types: str) -> list[Element]:
    """The elements whose ``itemtype`` ends in one of these names ("Comment"), outer before inner."""
    return [tag for tag in soup.items if "itemtype" in tag.attrs and type_of(tag) in types]


def type_of(tag: Tag) -> str:
    """The type of an item without its vocabulary: "BlogPosting"."""
    return str(tag.attrs.get("itemtype", "")).strip().rpartition("/")[2]


def properties(item: Tag, soup: Soup, *names: str) -> list[Element]:
    """The elements that hold these properties of ``item``, not those of items inside it."""
    found = []
    for tag in soup.items:
        if tag is item or not (set(str(tag.attrs.get("itemprop", "")).split()) & set(names)):
            continue
        if owner(tag) is item:
            found.append(tag)
    return found


def owner(tag: Tag) -> Tag | None:
    """The item that a property belongs to."""
    parent = tag.parent
    while parent is not None and "itemscope" not in parent.attrs:
        parent = parent.parent
    return parent


_OTHERS = words("citation comment mentions review itemlistelement isbasedon relatedlink haspart workexample")


def is_of_another(tag: Tag) -> bool:
    """Whether a property is one of a work that the item only cites, lists or is commented by."""
    item = owner(tag)
    return item is not None and any(name.lower() in _OTHERS for name in str(item.attrs.get("itemprop", "")).split())


def value_of(tag: Tag) -> str | None:
    """The value of a property as text: ``content``, ``datetime``, an address, or the element's text."""
    for name in ("content", "datetime"):
        if found := attribute(tag, name):
            return found
    if tag.name in ("link", "a", "area") and tag.name == "link":
        return attribute(tag, "href")
    if tag.name in ("img", "source", "iframe", "embed", "video", "audio"):
        return attribute(tag, "src")
    return text_of(tag)
