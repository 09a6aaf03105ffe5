"""Group commit and recovery: what was committed lasts, what was not never happened."""

import os
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from blogark.archive.errors import DiskFull
from blogark.archive.exchange import Exchange
from blogark.archive.folder import ArchiveFolder
from blogark.archive.journal.journal import Journal
from blogark.archive.journal.queue import Counts, Found, UrlQueue
from blogark.archive.recording.recorder import COMMIT_BYTES, Recorder
from blogark.archive.recording.recovery import recover
from blogark.archive.warc.scan import scan

PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s"

DIE_BEFORE_COMMIT = """
import os, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from test_recorder import begin, exchange
from blogark.archive.journal.queue import Found, UrlQueue
folder, journal, recorder = begin(Path(sys.argv[1]))
queue = UrlQueue(journal)
queue.add([Found(url="http://b.example/1"), Found(url="http://b.example/2")], via=None)
for number, visit in enumerate(queue.take(2)):
    recorder.record(exchange(visit.url, os.urandom(900_000)))
    queue.done(visit)
    if number == 0:
        recorder.commit()
os.kill(os.getpid(), 9)
"""


def exchange(url: str, body: bytes, **others) -> Exchange:
    response = others.pop("response", PAGE % (len(body), body))
    return Exchange(
        url=url, started_at=datetime.now(UTC), request=b"GET / HTTP/1.1\r\n\r\n", response=response, **others
    )


def begin(path: Path, **options) -> tuple[ArchiveFolder, Journal, Recorder]:
    folder = ArchiveFolder.create(path)
    journal = Journal(folder.journal_path)
    recover(folder, journal)
    recorder = Recorder(folder, journal, prefix="b.example", software="test", config="{}", warcinfo={}, **options)
    return folder, journal, recorder


def close(recorder: Recorder, journal: Journal) -> None:
    recorder.close(status="complete", exit_code=0)
    journal.close()


@pytest.fixture
def killed(tmp_path: Path) -> ArchiveFolder:
    """An archive whose crawl was killed after one committed and one uncommitted page."""
    here = str(Path(__file__).parent)
    process = subprocess.run([sys.executable, "-c", DIE_BEFORE_COMMIT, str(tmp_path / "blog"), here])
    assert process.returncode == -9
    return ArchiveFolder(tmp_path / "blog")


def test_a_scan_of_the_files_gives_the_captures_of_the_journal(tmp_path):
    folder, journal, recorder = begin(tmp_path / "blog")
    recorder.record(exchange("http://b.example/", b"one", via="http://b.example/from", hops="L"))
    recorder.record(exchange("http://b.example/2", b"", response=b"", error="connection refused"))
    recorder.record(exchange("http://b.example/3", b"one"))
    recorder.close(status="complete", exit_code=0)
    known = list(journal.captures())
    journal.close()

    crawl, *captures = scan(folder.warcs)

    assert crawl == recorder.crawl
    assert captures == known
    assert [capture.record_type for capture in captures] == ["response", "metadata", "revisit", "metadata"]


def test_an_equal_payload_is_kept_once(tmp_path):
    _, journal, recorder = begin(tmp_path / "blog")
    first = recorder.record(exchange("http://b.example/1", b"the same"))
    second = recorder.record(exchange("http://b.example/2", b"the same"))

    assert (first.record_type, second.record_type) == ("response", "revisit")
    assert first.payload_digest == second.payload_digest
    close(recorder, journal)


@pytest.mark.parametrize(
    ("body", "others"),
    [
        (b"", {}),
        (b"the same", {"truncated": "disconnect"}),
        (b"the same", {"response": b"HTTP/1.1 404 No\r\nContent-Length: 8\r\n\r\nthe same"}),
    ],
    ids=["an empty body", "a cut body", "an error page"],
)
def test_is_never_a_revisit(tmp_path, body, others):
    _, journal, recorder = begin(tmp_path / "blog")
    recorder.record(exchange("http://b.example/1", body))

    assert recorder.record(exchange("http://b.example/2", body, **others)).record_type == "response"
    close(recorder, journal)


def test_what_a_kill_left_uncommitted_is_cut_off_and_the_rest_is_kept(killed):
    journal = Journal(killed.journal_path)

    recovery = recover(killed, journal)

    assert recovery.interrupted
    assert recovery.bytes_cut > 0
    assert [capture.url for capture in journal.captures()] == ["http://b.example/1"]
    assert [thing.url for thing in list(scan(killed.warcs))[1:]] == ["http://b.example/1"]
    assert UrlQueue(journal).counts() == Counts(done=1, pending=1)


def test_recovering_twice_changes_nothing(killed):
    journal = Journal(killed.journal_path)
    recover(killed, journal)
    before = {path.name: path.read_bytes() for path in killed.warcs.iterdir()}

    again = recover(killed, journal)

    assert (again.interrupted, again.bytes_cut, again.notes) == (False, 0, ())
    assert {path.name: path.read_bytes() for path in killed.warcs.iterdir()} == before


