"""The status of archives that are whole, partial, running, killed or broken."""

import json
import os
import sqlite3
import time
from contextlib import closing
from dataclasses import asdict, astuple

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.archive.journal.queue import Copy, Found, Looked, UrlQueue
from blogark.archive.recording.mementos import Listed, MementoQueue
from blogark.dataset.asking.status import left_out, status
from blogark.dataset.asking.status_text import sparkline, text
from blogark.dataset.reading.extract import extract

POST = """<!DOCTYPE html><html><head><title>Boats</title><meta property="og:type" content="article">
</head><body><article><h1>Boats</h1><p>All about boats.</p></article></body></html>"""


def record(crawl) -> None:
    queue = UrlQueue(crawl.journal)
    queue.add([Found(url=f"http://blog.example/{name}") for name in ("boats", "gone", "late")], via=None)
    queue.skip(Found(url="http://blog.example/calendar"), "endless calendar")
    boats, gone = queue.take(2)
    crawl.page("/boats", POST)
    queue.done(boats)
    crawl.record("/gone", b"", error="connection refused")
    queue.failed(gone, "connection refused")


def test_it_tells_what_is_there_and_what_is_missing(crawl):
    with crawl() as one:
        record(one)
    extract(one.folder)

    found = status(one.folder)

    assert (found.holdings.posts + found.holdings.pages, found.holdings.captures, found.warc_files) == (1, 1, 1)
    assert (found.frontier.counts.done, found.frontier.counts.pending, found.frontier.counts.skipped) == (1, 1, 1)
    assert [(one.state, one.reason, one.number) for one in found.frontier.reasons] == [
        ("failed", "connection refused", 1),
        ("skipped", "endless calendar", 1),
    ]
    assert [left.url for left in found.frontier.failed] == ["http://blog.example/gone"]
    assert (found.last_crawl.status, found.last_crawl.exit_code, found.holder) == ("complete", 0, None)
    assert found.not_extracted == 0
    assert found.notes == ()
    assert "failed: http://blog.example/gone (connection refused)" in text(found)
    assert json.loads(json.dumps(asdict(found)))["frontier"]["counts"]["done"] == 1


def test_a_running_crawl_is_named_by_its_process(crawl):
    with crawl() as one, one.folder.lock():
        record(one)
        found = status(one.folder)

    assert found.holder == os.getpid()
    assert found.last_crawl.status == "running"
    assert f"is running (PID {os.getpid()})" in text(found)


def test_a_killed_crawl_says_how_to_go_on(crawl):
    with crawl(killed=True) as one:
        record(one)

    found = status(one.folder)

    assert found.last_crawl.status == "killed"
    assert found.not_extracted == 2
    assert "was killed; run `blogark crawl` again to go on" in text(found)
    assert "2 records not in the dataset yet" in text(found)


def test_a_crawl_that_has_only_begun_has_a_status(tmp_path):
    found = status(ArchiveFolder.create(tmp_path / "blog"))

    assert found.crawls == 0
    assert found.last_crawl is None
    assert len(found.notes) == 2
    assert "0 posts" in text(found)


@pytest.mark.parametrize("name", ["dataset.sqlite", "journal.sqlite"])
@pytest.mark.parametrize("content", [b"", b"this is no database" * 100, b"SQLite format 3\0" + bytes(5000)])
def test_a_broken_file_is_a_note_and_the_rest_is_told(crawl, name, content):
    with crawl() as one:
        record(one)
    extract(one.folder)
    (one.folder.path / name).write_bytes(content)

    found = status(one.folder)

    assert found.notes[0].startswith(str(one.folder.path / name))
    assert found.holdings.captures == (0 if name == "dataset.sqlite" else 1)
    assert found.frontier.counts.done == (0 if name == "journal.sqlite" else 1)


def test_a_dataset_of_a_newer_schema_is_a_note(crawl):
    with crawl() as one:
        record(one)
    extract(one.folder)
    with closing(sqlite3.connect(one.folder.dataset_path)) as db:
        db.execute("PRAGMA user_version = 99")

    assert "schema version 99" in status(one.folder).notes[0]


def test_looking_changes_nothing(crawl):
    with crawl() as one:
        record(one)
    extract(one.folder)
    before = modified(one.folder)

    status(one.folder)

    assert modified(one.folder) == before


