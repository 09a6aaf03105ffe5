"""Archives recorded by the real recorder, for the stages that read them back."""

import os
import select
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from blogark.archive.exchange import Exchange
from blogark.archive.folder import ArchiveFolder
from blogark.archive.journal.journal import Journal
from blogark.archive.recording.recorder import Recorder
from blogark.archive.recording.recovery import recover


class Crawl:
    """A crawl of which the test says what it meets."""

    def __init__(self, folder: ArchiveFolder, journal: Journal, recorder: Recorder) -> None:
        self.folder = folder
        self.journal = journal
        self.recorder = recorder
        self.ended = False

    def end(self, status: str = "complete") -> None:
        self.recorder.close(status=status, exit_code=0)
        self.ended = True

    def page(self, path: str, body: bytes | str, *, media_type: str = "text/html", status: int = 200, **more) -> None:
        """Record a page of the blog and commit it."""
        content = body.encode() if isinstance(body, str) else body
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(content)}\r\n\r\n"
        self.record(path, head.encode() + content, **more)

    def unchanged(self, path: str) -> None:
        """Record that a page is as it was when it was first recorded (304)."""
        url = f"http://blog.example{path}"
        copy = next(one.id for one in self.journal.captures() if one.url == url)
        self.record(path, b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n', copy=copy)

    def record(self, path: str, response: bytes, *, copy: int | None = None, **more) -> None:
        number = self.journal.last_capture_id()
        exchange = Exchange(
            url=path if path.startswith("http") else f"http://blog.example{path}",
            started_at=datetime(2026, 11, 23, 10, 15, 30, tzinfo=UTC) + timedelta(seconds=number),
            request=f"GET {path} HTTP/1.1\r\nHost: blog.example\r\n\r\n".encode(),
            response=response,
            ip_address="192.0.2.7",
            **more,
        )
        self.recorder.record(exchange, copy=copy)
        self.recorder.commit()


@contextmanager
def _crawl(path: Path, *, killed: bool = False, **options) -> Iterator[Crawl]:
    folder = ArchiveFolder.create(path)
    journal = Journal(folder.journal_path)
    recover(folder, journal)
    settings = {"prefix": "blog.example", "software": "blogark/test", "config": "{}", "warcinfo": {}} | options
    with Recorder(folder, journal, **settings) as recorder:
        crawl = Crawl(folder, journal, recorder)
        yield crawl
        if not (crawl.ended or killed):
            crawl.end()
    journal.close()


@pytest.fixture
def crawl(tmp_path: Path) -> Callable[..., Iterator[Crawl]]:
    """Starts a crawl of the archive `blog`; `killed=True` leaves it without its end."""
    return lambda **options: _crawl(tmp_path / "blog", **options)


@pytest.fixture
def hostile(monkeypatch) -> str:
    """The name of a reader that does to its process what the page says."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    assert "hostile_readers" not in sys.modules
    return "hostile_readers:obedient"


@pytest.fixture(scope="session")
def crawl_at() -> Callable[..., AbstractContextManager[Crawl]]:
    """Starts a crawl of the archive at a path, for archives that several tests share."""
    return _crawl


def dump(dataset: Path) -> dict[str, list[tuple]]:
    """All rows of all tables, ids included, and what the full-text tables find."""
    with closing(sqlite3.connect(f"file:{dataset}?mode=ro", uri=True)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM pragma_table_list WHERE type = 'table'")]
        rows = {
            name: db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            for name in tables
            if not name.startswith("sqlite_")
        }
        for name in ("posts_fts", "comments_fts"):
            rows[name] = db.execute(f"SELECT rowid, * FROM {name} ORDER BY rowid").fetchall()
        return rows


@pytest.fixture(name="dump")
def _dump() -> Callable[[Path], dict[str, list[tuple]]]:
    return dump


@pytest.fixture
def gone() -> Callable[[int], bool]:
    """Whether a process, which need not be our child, ends within ten seconds."""

    def wait(pid: int) -> bool:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            return True
        try:
            return bool(select.select([handle], [], [], 10)[0])
        finally:
            os.close(handle)

    return wait


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Waits for something that another process brings about."""

    def wait(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < deadline, "it did not come about within 20 seconds"
            time.sleep(0.01)

    return wait
