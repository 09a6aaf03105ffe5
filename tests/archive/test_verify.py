"""Each kind of damage is found, named and placed; an archive that is whole has no findings."""

import base64
import gzip
import hashlib
import json
import random
import shutil
import sqlite3
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from blogark.archive.checking import portions
from blogark.archive.checking.findings import Findings
from blogark.archive.checking.verify import check_archive
from blogark.archive.exchange import Exchange
from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import write_index
from blogark.archive.indexes.pages import ListedPage, write_pages
from blogark.archive.journal.journal import Journal
from blogark.archive.recording.recorder import Recorder
from blogark.archive.wacz.datapackage import Description, write_datapackage
from blogark.archive.warc.stored import read_records

CHUNKS = b"5\r\n<p>wo\r\n5\r\nrd</p\r\n0\r\n\r\n"
BEGIN = datetime(2026, 11, 23, 10, 15, 30, 123456, tzinfo=UTC)


def exchange(number: int, body: bytes, *, headers: bytes = b"", response: bytes | None = None, **more) -> Exchange:
    if response is None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers
        response = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    return Exchange(
        url=f"http://b.example/{number}",
        started_at=BEGIN + timedelta(seconds=number),
        request=b"GET /%d HTTP/1.1\r\nHost: b.example\r\n\r\n" % number,
        response=response,
        ip_address="127.0.0.1",
        via="http://b.example/" if number else None,
        **more,
    )


def record_blog(path: Path) -> ArchiveFolder:
    """A small archive of two WARC files with a page, a chunked page, a revisit, a failure and a redirect."""
    folder = ArchiveFolder.create(path)
    journal = Journal(folder.journal_path)
    recorder = Recorder(
        folder, journal, prefix="b.example", software="test", config="{}", warcinfo={}, max_warc_bytes=2000
    )
    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS
    recorder.record(exchange(0, b"<p>first</p>"))
    recorder.record(exchange(1, b"", response=chunked))
    recorder.record(exchange(2, b"<p>first</p>"))
    recorder.record(exchange(3, b"", response=b"", error="connection refused"))
    recorder.record(exchange(4, b"", response=b"HTTP/1.1 302 Found\nLocation: /5\n\n"))
    recorder.record(exchange(5, bytes(range(256)) * 400))
    recorder.record(exchange(6, b"cut", headers=b"X: 1\r\n", truncated="disconnect"))
    recorder.close(status="complete", exit_code=0)
    pages = [
        ListedPage(url=one.url, ts=one.captured_at, title=f"Page {one.id}", text="first")
        for one in journal.captures()
        if one.status == 200
    ]
    journal.close()
    write_index(folder.path)
    write_pages(folder.path, pages)
    write_datapackage(folder, Description(software="test", title="A blog"))
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    return record_blog(tmp_path_factory.mktemp("whole") / "blog").path


@pytest.fixture
def blog(whole, tmp_path) -> ArchiveFolder:
    """A copy to be damaged."""
    shutil.copytree(whole, tmp_path / "blog")
    return ArchiveFolder(tmp_path / "blog")


def findings(folder: ArchiveFolder) -> Findings:
    found = Findings()
    with check_archive(folder, found):
        return found


def codes(folder: ArchiveFolder) -> list[tuple[str, str]]:
    return sorted({(finding.severity, finding.code) for finding in findings(folder).kept})


def errors(folder: ArchiveFolder) -> set[str]:
    return {finding.code for finding in findings(folder).kept if finding.severity == "error"}


def first_warc(folder: ArchiveFolder) -> Path:
    return min(folder.warcs.iterdir())


def records(path: Path):
    return list(read_records(path))


def rewrite(path: Path, number: int, change) -> int:
    """Replace one member by a member of the changed bytes of its record; returns its offset."""
    one = records(path)[number]
    data = path.read_bytes()
    member = data[one.offset : one.offset + one.length]
    changed = gzip.compress(change(gzip.decompress(member)), mtime=0)
    path.write_bytes(data[: one.offset] + changed + data[one.offset + one.length :])
    return one.offset


def position(path: Path, record_type: str) -> int:
    return next(number for number, one in enumerate(records(path)) if one.record_type == record_type)


