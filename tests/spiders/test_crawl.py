"""A crawl from its seed to its end, over real sockets: what is fetched, in which order, and how it ends."""

import gzip
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.archive.warc.scan import scan
from blogark.spiders.display.outcome import summary
from blogark.spiders.leads import MAX_REDIRECTS
from blogark.tests.spiders.conftest import Archive, Serve, asked, links, reply
from blogark.tests.spiders.odd_server import OddServer, Reply

EMPTY = reply("<p>no more</p>")


def test_a_blog_is_crawled_to_its_end(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a", "/b"), "/a": links("/", "/b"), "/b": links("/c"), "/c": EMPTY})
    outcome = archive.crawl(server.url("/"))
    assert (0, "complete", None) == (outcome.exit_code, outcome.status, outcome.message)
    first, front, *others = asked(server)
    assert ("/robots.txt", "/", ["/a", "/b", "/c"]) == (first, front, sorted(others))
    assert {"/", "/a", "/b", "/c"} == set(archive.urls("done"))
    assert (outcome.requests, outcome.counts.done, outcome.counts.pending) == (5, 4, 0)


def test_every_exchange_is_in_the_warc(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": EMPTY})
    archive.crawl(server.url("/"))
    captured = [capture for capture in scan(ArchiveFolder(archive.path).warcs) if hasattr(capture, "record_type")]
    assert [(c.url.removeprefix(server.url("")), c.record_type, c.status) for c in captured[:-1]] == [
        ("/robots.txt", "response", 404),
        ("/", "response", 200),
        ("/a", "response", 200),
    ]
    assert captured[-1].record_type == "metadata"
    assert archive.rows("SELECT status, exit_code FROM crawls") == [("complete", 0)]


def test_the_order_is_sitemaps_feeds_listings_posts_requisites(archive: Archive, serve: Serve) -> None:
    home = (
        '<img src="/i.png"><a href="/post"><a href="/?page=2">'
        '<link rel="alternate" type="application/rss+xml" href="/rss">'
    )
    server = serve(
        {
            "/robots.txt": reply("Sitemap: /map.xml", Content_Type="text/plain"),
            "/": reply(home),
            "/map.xml": reply("<urlset><url><loc>/from-map</loc></url></urlset>", Content_Type="text/xml"),
            "/rss": reply("<rss><item><link>/from-feed</link></item></rss>", Content_Type="text/xml"),
        }
    )
    archive.crawl(server.url("/"), concurrency=1)
    order = ["/robots.txt", "/", "/map.xml", "/rss", "/?page=2", "/post", "/from-map", "/from-feed", "/i.png"]
    assert order == asked(server)
    paths = dict(archive.rows("SELECT url, hops || ' ' || found_in FROM urls"))
    assert {str(url).removeprefix(server.url("")): path for url, path in paths.items()} == {
        "/": " seed",
        "/map.xml": "PM robots",
        "/rss": "L page",
        "/?page=2": "L page",
        "/post": "L page",
        "/i.png": "E requisite",
        "/from-map": "PMM sitemap",
        "/from-feed": "LM feed",
    }


def test_other_hosts_are_not_the_blog(archive: Archive, serve: Serve) -> None:
    other = serve({})
    server = serve({"/": links(other.url("/x"), "http://192.0.2.1/y", "ftp://192.0.2.1/", "/a"), "/a": EMPTY})
    archive.crawl(server.url("/"))
    assert other.served == []
    assert set(archive.urls("done")) == {"/", "/a"}


def test_requisites_can_be_left_out(archive: Archive, serve: Serve) -> None:
    server = serve({"/": reply('<img src="/i.png"><link rel=stylesheet href=/s.css>')})
    archive.crawl(server.url("/"), requisites=False)
    assert asked(server) == ["/robots.txt", "/"]


def test_a_style_sheet_leads_to_its_pictures(archive: Archive, serve: Serve) -> None:
    css = reply('@import "more.css"; body { background: url(img/b.png) }', Content_Type="text/css")
    server = serve({"/": reply("<link rel=stylesheet href=/css/s.css>"), "/css/s.css": css})
    archive.crawl(server.url("/"))
    assert {"/css/more.css", "/css/img/b.png"} <= set(asked(server))


def test_a_redirect_is_archived_and_followed(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/old"), "/old": reply(status="301 Moved", Location="/new"), "/new": links("/a")})
    outcome = archive.crawl(server.url("/"))
    assert asked(server) == ["/robots.txt", "/", "/old", "/new", "/a"]
    assert ("LR", "redirect") in archive.rows("SELECT hops, found_in FROM urls")
    assert outcome.exit_code == 0


def test_an_inferred_feed_that_is_not_there_is_no_failure(archive: Archive, serve: Serve) -> None:
    home = '<meta name="generator" content="WordPress 6.4">'
    server = serve({"/": reply(home)})
    outcome = archive.crawl(server.url("/"))
    inferred = archive.rows("SELECT hops, state FROM urls WHERE hops <> ''")
    assert inferred
    assert set(inferred) == {("I", "done")}
    assert outcome.counts.failed == 0


def test_where_the_seed_redirects_to_is_the_blog(archive: Archive, serve: Serve) -> None:
    new = serve({"/blog/": links("/blog/a", "/shop"), "/blog/a": EMPTY})
    old = serve({"/": reply(status="302 Found", Location=new.url("/blog/"))})
    outcome = archive.crawl(old.url("/"))
    assert asked(new) == ["/robots.txt", "/blog/", "/blog/a"]
    assert outcome.exit_code == 0


@pytest.mark.parametrize(
    "says",
    [
        '<link rel="canonical" href="{}/">',
        '<meta property="og:url" content="{}/">',
        '<link rel="EditURI" type="application/rsd+xml" title="RSD" href="{}/xmlrpc.php?rsd" />',
        '<link rel="alternate" type="application/rss+xml" href="{}/feed/">',
    ],
)
def test_a_blog_lies_where_its_front_page_says_if_no_link_stays(says: str, archive: Archive, serve: Serve) -> None:
    new = serve({"/": links("/a"), "/a": EMPTY, "/b": EMPTY, "/c": EMPTY})
    there = new.url("").rstrip("/")
    home = says.format(there) + "".join(f'<a href="{there}/{name}">{name}</a>' for name in "abc")
    old = serve({"/": reply(home)})
    archive.crawl(old.url("/"))
    assert {"/", "/a", "/b", "/c"} <= set(asked(new))
    before = len(new.served)
    archive.crawl(old.url("/"), days=9)
    assert "/" in asked(new)[before:]


@pytest.mark.parametrize(
    "home",
    [
        '<a href="{0}/a">a</a><a href="{0}/b">b</a><a href="{0}/c">c</a>',
        '<link rel="canonical" href="{0}/"><a href="{0}/a"></a><a href="{0}/b"></a><a href="{0}/c"></a><a href=d>',
        '<link rel="canonical" href="{0}/"><a href="{0}/a">a</a>',
        '<link rel="canonical" href="{0}/offers"><a href="{0}/a">a</a>',
    ],
)
def test_a_page_that_leads_elsewhere_without_claiming_it_keeps_the_blog(
    home: str, archive: Archive, serve: Serve
) -> None:
    other = serve({})
    server = serve({"/": reply(home.format(other.url("").rstrip("/"))), "/d": EMPTY})
    archive.crawl(server.url("/"))
    assert other.served == []


def test_a_redirect_of_another_page_does_not_widen_the_blog(archive: Archive, serve: Serve) -> None:
    other = serve({})
    server = serve({"/": links("/out"), "/out": reply(status="302 Found", Location=other.url("/"))})
    archive.crawl(server.url("/"))
    assert other.served == []


def test_a_redirect_loop_ends(archive: Archive, serve: Serve) -> None:
    server = serve(
        {"/": links("/a"), "/a": reply(status="302 Found", Location="/b"), "/b": reply(status="302 F", Location="/a")}
    )
    archive.crawl(server.url("/"))
    assert asked(server) == ["/robots.txt", "/", "/a", "/b"]


def test_redirects_without_end_are_left(archive: Archive, serve: Serve) -> None:
    replies = {f"/{n}": reply(status="302 Found", Location=f"/{n + 1}") for n in range(2 * MAX_REDIRECTS)}
    server = serve({"/": links("/0"), **replies})
    archive.crawl(server.url("/"))
    assert asked(server)[-1] == f"/{MAX_REDIRECTS}"


@pytest.mark.parametrize("location", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "http://", ""])
def test_a_redirect_to_nowhere_is_not_followed(archive: Archive, serve: Serve, location: str) -> None:
    server = serve({"/": reply(status="302 Found", Location=location)})
    outcome = archive.crawl(server.url("/"))
    assert outcome.exit_code == 5
    assert "redirects to nowhere" in (outcome.message or "")


def test_a_location_cannot_smuggle_a_header(archive: Archive, serve: Serve) -> None:
    location = "/a\x00b\x0bWARC-Type: response"
    server = serve({"/": links("/x"), "/x": reply(status="302 Found", Location=location)})
    assert archive.crawl(server.url("/")).exit_code == 0
    assert asked(server) == ["/robots.txt", "/", "/x"]


def test_a_compressed_page_is_read(archive: Archive, serve: Serve) -> None:
    body = gzip.compress(b'<a href="/a">')
    server = serve({"/": reply(body, Content_Encoding="gzip"), "/a": EMPTY})
    archive.crawl(server.url("/"))
    assert "/a" in asked(server)


def test_a_page_that_is_not_there_is_listed_not_fatal(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/gone", "/here"), "/gone": reply("x", "410 Gone"), "/here": EMPTY})
    outcome = archive.crawl(server.url("/"))
    assert outcome.exit_code == 0
    assert archive.urls("failed") == {"/gone": "410 Gone"}
    told = summary(outcome, archive.path)
    gone = server.url("/gone").removeprefix("http://")
    assert f"1 URL could not be archived:\n       1  410 Gone: {gone}\n" in told
    assert f"each of them: blogark status --left-out --archive {archive.path}" in told


@pytest.mark.parametrize("status", ["500 Oops", "503 Busy", "429 Slow down"])
def test_an_error_that_may_pass_is_tried_three_times(archive: Archive, serve: Serve, status: str) -> None:
    server = serve({"/": links("/a", "/b"), "/a": reply("x", status), "/b": (reply("x", status), EMPTY)})
    outcome = archive.crawl(server.url("/"))
    assert (asked(server).count("/a"), asked(server).count("/b")) == (3, 2)
    assert set(archive.urls("failed")) == {"/a"}
    assert set(archive.urls("done")) == {"/", "/b"}
    assert archive.rows("SELECT count(*) FROM captures WHERE url LIKE '%/a'") == [(3,)]
    assert outcome.failures == 1


def test_retry_after_is_waited_for_by_the_whole_crawl(archive: Archive, serve: Serve) -> None:
    busy = reply("x", "503 Busy", Retry_After="1")
    server = serve({"/": links("/a", "/b", "/c"), "/a": (busy, EMPTY), "/b": EMPTY, "/c": EMPTY})
    outcome = archive.crawl(server.url("/"), concurrency=1)
    assert outcome.seconds >= 1
    assert asked(server)[2] == "/a"
    assert outcome.counts.done == 4


def test_a_cut_body_is_archived_and_tried_again(archive: Archive, serve: Serve) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n"
    cut = Reply(data=head + b"<a href=/b>", then="close")
    server = serve({"/": links("/a"), "/a": (cut, links("/c")), "/b": EMPTY, "/c": EMPTY})
    archive.crawl(server.url("/"))
    assert set(archive.urls("done")) == {"/", "/a", "/b", "/c"}
    assert archive.rows("SELECT truncated FROM captures WHERE url LIKE '%/a' ORDER BY id") == [("disconnect",), (None,)]


def test_a_body_that_is_always_cut_is_listed(archive: Archive, serve: Serve) -> None:
    cut = Reply(data=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", then="close")
    server = serve({"/": links("/a"), "/a": cut})
    archive.crawl(server.url("/"))
    assert (archive.urls("failed")["/a"] or "").startswith("only a part came: ")


def test_torn_gzip_is_tried_again(archive: Archive, serve: Serve) -> None:
    whole = gzip.compress(b"<a href=/b>" * 50)
    torn = reply(whole[:-12], Content_Encoding="gzip")
    server = serve({"/": links("/a"), "/a": (torn, reply(whole, Content_Encoding="gzip")), "/b": EMPTY})
    archive.crawl(server.url("/"))
    assert asked(server).count("/a") == 2
    assert set(archive.urls("done")) == {"/", "/a", "/b"}


def test_a_reset_connection_is_tried_again(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": (Reply(data=b"", then="reset"), links("/b")), "/b": EMPTY})
    outcome = archive.crawl(server.url("/"))
    assert set(archive.urls("done")) == {"/", "/a", "/b"}
    assert outcome.counts.failed == 0


def test_a_blog_that_goes_away_ends_the_crawl_and_keeps_the_rest(
    archive: Archive, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogark.spiders.blog.LONGEST_SILENCE", 6)
    gone = Reply(data=b"", then="reset")
    paths = [f"/{n}" for n in range(30)]
    server = serve({"/": links(*paths), **dict.fromkeys(paths, gone)})
    outcome = archive.crawl(server.url("/"))
    assert (5, "interrupted") == (outcome.exit_code, outcome.status)
    assert outcome.counts.pending >= 20


# How it ends


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_an_unreachable_seed_ends_with_5(archive: Archive) -> None:
    port = closed_port()
    outcome = archive.crawl(f"http://127.0.0.1:{port}/", delay=1.0)
    assert (5, "failed") == (outcome.exit_code, outcome.status)
    expected = (
        f"nothing could be fetched: 127.0.0.1: connection to port {port} refused; check the address, or run again later"
    )
    assert outcome.message == expected
    assert outcome.seconds < 3


def test_a_blog_that_does_not_answer_at_all_leaves_its_urls_pending(archive: Archive) -> None:
    with OddServer(replies={"/": links("/a", "/b"), "/a": EMPTY, "/b": EMPTY}) as server:
        url = server.url("/")
        archive.crawl(url, max_pages=2, concurrency=1)
    assert archive.crawl(url).exit_code == 5
    assert set(archive.urls("pending")) == {"/b"}
    assert archive.urls("skipped") == {}


def test_a_seed_that_is_not_there_ends_with_5(archive: Archive, serve: Serve) -> None:
    outcome = archive.crawl(serve({}).url("/"))
    assert outcome.exit_code == 5
    assert "404 Not Found" in (outcome.message or "")


def test_a_seed_closed_by_robots_ends_with_5_and_opens_with_ignore_robots(archive: Archive, serve: Serve) -> None:
    server = serve({"/robots.txt": reply("User-agent: *\nDisallow: /"), "/": EMPTY})
    outcome = archive.crawl(server.url("/"))
    assert outcome.exit_code == 5
    assert "closed by robots.txt" in (outcome.message or "")
    assert asked(server) == ["/robots.txt"]
    assert archive.crawl(server.url("/"), ignore_robots=True).exit_code == 0
    assert asked(server) == ["/robots.txt", "/robots.txt", "/"]


def test_what_robots_closes_is_skipped_with_its_reason(archive: Archive, serve: Serve) -> None:
    rules = reply("User-agent: blogark\nDisallow: /private/")
    server = serve({"/robots.txt": rules, "/": links("/private/a", "/b"), "/b": EMPTY})
    assert archive.crawl(server.url("/")).exit_code == 0
    assert archive.urls("skipped") == {"/private/a": "closed by robots.txt"}
    assert "/private/a" not in asked(server)


def test_a_robots_txt_that_fails_once_does_not_close_the_blog(archive: Archive, serve: Serve) -> None:
    server = serve({"/robots.txt": (reply("x", "500 Oops"), reply("")), "/": EMPTY})
    assert archive.crawl(server.url("/")).exit_code == 0
    assert archive.rows("SELECT status FROM captures WHERE url LIKE '%robots.txt' ORDER BY id") == [(500,), (200,)]


def test_a_robots_txt_that_fails_closes_the_blog_until_the_next_run(archive: Archive, serve: Serve) -> None:
    failing = reply("x", "500 Oops")
    server = serve({"/robots.txt": (failing, failing, failing, reply("")), "/": EMPTY})
    assert archive.crawl(server.url("/")).exit_code == 5
    assert archive.crawl(server.url("/")).exit_code == 0


def test_max_pages_stops_there_and_the_next_run_goes_on(archive: Archive, serve: Serve) -> None:
    paths = [f"/{n}" for n in range(9)]
    server = serve({"/": links(*paths), **dict.fromkeys(paths, EMPTY)})
    outcome = archive.crawl(server.url("/"), max_pages=4)
    assert (3, "limited") == (outcome.exit_code, outcome.status)
    assert (outcome.counts.done, outcome.counts.pending, outcome.counts.in_flight) == (4, 6, 0)
    outcome = archive.crawl(server.url("/"))
    assert (0, 10) == (outcome.exit_code, outcome.counts.done)
    assert asked(server).count("/0") == 1


def test_a_limit_that_is_not_reached_does_not_stop(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": EMPTY})
    assert archive.crawl(server.url("/"), max_pages=2).exit_code == 0


def test_max_size_stops_the_crawl(archive: Archive, serve: Serve) -> None:
    paths = [f"/{n}" for n in range(9)]
    server = serve({"/": links(*paths), **dict.fromkeys(paths, reply("x" * 10_000))})
    outcome = archive.crawl(server.url("/"), max_size=25_000, concurrency=1)
    assert outcome.exit_code == 3
    assert 25_000 <= outcome.bytes < 45_000


def test_max_time_stops_the_crawl_even_while_it_waits(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a", "/b"), "/a": EMPTY, "/b": EMPTY})
    outcome = archive.crawl(server.url("/"), delay=60.0, max_time=0.5)
    assert outcome.exit_code == 3
    assert outcome.seconds < 3


def test_too_little_room_on_the_disk_stops_the_crawl_with_4(archive: Archive, serve: Serve) -> None:
    server = serve({"/": EMPTY})
    with pytest.raises(Exception, match="--min-free-disk") as caught:
        archive.crawl(server.url("/"), min_free_disk=10**18)
    assert caught.value.exit_code == 4  # type: ignore[attr-defined]


def test_a_finished_crawl_started_again_visits_everything_again(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": (EMPTY, reply("changed"))})
    # One at a time: the second run knows both pages at its start, and of two connections either may be served first.
    first, second = (archive.crawl(server.url("/"), concurrency=1, max_age=0.0) for _ in range(2))
    assert asked(server) == ["/robots.txt", "/", "/a"] * 2
    assert (first.new_captures, first.revisits) == (3, 0)
    assert (second.new_captures, second.revisits) == (2, 1)


def test_a_run_killed_before_its_dataset_was_whole_is_finished_and_not_begun_anew(
    archive: Archive, serve: Serve
) -> None:
    server = serve({"/": links("/a"), "/a": EMPTY})
    archive.crawl(server.url("/"), settled=False)
    outcome = archive.crawl(server.url("/"))
    assert asked(server) == ["/robots.txt", "/", "/a"]
    assert (outcome.exit_code, outcome.requests) == (0, 0)


def test_an_excluded_url_comes_back_when_it_is_no_longer_excluded(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": EMPTY})
    archive.crawl(server.url("/"), exclude=("/a",))
    assert archive.urls("skipped") == {"/a": "excluded by --exclude /a"}
    archive.crawl(server.url("/"))
    assert set(archive.urls("done")) == {"/", "/a"}


def test_the_delay_lies_between_all_requests_robots_txt_too(archive: Archive, serve: Serve) -> None:
    paths = ["/a", "/b", "/c"]
    server = serve({"/": links(*paths), **dict.fromkeys(paths, EMPTY)})
    archive.crawl(server.url("/"), delay=0.2)
    query = "SELECT julianday(captured_at) * 86400 FROM captures WHERE status > 0 ORDER BY id"
    times = [float(str(moment)) for (moment,) in archive.rows(query)]
    assert len(times) == 5
    assert all(later - earlier > 0.19 for earlier, later in pairwise(times))


def test_crawl_delay_counts_if_it_is_longer(archive: Archive, serve: Serve) -> None:
    server = serve({"/robots.txt": reply("User-agent: *\nCrawl-delay: 0.4"), "/": links("/a"), "/a": EMPTY})
    assert archive.crawl(server.url("/")).seconds > 0.8


def test_the_progress_is_told(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": EMPTY})
    archive.crawl(server.url("/"), delay=0.3)
    last = archive.snapshots[-1]
    assert (2, 2) == (last.done, last.known)
    assert last.fetching.endswith("/a")


def test_a_bug_in_the_spider_stops_the_crawl_loudly(
    archive: Archive, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("blogark.spiders.leads.discover", broken)
    server = serve({"/": links("/a"), "/a": EMPTY})
    with pytest.raises(ZeroDivisionError):
        archive.crawl(server.url("/"))
    monkeypatch.undo()
    assert archive.crawl(server.url("/")).exit_code == 0
    assert set(archive.urls("done")) == {"/", "/a"}


# Signals and kills, in a process of their own

CRAWL = """
import sys
from pathlib import Path
from blogark.archive.config import Config
from blogark.archive.folder import ArchiveFolder
from blogark.spiders import crawl as crawling
delay, crawling.GRACE_SECONDS = map(float, sys.argv[3:])
outcome = crawling.crawl(ArchiveFolder(Path(sys.argv[1])), Config(url=sys.argv[2], delay=delay, min_free_disk=0))
print(outcome.message)
sys.exit(outcome.exit_code)
"""


def start(archive: Archive, url: str, delay: float = 0.0, grace: float = 5.0) -> "subprocess.Popen[str]":
    """A crawl in a process of its own; `grace` is how long it waits for what is in flight."""
    command = [sys.executable, "-c", CRAWL, str(archive.path), url, str(delay), str(grace)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


class Waiting(OddServer):
    """Tells when a path is asked for."""

    def wait_for(self, path: str, process: "subprocess.Popen[str]") -> None:
        gone_by = threading.Event()
        while path not in asked(self) and not gone_by.wait(0.01):
            assert process.poll() is None, f"the crawl ended before it asked for {path}"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_crawl_cleanly(archive: Archive, number: signal.Signals) -> None:
    with Waiting(replies={"/": links("/a", "/b"), "/a": EMPTY, "/b": EMPTY}) as server:
        process = start(archive, server.url("/"), delay=0.5)
        server.wait_for("/a", process)
        process.send_signal(number)
        out, _ = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert "run again to go on" in out
    assert archive.rows("SELECT status, exit_code FROM crawls") == [("interrupted", 128 + number)]
    assert archive.rows("SELECT state, count(*) FROM urls GROUP BY state") == [("done", 2), ("pending", 1)]
    assert not list((archive.path / "archive").glob("*.open"))


def test_a_second_signal_does_not_wait_for_what_is_in_flight(archive: Archive) -> None:
    silence = Reply(data=b"HTTP/1.1 200 OK\r\n", then="silence")
    with Waiting(replies={"/": links("/slow"), "/slow": silence}) as server:
        process = start(archive, server.url("/"), grace=600)
        server.wait_for("/slow", process)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    # Of two signals that are pending at once either may be delivered first.
    assert process.returncode in (130, 143)
    assert set(archive.urls("pending")) == {"/slow"}
    assert set(archive.urls("done")) == {"/"}


def test_a_run_killed_after_its_last_page_does_not_begin_anew(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": EMPTY})
    archive.crawl(server.url("/"), settled=False)
    database = sqlite3.connect(archive.path / "journal.sqlite")
    with database:
        database.execute("UPDATE crawls SET status = 'running'")
    database.close()
    assert archive.crawl(server.url("/")).requests == 0
    assert archive.crawl(server.url("/"), days=90).requests == 3


def test_a_killed_crawl_goes_on_where_it_was(archive: Archive) -> None:
    silence = Reply(data=b"HTTP/1.1 200 OK\r\n", then="silence")
    paths = [f"/{n}" for n in range(9)]
    replies = {"/": links(*paths, "/slow"), **dict.fromkeys(paths, EMPTY), "/slow": (silence, EMPTY)}
    with Waiting(replies=replies) as server:
        process = start(archive, server.url("/"))
        server.wait_for("/slow", process)
        process.kill()
        process.wait(timeout=20)
        outcome = archive.crawl(server.url("/"))
    assert outcome.exit_code == 0
    assert set(archive.urls("done")) == {"/", "/slow", *paths}
    assert [status for (status,) in archive.rows("SELECT status FROM crawls ORDER BY id")][-1] == "complete"


ON_A_SMALL_DISK = """
import subprocess, sys
from pathlib import Path
from blogark.archive.config import Config
from blogark.archive.errors import BlogarkError
from blogark.archive.folder import ArchiveFolder
from blogark.archive.warc.scan import scan
from blogark.spiders.crawl import crawl
disk, url, size = sys.argv[1:]
subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=True)
folder = ArchiveFolder(Path(disk) / "archive")
config = Config(url=url, delay=0.0, min_free_disk=0)
try:
    outcome = crawl(folder, config)
    print(outcome.exit_code, outcome.message)
except BlogarkError as error:
    print(error.exit_code, error)
subprocess.run(["mount", "-o", "remount,size=50m", disk], check=True)
outcome = crawl(folder, config)
damage = []
captures = [capture for capture in scan(folder.warcs, on_damage=damage.append)]
print(outcome.exit_code, outcome.counts.done, len(damage))
"""


def can_mount(folder: Path) -> bool:
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("kilobytes", [160, 300, 700])
def test_a_full_disk_ends_with_4_and_the_next_run_goes_on(tmp_path: Path, serve: Serve, kilobytes: int) -> None:
    if not can_mount(tmp_path):
        pytest.skip("needs a user namespace to mount a small disk in")
    paths = [f"/{n}" for n in range(20)]
    noise = {path: reply(random.Random(path).randbytes(60_000)) for path in paths}
    server = serve({"/": links(*paths), **noise})
    command = ["unshare", "-rm", sys.executable, "-c", ON_A_SMALL_DISK, str(tmp_path), server.url("/"), f"{kilobytes}k"]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 0, told.stderr
    first, second = told.stdout.splitlines()
    assert first.startswith("4 ")
    assert "the disk is full; make room and run again to go on" in first
    # The front page, its twenty, and three guesses at a sitemap and a feed.
    assert second == "0 24 0"


def test_scrapy_lists_the_spider_in_the_checkout() -> None:
    root = Path(__file__).parents[2]
    listed = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    assert listed.stdout.split() == ["blog"]
