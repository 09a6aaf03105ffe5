"""One page as a parser gets it: bytes, text and tree, and the signs by which an engine is recognised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from .encoding import decode
from .soup import Soup


@dataclass(frozen=True)
class Trap:
    """Addresses of an engine that a crawler should not follow, and why."""

    pattern: re.Pattern[str]
    reason: str


@dataclass(frozen=True)
class Signs:
    """What ``detects`` looks at: the bytes, the address, and the content of all ``meta name=generator``, lower case."""

    content: bytes
    url: str
    generator: str = ""

    def has(self, *needles: bytes) -> bool:
        """Whether one of these byte strings stands in the page; case matters, that is what makes it fast."""
        return any(needle in self.content for needle in needles)

    @classmethod
    def of(cls, content: bytes, url: str) -> Signs:
        found = [match[0].decode("latin-1").lower() for match in _GENERATOR.finditer(content[:_HEAD])]
        contents = [value for tag in found for value in _CONTENT.findall(tag)]
        return cls(content, url, " · ".join(contents))


_HEAD = 200_000
_GENERATOR = re.compile(rb"<meta\b[^>]{0,300}?\bname\s*=\s*[\"']?generator\b[^>]{0,300}>", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=\s*[\"']([^\"']*)")


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
    def cuts(self) -> tuple[str, ...]:
        """What of the page was simplified because it was beyond all bounds."""
        return self.soup.cuts if "soup" in self.__dict__ else ()

    def close(self) -> None:
        """Free the tree; the records read from it stay."""
        if "soup" in self.__dict__:
            self.soup.close()