def test_a_whole_archive_has_no_findings(blog):
    assert codes(blog) == []
    assert len(list(blog.warcs.iterdir())) > 1


def test_progress_ends_with_all_bytes(blog):
    seen = []
    with check_archive(blog, Findings(), on_progress=lambda done, total: seen.append((done, total))):
        pass
    total = sum(path.stat().st_size for path in blog.warcs.iterdir())
    assert seen[-1] == (total, total)


def test_a_flipped_byte_is_found_at_its_record_and_the_rest_is_still_checked(blog):
    path = first_warc(blog)
    damaged = records(path)[2]
    data = bytearray(path.read_bytes())
    data[damaged.offset + damaged.length // 2] ^= 0xFF
    path.write_bytes(data)

    found = [one for one in findings(blog).kept if one.code == "broken-record"]

    assert [(one.file, one.offset) for one in found] == [(f"archive/{path.name}", damaged.offset)]
    assert str(damaged.offset + damaged.length) in found[0].message
    # Its request names it; journal, index and pages lead to it; its file has another hash: nothing else is wrong.
    leading_to_it = {"concurrent-to", "journal-stray", "cdxj-stray", "pages-stray", "revisit-target"}
    assert errors(blog) == {"broken-record", "package-hash"} | leading_to_it


def test_a_torn_tail_is_found(blog):
    path = first_warc(blog)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(size - 10)

    found = {one.code: one for one in findings(blog).kept}

    assert found["file-short"].message.startswith("10 committed bytes are missing")
    assert found["torn-tail"].offset == records_before(path)
    assert "the file ends inside a record" in found["torn-tail"].message


def records_before(path: Path) -> int:
    end = 0
    for one in read_records(path, on_damage=lambda damage: None):
        end = one.offset + one.length
    return end


def test_bytes_behind_the_last_record_are_found(blog):
    path = first_warc(blog)
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"rubbish")

    assert [(one.code, one.offset) for one in findings(blog).kept] == [("file-long", size), ("package-hash", None)]


def test_rubbish_between_two_records_is_found(blog):
    path = first_warc(blog)
    place = records(path)[3].offset
    data = path.read_bytes()
    path.write_bytes(data[:place] + b"rubbish" + data[place:])

    found = next(one for one in findings(blog).kept if one.code == "broken-record")

    assert found.offset == place
    assert found.message == (f"no gzip member begins here; no record up to byte {place + 7}, where the next one begins")


def test_an_empty_file_misses_all_that_was_committed(blog):
    path = first_warc(blog)
    size = path.stat().st_size
    path.write_bytes(b"")

    assert next(one for one in findings(blog).kept if one.code == "file-short").message == (
        f"{size} committed bytes are missing at its end"
    )


def test_a_missing_file_is_named(blog):
    path = first_warc(blog)
    path.unlink()

    found = next(one for one in findings(blog).kept if one.code == "file-missing")

    assert found.file == f"archive/{path.name}"
    assert {"journal-stray", "cdxj-stray", "revisit-target"} < errors(blog)


def test_a_changed_body_has_neither_of_its_digests(blog):
    path = first_warc(blog)
    offset = rewrite(path, position(path, "response"), lambda data: data.replace(b"<p>first", b"<p>FIRST"))

    found = {(one.code, one.offset) for one in findings(blog).kept}

    assert {("block-digest", offset), ("payload-digest", offset)} <= found


def test_in_the_files_of_others_only_damage_is_an_error(blog):
    path = first_warc(blog)
    blog.journal_path.unlink()
    path = path.rename(path.with_name("other.warc.gz"))
    rewrite(path, 0, lambda data: replaced_in_header(data, b"Content-Type: application/warc-fields\r\n", b""))
    rewrite(path, position(path, "response"), lambda data: data.replace(b"<p>first", b"<p>FIRST"))
    write_index(blog.path)

    found = [one for one in findings(blog).kept if one.file == "archive/other.warc.gz" and one.record_id]
    assert {"block-digest", "payload-digest"} == {one.code for one in found if one.severity == "error"}
    assert [one.code for one in found if one.severity == "warning"]


