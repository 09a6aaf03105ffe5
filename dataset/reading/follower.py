"""Brings what a crawl has committed into the dataset, while it runs: what `extractor` does once it has started."""

from __future__ import annotations

import sqlite3
import time
from contextlib import ExitStack, closing
from multiprocessing.connection import Connection
from pathlib import Path

from ...archive.capture import Capture
from ...archive.folder import ArchiveFolder
from ...archive.journal.journal import Journal
from ...archive.journal.originals import original_of
from ...archive.warc.redactions import REDACTIONS, read_redactions
from ...archive.warc.scan import CaptureReader
from ..hiding.redacted import is_obedient
from ..writing.store import Store
from .extraction import WINDOW, Extraction, dataset_lock
from .following import FINISH, Counts, Note
from .pool import Pool

POLL_SECONDS = 0.2
"""How often the journal is asked for new captures, and the pipe for the end of the crawl."""
TELL_SECONDS = 0.25
"""How often the counts are told while the crawl waits for the end."""


class _Follower:
    """Feeds an `Extraction` from the journal."""

    def __init__(self, journal: Journal, store: Store, extraction: Extraction, reader: CaptureReader) -> None:
        self._journal = journal
        self._reader = reader
        self._extraction = extraction
        self._last = store.watermark()
        last = journal.capture(self._last) if self._last else None
        # The crawl that goes on is begun once more, to which the store says nothing: the extraction has to know it.
        self._begun = 0 if last is None else last.crawl_id - 1

    def take(self) -> bool:
        """Add the captures that are new, as many as there is room for; False if there are none."""
        # Crawls are read first: those that are known before no capture was left have none that are to come earlier.
        crawls = self._crawls()
        captures = self._journal.captures_after(self._last, WINDOW - self._extraction.waiting)
        for capture in captures:
            if capture.crawl_id > self._begun:
                self._begin(capture.crawl_id)
            self._extraction.add(capture, self._referred(capture))
            self._last = capture.id
        if not captures and crawls > self._begun:
            self._begin(crawls)
        return bool(captures)

    def _crawls(self) -> int:
        """The newest crawl of which a byte is committed."""
        return max((warc.crawl_id for warc in self._journal.warcs() if warc.committed), default=0)

    def _begin(self, crawl_id: int) -> None:
        for crawl in self._journal.crawls():
            if self._begun < crawl.info.id <= crawl_id:
                self._extraction.begin_crawl(crawl.info)
        self._begun = crawl_id

    def _referred(self, capture: Capture) -> Capture | None:
        return original_of(capture, self._journal, self._reader) if capture.record_type == "revisit" else None


def run(connection: Connection, folder: ArchiveFolder, pool: Pool) -> Counts:
    """Follow the journal until the crawl says that it is over; raises `EOFError` when it is gone."""
    with ExitStack() as stack:
        stack.enter_context(dataset_lock(folder))
        journal = stack.enter_context(closing(Journal(folder.journal_path, read_only=True)))
        if aside := _set_aside_if_foreign(folder.dataset_path, journal):
            connection.send(Note(message=aside))
        redactions = read_redactions(folder.path)
        if not is_obedient(folder.dataset_path, redactions):
            # Nothing of it may be kept aside: it shows what a killed run was about to hide.
            for name in ("", "-wal", "-shm"):
                folder.dataset_path.with_name(f"{folder.dataset_path.name}{name}").unlink(missing_ok=True)
            connection.send(Note(message=f"{folder.dataset_path}: was made anew to obey {REDACTIONS}"))
        # Closing commits: what was applied before the crawl died is whole captures.
        store = stack.enter_context(closing(Store(folder.dataset_path, redactions)))
        finishing = False
        told = 0.0

        def listen(patience: float = 0.0) -> None:
            nonlocal finishing
            while connection.poll(patience):
                if connection.recv() == FINISH:
                    finishing = True
                connection.send(extraction.counts())
                patience = 0.0

        extraction = stack.enter_context(closing(Extraction(folder, store, pool, heed=listen)))
        extraction.resume()
        reader = stack.enter_context(closing(CaptureReader(folder.warcs)))
        follower = _Follower(journal, store, extraction, reader)
        while True:
            more = extraction.waiting <= WINDOW // 2 and follower.take()
            if extraction.waiting:
                extraction.advance(POLL_SECONDS)
            elif not more:
                extraction.commit()
                if finishing:
                    store.label(listen)
                    return extraction.counts()
            listen(0 if more or extraction.waiting or finishing else POLL_SECONDS)
            if finishing and time.monotonic() - told >= TELL_SECONDS:
                told = time.monotonic()
                connection.send(extraction.counts())


def _set_aside_if_foreign(path: Path, journal: Journal) -> str | None:
    """Rename a dataset whose captures are not those of the journal, so that it is made anew.

    Its numbers would be taken for others: after `extract` passed over a damaged record, or when a
    journal was restored from an older copy.
    """
    if not path.is_file():
        return None
    with closing(sqlite3.connect(path)) as db:
        try:
            state = db.execute("SELECT coalesce(max(value), 0) FROM state WHERE name = 'last_capture'").fetchone()[0]
            newest = db.execute("SELECT id, record_id FROM captures ORDER BY id DESC LIMIT 1").fetchone()
        except sqlite3.DatabaseError:
            # A new file, or one that `Store` finds the words for.
            return None
    capture = None if newest is None else journal.capture(newest[0])
    same = newest is None or (capture is not None and capture.record_id == newest[1])
    if same and state <= journal.last_capture_id():
        return None
    aside = path.with_suffix(".sqlite.old")
    path.replace(aside)
    return f"{path}: its captures were not those of the journal; it was made anew, the old one is {aside.name}"
