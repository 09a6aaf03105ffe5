from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.exceptions import NotSupported
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from blogark.archive.exchange import Exchange
from blogark.archive.journal.queue import Visit
from blogark.spiders.wire.client import FetchError, Limits
from blogark.spiders.wire.handler import ArchivedResponse, RecordingDownloadHandler, client_for
from blogark.tests.spiders.fetching import HELLO, OK
from blogark.tests.spiders.odd_server import OddServer, Reply

HANDLER = "blogark.spiders.wire.handler.RecordingDownloadHandler"
PAGE = b"<title>A post</title>" * 20
GZIPPED = gzip.compress(PAGE)
ZIPPED_PAGE = Reply(
    data=OK
    + b"content-TYPE: Text/HTML; charset=utf-8\r\nSet-Cookie: a=1\r\nContent-Encoding: gzip\r\n"
    + b"Transfer-Encoding: chunked\r\nset-cookie: b=2\r\n\r\n"
    + b"%x\r\n%s\r\n0\r\n\r\n" % (len(GZIPPED), GZIPPED)
)


def settings_for(server: OddServer) -> dict[str, Any]:
    return {
        "TWISTED_REACTOR_ENABLED": False,
        "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "LOG_LEVEL": "WARNING",
        "USER_AGENT": "blogark/test",
        "BLOGARK_SEEDS": [server.url("/")],
        "BLOGARK_DEADLINE": 20,
    }


class Visitor(Spider):
    """Asks for what it is given, keeps what comes."""

    name = "visitor"

    def __init__(self, *, requests: list[Request], results: list[object]) -> None:
        super().__init__()
        self.requests, self.results = requests, results

    async def start(self) -> AsyncIterator[Request]:
        for request in self.requests:
            yield request.replace(callback=self.parse, errback=self.failed)

    def parse(self, response: Response, **_: Any) -> None:
        self.results.append(response)

    def failed(self, failure: Failure) -> None:
        self.results.append(failure.value)


def crawl(server: OddServer, *requests: Request, **settings: Any) -> list[object]:
    results: list[object] = []
    runner = AsyncCrawlerRunner(settings_for(server) | {"CONCURRENT_REQUESTS": 1} | settings)

    async def run() -> None:
        await runner.crawl(Visitor, requests=list(requests), results=results)

    asyncio.run(run())
    return results


def test_a_spider_gets_the_exchange_and_the_response_read_from_it() -> None:
    with OddServer(replies={"/a": ZIPPED_PAGE}) as server:
        [response] = crawl(server, Request(server.url("/a")))
        [served] = server.served
    assert isinstance(response, ArchivedResponse)
    assert (served.received, served.sent) == (response.exchange.request, response.exchange.response)
    assert response.url == server.url("/a")
    assert response.status == 200
    assert response.protocol == "HTTP/1.1"
    assert response.media_type == "text/html"
    assert response.headers.getlist("Set-Cookie") == [b"a=1", b"b=2"]
    assert response.message.headers[0] == (b"content-TYPE", b"Text/HTML; charset=utf-8")
    assert response.body == GZIPPED
    assert response.content == PAGE
    assert response.content_defect is None


def test_the_request_is_ours_with_the_spiders_headers_after_it() -> None:
    with OddServer(replies={}) as server:
        crawl(server, Request(server.url("/a"), headers={"If-None-Match": '"x"'}))
    assert server.served[0].received == (
        b"GET /a HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: blogark/test\r\n"
        b"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
        b'Accept-Encoding: gzip, deflate\r\nIf-None-Match: "x"\r\nConnection: keep-alive\r\n\r\n' % server.port
    )


def test_the_visit_tells_the_exchange_where_it_came_from() -> None:
    with OddServer(replies={"/a": HELLO}) as server:
        visit = Visit(
            id=7, url=server.url("/a"), via=server.url("/"), hops="LL", attempts=0, priority=0, found_in="page"
        )
        [response] = crawl(server, Request(visit.url, meta={"visit": visit}))
    assert isinstance(response, ArchivedResponse)
    assert (visit.via, visit.hops) == (response.exchange.via, response.exchange.hops)


