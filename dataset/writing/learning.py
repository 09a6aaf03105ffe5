"""What the dataset knows of the blog's layout: which posts teach it, the rules learned, which pages to read again."""

from __future__ import annotations

import sqlite3
from dataclasses import fields

from ...archive.capture import Capture
from ...parsers import FEWEST_EXAMPLES, MOST_EXAMPLES
from ...parsers.model import Page
from ..rows import insert, next_id
from .lesson import Lesson, LessonPost, Stored

_COLUMNS = tuple(field.name for field in fields(Capture))
_CAPTURE = ", ".join(f"captures.{name}" for name in _COLUMNS)
_SHORTEST = 300
"""Characters of a feed's text that may be the whole of a post."""
_GUESSED = "posts.field_sources ->> 'body_text' = 'heuristic'"
_TAUGHT = f"""SELECT posts.id, posts.capture_id, facts ->> '$.body.feed[1]' AS feed FROM posts
    JOIN post_facts ON post_facts.post_id = posts.id
    WHERE {_GUESSED} AND facts ->> '$.body.feed[0][0]' >= {_SHORTEST} ORDER BY posts.id"""
_AGAIN = f"""SELECT DISTINCT captures.id FROM posts JOIN captures ON captures.id = posts.capture_id
    WHERE {_GUESSED} AND captures.id > ? AND captures.truncated IS NULL
    AND NOT EXISTS (SELECT 1 FROM post_parts WHERE post_parts.post_id = posts.id) ORDER BY captures.id"""


def lesson_of(db: sqlite3.Connection) -> Lesson | None:
    """Posts that were read by guessing and whose text a feed tells, spread evenly; None if there are too few."""
    taught = db.execute(_TAUGHT).fetchall()
    if len(taught) < FEWEST_EXAMPLES:
        return None
    number = min(len(taught), MOST_EXAMPLES)
    chosen = [taught[place * len(taught) // number] for place in range(number)]
    posts = []
    for post_id, capture_id, _ in chosen:
        keys = db.execute("SELECT url_key FROM post_urls WHERE post_id = ?", (post_id,)).fetchall()
        posts.append(LessonPost(page=stored(db, capture_id), keys=frozenset(row[0] for row in keys)))
    feeds = sorted({feed for _, _, feed in chosen})
    return Lesson(posts=tuple(posts), feeds=tuple(stored(db, feed) for feed in feeds))


def rules_of(db: sqlite3.Connection) -> tuple[str, ...]:
    """The rules that were learned, the newest first, as text."""
    return tuple(row[0] for row in db.execute("SELECT rule FROM layout_rules ORDER BY id DESC"))


def add_rule(db: sqlite3.Connection, crawl_id: int, text: str) -> None:
    """Keep a rule that the end of a crawl has brought."""
    from ...parsers.generic.rules import Rule

    rule = Rule.from_json(text)
    columns = ("id", "crawl_id", "body", "examples", "agreement", "agreement_before", "rule")
    rule_id = next_id(db, "layout_rules")
    row = (rule_id, crawl_id, str(rule.body), rule.examples, rule.agreement, rule.agreement_before, text)
    insert(db, "layout_rules", columns, [row])


def read_by_guessing(db: sqlite3.Connection, *, after: int) -> list[int]:
    """The captures whose texts are guesses, in their order."""
    return [row[0] for row in db.execute(_AGAIN, (after,))]


def is_by_rule(page: Page) -> bool:
    """Whether a rule has told the post of a page."""
    return page.post is not None and "+rule " in page.parser_version


def stored(db: sqlite3.Connection, capture_id: int) -> Stored:
    """A capture, and the one whose bytes it repeats."""
    query = f"SELECT {_CAPTURE}, refers_to FROM captures WHERE id = ?"
    row = db.execute(query, (capture_id,)).fetchone()
    return _capture(row), None if row[-1] is None else _capture(db.execute(query, (row[-1],)).fetchone())


def _capture(row: tuple[object, ...]) -> Capture:
    return Capture(**dict(zip(_COLUMNS, row, strict=False)))  # type: ignore[arg-type]
