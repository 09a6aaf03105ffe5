"""Bytes and a URL in, frozen records out: pure, one file per blog engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from .base import Parser, Signs, Source, Trap, attempt
from .blogger import Blogger
from .comment_services import DisqusFrame, Isso
from .dreamwidth import Dreamwidth
from .drupal import Drupal
from .embedded_comments import problems_of, services_of
from .feeds import looks_like_feed, read_feed
from .generic import Generic
from .ghost import Ghost
from .indieweb import IndieWeb
from .lessons import MOST, Example, learn
from .livejournal import LiveJournal
from .medium import Medium
from .model import Page, Post, Problem
from .movabletype import MovableType
from .rules import Rule, read_again
from .serendipity import Serendipity
from .sitemap import looks_like_sitemap, read_sitemap
from .soup import paused_gc
from .source import Needles
from .squarespace5 import Squarespace5
from .squarespace7 import Squarespace7
from .static import STATIC
from .substack import Substack
from .textpattern import Textpattern
from .tumblr import Tumblr
from .typepad import TypePad
from .urls import can_be_split
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
    IndieWeb,
    Generic,
)
"""Asked in this order; the first that detects its engine reads the page."""

_NEEDLES = Needles(sign for parser in PARSERS for sign in parser.needles)

__all__ = [
    "PARSERS",
    "Page",
    "Parser",
    "Rule",
    "detect",
    "endpoints_of",
    "feeds_of",
    "learn_rule",
    "read_page",
    "traps_of",
]


def read_page(content: bytes, url: str, content_type: str | None = None, rules: Sequence[Rule] = ()) -> Page:
    """Read one saved page; ``rules`` were learned of its blog (``learn_rule``) and replace guesses.

    Pure: no network, no disk, no clock; never raises: what could not be read is told in ``page.problems``.
    """
    with paused_gc():
        source = Source(content, url if can_be_split(url) else "", content_type)
        problems: list[Problem] = []
        page = attempt(None, None, lambda: _read(source, rules), problems)
        source.close()
    page = page or Page(url=url, kind="other", problems=tuple(problems))
    return page if source.url == url else _at_no_address(page, url)


def _at_no_address(page: Page, url: str) -> Page:
    """A page whose address cannot be read: it keeps its address, and what is relative to it stays unread."""
    message = f"The address {url[:200]} cannot be read, so relative addresses on the page lead nowhere"
    problems = (*page.problems, Problem(stage="parse", field="url", message=message))
    return replace(page, url=url, post=page.post and replace(page.post, url=page.post.url or url), problems=problems)


def _read(source: Source, rules: Sequence[Rule]) -> Page:
    head = source.content[:4096]
    if looks_like_feed(head) and (feed := read_feed(source.content, source.url, source.content_type)):
        return replace(feed, platform=detect(source.content, source.url).platform)
    if looks_like_sitemap(head) and (sitemap := read_sitemap(source.content, source.url, source.content_type)):
        return sitemap
    parser = detect(source.content, source.url)(source)
    page = parser.read()
    if rules:
        page = attempt(None, page, lambda: read_again(parser, page, rules), [])
    return replace(page, problems=(*page.problems, *problems_of(page, source.content, source.grown)))


def learn_rule(pages: Iterable[tuple[bytes, str, str | None, Post]]) -> Rule | None:
    """Where a blog's pages hold their posts: learned from pages (content, URL, type) and what the feed says of each.

    Pure, as ``read_page`` is. None where a rule would find the feed's text no better than the reader does by itself.
    """
    sources: list[Source] = []
    examples: list[Example] = []
    with paused_gc():
        for content, url, content_type, entry in islice(pages, MOST):
            source = Source(content, url, content_type)
            sources.append(source)
            example = attempt(None, None, partial(_example, source, entry), [])
            if example is not None:
                examples.append(example)
        rule = attempt(None, None, lambda: learn(examples), [])
        for source in sources:
            source.close()
    return rule


def _example(source: Source, entry: Post) -> Example:
    parser = detect(source.content, source.url)(source)
    return Example(parser=parser, page=parser.read(), entry=entry)


def detect(content: bytes, url: str) -> type[Parser]:
    """The parser of the engine that made this page."""
    signs = Signs.of(content, url, _NEEDLES)
    for parser in PARSERS:
        if parser.detects(signs):
            return parser
    return Generic


def endpoints_of(content: bytes, url: str, parser: type[Parser] | None = None) -> tuple[str, ...]:
    """Addresses of APIs that a page leads to without a link: more comments, more posts, comment services.

    Never raises. ``parser`` is that of the blog's engine, where it is known already.
    """
    none: tuple[str, ...] = ()
    found = attempt(None, none, lambda: (parser or detect(content, url)).endpoints(content, url), [])
    return tuple(dict.fromkeys((*found, *attempt(None, none, lambda: services_of(content, url), []))))


def traps_of(platform: str) -> tuple[Trap, ...]:
    """The traps of an engine: addresses that a crawler should not follow."""
    return next((parser.traps for parser in PARSERS if parser.platform == platform), ())


def feeds_of(platform: str, blog_url: str) -> tuple[str, ...]:
    """The addresses of an engine's feeds and APIs, absolute."""
    base = blog_url if blog_url.endswith("/") else f"{blog_url}/"
    return next((tuple(base + feed for feed in parser.feeds) for parser in PARSERS if parser.platform == platform), ())
