"""One run of the crawler over one archive: begins, is watched over, and ends with its reason written down."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings

from ..archive.config import Config
from ..archive.errors import BlogarkError, LimitReached, NothingFetched
from ..archive.folder import ArchiveFolder
from ..archive.journal.journal import Journal
from ..archive.journal.queue import Found, UrlQueue
from ..archive.recording.recorder import Recorder
from ..archive.recording.recovery import Recovery, recover
from ..archive.stopping import stopping
from ..archive.warc.scan import CaptureReader
from ..parsers import detect, endpoints_of, get_ready
from .blog import BlogSpider
from .display.logs import log
from .display.outcome import Interrupted, Outcome, is_writable_after, named, status_of, summary
from .display.progress import Progress, Silent, Snapshot
from .leads import DETECTIONS
from .links.elsewhere import TOLD
from .links.url import normalised
from .pace.politeness import Hold, Politeness, host_of
from .recording import recorder_of
from .scope import Scope, spanned
from .settings import for_crawl
from .traps.budgets import BROUGHT_NOTHING, Budgets, patterns_closed
from .traps.patterns import SESSION
from .work import SEED_PRIORITY, Work

__all__ = ["Interrupted", "Outcome", "crawl", "summary"]

if TYPE_CHECKING:
    from twisted.python.failure import Failure

TICK_SECONDS = 0.25
GRACE_SECONDS = 5.0
"""How long what is in flight may take to arrive when the crawl is told to stop."""


def crawl(
    folder: ArchiveFolder,
    config: Config,
    *,
    progress: Progress | None = None,
    clock: Callable[[], float] = time.time,
) -> Outcome:
    """Crawl the blog of `config` into `folder` until nothing is left, a limit is reached, or a signal comes.

    The caller holds the folder's lock. A run that was interrupted is continued; one that came to its end is
    begun anew: what is due by `clock` (Unix time) is visited again. What goes wrong on the way is in the outcome;
    raises only what keeps the crawl from beginning, and what nobody foresaw.
    """
    began = time.monotonic()
    ArchiveFolder.create(folder.path)
    journal = Journal(folder.journal_path)
    try:
        recovery = recover(folder, journal)
        settled = journal.is_settled()
        for note in recovery.notes:
            log.warning(note)
        queue = UrlQueue(journal, clock=clock)
        seed = normalised(config.url) or config.url
        with _recorder(folder, journal, config) as recorder:
            scope = _begin(queue, seed, config, settled=settled)
            recorder.commit()
            work = Work(
                config=config,
                queue=queue,
                recorder=recorder,
                scope=scope,
                politeness=Politeness(config.delay),
                budgets=Budgets(queue.knows, () if config.full else patterns_closed(queue.skip_reasons())),
                detect=detect,
                endpoints=endpoints_of,
                blog_url=_blog_url(seed, scope),
            )
            run = _Run(work, progress or Silent())
            run.go()
            return _end(run, folder, recovery, time.monotonic() - began)
    finally:
        journal.close()


def _recorder(folder: ArchiveFolder, journal: Journal, config: Config) -> Recorder:
    told = {
        "robots": "ignore" if config.ignore_robots else "obey",
        "blogark-tls-verify": "yes" if config.tls_verify else "no",
    }
    return recorder_of(folder, journal, config, told)


def _begin(queue: UrlQueue, seed: str, config: Config, *, settled: bool) -> Scope:
    """Bring the queue to its beginning, or to where it was left, and span the scope."""
    counts = queue.counts()
    # What a replay missed is fetched beside what is due, not instead of it.
    waiting = counts.pending - queue.missed()
    # A run that was killed after its last page has its end to write and its dataset to finish; to begin
    # a re-crawl instead would let a machine that goes down every night never come to an end.
    if not waiting and (settled or not counts.done):
        # What a trap holds is not tried anew each time.
        queue.restart(but=() if config.full else (BROUGHT_NOTHING, TOLD, SESSION), everything=config.full)
    queue.add([Found(url=seed, priority=SEED_PRIORITY, found_in="seed")], via=None)
    return spanned(seed, config, queue)


def _blog_url(seed: str, scope: Scope) -> str:
    return re.sub(r"(?<=[^:/])/.*", "", seed, count=1) + scope.grounds[0].folder


class _Run:
    """The asyncio side of one crawl."""

    def __init__(self, work: Work, progress: Progress) -> None:
        self.work = work
        self.error: BaseException | None = None
        """What ended the crawl early: one of ours, or what nobody foresaw."""
        self.spider: BlogSpider | None = None
        self._progress = progress
        self._began = time.monotonic()
        self._crawling: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def go(self) -> None:
        # Not on uvloop: 2,000 pages from loopback took 1.23 ms of CPU a page with it and 1.26 ms without.
        asyncio.run(self._main())

    async def _main(self) -> None:
        loop = asyncio.get_running_loop()
        config = self.work.config
        settings = Settings(
            for_crawl(
                {
                    "USER_AGENT": config.agent,
                    "CONCURRENT_REQUESTS": config.concurrency,
                    "CONCURRENT_REQUESTS_PER_DOMAIN": config.concurrency,
                    "BLOGARK_SEEDS": [config.url],
                    "BLOGARK_MAX_REQUISITE": config.max_requisite,
                    "BLOGARK_TLS_VERIFY": config.tls_verify,
                    "BLOGARK_SPOOL": str(self.work.recorder.folder.warcs),
                }
            )
        )
        runner = AsyncCrawlerRunner(settings)
        crawler = runner.create_crawler(BlogSpider)
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._broken, signal=signals.spider_error)
        with self._signals(loop):
            self._crawling = runner.crawl(crawler, work=self.work)
            ticking = loop.create_task(self._tick())
            try:
                await self._crawling
            except asyncio.CancelledError:
                log.warning("what was in flight has been dropped")
            finally:
                ticking.cancel()
                self._progress.update(self._snapshot())
                self._progress.close()

    def _opened(self, spider: BlogSpider) -> None:
        self.spider = spider
        spider.on_stop = self._stop
        self._recall_engine(spider)
        # Loaded while robots.txt and the front page are on their way: 0.2 s that the first page would wait for.
        asyncio.get_running_loop().run_in_executor(None, get_ready)
        if self.error is not None:
            spider.stop(self.error)

    def _recall_engine(self, spider: BlogSpider) -> None:
        """Learn from the archive what engine the blog runs: an unchanged page comes without its bytes."""
        recorder = self.work.recorder
        with CaptureReader(recorder.folder.warcs) as stored:
            for capture in recorder.journal.pages(DETECTIONS):
                # What cannot be read any more is for `verify` to tell.
                with contextlib.suppress(BlogarkError):
                    spider.leads.learn_engine(stored.read(capture).body, capture.url, hops="")
                if spider.leads.knows_engine:
                    return

    def _broken(self, failure: Failure) -> None:
        """A bug in the spider: Scrapy would log it and go on without that page, and nobody would know."""
        assert self.spider is not None
        self.spider.stop(failure.value)

    def _stop(self) -> None:
        """Let what is in flight arrive, for a while."""
        assert self.spider is not None
        loop = asyncio.get_running_loop()
        self._tasks.add(loop.create_task(self.spider.crawler.stop_async()))
        loop.call_later(GRACE_SECONDS, self._drop)

    def _drop(self) -> None:
        if self._crawling is not None:
            self._crawling.cancel()

    @contextlib.contextmanager
    def _signals(self, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
        """What asks a run to stop: the first signal lets what is in flight arrive, the second does not."""
        before = {}
        for number in stopping():
            handler = signal.getsignal(number)
            # Only the main thread may listen; elsewhere (a library's worker) the signals are not ours.
            with contextlib.suppress(ValueError, RuntimeError):
                loop.add_signal_handler(number, self._signalled, number)
                before[number] = handler
        try:
            yield
        finally:
            for number, handler in before.items():
                loop.remove_signal_handler(number)
                signal.signal(number, handler)

    def _signalled(self, number: int) -> None:
        if isinstance(self.error, Interrupted):
            self._drop()
            return
        self.error = Interrupted(number)
        if self.spider is not None:
            self.spider.error = None
            self.spider.stop(self.error)

    async def _tick(self) -> None:
        limit = self.work.config.max_time
        while True:
            await asyncio.sleep(TICK_SECONDS)
            spider = self.spider
            if spider is None:
                continue
            if limit is not None and time.monotonic() - self._began >= limit:
                spider.stop(LimitReached("stopped at --max-time; run again to go on"))
            try:
                # A crawl that waits for its host commits, too.
                self.work.recorder.maybe_commit()
            except (BlogarkError, OSError, sqlite3.Error) as error:
                spider.stop(error)
            self._progress.update(self._snapshot())

    def _snapshot(self) -> Snapshot:
        queue, config, spider = self.work.queue, self.work.config, self.spider
        counts = queue.counts()
        left = counts.pending + counts.in_flight
        if spider is None:
            return Snapshot(known=queue.settled + left)
        seconds = time.monotonic() - self._began
        return Snapshot(
            done=queue.settled,
            known=queue.settled + left,
            failed=spider.tally["failures"],
            bytes=spider.bytes,
            seconds=seconds,
            fetching=spider.fetching,
            hold=self._hold(spider),
            left=None if config.max_pages is None else max(0, min(left, config.max_pages - spider.requests)),
            stops_in=None if config.max_time is None else max(0.0, config.max_time - seconds),
            stopping=spider.stopping,
        )

    def _hold(self, spider: BlogSpider) -> Hold | None:
        """What is waited for, if nothing is on its way but robots.txt."""
        hold = self.work.politeness.hold(host_of(spider.fetching))
        engine = spider.crawler.engine
        if (hold is not None and hold.why == "robots") or engine is None:
            return hold
        if engine.downloader.active:
            return None
        if hold is None and (seconds := self.work.queue.next_due()):
            return Hold(why="retry", seconds=seconds)
        return hold


def _end(run: _Run, folder: ArchiveFolder, recovery: Recovery, seconds: float) -> Outcome:
    """Write down how the run ended; raises what nobody foresaw."""
    work, spider = run.work, run.spider
    error = run.error or (spider.error if spider is not None else None)
    writable = is_writable_after(error)
    if error is not None:
        error = named(error, folder)
    elif spider is not None:
        error = _quiet_end(spider)
    if error is not None and not isinstance(error, BlogarkError):
        raise error
    came, tally = (spider.answers, spider.tally) if spider is not None else (0, Counter[str]())
    status, exit_code = status_of(error, came=came)
    if writable:
        work.queue.resume()
        # The last record is small; without it the dataset would not know how the crawl ended.
        work.recorder.min_free_disk = 0
        try:
            _tell_left_out(work, error)
            work.recorder.close(status=status, exit_code=exit_code)
        except (BlogarkError, OSError, sqlite3.Error) as failed:
            error = named(failed, folder)
            status, exit_code = status_of(error, came=came)
    else:
        work.queue.journal.rollback()
    return Outcome(
        exit_code=exit_code,
        status=status,
        message=None if error is None else str(error),
        seconds=seconds,
        requests=spider.requests if spider is not None else 0,
        new_captures=tally["response"],
        revisits=tally["revisit"],
        failures=tally["failures"],
        bytes=spider.bytes if spider is not None else 0,
        counts=UrlQueue(work.queue.journal).counts(),
        left_out=tuple(work.queue.reasons()),
        failed=tuple(left for left in work.queue.left_out() if left.state == "failed"),
        recovery=recovery,
    )


def _tell_left_out(work: Work, error: BaseException | None) -> None:
    """Write into the WARC what was not asked for, and why, as far as it does not stand there from an earlier run."""
    stopped = str(error).partition(";")[0] if isinstance(error, LimitReached) else ""
    waiting = f"not visited yet: {stopped}" if stopped else "not visited yet"
    number, after = 0, 0
    while left := work.queue.untold(waiting=waiting, after=after):
        number, after = number + 1, left[-1][0]
        work.recorder.leave_out(number, [one for _, one in left])
        work.queue.told(left)


def _quiet_end(spider: BlogSpider) -> BlogarkError | None:
    """Why a crawl that nothing stopped is still not complete."""
    config = spider.work.config
    if spider.seed_failure is not None and not spider.answers:
        return NothingFetched(f"nothing could be fetched: {spider.seed_failure}")
    if spider.has_enough and spider.work.queue.counts().pending:
        which = "--max-pages" if config.max_pages is not None else "--max-size"
        return LimitReached(f"stopped at {which}; run again to go on")
    return None
