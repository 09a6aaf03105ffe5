"""The verb `verify`: WARC files, index, journal and dataset against each other."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest

from ...archive.checking.comparisons import REMAKE, Comparison, compare
from ...archive.checking.findings import KEPT, Finding, Findings, Severity
from ...archive.checking.verify import Evidence, OnProgress, attach, check_archive
from ...archive.errors import ArchiveError, Locked, refusal
from ...archive.folder import ArchiveFolder
from ...archive.indexes.pages import PAGES, page_lines
from ...archive.warc.redactions import REDACTIONS, read_redactions
from ..hiding.redacted import is_obedient
from ..opened import opened
from ..packaging import listed_pages
from ..packing.subset import SELECTION
from ..redaction.concerned import number_held
from ..redaction.withhold import finish_withholding
from ..tables.schema import SCHEMA_VERSION

EXTRACT = "run `blogark extract` to build the dataset anew"
FILE = "dataset.sqlite"
SHOWN = 10
"""Errors and warnings of one kind that are printed: nobody reads a hundred lines that say the same."""

_NUMBERED = """
CREATE TABLE numbered (file TEXT, offset INTEGER, id INTEGER, PRIMARY KEY (file, offset)) WITHOUT ROWID;
"""
_BY_JOURNAL = "INSERT OR IGNORE INTO numbered SELECT warc_file, warc_offset, id FROM journal.captures WHERE id <= ?"
_BY_SCAN = """INSERT OR IGNORE INTO numbered
    SELECT file, offset, row_number() OVER (ORDER BY rowid) FROM records WHERE captured"""
_BY_ITSELF = "INSERT OR IGNORE INTO numbered SELECT warc_file, warc_offset, id FROM dataset.captures"
"""Of some posts of an archive: they keep the numbers that they have there."""

COMPARISONS = (
    Comparison(
        code="dataset-stray",
        query="""SELECT c.warc_file, c.warc_offset, c.record_id, c.id FROM dataset.captures c
            LEFT JOIN records r ON r.file = c.warc_file AND r.offset = c.warc_offset AND r.captured
            WHERE c.id <= :last AND r.id IS NULL""",
        message="the dataset's capture {} should begin here and does not",
        advice=EXTRACT,
    ),
    Comparison(
        code="dataset-differs",
        query="""SELECT r.file, r.offset, r.id, c.id FROM dataset.captures c
            JOIN records r ON r.file = c.warc_file AND r.offset = c.warc_offset AND r.captured
            LEFT JOIN numbered n ON n.file = r.file AND n.offset = r.offset
            WHERE c.id <= :last AND (c.record_id <> r.id OR c.warc_length <> r.length OR c.url <> r.url
            OR c.captured_at <> r.date OR c.id IS NOT n.id OR (c.withheld IS NOT NULL) <> (r.type = 'withheld')
            OR (r.type <> 'withheld' AND (c.record_type <> r.type OR c.payload_digest IS NOT r.digest)))""",
        message="the dataset's capture {} has another number, id, length, type, URL, date or digest than the record",
        advice=EXTRACT,
    ),
    Comparison(
        code="dataset-missing",
        query="""SELECT r.file, r.offset, r.id, r.url FROM records r
            JOIN numbered n ON n.file = r.file AND n.offset = r.offset
            WHERE r.captured AND r.type <> 'metadata' AND n.id <= :last
            AND NOT EXISTS (SELECT 1 FROM dataset.captures c WHERE c.id = n.id)""",
        message="the dataset has no capture for {}",
        advice=EXTRACT,
    ),
    Comparison(
        code="dataset-index",
        query="""SELECT 'dataset.sqlite', NULL, NULL, 'posts' WHERE (SELECT count(*) FROM dataset.posts)
            <> (SELECT count(*) FROM dataset.posts_fts_docsize)
            UNION ALL SELECT 'dataset.sqlite', NULL, NULL, 'comments' WHERE (SELECT count(*) FROM dataset.comments)
            <> (SELECT count(*) FROM dataset.comments_fts_docsize)""",
        message="the full-text index of {} has not as many rows as the table",
        advice=EXTRACT,
    ),
)


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What was checked and found."""

    findings: tuple[Finding, ...]
    """Of each kind the first 200; `errors` and `warnings` count all."""
    errors: int
    warnings: int
    records: int
    captures: int
    warc_files: int
    seconds: float

    @property
    def is_damaged(self) -> bool:
        """Something is wrong that no command can make again, or a page lacks what the live one had."""
        return self.errors > 0

    def joined(self, findings: tuple[Finding, ...], *, errors: int, warnings: int) -> Verification:
        """With what another check has found."""
        return replace(
            self,
            findings=self.findings + findings,
            errors=self.errors + errors,
            warnings=self.warnings + warnings,
        )

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {"damaged": self.is_damaged, **asdict(self)}

    def __str__(self) -> str:
        files = "1 WARC file" if self.warc_files == 1 else f"{self.warc_files:,} WARC files"
        seen = f"{self.records:,} records in {files}, {self.captures:,} captures"
        shown = tuple(_first_of_each_kind(self.findings))
        left_out = self.errors + self.warnings - sum(finding.severity != "note" for finding in shown)
        lines = [str(finding) for finding in shown]
        if left_out:
            lines.append(f"… and {left_out:,} more of these kinds; `--json` lists up to {KEPT} of each")
        if self.is_damaged:
            lines.append(f"damaged: {self.errors:,} errors in {seen}")
        elif self.records:
            lines.append(f"whole: {seen}")
        return "\n".join(lines)