def test_the_payload_digest_is_over_the_body_without_its_chunks(blog):
    path = next(one for one in sorted(blog.warcs.iterdir()) if b"chunked" in b"".join(r.block for r in records(one)))
    number = next(number for number, one in enumerate(records(path)) if b"chunked" in one.block)
    raw = hashlib.sha256(CHUNKS).hexdigest().encode()
    right = hashlib.sha256(b"<p>word</p").hexdigest().encode()
    rewrite(path, number, lambda data: data.replace(right, raw))

    found = [(one.severity, one.code) for one in findings(blog).kept if "digest" in one.code]

    # Many writers have it so, and the bytes are as they were written.
    assert found == [("note", "digest-over-chunks")]


def test_sha1_in_base32_is_read_as_well(blog):
    path = first_warc(blog)
    right = b"sha1:" + base64.b32encode(hashlib.sha1(b"<p>first</p>").digest())
    wrong = b"sha1:" + base64.b32encode(hashlib.sha1(b"<p>other</p>").digest())
    sha256 = b"sha256:" + hashlib.sha256(b"<p>first</p>").hexdigest().encode()

    rewrite(path, position(path, "response"), lambda data: data.replace(sha256, right))
    assert "payload-digest" not in errors(blog)
    rewrite(path, position(path, "response"), lambda data: data.replace(right, wrong))
    assert "payload-digest" in errors(blog)


@pytest.mark.parametrize(
    ("record_type", "before", "after", "code"),
    [
        ("response", b"WARC-Date: ", b"WARC-Day: ", "header-missing"),
        ("response", b"WARC-Date: 2026-11-23T", b"WARC-Date: 2026-11-23 ", "warc-date"),
        ("response", b"WARC-Target-URI: http", b"X-Target-URI: http", "header-missing"),
        ("response", b"WARC-Target-URI: http://b.example/0", b"WARC-Target-URI: <http://b.example/0>", "target-uri"),
        ("response", b"WARC-Record-ID: <urn:uuid:", b"WARC-Record-ID: <", "record-id"),
        ("response", b"WARC-Type: response", b"WARC-Type: response\r\nWARC-Type: response", "repeated-header"),
        ("response", b"WARC-Type: response", b"WARC-Type: response\r\nno colon here", "header-line"),
        ("response", b"WARC-Type: response", b"WARC-Type: response\r\nWARC-Truncated: soon", "truncated"),
        ("response", b"WARC-Type: response", b"WARC-Type: response\r\nWARC-Refers-To: <urn:a:b>", "header-misplaced"),
        ("response", b"Content-Length: ", b"Content-Length: 1", "short-block"),
        ("response", b"Content-Length: 7", b"Content-Length: ", "record-end"),
        ("response", b"Content-Length: ", b"Content-Length: x", "content-length"),
        ("response", b"Content-Type: application/http;", b"Content-Type: text/html;", "content-type"),
        ("response", b"WARC-Concurrent-To: <urn:uuid:", b"WARC-Concurrent-To: <urn:none:", "concurrent-to"),
        ("response", b"WARC-Warcinfo-ID: <urn:uuid:", b"WARC-Warcinfo-ID: <urn:none:", "warcinfo-id"),
        ("warcinfo", b"WARC-Type: warcinfo", b"WARC-Type: warcinfo\r\nWARC-Target-URI: a:b", "header-misplaced"),
        ("warcinfo", b"WARC-Type: warcinfo", b"WARC-Type: metadata", "warcinfo-first"),
        ("revisit", b"WARC-Profile: ", b"X-Profile: ", "header-missing"),
        ("revisit", b"WARC-Refers-To-Date: ", b"X-Refers-To-Date: ", "header-missing"),
        ("revisit", b"WARC-Refers-To-Date: 2026", b"WARC-Refers-To-Date: 2025", "revisit-target"),
    ],
)
def test_a_header_that_is_not_as_the_standard_asks_is_found(blog, record_type, before, after, code):
    path = next(one for one in sorted(blog.warcs.iterdir()) if record_type in {r.record_type for r in records(one)})
    number = position(path, record_type)
    offset = rewrite(path, number, lambda data: replaced_in_header(data, before, after))

    assert (code, offset) in {(one.code, one.offset) for one in findings(blog).kept if one.severity == "error"}


