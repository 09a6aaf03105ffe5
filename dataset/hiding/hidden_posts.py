"""A hidden post in its tables: nothing of what it said, and enough to see when it says something else.

The parsers' texts come as keyed digests (`redacting.hidden_post`). They are merged as any other, so that the post has
the captures and the revisions that it would have had; `posts` shows none of them, `redacted_posts` keeps two.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from ..rows import SqlValue

_COVERED = (
    "title", "author_id", "byline", "excerpt", "body_html", "body_text", "word_count", "lead_image_url",
)  # fmt: skip
_KEPT = ("title", "body_text")
LIKE_HIDDEN = "redacted_as({0}) = redacted_as({1})"
"""Whether a name and a mark mean the same; the store knows the function."""


def hides_posts(db: sqlite3.Connection) -> bool:
    """Whether any post is hidden."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM redactions WHERE kind = 'post')").fetchone()[0])


def is_hidden(db: sqlite3.Connection, post_id: int) -> bool:
    """Whether this one is."""
    return db.execute("SELECT redacted FROM posts WHERE id = ?", (post_id,)).fetchone()[0] is not None


def cover(row: Mapping[str, SqlValue]) -> dict[str, SqlValue]:
    """The row as it is shown."""
    return {name: None if name in _COVERED else value for name, value in row.items()}


def uncover(db: sqlite3.Connection, post_id: int, row: Mapping[str, SqlValue]) -> dict[str, SqlValue]:
    """The row as it is merged."""
    if row["redacted"] is None:
        return dict(row)
    kept = db.execute(f"SELECT {', '.join(_KEPT)} FROM redacted_posts WHERE post_id = ?", (post_id,)).fetchone()
    return {**row, **dict(zip(_KEPT, kept, strict=True))}


def cover_revisions(db: sqlite3.Connection, post_id: int, row: Mapping[str, SqlValue]) -> None:
    """Keep what `uncover` needs; revisions say that, not what, and not how many words."""
    db.execute(
        f"INSERT OR REPLACE INTO redacted_posts (post_id, {', '.join(_KEPT)}) VALUES (?, ?, ?)",
        (post_id, *(row[name] for name in _KEPT)),
    )
    db.execute(
        "UPDATE post_revisions SET title = NULL, body_text = NULL, previous_title = NULL, previous_body_text = NULL, "
        "words_added = 0, words_removed = 0 WHERE post_id = ?",
        (post_id,),
    )