def test_a_finished_name_that_the_journal_has_not_heard_of_is_cut_back_too(killed):
    (unfinished,) = killed.warcs.iterdir()
    unfinished.rename(unfinished.with_suffix(""))
    journal = Journal(killed.journal_path)

    assert recover(killed, journal).bytes_cut > 0
    assert journal.warcs()[0].finished


def test_a_crawl_that_committed_nothing_leaves_its_number_to_the_next(tmp_path):
    folder = ArchiveFolder.create(tmp_path / "blog")
    journal = Journal(folder.journal_path)
    crawl = journal.begin_crawl(started_at="2026-11-23T10:00:00Z", software="test", config="{}")
    journal.warc_begun("b.example-20261123100000000-00000.warc.gz", crawl.id)
    journal.commit()
    (folder.warcs / "b.example-20261123100000000-00000.warc.gz.open").write_bytes(b"half a warcinfo")

    recover(folder, journal)

    assert list(folder.warcs.iterdir()) == []
    assert journal.crawls() == ()


def test_files_are_rotated_between_exchanges(tmp_path):
    folder, journal, recorder = begin(tmp_path / "blog", max_warc_bytes=50_000)
    for number in range(4):
        recorder.record(exchange(f"http://b.example/{number}", os.urandom(40_000)))
    close(recorder, journal)

    names = sorted(path.name for path in folder.warcs.iterdir())

    assert len(names) == 2
    assert all(name.endswith(".warc.gz") for name in names)
    assert len([thing for thing in scan(folder.warcs) if getattr(thing, "status", None) == 200]) == 4


def test_a_disk_below_the_limit_stops_the_crawl_before_it_is_full(tmp_path):
    with pytest.raises(DiskFull, match="less than --min-free-disk"):
        begin(tmp_path / "blog", min_free_disk=10**18)


def test_every_file_is_accepted_by_warcio(tmp_path):
    folder, journal, recorder = begin(tmp_path / "blog")
    recorder.record(exchange("http://b.example/", b"one"))
    recorder.record(exchange("http://b.example/2", b"one"))
    close(recorder, journal)

    for path in folder.warcs.iterdir():
        warcio = Path(sys.executable).with_name("warcio")
        check = subprocess.run([warcio, "check", path], capture_output=True, text=True)
        assert (check.stdout, check.returncode) == ("", 0)


@pytest.mark.parametrize(
    ("took", "waited", "committed"),
    [
        pytest.param(0.005, 0.3, True, id="quick disk"),
        pytest.param(0.005, 0.1, False, id="too soon"),
        pytest.param(0.04, 0.7, False, id="slow disk"),
        pytest.param(5.0, 1.1, True, id="never later than a second"),
    ],
)
def test_commits_come_sooner_where_the_disk_is_quick(tmp_path, took, waited, committed):
    _, journal, recorder = begin(tmp_path / "blog")
    recorder.record(exchange("http://b.example/", b"one"))
    recorder._commit_took, recorder._last_commit = took, time.monotonic() - waited
    assert recorder.maybe_commit() is committed
    close(recorder, journal)


def test_many_bytes_are_committed_before_their_time(tmp_path):
    _, journal, recorder = begin(tmp_path / "blog")
    recorder.record(exchange("http://b.example/", b"one"))
    assert not recorder.maybe_commit()
    recorder._uncommitted = COMMIT_BYTES
    assert recorder.maybe_commit()
    close(recorder, journal)


def test_a_crawl_that_waits_commits_nothing_but_what_it_has(tmp_path):
    _, journal, recorder = begin(tmp_path / "blog")
    recorder._last_commit -= 10
    assert not recorder.maybe_commit()
    UrlQueue(journal).add([Found(url="http://b.example/1")], via=None)
    assert recorder.maybe_commit()
    close(recorder, journal)


def test_what_sqlite_rolled_back_on_a_full_disk_is_not_committed_in_part(tmp_path):
    folder, journal, recorder = begin(tmp_path / "archive")
    recorder.record(exchange("http://example.org/kept", b"kept"))
    recorder.commit()
    pages = journal.db.execute("PRAGMA page_count").fetchone()[0]
    journal.db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        [recorder.record(exchange(f"http://example.org/{number}", b"lost %d" % number)) for number in range(1000)]
    journal.db.execute("PRAGMA max_page_count = 1000000")
    with pytest.raises(DiskFull):
        recorder.record(exchange("http://example.org/late", b"an answer that was on its way"))
    with pytest.raises(DiskFull):
        recorder.commit()
    with pytest.raises(DiskFull):
        recorder.record(exchange("http://example.org/later", b"another"))
    recover(folder, journal)
    _, *stored = scan(folder.warcs)
    assert list(journal.captures()) == stored
    assert "http://example.org/kept" in {capture.url for capture in stored}
    journal.close()
