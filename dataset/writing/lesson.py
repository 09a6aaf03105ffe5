"""What a worker is to learn from: pages of posts, and the feeds that tell their whole text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...archive.capture import Capture
from ...archive.errors import BlogarkError
from ...archive.warc.scan import CaptureReader
from ...parsers.model import Page, Post
from ..keys import url_key

if TYPE_CHECKING:
    from ...parsers.generic.rules import Rule

LARGEST = 2 * 2**20
"""Bytes of a page that is learned from: twenty are in memory at once."""

Learner = Callable[[Iterable[tuple[bytes, str, str | None, Post]]], "Rule | None"]
Stored = tuple[Capture, Capture | None]
"""A capture, and the one whose bytes it repeats."""


@dataclass(frozen=True, kw_only=True)
class LessonPost:
    """A post: its page, and the addresses under which a feed may tell of it."""

    page: Stored
    keys: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """Posts in their order, and the feeds that have their text."""

    posts: tuple[LessonPost, ...]
    feeds: tuple[Stored, ...]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a worker is to read all later pages by."""

    texts: tuple[str, ...]

    def read(self) -> tuple[Rule, ...]:
        from ...parsers.generic.rules import Rule

        return tuple(map(Rule.from_json, self.texts))


def take(
    lesson: Lesson, stored: CaptureReader, read: Callable[[bytes, str, str | None], Page], learn: Learner
) -> str | None:
    """The rule that a lesson brings, as text; None if it brings none."""
    entries: dict[str, Post] = {}
    for capture, referred in lesson.feeds:
        for content, content_type in _bytes(stored, capture, referred):
            for entry in read(content, capture.url, content_type).entries:
                if entry.url and entry.body_text:
                    entries.setdefault(url_key(entry.url), entry)
    rule = learn(_pages(lesson, stored, entries))
    return None if rule is None else rule.to_json()


def _pages(
    lesson: Lesson, stored: CaptureReader, entries: dict[str, Post]
) -> Iterator[tuple[bytes, str, str | None, Post]]:
    for post in lesson.posts:
        entry = next((entries[key] for key in sorted(post.keys) if key in entries), None)
        if entry is not None:
            capture, referred = post.page
            for content, content_type in _bytes(stored, capture, referred):
                yield content, capture.url, content_type, entry


def _bytes(stored: CaptureReader, capture: Capture, referred: Capture | None) -> Iterator[tuple[bytes, str | None]]:
    """The body and type of an answer; nothing where it cannot be read, or is too large to learn from."""
    try:
        response = stored.read(capture if referred is None else referred)
    except BlogarkError:
        return
    if len(response.body) <= LARGEST and not response.defects:
        yield response.body, response.content_type
