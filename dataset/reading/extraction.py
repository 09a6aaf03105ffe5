"""The one writer of a dataset: captures in their order, pages from the workers in any order, rows in order again."""

from __future__ import annotations

import fcntl
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from ...archive.capture import Capture, CrawlInfo
from ...archive.errors import ArchiveError, Locked
from ...archive.folder import ArchiveFolder
from ...archive.leftout import is_left_out, read_left_out
from ...archive.warc.records import crawl_end_url
from ...archive.warc.scan import CaptureReader
from ...archive.warc.withheld import told_of
from ...parsers.model import Page
from ..keys import host_key
from ..writing.blogs import configured, is_import
from ..writing.resolving import resolved
from ..writing.store import Store
from .following import Counts
from .pool import Pool
from .worker import failed, is_page

REDIRECTS = (301, 302, 303, 307, 308)
WINDOW = 64
"""Captures between the first that is not applied and the last that is being read: a slow page holds the others
back, so that memory stays bounded."""
COMMIT_CAPTURES = 500
COMMIT_SECONDS = 1.0
"""A commit is due after this many captures or seconds, whichever is first."""
LOCK_SECONDS = 15.0
"""How long to wait for an extractor whose crawl was killed: it ends as soon as it notices."""


@dataclass(eq=False)
class _Slot:
    """A capture on its way; `page` is what was read once `done`."""

    capture: Capture
    referred: Capture | None
    page: Page | None = None
    done: bool = False

    @property
    def ends_crawl(self) -> bool:
        return self.capture.record_type == "metadata" and self.capture.url == crawl_end_url(self.capture.crawl_id)


