"""One page as a parser gets it: bytes, text and tree, and the signs by which an engine is recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .encoding import decode
from .inline_json import looks_like_json
from .soup import Soup


@dataclass(frozen=True)
class Trap:
    """Addresses of an engine that a crawler should not follow, and why."""

    pattern: re.Pattern[str]
    reason: str


class Needles:
    """Signs that begin with "/" or ".", found by one pass for each of the two instead of a search for each sign."""

    def __init__(self, signs: Iterable[bytes] = ()) -> None:
        self.known = frozenset(sign for sign in signs if sign[:1] in (b"/", b"."))
        self._patterns: dict[bytes, re.Pattern[bytes]] = {}
        for first in (b"/", b"."):
            ends = sorted((re.escape(sign[1:]) for sign in self.known if sign.startswith(first)), key=len, reverse=True)
            if ends:
                self._patterns[first] = re.compile(re.escape(first) + b"(?=(" + b"|".join(ends) + b"))")

    def found_in(self, content: bytes) -> frozenset[bytes]:
        """Those of the signs that stand in ``content``."""
        found = tuple(first + end for first, pattern in self._patterns.items() for end in set(pattern.findall(content)))
        # of two signs of which one begins the other, only the longer was found
        return frozenset(sign for sign in self.known if any(longest.startswith(sign) for longest in found))


NO_NEEDLES = Needles()


@dataclass(frozen=True)
class Tells:
    """What an API or a feed of an engine tells whole, so that a crawler need not ask many others for it."""

    by: re.Pattern[str]
    what: re.Pattern[str]
    """The addresses that tell the same, post by post."""
    reason: str


@dataclass(frozen=True)
class Signs:
    """What ``detects`` looks at: the bytes, the address, and the content of all ``meta name=generator``, lower case.

    All engines are asked for each page, and a search through 100 kB takes 40 µs. What a ``/`` or a ``.`` begins is
    looked for together (``Needles``); of other signs an engine asks first for what they have in common:
    ``signs.has(b"erendipity") and signs.has(b"serendipity_entry", …)``.
    """

    content: bytes
    url: str
    generator: str = ""
    needles: Needles = NO_NEEDLES

    def has(self, *needles: bytes) -> bool:
        """Whether one of these byte strings stands in the page; case matters, that is what makes it fast.

        Of a long page only its beginning and end are looked at: an engine shows in the head and at the foot.
        """
        known = self.needles.known
        for needle in needles:  # noqa: SIM110 - asked fifty times a page, and any() makes a generator each time
            if needle in (self._found if needle in known else self._places):
                return True
        return False

    def count(self, needle: bytes) -> int:
        """How often a byte string stands there."""
        return self._places.count(needle)

    @cached_property
    def _found(self) -> frozenset[bytes]:
        return self.needles.found_in(self._places)

    @cached_property
    def _places(self) -> bytes:
        if len(self.content) <= _HEAD + _FOOT or looks_like_json(self.content):
            return self.content
        return self.content[:_HEAD] + self.content[-_FOOT:]

    @classmethod
    def of(cls, content: bytes, url: str, needles: Needles = NO_NEEDLES) -> Signs:
        found = [match[0].decode("latin-1").lower() for match in _GENERATOR.finditer(content[:_HEAD])]
        contents = [match[1] or match[2] or "" for tag in found for match in _CONTENT.finditer(tag)]
        return cls(content, url, " · ".join(contents), needles)


_HEAD, _FOOT = 250_000, 50_000
_GENERATOR = re.compile(rb"<meta\b[^>]{0,300}?\bname\s*=\s*[\"']?generator\b[^>]{0,300}>", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:[\"']([^\"']*)|([^\s\"'>]+))")
"""Minifiers leave the quotes of a single word out."""


class Source:
    """One page: its bytes, and its text and tree made when first asked for."""

    def __init__(self, content: bytes, url: str, content_type: str | None = None) -> None:
        self.content = content
        self.url = url
        self.content_type = content_type
        self.unread: frozenset[str] = frozenset()

    @cached_property
    def text(self) -> str:
        return decode(self.content, self.content_type)

    @cached_property
    def soup(self) -> Soup:
        return Soup(self.text, self.unread)

    @property
    def grown(self) -> Soup | None:
        """The tree, if somebody asked for it."""
        return self.soup if "soup" in self.__dict__ else None

    @property
    def cuts(self) -> tuple[str, ...]:
        """What of the page was simplified because it was beyond all bounds."""
        return () if self.grown is None else self.grown.cuts

    def close(self) -> None:
        """Free the tree; the records read from it stay."""
        if self.grown is not None:
            self.grown.close()
