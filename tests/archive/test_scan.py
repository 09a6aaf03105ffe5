"""Captures read back: the same as were written, past damage, and one at its offset."""

import gzip
import io
import os
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.warcwriter import WARCWriter

from blogark.archive.capture import Capture, CrawlInfo
from blogark.archive.errors import ArchiveError, Damaged
from blogark.archive.exchange import Exchange
from blogark.archive.warc.files import WarcWriter, Written
from blogark.archive.warc.scan import STRANGER, CaptureReader, Damage, read_capture, read_metadata, scan

Make = Callable[..., Exchange]


def as_capture(written: Written, number: int, crawl: CrawlInfo) -> Capture:
    """What the recorder makes of it."""
    return Capture(
        id=number,
        crawl_id=crawl.id,
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
        truncated=written.truncated,
        via=written.via,
    )


def captures(folder: Path, damage: list[Damage] | None = None) -> list[Capture]:
    found = scan(folder, on_damage=None if damage is None else damage.append)
    return [one for one in found if isinstance(one, Capture)]


@pytest.fixture
def written(writer: WarcWriter, exchange: Make) -> list[Written]:
    """Five pages in one finished file."""
    pages = [writer.write(exchange(url=f"http://blog.example/{number}")) for number in range(1, 6)]
    writer.finish()
    return pages


@pytest.fixture
def warc(writer: WarcWriter, written: list[Written]) -> Path:
    return writer.folder / written[0].file


# What was written is what is read.


