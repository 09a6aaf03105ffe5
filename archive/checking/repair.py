"""What `verify --repair` does to the files: torn tails are cut and kept aside, journal and index follow the records.

No good record is touched, and nothing is thrown away: what is cut, or replaced, lies in ``lost+found/`` under a name
that tells where it was.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from ..capture import CrawlInfo
from ..errors import ArchiveError, InUse
from ..folder import ArchiveFolder
from ..indexes.cdxj import write_index
from ..journal.journal import Journal
from ..recording.recovery import recover
from ..replacing import sync_folder
from ..warc.files import OPEN_SUFFIX, cut_back, final_name, strangers, to_be_imported, warc_files
from ..warc.member import Broken
from ..warc.members import read_records
from ..warc.scan import scan

LOST_AND_FOUND = "lost+found"
_PIECE = 1024 * 1024


@dataclass(kw_only=True)
class Repair:
    """What was done."""

    done: list[str] = field(default_factory=list)
    """A sentence each."""
    lost: list[str] = field(default_factory=list)
    """URLs whose captures the journal knew and no file holds any more; the next crawl asks for them again."""
    renumbered: bool = False
    """The captures are not those, or not numbered as, they were: the dataset must be built anew."""


def repair(folder: ArchiveFolder) -> Repair:
    """Cut torn tails, write journal rows and index anew from the records; the caller holds the archive's lock."""
    report = Repair()
    for path in warc_files(folder.warcs) if folder.warcs.is_dir() else []:
        _cut_tail(folder, path, report)
    with closing(_journal(folder, report)) as journal:
        _keep_uncommitted(folder, journal, report)
        report.done.extend(recover(folder, journal).notes)
        _follow_records(folder, journal, report)
        write_index(folder.path, journal.captures())
    return report


def regain_journal(folder: ArchiveFolder) -> tuple[str, ...]:
    """Make the journal of an archive anew of which only the WARC files are there; says what was done.

    Without it a run would take them for unknown, and index and dataset would tell of its own captures alone. The caller
    holds the archive's lock.
    """
    finished = folder.warcs.is_dir() and any(path.suffix != OPEN_SUFFIX for path in warc_files(folder.warcs))
    if not finished:
        return ()
    if folder.journal_path.exists():
        with closing(Journal(folder.journal_path)) as journal:
            # One that knows no file at all: a run was killed while it made it anew.
            if journal.warcs():
                return ()
    return tuple(repair(folder).done)


def _cut_tail(folder: ArchiveFolder, path: Path, report: Repair) -> None:
    size = path.stat().st_size
    torn = size
    holds_records = False
    for one in read_records(path, end=size):
        if isinstance(one, Broken):
            torn = one.offset if one.at_end else torn
        else:
            holds_records = True
    if not holds_records:
        kept = _aside(folder, path, 0, size)
        path.unlink()
        sync_folder(folder.warcs)
        report.done.append(f"archive/{path.name}: holds no record; moved to {kept}")
    elif torn < size:
        kept = _aside(folder, path, torn, size)
        cut_back(path, torn)
        report.done.append(f"archive/{path.name}: {size - torn:,} bytes cut off at byte {torn:,}, kept as {kept}")


def keep_aside(folder: ArchiveFolder, path: Path) -> str:
    """Keep a copy of a file that something new takes the place of; returns where."""
    return _aside(folder, path, 0, path.stat().st_size)


def _aside(folder: ArchiveFolder, path: Path, start: int, end: int) -> str:
    """Copy bytes of a file, durably; returns where to."""
    place = folder.path / LOST_AND_FOUND
    place.mkdir(exist_ok=True)
    number, name = 0, f"{path.name}.at-{start}"
    while (target := place / f"{name}{f'-{number}' if number else ''}").exists():
        number += 1
    with path.open("rb") as source, target.open("xb") as copy:
        source.seek(start)
        left = end - start
        while left and (piece := source.read(min(_PIECE, left))):
            copy.write(piece)
            left -= len(piece)
        copy.flush()
        os.fsync(copy.fileno())
    sync_folder(place)
    return f"{LOST_AND_FOUND}/{target.name}"


