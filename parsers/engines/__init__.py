"""The blog engines that are known: which made a page, and what their files tell the crawler."""

from __future__ import annotations

from ..base import Parser, Signs, Trap, attempt
from ..generic import Generic
from ..tree.source import Needles
from .blogger import Blogger
from .comment_services import DisqusFrame, Isso
from .compiled import COMPILED
from .dreamwidth import Dreamwidth
from .drupal import Drupal
from .embedded_comments import services_of
from .ghost import Ghost
from .indieweb import IndieWeb
from .livejournal import LiveJournal
from .medium import Medium
from .movabletype import MovableType
from .serendipity import Serendipity
from .squarespace5 import Squarespace5
from .squarespace7 import Squarespace7
from .static import STATIC
from .substack import Substack
from .textpattern import Textpattern
from .tumblr import Tumblr
from .typepad import TypePad
from .wordpress import WordPress

PARSERS: tuple[type[Parser], ...] = (
    Squarespace5,
    Squarespace7,
    Blogger,
    TypePad,
    MovableType,
    WordPress,
    Dreamwidth,
    Ghost,
    LiveJournal,
    Medium,
    Substack,
    Tumblr,
    Serendipity,
    Textpattern,
    Drupal,
    DisqusFrame,
    Isso,
    *STATIC,
    *COMPILED,
    IndieWeb,
    Generic,
)
"""Asked in this order; the first that detects its engine reads the page."""

_NEEDLES = Needles(sign for parser in PARSERS for sign in parser.needles)


def detect(content: bytes, url: str) -> type[Parser]:
    """`parsers.detect`."""
    signs = Signs.of(content, url, _NEEDLES)
    for parser in PARSERS:
        if parser.detects(signs):
            return parser
    return Generic


def endpoints_of(content: bytes, url: str, parser: type[Parser] | None = None) -> tuple[str, ...]:
    """`parsers.endpoints_of`."""
    none: tuple[str, ...] = ()
    found = attempt(None, none, lambda: (parser or detect(content, url)).endpoints(content, url), [])
    return tuple(dict.fromkeys((*found, *attempt(None, none, lambda: services_of(content, url), []))))


def traps_of(platform: str) -> tuple[Trap, ...]:
    """`parsers.traps_of`."""
    return next((parser.traps for parser in PARSERS if parser.platform == platform), ())


def feeds_of(platform: str, blog_url: str) -> tuple[str, ...]:
    """`parsers.feeds_of`."""
    base = blog_url if blog_url.endswith("/") else f"{blog_url}/"
    return next((tuple(base + feed for feed in parser.feeds) for parser in PARSERS if parser.platform == platform), ())
