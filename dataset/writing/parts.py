"""Posts that stand on several pages (`<!--nextpage-->`): their parts kept, and put together in order."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import cast

from ...parsers.model import Link, Media
from ..keys import safe_integer, safe_text
from .merge import Facts, Sighting, Value, is_part


@dataclass(frozen=True, kw_only=True)
class Body:
    """The columns of `posts` that come with the body, and what hangs on it."""

    html: str | None = None
    text: str | None = None
    word_count: int | None = None
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    capture_id: int


def body_of(sighting: Sighting) -> Body:
    """The body that a sighting shows."""
    text = safe_text(sighting.post.body_text)
    words = safe_integer(sighting.post.word_count)
    return Body(
        html=safe_text(sighting.post.body_html),
        text=text,
        word_count=words if words is not None or text is None else len(text.split()),
        links=tuple(link for link in sighting.links if link.comment_native_id is None),
        media=sighting.media,
        capture_id=sighting.capture_id,
    )


def save_part(db: sqlite3.Connection, post_id: int, sighting: Sighting) -> None:
    """Keep the part of a post that a sighting shows; an answer cut short only fills a gap."""
    if sighting.post.part is None:
        if sighting.standing == "own" and sighting.source == "dom" and sighting.post.body_text is not None:
            # The post stands on one page now.
            db.execute("DELETE FROM post_parts WHERE post_id = ?", (post_id,))
        return
    body = body_of(sighting)
    verb = "INSERT OR IGNORE" if sighting.standing == "cut" else "INSERT OR REPLACE"
    db.execute(
        f"{verb} INTO post_parts (post_id, part, body_html, body_text, word_count, links, media, capture_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            post_id,
            sighting.post.part,
            body.html,
            body.text,
            body.word_count,
            _to_json(body.links),
            _to_json(body.media),
            body.capture_id,
        ),
    )


def joined(db: sqlite3.Connection, post_id: int, value: Value) -> Body:
    """All parts that are known, up to the number that the believed fact tells, one after the other."""
    _, _, parts = value
    rows = db.execute(
        "SELECT body_html, body_text, word_count, links, media, capture_id FROM post_parts "
        "WHERE post_id = ? AND part <= ? ORDER BY part",
        (post_id, parts),
    ).fetchall()
    counts = [row[2] for row in rows if row[2] is not None]
    return Body(
        html="\n".join(row[0] for row in rows if row[0] is not None) or None,
        text="\n\n".join(row[1] for row in rows if row[1] is not None) or None,
        word_count=sum(counts) if counts else None,
        links=tuple(Link(**link) for row in rows for link in json.loads(row[3])),
        media=tuple(Media(**item) for row in rows for item in json.loads(row[4])),
        capture_id=rows[0][5],
    )


def is_late(db: sqlite3.Connection, post_id: int, sighting: Sighting, before: Facts) -> bool:
    """Whether a part comes that the page told of in an earlier crawl, or ever since: then the post has not grown."""
    part = sighting.post.part
    if part is None:
        return False
    query = "SELECT 1 FROM post_parts WHERE post_id = ? AND part = ?"
    if db.execute(query, (post_id, part)).fetchone() is not None:
        return False
    told = [fact.value if fact.epoch < sighting.epoch else fact.before for fact in before.get("body", {}).values()]
    earlier = [value for value in told if value is not None]
    return not earlier or any(is_part(value) and cast(int, value[2]) >= part for value in earlier)


def _to_json(records: Sequence[Link | Media]) -> str:
    told = [{name: value for name, value in asdict(one).items() if value is not None} for one in records]
    return json.dumps(told, separators=(",", ":"))
