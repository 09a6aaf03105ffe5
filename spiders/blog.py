"""The spider of a blog: what came is recorded, what it leads to is queued, and what failed waits for its next try."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from scrapy import Spider
from scrapy.exceptions import IgnoreRequest

from ..archive.errors import BlogarkError, NothingFetched, UsageError
from ..archive.queue import Copy, Found, FoundIn, Visit
from .budgets import chained
from .discover import discover
from .handler import ArchivedResponse
from .logs import log
from .paging import is_main, next_by_number, next_in_header
from .politeness import host_of
from .retry import TRIES, back_off, copy_of, failure_of, retry_after, will_not_change
from .url import Role, base_of, resolve
from .wire import FetchError
from .work import PRIORITY, Work, role_of_visit

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from ..archive.capture import Capture
    from ..archive.exchange import Exchange
    from ..archive.http import Message
    from ..parsers.base import Parser

MAX_REDIRECTS = 20
"""In a row; browsers stop there, too (WHATWG Fetch 4.4)."""
MAX_HOPS = 50
REMEMBERED = 4_000
"""Links remembered as queued already: the navigation that all pages share. More would cost memory, not save time."""
DETECTIONS = 25
"""Pages asked for their engine before the blog counts as one of no known engine."""
LONGEST_SILENCE = 20
"""So many fetches in a row without an answer end the crawl: the blog has gone away, and the rest stays pending."""


class Stopped(IgnoreRequest):
    """The crawl stops before this visit was made."""


class Silence(IgnoreRequest):
    """Nothing has come from anywhere yet, and the host of this visit does not answer; the text says how."""


class Brought(NamedTuple):
    """What a document led to."""

    new: int
    """URLs that were not known."""
    fruit: bool
    """Some of them lie outside of the document's own patterns."""


