"""The dataset follows a crawl from a process of its own, and a rebuild gives the same."""

import os
import signal
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from blogark.archive.errors import BlogarkError, Locked, UsageError
from blogark.archive.folder import ArchiveFolder
from blogark.dataset.reading.extract import extract
from blogark.dataset.reading.extraction import dataset_lock
from blogark.dataset.reading.following import Counts, follow

PAGES = Path(__file__).parents[1] / "pages"


def golden_pages(most: int | None = 2) -> list[tuple[str, bytes]]:
    """URL and content of the pages that the parsers are proved by: so many of each engine, or all."""
    return [
        (tomllib.loads((page.parent / "page.toml").read_text())["url"], page.read_bytes())
        for engine in sorted(PAGES.iterdir())
        for page in sorted(engine.glob("*/page.html"))[:most]
    ]


def record_blog(crawl, *, most: int | None = 2) -> None:
    """Real pages of a blog, and everything that is no page: failures, redirects, images, revisits, robots.txt."""
    crawl.page("/robots.txt", "User-agent: *\nAllow: /", media_type="text/plain")
    crawl.record("/gone", b"", error="connection refused")
    for url, content in golden_pages(most):
        crawl.page(url, content, via="http://blog.example/")
    crawl.record("/old", b"HTTP/1.1 301 Moved\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n")
    crawl.page("/image.png", b"\x89PNG\r\n", media_type="image/png")
    crawl.page("/journal/print/0.html", golden_pages()[0][1])
    crawl.page("/cut.html", "<html><title>cut</title><p>begi", truncated="disconnect")
    crawl.page("/missing.html", "<p>not here", status=404)


def counted(folder: ArchiveFolder, query: str) -> object:
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        return db.execute(query).fetchone()[0]


def crawl_and_follow(crawl, *recordings, **options) -> ArchiveFolder:
    """One crawl a recording, its dataset written beside it."""
    for record in recordings:
        with crawl() as one, follow(one.folder, workers=2, **options) as following:
            record(one)
            one.end()
            following.finish()
    return one.folder


def test_a_rebuild_equals_the_crawl_ids_included(crawl, dump):
    folder = crawl_and_follow(crawl, partial(record_blog, most=None))
    crawled = dump(folder.dataset_path)

    extract(folder, workers=2)

    assert dump(folder.dataset_path) == crawled
    assert len(crawled["posts"]) > 3
    assert len(crawled["comments"]) > 10


def test_a_rebuild_equals_two_crawls_the_second_of_which_saw_changes(crawl, dump):
    def record_again(one):
        one.page("/robots.txt", "User-agent: *\nAllow: /", media_type="text/plain")
        for number, (url, content) in enumerate(golden_pages()):
            one.page(url, content.replace(b"</p>", b" more</p>") if number % 3 == 0 else content)

    folder = crawl_and_follow(crawl, record_blog, record_again)
    crawled = dump(folder.dataset_path)
    extract(folder, workers=1)

    assert dump(folder.dataset_path) == crawled
    assert len(crawled["crawls"]) == 2
    assert len(crawled["post_revisions"]) > 0


def test_a_post_that_the_server_calls_unchanged_is_seen_again_and_the_same(crawl, dump):
    post = """<html><head><title>Boats</title><meta property="og:type" content="article"></head>
        <body><article><h1>Boats</h1><p>All about boats.</p></article></body></html>"""
    folder = crawl_and_follow(
        crawl, lambda one: one.page("/boats.html", post), lambda one: one.unchanged("/boats.html")
    )
    crawled = dump(folder.dataset_path)
    extract(folder, workers=1)

    assert dump(folder.dataset_path) == crawled
    assert counted(folder, "SELECT title FROM posts") == "Boats"
    assert counted(folder, "SELECT count(*) FROM post_revisions") == 0
    assert counted(folder, "SELECT page_kind FROM captures WHERE status = 304") == "post"
    assert counted(folder, "SELECT count(*) FROM problems") == 0


def test_nothing_stands_beside_the_dataset_when_it_is_done(crawl):
    folder = crawl_and_follow(crawl, record_blog)

    assert sorted(path.name for path in folder.path.glob("*.sqlite*")) == ["dataset.sqlite", "journal.sqlite"]


def test_counts_grow_while_the_crawl_runs(crawl, until):
    with crawl() as one, follow(one.folder, workers=1) as following:
        assert following.counts() == Counts()
        record_blog(one)
        until(lambda: following.counts().captures == one.journal.last_capture_id())
        assert following.counts().posts > 3
        one.end()
        seen = []
        assert following.finish(seen.append).captures == one.journal.last_capture_id()
        assert seen[-1].posts == following.counts().posts


def test_killing_pages_are_problems_and_the_rest_is_read(crawl, hostile, dump):
    def record(one):
        for body in ("<p>one</p>", "<p>die by signal</p>", "<p>hang</p>", "<p>raise</p>", "<p>last</p>"):
            one.page(f"/{len(body)}", body)

    folder = crawl_and_follow(crawl, record, reader=hostile, time_limit=0.5)
    crawled = dump(folder.dataset_path)

    with closing(sqlite3.connect(folder.dataset_path)) as db:
        assert db.execute("SELECT capture_id, stage, message FROM problems ORDER BY id").fetchall() == [
            (2, "extract", "reading it killed the process that reads (SIGSEGV)"),
            (3, "extract", "reading it took more than 0.5 s and was given up"),
            (4, "extract", "reading it killed the process that reads (ValueError: the page said so)"),
        ]
        assert db.execute("SELECT title FROM posts ORDER BY id").fetchall() == [("<p>one</p>",), ("<p>last</p>",)]

    extract(folder, workers=2, reader=hostile, time_limit=0.5)
    assert dump(folder.dataset_path) == crawled


