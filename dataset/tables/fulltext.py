"""The full-text tables: FTS5 over the text of posts and comments, kept true by the store.

External content: nothing is stored twice. The usual triggers, as sqlite-utils' `enable_fts` makes them, let FTS5
write its index out after each single row: measured with 12 comments of 50 words a page, 0.69 ms a page against 0.26
for rows added many at once, and 5 ms for a post whose body follows its feed entry. So rows are indexed before each
commit; what had been indexed of a row that changes is put by in a temporary table, which rolls back with the rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from .schema import TABLES, Table

TOKENIZE = "unicode61 remove_diacritics 2"
"""Words of any script, folded: `cafe` finds `café`. No stemming, which would be of one language."""
HASH_SIZE = 8 * 2**20
"""Bytes that FTS5 collects before it writes a segment; eight times its default saves a fifth of the time."""

INDEXED: tuple[Table, ...] = tuple(declared for declared in TABLES if declared.full_text)


def full_text_sql(declared: Table) -> Iterator[str]:
    """What makes the full-text table of a table."""
    fts = f"{declared.name}_fts"
    options = f"content='{declared.name}', content_rowid='id', tokenize='{TOKENIZE}'"
    yield f"CREATE VIRTUAL TABLE {fts} USING fts5({', '.join(declared.full_text)}, {options})"
    yield f"INSERT INTO {fts} ({fts}, rank) VALUES ('hashsize', {HASH_SIZE})"


def watch(db: sqlite3.Connection) -> None:
    """From now on, on this connection, remember what was indexed of rows that change or go."""
    for declared in INDEXED:
        name, columns = declared.name, ", ".join(declared.full_text)
        old = ", ".join(f"old.{column}" for column in declared.full_text)
        db.execute(f"CREATE TEMP TABLE {name}_indexed (id INTEGER PRIMARY KEY, {columns})")
        for event, suffix in ((f"UPDATE OF {columns}", "update"), ("DELETE", "delete")):
            db.execute(
                f"CREATE TEMP TRIGGER {name}_{suffix} AFTER {event} ON main.{name} "
                f"WHEN old.id IN (SELECT id FROM main.{name}_fts_docsize) BEGIN "
                f"INSERT OR IGNORE INTO {name}_indexed (id, {columns}) VALUES (old.id, {old}); END"
            )


def index_changes(db: sqlite3.Connection) -> None:
    """Bring the full-text tables up to date; to be called on a watched connection before each commit."""
    for declared in INDEXED:
        name, fts, columns = declared.name, f"{declared.name}_fts", ", ".join(declared.full_text)
        newest = db.execute(f"SELECT coalesce(max(id), 0) FROM {fts}_docsize").fetchone()[0]
        db.execute(f"INSERT INTO {fts} ({fts}, rowid, {columns}) SELECT 'delete', id, {columns} FROM {name}_indexed")
        select = f"SELECT id, {columns} FROM {name} WHERE id"
        db.execute(f"INSERT INTO {fts} (rowid, {columns}) {select} IN (SELECT id FROM {name}_indexed)")
        db.execute(f"INSERT INTO {fts} (rowid, {columns}) {select} > ? ORDER BY id", (newest,))
        db.execute(f"DELETE FROM {name}_indexed")
