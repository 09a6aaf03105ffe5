"""The dataset's tables in other forms: CSV files and Parquet files, one a table."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ...archive.errors import UsageError
from ..tables.schema import Column, Table, table

if TYPE_CHECKING:
    import pyarrow

EXPORTED: tuple[Table, ...] = tuple(
    table(name)
    for name in (
        "blogs", "crawls", "captures", "redactions", "authors", "posts", "terms", "post_terms", "comments",
        "post_references", "links", "media", "post_revisions", "problems", "comment_labels", "reference_labels",
        "commenters",
    )
)  # fmt: skip
"""What researchers work with; the tables left out are blogark's own notes, which no other tool needs."""

MOMENTS = frozenset({"published_utc", "captured_at", "started_at", "finished_at", "seen_at"})
"""Columns that always hold a whole moment in UTC: Parquet gets timestamps. `published` may be a day, or without
offset, and stays text: a type would make it more exact than the page is."""

BATCH_ROWS = {"posts": 1_000, "post_revisions": 1_000}
BATCH = 10_000
"""Rows that are held at once, some 40 MB of text."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet may run (OWASP, CSV injection)."""

OnRows = Callable[[int], object]


def rows_of(db: sqlite3.Connection, declared: Table) -> Iterator[list[tuple[object, ...]]]:
    """The rows of a table by its key, in batches; of posts and what hangs on them those that are `selected`."""
    names = ", ".join(f'"{column.name}"' for column in declared.columns)
    keys = ", ".join(f'"{column.name}"' for column in declared.columns if column.key)
    found = db.execute(f"SELECT {names} FROM {declared.name} {_selected(declared)} ORDER BY {keys}")
    while batch := found.fetchmany(BATCH_ROWS.get(declared.name, BATCH)):
        yield batch


def count(db: sqlite3.Connection, declared: Table) -> int:
    """How many rows `rows_of` gives."""
    return int(db.execute(f"SELECT count(*) FROM {declared.name} {_selected(declared)}").fetchone()[0])


def write_csv(db: sqlite3.Connection, declared: Table, path: Path, *, raw: bool, on_rows: OnRows) -> int:
    """One table as CSV (RFC 4180, UTF-8); NULL is the empty field, which no text is. Returns the number of rows.

    Unless `raw`, a text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    texts = [number for number, column in enumerate(declared.columns) if column.type == "TEXT"]
    number = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in declared.columns)
        for batch in rows_of(db, declared):
            writer.writerows(batch if raw else _inert(batch, texts))
            number += len(batch)
            on_rows(len(batch))
    return number


def write_parquet(db: sqlite3.Connection, declared: Table, path: Path, *, on_rows: OnRows) -> int:
    """One table as Parquet: integers, text, and UTC timestamps where a column is a moment. Returns the rows."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow; run: pip install 'blogark[export]'") from error
    schema = pyarrow.schema([_field(pyarrow, column) for column in declared.columns])
    number = 0
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in rows_of(db, declared):
            columns = [
                _moments(values) if column.name in MOMENTS else values
                for column, values in zip(declared.columns, zip(*batch, strict=True), strict=True)
            ]
            arrays = [pyarrow.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
            number += len(batch)
            on_rows(len(batch))
    return number


def _selected(declared: Table) -> str:
    if declared.name == "posts":
        return "WHERE id IN (SELECT id FROM selected)"
    if any(column.name == "post_id" for column in declared.columns):
        return "WHERE post_id IN (SELECT id FROM selected)"
    key = declared.columns[0]
    if key.references in ("comments", "post_references"):
        theirs = f"SELECT id FROM {key.references} WHERE post_id IN (SELECT id FROM selected)"
        return f"WHERE {key.name} IN ({theirs})"
    return ""


def _inert(batch: Iterable[tuple[object, ...]], texts: list[int]) -> Iterator[list[object]]:
    for row in batch:
        cells = list(row)
        for number in texts:
            cell = cells[number]
            if cell is not None and cell[:1] in _FORMULA:  # type: ignore[index]  # the column holds text
                cells[number] = f"'{cell}"
        yield cells


def _field(arrow: pyarrow, column: Column) -> pyarrow.Field:
    kind = {"INTEGER": arrow.int64(), "REAL": arrow.float64(), "TEXT": arrow.string()}[column.type]
    if column.name in MOMENTS:
        kind = arrow.timestamp("us", tz="UTC")
    told = {"meaning": column.meaning, "null": column.null or "never"}
    return arrow.field(column.name, kind, nullable=column.null is not None, metadata=told)


def _moments(values: Iterable[object]) -> list[datetime | None]:
    return [None if value is None else datetime.fromisoformat(str(value)).astimezone(UTC) for value in values]