def test_a_scan_gives_the_captures_that_were_written(writer: WarcWriter, crawl: CrawlInfo, exchange: Make):
    first = writer.write(exchange())
    rest = [
        writer.write(exchange(), revisit_of=as_capture(first, 1, crawl)),
        writer.write(exchange(response=b"", error="refused")),
        writer.write(exchange(url="http://blog.example/é\n", via=None, hops="")),
        writer.write(exchange(response=b"<html>old</html>")),
        writer.write(exchange(response=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut", truncated="disconnect")),
        writer.write(exchange(response=b"HTTP/1.1 404 Not")),
        writer.write(exchange(response=b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n")),
        writer.write(exchange(response=b"HTTP/1.1 200 OK\r\n" + b"a:b\r\n" * 20_000 + b"\r\n")),
        writer.write_crawl_end({"crawlStatus": "complete"}),
    ]
    writer.finish()
    expected = [as_capture(one, number, crawl) for number, one in enumerate([first, *rest], start=1)]
    assert list(scan(writer.folder)) == [crawl, *expected]


def test_a_file_that_is_still_being_written_is_read_under_its_final_name(writer: WarcWriter, exchange: Make):
    written = writer.write(exchange())
    writer.sync()
    (found,) = captures(writer.folder)
    assert found.warc_file == written.file == writer.name


def test_a_crawl_is_told_once_however_many_files_it_fills(warcs: Path, crawl: CrawlInfo, exchange: Make):
    later = replace(crawl, id=4, started_at="2026-11-24T00:00:00.000000Z")
    for one in (crawl, crawl, later):
        writer = WarcWriter(warcs, prefix="blog.example", crawl=one, fields={})
        writer.write(exchange())
        writer.finish()
    found = list(scan(warcs))
    assert [one for one in found if isinstance(one, CrawlInfo)] == [crawl, later]
    assert [(one.id, one.crawl_id) for one in found if isinstance(one, Capture)] == [(1, 3), (2, 3), (3, 4)]


def test_an_empty_folder_holds_nothing(warcs: Path):
    assert list(scan(warcs)) == []


def test_a_long_record_is_scanned_in_flat_memory(writer: WarcWriter, exchange: Make):
    body = os.urandom(1_000) * 60_000
    writer.write(exchange(response=b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n" + body))
    writer.finish()
    tracemalloc.start()
    (found,) = captures(writer.folder)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.media_type, found.status) == ("video/mp4", 200)
    assert peak < 40_000_000 < len(body)


# WARCs of other makers.


@pytest.fixture
def foreign(warcs: Path) -> Path:
    """A file as warcio makes it: WARC/1.0, response first, SHA-1, other fields."""
    file = warcs / "other.warc.gz"
    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        writer.write_record(writer.create_warcinfo_record("other.warc.gz", {"software": "other/1"}))
        response = writer.create_warc_record(
            "http://other.example/",
            "response",
            payload=io.BytesIO(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhello"),
        )
        writer.write_record(response)
        writer.write_record(
            writer.create_warc_record(
                "urn:x-scan:thumbnail", "resource", payload=io.BytesIO(b"png"), warc_content_type="image/png"
            )
        )
    return file


def test_captures_of_other_makers_belong_to_no_crawl_of_ours(foreign: Path):
    found = list(scan(foreign.parent))
    assert isinstance(found[0], CrawlInfo)
    assert (found[0].id, found[0].software, found[0].config) == (0, "other/1", "{}")
    assert [(one.crawl_id, one.source) for one in found[1:]] == [(0, "import"), (0, "import")]
    assert [(one.record_type, one.media_type) for one in found[1:]] == [
        ("response", "text/html"),
        ("resource", "image/png"),
    ]


def test_a_resource_is_its_own_content(foreign: Path):
    stored = read_capture(foreign.parent, captures(foreign.parent)[1])
    assert (stored.status, stored.body, stored.content_type, stored.url) == (
        None,
        b"png",
        "image/png",
        "urn:x-scan:thumbnail",
    )


def test_a_file_of_others_does_not_take_over_our_crawl(warc: Path, foreign: Path):
    assert [one.crawl_id for one in captures(warc.parent)] == [3] * 5 + [0] * 2


# Damage.


def test_a_torn_tail_is_told_and_what_stands_before_it_read(warc: Path):
    content = warc.read_bytes()
    warc.write_bytes(content[:-50])
    damage: list[Damage] = []
    assert [one.id for one in captures(warc.parent, damage)] == [1, 2, 3, 4, 5]
    (one,) = damage
    assert (one.file, one.offset + one.skipped) == (warc.name, len(content) - 50)
    assert "torn after" in one.reason


def test_a_capture_torn_in_two_is_not_there(warc: Path, written: list[Written]):
    os.truncate(warc, written[4].offset + 100)
    damage: list[Damage] = []
    assert [one.url[-1] for one in captures(warc.parent, damage)] == ["1", "2", "3", "4"]
    assert [one.offset for one in damage] == [written[4].offset]


@pytest.mark.parametrize("garbage", [b"garbage", b"\x1f\x8b\x08", b"\x1f\x8b\x08" * 1_000, bytes(3_000_000)])
def test_garbage_between_members_is_passed_over(warc: Path, written: list[Written], garbage: bytes):
    content = warc.read_bytes()
    at = written[2].offset
    warc.write_bytes(content[:at] + garbage + content[at:])
    damage: list[Damage] = []
    assert len(captures(warc.parent, damage)) == 5
    assert [(one.offset, one.skipped) for one in damage] == [(at, len(garbage))]


def test_a_flipped_bit_costs_one_record(warc: Path, written: list[Written]):
    content = bytearray(warc.read_bytes())
    content[written[2].offset + written[2].length // 2] ^= 0x10
    warc.write_bytes(content)
    damage: list[Damage] = []
    assert [one.url[-1] for one in captures(warc.parent, damage)] == ["1", "2", "4", "5"]
    assert [one.offset for one in damage] == [written[2].offset]
    assert "damaged" in damage[0].reason


def test_a_record_whose_length_lies_is_told_and_the_next_one_read(warc: Path, written: list[Written], exchange: Make):
    content = warc.read_bytes()
    length = len(exchange().response)
    begin, end = written[2].offset, written[2].offset + written[2].length
    lying = gzip.decompress(content[begin:end]).replace(b"Content-Length: %d" % length, b"Content-Length: 12345")
    warc.write_bytes(content[:begin] + gzip.compress(lying) + content[end:])
    damage: list[Damage] = []
    assert [one.url[-1] for one in captures(warc.parent, damage)] == ["1", "2", "4", "5"]
    assert [str(one.reason) for one in damage] == [f"Content-Length says 12345, the gzip member holds {length}"]


def test_two_records_in_one_member_are_told(warc: Path, written: list[Written]):
    content = warc.read_bytes()
    warc.write_bytes(gzip.compress(gzip.decompress(content)))
    damage: list[Damage] = []
    assert captures(warc.parent, damage) == []
    assert "Content-Length says" in damage[0].reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"this is no archive\n" * 100, "no gzip member begins here"),
        (gzip.compress(b"no record", mtime=0), "the gzip member holds no WARC record"),
        (gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n", mtime=0), "the WARC header does not end"),
        (gzip.compress(b"WARC/1.1\r\n" + b"x" * 1_000_000, mtime=0), "the WARC header does not end"),
    ],
)
def test_a_file_that_is_no_warc_is_told_and_the_next_file_read(warc: Path, content: bytes, reason: str):
    (warc.parent / "another.warc.gz").write_bytes(content)
    damage: list[Damage] = []
    assert len(captures(warc.parent, damage)) == 5
    assert [(one.file, one.offset, one.reason) for one in damage] == [("another.warc.gz", 0, reason)]


def test_captures_behind_a_damaged_warcinfo_stay_with_the_crawl_before(warcs: Path, crawl: CrawlInfo, exchange: Make):
    for _ in range(2):
        writer = WarcWriter(warcs, prefix="blog.example", crawl=crawl, fields={})
        writer.write(exchange())
        name = writer.finish()
    with (warcs / name).open("r+b") as file:
        file.write(b"overwritten")
    damage: list[Damage] = []
    assert [one.crawl_id for one in captures(warcs, damage)] == [3, 3]
    assert len(damage) == 1


def test_a_warc_in_the_body_of_a_record_cannot_get_out_of_it(
    writer: WarcWriter, exchange: Make, crawl: CrawlInfo, tmp_path: Path
):
    """gzip stores what it cannot compress as it is: behind damage, the inner record's member lies open."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    attacker = WarcWriter(elsewhere, prefix="x", crawl=crawl, fields={})
    attacker.write(exchange(url="http://blog.example/forged", response=os.urandom(30_000)))
    inner = (elsewhere / attacker.finish()).read_bytes()
    outer = writer.write(exchange(response=b"HTTP/1.1 200 OK\r\n\r\n" + os.urandom(100_000) + inner))
    writer.write(exchange(url="http://blog.example/after"))
    file = writer.folder / writer.finish()
    content = file.read_bytes()
    assert inner[:100] in content
    file.write_bytes(content[: outer.offset] + b"overwritten" + content[outer.offset + 11 :])
    damage: list[Damage] = []
    assert [one.url for one in captures(writer.folder, damage)] == ["http://blog.example/after"]
    assert damage[0].offset == outer.offset
    assert STRANGER in {one.reason for one in damage}


def test_damage_that_nobody_listens_for_is_an_error_with_file_and_offset(warc: Path):
    os.truncate(warc, warc.stat().st_size - 50)
    with pytest.raises(Damaged, match=rf"{warc.name} at byte \d+: .* run `blogark verify`"):
        captures(warc.parent)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_happens_to_a_file_the_scan_ends_and_invents_nothing(
    warc: Path, written: list[Written], data: st.DataObject
):
    """Bytes overwritten, cut out and put in anywhere."""
    sound = warc.read_bytes()
    content = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 300))] = data.draw(st.binary(max_size=40))
    warc.write_bytes(content)
    try:
        found = captures(warc.parent, [])
        assert {one.record_id for one in found} <= {one.record_id for one in written}
    finally:
        warc.write_bytes(sound)


# One capture at its offset.


def test_a_capture_is_read_as_stored_and_as_it_reads(writer: WarcWriter, crawl: CrawlInfo, exchange: Make):
    entity = gzip.compress("<p>é</p>".encode())
    head = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=UTF-8\r\nContent-Encoding: gzip\r\n"
    block = head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(entity), entity)
    capture = as_capture(writer.write(exchange(response=block)), 1, crawl)
    writer.finish()
    stored = read_capture(writer.folder, capture)
    assert (stored.body, stored.entity, stored.block) == ("<p>é</p>".encode(), entity, block)
    assert (stored.content_type, stored.media_type) == ("Text/HTML; charset=UTF-8", "text/html")
    assert (stored.url, stored.status, stored.defects) == (capture.url, 200, ())


def test_what_was_wrong_with_a_response_comes_with_it(writer: WarcWriter, crawl: CrawlInfo, exchange: Make):
    block = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 99)[:20]
    capture = as_capture(writer.write(exchange(response=block)), 1, crawl)
    writer.sync()
    defects = read_capture(writer.folder, capture).defects
    assert defects == ("closed 79 bytes before the end", "ends in the middle of the compressed stream")


def test_a_revisit_has_its_own_head_and_no_body(writer: WarcWriter, crawl: CrawlInfo, exchange: Make):
    first = as_capture(writer.write(exchange()), 1, crawl)
    again = as_capture(writer.write(exchange(), revisit_of=first), 2, crawl)
    writer.finish()
    stored = read_capture(writer.folder, again)
    assert (stored.status, stored.media_type, stored.body, stored.defects) == (200, "text/html", b"", ())


def test_the_fields_of_a_failure_are_read(writer: WarcWriter, crawl: CrawlInfo, exchange: Make):
    capture = as_capture(writer.write(exchange(response=b"", error="connection refused")), 1, crawl)
    writer.finish()
    assert read_metadata(writer.folder, capture) == {
        "via": "http://blog.example/",
        "hopsFromSeed": "L",
        "fetchTimeMs": "41",
        "fetchError": "connection refused",
    }


@pytest.fixture
def reader(warc: Path) -> Iterator[CaptureReader]:
    with CaptureReader(warc.parent) as one:
        yield one


def test_a_reader_goes_on_when_a_file_is_finished_under_it(writer: WarcWriter, crawl: CrawlInfo, exchange: Make):
    first = as_capture(writer.write(exchange(url="http://blog.example/1")), 1, crawl)
    writer.sync()
    with CaptureReader(writer.folder) as reader:
        assert reader.read(first).url == first.url
        second = as_capture(writer.write(exchange(url="http://blog.example/2")), 2, crawl)
        writer.finish()
        assert (reader.read(second).url, reader.read(first).url) == (second.url, first.url)


def test_a_reader_holds_few_files_open(warcs: Path, crawl: CrawlInfo, exchange: Make):
    pages = []
    for number in range(CaptureReader.MAX_FILES + 4):
        writer = WarcWriter(warcs, prefix="blog.example", crawl=crawl, fields={})
        pages.append(as_capture(writer.write(exchange()), number, crawl))
        writer.finish()
    with CaptureReader(warcs) as reader:
        for page in [*pages, *pages]:
            assert reader.read(page).body == b"<p>psoas</p>"
            assert len(reader._handles) <= CaptureReader.MAX_FILES


def test_a_missing_file_is_told(reader: CaptureReader, warc: Path, written: list[Written], crawl: CrawlInfo):
    warc.unlink()
    with pytest.raises(ArchiveError, match=f"{warc.name}: is missing; bring the file back"):
        reader.read(as_capture(written[0], 1, crawl))


@pytest.mark.parametrize("change", [{"warc_offset": 5}, {"warc_length": 100}, {"record_id": "urn:uuid:other"}])
def test_a_row_that_leads_elsewhere_is_told(
    reader: CaptureReader, written: list[Written], crawl: CrawlInfo, change: dict
):
    with pytest.raises(ArchiveError, match=r"capture 7 at byte \d+ cannot be read: .*; run `blogark verify`"):
        reader.read(replace(as_capture(written[0], 7, crawl), **change))


def test_a_damaged_record_is_told(reader: CaptureReader, warc: Path, written: list[Written], crawl: CrawlInfo):
    with warc.open("r+b") as file:
        file.seek(written[0].offset + 60)
        file.write(b"overwritten")
    with pytest.raises(ArchiveError, match="the gzip member is damaged"):
        reader.read(as_capture(written[0], 1, crawl))


@given(body=st.binary(max_size=3_000), chunk=st.integers(1, 500))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_page_comes_back_through_coding_chunks_and_file(
    writer: WarcWriter, crawl: CrawlInfo, exchange: Make, body: bytes, chunk: int
):
    entity = gzip.compress(body)
    parts = (entity[at : at + chunk] for at in range(0, len(entity), chunk))
    block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    block += b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    capture = as_capture(writer.write(exchange(response=block)), 1, crawl)
    writer.sync()
    stored = read_capture(writer.folder, capture)
    assert (stored.block, stored.entity, stored.body, stored.defects) == (block, entity, body, ())
