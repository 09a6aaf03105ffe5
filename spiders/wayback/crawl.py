"""A blog out of a web archive: its captures listed, chosen, fetched one by one, and recorded as what they once were.

The archive is asked over its own programming interfaces (CDX server API, ``id_`` mementos), one request at a time,
with the delay that a host gets in a crawl, longer if it asks for that. robots.txt is no matter here: it tells crawlers
what to leave alone of the pages that people browse. Every step is in the journal; a run that was stopped goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from ...archive.config import Config
from ...archive.errors import BlogarkError, LimitReached, NothingFetched
from ...archive.folder import ArchiveFolder
from ...archive.journal.journal import Journal
from ...archive.recording.mementos import MementoQueue, Waiting
from ...archive.recording.recorder import Recorder
from ...archive.recording.recovery import Recovery, recover
from ...archive.spool import Spool
from ...archive.stopping import stopping
from ...archive.warc.headers import media_type
from ...archive.warc.http import decode_content, read_response
from ...archive.warc.memento_records import Memento, memento_of, memento_time
from ...archive.warc.records import safe_url
from ...archive.warc.scan import CaptureReader
from ...parsers import detect
from ...parsers.base import Trap
from ..display.logs import log
from ..display.outcome import Interrupted, Outcome, is_writable_after, named, status_of
from ..display.progress import Progress, Silent, Snapshot
from ..links.discover import discover
from ..links.url import Role, normalised
from ..pace.politeness import host_of
from ..pace.retry import phrase_of
from ..recording import recorder_of
from ..scope import Scope
from ..wire.handler import LONGEST_DOCUMENT, ArchivedResponse
from .archive_client import TRIES, ArchiveClient
from .cdx_server import PAGE, index_of, page_of, query_of

PAGES = frozenset(
    ("text/html", "application/xhtml+xml", "text/xml", "application/xml", "application/rss+xml", "application/atom+xml",
     "application/rdf+xml", "application/json", "text/plain", None)
)  # fmt: skip
"""Media types, as an index tells them, of what may be a page or a feed."""
DETECTIONS = 20
"""Pages that are asked for the blog's engine."""
_WITH_REQUISITES = frozenset(("text/html", "application/xhtml+xml", "text/css"))
PAST = "00000000000000"
FUTURE = "99999999999999"


def crawl_wayback(folder: ArchiveFolder, config: Config, *, progress: Progress | None = None) -> Outcome:
    """Fetch what a web archive has of the blog of `config`, until nothing is left or something ends the run.

    The caller holds the folder's lock. What goes wrong on the way is in the outcome, as with `crawl`.
    """
    began = time.monotonic()
    ArchiveFolder.create(folder.path)
    journal = Journal(folder.journal_path)
    try:
        recovery = recover(folder, journal)
        with _recorder(folder, journal, config) as recorder:
            run = _Run(config, recorder, progress or Silent(), began)
            error: BaseException | None = None
            try:
                asyncio.run(run.go())
            except (BlogarkError, OSError, sqlite3.Error) as caught:
                error = caught
            return _end(run, folder, recovery, error)
    finally:
        journal.close()


def _recorder(folder: ArchiveFolder, journal: Journal, config: Config) -> Recorder:
    told = {
        "description": f"captures of {config.url} that {config.wayback_url} has kept; WARC-Source-URI names each",
    }
    return recorder_of(folder, journal, config, told)


