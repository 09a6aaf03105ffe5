"""The verb `extract`: the dataset built anew from the WARC files alone."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, fields, replace
from itertools import accumulate
from pathlib import Path

from ...archive.capture import Capture, CrawlInfo
from ...archive.errors import ArchiveError
from ...archive.folder import ArchiveFolder
from ...archive.journal.journal import Journal
from ...archive.journal.originals import original_of
from ...archive.replacing import sync_folder
from ...archive.warc.files import final_name, strangers, to_be_imported, warc_files
from ...archive.warc.redactions import read_redactions
from ...archive.warc.scan import CaptureReader, Damage, scan
from ...parsers.model import Problem
from ..packaging import write_package
from ..writing.store import Store
from .child import READ_PAGE, TIME_LIMIT
from .extraction import Extraction, dataset_lock
from .following import Counts, default_workers
from .pool import Pool

PROGRESS_SECONDS = 0.25
_COLUMNS = tuple(field.name for field in fields(Capture))


@dataclass(frozen=True, kw_only=True)
class ExtractProgress:
    """How far a rebuild has come."""

    bytes_read: int
    """Bytes of WARC files gone through."""
    bytes_total: int
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class ExtractSummary:
    """What a rebuild has brought."""

    counts: Counts
    damages: tuple[Damage, ...]
    """What could not be read; all else was."""
    strangers: tuple[Path, ...] = ()
    """WARC files that are no part of the archive, and were not read."""
    seconds: float

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each damage."""
        advice = "restore the file from a copy if there is one; `blogark verify` tells more"
        return (
            *(f"archive/{damage}; {advice}" for damage in self.damages),
            *(f"{path}: is no part of the archive; {to_be_imported(path)}" for path in self.strangers),
        )


OnProgress = Callable[[ExtractProgress], object]


def extract(
    folder: ArchiveFolder,
    *,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
    reader: str = READ_PAGE,
    time_limit: float = TIME_LIMIT,
) -> ExtractSummary:
    """Rebuild `dataset.sqlite` from the WARC files; the old one stays until the new one is whole.

    Damaged records are passed over and named in the summary. Raises `ArchiveError` if there is no
    WARC file, `Locked` while a crawl runs.
    """
    with folder.lock():
        return rebuild(folder, workers=workers, on_progress=on_progress, reader=reader, time_limit=time_limit)


def rebuild(
    folder: ArchiveFolder,
    *,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
    reader: str = READ_PAGE,
    time_limit: float = TIME_LIMIT,
) -> ExtractSummary:
    """As `extract`, for a caller that holds the archive's lock."""
    begin = time.monotonic()
    unfinished = folder.path / "dataset.sqlite.new"
    with ExitStack() as stack:
        stack.enter_context(dataset_lock(folder))
        _remove(unfinished)
        stack.callback(_remove, unfinished)
        counts, damages = build(
            folder, unfinished, workers=workers, on_progress=on_progress, reader=reader, time_limit=time_limit
        )
        _put_in_place(unfinished, folder.dataset_path)
        write_package(folder)
        foreign = tuple(strangers(folder.warcs, _uncommitted(folder)[2]))
    return ExtractSummary(counts=counts, damages=damages, strangers=foreign, seconds=time.monotonic() - begin)


def build(
    folder: ArchiveFolder,
    path: Path,
    *,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
    reader: str = READ_PAGE,
    time_limit: float = TIME_LIMIT,
) -> tuple[Counts, tuple[Damage, ...]]:
    """Write the dataset of an archive to `path`, where nothing is yet; what it holds, and what could not be read."""
    with (
        closing(_Source(folder)) as source,
        closing(Store(path, read_redactions(folder.path))) as store,
        Pool(folder.warcs, size=workers or default_workers(busy=0), reader=reader, time_limit=time_limit) as pool,
        closing(Extraction(folder, store, pool)) as extraction,
    ):
        told = time.monotonic()
        for one in source:
            if isinstance(one, CrawlInfo):
                extraction.begin_crawl(one)
                continue
            extraction.add(one, source.referred(one))
            if on_progress is not None and time.monotonic() - told >= PROGRESS_SECONDS:
                told = time.monotonic()
                on_progress(source.progress(one, extraction.counts()))
        extraction.drain()
        for damage in source.damages:
            store.problem(Problem(stage="archive", field=None, message=str(damage)), url=None)
        store.label()
        # Metadata records, which tell of failures and of a crawl's end, are numbered with the captures and are none.
        (captures,) = store.db.execute("SELECT count(*) FROM captures").fetchone()
        return replace(extraction.counts(), captures=captures), tuple(source.damages)


