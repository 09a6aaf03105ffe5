"""A blog out of a web archive: what is asked, what is recorded, and what happens when the archive does not want to."""

import gzip
import json
import sqlite3
from contextlib import closing

import pytest

from blogark.archive.journal.journal import Journal
from blogark.archive.warc.scan import read_capture
from blogark.dataset.checking.verify import verify
from blogark.dataset.reading.extract import extract
from blogark.dataset.tables.dump import dump
from blogark.tests.wayback.archive_server import Kept, Reply

POST = """<!DOCTYPE html><html><head><title>{0}</title><meta property="og:type" content="article">
</head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"""
PNG = {"media_type": "image/png"}


def rows(folder, query):
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        return db.execute(query).fetchall()


def keep_posts(archive, *words):
    for number, word in enumerate(words, start=1):
        archive.keep(f"/{word}.html", f"2009030{number}040506", POST.format(word, f"All about {word}."))


def test_a_capture_is_recorded_as_what_the_blog_once_sent(archive, folder, crawled):
    body = POST.format("boats", "Wood.").encode()
    original = (
        ("X-Archive-Orig-Server", "Apache/1.3"),
        ("X-Archive-Orig-Etag", '"7"'),
        ("X-Archive-Orig-Content-Length", "7"),
    )
    own = (
        ("X-Archive-Src", "a.warc.gz"),
        ("Link", "<x>"),
        ("Server", "nginx"),
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
    )
    archive.keep("/boats.html", "20090304050607", body, headers=original + own)

    outcome = crawled()

    assert (outcome.exit_code, outcome.status, outcome.new_captures) == (0, "complete", 1)
    with closing(Journal(folder.journal_path, read_only=True)) as journal:
        capture = journal.capture(1)
    found = read_capture(folder.warcs, capture)
    assert (capture.url, capture.captured_at, capture.source) == (
        "http://blog.example/boats.html", "2009-03-04T05:06:07Z", "memento",
    )  # fmt: skip
    head, _, rest = found.block.partition(b"\r\n\r\n")
    assert rest == body
    assert head.split(b"\r\n") == [
        b"HTTP/1.1 200 OK",
        b"Server: Apache/1.3",
        b'Etag: "7"',
        b"Content-Type: text/html",
        b"Content-Length: %d" % len(body),
    ]
    content = b"".join(gzip.decompress(path.read_bytes()) for path in folder.warcs.iterdir())
    assert f"WARC-Source-URI: {archive.base}/20090304050607id_/http://blog.example/boats.html\r\n".encode() in content
    assert b"X-Archive-Src: a.warc.gz" in content, "the head of the archive's answer is kept"
    assert b"archiveDigestFits: yes" in content
    assert rows(folder, "SELECT title, source FROM posts JOIN captures ON captures.id = capture_id") == [
        ("boats", "memento")
    ]
    assert verify(folder).errors == 0


def test_a_rebuild_gives_the_same_rows(archive, folder, crawled):
    keep_posts(archive, "boats", "wood", "tar")
    archive.keep("/copy.html", "20090309040506", archive.kept[0].body)
    crawled()
    before = list(dump(folder.dataset_path))
    assert any("revisit" in line for line in before)
    folder.journal_path.unlink()
    extract(folder)
    assert list(dump(folder.dataset_path)) == before


VERSIONS = ("20090101000000", "20090115000000", "20090201000000", "20100101000000")


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("latest", VERSIONS[3:]), ("monthly", VERSIONS[1:]), ("all", VERSIONS)],
)
def test_of_each_page_the_captures_that_were_chosen_are_fetched(choice, expected, archive, crawled):
    for number, timestamp in enumerate(VERSIONS):
        archive.keep("/a.html", timestamp, POST.format("A", f"Version {number}."))
    crawled(mementos=choice)
    assert archive.mementos == [f"{timestamp} /a.html" for timestamp in expected]