def replaced_in_header(data: bytes, before: bytes, after: bytes) -> bytes:
    head, end, block = data.partition(b"\r\n\r\n")
    assert before in head
    return head.replace(before, after, 1) + end + block


def test_two_records_in_one_gzip_member_are_found(blog):
    path = first_warc(blog)
    one, other = records(path)[1:3]
    data = path.read_bytes()
    both = gzip.decompress(data[one.offset : other.offset + other.length])
    path.write_bytes(data[: one.offset] + gzip.compress(both, mtime=0) + data[other.offset + other.length :])

    assert ("two-in-one", one.offset) in {(one.code, one.offset) for one in findings(blog).kept}


def test_a_record_that_stands_twice_is_found_at_its_second_place(blog):
    path = first_warc(blog)
    one = records(path)[1]
    data = path.read_bytes()
    path.write_bytes(data[: one.offset + one.length] + data[one.offset :])
    assert "duplicate-id" in errors(blog)

    found = next(one for one in findings(blog).kept if one.code == "duplicate-id")

    assert found.offset == one.offset + one.length
    assert f"{path.name} at byte {one.offset}" in found.message


def test_a_gzip_member_that_holds_no_warc_record_is_found(blog):
    path = first_warc(blog)
    place = records(path)[3].offset
    data = path.read_bytes()
    path.write_bytes(data[:place] + gzip.compress(b"hello, this is no record") + data[place:])

    found = next(one for one in findings(blog).kept if one.code == "broken-record")

    assert (found.offset, found.message.partition(";")[0]) == (place, "the gzip member does not hold a WARC record")


def test_a_lost_index_line_is_found(blog):
    index = blog.indexes / "index.cdxj"
    lines = index.read_bytes().splitlines(keepends=True)
    index.write_bytes(b"".join(lines[:2] + lines[3:]))

    assert errors(blog) == {"cdxj-missing"}


def test_index_lines_that_are_not_in_order_are_found(blog):
    index = blog.indexes / "index.cdxj"
    lines = index.read_bytes().splitlines(keepends=True)
    index.write_bytes(b"".join([lines[1], lines[0], *lines[2:]]))

    assert ("cdxj-order", "line 2 is not in order") in {(one.code, one.message) for one in findings(blog).kept}
    assert errors(blog) == {"cdxj-order"}


def test_an_index_line_that_leads_astray_is_found(blog):
    index = blog.indexes / "index.cdxj"
    lines = index.read_bytes().splitlines(keepends=True)
    lines[0] = lines[0].replace(b'"offset": "', b'"offset": "9')
    index.write_bytes(b"".join(lines))

    assert errors(blog) == {"cdxj-stray", "cdxj-missing"}


def test_an_index_line_that_says_something_else_than_its_record_is_found(blog):
    index = blog.indexes / "index.cdxj"
    index.write_bytes(index.read_bytes().replace(b'"url": "http://b.example/0"', b'"url": "http://b.example/9"'))

    assert errors(blog) == {"cdxj-differs"}


def test_an_index_line_that_cannot_be_read_is_found(blog):
    index = blog.indexes / "index.cdxj"
    index.write_bytes(index.read_bytes() + b"~ what is this\n")

    assert errors(blog) == {"cdxj-line"}


def test_a_missing_index_is_a_warning_because_it_can_be_written_again(blog):
    (blog.indexes / "index.cdxj").unlink()

    assert codes(blog) == [("warning", "cdxj"), ("warning", "package-missing")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("DELETE FROM captures WHERE id = 2", "journal-missing"),
        ("UPDATE captures SET warc_offset = warc_offset + 1 WHERE id = 2", "journal-stray"),
        ("UPDATE captures SET payload_digest = 'sha256:00' WHERE id = 2", "journal-differs"),
        ("UPDATE captures SET warc_length = 1 WHERE id = 2", "journal-differs"),
        ("UPDATE captures SET record_id = 'urn:uuid:0' WHERE id = 4", "journal-differs"),
        ("UPDATE captures SET id = id + 100 WHERE id = 1", "journal-order"),
        ("UPDATE warcs SET committed = committed - 1", "file-long"),
        ("UPDATE warcs SET committed = committed + 1", "file-short"),
    ],
)
def test_a_journal_that_says_something_else_than_the_files_is_found(blog, change, code):
    with sqlite3.connect(blog.journal_path) as journal:
        journal.execute(change)
    journal.close()

    assert code in errors(blog)


