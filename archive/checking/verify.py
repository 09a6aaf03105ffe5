"""Checks that the WARC files are whole and say the same as the index and the journal.

Every byte is read once; what has to be compared across records goes into a scratch database on
disk, so that memory stays flat whatever the size of the archive.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from ..errors import ArchiveError, InUse, refusal
from ..folder import ArchiveFolder
from ..journal.journal import Journal
from ..wacz.datapackage import INDEX_FILE
from ..warc.files import OPEN_SUFFIX, final_name, is_ours, strangers, to_be_imported, warc_files
from .comparisons import FOREIGN, INDEX, INDEXES, JOURNAL_ROWS, RECORDS, REMAKE, RESTORE, SCRATCH, compare
from .findings import Findings, Severity
from .fixity import Fixity, check_pages
from .portions import Checked, Extent, check_portions, processors

OnProgress = Callable[[int, int], object]
"""Bytes checked, bytes in all."""
CACHE = 64 * 1024
"""KiB of the scratch database that may stay in memory."""
_PRAGMAS = f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{CACHE};"
_INSERT_RECORD = f"INSERT INTO records VALUES ({', '.join('?' * 13)})"
_INSERT_LINK = "INSERT INTO links VALUES (?, ?)"
_INSERT_CDX = f"INSERT INTO cdx VALUES ({', '.join('?' * 7)})"


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What there was when the check began; a crawl may go on beside it."""

    holder: int | None
    """PID of a run that holds the archive."""
    has_journal: bool = False
    committed: dict[str, int]
    finished: frozenset[str] = frozenset()
    last_capture: int = 0
    """Newest capture in the journal."""
    settled: bool
    """Nobody writes, and the last crawl came to its end: index and dataset must be complete."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The scratch database with all records in it, for further comparisons."""

    db: sqlite3.Connection
    snapshot: Snapshot


@contextmanager
def check_archive(
    folder: ArchiveFolder, findings: Findings, *, workers: int | None = None, on_progress: OnProgress | None = None
) -> Iterator[Evidence]:
    """Check WARC files, index and journal; all that is wrong goes to `findings`.

    `workers` processes read the files, as many as there are processors if not told.
    """
    snapshot = _snapshot(folder, findings)
    extents = _extents(folder, snapshot, findings)
    with (
        closing(sqlite3.connect("", uri=True, isolation_level=None)) as db,
        closing(Fixity(folder, findings, settled=snapshot.settled, known=snapshot.committed)) as fixity,
    ):
        db.executescript(f"{_PRAGMAS} {SCRATCH}")
        total = sum(extent.end for extent in extents)
        before = dict(zip(extents, accumulate((extent.end for extent in extents), initial=0), strict=False))
        for checked in check_portions(extents, workers=workers or processors()):
            _insert(db, checked)
            for finding in checked.findings:
                findings.take(finding)
            if on_progress is not None:
                on_progress(before[checked.extent] + checked.ended, total)
        has_index = bool(extents) and snapshot.settled and _load_index(folder, db, findings)
        db.executescript(INDEXES)
        compare(db, RECORDS, findings, foreign={extent.name for extent in extents if not extent.ours})
        if has_index:
            compare(db, INDEX, findings)
        if snapshot.has_journal:
            attach(db, folder.journal_path, "journal")
            compare(db, JOURNAL_ROWS, findings, last=snapshot.last_capture)
        if extents:
            check_pages(folder, db, findings, settled=snapshot.settled)
            fixity.report()
        yield Evidence(db=db, snapshot=snapshot)


def attach(db: sqlite3.Connection, path: Path, name: str) -> None:
    """Make another database readable, and only readable, under `name`."""
    db.execute(f"ATTACH DATABASE ? AS {name}", (f"{path.resolve().as_uri()}?mode=ro",))


def _snapshot(folder: ArchiveFolder, findings: Findings) -> Snapshot:
    holder = folder.holder()
    if holder is not None:
        message = f"a run holds this archive (PID {holder}): only what it has committed is checked"
        findings.add("note", "running", message, "verify again when it has ended")
    try:
        with closing(Journal(folder.journal_path, read_only=True)) as journal:
            last_capture, warcs, crawls = journal.last_capture_id(), journal.warcs(), journal.crawls()
    except InUse:
        raise
    except (ArchiveError, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.Error) and (named := refusal(folder.journal_path, error)) is not None:
            raise named from error
        advice = "`blogark extract` works without it; a crawl begins anew"
        severity: Severity = "error" if folder.journal_path.exists() else "warning"
        findings.add(severity, "journal", str(error), advice, file="journal.sqlite")
        return Snapshot(holder=holder, committed={}, settled=holder is None)
    interrupted = bool(crawls) and crawls[-1].status == "running"
    if interrupted and holder is None:
        message = "the last crawl was killed: index and dataset may be behind the WARC files"
        findings.add("note", "interrupted", message, "run `blogark crawl` again to go on")
    return Snapshot(
        holder=holder,
        has_journal=True,
        committed={warc.name: warc.committed for warc in warcs},
        finished=frozenset(warc.name for warc in warcs if warc.finished),
        last_capture=last_capture,
        settled=holder is None and not interrupted,
    )


