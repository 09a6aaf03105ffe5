"""The dataset grows while the crawl runs: one process beside it reads the journal and writes the rows.

The crawling process is never blocked by a page, and does not die of one. What passes between the two
is a few words on a pipe; the captures themselves come from the journal and the WARC files, so that
the extracting process can be killed, or begin late, and nothing is lost.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ...archive.checking.child import Child, Death
from ...archive.errors import BlogarkError
from ...archive.folder import ArchiveFolder
from .child import READ_PAGE, TIME_LIMIT

MOST_WORKERS = 8
COUNTS, FINISH = "counts", "finish"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How far the extraction has come."""

    posts: int = 0
    comments: int = 0
    captures: int = 0
    """Captures applied to the dataset, those of earlier runs too."""


OnProgress = Callable[[Counts], object]


@dataclass(frozen=True, kw_only=True)
class Done:
    """Everything in the journal is applied and the dataset is closed."""

    counts: Counts


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something that whoever started the crawl should hear."""

    message: str


@dataclass(frozen=True, kw_only=True)
class Failure:
    """The extraction cannot go on, for a reason that has a sentence."""

    exit_code: int
    message: str


class Following:
    """The crawl's end of the pipe. Nothing here blocks but `finish` and `close`."""

    def __init__(self, folder: ArchiveFolder, *, workers: int, reader: str, time_limit: float) -> None:
        self._folder = folder
        self._arguments = (str(folder.path.resolve()), str(workers), reader, str(time_limit))
        self.notes: list[str] = []
        """What there is to tell once the crawl is over, a sentence each."""
        self._counts = Counts()
        self._asked = False
        self._failure: Failure | None = None
        self._restarted = False
        self._child = self._start()

    @property
    def pid(self) -> int:
        """PID of the extracting process."""
        return self._child.pid

    def counts(self) -> Counts:
        """How far it has come: as it was when last asked, so ask from time to time."""
        connection = self._child.connection
        try:
            while connection.poll():
                self._asked = False
                self._take(connection.recv())
            if not self._asked:
                connection.send(COUNTS)
                self._asked = True
        except (EOFError, OSError):
            # It has died; `finish` sees to that.
            self._asked = True
        return self._counts

    def finish(self, on_progress: OnProgress | None = None) -> Counts:
        """Wait until everything that the journal has is in the dataset.

        An extracting process that died is started once more. Raises `BlogarkError` if that fails too;
        the WARC files are not concerned.
        """
        while True:
            # If it has died, what it said before is still to be read.
            with suppress(OSError):
                self._child.connection.send(FINISH)
            try:
                while not isinstance(message := self._child.connection.recv(), Done):
                    self._take(message)
                    if on_progress is not None:
                        on_progress(self._counts)
            except (EOFError, OSError):
                self._raise_or_restart(self._child.bury())
            else:
                self._counts = message.counts
                self._child.close()
                return self._counts

    def close(self) -> None:
        """End the extracting process; what it has applied stays, the rest is done by the next crawl."""
        self._child.close()

    def __enter__(self) -> Following:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> Child:
        return Child(f"{__package__}.extractor", *self._arguments)

    def _take(self, message: object) -> None:
        if isinstance(message, Counts):
            self._counts = message
        elif isinstance(message, Note):
            self.notes.append(message.message)
        elif isinstance(message, Failure):
            self._failure = message

    def _raise_or_restart(self, death: Death) -> None:
        if self._failure is not None:
            error = BlogarkError(self._failure.message)
            error.exit_code = self._failure.exit_code
            raise error
        if self._restarted:
            log = self._keep(death.words)
            raise BlogarkError(
                f"{self._folder.dataset_path}: the process that writes the dataset died twice ({death.cause}{log}); "
                "the WARC files are whole: run `blogark extract`"
            )
        self._restarted = True
        self._child = self._start()

    def _keep(self, words: bytes) -> str:
        """Keep a traceback in the archive's logs; returns how the message names it."""
        if not words:
            return ""
        path = self._folder.logs / f"extract-{datetime.now(UTC):%Y%m%d%H%M%S}.log"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(words)
        return f", see {path}"


def follow(
    folder: ArchiveFolder,
    *,
    workers: int | None = None,
    reader: str = READ_PAGE,
    time_limit: float = TIME_LIMIT,
) -> Following:
    """Start the process that brings the captures of `folder`'s journal, which must exist, into its dataset.

    `workers` read pages in parallel; by default one a processor but that of the crawl. The number stays when
    the crawl is over: one more then was a peak of 324 MB instead of 240 MB at 20,000 posts. Raises `UsageError`
    at once for a dataset of a newer schema. Use it in a `with`: leaving it ends the process.
    """
    check_dataset(folder.dataset_path)
    return Following(folder, workers=workers or default_workers(busy=1), reader=reader, time_limit=time_limit)


def default_workers(*, busy: int) -> int:
    """A worker for each processor that is left by so many busy ones.

    Not more than `MOST_WORKERS`, which read as many pages as one writer can write.
    """
    # macOS cannot tell which processors a process may use.
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST_WORKERS, usable - busy))


def check_dataset(path: Path) -> None:
    """Raise, if a dataset is there, what would keep a `Store` from writing to it: `UsageError`, `ArchiveError`."""
    if not path.is_file():
        return
    from ..tables.schema import SCHEMA_VERSION
    from ..tables.version import newer, unreadable, version_of

    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            found = version_of(db)
    except sqlite3.DatabaseError as error:
        raise unreadable(path, error) from error
    if found > SCHEMA_VERSION:
        raise newer(path, found)