def _journal(folder: ArchiveFolder, report: Repair) -> Journal:
    """The journal, or a new one in place of one that is gone or cannot be read."""
    path = folder.journal_path
    if not path.exists():
        report.done.append("journal.sqlite: was gone; made anew from the records, without what was still to be fetched")
        return Journal(path)
    try:
        journal = Journal(path)
        if _is_sound(journal):
            return journal
        journal.close()
    except ArchiveError as error:
        # Newer than this blogark, or in use: nothing is wrong with it.
        if not isinstance(error.__cause__, sqlite3.DatabaseError) or isinstance(error, InUse):
            raise
    place = folder.path / LOST_AND_FOUND
    place.mkdir(exist_ok=True)
    for suffix in ("", "-wal", "-shm"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            shutil.move(beside, place / f"{beside.name}.{beside.stat().st_mtime_ns}")
    report.done.append(f"journal.sqlite: could not be read; moved to {LOST_AND_FOUND}/ and made anew from the records")
    return Journal(path)


def _is_sound(journal: Journal) -> bool:
    try:
        journal.crawls(), journal.warcs(), journal.last_capture_id()
        return [row[0] for row in journal.db.execute("PRAGMA quick_check(1)")] == ["ok"]
    except sqlite3.DatabaseError:
        return False


def _keep_uncommitted(folder: ArchiveFolder, journal: Journal, report: Repair) -> None:
    """What a killed run had not committed is cut off by `recover`; it is kept aside before."""
    for warc in journal.warcs():
        path = folder.warcs / f"{warc.name}{OPEN_SUFFIX}"
        if not warc.finished and path.exists() and path.stat().st_size > warc.committed:
            kept = _aside(folder, path, warc.committed, path.stat().st_size)
            report.done.append(f"archive/{path.name}: what was not committed is kept as {kept}")


def _follow_records(folder: ArchiveFolder, journal: Journal, report: Repair) -> None:
    """Write the journal's captures anew, as they stand in the files; what is lost is to be fetched again."""
    db = journal.write()
    db.execute("CREATE TEMP TABLE before AS SELECT id, record_id, url FROM captures")
    db.execute("CREATE INDEX temp.before_record ON before (record_id)")
    db.execute("DELETE FROM captures")
    known = {warc.name for warc in journal.warcs()}
    foreign = strangers(folder.warcs, known)
    report.done.extend(f"archive/{path.name}: is no part of the archive; {to_be_imported(path)}" for path in foreign)
    for one in scan(folder.warcs, but=foreign, on_damage=lambda damage: None) if folder.warcs.is_dir() else ():
        if isinstance(one, CrawlInfo):
            db.execute(
                "INSERT OR IGNORE INTO crawls (id, started_at, software, config, status) "
                "VALUES (?, ?, ?, ?, 'interrupted')",
                (one.id, one.started_at, one.software, one.config),
            )
            continue
        if one.warc_file not in known:
            known.add(one.warc_file)
            db.execute("INSERT OR IGNORE INTO warcs (name, crawl_id) VALUES (?, ?)", (one.warc_file, one.crawl_id))
        journal.add_capture(one)
    for path in warc_files(folder.warcs) if folder.warcs.is_dir() else []:
        db.execute(
            "UPDATE warcs SET committed = ?, finished = 1 WHERE name = ?", (path.stat().st_size, final_name(path))
        )
        if path.suffix == OPEN_SUFFIX:
            path.rename(folder.warcs / final_name(path))
    sync_folder(folder.path)
    _compare(journal, report)
    journal.commit()


def _compare(journal: Journal, report: Repair) -> None:
    db = journal.write()
    lost = "SELECT url FROM before WHERE record_id NOT IN (SELECT record_id FROM captures)"
    report.lost = [url for (url,) in db.execute(f"{lost} ORDER BY id")]
    report.renumbered = (
        db.execute(
            "SELECT EXISTS (SELECT id, record_id FROM before EXCEPT SELECT id, record_id FROM captures) "
            "OR EXISTS (SELECT id, record_id FROM captures EXCEPT SELECT id, record_id FROM before)"
        ).fetchone()[0]
        == 1
    )
    db.execute(
        "UPDATE urls SET capture_id = (SELECT captures.id FROM before JOIN captures USING (record_id) "
        "WHERE before.id = urls.capture_id) WHERE capture_id IS NOT NULL"
    )
    db.execute(
        "UPDATE urls SET state = 'pending', capture_id = NULL, etag = NULL, last_modified = NULL, attempts = 0, "
        f"not_before = 0, due = 0, reason = NULL WHERE state IN ('done', 'failed') AND url IN ({lost})"
    )
    if report.lost:
        number = "1 capture is" if len(report.lost) == 1 else f"{len(report.lost):,} captures are"
        report.done.append(f"journal.sqlite: {number} lost; the next crawl asks for these pages again")
