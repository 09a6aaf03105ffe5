"""What stands between Scrapy's engine and the wire: robots.txt, and silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.logformatter import LogFormatter, LogFormatterResult

from ..archive.journal.queue import Visit
from .blog import BlogSpider, Silence
from .pace.politeness import host_of
from .pace.retry import may_be_heard_soon
from .pace.robots import Answer, Robots, Rules, token_of
from .wire.client import FetchError
from .wire.handler import ArchivedResponse
from .work import request_for

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class Closed(IgnoreRequest):
    """robots.txt closes the URL to us; the text says how."""


class RobotsMiddleware:
    """Lets a visit through once its host's robots.txt has been read, archived and found to allow it."""

    def __init__(self, crawler: Crawler, spider: BlogSpider) -> None:
        self._crawler = crawler
        self._spider = spider
        self._obey = not spider.work.config.ignore_robots
        self._robots = Robots(
            self._fetch,
            agent=token_of(spider.work.config.agent),
            rest=lambda tries: spider.rest(spider.back_off(tries)),
            learned=self._learned,
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        spider = crawler.spider
        assert isinstance(spider, BlogSpider)
        return cls(crawler, spider)

    async def process_request(self, request: Request) -> None:
        """Raise `Closed` for a visit that robots.txt does not allow, `Silence` if not even the blog's host answers."""
        if request.meta["visit"].found_in == "robots":
            return
        rules = self._robots.known(request.url)
        if rules is None:
            with self._spider.work.politeness.awaiting_robots(host_of(request.url)):
                rules = await self._robots.rules_for(request.url)
            # Pictures on hosts that have gone say nothing about the blog: a later run may ask these first.
            owned = self._spider.work.scope.owns(request.url, "sitemap")
            if rules.silence is not None and owned and not self._spider.heard:
                raise Silence(rules.silence)
            # robots.txt took the turn of this visit, and of all that came to wait here.
            await self._turn(host_of(request.url))
        if self._obey and (reason := rules.objection(request.url)) is not None:
            _close(reason)

    async def _turn(self, host: str) -> None:
        politeness = self._spider.work.politeness
        while (seconds := politeness.wait(host)) > 0:
            await self._spider.rest(seconds)
        politeness.asked(host)

    async def _fetch(self, url: str, via: str, hops: str) -> Answer:
        visit = Visit(id=0, url=url, via=via, hops=hops, attempts=0, priority=0, found_in="robots")
        try:
            response = await self._crawler.engine.download_async(request_for(visit))
        except FetchError as error:
            self._spider.record(error.exchange)
            # Of the hosts of old pictures many are gone: they are not waited for as the blog's own is.
            again = may_be_heard_soon(error.kind) and self._spider.work.scope.owns(url, "sitemap")
            return Answer(url=url, status=None, error=str(error), again=again)
        assert isinstance(response, ArchivedResponse)
        self._spider.record(response.exchange)
        location = response.headers.get(b"Location")
        return Answer(
            url=url,
            status=response.status,
            content=response.content,
            location=None if location is None else location.decode("latin-1"),
        )

    def _learned(self, url: str, rules: Rules) -> None:
        if self._obey and rules.delay:
            self._spider.work.politeness.slow_down(host_of(url), rules.delay)
        self._spider.leads.add_sitemaps(rules.sitemaps, via=url)


def _close(reason: str) -> NoReturn:
    raise Closed(reason)


class QuietLogFormatter(LogFormatter):
    """No line for every page: what is worth a line, the crawl logs itself."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        return None
