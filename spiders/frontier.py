"""Scrapy's scheduler over the journal's queue: the next URL that is due, when its host may be asked."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler

from .blog import BlogSpider
from .pace.politeness import host_of
from .work import PRIORITY, request_for

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from ..archive.journal.queue import Visit

LONGEST_SLEEP = 3_600.0
MOST_HELD = 64
"""Visits kept until others of their kind have come back; with more, all wait."""


class Frontier(BaseScheduler):
    """Hands out visits; what becomes of them is the spider's to say, so nothing is marked here.

    Scrapy asks for the next request whenever one has ended. When there is none *yet* (a host's delay, a retry
    that waits), a timer asks again at the right moment.
    """

    def __init__(self, crawler: Crawler, spider: BlogSpider) -> None:
        self._crawler = crawler
        self._spider = spider
        self._work = spider.work
        # Without a delay the queue is asked for as many at once as can be in flight: one SELECT for all of them.
        # With one, each is taken when it is due, so that the best known then goes first.
        self._batch = 1 if self._work.config.delay else self._work.config.concurrency
        self._taken: deque[Visit] = deque()
        self._held: deque[Visit] = deque()
        """What waits for the answers to others of its kind."""
        self._woken: deque[Request] = deque()
        self._lulled = False
        """What comes last waits for the answers to all others."""
        self._spider.on_answer = self._answered
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Frontier:
        spider = crawler.spider
        assert isinstance(spider, BlogSpider)
        return cls(crawler, spider)

    def close(self, reason: str) -> None:
        """Give back what was taken and not fetched."""
        if self._timer is not None:
            self._timer.cancel()
        for request in self._woken:
            self._work.queue.put_back(request.meta["visit"])
        for visit in self._held:
            self._work.queue.put_back(visit)
        self._woken.clear()
        self._held.clear()
        self._put_back_taken()

    def has_pending_requests(self) -> bool:
        """Whether the crawl has to go on, now or later: this keeps Scrapy from ending it."""
        if self._spider.stopping or self._spider.has_enough:
            return False
        if self._has_more():
            return True
        self._spider.leads.guess_last()
        if has_more := self._has_more():
            self._wake_in(0)
        return has_more

    def _has_more(self) -> bool:
        return bool(self._woken or self._held or self._taken or self._work.queue.counts().pending)

    def enqueue_request(self, request: Request) -> bool:
        """Take in what `_wake` sends round through the engine; links do not come here, they go into the queue."""
        self._woken.append(request)
        return True

    def next_request(self) -> Request | None:
        """A request for the next visit, None if nothing is due."""
        if self._spider.stopping:
            return None
        if self._woken:
            return self._woken.popleft()
        if self._spider.has_enough:
            return None
        while True:
            visit = self._next_visit()
            if visit is None:
                return None
            self._lulled = self._spider.comes_last(visit)
            if self._lulled:
                visit = self._next_requisite()
                if visit is None:
                    return None
            reason = self._spider.objection(visit)
            if reason is not None:
                self._work.queue.skip(self._taken.popleft(), reason)
            elif (later := self._spider.later(visit)) is not None:
                self._work.queue.put_back(self._taken.popleft(), priority=later)
            elif self._spider.must_wait(visit):
                self._held.append(self._taken.popleft())
            else:
                break
        host = host_of(visit.url)
        if seconds := self._work.politeness.wait(host):
            self._wake_in(seconds)
            return None
        self._taken.popleft()
        self._work.politeness.asked(host)
        self._spider.going_out(visit)
        return request_for(visit, errback=self._spider.missed, conditional=not self._work.config.full)

    def _next_visit(self) -> Visit | None:
        """The first of those taken, still in its place."""
        for visit in self._held:
            if not self._spider.must_wait(visit):
                self._held.remove(visit)
                self._taken.appendleft(visit)
                break
        if len(self._held) >= MOST_HELD:
            return None
        if not self._taken:
            # A host that has to wait does not hold up the others.
            busy = self._work.politeness.busy()
            self._taken.extend(self._work.queue.take(self._batch, but=busy))
        if not self._taken:
            seconds_left = self._work.queue.next_due()
            if seconds_left is not None:
                self._wake_in(max(seconds_left, min(busy.values(), default=0.0)))
            return None
        return self._taken[0]

    def _next_requisite(self) -> Visit | None:
        """What pages need may go before the visits that come last; these go back into the queue."""
        self._put_back_taken()
        busy = self._work.politeness.busy()
        self._taken.extend(self._work.queue.take(but=busy, at_most=PRIORITY["requisite"]))
        return self._taken[0] if self._taken else None

    def _put_back_taken(self) -> None:
        for visit in self._taken:
            self._work.queue.put_back(visit)
        self._taken.clear()

    def _answered(self) -> None:
        # The engine has asked for more before the answer was read.
        if self._held or self._lulled:
            self._wake_in(0)

    def _wake_in(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        # A millisecond more: a timer may fire a little early, and would find nothing due.
        self._timer = asyncio.get_running_loop().call_later(min(seconds, LONGEST_SLEEP) + 0.001, self._wake)

    def _wake(self) -> None:
        self._timer = None
        request = self.next_request()
        if request is not None:
            # The engine's public way in; it brings the request back through enqueue_request and asks for more.
            self._crawler.engine.crawl(request)
