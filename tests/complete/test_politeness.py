"""How often a host is asked, by its own log: never more often than delay, Crawl-delay and Retry-After allow."""

import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from blogark.tests.blogs.connection import Asked
from blogark.tests.blogs.server import BlogServer, Trouble, serving
from blogark.tests.complete.laboratory import Run, archive

EARLY = 0.04
"""Seconds that one request may be seen late and the next in time, on a machine that does little else."""
TICK = 0.01

Serve = Callable[..., BlogServer]


@pytest.fixture
def serve(made_up_names: None, certificate: ssl.SSLContext) -> Iterator[Serve]:
    with ExitStack() as stack:
        yield lambda shape="static", **options: stack.enter_context(
            serving(shape, posts=12, traps=False, tls=certificate, **options)
        )


class Metronome(threading.Thread):
    """How late this process gets its turn: by so much a request may be seen late, on a machine that does much else."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.latest = 0.0
        self._ended = threading.Event()

    def run(self) -> None:
        began = time.monotonic()
        while not self._ended.wait(TICK):
            now = time.monotonic()
            self.latest, began = max(self.latest, now - began - TICK), now

    def end(self) -> None:
        self._ended.set()
        self.join()


metronome = Metronome()


@pytest.fixture(autouse=True)
def _metronome(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    ticking = Metronome()
    monkeypatch.setitem(globals(), "metronome", ticking)
    ticking.start()
    yield
    ticking.end()


def moments(run: Run, *origins: str) -> list[float]:
    return [one.at for one in run.log if one.origin in origins]


def too_fast(moments: Sequence[float], delay: float) -> list[float]:
    """The gaps between requests in whatever window that are shorter than the delay allows."""
    return [
        moments[later] - moments[earlier]
        for earlier in range(len(moments))
        for later in range(earlier + 1, len(moments))
        if moments[later] - moments[earlier] < (later - earlier) * delay - EARLY - metronome.latest
    ]


def test_a_host_is_asked_no_more_often_than_the_delay_allows(serve: Serve, tmp_path: Path) -> None:
    server = serve()
    run = archive(server, tmp_path / "ark", limit=12, delay=0.12)
    names = server.site.names
    assert len(run.log) >= 12
    assert too_fast(moments(run, names.base, names.secure, names.www), 0.12) == []


def test_a_crawl_delay_that_is_longer_counts(serve: Serve, tmp_path: Path) -> None:
    server = serve()
    server.crawl_delay = 0.2
    run = archive(server, tmp_path / "ark", limit=8)
    assert len(run.log) >= 8
    assert too_fast(moments(run, server.site.names.base), 0.2) == []


@pytest.mark.slow
def test_a_crawl_delay_that_is_shorter_does_not(serve: Serve, tmp_path: Path) -> None:
    server = serve()
    server.crawl_delay = 0.01
    run = archive(server, tmp_path / "ark", limit=6, delay=0.2)
    assert too_fast(moments(run, server.site.names.base), 0.2) == []


@pytest.mark.slow
def test_many_connections_do_not_make_a_host_faster(serve: Serve, tmp_path: Path) -> None:
    server = serve(latency=0.3)
    run = archive(server, tmp_path / "ark", limit=8, delay=0.1, concurrency=16)
    assert too_fast(moments(run, server.site.names.base), 0.1) == []


@pytest.mark.parametrize("status", [429, pytest.param(503, marks=pytest.mark.slow)])
def test_retry_after_is_waited_for(serve: Serve, tmp_path: Path, status: int) -> None:
    server = serve()
    server.troubles.append(Trouble(pattern=re.compile("^/about/"), status=status, retry_after="1"))
    run = archive(server, tmp_path / "ark", concurrency=1)
    assert [wait for wait in waits_after(run.log, status) if wait < 1 - EARLY] == []
    assert {left.reason[:3] for left in run.outcome.failed} == {"404", "410"}


@pytest.mark.slow
def test_retry_after_holds_all_connections(serve: Serve, tmp_path: Path) -> None:
    server = serve()
    server.troubles.append(Trouble(pattern=re.compile("^/about/"), status=503, retry_after="1"))
    run = archive(server, tmp_path / "ark", concurrency=8)
    # What was on its way when the answer came is not to be blamed.
    assert [wait for wait in waits_after(run.log, 503) if 0.3 < wait < 1 - EARLY] == []


@pytest.mark.slow
def test_retry_after_may_be_a_date(serve: Serve, tmp_path: Path) -> None:
    server = serve()
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True)
    server.troubles.append(Trouble(pattern=re.compile("^/about/"), status=503, retry_after=soon))
    run = archive(server, tmp_path / "ark", concurrency=1)
    # A date has whole seconds.
    assert min(waits_after(run.log, 503)) > 0.5


def test_a_refusal_without_retry_after_makes_the_crawl_slower(serve: Serve, tmp_path: Path) -> None:
    server = serve()
    server.troubles.append(Trouble(pattern=re.compile(r"^/posts/"), status=503))
    run = archive(server, tmp_path / "ark", concurrency=2)
    tries: dict[str, list[float]] = {}
    for one in run.log:
        tries.setdefault(one.url, []).append(one.at)
    waits = [later - earlier for earlier, later, *_ in (times for times in tries.values() if len(times) > 1)]
    assert waits
    assert min(waits) > 0.3
    assert {url for url, kind in run.truth.matter.items() if kind == "post"} <= set(tries)


def test_a_blog_that_fails_now_and_then_is_still_whole(serve: Serve, tmp_path: Path) -> None:
    server = serve("wordpress_rest")
    server.troubles.append(Trouble(pattern=re.compile(r"^/2008/\d\d/\w*[a-m]-\w+-\d+/$"), status=500))
    run = archive(server, tmp_path / "ark")
    found = {url for (url,) in run.rows("SELECT url FROM posts WHERE kind = 'post'")}
    assert {post.url for post in run.truth.reachable} - found == set()


@pytest.mark.slow
def test_the_other_names_of_a_host_are_asked_no_faster(serve: Serve, tmp_path: Path) -> None:
    server = serve("squarespace5")
    run = archive(server, tmp_path / "ark", limit=25, delay=0.05)
    names = server.site.names
    asked = moments(run, names.base, names.www, names.secure)
    assert too_fast(asked, 0.05) == []


def waits_after(log: Sequence[Asked], status: int) -> list[float]:
    """How long after the first answer with this status each later request came."""
    place = next(place for place, one in enumerate(log) if one.status == status)
    return [one.at - log[place].at for one in log[place + 1 :]]
