"""An exchange to vary, and a writer to give it to."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from blogark.archive.capture import CrawlInfo
from blogark.archive.exchange import Exchange
from blogark.archive.warc.files import WarcWriter

PAGE = Exchange(
    url="http://blog.example/journal/2010/10/19/psoas.html",
    started_at=datetime(2026, 11, 23, 10, 15, 30, 123456, tzinfo=UTC),
    request=b"GET /journal/2010/10/19/psoas.html HTTP/1.1\r\nHost: blog.example\r\n\r\n",
    response=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 12\r\n\r\n<p>psoas</p>",
    ip_address="192.0.2.7",
    via="http://blog.example/",
    hops="L",
    fetch_ms=41,
)


@pytest.fixture
def exchange() -> Callable[..., Exchange]:
    """A page of a blog, with the changes given."""
    return lambda **changes: replace(PAGE, **changes)


@pytest.fixture
def warcs(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def crawl() -> CrawlInfo:
    return CrawlInfo(id=3, started_at="2026-11-23T10:15:00.000001Z", software="blogark/test", config='{"delay": 1}')


@pytest.fixture
def writer(warcs: Path, crawl: CrawlInfo) -> Iterator[WarcWriter]:
    one = WarcWriter(warcs, prefix="blog.example", crawl=crawl, fields={"robots": "obey"})
    yield one
    one.abandon()