def test_without_a_journal_the_files_are_still_checked(blog):
    blog.journal_path.unlink()
    assert codes(blog) == [("warning", "journal")]
    for content in (b"", b"this is no database at all, only text" * 100, b"SQLite format 3\0" + bytes(5000)):
        blog.journal_path.write_bytes(content)
        assert codes(blog) == [("error", "journal")]


def test_a_file_that_the_journal_does_not_know_is_a_warning(blog):
    shutil.copy(first_warc(blog), blog.warcs / "other.warc.gz")

    (finding,) = findings(blog).kept
    assert ("warning", "file-unknown", "archive/other.warc.gz") == (finding.severity, finding.code, finding.file)
    assert f"take it in with `blogark import {blog.warcs}/other.warc.gz --archive {blog.path}`" == finding.advice


def test_a_file_of_ours_that_the_journal_does_not_know_is_checked_too(blog):
    with sqlite3.connect(blog.journal_path) as journal:
        journal.execute("DELETE FROM warcs WHERE name = ?", (first_warc(blog).name,))
    journal.close()
    first_warc(blog).write_bytes(first_warc(blog).read_bytes()[:-20])

    assert ("warning", "file-unknown") in codes(blog)
    assert "torn-tail" in errors(blog)


def test_what_a_killed_run_left_uncommitted_is_no_damage(blog):
    path = max(blog.warcs.iterdir())
    committed = path.stat().st_size
    (blog.path / "datapackage.json").unlink()
    with sqlite3.connect(blog.journal_path) as journal:
        journal.execute("UPDATE warcs SET finished = 0 WHERE name = ?", (path.name,))
        journal.execute("UPDATE crawls SET status = 'running'")
    journal.close()
    path = path.rename(f"{path}.open")
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08half a record")

    assert [(one.severity, one.code, one.offset) for one in findings(blog).kept] == [
        ("note", "interrupted", None),
        ("note", "tail", committed),
    ]


def test_beside_a_running_crawl_only_what_is_committed_is_checked(tmp_path):
    folder = ArchiveFolder.create(tmp_path / "blog")
    journal = Journal(folder.journal_path)
    with folder.lock(), Recorder(folder, journal, prefix="b", software="t", config="{}", warcinfo={}) as recorder:
        recorder.record(exchange(0, b"<p>committed</p>"))
        recorder.commit()
        recorder.record(exchange(1, b"<p>not yet</p>"))

        assert [(one.severity, one.code) for one in findings(folder).kept] == [("note", "running")]
    journal.close()


def test_a_file_that_was_changed_and_is_whole_has_another_hash(blog):
    path = first_warc(blog)
    data = bytearray(path.read_bytes())
    data[9] ^= 0x04  # the operating system in the header of its first gzip member
    path.write_bytes(data)

    assert [(one.severity, one.code, one.file) for one in findings(blog).kept] == [
        ("error", "package-hash", f"archive/{path.name}")
    ]


def test_a_file_that_vanished_with_its_index_and_journal_is_still_missed(blog):
    path = max(blog.warcs.iterdir())
    path.unlink()
    blog.journal_path.unlink()
    write_index(blog.path)

    assert ("error", "package-missing") in codes(blog)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda text: text.replace(b'"sha256:', b'"sha256:0', 1),
            {("error", "package-hash"), ("error", "package-digest")},
        ),
        (lambda text: text.replace(b'"A blog"', b'"The blog"'), {("error", "package-digest")}),
        (lambda text: text[:-30], {("error", "package")}),
        (lambda text: b"[]", {("error", "package")}),
        (lambda text: b'{"resources": [{"path": 1, "bytes": 2, "hash": 3}]}', {("error", "package")}),
        (
            lambda text: text.replace(b"archive/b", b"../../archive/b", 1),
            {("error", "package-digest"), ("warning", "package-missing"), ("warning", "package-unlisted")},
        ),
    ],
)
def test_a_list_of_files_that_was_changed_is_found(blog, change, expected):
    path = blog.path / "datapackage.json"
    path.write_bytes(change(path.read_bytes()))

    assert set(codes(blog)) == expected


