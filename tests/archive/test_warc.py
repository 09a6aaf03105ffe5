"""WARC files: written, synced, finished, cut back; and what other people's checkers say of them."""

import gzip
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from blogark.archive.capture import Capture, CrawlInfo
from blogark.archive.exchange import Exchange
from blogark.archive.warc.files import WarcWriter, Written, cut_back, warc_files

Make = Callable[..., Exchange]

OK = b"HTTP/1.1 200 OK\r\n"
ODD = {
    "lower-case": b"http/1.1 200 OK\r\ncontent-LENGTH:2\r\n\r\nok",
    "line feeds": b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
    "folded": OK + b"X: a\r\n  b\r\nContent-Length: 2\r\n\r\nok",
    "no colon": OK + b"nonsense\r\nContent-Length: 2\r\n\r\nok",
    "latin-1": OK + b"X: caf\xe9\r\nContent-Length: 2\r\n\r\nok",
    "gzip": OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"<p>psoas</p>", mtime=0),
    "empty": OK + b"Content-Length: 0\r\n\r\n",
    "204": b"HTTP/1.1 204 No Content\r\n\r\n",
    "redirect": b"HTTP/1.1 301 Moved\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
    "until close": b"HTTP/1.0 200 OK\r\n\r\nuntil close",
    "cut": OK + b"Content-Length: 100\r\n\r\ncut",
    "cut head": OK + b"Content-Type: text/html",
    "0.9": b"<html>\r\n\r\nold</html>",
}
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
INTERIM = b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nok"


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
        payload_digest=written.payload_digest,
    )


def blocks(path: Path, record_type: str) -> list[bytes]:
    """The blocks of a file as warcio reads them back."""
    with path.open("rb") as file:
        records = ArchiveIterator(file, no_record_parse=True)
        return [one.content_stream().read() for one in records if one.rec_type == record_type]


def write_all(writer: WarcWriter, exchange: Make) -> Path:
    """A file with everything that can be in one, except what checkers misread."""
    for number, response in enumerate(ODD.values()):
        writer.write(exchange(url=f"http://blog.example/{number}", response=response))
    first = writer.write(exchange(truncated="length", tls_protocol="tls/1.3", ip_address="2001:db8::1"))
    writer.write(exchange(), revisit_of=capture(first))
    writer.write(exchange(response=b"", error="no route to host"))
    writer.write(exchange(url="http://blog.example/\r\nWARC-Type: forged"))
    writer.write_crawl_end({"crawlStatus": "complete"})
    return writer.folder / writer.finish()


