"""Microformats 2 in a page: ``h-…`` elements, and their properties as classes (microformats.org/wiki/microformats2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..tree.soup import Element, Soup, attribute, inside, parents
from ..tree.text import clean, text_of
from ..tree.urls import absolute
from ..tree.within import classed

_ROOT = re.compile(r"h-[a-z]+(?:-[a-z]+)*")
_DAY = re.compile(r"\d{4}-\d")


def roots_of(tag: Element) -> tuple[str, ...]:
    """What an element is: its classes ``h-entry``, ``h-cite`` and so on."""
    return tuple(word for word in tag.attrs.get("class") or () if _ROOT.fullmatch(word))


def owner_of(tag: Element) -> Element | None:
    """The item that an element is a property of: the nearest around it."""
    return next((parent for parent in parents(tag) if roots_of(parent)), None)


@dataclass(frozen=True)
class Item:
    """One ``h-…`` element of a page."""

    soup: Soup
    tag: Element
    base: str

    def properties(self, *names: str) -> Iterator[Element]:
        """The elements that are these properties of this item and of no other inside it, name after name."""
        return (tag for tag in classed(self.soup, self.tag, *names) if owner_of(tag) is self.tag)

    def first(self, *names: str) -> Element | None:
        return next(self.properties(*names), None)

    def text(self, *names: str) -> str | None:
        """The value of a ``p-`` property."""
        tag = self.first(*names)
        return self.value_of(tag) if tag is not None else None

    def value_of(self, tag: Element) -> str | None:
        """What a property says: of an item inside this one its name, of an abbreviation what it stands for."""
        if roots_of(tag):
            inner = Item(self.soup, tag, self.base)
            return inner.text("p-name") or inner.implied_name
        told = attribute(tag, "title") if tag.name == "abbr" else None
        told = told or (attribute(tag, "value") if tag.name in ("data", "input") else None)
        return told or (attribute(tag, "alt") if tag.name == "img" else None) or text_of(tag)

    @property
    def implied_name(self) -> str | None:
        """The name of an item that names none: its text, or what its one picture stands for."""
        own = attribute(self.tag, "alt") if self.tag.name == "img" else text_of(self.tag)
        pictures = (attribute(tag, "alt") for tag in self.soup.within(self.tag, "img"))
        return clean(own or next((alt for alt in pictures if alt), None) or attribute(self.tag, "title"))

    def url(self, *names: str) -> str | None:
        """The value of a ``u-`` property."""
        for tag in self.properties(*names):
            if found := self.address_of(tag):
                return found
        return None

    def address_of(self, tag: Element) -> str | None:
        """Where a property leads: of an item inside this one its own address."""
        said = next((said for name in ("href", "src", "value", "data") if (said := attribute(tag, name))), None)
        told = absolute(said, self.base)
        if told is None and roots_of(tag):
            inner = Item(self.soup, tag, self.base)
            return inner.url("u-url") or next(
                (url for link in self.soup.within(tag, "a") if (url := absolute(attribute(link, "href"), self.base))),
                None,
            )
        return told

    def moment(self, *names: str) -> str | None:
        """The value of a ``dt-`` property as it is written."""
        return next((told for tag in self.properties(*names) if (told := self._told(tag) or text_of(tag))), None)

    def _told(self, tag: Element) -> str | None:
        """What a date says to machines: an attribute, or the parts of the value class pattern, the day first."""
        own = next((told for name in ("datetime", "title", "value") if (told := attribute(tag, name))), None)
        if own is not None:
            return own
        parts = [self._told(part) or text_of(part) or "" for part in classed(self.soup, tag, "value", "value-title")]
        return clean(" ".join(sorted(parts, key=lambda part: _DAY.match(part) is None)))

    def holds(self, tag: Element) -> bool:
        return inside(tag, self.tag)