def test_of_pictures_only_the_latest_is_fetched_and_none_without_requisites(archive, folder, crawled):
    archive.keep("/a.html", "20090101000000", POST.format("A", "x"))
    for timestamp in VERSIONS:
        archive.keep("/a.png", timestamp, timestamp.encode(), **PNG)
    crawled(mementos="all", requisites=False)
    assert archive.mementos == ["20090101000000 /a.html"]
    crawled(mementos="all")
    assert archive.mementos == ["20090101000000 /a.html", "20100101000000 /a.png"]


def test_what_a_page_needs_from_elsewhere_is_fetched_as_of_its_time(archive, folder, crawled):
    """A style sheet on another host, and the picture that it names; once, though two pages need them."""
    sheet, picture = "http://cdn.example/a.css", "http://cdn.example/b.png"
    needs = f'<link rel="stylesheet" href="{sheet}">'
    for name, day in (("a", 1), ("b", 2)):
        archive.keep(f"/{name}.html", f"2009010{day}000000", POST.format(name, needs))
    archive.kept += [
        Kept(sheet, "20100101000000", b"body { background: url(b.png) }", media_type="text/css"),
        Kept(picture, "20090101000000", b"png", media_type="image/png"),
    ]
    leads = Reply(302, headers=(("Location", f"{archive.base}/20100101000000id_/{sheet}"),))
    archive.before = lambda path: leads if path.endswith(f"/20090101000000id_/{sheet}") else None

    assert crawled().failures == 0

    captured = "SELECT url, captured_at, source FROM captures WHERE url LIKE '%cdn%' ORDER BY id"
    assert rows(folder, captured) == [
        (sheet, "2010-01-01T00:00:00Z", "memento"),
        (picture, "2009-01-01T00:00:00Z", "memento"),
    ]
    assert len([path for path in archive.asked if picture in path]) == 1


def test_the_same_bytes_are_fetched_once_in_a_row(archive, crawled):
    for timestamp, text in zip(VERSIONS, ("one", "one", "two", "two"), strict=True):
        archive.keep("/a.html", timestamp, POST.format("A", text))
    crawled(mementos="all")
    assert archive.mementos == [f"{VERSIONS[0]} /a.html", f"{VERSIONS[2]} /a.html"]


def test_errors_and_redirects_in_the_index_are_passed_over(archive, crawled):
    archive.keep("/a.html", "20090101000000", POST.format("A", "x"))
    archive.keep("/b.html", "20090101000000", "gone", status="404")
    archive.keep("/c.html", "20090101000000", "moved", status="301")
    crawled()
    assert archive.mementos == ["20090101000000 /a.html"]


def test_only_the_time_that_was_asked_for_is_listed_and_fetched(archive, crawled):
    for number, timestamp in enumerate(VERSIONS):
        archive.keep("/a.html", timestamp, POST.format("A", f"Version {number}."))
    crawled(mementos="all", begin="2009-01-10", end="2009")
    assert archive.mementos == [f"{timestamp} /a.html" for timestamp in VERSIONS[1:3]]


def test_the_index_is_turned_page_by_page_and_its_place_is_kept(archive, folder, crawled, monkeypatch):
    monkeypatch.setattr("blogark.spiders.wayback.cdx_server.PAGE", 2)
    keep_posts(archive, "a", "b", "c", "d", "e")
    broken = lambda path: Reply(500) if "resumeKey=2" in path else None  # noqa: E731
    archive.before = broken
    outcome = crawled()
    assert outcome.exit_code == 5
    assert "does not answer" in outcome.message or "answered 500" in outcome.message
    assert archive.mementos == []

    archive.before, archive.asked[:] = lambda path: None, []
    assert crawled().exit_code == 0
    assert [path.partition("resumeKey=")[2] for path in archive.asked if "/cdx" in path] == ["2", "4"]
    assert len(archive.mementos) == 5


def test_an_index_without_resume_keys_is_asked_for_all_at_once(archive, crawled, monkeypatch):
    monkeypatch.setattr("blogark.spiders.wayback.cdx_server.PAGE", 2)
    monkeypatch.setattr("blogark.spiders.wayback.crawl.PAGE", 2)
    keep_posts(archive, "a", "b", "c")
    archive.before = lambda path: (
        archive.reply(path.replace("showResumeKey=true", "x=")) if "showResumeKey" in path else None
    )
    crawled()
    assert len(archive.mementos) == 3


