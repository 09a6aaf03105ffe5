"""The spider of a blog: what came is recorded, what it leads to is queued, and what failed waits for its next try."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scrapy import Spider
from scrapy.exceptions import IgnoreRequest

from ..archive.errors import BlogarkError, NothingFetched, UsageError
from ..archive.journal.queue import Copy, Looked, Visit
from .display.logs import log
from .leads import Leads
from .pace.politeness import host_of
from .pace.retry import TRIES, back_off, copy_of, failure_of, retry_after, will_not_change
from .revisits import Revisits
from .traps.budgets import chained
from .wire.client import FetchError
from .wire.handler import ArchivedResponse
from .work import INFERRED, LATE, PRIORITY, VOUCHED, Work, place_of, role_of_visit

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from ..archive.capture import Capture
    from ..archive.exchange import Exchange
    from ..archive.warc.http import Message

LONGEST_SILENCE = 20
"""So many fetches in a row without an answer end the crawl: the blog has gone away, and the rest stays pending."""


class Stopped(IgnoreRequest):
    """The crawl stops before this visit was made."""


class Silence(IgnoreRequest):
    """Nothing has come from anywhere yet, and the blog's own host does not answer; the text says how."""


class BlogSpider(Spider):
    """Archives one blog; where an answer leads is the `Leads`' to say."""

    name = "blog"

    def __init__(self, work: Work | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if work is None:
            raise UsageError("the spider needs an archive to write to; run `blogark crawl URL`")
        self.work = work
        self.revisits = Revisits(work)
        self.leads = Leads(work, self.revisits)
        self.stopping = False
        self.error: BaseException | None = None
        """What ended the crawl before its end, if anything did."""
        self.on_stop: Callable[[], None] = lambda: None
        self.seed_failure: str | None = None
        self.heard = False
        """A byte has come in this run, from whatever host."""
        self.answers = 0
        """Pages that came in this run; redirects and robots.txt are not among them."""
        self.requests = 0
        self.bytes = 0
        self.tally: Counter[str] = Counter()
        self.fetching = ""
        self.on_answer: Callable[[], None] = lambda: None
        """Called when an answer has been read."""
        self._stopped = asyncio.Event()
        self._handed_out = 0
        self._out: Counter[int] = Counter()
        """What is on its way, by priority."""
        self._silence = 0

    # What the frontier asks.

    @property
    def has_enough(self) -> bool:
        """--max-pages is reached, counting what is in flight, or --max-size."""
        pages, size = self.work.config.max_pages, self.work.config.max_size
        return (pages is not None and self._handed_out >= pages) or (size is not None and self.bytes >= size)

    def objection(self, visit: Visit) -> str | None:
        """Why a visit is not made after all: traps and patterns may be newer than its place in the queue."""
        role = role_of_visit(visit)
        if visit.found_in != "seed" and not self.work.scope.covers(visit.url, role):
            return "outside the blog"
        if chained(visit.hops):
            return "requisites of requisites without end"
        reason = self.work.scope.objection(visit.url, role)
        if reason is not None or visit.copy is not None or visit.hops.endswith(INFERRED):
            # What was worth a visit once is asked for again; what the engine's file names is in no pattern.
            return reason
        vouched = visit.found_in in VOUCHED
        return self.leads.objection(visit) or self.work.budgets.objection(visit.url, role, vouched=vouched)

    def comes_last(self, visit: Visit) -> bool:
        """Whether pages that are on their way may name others, which go before this visit.

        What seems to be another view is judged by what the blog's own pages say and lead to, so these come first.
        """
        place = visit.priority
        return PRIORITY["requisite"] < place < LATE and any(
            out > 0 and other > place for other, out in self._out.items()
        )

    def later(self, visit: Visit) -> int | None:
        """The lower priority of a visit that by now seems to be another view of other pages."""
        if visit.copy is not None or visit.found_in in VOUCHED or visit.hops.endswith(INFERRED):
            return None
        role = role_of_visit(visit)
        place = place_of(role, self.work.budgets.patterns(visit.url, role))
        return place if place < visit.priority else None

    def must_wait(self, visit: Visit) -> bool:
        """Whether answers that are on their way decide if this visit is made."""
        if visit.copy is not None or visit.found_in in VOUCHED:
            return False
        return self.work.budgets.must_wait(visit.url, role_of_visit(visit))

    def going_out(self, visit: Visit) -> None:
        """The visit is on its way."""
        self._handed_out += 1
        self._out[visit.priority] += 1
        self.fetching = visit.url
        self.work.budgets.spend(visit.url, role_of_visit(visit), vouched=visit.found_in in VOUCHED)

    async def rest(self, seconds: float) -> None:
        """Wait; raises `Stopped` as soon as the crawl is to stop, so that a long delay does not hold it up."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
                raise Stopped("the crawl stops")

    def back_off(self, tries: int) -> float:
        return back_off(tries, self.work.config.delay)

    # What the engine brings.

    def parse(self, response: ArchivedResponse) -> None:  # type: ignore[override]
        """Record an answer, queue what it leads to, and settle its visit."""
        visit: Visit = response.meta["visit"]
        self._out[visit.priority] -= 1
        try:
            self._silence = 0
            capture = self.record(response.exchange, response.message, visit.copy)
            looked = self.revisits.look(visit, response, capture)
            led_nowhere = self.leads.follow(response, visit, has_changed=looked.has_changed)
            if led_nowhere is not None:
                self._seed_brought_nothing(visit, led_nowhere)
            if response.status == 304:
                self.work.budgets.release(visit.url)
            self.work.budgets.settle(visit.url, fails=response.status >= 400)
            self._settle(response, visit, capture, looked)
            self.work.recorder.maybe_commit()
        except (BlogarkError, OSError, sqlite3.Error) as error:
            self.stop(error)
        finally:
            response.exchange.close()
        self.on_answer()

    def missed(self, failure: Failure) -> None:
        """Settle a visit that brought no answer."""
        visit: Visit = failure.request.meta["visit"]  # type: ignore[attr-defined]  # Scrapy sets it
        error = failure.value
        self._out[visit.priority] -= 1
        self.work.budgets.release(visit.url)
        try:
            if isinstance(error, FetchError):
                self.record(error.exchange)
                self._unanswered(visit, error)
            elif isinstance(error, Stopped):
                self.work.queue.put_back(visit)
            elif isinstance(error, Silence):
                self.work.queue.put_back(visit)
                self.stop(NothingFetched(f"nothing could be fetched: {error}; check the address, or run again later"))
            elif isinstance(error, IgnoreRequest):
                self._handed_out -= 1
                self.work.queue.skip(visit, str(error))
                self.leads.guess_on(visit)
                self._seed_brought_nothing(visit, f"{visit.url}: {error}")
            else:
                self.stop(error)
            self.work.recorder.maybe_commit()
        except (BlogarkError, OSError, sqlite3.Error) as stopped:
            self.stop(stopped)
        self.on_answer()

    def record(self, exchange: Exchange, message: Message | None = None, copy: Copy | None = None) -> Capture:
        """Archive one exchange and count it; ``copy`` is what a 304 stands for."""
        self.requests += 1
        self.bytes += exchange.length
        self.heard = self.heard or bool(exchange.response)
        known = None if copy is None else copy.capture_id
        capture = self.work.recorder.record(exchange, message=message, copy=known)
        self.tally[capture.record_type] += 1
        return capture

    def stop(self, error: BaseException | None = None) -> None:
        """Begin to stop: hand out nothing more. The first error is the one that counts."""
        if error is not None and self.error is None:
            self.error = error
        if not self.stopping:
            self.stopping = True
            self._stopped.set()
            self.on_stop()

    def closed(self, reason: str) -> None:
        """Scrapy's word that the crawl has ended."""
        self.revisits.close()

    # What becomes of a visit.

    def _settle(self, response: ArchivedResponse, visit: Visit, capture: Capture, looked: Looked) -> None:
        failure = failure_of(response)
        if failure is not None and visit.hops.endswith(INFERRED) and not failure.again:
            # Nobody said that it exists: an address where blogs of this engine often have a feed.
            failure = None
        if failure is None:
            self.answers += response.status < 300 or response.status == 304
            self.work.queue.done(visit, copy_of(response, capture) if response.status == 200 else None, looked)
            return
        if failure.again and visit.attempts + 1 < TRIES:
            delay = self.back_off(visit.attempts + 1)
            asked = retry_after(response)
            if asked is not None:
                self.work.politeness.pause(host_of(visit.url), asked, asked=True)
                delay = max(delay, asked)
            self._handed_out -= 1
            self.work.queue.retry(visit, failure.reason, delay=delay)
            return
        self._fail(visit, failure.reason, looked)

    def _unanswered(self, visit: Visit, error: FetchError) -> None:
        if will_not_change(error.kind):
            self._fail(visit, str(error), self.revisits.missed(visit))
            return
        # Pictures on hosts that have gone say nothing about the blog.
        self._silence += self.work.scope.owns(visit.url, "sitemap")
        if self._silence >= LONGEST_SILENCE:
            self.work.queue.put_back(visit)
            self.stop(
                NothingFetched(f"{error}; nothing has come for {LONGEST_SILENCE} requests in a row; run again to go on")
            )
            return
        if visit.attempts + 1 < TRIES:
            delay = self.back_off(visit.attempts + 1)
            self.work.politeness.pause(host_of(visit.url), self.back_off(min(self._silence, TRIES)))
            self._handed_out -= 1
            self.work.queue.retry(visit, str(error), delay=delay)
        else:
            self._fail(visit, str(error), self.revisits.missed(visit))

    def _fail(self, visit: Visit, reason: str, looked: Looked) -> None:
        self.tally["failures"] += 1
        self.work.queue.failed(visit, reason, looked)
        self._seed_brought_nothing(visit, f"{visit.url}: {reason}")
        log.info("failed", extra={"fields": {"url": visit.url, "reason": reason, "via": visit.via}})

    def _seed_brought_nothing(self, visit: Visit, reason: str) -> None:
        """Note why, if it is the seed, or where it was redirected to."""
        if not visit.hops.strip("R"):
            self.seed_failure = reason
