"""Where an answer leads: redirects, links, the next page of a feed, what the blog's engine has; all into the queue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ..archive.journal.queue import Found, FoundIn, Visit
from .display.logs import log
from .guesses import FEW_PAGES, first, following, is_right
from .links.discover import discover
from .links.elsewhere import WITHOUT_COMMENTS, Elsewhere, comment_feeds
from .links.headlines import headlines
from .links.home import home_told
from .links.paging import is_main, next_by_counts, next_by_number, next_in_header
from .links.url import Role, base_of, resolve
from .revisits import Revisits
from .traps.budgets import BROUGHT_NOTHING
from .traps.patterns import SESSION, Pattern, without_session
from .wire.handler import ArchivedResponse
from .work import INFERRED, LATE, PRIORITY, VOUCHED, Work, place_of, role_of_priority, role_of_visit

if TYPE_CHECKING:
    from ..parsers.base import Parser

MAX_REDIRECTS = 20
"""In a row; browsers stop there, too (WHATWG Fetch 4.4)."""
MAX_HOPS = 50
REMEMBERED = 4_000
"""Links remembered as queued already: the navigation that all pages share. More would cost memory, not save time."""
NAMING = 2_000
"""URLs that are looked through for the blog's feeds and sitemaps: the links of some twenty pages."""
DETECTIONS = 25
"""Pages asked for their engine before the blog counts as one of no known engine."""


class Brought(NamedTuple):
    """What a document led to."""

    new: int
    """URLs that were not known."""
    pages: int
    """Those of them that are more than what a page needs to be shown."""
    fruit: bool
    """Some of them lie outside of the document's own patterns."""


