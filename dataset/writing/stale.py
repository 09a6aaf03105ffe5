"""Which rows changed since labels and `commenters` were made from them."""

from __future__ import annotations

import sqlite3

_WATCHED = (
    ("comments", "author_name, author_url, author_kind, published, body_html, body_text", "comment", "id"),
    ("comments", "author_name, author_url, author_kind, published", "name", "author_name"),
    ("post_references", "title, url, excerpt", "reference", "id"),
    ("posts", "title, language", "post", "id"),
)
"""Table, columns that labels are made from, and what is noted of a row that changes or goes."""


def watch_labels(db: sqlite3.Connection) -> None:
    """From now on, on this connection, note in `stale` what changes or goes; what is added has the greatest numbers."""
    for table, columns, what, key in _WATCHED:
        note = f"INSERT OR IGNORE INTO stale (what, key) VALUES ('{what}', coalesce(CAST(old.{key} AS TEXT), ''))"
        for event, suffix in ((f"UPDATE OF {columns}", "update"), ("DELETE", "delete")):
            db.execute(f"CREATE TEMP TRIGGER {what}_stale_{suffix} AFTER {event} ON main.{table} BEGIN {note}; END")
