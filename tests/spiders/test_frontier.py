"""The frontier hands out what is due, in order, to a host that may be asked, and loses nothing it was given."""

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.crawler import Crawler

from blogark.archive.config import Config
from blogark.archive.folder import ArchiveFolder
from blogark.archive.journal.journal import Journal
from blogark.archive.journal.queue import Found, UrlQueue
from blogark.archive.recording.recorder import Recorder
from blogark.parsers import detect, endpoints_of
from blogark.spiders.blog import BlogSpider
from blogark.spiders.frontier import Frontier
from blogark.spiders.pace.politeness import Politeness
from blogark.spiders.scope import Scope
from blogark.spiders.traps.budgets import Budgets
from blogark.spiders.work import PRIORITY, Work, place_of, role_of_priority

HOME = "http://blog.example"


class Bench:
    """A frontier over a journal of its own; requests that the timer sends through the engine set `woken`."""

    def __init__(self, folder: Path, **options: object) -> None:
        archive = ArchiveFolder.create(folder)
        self.journal = Journal(archive.journal_path)
        self.queue = UrlQueue(self.journal)
        config = Config(url=f"{HOME}/", min_free_disk=0, **{"delay": 0.0, **options})  # type: ignore[arg-type]
        self.spider = BlogSpider(
            work=Work(
                config=config,
                queue=self.queue,
                recorder=Recorder(archive, self.journal, prefix="t", software="t", config="{}", warcinfo={}),
                scope=Scope.of(config.url, exclude=config.exclude),
                politeness=Politeness(config.delay),
                budgets=Budgets(self.queue.knows),
                detect=detect,
                endpoints=endpoints_of,
                blog_url=config.url,
            )
        )
        self.woken = asyncio.Event()
        crawler = Crawler(BlogSpider)
        crawler.engine = self  # type: ignore[assignment]  # the one method of it that the frontier calls
        self.frontier = Frontier(crawler, self.spider)

    def crawl(self, request: Request) -> None:
        self.frontier.enqueue_request(request)
        self.woken.set()

    def add(self, *paths: str, **fields: object) -> None:
        self.queue.add([Found(url=HOME + path, **fields) for path in paths], via=None)  # type: ignore[arg-type]

    def next(self) -> str | None:
        request = self.frontier.next_request()
        return None if request is None else request.url.removeprefix(HOME)

    def close(self) -> None:
        self.spider.work.recorder.__exit__(None, None, None)
        self.journal.close()


Make = Callable[..., Bench]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    benches: list[Bench] = []

    def one(**options: object) -> Bench:
        benches.append(Bench(tmp_path / str(len(benches)), **options))
        return benches[-1]

    yield one
    for bench in benches:
        bench.close()


def test_the_highest_priority_goes_first_then_the_oldest(make: Make) -> None:
    bench = make()
    bench.add("/a", "/b", priority=200)
    bench.add("/feed", priority=400)
    assert [bench.next() for _ in range(4)] == ["/feed", "/a", "/b", None]


def test_what_is_in_flight_is_handed_out_once_and_ends_nothing(make: Make) -> None:
    bench = make()
    bench.add("/a")
    assert bench.frontier.has_pending_requests()
    assert bench.next() == "/a"
    assert bench.next() is None
    assert not bench.frontier.has_pending_requests()
    assert bench.queue.counts().in_flight == 1


def test_a_delay_is_kept_and_the_timer_brings_the_next(make: Make) -> None:
    bench = make(delay=0.05)
    bench.add("/a", "/b")

    async def main() -> None:
        assert [bench.next(), bench.next()] == ["/a", None]
        bench.add("/feed", priority=400)
        await bench.woken.wait()
        # Taken when it was due, not before: what has come up since goes first.
        assert bench.next() == "/feed"
        bench.frontier.close("done")

    asyncio.run(main())


def test_a_retry_waits_for_its_time_and_keeps_the_crawl_open(make: Make) -> None:
    bench = make()
    bench.add("/a")

    async def main() -> None:
        assert bench.next() == "/a"
        visit = bench.queue.journal.db.execute("SELECT id FROM urls").fetchone()[0]
        bench.queue.journal.db.execute(
            "UPDATE urls SET state = 'pending', not_before = ? WHERE id = ?", (time.time() + 0.05, visit)
        )
        bench.queue = bench.spider.work.queue = UrlQueue(bench.journal)
        assert bench.next() is None
        assert bench.frontier.has_pending_requests()
        await bench.woken.wait()
        assert bench.next() == "/a"

    asyncio.run(main())


def test_what_was_taken_and_not_fetched_is_given_back(make: Make) -> None:
    bench = make(concurrency=4)
    bench.add("/a", "/b", "/c")
    assert bench.next() == "/a"
    assert bench.queue.counts().in_flight == 3
    bench.frontier.close("stopped")
    assert (bench.queue.counts().pending, bench.queue.counts().in_flight) == (2, 1)


def test_a_stopping_crawl_gets_nothing_more(make: Make) -> None:
    bench = make()
    bench.add("/a")
    bench.spider.stop()
    assert bench.next() is None
    assert not bench.frontier.has_pending_requests()
    assert bench.queue.counts().pending == 1


def test_what_is_no_longer_wanted_is_skipped_when_its_turn_comes(make: Make) -> None:
    bench = make(exclude=("/a",))
    bench.add("/a", "/b")
    bench.queue.add([Found(url="http://elsewhere.example/")], via=None)
    assert [bench.next(), bench.next()] == ["/b", None]
    assert ["excluded by --exclude /a", "outside the blog"] == [one.reason for one in bench.queue.reasons()]


def test_max_pages_counts_what_is_in_flight(make: Make) -> None:
    bench = make(max_pages=2)
    bench.add("/a", "/b", "/c")
    assert [bench.next() for _ in range(3)] == ["/a", "/b", None]
    assert not bench.frontier.has_pending_requests()


def test_what_may_be_a_view_of_other_pages_waits_for_the_answers_to_these(make: Make) -> None:
    bench = make(concurrency=8)
    bench.add("/a", "/b", priority=PRIORITY["page"])
    url = "/list?x=1&y=2"
    bench.add(url, priority=place_of("page", bench.spider.work.budgets.patterns(HOME + url, "page")))
    assert ["/a", "/b", None] == [bench.next() for _ in range(3)]
    bench.add("/r.png", priority=PRIORITY["requisite"])
    bench.add("/c", priority=PRIORITY["page"])
    assert ["/c", "/r.png", None] == [bench.next() for _ in range(3)]
    assert bench.queue.counts().in_flight == 4
    assert bench.frontier.has_pending_requests()


def test_a_visit_that_turns_out_to_be_a_view_goes_behind_the_others(make: Make) -> None:
    bench = make(concurrency=1)
    bench.add("/?replytocom=1", "/a", priority=PRIORITY["page"])
    assert "/a" == bench.next()


def test_lists_by_date_come_behind_pages_and_are_lists(make: Make) -> None:
    budgets = make().spider.work.budgets
    month = place_of("listing", budgets.patterns(f"{HOME}/events/2010/05/", "listing"))
    assert PRIORITY["requisite"] < month < PRIORITY["page"] < PRIORITY["listing"]
    assert place_of("listing", budgets.patterns(f"{HOME}/page/2/", "listing")) == PRIORITY["listing"]
    assert role_of_priority(month) == "listing"
