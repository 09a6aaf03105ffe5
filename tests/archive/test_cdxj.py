"""The index: the lines that cdxj-indexer gives, sorted by bytes, whole or not at all."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from blogark.archive.capture import Capture, CrawlInfo
from blogark.archive.exchange import Exchange
from blogark.archive.indexes import cdxj
from blogark.archive.indexes.cdxj import index_line, timestamp, url_key, write_index
from blogark.archive.warc.files import WarcWriter, Written
from blogark.archive.warc.scan import scan

Make = Callable[..., Exchange]

URLS = [
    "http://www.blog.example/journal/2010/10/19/psoas.html",
    "http://blog.example/journal/?page=2&b=1&a=2",
    "https://blog.example:8443/A%20b/é?q=%zz#fragment",
    "http://xn--exmple-cua.example/",
    "http://192.0.2.7/",
]


def capture(written: Written) -> Capture:
    return Capture(
        id=1,
        crawl_id=3,
        url=written.url,
        captured_at=written.date,
        record_type=written.record_type,
        record_id=written.record_id,
        warc_file=written.file,
        warc_offset=written.offset,
        warc_length=written.length,
        status=written.status,
        media_type=written.media_type,
        payload_digest=written.payload_digest,
    )


@pytest.fixture
def archive(writer: WarcWriter, exchange: Make) -> Path:
    """An archive with a page a URL, a revisit, a failure and the end of the crawl."""
    first = writer.write(exchange(url=URLS[0]))
    for url in URLS[1:]:
        writer.write(exchange(url=url))
    writer.write(exchange(url=URLS[0]), revisit_of=capture(first))
    writer.write(exchange(response=b"", error="refused"))
    writer.write(exchange(response=b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
    writer.write_crawl_end({"crawlStatus": "complete"})
    writer.finish()
    return writer.folder.parent


def lines(archive: Path) -> list[bytes]:
    return (archive / "indexes" / "index.cdxj").read_bytes().splitlines(keepends=True)


def test_the_index_is_what_cdxj_indexer_makes(archive: Path):
    pytest.importorskip("cdxj_indexer")
    assert write_index(archive) == 7
    command = [sys.executable, "-c", "from cdxj_indexer.main import main; main()", "-s", str(archive / "archive")]
    theirs = subprocess.run(command, capture_output=True, check=True).stdout.splitlines(keepends=True)
    assert lines(archive) == sorted(theirs)


def test_lines_are_sorted_by_bytes(archive: Path):
    write_index(archive)
    sort = subprocess.run(
        ["sort"], input=b"".join(lines(archive)), capture_output=True, check=True, env={**os.environ, "LC_ALL": "C"}
    )
    assert sort.stdout == b"".join(lines(archive))


def test_the_journal_and_the_files_give_the_same_index(archive: Path):
    write_index(archive)
    scanned = lines(archive)
    rows = [one for one in scan(archive / "archive") if isinstance(one, Capture)]
    assert write_index(archive, reversed(rows)) == 7
    assert lines(archive) == scanned


def test_a_long_index_is_merged_from_sorted_runs(archive: Path, monkeypatch: pytest.MonkeyPatch):
    write_index(archive)
    whole = lines(archive)
    monkeypatch.setattr(cdxj, "RUN", 2)
    assert write_index(archive) == 7
    assert lines(archive) == whole
    assert [path.name for path in (archive / "indexes").iterdir()] == ["index.cdxj"]


def test_an_index_that_cannot_be_finished_leaves_the_old_one(archive: Path):
    write_index(archive)
    before = lines(archive)

    def interrupted():
        yield from (one for one in scan(archive / "archive") if isinstance(one, Capture))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_index(archive, interrupted())
    assert lines(archive) == before


def test_each_line_leads_to_its_record(archive: Path):
    write_index(archive)
    for line in lines(archive):
        told = json.loads(line.split(b" ", 2)[2])
        content = (archive / "archive" / told["filename"]).read_bytes()
        begin = int(told["offset"])
        member = gzip.decompress(content[begin : begin + int(told["length"])])
        assert f"WARC-Target-URI: {told['url']}\r\n".encode() in member


def test_an_archive_without_captures_has_an_empty_index(tmp_path: Path):
    (tmp_path / "archive").mkdir()
    assert (write_index(tmp_path), lines(tmp_path)) == (0, [])


def test_a_response_without_status_line_has_no_status_and_no_type(writer: WarcWriter, exchange: Make):
    line = index_line(capture(writer.write(exchange(response=b"<html>very old</html>"))))
    assert line is not None
    assert json.loads(line.split(b" ", 2)[2]).keys() == {"url", "length", "offset", "filename"}


def test_what_no_replay_serves_is_not_indexed(writer: WarcWriter, exchange: Make, crawl: CrawlInfo):
    assert index_line(capture(writer.write(exchange(response=b"")))) is None


@pytest.mark.parametrize(
    ("url", "key"),
    [("", "-"), ("\t", "%09"), ("http://a:b/ c", "http://a:b/%20c"), ("urn:x:y", "urn:x:y"), ("\udc80", "%ED%B2%80")],
)
def test_any_url_has_a_key_of_one_word_even_if_surt_refuses_it(url: str, key: str):
    assert url_key(url) == key


@pytest.mark.parametrize(
    ("date", "digits"),
    [
        ("2026-11-23T10:15:30.123456Z", "20261123101530"),
        ("2026-11-23T10:15:30Z", "20261123101530"),
        ("2026-11-23", "20261123000000"),
    ],
)
def test_the_time_is_fourteen_digits(date: str, digits: str):
    assert timestamp(date) == digits