def _extents(folder: ArchiveFolder, snapshot: Snapshot, findings: Findings) -> list[Extent]:
    extents = []
    foreign = strangers(folder.warcs, snapshot.committed)
    for path in foreign:
        message = "it is no part of the archive: no run of blogark has made it or taken it in"
        findings.add("warning", "file-unknown", message, to_be_imported(path), file=f"archive/{path.name}")
    for path in warc_files(folder.warcs) if folder.warcs.is_dir() else []:
        if path in foreign:
            continue
        name = final_name(path)
        if snapshot.holder is not None and name not in snapshot.committed:
            continue
        # The crawl may have finished, and so renamed, the file a moment ago.
        there = path if path.exists() else folder.warcs / name
        end = _end(name, there.stat().st_size, snapshot, findings, is_open=there.suffix == OPEN_SUFFIX)
        extents.append(Extent(path=there, name=name, end=end, ours=is_ours(there)))
    for name in snapshot.committed.keys() - {extent.name for extent in extents}:
        if snapshot.committed[name]:
            message = "the journal knows this file and it is not there"
            findings.add("error", "file-missing", message, RESTORE, file=f"archive/{name}")
    if not extents:
        findings.add("warning", "empty", "there is no WARC file in archive/", "run `blogark crawl`")
    return extents


def _end(name: str, size: int, snapshot: Snapshot, findings: Findings, *, is_open: bool) -> int:
    """How much of a file is to be checked; tells what its size says."""
    file, committed = f"archive/{name}", snapshot.committed.get(name)
    if size == 0 and not committed and is_open:
        advice = "the disk was full, or a run was killed, before its first record; the next crawl takes it away"
        findings.add("note", "file-empty", "nothing was written into it", advice, file=f"{file}{OPEN_SUFFIX}")
        return 0
    if size == 0 and not committed:
        findings.add("error", "file-empty", "the file is empty", RESTORE, file=file)
    if committed is None:
        if snapshot.has_journal:
            advice = "if its crawl is this archive's, run `blogark verify --repair`"
            findings.add("warning", "file-unknown", "the journal does not know this file", advice, file=file)
        return size
    if size < committed:
        message = f"{committed - size} committed bytes are missing at its end"
        findings.add("error", "file-short", message, RESTORE, file=file, offset=size)
    elif size > committed and name in snapshot.finished:
        message = f"{size - committed} bytes stand behind the last record that was committed"
        findings.add("error", "file-long", message, FOREIGN, file=file, offset=committed)
    elif size > committed and snapshot.holder is None:
        message = f"{size - committed} bytes were written and not committed when a run was killed"
        advice = "the next crawl cuts them off and fetches their pages again"
        findings.add("note", "tail", message, advice, file=f"{file}{OPEN_SUFFIX}", offset=committed)
    return min(size, committed)


def _insert(db: sqlite3.Connection, checked: Checked) -> None:
    db.execute("BEGIN")
    db.executemany(_INSERT_RECORD, checked.records)
    db.executemany(_INSERT_LINK, checked.links)
    db.execute("COMMIT")


def _load_index(folder: ArchiveFolder, db: sqlite3.Connection, findings: Findings) -> bool:
    """Read the CDXJ into the scratch database, checking its lines; False if there is none."""
    path = folder.path / INDEX_FILE
    if not path.is_file():
        findings.add("warning", "cdxj", "the index is missing", REMAKE, file=INDEX_FILE)
        return False
    before = b""
    with path.open("rb") as lines:
        db.execute("BEGIN")
        for number, line in enumerate(lines, 1):
            row = _cdx_row(line)
            if row is None:
                findings.add("error", "cdxj-line", f"line {number} cannot be read", REMAKE, file=INDEX_FILE)
            else:
                db.execute(_INSERT_CDX, (number, *row))
            if line < before:
                findings.add("error", "cdxj-order", f"line {number} is not in order", REMAKE, file=INDEX_FILE)
            before = line
        db.execute("COMMIT")
    return True


def _cdx_row(line: bytes) -> tuple[object, ...] | None:
    """File, offset, length, URL, 14-digit date and digest of one line, ``key date {json}``."""
    try:
        _, date, block = line.decode().split(" ", 2)
        entry = json.loads(block)
        place = (str(entry["filename"]), int(entry["offset"]), int(entry["length"]))
        return (*place, str(entry["url"]), date, str(entry.get("digest", "")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
