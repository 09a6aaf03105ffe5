"""Bytes and a URL in, frozen records out: pure, one file per blog engine.

The engines are imported when the first page is read: half of what starts beside a crawl handles only what was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .model import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from .base import Parser, Trap
    from .generic.rules import Rule
    from .model import Post

__all__ = [
    "FEWEST_EXAMPLES",
    "MOST_EXAMPLES",
    "Page",
    "detect",
    "endpoints_of",
    "feeds_of",
    "get_ready",
    "learn_rule",
    "read_page",
    "traps_of",
]

FEWEST_EXAMPLES = 4
"""Posts that `learn_rule` needs: two to learn from, two to be held to it, and the other way round."""
MOST_EXAMPLES = 20


def read_page(
    content: bytes,
    url: str,
    content_type: str | None = None,
    rules: Sequence[Rule] = (),
    *,
    captured_at: str | datetime | None = None,
) -> Page:
    """Read one saved page; ``rules`` were learned of its blog (``learn_rule``) and replace guesses.

    ``captured_at`` (ISO 8601; UTC if it has no offset) is what "3 days ago" is counted back from: without it only the
    page's text is kept. Pure: no network, no disk, no clock; never raises: what could not be read is told in
    ``page.problems``.
    """
    from . import reading

    return reading.read_page(content, url, content_type, rules, captured_at=captured_at)


def learn_rule(pages: Iterable[tuple[bytes, str, str | None, Post]]) -> Rule | None:
    """Where a blog's pages hold their posts: learned from pages (content, URL, type) and what the feed says of each.

    Pure, as ``read_page`` is. None where a rule would find the feed's text no better than the reader does by itself.
    """
    from . import reading

    return reading.learn_rule(pages)


def detect(content: bytes, url: str) -> type[Parser]:
    """The parser of the engine that made this page."""
    from . import engines

    return engines.detect(content, url)


def endpoints_of(content: bytes, url: str, parser: type[Parser] | None = None) -> tuple[str, ...]:
    """Addresses of APIs that a page leads to without a link: more comments, more posts, comment services.

    Never raises. ``parser`` is that of the blog's engine, where it is known already.
    """
    from . import engines

    return engines.endpoints_of(content, url, parser)


def traps_of(platform: str) -> tuple[Trap, ...]:
    """The traps of an engine: addresses that a crawler should not follow."""
    from . import engines

    return engines.traps_of(platform)


def feeds_of(platform: str, blog_url: str) -> tuple[str, ...]:
    """The addresses of an engine's feeds and APIs, absolute."""
    from . import engines

    return engines.feeds_of(platform, blog_url)


def get_ready() -> None:
    """Import what reads pages, which takes 0.2 s, now and not when the first page has come."""
    from . import reading  # noqa: F401