def test_pages_are_applied_in_their_order_whichever_is_read_first(crawl, hostile):
    def record(one):
        for number in range(40):
            one.page(f"/{number}", f"<p>be slow {number}</p>" if number % 10 == 0 else f"<p>{number}</p>")

    folder = crawl_and_follow(crawl, record, reader=hostile)

    with closing(sqlite3.connect(folder.dataset_path)) as db:
        assert db.execute("SELECT id, url FROM posts ORDER BY id").fetchall() == [
            (number + 1, f"http://blog.example/{number}") for number in range(40)
        ]


def test_an_extractor_that_is_killed_is_started_again_at_the_end(crawl, dump, until):
    with crawl() as one, follow(one.folder, workers=1) as following:
        record_blog(one)
        until(lambda: following.counts().captures > 5)
        os.kill(following.pid, signal.SIGKILL)
        one.page("/later.html", "<title>later</title><p>later")
        following.counts()
        one.end()
        following.finish()
    crawled = dump(one.folder.dataset_path)
    extract(one.folder)

    assert dump(one.folder.dataset_path) == crawled


def test_an_extractor_that_dies_twice_is_an_error_that_says_what_to_do(crawl):
    with crawl() as one:
        one.page("/", "<p>one</p>")
        with (
            follow(one.folder, workers=1, reader="no_such_module:read") as following,
            pytest.raises(BlogarkError, match="do not start"),
        ):
            following.finish()
    with crawl() as one, follow(one.folder, workers=1) as following:
        os.kill(following.pid, signal.SIGKILL)
        following._restarted = True
        with pytest.raises(BlogarkError, match=r"died twice \(SIGKILL\); the WARC files are whole: run `blogark ext"):
            following.finish()


def test_a_crawl_that_stops_in_a_hurry_leaves_whole_captures_and_the_next_goes_on(crawl, dump, until):
    with crawl(killed=True) as one, follow(one.folder, workers=1) as following:
        record_blog(one)
        recorded = one.recorder.journal.last_capture_id()
        until(lambda: following.counts().captures > 5)
    applied = counted(one.folder, "SELECT value FROM state WHERE name = 'last_capture'")
    assert 5 < applied <= recorded
    with crawl() as one, follow(one.folder, workers=1) as following:
        one.page("/new.html", "<title>new</title><p>new")
        one.end()
        following.finish()
    crawled = dump(one.folder.dataset_path)
    extract(one.folder)

    assert dump(one.folder.dataset_path) == crawled
    assert [row[4] for row in crawled["crawls"]] == ["interrupted", "complete"]


CRAWLER = """
import os, sys, time
sys.path.insert(0, sys.argv[2])
from pathlib import Path
import conftest, test_following
from blogark.dataset.reading.following import follow
with conftest._crawl(Path(sys.argv[1])) as crawl, follow(crawl.folder, workers=2) as following:
    test_following.record_blog(crawl)
    while following.counts().captures < 8:
        time.sleep(0.01)
    print(following.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("group", [False, True])
def test_a_killed_crawl_leaves_a_dataset_that_the_next_crawl_completes(crawl, dump, gone, tmp_path, group):
    crawler = subprocess.Popen(
        [sys.executable, "-c", CRAWLER, str(tmp_path / "blog"), str(Path(__file__).parent)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    extractor = int(crawler.stdout.readline())
    if group:
        os.killpg(crawler.pid, signal.SIGKILL)
    else:
        crawler.kill()
    crawler.wait()
    crawler.stdout.close()
    assert gone(extractor)
    folder = ArchiveFolder(tmp_path / "blog")
    if not group:
        assert counted(folder, "SELECT value FROM state WHERE name = 'last_capture'") >= 8
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    with crawl() as one, follow(one.folder, workers=1) as following:
        one.page("/new.html", "<title>new</title><p>new")
        one.end()
        following.finish()
    crawled = dump(folder.dataset_path)
    extract(folder)

    assert dump(folder.dataset_path) == crawled


def test_a_dataset_of_a_newer_schema_is_refused_at_once(crawl):
    folder = crawl_and_follow(crawl, record_blog)
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        db.execute("PRAGMA user_version = 99")

    with pytest.raises(UsageError, match="schema version 99"):
        follow(folder)


def test_a_dataset_that_another_process_writes_is_left_alone(crawl):
    folder = crawl_and_follow(crawl, record_blog)
    with (
        dataset_lock(folder),
        pytest.raises(Locked, match="another run is writing it"),
        dataset_lock(folder, patience=0.1),
    ):
        pass


def test_a_dataset_with_other_numbers_than_the_journal_is_made_anew(crawl, dump):
    folder = crawl_and_follow(crawl, record_blog)
    crawled = dump(folder.dataset_path)
    with closing(sqlite3.connect(folder.dataset_path, isolation_level=None)) as db:
        db.execute("UPDATE captures SET record_id = 'urn:uuid:0' WHERE id = (SELECT max(id) FROM captures)")

    with crawl() as one, follow(one.folder, workers=2) as following:
        one.end()
        following.finish()

    again = dump(folder.dataset_path)
    assert again["posts"] == crawled["posts"]
    assert again["captures"] == crawled["captures"]
    assert (folder.path / "dataset.sqlite.old").is_file()
    assert [note.partition(":")[0] for note in following.notes] == [str(folder.dataset_path)]
