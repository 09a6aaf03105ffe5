"""All copies of a page are archived; the best of them is the one that is read."""

import sqlite3
from contextlib import closing

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.dataset.reading.extract import extract
from blogark.tests.spiders.conftest import Archive, Serve, links, reply
from blogark.tests.spiders.odd_server import Reply

WHOLE = (
    '<meta property="og:type" content="article"><article><h1>Boats</h1>'
    "<p>The keel is laid of larch.</p><p>The planks are oak.</p></article>"
)
OK = reply(WHOLE)
CUT = Reply(data=OK.data[:-40], then="close")
BUSY = reply("busy", status="503 Service Unavailable")


def body(archive: Archive) -> str:
    extract(ArchiveFolder(archive.path), workers=1)
    with closing(sqlite3.connect(archive.path / "dataset.sqlite")) as database:
        [(text,)] = database.execute("SELECT body_text FROM posts WHERE url LIKE '%/a'").fetchall()
    return str(text)


@pytest.mark.parametrize(
    ("replies", "archived"),
    [
        ((CUT, OK), [(200, "disconnect"), (200, None)]),
        ((BUSY, CUT, OK), [(503, None), (200, "disconnect"), (200, None)]),
        ((CUT, CUT, CUT), [(200, "disconnect")] * 3),
    ],
)
def test_a_page_that_fails_is_tried_later_and_read_from_its_best_copy(
    archive: Archive, serve: Serve, replies: tuple[Reply, ...], archived: list[tuple[int, str | None]]
) -> None:
    server = serve({"/": links("/a"), "/a": replies})
    outcome = archive.crawl(server.url("/"))
    assert outcome.exit_code == 0
    assert archive.rows("SELECT status, truncated FROM captures WHERE url LIKE '%/a' ORDER BY id") == archived
    whole = replies[-1] is OK
    assert outcome.failures == (0 if whole else 1)
    text = body(archive)
    assert "The keel is laid of larch." in text
    assert text.endswith("The planks are oak.") == whole


def test_a_cut_copy_of_a_later_crawl_does_not_displace_the_whole_one(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": (OK, CUT, CUT, CUT)})
    archive.crawl(server.url("/"))
    archive.crawl(server.url("/"), days=90)
    assert len(archive.rows("SELECT id FROM captures WHERE url LIKE '%/a'")) == 4
    assert body(archive).endswith("The planks are oak.")