class Extraction:
    """Applies captures to `store` strictly in the order in which they are added.

    So a crawl, whose captures come as they are fetched, and a rebuild, whose captures come as they
    stand in the WARC files, write the same rows with the same ids.

    At the end of each crawl the blog's layout may be learned (`learning`). What was guessed is then read again before
    any later capture is read; that can take as long as the crawl, so `heed` is called every second meanwhile.
    """

    def __init__(
        self, folder: ArchiveFolder, store: Store, pool: Pool, *, heed: Callable[[], None] = lambda: None
    ) -> None:
        self._store = store
        self._pool = pool
        self._pool.rules = store.rules()
        self._heed = heed
        self._stored = CaptureReader(folder.warcs)
        self._line: deque[_Slot | CrawlInfo] = deque()
        self._reading: dict[int, _Slot] = {}
        self._host: str | None = None
        """The host of the blog, as the crawl that is coming in names it."""
        self._is_import = False
        """The crawl that is coming in is an import."""
        self._last_commit = time.monotonic()
        self._uncommitted = 0

    def begin_crawl(self, info: CrawlInfo) -> None:
        """A crawl begins, after all captures added so far."""
        blog = configured(info.config)
        self._host = None if blog is None else host_key(blog)
        self._is_import = is_import(info.config)
        self._line.append(info)
        self._apply()

    def add(self, capture: Capture, referred: Capture | None = None) -> None:
        """Take the next capture; waits while too many are on their way. `referred`: whose payload a revisit has."""
        while len(self._line) >= WINDOW:
            self.advance(None)
        slot = _Slot(capture, referred)
        self._line.append(slot)
        if is_page(capture, referred) and self._is_of_blog(capture):
            self._reading[capture.id] = slot
            self._pool.submit(capture, referred)
        else:
            slot.done = True
        self.advance(0)
        if slot.ends_crawl:
            # What comes after it is read by the rules that it brings.
            while self._line:
                self.advance(None)
            if self._is_import:
                self._resolve()
            self._learn(capture.crawl_id)

    def _is_of_blog(self, capture: Capture) -> bool:
        """Files of others hold pages of other sites too (frames, what Common Crawl met next): they are only listed."""
        return capture.source == "live" or self._host is None or host_key(capture.url) == self._host

    @property
    def waiting(self) -> int:
        """Captures that are added and not applied."""
        return len(self._line)

    def advance(self, timeout: float | None) -> None:
        """Apply what the workers have read; waits up to `timeout` seconds for the first of it."""
        if self._reading:
            for answer in self._pool.answers(timeout):
                slot = self._reading.pop(answer.capture_id)
                slot.page = answer.page
                slot.done = True
        self._apply()

    def drain(self) -> None:
        """Apply all that was added, and commit."""
        while self._line:
            self.advance(None)
        self.commit()

    def counts(self) -> Counts:
        """What the dataset has now."""
        posts, comments = self._store.counts()
        return Counts(posts=posts, comments=comments, captures=self._store.watermark())

    def commit(self) -> None:
        """Make what was applied last."""
        self._store.commit()
        self._last_commit = time.monotonic()
        self._uncommitted = 0

    def close(self) -> None:
        self._stored.close()

    def _apply(self) -> None:
        while self._line:
            first = self._line[0]
            if isinstance(first, CrawlInfo):
                self._store.begin_crawl(first)
            elif first.done:
                self._save(first)
            else:
                break
            self._line.popleft()
            self._uncommitted += 1
            if isinstance(first, _Slot) and first.ends_crawl:
                # Not without the rule that it brings: `_learn` commits both.
                return
        if self._uncommitted and (
            self._uncommitted >= COMMIT_CAPTURES or time.monotonic() - self._last_commit >= COMMIT_SECONDS
        ):
            self.commit()

    def _learn(self, crawl_id: int) -> None:
        """See what a crawl has taught of the blog's layout; committed together with the crawl's end."""
        lesson = self._store.lesson()
        rule = None if lesson is None else self._pool.learn(lesson)
        if rule is not None:
            self._store.learn(crawl_id, rule)
            self._pool.rules = self._store.rules()
        self.commit()
        if rule is not None:
            self._read_again()

    def _resolve(self) -> None:
        """Read the revisits of others whose original has come after them; committed together with the import's end."""
        found = list(resolved(self._store.db, self._stored))
        for place in range(0, len(found), WINDOW):
            for (capture, original), page in zip(
                found[place : place + WINDOW], self._read(found[place : place + WINDOW]), strict=True
            ):
                self._store.resolve(capture, page, original)

    def _read(self, told: Sequence[tuple[Capture, Capture | None]]) -> list[Page | None]:
        """What captures say, of which none is on its way; `heed` is called every second."""
        pages: dict[int, Page | None] = {}
        for capture, referred in told:
            if is_page(capture, referred):
                self._pool.submit(capture, referred)
            else:
                pages[capture.id] = None
        while len(pages) < len(told):
            pages |= {answer.capture_id: answer.page for answer in self._pool.answers(COMMIT_SECONDS)}
            self._heed()
        return [pages[capture.id] for capture, _ in told]

    def resume(self) -> None:
        """Go on with what a run that was killed was reading again; before anything is added."""
        if self._store.read_again_after is not None:
            self._read_again()

    def _read_again(self) -> None:
        """Read what was guessed by the rules; a kill costs no more than the last second."""
        waiting = self._store.to_read_again()
        for place in range(0, len(waiting), WINDOW):
            again = [self._store.stored(capture_id) for capture_id in waiting[place : place + WINDOW]]
            for (capture, _), page in zip(again, self._read(again), strict=True):
                self._store.save_again(capture, page)
            self.commit()
        self._store.end_reading_again()
        self.commit()

    def _save(self, slot: _Slot) -> None:
        capture = slot.capture
        if capture.withheld is not None:
            self._store.save_withheld(capture, slot.page, told_of(self._stored.record(capture)), slot.referred)
            return
        if capture.record_type != "metadata":
            self._store.save(capture, slot.page, referred=slot.referred, location=self._location(capture))
            return
        try:
            if is_left_out(capture.url):
                self._store.leave_out(capture, read_left_out(self._stored.record(capture).block))
                return
            fields = self._stored.metadata(capture)
        except ArchiveError as error:
            self._store.save(capture, failed(capture, str(error)))
            return
        if "crawlStatus" in fields:
            self._store.end_crawl(capture, fields)
        else:
            self._store.failure(capture, fields)

    def _location(self, capture: Capture) -> str | None:
        """Where a redirect leads, absolute."""
        if capture.status not in REDIRECTS or capture.record_type == "revisit":
            return None
        with suppress(ArchiveError, ValueError):
            for name, value in self._stored.read(capture).headers:
                if name.lower() == b"location":
                    return urljoin(capture.url, value.decode("utf-8", "replace").strip())
        return None


@contextmanager
def dataset_lock(folder: ArchiveFolder, *, patience: float = LOCK_SECONDS) -> Iterator[None]:
    """Be the one writer of the dataset; raises `Locked` if another does not end within `patience` seconds.

    A lock of its own beside the archive's, because the process that writes the dataset may live a
    moment longer than the crawl that started it.
    """
    path = folder.path / ".dataset.lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ArchiveError(folder.path, f"cannot be written ({error.strerror}); choose another folder") from error
    try:
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() >= deadline:
                    message = f"{folder.dataset_path}: another run is writing it; run again when it has ended"
                    raise Locked(message) from error
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)
