"""Revisits in the files of others whose original is imported after them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import fields

from ...archive.capture import Capture
from ...archive.journal.originals import later_original_of
from ...archive.warc.scan import CaptureReader
from ...parsers.model import Page
from .pages import save_page

_COLUMNS = tuple(field.name for field in fields(Capture))
_OF_OTHERS = f"SELECT {', '.join(_COLUMNS)} FROM captures WHERE source = 'import' AND record_type ="


def resolved(db: sqlite3.Connection, reader: CaptureReader) -> Iterator[tuple[Capture, Capture]]:
    """Revisits that referred to nothing known, each with its original that is known now."""
    waiting = [Capture(**dict(zip(_COLUMNS, row, strict=True))) for row in db.execute(
        f"{_OF_OTHERS} 'revisit' AND refers_to IS NULL AND withheld IS NULL ORDER BY id"
    )]  # fmt: skip
    if not waiting:
        return
    originals = _Originals(db)
    for revisit in waiting:
        found = later_original_of(revisit, originals, reader)
        if found is not None:
            yield revisit, found
    originals.close()


def resolve(db: sqlite3.Connection, blog_id: int, capture: Capture, page: Page | None, original: Capture) -> None:
    """Apply what a revisit that stands in the table repeats."""
    kind = page.kind if page else None
    db.execute("UPDATE captures SET refers_to = ?, page_kind = ? WHERE id = ?", (original.id, kind, capture.id))
    db.execute("DELETE FROM problems WHERE capture_id = ? AND stage = 'extract'", (capture.id,))
    if page is not None:
        save_page(db, blog_id, capture, page)


class _Originals:
    """The responses of others, looked up as the journal's are."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.execute(f"CREATE TEMP TABLE originals AS {_OF_OTHERS} 'response' ORDER BY id")
        for name, columns in (("digest", "payload_digest"), ("record", "record_id"), ("place", "url, captured_at")):
            db.execute(f"CREATE INDEX temp.originals_by_{name} ON originals ({columns})")

    def first_with_digest(self, digest: str, *, imported: bool = False) -> Capture | None:
        return self._first("payload_digest = ?", digest)

    def first_with_id(self, record_id: str) -> Capture | None:
        return self._first("record_id = ?", record_id)

    def first_at(self, url: str, captured_at: str) -> Capture | None:
        return self._first("url = ? AND captured_at = ?", url, captured_at)

    def close(self) -> None:
        self._db.execute("DROP TABLE temp.originals")

    def _first(self, where: str, *values: str) -> Capture | None:
        row = self._db.execute(f"SELECT * FROM temp.originals WHERE {where} ORDER BY id LIMIT 1", values).fetchone()
        return None if row is None else Capture(**dict(zip(_COLUMNS, row, strict=True)))