def test_redirects_and_errors_are_responses_like_others() -> None:
    moved = Reply(data=b"HTTP/1.1 301 Moved\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")
    with OddServer(replies={"/a": moved}) as server:
        results = crawl(server, Request(server.url("/a")), Request(server.url("/missing")))
    assert [result.status for result in results if isinstance(result, Response)] == [301, 404]


def test_the_errback_gets_the_error_with_its_exchange() -> None:
    with OddServer(replies={"/a": Reply(data=b"", then="close")}) as server:
        [error] = crawl(server, Request(server.url("/a")))
    assert isinstance(error, FetchError)
    assert error.kind == "closed"
    assert error.exchange.response == b""
    assert error.exchange.request == server.served[0].received


def test_what_was_cut_off_is_a_response_that_says_so() -> None:
    with OddServer(replies={"/a": Reply(data=OK + b"Content-Length: 9\r\n\r\nhello", then="close")}) as server:
        [response] = crawl(server, Request(server.url("/a")))
    assert isinstance(response, ArchivedResponse)
    assert response.exchange.truncated == "disconnect"
    assert response.body == b"hello"


def test_an_answer_without_a_status_line_counts_as_a_success() -> None:
    with OddServer(replies={"/a": Reply(data=PAGE, then="close")}) as server:
        [response] = crawl(server, Request(server.url("/a")))
    assert isinstance(response, ArchivedResponse)
    assert (response.status, response.protocol, response.body) == (200, "HTTP/0.9", PAGE)


def test_a_request_that_would_change_something_is_not_sent() -> None:
    with OddServer(replies={}) as server:
        results = crawl(server, Request(server.url("/a"), method="POST"), Request(server.url("/a"), body=b"name=value"))
    assert [type(result) for result in results] == [NotSupported, NotSupported]
    assert server.served == []


def test_http_and_https_share_one_client_in_a_crawl_and_none_between_crawls() -> None:
    async def run() -> None:
        with OddServer(replies={}) as server:
            first, second = (Crawler(Visitor, settings_for(server)) for _ in range(2))
        handlers = [RecordingDownloadHandler(crawler) for crawler in (first, first, second)]
        assert handlers[0]._client is handlers[1]._client
        assert handlers[0]._client is not handlers[2]._client

    asyncio.run(run())


def test_the_crawls_settings_reach_the_client() -> None:
    settings = Settings(
        {
            "USER_AGENT": "blogark/test",
            "BLOGARK_MAX_BODY": "1000",
            "BLOGARK_DEADLINE": 1,
            "BLOGARK_CONNECT_TIMEOUT": 2,
            "BLOGARK_HEADER_TIMEOUT": 3,
            "BLOGARK_STALL_TIMEOUT": 4,
            "BLOGARK_IDLE_TIMEOUT": 5,
            "BLOGARK_MAX_CONNECTIONS": 6,
        }
    )
    assert client_for(settings)._limits == Limits(
        max_body=1000,
        deadline=1,
        connect_timeout=2,
        header_timeout=3,
        stall_timeout=4,
        idle_timeout=5,
        max_connections=6,
    )
    assert client_for(Settings({"USER_AGENT": "blogark/test"}))._limits == Limits()


@pytest.mark.parametrize(("verify", "expected"), [(None, True), (True, True), ("0", False)])
def test_certificates_are_verified_unless_the_crawl_says_no(verify: object, expected: bool) -> None:
    settings = Settings({"USER_AGENT": "blogark/test"} | ({} if verify is None else {"BLOGARK_TLS_VERIFY": verify}))
    assert client_for(settings)._pool._tls_verify is expected


def test_a_response_can_be_made_from_its_exchange_alone_and_copied() -> None:
    with OddServer(replies={"/a": ZIPPED_PAGE}) as server:
        [response] = crawl(server, Request(server.url("/a")))
    assert isinstance(response, ArchivedResponse)
    exchange: Exchange = response.exchange
    again = ArchivedResponse(exchange)
    copy = response.replace()
    for one in (again, copy):
        assert (one.status, one.headers, one.content) == (response.status, response.headers, response.content)