def test_the_dialect_of_pywb_is_read(archive, crawled):
    keep_posts(archive, "a")
    line = {"timestamp": "20090301040506", "url": "http://blog.example/a.html", "mime": "text/html", "status": "200"}
    archive.before = lambda path: Reply(body=json.dumps(line).encode() + b"\n") if "/cdx" in path else None
    crawled()
    assert archive.mementos == ["20090301040506 /a.html"]


INDEXES = {
    "a web page": (Reply(body=b"<!DOCTYPE html><title>Welcome</title>"), "a web page instead of a list"),
    "text": (Reply(body=b"org.archive.util.RobotsException: Blocked"), "instead of a list of captures"),
    "broken JSON": (Reply(body=b'[["urlkey", "time'), "instead of a list of captures"),
    "a JSON object in an array": (Reply(body=b'[{"a": 1}]'), "instead of a list of captures"),
    "forbidden": (Reply(403, b"Blocked Site Error"), "answered 403 Forbidden: Blocked Site Error"),
    "nothing": (Reply(body=b""), "has no capture of http://blog.example/"),
    "an empty list": (Reply(body=b"[]"), "has no capture of http://blog.example/"),
}


@pytest.mark.parametrize("case", INDEXES)
def test_an_index_that_is_none_ends_the_run_with_a_sentence(case, archive, folder, crawled):
    reply, words = INDEXES[case]
    archive.before = lambda path: reply

    outcome = crawled()

    assert (outcome.exit_code, outcome.status) == (5, "failed")
    assert words in outcome.message
    assert "\n" not in outcome.message
    assert verify(folder).errors == 0


@pytest.mark.parametrize("status", [429, 503])
def test_a_pause_that_the_archive_asks_for_is_kept_and_nothing_is_lost(status, archive, crawled):
    keep_posts(archive, "a", "b")
    refusals = iter([True, False] * 10)
    archive.before = lambda path: Reply(status, headers=(("Retry-After", "0"),)) if next(refusals) else None
    outcome = crawled()
    assert (outcome.exit_code, outcome.new_captures, outcome.failures) == (0, 2, 0)


@pytest.mark.parametrize("status", [429, 503])
def test_an_archive_that_refuses_is_left_in_peace_and_the_next_run_goes_on(status, archive, folder, crawled):
    keep_posts(archive, "a", "b", "c")
    refused = Reply(status, headers=(("Retry-After", "0"),))
    archive.before = lambda path: refused if "b.html" in path else None
    outcome = crawled()
    assert (outcome.exit_code, outcome.status) == (5, "interrupted")
    assert "refuses more requests" in outcome.message
    assert outcome.message.endswith("run again later to go on")
    assert rows(folder, "SELECT title FROM posts") == [("a",)]

    archive.before = lambda path: None
    assert crawled().exit_code == 0
    assert rows(folder, "SELECT title FROM posts ORDER BY id") == [("a",), ("b",), ("c",)]
    assert len([one for one in archive.mementos if "a.html" in one]) == 1


def test_a_pause_of_hours_ends_the_run_at_once(archive, crawled):
    keep_posts(archive, "a")
    archive.before = lambda path: Reply(429, headers=(("Retry-After", "7200"),))
    outcome = crawled()
    assert outcome.exit_code == 5
    assert "asks for a pause of" in outcome.message
    assert len(archive.asked) == 1


def test_what_the_archive_cannot_bring_is_listed_and_the_rest_is_fetched(archive, folder, crawled):
    keep_posts(archive, "a", "b", "c")
    replies = {"a.html": Reply(404, b"<p>gone"), "b.html": Reply(200, b"<!DOCTYPE html><p>Sign in")}
    archive.before = lambda path: next((reply for name, reply in replies.items() if f"/{name}" in path), None)

    outcome = crawled()

    assert (outcome.exit_code, outcome.new_captures, outcome.failures) == (0, 1, 2)
    reasons = {one.reason for one in outcome.left_out}
    assert reasons == {"404 Not Found", "the archive answered with a page of its own"}
    assert rows(folder, "SELECT title FROM posts") == [("c",)]


