"""`blogark serve`: the two servers of one archive, watched while they run."""

from __future__ import annotations

import importlib.util
import os
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ..archive.checking.child import Child
from ..archive.errors import ArchiveError, BlogarkError, UsageError
from ..archive.folder import ArchiveFolder
from ..archive.indexes.cdxj import INDEX
from ..archive.warc.redactions import REDACTIONS, read_redactions
from ..dataset.hiding.redacted import obeys
from ..dataset.opened import opened
from ..dataset.packaging import write_package
from .child import Order, start
from .places import Places, is_anywhere, origin

PACKAGES = ("datasette", "pywb")
WATCH = 1.0
"""Seconds between two looks at whether the dataset has changed."""


@dataclass(kw_only=True)
class Serving:
    """Two servers that run; `watch` keeps the dataset's true to its file."""

    folder: ArchiveFolder
    places: Places
    _order: Order
    _listener: socket.socket
    _browse: Child
    _replay: Child
    _seen: tuple[object, ...]
    _ended: threading.Event

    def watch(self) -> None:
        """Wait until `stop` is called; raises `BlogarkError` if a server dies."""
        while not self._ended.wait(WATCH):
            for name, child in (("replay", self._replay), ("browse", self._browse)):
                if child.connection.poll():
                    raise BlogarkError(f"the {name} server has ended: {child.bury().cause}")
            now = _state(self.folder)
            if now != self._seen and self.folder.dataset_path.is_file():
                # What is opened as immutable must not change under SQLite, and counts are remembered.
                self._browse.close(patience=5)
                _settle(self.folder)
                now = _state(self.folder)
                self._order = _ordered(self._order, is_written=bool(now[0]))
                self._browse = start("browse", self._order, self._listener)
                self._seen = now

    def stop(self) -> None:
        self._ended.set()

    def close(self) -> None:
        for child in (self._browse, self._replay):
            if not child.connection.closed:
                child.close(patience=5)


@contextmanager
def serve(
    folder: ArchiveFolder, *, host: str = "127.0.0.1", port: int = 8001, replay_port: int = 0
) -> Iterator[Serving]:
    """Serve the dataset and the pages of an archive while the context is open; port 0 is any that is free.

    Raises `UsageError` where packages are missing or a port cannot be had, `ArchiveError` where there is no dataset.
    """
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(f"serve needs {' and '.join(missing)}; install with `pip install 'blogark[serve]'`")
    with opened(folder.dataset_path) as db:
        if not obeys(db, read_redactions(folder.path)):
            raise ArchiveError(folder.dataset_path, f"does not obey {REDACTIONS}; run `blogark extract`")
    # A first crawl that is running has none yet.
    if not (folder.indexes / INDEX).is_file() and not any(folder.warcs.glob("*.open")):
        raise ArchiveError(folder.indexes / INDEX, "is missing; `blogark verify --repair` makes it anew")
    with ExitStack() as stack:
        dataset = stack.enter_context(_bound(host, port))
        replay = stack.enter_context(_bound(host, replay_port))
        places = Places(dataset=origin(host, dataset.getsockname()[1]), replay=origin(host, replay.getsockname()[1]))
        _settle(folder)
        seen = _state(folder)
        order = Order(
            archive=folder.path.resolve(), places=places, anywhere=is_anywhere(host), is_written=bool(seen[0])
        )
        replaying = start("replay", order, replay)
        try:
            browsing = start("browse", order, dataset)
        except BlogarkError:
            replaying.close(patience=5)
            raise
        serving = Serving(
            folder=folder,
            places=places,
            _order=order,
            _listener=dataset,
            _browse=browsing,
            _replay=replaying,
            _seen=seen,
            _ended=threading.Event(),
        )
        stack.callback(serving.close)
        yield serving


def _ordered(order: Order, *, is_written: bool) -> Order:
    return Order(archive=order.archive, places=order.places, anywhere=order.anywhere, is_written=is_written)


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=512
        )
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise UsageError(
            f"port {port} of {host} cannot be had ({reason}); name another, or 0 for any that is free"
        ) from error


def _state(folder: ArchiveFolder) -> tuple[object, ...]:
    """Who writes, and which dataset it is: where nobody writes, to the last change."""
    try:
        found = folder.dataset_path.stat()
    except OSError:
        return (None,)
    # What stands in the -wal is not in the file, and who opens it as immutable does not see it.
    writer = folder.holder() or ("wal" if _wal(folder).exists() else None)
    return (writer, found.st_ino) if writer else (None, found.st_ino, found.st_size, found.st_mtime_ns)


def _wal(folder: ArchiveFolder) -> Path:
    return folder.dataset_path.with_name(f"{folder.dataset_path.name}-wal")


def _settle(folder: ArchiveFolder) -> None:
    """Take in the -wal that a writer had to leave because we were reading, and tell the hash that it could not know.

    Where somebody writes or reads it still, or nothing may be written, it stays.
    """
    if not _wal(folder).exists() or folder.holder() is not None:
        return
    address = f"{folder.dataset_path.resolve().as_uri()}?mode=rw"
    with suppress(sqlite3.Error, BlogarkError, OSError), folder.lock():
        with closing(sqlite3.connect(address, uri=True, timeout=0)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
        write_package(folder)