def modified(folder):
    # A database that was left in WAL mode is read through companions, which are no content.
    files = [path for path in folder.path.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm"))]
    return {path: path.stat().st_mtime_ns for path in files}


def test_it_tells_what_robots_closes_and_when_pages_are_visited_again(crawl):
    with crawl() as one:
        record(one)
        queue = UrlQueue(one.journal)
        queue.skip(Found(url="http://blog.example/closed"), "closed by robots.txt")
        for number, due in enumerate((1.0, 4_000_000_000.0)):
            queue.add([Found(url=f"http://blog.example/{number}", priority=9)], via=None)
            [visit] = queue.take()
            queue.done(visit, looked=Looked(due=due))

    found = status(one.folder)

    assert (found.frontier.closed_by_robots, found.frontier.closed[0].url) == (1, "http://blog.example/closed")
    assert (found.frontier.due, found.frontier.next_due) == (1, "2096-10-02T07:06:40Z")
    told = text(found)
    assert "robots.txt closes 1 URL\n             http://blog.example/closed\n" in told
    assert "1 page due for another visit; next due 2096-10-02 07:06 UTC" in told


def test_it_counts_the_posts_that_are_gone(crawl):
    with crawl() as one:
        one.page("/boats", POST)
        one.record("/boats", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    extract(one.folder)

    found = status(one.folder)

    assert found.holdings.gone == 1
    assert "1 post gone from the blog and kept here" in text(found)


def test_it_tells_when_posts_lists_and_pictures_are_visited_again(crawl):
    with crawl() as one:
        queue, now = UrlQueue(one.journal), time.time()
        for name, due in (("a", now - 5), ("b", now + 3_600), ("c", now + 40 * 86_400), ("front", 0.0)):
            queue.add([Found(url=f"http://blog.example/{name}")], via=None)
            [visit] = queue.take()
            one.page(f"/{name}", POST.replace("boats", name))
            number = one.journal.last_capture_id()
            queue.done(visit, Copy(capture_id=number, etag=None, last_modified=None), Looked(due=due))
    extract(one.folder)

    found = status(one.folder)

    [posts] = found.frontier.schedule
    assert ("posts and pages", 1, 1, 0, 0, 1) == astuple(posts)
    assert 1 == found.frontier.every_run
    told = text(found)
    assert "visited again    now  in a day  in a week  in a month  later" in told
    assert "posts and pages    1         1          0           0      1" in told
    assert "1 URL asked for in every run" in told


def test_it_draws_how_the_blog_and_the_archive_grew(crawl):
    with crawl() as one:
        record(one)
    extract(one.folder)
    with closing(sqlite3.connect(one.folder.dataset_path)) as db, db:
        db.execute("UPDATE posts SET kind = 'post', published = '2009-03-04'")
        db.execute("UPDATE crawls SET started_at = '2026-11-01T00:00:00Z', new_captures = 7, bytes = 5200000")

    found = status(one.folder)

    assert [("2009", 1, 0)] == [astuple(year) for year in found.growth.published]
    assert [("2026-11", 1, 7)] == [(month.month, month.runs, month.new_captures) for month in found.growth.archived]
    told = text(found)
    assert "posts by year     █  1, 2009 to 2009" in told
    assert "received by month █  5.2 MB" in told
    assert found.sizes.warcs > 0
    assert "the disk has" in told


def test_a_sparkline_tells_little_from_nothing_and_most_from_much():
    assert "▁ ▄█" == sparkline([1, 0, 50, 100])
    assert "" == sparkline([])
    assert "  " == sparkline([0, 0])


def test_every_url_that_was_left_out_is_listed_by_its_reason(crawl):
    with crawl() as one:
        record(one)

    assert [("failed", "http://blog.example/gone"), ("skipped", "http://blog.example/calendar")] == [
        (left.state, left.url) for left in left_out(one.folder)
    ]


def test_mementos_that_wait_are_counted(crawl):
    with crawl() as one:
        queue = MementoQueue(one.journal, "http://archive.example/web")
        listed = Listed(url="http://blog.example/a", timestamp="20100101000000", media_type="text/html", digest=None)
        queue.add("query", [listed], resume_key=None)
        queue.choose("latest", begin="0" * 14, end="9" * 14, pages=frozenset({"text/html"}))

    [mementos] = status(one.folder).frontier.mementos

    assert ("http://archive.example/web", 1, 0) == (mementos.archive, mementos.pending, mementos.done)
    assert "1 memento of http://archive.example/web still to be fetched, 0 are here" in text(status(one.folder))
