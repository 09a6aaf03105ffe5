"""One of the two servers, in a process of its own: pywb patches the standard library, and datasette must not know.

The owner binds the socket and hands it over, so that it alone knows of ports, and a server can be started anew at the
same one.
"""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from pathlib import Path

from ..archive.checking.child import Child, begin_child
from ..archive.errors import BlogarkError
from .places import Places

PATIENCE = 60.0
"""Seconds that a server may take to start; pywb's imports take two."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a server is started with."""

    archive: Path
    places: Places
    anywhere: bool
    """It hears from everywhere: then any name may be used for it."""
    is_written: bool = False
    """Somebody writes to the archive."""


def start(module: str, order: Order, listener: socket.socket) -> Child:
    """Run the `main` of a module of ours as a server; returns once it listens."""
    child = Child(f"{__package__}.{module}")
    try:
        child.connection.send(order)
        send_handle(child.connection, listener.fileno(), child.pid)
        if not child.connection.poll(PATIENCE) or child.connection.recv() != "ready":
            raise EOFError
    except (EOFError, OSError) as error:
        child.kill()
        raise BlogarkError(f"the {module} server did not start: {child.bury().cause}") from error
    return child


def begin() -> tuple[Connection, Order, socket.socket]:
    """Called first in a server's `main`: the pipe to its owner, its order, and its socket."""
    connection, _ = begin_child()
    order = connection.recv()
    assert isinstance(order, Order)
    return connection, order, socket.socket(fileno=recv_handle(connection))


@contextmanager
def room(**links: Path) -> Iterator[Path]:
    """An empty folder, with links, that is the working folder while the context is open.

    Both servers take files of their working folder for templates and settings, and both read signs of paths as syntax:
    so an archive is never their working folder, and they see nothing but plain names.
    """
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="blogark-serve-") as name:
        folder = Path(name)
        for link, target in links.items():
            (folder / link).symlink_to(target.resolve())
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)
