"""Real crawls of small blogs on loopback."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from blogark.archive.config import Config
from blogark.archive.folder import ArchiveFolder
from blogark.archive.journal.journal import Journal
from blogark.spiders.crawl import Outcome, crawl
from blogark.spiders.display.progress import Snapshot
from blogark.tests.spiders.odd_server import OddServer, Reply

Replies = Mapping[str, Reply | tuple[Reply, ...]]


def reply(body: str | bytes = "", status: str = "200 OK", **headers: str) -> Reply:
    """A whole response; a header's name is written with ``_`` for ``-``."""
    payload = body.encode() if isinstance(body, str) else body
    lines = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(payload))}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return Reply(data=f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + payload)


def links(*paths: str) -> Reply:
    return reply("".join(f'<a href="{path}">{path}</a>\n' for path in paths))


class Archive:
    """An archive folder under test, and what its journal says."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.snapshots: list[Snapshot] = []

    def crawl(self, url: str, *, settled: bool = True, days: float = 0, **options: object) -> Outcome:
        """Crawl to the end, so many days later, and say that dataset and index have followed."""
        told = {"delay": 0.0, "min_free_disk": 0} | options
        config = Config(url=url, **told)  # type: ignore[arg-type]
        folder = ArchiveFolder(self.path)
        outcome = crawl(folder, config, progress=self, clock=lambda: time.time() + days * 86_400)
        if settled:
            with closing(Journal(folder.journal_path)) as journal:
                journal.settle()
        return outcome

    def update(self, snapshot: Snapshot) -> None:
        self.snapshots.append(snapshot)

    def close(self) -> None:
        pass

    def rows(self, query: str) -> list[tuple[object, ...]]:
        database = sqlite3.connect(self.path / "journal.sqlite")
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()

    def urls(self, state: str) -> dict[str, str | None]:
        """Path and reason of the URLs in a state."""
        found = self.rows(f"SELECT url, reason FROM urls WHERE state = '{state}' ORDER BY id")
        return {"/" + str(url).split("/", 3)[3]: reason for url, reason in found}  # type: ignore[misc]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


Serve = Callable[[Replies], OddServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A server on a free port of loopback; what is not named is 404, robots.txt too."""
    with ExitStack() as stack:
        yield lambda replies: stack.enter_context(OddServer(replies=replies))


def asked(server: OddServer) -> list[str]:
    """The paths in the order in which they were asked for."""
    return [served.received.split(b" ", 2)[1].decode() for served in server.served]
