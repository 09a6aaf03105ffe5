"""Ordered rows of a post: found again, brought up to date in place, so that their ids stay."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Old = TypeVar("Old")
New = TypeVar("New")
SqlValue = str | int | float | None


def next_id(db: sqlite3.Connection, table: str) -> int:
    """The id that the next row gets: one more than the greatest, so that the same captures give the same ids."""
    return int(db.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])


def match(
    old: Iterable[Old],
    new: Iterable[New],
    *,
    native: Callable[[Old | New], str | None],
    key: Callable[[Old | New], Hashable],
) -> list[tuple[New, Old | None]]:
    """For each new item the old one that it is, or None; items that stand twice among the new ones come once.

    They are the same if the engine's number is; without such a number, if their keys are, the first with the
    first and the second with the second.
    """
    by_native: dict[str, Old] = {}
    by_key: dict[Hashable, list[Old]] = {}
    for row in old:
        number = native(row)
        if number is not None:
            by_native.setdefault(number, row)
        by_key.setdefault(key(row), []).append(row)
    used: set[int] = set()
    seen: set[tuple[str, Hashable]] = set()
    matched: list[tuple[New, Old | None]] = []
    for item in new:
        number, item_key = native(item), key(item)
        if number is not None:
            if (number, item_key) in seen:
                continue
            seen.add((number, item_key))
        found = by_native.get(number) if number is not None else None
        if found is None or id(found) in used:
            found = next(
                (
                    row
                    for row in by_key.get(item_key, ())
                    if id(row) not in used and (number is None or native(row) in (None, number))
                ),
                None,
            )
        if found is not None:
            used.add(id(found))
        matched.append((item, found))
    return matched


def synchronise(
    db: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    old: Sequence[tuple[SqlValue, ...]],
    new: Sequence[tuple[SqlValue, ...]],
) -> None:
    """Make the rows of one owner, in their order, equal `new`; what is equal already is not written.

    `old` are the rows that stand in the table, each with its id before the columns.
    """
    assignments = ", ".join(f"{column} = ?" for column in columns)
    for before, row in zip(old, new, strict=False):
        if before[1:] != row:
            db.execute(f"UPDATE {table} SET {assignments} WHERE id = ?", (*row, before[0]))
    for gone in old[len(new) :]:
        db.execute(f"DELETE FROM {table} WHERE id = ?", (gone[0],))
    insert(db, table, columns, new[len(old) :])


def insert(
    db: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple[SqlValue, ...]],
    *,
    replace: bool = False,
) -> None:
    """Add rows, or with `replace` put them in the place of those that have their keys.

    Not through sqlite-utils, which builds its statement anew for every call: see `store.py`.
    """
    if not rows:
        return
    marks = ", ".join("?" * len(columns))
    verb = "INSERT OR REPLACE" if replace else "INSERT"
    db.executemany(f"{verb} INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def update(db: sqlite3.Connection, table: str, row_id: int, changed: Mapping[str, SqlValue]) -> None:
    """Set only the columns that changed: triggers index a text anew when its column is set."""
    assignments = ", ".join(f"{column} = ?" for column in changed)
    db.execute(f"UPDATE {table} SET {assignments} WHERE id = ?", (*changed.values(), row_id))
