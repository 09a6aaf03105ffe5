"""Web archives on loopback: small ones that do as they are told, and pywb, where it is installed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from blogark.archive.config import Config
from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import write_index
from blogark.archive.journal.journal import Journal
from blogark.dataset.reading.following import follow
from blogark.spiders.display.outcome import Outcome
from blogark.spiders.wayback.crawl import crawl_wayback
from blogark.tests.wayback.archive_server import ArchiveServer

BLOG = "http://blog.example/"


@pytest.fixture
def archive() -> Iterator[ArchiveServer]:
    """A web archive that holds what the test puts there."""
    server = ArchiveServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> ArchiveFolder:
    return ArchiveFolder.create(tmp_path / "blog")


@pytest.fixture
def crawled(folder: ArchiveFolder, archive: ArchiveServer) -> Callable[..., Outcome]:
    """Crawls the archive and brings the dataset up to date, as the verb does."""

    def crawl(**options: object) -> Outcome:
        told = {"url": BLOG, "source": "wayback", "wayback_url": archive.base, "delay": 0.0} | options
        config = Config(**told)
        with folder.lock():
            outcome = crawl_wayback(folder, config)
            with closing(Journal(folder.journal_path)) as journal, follow(folder, workers=1) as extraction:
                extraction.finish()
                write_index(folder.path, journal.captures())
                journal.settle()
        return outcome

    return crawl