class BlogSpider(Spider):
    """Archives one blog.

    Links do not become Scrapy requests here: they go straight into the queue, some sixty of them with one
    statement. A Request object, its fingerprint and the way through the middlewares and signals cost about 100 µs
    a link, an INSERT that finds the URL known 2 µs; and what is in the journal survives a kill.
    """

    name = "blog"

    def __init__(self, work: Work | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if work is None:
            raise UsageError("the spider needs an archive to write to; run `blogark crawl URL`")
        self.work = work
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
        self._stopped = asyncio.Event()
        self._handed_out = 0
        self._silence = 0
        self._known: set[str] = set()
        self._detections = 0
        self._engine: type[Parser] | None = None

    @property
    def knows_engine(self) -> bool:
        """The blog's engine is known, or known to be none of ours."""
        return self._engine is not None and (self._engine.platform != "generic" or self._detections >= DETECTIONS)

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
        if reason is not None or visit.copy is not None:
            # What was worth a visit once is asked for again.
            return reason
        return self.work.budgets.objection(visit.url, role)

    def going_out(self, visit: Visit) -> None:
        """The visit is on its way."""
        self._handed_out += 1
        self.fetching = visit.url
        self.work.budgets.spend(visit.url, role_of_visit(visit))

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
        try:
            self._silence = 0
            capture = self.record(response.exchange, response.message, visit.copy)
            if response.status in (301, 302, 303, 307, 308):
                self._follow_redirect(response, visit)
            elif 200 <= response.status < 300:
                self._follow_links(response, visit)
            self._settle(response, visit, capture)
            self.work.recorder.maybe_commit()
        except (BlogarkError, OSError, sqlite3.Error) as error:
            self.stop(error)

    def missed(self, failure: Failure) -> None:
        """Settle a visit that brought no answer."""
        visit: Visit = failure.request.meta["visit"]  # type: ignore[attr-defined]  # Scrapy sets it
        error = failure.value
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
                self._seed_brought_nothing(visit, f"{visit.url}: {error}")
            else:
                self.stop(error)
            self.work.recorder.maybe_commit()
        except (BlogarkError, OSError, sqlite3.Error) as stopped:
            self.stop(stopped)

    def record(self, exchange: Exchange, message: Message | None = None, copy: Copy | None = None) -> Capture:
        """Archive one exchange and count it; ``copy`` is what a 304 stands for."""
        self.requests += 1
        self.bytes += len(exchange.response)
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

    # Where an answer leads.

    def add_sitemaps(self, urls: Iterable[str], *, via: str) -> None:
        """Queue the sitemaps that a robots.txt names."""
        self._queue(((url, "sitemap") for url in urls), via=via, hops="P", found_in="robots", hop="M")

    def _follow_redirect(self, response: ArchivedResponse, visit: Visit) -> None:
        location = response.headers.get(b"Location")
        target = None if location is None else resolve(base_of(visit.url), _text(location))
        if target is None:
            self._seed_brought_nothing(visit, f"{visit.url} redirects to nowhere ({_text(location or b'')[:200]!r})")
            return
        if visit.hops.endswith("R" * MAX_REDIRECTS):
            log.warning("redirects without end", extra={"fields": {"url": visit.url}})
            return
        if not visit.hops.strip("R"):
            # The seed moved: where it leads is the blog (an own domain in front of a hosted blog, for example).
            self.work.scope = self.work.scope.extended(target)
        else:
            self.work.scope = self.work.scope.moved(visit.url, target)
        role = role_of_visit(visit)
        if self.work.scope.covers(target, role):
            hops = _hops(visit.hops, "R")
            found = Found(url=target, hops=hops, priority=visit.priority, found_in="redirect")
            self.work.queue.add([found], via=visit.url)
        else:
            self.work.budgets.led_away(visit.url)

    def _follow_links(self, response: ArchivedResponse, visit: Visit) -> None:
        media_type = response.media_type
        if media_type is not None and media_type.startswith(("image/", "video/", "audio/", "font/")):
            return
        if not self.work.scope.owns(visit.url, "sitemap") and media_type != "text/css":
            # A picture's address on another host that answers with a page: that is no page of the blog.
            return
        content = response.content
        if media_type is None or "html" in media_type:
            self.learn_engine(content, visit.url, hops=visit.hops)
        links = discover(content, visit.url, media_type, _charset(response))
        source = role_of_visit(visit)
        found_in: FoundIn = "page" if source == "requisite" else source
        hop = "M" if source in ("feed", "sitemap") else "L"
        patterns = self.work.budgets.patterns(visit.url, source)
        brought = self._queue(links, via=visit.url, hops=visit.hops, found_in=found_in, hop=hop, patterns=patterns)
        if brought.fruit:
            self.work.budgets.give_back(visit.url, source)
        if source == "feed":
            self._turn_page(response, visit, new=brought.new)

    def _turn_page(self, response: ArchivedResponse, visit: Visit, *, new: int) -> None:
        """Queue the next page of a feed that names none itself; by number as long as pages bring something new."""
        named = [line.decode("latin-1") for line in response.headers.getlist(b"Link")]
        pages: list[tuple[str, Role]] = [(url, "feed") for url in next_in_header(named, visit.url)]
        self._queue(pages, via=visit.url, hops=visit.hops, found_in="feed", hop="M")
        if self._engine is not None and is_main(visit.hops) and (new or not visit.hops.endswith("I")):
            url = next_by_number(visit.url, self._engine.feeds, response.content)
            if url is not None:
                self._queue([(url, "feed")], via=visit.url, hops=visit.hops, found_in="feed", hop="I")

    def _queue(
        self,
        links: Iterable[tuple[str, Role]],
        *,
        via: str,
        hops: str,
        found_in: FoundIn,
        hop: str,
        patterns: frozenset[str] = frozenset(),
    ) -> Brought:
        """Queue what is the blog's; `patterns` are those of the page that led to it."""
        scope, known, queue, budgets = self.work.scope, self._known, self.work.queue, self.work.budgets
        fruit = False
        if len(known) > REMEMBERED:
            known.clear()
        new = []
        for link, role in links:
            url = scope.at_home(link)
            requisite = role == "requisite"
            # What is no page of the blog may still be a picture that it needs.
            seen = f"{url} needed" if requisite else url
            if seen in known:
                continue
            known.add(seen)
            if not scope.covers(url, role):
                continue
            one = Found(
                url=url,
                hops=_hops(hops, "E" if requisite else hop),
                priority=PRIORITY[role],
                found_in="requisite" if requisite else found_in,
            )
            budgets.learn(url, role)
            reason = scope.objection(url, role) or budgets.objection(url, role)
            if reason is None:
                fruit = fruit or (bool(patterns) and budgets.is_fruit(url, role, patterns) and not queue.knows(url))
                new.append(one)
            else:
                queue.skip(one, reason, via=via)
        return Brought(new=queue.add(new, via=via), fruit=fruit)

    def learn_engine(self, content: bytes, url: str, *, hops: str) -> None:
        """Once the blog's engine is known, so are its traps and the addresses of its feeds."""
        if self.knows_engine:
            return
        self._detections += 1
        engine = self.work.detect(content, url)
        if self._engine is engine:
            return
        self._engine = engine
        log.info("engine", extra={"fields": {"platform": engine.platform, "url": url}})
        self.work.scope = self.work.scope.with_traps(engine.traps)
        feeds = (resolve(base_of(self.work.blog_url), feed) for feed in engine.feeds if "{" not in feed)
        inferred: list[tuple[str, Role]] = [(feed, "feed") for feed in feeds if feed is not None]
        self._queue(inferred, via=url, hops=hops, found_in="page", hop="I")

    # What becomes of a visit.

    def _settle(self, response: ArchivedResponse, visit: Visit, capture: Capture) -> None:
        failure = failure_of(response)
        if failure is not None and visit.hops.endswith("I") and not failure.again:
            # Nobody said that it exists: an address where blogs of this engine often have a feed.
            failure = None
        if failure is None:
            self.answers += response.status < 300 or response.status == 304
            self.work.queue.done(visit, copy_of(response, capture) if response.status == 200 else None)
            return
        if failure.again and visit.attempts + 1 < TRIES:
            delay = self.back_off(visit.attempts + 1)
            asked = retry_after(response)
            if asked is not None:
                self.work.politeness.pause(host_of(visit.url), asked)
                delay = max(delay, asked)
            self._handed_out -= 1
            self.work.queue.retry(visit, failure.reason, delay=delay)
            return
        self._fail(visit, failure.reason)

    def _unanswered(self, visit: Visit, error: FetchError) -> None:
        if will_not_change(error.kind):
            self._fail(visit, str(error))
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
            self._fail(visit, str(error))

    def _fail(self, visit: Visit, reason: str) -> None:
        self.tally["failures"] += 1
        self.work.queue.failed(visit, reason)
        self._seed_brought_nothing(visit, f"{visit.url}: {reason}")
        log.info("failed", extra={"fields": {"url": visit.url, "reason": reason, "via": visit.via}})

    def _seed_brought_nothing(self, visit: Visit, reason: str) -> None:
        """Note why, if it is the seed, or where it was redirected to."""
        if not visit.hops.strip("R"):
            self.seed_failure = reason


def _hops(path: str, hop: str) -> str:
    """The path one hop longer; of a very long one its length and its end, as Heritrix writes it (``12+LLL…``)."""
    count, plus, tail = path.rpartition("+")
    tail += hop
    if len(tail) <= MAX_HOPS:
        return f"{count}{plus}{tail}"
    return f"{int(count or 0) + len(tail) - MAX_HOPS}+{tail[-MAX_HOPS:]}"


def _text(value: bytes) -> str:
    """A header value: UTF-8 where it is, else latin-1 (both are in use in Location)."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _charset(response: ArchivedResponse) -> str | None:
    kind = response.headers.get(b"Content-Type")
    if kind is None:
        return None
    _, found, charset = kind.decode("latin-1").lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'") if found else None
