"""Films out of a web archive: kept on the disk while they come, recorded from there, never in memory."""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
from contextlib import closing

import pytest

from blogark.archive.journal.journal import Journal
from blogark.archive.spool import SPOOLED
from blogark.archive.warc.scan import read_capture
from blogark.dataset.checking.verify import verify
from blogark.tests.spiders.test_long_bodies import MEGABYTE, MOST_MEMORY, peak_of
from blogark.tests.wayback.archive_server import Kept, Reply

FILM = os.urandom(MEGABYTE) * 120
URL = "http://blog.example/film.mp4"


def captures(folder):
    with closing(Journal(folder.journal_path, read_only=True)) as journal:
        return [one for one in journal.captures() if one.status == 200]


def test_a_film_is_kept_whole_and_not_held_in_memory(archive, folder):
    archive.kept = [Kept(URL, "20090101000000", FILM, media_type="video/mp4")]
    crawl = ["crawl", "http://blog.example/", "--archive", folder.path, "--delay", "0", "--quiet"]
    assert peak_of(*crawl, "--source", "wayback", "--wayback-url", archive.base) < MOST_MEMORY
    [film] = captures(folder)
    assert (URL, "2009-01-01T00:00:00Z", "memento") == (film.url, film.captured_at, film.source)
    assert film.payload_digest == "sha256:" + hashlib.sha256(FILM).hexdigest()
    assert not [one for one in verify(folder).findings if one.severity == "error"]
    assert read_capture(folder.warcs, film).headers[-1] == (b"Content-Length", str(len(FILM)).encode())


def test_the_same_film_again_is_a_revisit(archive, folder, crawled):
    body = FILM[: 2 * SPOOLED]
    archive.kept = [Kept(f"http://blog.example/{n}.mp4", f"2009010{n}000000", body, "video/mp4") for n in (1, 2)]
    crawled()
    assert ["response", "revisit"] == [one.record_type for one in captures(folder)]
    assert not [one for one in verify(folder).findings if one.severity == "error"]


@pytest.mark.parametrize("on_the_way", [True, False])
def test_a_long_page_that_was_packed_on_the_way_is_unpacked(archive, folder, crawled, on_the_way):
    text = base64.b64encode(os.urandom(3 * MEGABYTE))
    packed = gzip.compress(text, mtime=0)
    kept = Kept("http://blog.example/long.txt", "20090101000000", text if on_the_way else packed, "text/plain")
    headers = (*kept.reply.headers, ("Content-Encoding", "gzip"))
    if not on_the_way:
        headers = (*headers, ("X-Archive-Orig-Content-Encoding", "gzip"))
    archive.kept = [kept]
    archive.before = lambda path: Reply(body=packed, headers=headers) if path.endswith("/long.txt") else None
    crawled()
    [found] = captures(folder)
    assert read_capture(folder.warcs, found).entity == (text if on_the_way else packed)


def test_a_long_index_is_read_to_its_end(archive, folder, crawled):
    archive.kept = [
        Kept(f"http://blog.example/{n}/{'x' * 1000}.gif", "20090101000000", b"GIF89a%d" % n, "image/gif")
        for n in range(2 * SPOOLED // 1000)
    ]
    outcome = crawled(max_pages=1)
    assert outcome.counts.pending > SPOOLED / 1000