class _Source:
    """Crawls and captures of the WARC files, without what a killed run had not committed.

    The journal, if there is one, is asked for nothing but that: where the committed part of an
    unfinished file ends. The next crawl will cut the rest off and give its numbers to others.
    """

    def __init__(self, folder: ArchiveFolder) -> None:
        files = warc_files(folder.warcs) if folder.warcs.is_dir() else []
        if not files:
            raise ArchiveError(folder.path, "there is no WARC file in archive/; run `blogark crawl` first")
        self.damages: list[Damage] = []
        self._warcs = folder.warcs
        self._ends, self._unborn, names = _uncommitted(folder)
        self.strangers = strangers(folder.warcs, names)
        sizes = [path.stat().st_size for path in files]
        self._total = sum(sizes)
        self._starts = dict(zip(map(final_name, files), accumulate(sizes, initial=0), strict=False))
        # Which response a revisit refers to: on disk, because there may be a million.
        self._originals = sqlite3.connect("", isolation_level=None)
        self._originals.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
        # As in the journal: what others made stands for nothing of ours.
        self._originals.executescript(
            f"CREATE TABLE originals ({', '.join(_COLUMNS)}, imported, PRIMARY KEY (payload_digest, imported));"
            f"CREATE TABLE imported ({', '.join(_COLUMNS)});"
            "CREATE INDEX by_record ON imported (record_id); CREATE INDEX by_time ON imported (url, captured_at)"
        )
        self._reader = CaptureReader(folder.warcs)

    def __iter__(self) -> Iterator[CrawlInfo | Capture]:
        for one in scan(self._warcs, but=self.strangers, on_damage=self._note):
            if isinstance(one, CrawlInfo):
                if one.id not in self._unborn:
                    yield one
            elif one.warc_offset + one.warc_length <= self._ends.get(one.warc_file, sys.maxsize):
                yield one

    def referred(self, capture: Capture) -> Capture | None:
        """The first response with the payload that a revisit repeats; remembers responses for later ones."""
        if capture.record_type == "revisit":
            return original_of(capture, self, self._reader)
        if capture.record_type == "response":
            values = [getattr(capture, column) for column in _COLUMNS]
            imported = capture.source == "import"
            if capture.payload_digest is not None:
                self._keep("originals", [*values, imported])
            if imported:
                self._keep("imported", values)
        return None

    def first_with_digest(self, digest: str, *, imported: bool = False) -> Capture | None:
        return self._one("originals WHERE payload_digest = ? AND imported = ?", digest, imported)

    def first_with_id(self, record_id: str) -> Capture | None:
        return self._one("imported WHERE record_id = ? ORDER BY id LIMIT 1", record_id)

    def first_at(self, url: str, captured_at: str) -> Capture | None:
        return self._one("imported WHERE url = ? AND captured_at = ? ORDER BY id LIMIT 1", url, captured_at)

    def _keep(self, table: str, values: Sequence[object]) -> None:
        self._originals.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(values))})", values)

    def _one(self, where: str, *values: object) -> Capture | None:
        row = self._originals.execute(f"SELECT {', '.join(_COLUMNS)} FROM {where}", values).fetchone()
        return None if row is None else Capture(**dict(zip(_COLUMNS, row, strict=True)))

    def progress(self, capture: Capture, counts: Counts) -> ExtractProgress:
        return ExtractProgress(
            bytes_read=self._starts[capture.warc_file] + capture.warc_offset, bytes_total=self._total, counts=counts
        )

    def close(self) -> None:
        self._originals.close()
        self._reader.close()

    def _note(self, damage: Damage) -> None:
        if damage.offset < self._ends.get(damage.file, sys.maxsize):
            self.damages.append(damage)


def _uncommitted(folder: ArchiveFolder) -> tuple[dict[str, int], set[int], set[str]]:
    """What a killed run left: unfinished files with their committed length, and crawls without a committed byte.

    And the files that the journal knows.
    """
    try:
        with closing(Journal(folder.journal_path, read_only=True)) as journal:
            warcs = journal.warcs()
    except (ArchiveError, sqlite3.DatabaseError):
        # Gone, or unreadable: the WARC files are enough.
        return {}, set(), set()
    ends = {warc.name: warc.committed for warc in warcs if not warc.finished}
    unborn = {warc.crawl_id for warc in warcs} - {warc.crawl_id for warc in warcs if warc.committed}
    return ends, unborn, {warc.name for warc in warcs}


def _put_in_place(new: Path, dataset: Path) -> None:
    """Rename the new dataset over the old one, durably."""
    if dataset.with_name(f"{dataset.name}-wal").exists():
        # Left by a killed writer: SQLite would play it into the new file.
        _remove(dataset)
    with new.open("rb") as file:
        os.fsync(file.fileno())
    new.replace(dataset)
    sync_folder(dataset.parent)


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(f"{database.name}{suffix}").unlink(missing_ok=True)