def _first_of_each_kind(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Enough of each to see what it is about; notes in full, since each explains something else."""
    counts: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        kind = (finding.severity, finding.code)
        counts[kind] += 1
        if finding.severity == "note" or counts[kind] <= SHOWN:
            yield finding


def verify(
    folder: ArchiveFolder, *, deep: bool = False, workers: int | None = None, on_progress: OnProgress | None = None
) -> Verification:
    """Check that every record is whole and that index, pages, data package, journal and dataset say the same.

    `deep` parses the whole archive again and compares every row of the dataset. Beside a running crawl only what it
    has committed is checked. Memory is flat.
    """
    begin = time.monotonic()
    findings = Findings()
    with suppress(ArchiveError, Locked):
        finish_withholding(folder, workers=workers)
    with check_archive(folder, findings, workers=workers, on_progress=on_progress) as evidence:
        _check_dataset(folder, evidence, findings)
        records, captures, files = evidence.db.execute(
            "SELECT count(*), coalesce(sum(captured AND type <> 'metadata'), 0), count(DISTINCT file) FROM records"
        ).fetchone()
    if deep and folder.dataset_path.is_file() and records:
        from .deep import check_deep

        check_deep(folder, findings, workers=workers)
    return Verification(
        findings=findings.kept,
        errors=findings.number("error"),
        warnings=findings.number("warning"),
        records=records,
        captures=captures,
        warc_files=files,
        seconds=time.monotonic() - begin,
    )


def _check_dataset(folder: ArchiveFolder, evidence: Evidence, findings: Findings) -> None:
    path, db = folder.dataset_path, evidence.db
    if not path.is_file():
        if evidence.snapshot.settled:
            findings.add("warning", "dataset", "the dataset is missing", EXTRACT, file=FILE)
        return
    try:
        attach(db, path, "dataset")
        version = db.execute("PRAGMA dataset.user_version").fetchone()[0]
        if version != SCHEMA_VERSION:
            message = f"the dataset has schema version {version}, this blogark writes {SCHEMA_VERSION}"
            findings.add("warning", "dataset-version", message, EXTRACT, file=FILE)
            return
        _check_database(db, findings)
        if not is_obedient(path, read_redactions(folder.path)):
            message = f"the dataset does not obey {REDACTIONS}: a run was killed, or the file was changed"
            findings.add("error", "redactions", message, EXTRACT, file=FILE)
            return
        _note_redacted(db, findings)
        _compare(evidence, findings)
        _check_texts(db, findings)
        if evidence.snapshot.settled:
            _check_pages(folder, findings)
    except (ArchiveError, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.Error) and (named := refusal(path, error)) is not None:
            raise named from error
        findings.add("error", "dataset-broken", f"the dataset cannot be read ({error})", EXTRACT, file=FILE)


def _note_redacted(db: sqlite3.Connection, findings: Findings) -> None:
    """That records were withheld is no damage; that others hold what is redacted has to be said."""
    (withheld,) = db.execute("SELECT count(*) FROM dataset.captures WHERE withheld IS NOT NULL").fetchone()
    if withheld:
        message = f"{withheld:,} {'record was' if withheld == 1 else 'records were'} withheld"
        findings.add("note", "withheld", message, "`blogark redact --list` tells why")
    held = number_held(db, "dataset.")
    if held:
        message = f"{held:,} {'record holds' if held == 1 else 'records hold'} what is redacted"
        findings.add("note", "redacted", message, "`blogark redact --withhold` takes them out of the archive")


def _check_database(db: sqlite3.Connection, findings: Findings) -> None:
    for (message,) in db.execute("PRAGMA dataset.quick_check"):
        if message != "ok":
            findings.add("error", "dataset-broken", f"SQLite finds: {message}", EXTRACT, file=FILE)
    for table, row, parent, _ in db.execute("PRAGMA dataset.foreign_key_check"):
        message = f"row {row} of {table} leads to a row of {parent} that is not there"
        findings.add("error", "dataset-key", message, EXTRACT, file=FILE)


def _compare(evidence: Evidence, findings: Findings) -> None:
    db, snapshot = evidence.db, evidence.snapshot
    db.executescript(_NUMBERED)
    selection = db.execute("SELECT 1 FROM dataset.state WHERE name = ?", (SELECTION,)).fetchone() is not None
    if selection:
        db.execute(_BY_ITSELF)
    elif snapshot.has_journal:
        db.execute(_BY_JOURNAL, (snapshot.last_capture,))
    else:
        db.execute(_BY_SCAN)
    newest = db.execute("SELECT coalesce(max(id), 0) FROM numbered").fetchone()[0]
    applied = db.execute("SELECT coalesce(max(value), 0) FROM dataset.state WHERE name = 'last_capture'").fetchone()[0]
    if applied > newest and snapshot.holder is None and not selection:
        message = f"the dataset is {applied - newest} captures ahead of the archive"
        findings.add("error", "dataset-ahead", message, EXTRACT, file=FILE)
    if applied < newest and snapshot.holder is None:
        message = f"{newest - applied} captures are not in the dataset yet"
        severity: Severity = "warning" if snapshot.settled else "note"
        findings.add(severity, "dataset-behind", message, f"{EXTRACT}, or crawl again", file=FILE)
    compare(db, COMPARISONS, findings, last=min(applied, newest))


def _check_pages(folder: ArchiveFolder, findings: Findings) -> None:
    """The list of pages is what the dataset would write now."""
    path = folder.path / PAGES
    if not path.is_file():
        return
    with opened(folder.dataset_path) as db, path.open("rb") as kept:
        for number, (line, wanted) in enumerate(zip_longest(kept, page_lines(listed_pages(db))), 1):
            if line != wanted:
                message = f"line {number} is not what the dataset tells of its pages"
                findings.add("warning", "pages-differ", message, REMAKE, file=PAGES)
                return


def _check_texts(db: sqlite3.Connection, findings: Findings) -> None:
    """Posts were not changed by hand. Computed from the data dictionary's words, not by the store's function."""
    told = "SELECT id, title, body_text, content_digest FROM dataset.posts WHERE redacted IS NULL"
    for post, title, text, digest in db.execute(told):
        found = "sha256:" + hashlib.sha256(f"{title or ''}\n{text or ''}".encode()).hexdigest()
        if digest != (None if title is None and text is None else found):
            message = f"title or text of post {post} do not have the digest in content_digest"
            findings.add("error", "dataset-text", message, EXTRACT, file=FILE)