class Leads:
    """Queues what answers lead to.

    Links do not become Scrapy requests here: they go straight into the queue, some sixty of them with one
    statement. A Request object, its fingerprint and the way through the middlewares and signals cost about 100 µs
    a link, an INSERT that finds the URL known 2 µs; and what is in the journal survives a kill.
    """

    def __init__(self, work: Work, revisits: Revisits) -> None:
        self.work = work
        self._revisits = revisits
        self._known: set[str] = set()
        self._vouched: set[str] = set()
        self._detections = 0
        self._elsewhere = Elsewhere()
        self._has_guessed = False
        self._engine: type[Parser] | None = None

    @property
    def knows_engine(self) -> bool:
        """The blog's engine is known, or known to be none of ours."""
        return self._engine is not None and (self._engine.platform != "generic" or self._is_unknown)

    @property
    def _is_unknown(self) -> bool:
        """The blog's engine is none of ours."""
        return self._engine is not None and self._engine.platform == "generic" and self._detections >= DETECTIONS

    def follow(self, response: ArchivedResponse, visit: Visit, *, has_changed: bool = False) -> str | None:
        """Queue what an answer leads to; a redirect that leads nowhere is told as a sentence.

        `has_changed`: it is another page than the one that is archived.
        """
        if visit.hops.endswith(INFERRED) and response.status != 304 and not is_right(response.status, response.content):
            self.guess_on(visit)
        if response.status in (301, 302, 303, 307, 308):
            return self._follow_redirect(response, visit)
        if 200 <= response.status < 300:
            self._follow_links(response, visit, has_changed=has_changed)
        return None

    def objection(self, visit: Visit) -> str | None:
        """Why a visit would bring nothing that another has not brought."""
        return self._elsewhere.objection(self._engine, visit)

    def add_sitemaps(self, urls: Iterable[str], *, via: str) -> None:
        """Queue the sitemaps that a robots.txt names."""
        self._queue(((url, "sitemap") for url in urls), via=via, hops="P", found_in="robots", hop="M")

    def guess_last(self) -> None:
        """Look for a sitemap and a feed of a blog that is too small for its engine to count as unknown."""
        is_none_of_ours = self._engine is not None and self._engine.platform == "generic"
        self._guess(is_none_of_ours and self._detections >= FEW_PAGES)

    def _guess(self, is_unknown: bool) -> None:
        """Look for a sitemap and a feed, if the blog is of no known engine and has named none by now."""
        if is_unknown and not self._has_guessed:
            self._has_guessed = True
            named = ((url, role_of_priority(priority)) for url, priority in self.work.queue.found_first(NAMING))
            self._queue(
                first(self.work.blog_url, named), via=self.work.blog_url, hops="", found_in="page", hop=INFERRED
            )

    def guess_on(self, visit: Visit) -> None:
        """Look for a sitemap or feed at the next address, if it was not where this visit looked."""
        if self._is_unknown or self._has_guessed:
            further = following(self.work.blog_url, visit.url, likeliest=not self._is_unknown)
            self._queue(further, via=visit.via or visit.url, hops=visit.hops[:-1], found_in="page", hop=INFERRED)

    def _follow_redirect(self, response: ArchivedResponse, visit: Visit) -> str | None:
        location = response.headers.get(b"Location")
        target = None if location is None else resolve(base_of(visit.url), _text(location))
        if target is None:
            return f"{visit.url} redirects to nowhere ({_text(location or b'')[:200]!r})"
        if visit.hops.endswith("R" * MAX_REDIRECTS):
            log.warning("redirects without end", extra={"fields": {"url": visit.url}})
            return None
        if not visit.hops.strip("R"):
            # The seed moved: where it leads is the blog (an own domain in front of a hosted blog, for example).
            self.work.scope = self.work.scope.extended(target)
        else:
            self.work.scope = self.work.scope.moved(visit.url, target)
        bare = without_session(target)
        if bare != visit.url:
            target = bare
        role = role_of_visit(visit)
        if self.work.scope.covers(target, role):
            hops = _hops(visit.hops, "R")
            found = Found(url=target, hops=hops, priority=visit.priority, found_in="redirect")
            self.work.queue.add([found], via=visit.url)
        else:
            self.work.budgets.led_away(visit.url)
        return None

    def _follow_links(self, response: ArchivedResponse, visit: Visit, *, has_changed: bool) -> None:
        media_type = response.media_type
        if media_type is not None and media_type.startswith(("image/", "video/", "audio/", "font/")):
            return
        if not self.work.scope.owns(visit.url, "sitemap") and media_type != "text/css":
            # A picture's address on another host that answers with a page: that is no page of the blog.
            return
        content = response.content
        links = discover(content, visit.url, media_type, _charset(response))
        if not visit.hops.strip("R"):
            self._move_home(home_told(content, visit.url, links), visit)
        if media_type is None or "html" in media_type:
            self.learn_engine(content, visit.url, hops=visit.hops)
            self._guess(self._is_unknown)
        source = role_of_visit(visit)
        found_in: FoundIn = "page" if source == "requisite" else source
        if source != "requisite":
            # Before the links, which may spell the same address as one of a page.
            self._queue_endpoints(content, visit, found_in)
        if source == "feed":
            self._elsewhere.hear(self._engine, visit.url, content)
            self._judge_comment_feeds(content, visit)
        hop = "M" if source in ("feed", "sitemap") else "L"
        patterns = self.work.budgets.patterns(visit.url, source)
        named = headlines(content, visit.url) if source in ("page", "listing") else frozenset()
        brought = self._queue(
            links, via=visit.url, hops=visit.hops, found_in=found_in, hop=hop, patterns=patterns, named=named
        )
        if source in ("page", "listing"):
            single = source == "page" and bool(visit.hops)
            self.work.budgets.judge(visit.url, content, fruit=brought.fruit, single=single)
        else:
            self.work.budgets.settle(visit.url, fruit=brought.fruit)
        news = self._revisits.hear(visit, content)
        if brought.pages or news:
            # Where something is new, the lists that name it, and the further pages of this one, have changed, too.
            self._revisits.call(link for link, role in links if role in ("listing", "feed"))
        elif has_changed and source == "page":
            self._revisits.call(link for link, role in links if role == "feed" or link.startswith(visit.url))
        if source == "feed":
            fresh = self.work.budgets.unmet(_series(visit.url), (link for link, _ in links))
            # In a first crawl, lists that are walked at the same time may have named all of it already.
            new = brought.new + news or (fresh and not self._revisits.has_past)
            self._turn_page(response, visit, new=new)

    def _move_home(self, home: str | None, visit: Visit) -> None:
        """Take the address that the seed's page calls its own for that of the blog, as if it had redirected there."""
        if home is not None and not self.work.scope.owns(home):
            self.work.scope = self.work.scope.extended(home)
            hops = _hops(visit.hops, "R")
            found = Found(url=home, hops=hops, priority=visit.priority, found_in="redirect")
            self.work.queue.add([found], via=visit.url)

    def _judge_comment_feeds(self, content: bytes, visit: Visit) -> None:
        """Leave out the comment feeds of posts that have none, until they have some."""
        for url, has_comments in comment_feeds(content, base_of(visit.url)):
            home = self.work.scope.at_home(url)
            if has_comments:
                self.work.queue.reopen(home, WITHOUT_COMMENTS)
            elif self.work.scope.covers(home, "feed"):
                hops = _hops(visit.hops, "M")
                found = Found(url=home, hops=hops, priority=PRIORITY["feed"], found_in="feed")
                self.work.queue.skip(found, WITHOUT_COMMENTS, via=visit.url)

    def _queue_endpoints(self, content: bytes, visit: Visit, found_in: FoundIn) -> None:
        """Queue the APIs that a document leads to without a link: more comments, more posts."""
        engine = self._engine if self.knows_engine else None
        found: list[tuple[str, Role]] = []
        for endpoint in self.work.endpoints(content, visit.url, engine):
            url = resolve(base_of(visit.url), endpoint)
            if url is not None:
                found.append((url, "feed"))
        self._queue(found, via=visit.url, hops=visit.hops, found_in=found_in, hop=INFERRED)

    def _turn_page(self, response: ArchivedResponse, visit: Visit, *, new: int) -> None:
        """Queue the next page of a feed that names none itself; by number as long as pages bring something new."""
        named = [line.decode("latin-1") for line in response.headers.getlist(b"Link")]
        pages: list[tuple[str, Role]] = [(url, "feed") for url in next_in_header(named, visit.url)]
        self._queue(pages, via=visit.url, hops=visit.hops, found_in="feed", hop="M")
        if new:
            self._revisits.call(url for url, _ in pages)
        if self._engine is not None and is_main(visit.hops) and (new or not visit.hops.endswith(INFERRED)):
            url = next_by_number(visit.url, self._engine.feeds, response.content)
            if url is None and (visit.hops.endswith(INFERRED) or not self._engine.feeds):
                # Of a known engine, the feed that its file names is enough; others tell less of the same.
                url = next_by_counts(visit.url, response.content)
            if url is not None:
                self._queue([(url, "feed")], via=visit.url, hops=visit.hops, found_in="feed", hop=INFERRED)
                if new:
                    self._revisits.call([url])

    def _queue(
        self,
        links: Iterable[tuple[str, Role]],
        *,
        via: str,
        hops: str,
        found_in: FoundIn,
        hop: str,
        patterns: frozenset[Pattern] = frozenset(),
        named: frozenset[str] = frozenset(),
    ) -> Brought:
        """Queue what is the blog's; `patterns` are those of the page that led to it, `named` its headlines."""
        scope, known, queue, budgets = self.work.scope, self._known, self.work.queue, self.work.budgets
        fruit = False
        if len(known) > REMEMBERED:
            known.clear()
            self._vouched.clear()
        new = []
        named_now: list[tuple[str, FoundIn]] = []
        for link, role in links:
            url = scope.at_home(link)
            bare = without_session(url)
            if bare != url:
                if scope.covers(url, role) and url not in known:
                    known.add(url)
                    queue.skip(Found(url=url, hops=_hops(hops, hop), found_in=found_in), SESSION, via=via)
                url = bare
            place: FoundIn = "headline" if link in named else found_in
            vouched = place in VOUCHED and role == "page"
            if vouched and url not in self._vouched:
                self._vouched.add(url)
                named_now.append((url, place))
            requisite = role == "requisite"
            # What is no page of the blog may still be a picture that it needs.
            seen = f"{url} needed" if requisite else url
            if seen in known:
                continue
            known.add(seen)
            if not scope.covers(url, role):
                continue
            budgets.learn(url, role)
            path = _hops(hops, "E" if requisite else hop)
            priority = PRIORITY[role] if vouched else place_of(role, budgets.patterns(url, role))
            if role == "feed" and self._elsewhere.is_late(self._engine, url, path):
                priority = LATE
            one = Found(url=url, hops=path, priority=priority, found_in="requisite" if requisite else place)
            reason = scope.objection(url, role)
            if reason is None and hop != INFERRED:
                reason = budgets.objection(url, role, vouched=vouched)
            if reason is None:
                fruit = fruit or (bool(patterns) and budgets.is_fruit(url, role, patterns) and not queue.knows(url))
                new.append(one)
            else:
                queue.skip(one, reason, via=via)
        pages = queue.add((one for one in new if one.found_in != "requisite"), via=via)
        requisites = queue.add((one for one in new if one.found_in == "requisite"), via=via)
        queue.vouch(named_now, reason=BROUGHT_NOTHING)
        return Brought(new=pages + requisites, pages=pages, fruit=fruit)

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
        self._queue(inferred, via=url, hops=hops, found_in="page", hop=INFERRED)


def _hops(path: str, hop: str) -> str:
    """The path one hop longer; of a very long one its length and its end, as Heritrix writes it (``12+LLL…``)."""
    count, plus, tail = path.rpartition("+")
    tail += hop
    if len(tail) <= MAX_HOPS:
        return f"{count}{plus}{tail}"
    return f"{int(count or 0) + len(tail) - MAX_HOPS}+{tail[-MAX_HOPS:]}"


def _series(url: str) -> str:
    """What the pages of one feed have in common: the address without its numbers."""
    return re.sub(r"\d+", "#", url)


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
