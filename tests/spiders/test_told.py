"""What a crawl over real sockets tells of itself while it runs: pages of this run, and what it waits for."""

from __future__ import annotations

from blogark.spiders.pace.politeness import Hold
from blogark.tests.spiders.conftest import Archive, Serve, links, reply

EMPTY = reply("<p>nothing</p>")


def holds(archive: Archive, why: str) -> list[Hold]:
    return [one.hold for one in archive.snapshots if one.hold is not None and one.hold.why == why]


def test_a_run_that_goes_on_counts_what_was_done_and_a_recrawl_does_not(archive: Archive, serve: Serve) -> None:
    paths = [f"/{number}" for number in range(6)]
    server = serve({"/": links(*paths), **dict.fromkeys(paths, EMPTY)})
    archive.crawl(server.url("/"), max_pages=3)
    assert (3, 7) == (archive.snapshots[-1].done, archive.snapshots[-1].known)
    archive.crawl(server.url("/"))
    assert (7, 7) == (archive.snapshots[-1].done, archive.snapshots[-1].known)
    archive.crawl(server.url("/"))
    assert (1, 1) == (archive.snapshots[-1].done, archive.snapshots[-1].known)
    archive.crawl(server.url("/"), full=True)
    assert (7, 7) == (archive.snapshots[-1].done, archive.snapshots[-1].known)


def test_a_pause_that_the_host_asks_for_is_told_as_its_wish(archive: Archive, serve: Serve) -> None:
    server = serve({"/": (reply(status="503 Busy", Retry_After="2"), EMPTY)})
    archive.crawl(server.url("/"))
    told = holds(archive, "asked")
    assert {"127.0.0.1"} == {hold.host for hold in told}
    assert 1.0 < max(hold.seconds for hold in told) <= 2.0


def test_the_delay_of_robots_txt_is_told_as_the_hosts_delay(archive: Archive, serve: Serve) -> None:
    server = serve({"/robots.txt": reply("User-agent: *\nCrawl-delay: 1.5"), "/": EMPTY})
    archive.crawl(server.url("/"))
    every = {(hold.host, hold.every) for hold in holds(archive, "delay") + holds(archive, "robots")}
    assert every & {("127.0.0.1", 1.5), ("127.0.0.1", 0.0)}


def test_a_limit_of_pages_bounds_what_is_left(archive: Archive, serve: Serve) -> None:
    paths = [f"/{number}" for number in range(9)]
    server = serve({"/": links(*paths), **dict.fromkeys(paths, EMPTY)})
    archive.crawl(server.url("/"), max_pages=5, max_time=60.0, delay=0.1)
    assert all(one.left is not None and one.left <= 5 for one in archive.snapshots[1:])
    assert all(one.stops_in is not None and 0 < one.stops_in < 60 for one in archive.snapshots[1:])
