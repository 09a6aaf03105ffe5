"""What another document of the blog tells already: the comment feeds of single posts, behind an API or a whole feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from ...archive.journal.queue import Visit
from .markup import fields_of
from .paging import is_main
from .url import Base, resolve

if TYPE_CHECKING:
    from ...parsers.base import Parser

TOLD = "told elsewhere: "
"""How the reason begins that is kept with a URL."""
WITHOUT_COMMENTS = f"{TOLD}the feed of the posts counts no comments"

_ENTRY = re.compile(rb"<(?:entry|item)[\s>]")
_ENTRY_END = re.compile(rb"</(?:entry|item)\s*>")
_TOTAL = re.compile(rb"<(?:thr:total|slash:comments)\s*>\s*(\d{1,7})\s*<")
_LINK = re.compile(rb"<link\b([^<>]*)>|<wfw:commentRss\s*>\s*([^<]{1,2000})<", re.IGNORECASE)


class Elsewhere:
    """Which of the blog's addresses need not be asked, since one that the engine's file names has told the same."""

    def __init__(self) -> None:
        self._working: set[str] = set()

    def hear(self, engine: type[Parser] | None, url: str, content: bytes) -> None:
        """Note that an API or feed works that tells what others tell."""
        for one in engine.tells if engine is not None else ():
            if one.by.search(url) and content.lstrip()[:1] in (b"[", b"{", b"<"):
                self._working.add(one.reason)

    def is_late(self, engine: type[Parser] | None, url: str, hops: str) -> bool:
        """Whether a feed is visited after all pages, since what makes it superfluous may work."""
        return engine is not None and not is_main(hops) and any(one.what.search(url) for one in engine.tells)

    def objection(self, engine: type[Parser] | None, visit: Visit) -> str | None:
        """Why the visit would bring nothing; None if it may."""
        if engine is None or is_main(visit.hops):
            return None
        for one in engine.tells:
            if one.reason in self._working and one.what.search(visit.url):
                return TOLD + one.reason
        return None


def comment_feeds(content: bytes, base: Base) -> Iterator[tuple[str, bool]]:
    """The comment feeds of a feed's entries, each with whether its entry counts comments."""
    at = 0
    while (opened := _ENTRY.search(content, at)) is not None:
        closed = _ENTRY_END.search(content, opened.end())
        if closed is None:
            return
        at = closed.end()
        total = _TOTAL.search(content, opened.end(), at)
        if total is None:
            continue
        for link in _LINK.finditer(content, opened.end(), at):
            fields = fields_of(link[1] or b"", "utf-8")
            replies = fields.get("rel") == "replies" and "xml" in fields.get("type", "")
            address = fields.get("href", "") if replies else unescape((link[2] or b"").decode("utf-8", "replace"))
            url = resolve(base, address.strip())
            if url is not None:
                yield url, int(total[1]) > 0