class _Run:
    """One run over one web archive."""

    def __init__(self, config: Config, recorder: Recorder, progress: Progress, began: float) -> None:
        self.config = config
        self.recorder = recorder
        self.archive = ArchiveClient(config, spool_folder=recorder.folder.warcs)
        self.queue = MementoQueue(recorder.journal, self.archive.base)
        self.tally: Counter[str] = Counter()
        self.began = began
        self._progress = progress
        self._stopping = False
        self._scope = Scope.of(
            normalised(config.url) or config.url, include=config.include, exclude=config.exclude, requisites=False
        )

    async def go(self) -> None:
        """List, choose, fetch; raises what ends the run early."""
        loop = asyncio.get_running_loop()
        working = loop.create_task(self._work())
        with _signals(loop, working) as stopped:
            watching = loop.create_task(self._watch(working))
            try:
                await working
            except asyncio.CancelledError:
                self._stopping = True
                raise stopped[0] if stopped else LimitReached("stopped at --max-time; run again to go on") from None
            finally:
                watching.cancel()
                self._show()
                self._progress.close()
                await self.archive.close()

    async def _watch(self, working: asyncio.Task[None]) -> None:
        limit = self.config.max_time
        while True:
            self._show()
            if limit is not None and time.monotonic() - self.began >= limit:
                working.cancel()
                return
            await asyncio.sleep(0.25)

    async def _work(self) -> None:
        self.queue.restart(failed=not self.queue.counts().pending)
        await self._list()
        await self._choose()
        self.recorder.commit()
        while (memento := self.queue.next()) is not None:
            await self._fetch(memento)
            self.recorder.maybe_commit()
            self._check_limits()

    # The index

    async def _list(self) -> None:
        config = self.config
        query = query_of(
            index_of(self.archive.base),
            re.sub(r"[^/]*$", "", config.url) if urlsplit(config.url).path.strip("/") else config.url,
            begin=_digits(config.begin),
            end=_digits(config.end),
            collapse=config.mementos != "latest",
        )
        resume_key, found = self.queue.resume_key(query), 0
        while True:
            page = await self.archive.index_page(page_of(query, resume_key))
            if page.rows == PAGE and page.resume_key is None:
                # An archive that knows no resume keys, and would never tell what comes behind.
                page = await self.archive.index_page(query)
            found += page.rows
            resume_key = page.resume_key
            # Whatever an index lists, only the blog's own host is asked for.
            own = (one for one in page.captures if host_of(one.url) == host_of(config.url))
            self.queue.add(query, own, resume_key=resume_key)
            self.recorder.commit()
            if resume_key is None:
                break
        if not found and not self.queue.counts().known and not self.queue.listed():
            span = f" between {config.begin or 'its beginning'} and {config.end or 'now'}"
            raise NothingFetched(
                f"{self.archive.base} has no capture of {config.url}{span if config.begin or config.end else ''}; "
                "check the address, or name another archive with --wayback-url"
            )

    async def _choose(self) -> None:
        """Leave out what the configuration closes, and the traps of the blog's engine, which its front page names."""
        front = self.queue.latest_of(self.config.url)
        if front is not None:
            await self._fetch(front)
            self.recorder.commit()
        scope = self._scope.with_traps(self._traps())
        for identifier, url, kind in self.queue.listed():
            role: Role = "page" if kind in PAGES else "requisite"
            if role == "requisite" and not self.config.requisites:
                self.queue.skip(identifier, "no requisites are fetched (--no-requisites)")
            elif objection := scope.objection(url, role):
                self.queue.skip(identifier, objection)
        self.queue.choose(
            self.config.mementos,
            begin=_digits(self.config.begin).ljust(14, "0") if self.config.begin else PAST,
            end=_digits(self.config.end).ljust(14, "9") if self.config.end else FUTURE,
            pages=PAGES,
        )

    def _traps(self) -> tuple[Trap, ...]:
        """Those of the blog's engine, as the oldest pages of the archive show it."""
        with CaptureReader(self.recorder.folder.warcs) as stored:
            for capture in self.recorder.journal.pages(DETECTIONS):
                # What cannot be read any more is for `verify` to tell.
                with contextlib.suppress(BlogarkError):
                    if traps := detect(stored.read(capture).body, capture.url).traps:
                        return traps
        return ()

    # A memento

    async def _fetch(self, memento: Waiting) -> None:
        """Fetch a capture and record it, or note why not."""
        answer, url = await self.archive.memento(memento.timestamp, memento.url, tries=memento.attempts + 1)
        if isinstance(answer, str):
            self._try_again(memento, answer)
            return
        with contextlib.closing(answer.exchange):
            self._keep(memento, answer, url)

    def _keep(self, memento: Waiting, answer: ArchivedResponse, url: str) -> None:
        moment = memento_time(answer.message)
        if moment is None:
            told = "the archive answered with a page of its own" if answer.status == 200 else phrase_of(answer.status)
            if answer.status >= 500:
                self._try_again(memento, told)
            else:
                self._give_up(memento, told)
            return
        if answer.exchange.truncated and memento.attempts + 1 < TRIES:
            self._try_again(memento, "the answer broke off")
            return
        restored = memento_of(url, moment, answer.exchange, answer.message, digest=memento.digest)
        if restored.is_as_indexed is False:
            log.warning("the bytes are not those of the archive's index", extra={"fields": {"url": answer.url}})
        with contextlib.closing(restored):
            capture = self.recorder.record_memento(restored)
            self.tally[capture.record_type] += 1
            self.queue.done(memento)
            if self.config.requisites:
                self._queue_requisites(restored, memento.timestamp)

    def _try_again(self, memento: Waiting, reason: str) -> None:
        if memento.attempts + 1 >= TRIES:
            self._give_up(memento, reason)
            return
        self.archive.back_off(memento.attempts + 1)
        self.queue.retry(memento, reason)

    def _give_up(self, memento: Waiting, reason: str) -> None:
        self.tally["failures"] += 1
        self.queue.failed(memento, reason)

    def _queue_requisites(self, memento: Memento, timestamp: str) -> None:
        """Ask, at the time of a page, for what it needs and the listing cannot hold, since it lies elsewhere."""
        message = read_response(memento.beginning)
        kind = media_type(message.headers)
        if kind not in _WITH_REQUISITES:
            return
        if isinstance(memento.response, Spool):
            message = read_response(memento.response.beginning(LONGEST_DOCUMENT))
        content, _ = decode_content(message.entity, message.headers)
        for link in discover(content, memento.url, kind):
            if link.role == "requisite" and not self._scope.owns(link.url):
                self.queue.add_requisite(safe_url(link.url), timestamp)

    # Around it

    def _check_limits(self) -> None:
        config = self.config
        came = self.tally["response"] + self.tally["revisit"]
        if not self.queue.counts().pending:
            return
        if config.max_pages is not None and came >= config.max_pages:
            raise LimitReached("stopped at --max-pages; run again to go on")
        if config.max_size is not None and self.archive.bytes >= config.max_size:
            raise LimitReached("stopped at --max-size; run again to go on")

    def _show(self) -> None:
        counts, limit, seconds = self.queue.counts(), self.config.max_time, time.monotonic() - self.began
        self._progress.update(
            Snapshot(
                done=counts.done + counts.failed,
                known=counts.known,
                failed=counts.failed,
                bytes=self.archive.bytes,
                seconds=seconds,
                fetching=self.archive.fetching,
                hold=self.archive.hold(),
                stops_in=None if limit is None else max(0.0, limit - seconds),
                stopping=self._stopping,
            )
        )


