"""A cron job speaks when somebody should listen, and says what of; a health check that it rings cannot hurt it."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from blogark.archive.config import Config, save
from blogark.archive.folder import ArchiveFolder
from blogark.dataset.asking.alarms import alarms
from blogark.demo.blog import Blog
from blogark.demo.server import serving
from blogark.demo.synthetic import make_blog
from blogark.tests.dataset.crawled import crawled

Command = Callable[..., Any]
Replies = Callable[[str, Any], Any]
Watched = tuple[str, list[Replies], Path]
"""A blog's address, what is changed of its answers, and its archive."""


@contextmanager
def changing(blog: Blog) -> Iterator[tuple[str, list[Replies]]]:
    """A blog whose answers the test changes: each change gets the path and the answer, and returns another."""
    changes: list[Replies] = []
    with serving(blog) as served:
        reply = served.reply

        def changed(target: str) -> object:
            answer = reply(target)
            for change in changes:
                answer = change(target, answer)
            return answer

        object.__setattr__(served, "reply", changed)
        yield f"{served.base}/", changes


def is_post(target: str) -> bool:
    return target.startswith("/journal/2")


def set_up(folder: Path, url: str, **options: Any) -> Path:
    folder.mkdir()
    save(folder / "blogark.toml", Config(url=url, delay=0.0, **options))
    return folder


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A blog of eight posts that goes on standing, and an archive of it, to be left as it is."""
    with changing(make_blog(posts=8, comments=1)) as (url, changes):
        yield url, changes, crawled(url.rstrip("/"), tmp_path_factory.mktemp("standing") / "a").path


@pytest.fixture
def watched(standing: Watched, tmp_path: Path) -> Iterator[Watched]:
    """The blog, to be changed, and a copy of its archive called `a`."""
    url, changes, folder = standing
    yield url, changes, Path(shutil.copytree(folder, tmp_path / "a"))
    changes.clear()


def gone(target: str, answer: Any) -> Any:
    return type(answer)(status=404, body=b"<title>Not found</title>") if is_post(target) else answer


def another_site(target: str, answer: Any) -> Any:
    page = b"<title>Welcome</title><div><div>Log in</div><div><a href='/a'>a</a> <a href='/b'>b</a></div></div>"
    return type(answer)(body=page) if is_post(target) else answer


def parked(target: str, answer: Any) -> Any:
    page = b"<title>blog.example is for sale</title><h1>This domain is for sale</h1><p>Make an offer today.</p>"
    return type(answer)(body=page) if target in ("/", "/journal/") else answer


def refused(target: str, answer: Any) -> Any:
    return type(answer)(status=403, body=b"<title>Not for you</title>") if is_post(target) else answer


def closed(target: str, answer: Any) -> Any:
    text = b"User-agent: *\nDisallow: /journal/2\n"
    return type(answer)(content_type="text/plain", body=text) if target == "/robots.txt" else answer


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (gone, "posts have gone from the blog (alarm-posts-gone = 20 %)"),
        (another_site, "all the same: the site has changed"),
        (parked, "/ lists no posts any more: the site has changed, or has another owner (alarm-front-page)"),
        (refused, "requests failed (alarm-failures = 10 %)"),
        (closed, "robots.txt closes 8 pages that are archived (alarm-robots)"),
    ],
    ids=["gone", "another site", "parked", "refused", "closed"],
)
def test_a_blog_that_shrinks_changes_breaks_or_closes_is_told(
    blogark: Command, watched: Watched, change: Replies, sentence: str
) -> None:
    url, changes, folder = watched
    save(folder / "blogark.toml", Config(url=url, delay=0.0, alarm_failures=10.0))
    changes.append(change)
    done = blogark("crawl", "--archive", "a", "--quiet", "--full")
    assert 7 == done.exit_code, done.err
    assert done.sentence.startswith("alarm: a: ")
    assert sentence in done.sentence
    assert "" == done.out
    assert (folder / "dataset.sqlite").exists()


def test_an_alarm_can_be_turned_down(blogark: Command, watched: Watched) -> None:
    url, changes, folder = watched
    off = Config(url=url, delay=0.0, alarm_posts_gone=100.0, alarm_failures=100.0, alarm_comments_gone=100.0)
    save(folder / "blogark.toml", off)
    changes.append(gone)
    done = blogark("crawl", "--archive", "a", "--quiet", "--full")
    assert (0, "") == (done.exit_code, done.err)


def test_silence_and_a_full_disk_are_told_when_they_are_asked_about(blogark: Command, tmp_path: Path) -> None:
    with changing(make_blog(posts=3)) as (url, _):
        folder = set_up(tmp_path / "a", url)
        assert 0 == blogark("crawl", "--archive", "a", "--quiet").exit_code
    config = Config(url=url, alarm_no_new_post=30 * 86_400.0, alarm_free_disk=10**18)
    silent, full = alarms(ArchiveFolder(folder), config, now=datetime(2026, 11, 23, tzinfo=UTC))
    assert "the newest post is of 2003-01-01 (alarm-no-new-post = 30d)" == silent
    assert full.endswith("GB left (alarm-free-disk = 1000000TB)")
    assert () == alarms(ArchiveFolder(folder), config.__class__(url=url))
    assert () == alarms(
        ArchiveFolder(folder), Config(url=url, alarm_no_new_post=30 * 86_400.0), now=datetime(2003, 1, 20, tzinfo=UTC)
    )


def test_a_blog_whose_address_leads_to_another_host_is_told_once(blogark: Command, watched: Watched) -> None:
    url, changes, _ = watched
    with changing(make_blog(posts=0)) as (elsewhere, _):
        lander = elsewhere.replace("127.0.0.1", "localhost")
        changes.append(lambda _, answer: type(answer)(status=301, location=lander, body=b""))
        done = blogark("crawl", "--archive", "a", "--quiet")
        again = blogark("crawl", "--archive", "a", "--quiet")
    told = f"alarm: a: {url} leads to {lander} now: the blog has moved there, or its domain has (alarm-front-page)"
    assert (7, told) == (done.exit_code, done.sentence)
    assert (0, "") == (again.exit_code, again.err)


SALE = "<title>blog.example is for sale</title><h1>This domain is for sale</h1><p>Make an offer today.</p>"
SUSPENDED = "<title>Account Suspended</title><h1>This account has been suspended.</h1><p>Contact your provider.</p>"
LOGIN = "<title>Log in</title><form action='/in' method=post><input name=who><input type=password name=word></form>"
APP = "<!doctype html><title>My blog</title><div id='root'></div>"
ARTICLE = (
    "<title>Example</title><meta property='og:type' content='article'>"
    "<meta property='article:published_time' content='2020-01-02T10:00:00Z'><article><h1>Example</h1>"
    + "<p>This domain has recently been registered and has no content at present. Please come back later.</p>"
    * 6
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (SALE, " (“This domain is for sale”)"),
        (SALE + "<a href='/a.html'>a</a> <a href='/b.html'>b</a>", " (“This domain is for sale”)"),
        (SUSPENDED, ""),
        (LOGIN, " (“Log in”)"),
        (APP, ""),
        (ARTICLE, " (“Example”)"),
        (ARTICLE + "<a href='/2020/01/a.html'>a</a> <a href='/2020/01/b.html'>b</a>", " (“Example”)"),
    ],
    ids=["for sale", "for sale everywhere", "suspended", "login", "application", "article", "articles"],
)
def test_a_first_crawl_that_meets_no_post_is_told_once(
    blogark: Command, site: Any, tmp_path: Path, text: str, named: str
) -> None:
    paths = ("/", "/a.html", "/b.html", "/2020/01/a.html", "/2020/01/b.html")
    with site(dict.fromkeys(paths, (200, text))) as url:
        set_up(tmp_path / "a", f"{url}/")
        done = blogark("crawl", "--archive", "a", "--quiet")
        again = blogark("crawl", "--archive", "a", "--quiet")
    assert 0 == done.exit_code, done.err
    assert f"warning: a: no posts were found at {url}/{named}: it is parked" in done.err
    assert (0, "") == (again.exit_code, again.err)


def test_a_first_crawl_that_is_led_to_another_host_without_posts_names_it(blogark: Command, tmp_path: Path) -> None:
    with changing(make_blog(posts=1)) as (url, changes), changing(make_blog(posts=0)) as (elsewhere, _):
        lander = elsewhere.replace("127.0.0.1", "localhost")
        changes.append(lambda _, answer: type(answer)(status=301, location=lander, body=b""))
        set_up(tmp_path / "a", url)
        done = blogark("crawl", "--archive", "a", "--quiet")
    assert 0 == done.exit_code, done.err
    assert f", which leads to {lander}" in done.err


def test_a_blog_of_one_post_is_a_blog(blogark: Command, tmp_path: Path) -> None:
    with changing(make_blog(posts=1)) as (url, _):
        set_up(tmp_path / "a", url)
        done = blogark("crawl", "--archive", "a", "--quiet")
    assert (0, "") == (done.exit_code, done.err)


def test_an_alarm_is_told_once(blogark: Command, tmp_path: Path) -> None:
    with changing(make_blog(posts=8)) as (url, changes):
        set_up(tmp_path / "a", url)
        assert 0 == blogark("crawl", "--archive", "a", "--quiet").exit_code
        changes.append(closed)
        assert 7 == blogark("crawl", "--archive", "a", "--quiet", "--full").exit_code
        assert 0 == blogark("crawl", "--archive", "a", "--quiet", "--full").exit_code


def test_what_was_kept_for_comparison_may_be_damaged(blogark: Command, tmp_path: Path) -> None:
    with changing(make_blog(posts=3)) as (url, _):
        folder = set_up(tmp_path / "a", url)
        assert 0 == blogark("crawl", "--archive", "a", "--quiet").exit_code
        for text in ("", "{", "[]", '{"comments_claimed": null}'):
            (folder / "logs" / "alarms.json").write_text(text)
            assert () == alarms(ArchiveFolder(folder), Config(url=url))
    assert {"comments_claimed", "robots_closed"} == set(json.loads((folder / "logs" / "alarms.json").read_text()))


@contextmanager
def bell() -> Iterator[tuple[str, list[str]]]:
    """A health check that writes down what it is asked for."""
    rung: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            rung.append(self.path)
            self.send_response(500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ping/secret", rung
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_health_check_is_rung_at_the_begin_and_the_end(blogark: Command, tmp_path: Path) -> None:
    with bell() as (url, rung):
        with changing(make_blog(posts=3)) as (blog, _):
            folder = set_up(tmp_path / "a", blog, health_url=url)
            assert 0 == blogark("crawl", "--archive", "a", "--quiet").exit_code
        assert ["/ping/secret/start", "/ping/secret"] == rung
        rung.clear()
        assert 5 == blogark("crawl", "--archive", "a", "--quiet").exit_code
        assert ["/ping/secret/start", "/ping/secret/fail"] == rung
    kept = [path for path in folder.rglob("*") if path.is_file() and path.name != "blogark.toml"]
    assert [] == [path for path in kept if b"ping/secret" in path.read_bytes()]


def test_a_health_check_that_is_not_there_hurts_nobody(blogark: Command, tmp_path: Path) -> None:
    with changing(make_blog(posts=3)) as (blog, _):
        set_up(tmp_path / "a", blog, health_url="http://127.0.0.1:9/ping")
        done = blogark("crawl", "--archive", "a", "--quiet")
    assert (0, "") == (done.exit_code, done.err)
    shutil.rmtree(tmp_path / "a")