def checked(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{done.returncode} {done.stdout}".strip()


# What is written.


def test_every_block_comes_back_byte_for_byte(writer: WarcWriter, exchange: Make):
    sent = [*ODD.values(), CHUNKED, INTERIM]
    for response in sent:
        writer.write(exchange(response=response))
    file = writer.folder / writer.finish()
    assert blocks(file, "response") == sent
    assert blocks(file, "request") == [exchange().request] * len(sent)


def test_the_capture_lies_where_it_says(writer: WarcWriter, exchange: Make):
    one, other = writer.write(exchange()), writer.write(exchange(response=b"", error="refused"))
    content = (writer.folder / writer.finish()).read_bytes()
    for written, record_type in ((one, b"response"), (other, b"metadata")):
        member = gzip.decompress(content[written.offset : written.offset + written.length])
        assert member.startswith(b"WARC/1.1\r\nWARC-Type: " + record_type + b"\r\n")
        assert written.record_id.encode() in member
    assert one.bytes > one.length


def test_each_file_begins_with_its_warcinfo(writer: WarcWriter, exchange: Make):
    writer.write(exchange())
    first = writer.finish()
    writer.write(exchange())
    second = writer.finish()
    for name in (first, second):
        with gzip.open(writer.folder / name) as file:
            assert file.read(4_000).startswith(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n")
        assert b"blogark-crawl: 3\r\n" in blocks(writer.folder / name, "warcinfo")[0]


def test_a_file_is_open_until_it_is_finished(writer: WarcWriter, exchange: Make):
    writer.write(exchange())
    assert [path.name for path in warc_files(writer.folder)] == [f"{writer.name}.open"]
    name = writer.finish()
    assert [path.name for path in warc_files(writer.folder)] == [name]
    assert re.fullmatch(r"blog\.example-\d{17}-00000\.warc\.gz", name)


def test_a_full_file_is_followed_by_another(warcs: Path, crawl: CrawlInfo, exchange: Make):
    writer = WarcWriter(warcs, prefix="blog.example", crawl=crawl, fields={}, max_bytes=5_000)
    names = []
    for _ in range(20):
        if writer.is_full():
            names.append(writer.finish())
        writer.write(exchange())
    names.append(writer.finish())
    assert names == [path.name for path in warc_files(warcs)] == sorted(names)
    assert len(names) > 3
    assert sum(len(blocks(warcs / name, "response")) for name in names) == 20


def test_the_journal_hears_of_a_file_before_it_is_there(warcs: Path, crawl: CrawlInfo):
    heard = []
    writer = WarcWriter(
        warcs,
        prefix="b",
        crawl=crawl,
        fields={},
        on_open=lambda name: heard.append((name, (warcs / f"{name}.open").exists())),
    )
    name = writer.open()
    writer.abandon()
    assert heard == [(name, False)]


def test_names_sort_in_the_order_of_writing_even_if_the_clock_goes_back(warcs: Path, crawl: CrawlInfo):
    future = datetime.now(UTC) + timedelta(days=400)
    (warcs / f"zzz-{future:%Y%m%d%H%M%S}999-00007.warc.gz").touch()
    (warcs / "odd-99999999999999999-00000.warc.gz").touch()
    names = []
    for prefix in ("blog.example", "another.example"):
        writer = WarcWriter(warcs, prefix=prefix, crawl=crawl, fields={})
        names += [writer.open()]
        writer.finish()
    ours = [path.name for path in warc_files(warcs) if path.name in names]
    assert ours == names
    assert warc_files(warcs)[0].name.startswith("zzz-")


# What is safe.


def test_sync_tells_the_offset_that_is_safe(writer: WarcWriter, exchange: Make):
    writer.write(exchange())
    name, offset = writer.sync()
    assert (warc_files(writer.folder)[0].stat().st_size, name) == (offset, writer.name)


def test_what_was_abandoned_ends_where_it_was_synced(writer: WarcWriter, exchange: Make):
    writer.write(exchange())
    _, safe = writer.sync()
    writer.write(exchange(response=os.urandom(1_000_000)))
    writer.abandon()
    (file,) = warc_files(writer.folder)
    assert (file.suffix, file.stat().st_size) == (".open", safe)
    assert len(blocks(file, "response")) == 1


def test_a_full_disk_leaves_what_was_synced(writer: WarcWriter, exchange: Make):
    writer.write(exchange())
    _, safe = writer.sync()
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("the system has no /dev/full")
    with full.open("wb") as device:
        os.dup2(device.fileno(), writer._file.fileno())
    writer.write(exchange())
    with pytest.raises(OSError, match="No space left"):
        writer.sync()
    writer.abandon()
    assert warc_files(writer.folder)[0].stat().st_size == safe


def test_cutting_back_tells_how_many_bytes_were_cut(tmp_path: Path):
    file = tmp_path / "torn"
    file.write_bytes(b"x" * 100)
    assert (cut_back(file, 60), file.stat().st_size) == (40, 60)
    assert (cut_back(file, 60), cut_back(file, 100), file.stat().st_size) == (0, 0, 60)


def test_nothing_can_be_synced_before_the_first_file(writer: WarcWriter):
    with pytest.raises(ValueError, match="no WARC file has been opened"):
        writer.sync()


# What others say of it.


def test_warcio_check_finds_nothing_wrong(writer: WarcWriter, exchange: Make):
    file = write_all(writer, exchange)
    warcio = [sys.executable, "-c", "from warcio.cli import main; main()"]
    assert checked(*warcio, "check", str(file)) == "0"


def test_warcio_check_is_wrong_about_exactly_chunked_and_interim_payloads(writer: WarcWriter, exchange: Make):
    for response in (CHUNKED, INTERIM, *ODD.values()):
        writer.write(exchange(response=response))
    file = writer.folder / writer.finish()
    failed = []
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests=True):
            record.content_stream().read()
            failed += [(record.rec_type, one.partition(" failed")[0]) for one in record.digest_checker.problems]
    assert failed == [("response", "payload digest")] * 2


def test_fastwarc_reads_each_record_and_finds_each_digest_right(writer: WarcWriter, exchange: Make):
    warc = pytest.importorskip("fastwarc.warc")
    file = write_all(writer, exchange)
    wrong, count = [], 0
    with file.open("rb") as stream:
        for record in warc.ArchiveIterator(stream, parse_http=False):
            count += 1
            if not record.verify_block_digest():
                wrong.append(record.record_id)
    assert (wrong, count) == ([], 1 + 3 * (len(ODD) + 3) + 2)


def test_fastwarc_agrees_on_all_payloads_but_those_behind_bare_line_feeds(writer: WarcWriter, exchange: Make):
    warc = pytest.importorskip("fastwarc.warc")
    file = write_all(writer, exchange)
    wrong, right = [], 0
    with file.open("rb") as stream:
        for record in warc.ArchiveIterator(stream, record_types=warc.WarcRecordType.response, parse_http=True):
            if "WARC-Payload-Digest" in record.headers:
                good = record.verify_payload_digest()
                right += good
                wrong += [] if good else [record.headers["WARC-Target-URI"]]
    assert wrong == [f"http://blog.example/{list(ODD).index('line feeds')}"]
    assert right > 10


def test_warcat_finds_only_what_it_cannot_know(writer: WarcWriter, exchange: Make):
    """It reads digests as base32 only, and wants a record to name only records before it."""
    tool = pytest.importorskip("warcat.tool")
    file = write_all(writer, exchange)
    found = []

    class Verify(tool.VerifyTool):
        def verify_block_digest(self, record):
            assert record.header.fields["WARC-Block-Digest"].startswith("sha256:")

        def verify_payload_digest(self, record):
            pass

        def action(self, record):
            for check in (getattr(self, name) for name in dir(tool.VerifyTool) if name.startswith("verify_")):
                try:
                    check(record)
                except tool.VerifyProblem as problem:
                    found.append(f"{record.warc_type}: {problem.message}")

    Verify([str(file)], out_file=io.BytesIO(), preserve_block=True).process()
    known = re.compile(r"request: Concurrent Record ID .* not seen yet|warcinfo: Expected WARC-Warcinfo-ID")
    assert [one for one in found if not known.fullmatch(one)] == []
    assert found