def test_an_archive_that_has_only_another_capture_leads_to_it(archive, folder, crawled):
    archive.keep("/a.html", "20090101000000", POST.format("A", "x"))
    there = Kept("http://blog.example/a.html", "20110101000000", POST.format("A", "later").encode())
    location = ("Location", f"{archive.base}/20110101000000/http://blog.example/a.html")
    archive.before = lambda path: (
        Reply(302, headers=(location,))
        if "/20090101000000" in path
        else there.reply
        if "/20110101000000id_" in path
        else None
    )
    crawled()
    assert rows(folder, "SELECT captured_at FROM captures") == [("2011-01-01T00:00:00Z",)]


def test_an_archive_cannot_lead_elsewhere_or_on_without_end(archive, folder, crawled):
    keep_posts(archive, "a", "b")
    replies = {
        "a.html": Reply(302, headers=(("Location", "http://127.0.0.1:1/secret"),)),
        "b.html": Reply(302, headers=(("Location", f"{archive.base}/20090302040506/http://blog.example/b.html"),)),
    }
    archive.before = lambda path: next((reply for name, reply in replies.items() if f"/{name}" in path), None)
    outcome = crawled()
    assert (outcome.exit_code, outcome.failures) == (0, 2)
    assert rows(folder, "SELECT count(*) FROM captures") == [(0,)]


def test_a_coding_of_the_way_is_undone_and_one_of_the_blog_is_kept(archive, folder, crawled):
    plain, packed = POST.format("plain", "x").encode(), gzip.compress(POST.format("packed", "x").encode(), mtime=0)
    way = Kept("http://blog.example/plain.html", "20090101000000", plain)
    archive.kept = [
        way,
        Kept(
            "http://blog.example/packed.html", "20090102000000", packed,
            headers=(("Content-Encoding", "gzip"), ("X-Archive-Orig-Content-Encoding", "gzip")),
        ),
    ]  # fmt: skip
    on_the_way = Reply(body=gzip.compress(plain), headers=(*way.reply.headers, ("Content-Encoding", "gzip")))
    archive.before = lambda path: on_the_way if path.endswith("/plain.html") else None

    crawled()

    with closing(Journal(folder.journal_path, read_only=True)) as journal:
        found = [read_capture(folder.warcs, capture) for capture in journal.captures() if capture.status]
    assert [one.entity for one in found] == [plain, packed]
    assert rows(folder, "SELECT title FROM posts ORDER BY id") == [("plain",), ("packed",)]


def test_a_limit_stops_the_run_and_the_next_one_goes_on(archive, folder, crawled):
    keep_posts(archive, "a", "b", "c")
    outcome = crawled(max_pages=1)
    assert (outcome.exit_code, outcome.status, outcome.counts.pending) == (3, "limited", 2)
    assert crawled().exit_code == 0
    assert sorted(archive.mementos) == sorted(set(archive.mementos))
    assert rows(folder, "SELECT count(*) FROM posts") == [(3,)]


def test_a_run_of_which_all_is_fetched_asks_for_what_is_new_only(archive, crawled):
    keep_posts(archive, "a", "b")
    crawled()
    archive.keep("/c.html", "20120101000000", POST.format("c", "new"))
    crawled()
    assert len(archive.mementos) == 3


def test_what_the_user_closed_is_not_fetched(archive, crawled):
    keep_posts(archive, "a", "b")
    crawled(exclude=(r"/b\.html",))
    assert archive.mementos == ["20090301040506 /a.html"]


def test_one_request_is_made_at_a_time_and_its_delay_kept(archive, crawled):
    import time

    keep_posts(archive, "a", "b", "c")
    began = time.monotonic()
    crawled(delay=0.2)
    assert time.monotonic() - began >= 0.2 * 3
