"""How a page is read: by its engine's parser, and by what was learned of its blog."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice

from . import MOST_EXAMPLES
from .base import Source, attempt
from .dates.ago import dated, moment_of
from .engines import detect
from .engines.embedded_comments import problems_of
from .feeds import looks_like_feed, read_feed
from .feeds.sitemap import looks_like_sitemap, read_sitemap
from .generic.lessons import Example, learn
from .generic.rules import Rule, read_again
from .model import Page, Post, Problem
from .tree.soup import paused_gc
from .tree.urls import can_be_split


def read_page(
    content: bytes,
    url: str,
    content_type: str | None = None,
    rules: Sequence[Rule] = (),
    *,
    captured_at: str | datetime | None = None,
) -> Page:
    """`parsers.read_page`."""
    with paused_gc():
        source = Source(content, url if can_be_split(url) else "", content_type)
        problems: list[Problem] = []
        page = attempt(None, None, lambda: _read(source, rules), problems)
        source.close()
    page = page or Page(url=url, kind="other", problems=tuple(problems))
    if moment := moment_of(captured_at):
        page = attempt(None, page, partial(dated, page, moment), [])
    elif captured_at is not None:
        message = f"{captured_at!r} is no time in ISO 8601, so no date is counted back from it"
        page = replace(page, problems=(*page.problems, Problem(stage="parse", field="captured_at", message=message)))
    return page if source.url == url else _at_no_address(page, url)


def _at_no_address(page: Page, url: str) -> Page:
    """A page whose address cannot be read: it keeps its address, and what is relative to it stays unread."""
    message = f"The address {url[:200]} cannot be read, so relative addresses on the page lead nowhere"
    problems = (*page.problems, Problem(stage="parse", field="url", message=message))
    return replace(page, url=url, post=page.post and replace(page.post, url=page.post.url or url), problems=problems)


def _read(source: Source, rules: Sequence[Rule]) -> Page:
    head = source.content[:4096]
    if looks_like_feed(source.content) and (feed := read_feed(source.content, source.url, source.content_type)):
        return replace(feed, platform=detect(source.content, source.url).platform)
    if looks_like_sitemap(head) and (sitemap := read_sitemap(source.content, source.url, source.content_type)):
        return sitemap
    parser = detect(source.content, source.url)(source)
    page = parser.read()
    if rules:
        page = attempt(None, page, lambda: read_again(parser, page, rules), [])
    # what it found holds it in circles, which only the collector would free
    parser.__dict__.clear()
    return replace(page, problems=(*page.problems, *problems_of(page, source.content, source.grown)))


def learn_rule(pages: Iterable[tuple[bytes, str, str | None, Post]]) -> Rule | None:
    """`parsers.learn_rule`."""
    sources: list[Source] = []
    examples: list[Example] = []
    with paused_gc():
        for content, url, content_type, entry in islice(pages, MOST_EXAMPLES):
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
