"""The reader of any blog: structured data first, then what most templates have in common."""

from __future__ import annotations

from .base import Parser, Signs
from .body import BodyFinder
from .model import PageKind
from .soup import attribute
from .text import Region, text_of


class Generic(Parser):
    """Reads pages of engines that nobody has described, and is the fallback of those that somebody has."""

    platform = "generic"

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return True

    def kind(self) -> PageKind:
        return "post"

    def title(self) -> str | None:
        self.said("title", "heuristic")
        for heading in self.soup.by_name("h1"):
            if found := text_of(heading):
                return found
        titles = self.soup.by_name("title")
        return text_of(titles[0]) if titles else None

    def body(self) -> Region | None:
        self.said("body", "heuristic")
        headings = self.soup.by_name("h1")
        return BodyFinder(self.soup, (), headings[0] if headings else None).find()

    def language(self) -> str | None:
        html = self.soup.by_name("html")
        return attribute(html[0], "lang") if html else None
