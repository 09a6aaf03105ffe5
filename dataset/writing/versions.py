"""Versions of a post that come to light later than newer ones: an old capture, added to an archive that has a newer."""

from __future__ import annotations

import sqlite3

from ..rows import SqlValue, insert, next_id, update
from .revisions import Content, words_changed

_Row = tuple[int, str, str | None, str | None, str | None, str | None, str | None]
_ROWS = (
    "SELECT id, seen_at, content_digest, previous_digest, previous_title, previous_body_text, body_text "
    "FROM post_revisions WHERE post_id = ? ORDER BY seen_at, id"
)
_FIRST = (
    "SELECT captures.id, captures.captured_at FROM captures JOIN post_urls ON post_urls.url_key = captures.url_key "
    "WHERE post_urls.post_id = ? AND captures.id <> ? AND captures.page_kind IN ('post', 'page') "
    "AND captures.captured_at > ? ORDER BY captures.captured_at, captures.id LIMIT 1"
)
"""When a post was first seen after a time."""


def note_older_version(
    db: sqlite3.Connection, post_id: int, capture_id: int, *, version: Content, current: Content
) -> None:
    """Put a version that an older capture shows into its place among the revisions.

    A revision is noted where a version follows another. Nothing is noted of one that is known already.
    """
    seen_at = str(db.execute("SELECT captured_at FROM captures WHERE id = ?", (capture_id,)).fetchone()[0])
    rows: list[_Row] = db.execute(_ROWS, (post_id,)).fetchall()
    following = next((number for number, row in enumerate(rows) if row[1] > seen_at), None)
    if following is None:
        if version.digest != current.digest:
            _insert_before(db, post_id, capture_id, seen_at, version, current, is_first=not rows)
        return
    row = rows[following]
    if version.digest == row[2]:
        # What was thought to have changed then had changed before.
        update(db, "post_revisions", row[0], {"capture_id": capture_id, "seen_at": seen_at})
    elif version.digest != row[3]:
        before = Content(digest=row[3], title=row[4], body_text=row[5])
        if following == 0 and _is_before_all(db, post_id, capture_id, seen_at, row[1]):
            _insert_before(db, post_id, capture_id, seen_at, version, before, is_first=True)
            return
        _insert(db, post_id, capture_id, seen_at, version, before)
        told: dict[str, SqlValue] = {"previous_digest": version.digest, "previous_title": version.title}
        told |= words_changed(version.body_text, row[6])
        update(db, "post_revisions", row[0], told | {"previous_body_text": version.body_text})


def _insert_before(
    db: sqlite3.Connection,
    post_id: int,
    capture_id: int,
    seen_at: str,
    version: Content,
    newer: Content,
    *,
    is_first: bool,
) -> None:
    """The version, and behind it the one that is known to follow, where that was first seen."""
    if not is_first or _was_seen_before(db, post_id, capture_id, seen_at):
        _insert(db, post_id, capture_id, seen_at, version, newer)
    following = db.execute(_FIRST, (post_id, capture_id, seen_at)).fetchone()
    if following is not None:
        _insert(db, post_id, following[0], following[1], newer, version)


def _is_before_all(db: sqlite3.Connection, post_id: int, capture_id: int, seen_at: str, until: str) -> bool:
    """Whether nothing of the post was seen before, and its first known version was seen before it changed."""
    following = db.execute(_FIRST, (post_id, capture_id, seen_at)).fetchone()
    return not _was_seen_before(db, post_id, capture_id, seen_at) and following is not None and following[1] < until


def _was_seen_before(db: sqlite3.Connection, post_id: int, capture_id: int, seen_at: str) -> bool:
    found = db.execute(_FIRST, (post_id, capture_id, "")).fetchone()
    return found is not None and found[1] < seen_at


def _insert(
    db: sqlite3.Connection, post_id: int, capture_id: int, seen_at: str, version: Content, before: Content
) -> None:
    row: dict[str, SqlValue] = {
        "id": next_id(db, "post_revisions"),
        "post_id": post_id,
        "capture_id": capture_id,
        "seen_at": seen_at,
        "content_digest": version.digest,
        "title": version.title,
        "body_text": version.body_text,
        "previous_title": before.title,
        "previous_body_text": before.body_text,
        "previous_digest": before.digest,
        **words_changed(before.body_text, version.body_text),
    }
    insert(db, "post_revisions", tuple(row), [tuple(row.values())])
