"""`verify --deep`: the dataset against what the parsers read from the WARC files now."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from ...archive.checking.findings import Findings
from ...archive.errors import ArchiveError
from ...archive.folder import ArchiveFolder
from ..labels.labelling import is_waiting
from ..opened import opened
from ..packing.subset import SELECTION
from ..reading.extract import OnProgress, build
from ..tables.schema import TABLES, Table

FILE = "dataset.sqlite"
EXTRACT = "if nobody changed it, blogark reads better than it did: run `blogark extract`"
LABELS = ("comment_labels", "reference_labels", "commenters", "stale", "state")
NAMED = 5
"""Rows that a finding names; the others are counted."""


def check_deep(
    folder: ArchiveFolder, findings: Findings, *, workers: int | None = None, on_progress: OnProgress | None = None
) -> None:
    """Parse the whole archive again and compare every row; the folder is not written to."""
    if folder.holder() is not None:
        findings.add("note", "deep", "a run holds this archive: not parsed again", "verify again when it has ended")
        return
    try:
        with opened(folder.dataset_path) as db:
            if db.execute("SELECT 1 FROM state WHERE name = ?", (SELECTION,)).fetchone():
                message = "some posts of another archive: what their fields were put together from is there"
                findings.add("note", "deep", message, "verify that archive", file=FILE)
                return
        with TemporaryDirectory(prefix="blogark-deep-") as room:
            fresh = Path(room) / FILE
            build(folder, fresh, workers=workers, on_progress=on_progress)
            _compare(folder.dataset_path, fresh, findings)
    except ArchiveError as error:
        findings.add("warning", "deep", f"cannot be compared with a fresh parse ({error})", EXTRACT, file=FILE)


def _compare(kept: Path, fresh: Path, findings: Findings) -> None:
    with closing(sqlite3.connect(f"{kept.resolve().as_uri()}?mode=ro", uri=True)) as db:
        db.execute("ATTACH DATABASE ? AS fresh", (f"{fresh.resolve().as_uri()}?mode=ro",))
        # Labels are made when a run ends; one that was killed leaves them to the next.
        made_later = LABELS if is_waiting(db) else ()
        for table in TABLES:
            if table.name in made_later:
                continue
            for ours, theirs, words in (
                ("main", "fresh", "in the dataset and not what the parsers read now"),
                ("fresh", "main", "what the parsers read now and not in the dataset"),
            ):
                if named := _only_in(db, table, ours, theirs):
                    findings.add("error", "dataset-deep", f"{table.name}: {named} {words}", EXTRACT, file=FILE)


def _only_in(db: sqlite3.Connection, table: Table, one: str, other: str) -> str:
    """How many rows one database has and the other has not, with the keys of the first; empty if there are none."""
    columns = ", ".join(column.name for column in table.columns)
    keys = ", ".join(column.name for column in table.columns if column.key)
    rows = f"(SELECT {columns} FROM {one}.{table.name} EXCEPT SELECT {columns} FROM {other}.{table.name})"
    (count,) = db.execute(f"SELECT count(*) FROM {rows}").fetchone()
    if not count:
        return ""
    first = [" ".join(map(str, row)) for row in db.execute(f"SELECT {keys} FROM {rows} ORDER BY {keys} LIMIT {NAMED}")]
    more = ", …" if count > NAMED else ""
    return f"{count:,} {'row is' if count == 1 else 'rows are'} ({keys}: {'; '.join(first)}{more})"