@contextlib.contextmanager
def _signals(loop: asyncio.AbstractEventLoop, working: asyncio.Task[None]) -> Iterator[list[Interrupted]]:
    """What asks a run to stop ends the work; the list then holds which it was."""
    stopped: list[Interrupted] = []

    def stop(number: int) -> None:
        stopped.append(Interrupted(number))
        working.cancel()

    before = {}
    for number in stopping():
        handler = signal.getsignal(number)
        # Only the main thread may listen; elsewhere the signals are not ours.
        with contextlib.suppress(ValueError, RuntimeError):
            loop.add_signal_handler(number, stop, number)
            before[number] = handler
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)


def _end(run: _Run, folder: ArchiveFolder, recovery: Recovery, error: BaseException | None) -> Outcome:
    """Write down how the run ended."""
    writable = is_writable_after(error)
    if error is not None:
        error = named(error, folder)
        if not isinstance(error, BlogarkError):
            raise error
    came = run.tally["response"] + run.tally["revisit"]
    status, exit_code = status_of(error, came=came)
    counts, reasons = run.queue.counts(), run.queue.reasons()
    if writable:
        run.recorder.min_free_disk = 0
        run.recorder.close(status=status, exit_code=exit_code)
    else:
        run.recorder.journal.rollback()
    return Outcome(
        exit_code=exit_code,
        status=status,
        message=None if error is None else str(error),
        seconds=time.monotonic() - run.began,
        requests=run.archive.requests,
        new_captures=run.tally["response"],
        revisits=run.tally["revisit"],
        failures=run.tally["failures"],
        bytes=run.archive.bytes,
        counts=counts,
        left_out=tuple(reasons),
        recovery=recovery,
    )


def _digits(date: str | None) -> str:
    return (date or "").replace("-", "")
