"""A blog that is crawled again: only what has changed is sent again."""

import sqlite3
from pathlib import Path

from blogark.archive.cdxj import write_index
from blogark.archive.findings import Findings
from blogark.archive.folder import ArchiveFolder
from blogark.archive.journal import SCHEMA_VERSION, Journal
from blogark.archive.scan import scan
from blogark.archive.verify import check_archive
from blogark.tests.spiders.conftest import Archive, Serve, asked, links, reply
from blogark.tests.spiders.odd_server import OddServer

NOT_MODIFIED = reply(status="304 Not Modified", ETag='"1"')
DATE = "Thu, 01 Jul 2010 10:00:00 GMT"


def header(server: OddServer, path: str, name: str) -> list[str | None]:
    """What each request for a path said in a header."""
    told = []
    for served in server.served:
        lines = served.received.decode("latin-1").split("\r\n")
        if lines[0].split(" ")[1] == path:
            values = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
            told.append(values.get(name))
    return told


def test_what_came_with_a_validator_is_asked_for_conditionally(archive: Archive, serve: Serve) -> None:
    etag = reply("<a href=/a>a</a>", ETag='"1"')
    date = reply("<p>b</p>", Last_Modified=DATE)
    server = serve({"/": (etag, NOT_MODIFIED), "/a": date})
    archive.crawl(server.url("/"))
    archive.crawl(server.url("/"))
    assert header(server, "/", "if-none-match") == [None, '"1"']
    assert header(server, "/a", "if-modified-since") == [None, DATE.lower()]
    assert header(server, "/robots.txt", "if-none-match") == [None, None]


def test_a_304_is_a_revisit_of_the_page_and_leads_nowhere_new(archive: Archive, serve: Serve) -> None:
    server = serve({"/": (reply("<a href=/a>a</a>", ETag='"1"'), NOT_MODIFIED), "/a": reply("<p>a</p>")})
    archive.crawl(server.url("/"))
    outcome = archive.crawl(server.url("/"), concurrency=1)
    assert (outcome.exit_code, outcome.revisits, outcome.counts.done) == (0, 2, 2)
    assert asked(server) == ["/robots.txt", "/", "/a"] * 2
    rows = archive.rows("SELECT record_type, status, payload_digest FROM captures WHERE url LIKE '%/' ORDER BY id")
    assert [row[:2] for row in rows] == [("response", 200), ("revisit", 304)]
    assert rows[0][2] == rows[1][2]
    captures = [one for one in scan(ArchiveFolder(archive.path).warcs) if hasattr(one, "record_type")]
    assert [(one.url, one.status) for one in captures if one.status == 304] == [(server.url("/"), 304)]


def test_an_archive_with_304s_is_found_whole(archive: Archive, serve: Serve) -> None:
    server = serve({"/": (reply("<p>same</p>", ETag='"1"'), NOT_MODIFIED)})
    archive.crawl(server.url("/"))
    archive.crawl(server.url("/"))
    folder, findings = ArchiveFolder(archive.path), Findings()
    write_index(archive.path)
    with check_archive(folder, findings):
        pass
    assert [str(one) for one in findings.kept] == []


def test_a_third_run_asks_with_what_the_first_was_given(archive: Archive, serve: Serve) -> None:
    server = serve({"/": (reply("<p>same</p>", ETag='"1"'), NOT_MODIFIED)})
    for _ in range(3):
        archive.crawl(server.url("/"))
    assert header(server, "/", "if-none-match") == [None, '"1"', '"1"']
    assert archive.rows("SELECT count(*) FROM captures WHERE record_type = 'revisit'") == [(2,)]


def test_a_page_that_changed_is_asked_for_with_its_new_validator(archive: Archive, serve: Serve) -> None:
    replies = (reply("<p>1</p>", ETag='"1"'), reply("<p>2</p>", ETag='"2"'), NOT_MODIFIED)
    server = serve({"/": replies})
    for _ in range(3):
        archive.crawl(server.url("/"))
    assert header(server, "/", "if-none-match") == [None, '"1"', '"2"']
    digests = archive.rows("SELECT payload_digest FROM captures WHERE url LIKE '%/' ORDER BY id")
    assert digests[1] == digests[2] != digests[0]


def test_full_asks_for_everything(archive: Archive, serve: Serve) -> None:
    server = serve({"/": reply("<p>same</p>", ETag='"1"')})
    archive.crawl(server.url("/"))
    archive.crawl(server.url("/"), full=True)
    assert header(server, "/", "if-none-match") == [None, None]


def test_a_torn_page_is_never_taken_for_a_copy(archive: Archive, serve: Serve) -> None:
    torn = reply("<p>half", ETag='"1"', Content_Length="99")
    server = serve({"/": links("/a"), "/a": type(torn)(data=torn.data, then="close")})
    archive.crawl(server.url("/"))
    archive.crawl(server.url("/"))
    assert set(header(server, "/a", "if-none-match")) == {None}


def test_a_304_that_nobody_asked_for_is_a_response(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": NOT_MODIFIED})
    archive.crawl(server.url("/"))
    assert archive.rows("SELECT record_type FROM captures WHERE status = 304") == [("response",)]


def test_an_etag_cannot_smuggle_a_header(archive: Archive, serve: Serve) -> None:
    server = serve({"/": reply("<p>same</p>", ETag='"1"\x00\x0bX-Forged: 1\xff')})
    archive.crawl(server.url("/"))
    assert archive.crawl(server.url("/")).exit_code == 0
    assert header(server, "/", "x-forged") == [None, None]


def test_the_traps_of_the_engine_stay_shut_when_every_page_is_unchanged(archive: Archive, serve: Serve) -> None:
    home = '<meta name="generator" content="WordPress 6.4"><a href="/p/?replytocom=5">x</a>'
    server = serve({"/": (reply(home, ETag='"1"'), NOT_MODIFIED)})
    archive.crawl(server.url("/"))
    assert set(archive.urls("skipped")) == {"/p/?replytocom=5"}
    archive.crawl(server.url("/"))
    assert "/p/?replytocom=5" not in asked(server)


def test_a_journal_of_the_first_version_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    Journal(path).close()
    database = sqlite3.connect(path)
    for column in ("capture_id", "etag", "last_modified"):
        database.execute(f"ALTER TABLE urls DROP COLUMN {column}")
    database.execute("PRAGMA user_version = 1")
    database.close()
    Journal(path).close()
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    database.execute("SELECT capture_id, etag, last_modified FROM urls")
    database.close()


def test_links_to_the_other_spelling_of_the_host_are_the_same_pages(archive: Archive, serve: Serve) -> None:
    server = serve({"/": reply("<p>home</p>"), "/a": reply("<p>a</p>")})
    secure = server.url("/a").replace("http:", "https:")
    server.replies = {"/": links("/a", secure), "/a": reply("<p>a</p>")}
    outcome = archive.crawl(server.url("/"))
    assert (outcome.counts.done, outcome.counts.failed) == (2, 0)
    assert asked(server) == ["/robots.txt", "/", "/a"]