@pytest.mark.parametrize("leading", ["../secret", "archive/../../secret", "{outside}/secret", "link"])
def test_a_list_that_names_a_file_outside_of_the_archive_has_nothing_read_there(blog, tmp_path, leading):
    (tmp_path / "secret").write_bytes(b"whose hash nobody is told")
    (blog.path / "link").symlink_to(tmp_path / "secret")
    path = blog.path / "datapackage.json"
    told = json.loads(path.read_bytes())
    outside = leading.format(outside=tmp_path)
    told["resources"].append({"path": outside, "bytes": 25, "hash": "sha256:0"})
    path.write_bytes(json.dumps(told).encode())

    (found,) = (one for one in findings(blog).kept if one.file == outside)
    assert found.code == "package-missing"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("datapackage.json", "package"),
        ("datapackage-digest.json", "package-digest"),
        ("pages/pages.jsonl", "pages"),
    ],
)
def test_what_can_be_made_again_is_a_warning_where_it_is_missing(blog, name, code):
    (blog.path / name).unlink()

    assert ("warning", code) in codes(blog)
    assert not errors(blog)


def test_a_file_that_is_not_listed_is_a_warning(blog):
    (blog.path / "dataset.sqlite").write_bytes(b"")

    assert codes(blog) == [("warning", "package-unlisted")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.partition(b"\n")[2], "pages-line"),
        (lambda text: text + b"{", "pages-line"),
        (lambda text: text + b'{"url": "http://b.example/0"}\n', "pages-line"),
        (lambda text: text + b"\xff\n", "pages-line"),
        (lambda text: text.replace(b"http://b.example/0", b"http://b.example/9"), "pages-stray"),
        (lambda text: text.replace(b"2026-11-23T10:15:30", b"2025-11-23T10:15:30"), "pages-stray"),
    ],
)
def test_a_list_of_pages_that_leads_astray_is_found(blog, change, code):
    path = blog.path / "pages" / "pages.jsonl"
    path.write_bytes(change(path.read_bytes()))

    assert code in errors(blog)


def test_many_findings_of_one_kind_are_counted_and_only_the_first_kept():
    found = Findings()
    for number in range(1000):
        found.add("error", "block-digest", "wrong", "restore", offset=number)

    assert len(found.kept) == 200
    assert found.number("error") == 1000


def test_portions_read_side_by_side_find_what_one_reading_finds(blog, monkeypatch):
    path = max(blog.warcs.iterdir(), key=lambda file: file.stat().st_size)
    data = bytearray(path.read_bytes())
    for place in (*range(700, len(data), 1500), len(data) - 20):
        data[place] ^= 0xFF
    path.write_bytes(data)
    whole = findings(blog)

    # Nearly every portion now begins inside a record, and some inside a damaged one.
    for size in (100, 333, 5000):
        monkeypatch.setattr(portions, "PORTION", size)
        assert whole.kept == findings(blog).kept
    assert whole.number("error") > 5


def test_a_record_is_never_read_from_inside_another(blog, monkeypatch):
    """A blog may serve WARC files: gzip stores what it cannot compress as it is, records and all."""
    path = max(blog.warcs.iterdir())
    inner = b"".join(gzip.compress(random.Random(number).randbytes(10) + b"WARC/1.1") for number in range(9))
    inner += b"".join(gzip.compress(b"WARC/1.1\r\n" + bytes(number)) for number in range(500))
    stored = zlib.compressobj(0, zlib.DEFLATED, 31)
    block = b"HTTP/1.1 200 OK\r\n\r\n" + inner
    head = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:1>\r\nWARC-Date: 2026-11-23T10:15:30Z\r\n"
    head += b"WARC-Target-URI: http://b.example/warc\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    member = stored.compress(head % len(block) + block + b"\r\n\r\n") + stored.flush()
    (blog.warcs / "other.warc.gz").write_bytes(path.read_bytes() + member)
    # A journal would not know the file, and so it would not be read.
    blog.journal_path.unlink()
    monkeypatch.setattr(portions, "PORTION", 64)

    assert {"cdxj-missing"} == errors(blog)
