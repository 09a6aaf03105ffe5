"""The errors people see: each one sentence that names the thing and the next step, and an exit code."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

LEAST_ROOM = 65_536
"""With less room, in bytes, a disk is full for SQLite."""


class BlogarkError(Exception):
    """The base of all errors that end a command with a sentence instead of a traceback."""

    exit_code = 1


class UsageError(BlogarkError):
    """Wrong usage or configuration."""

    exit_code = 2


class LimitReached(BlogarkError):
    """A limit that the user set was reached; the next run goes on."""

    exit_code = 3


class DiskFull(BlogarkError):
    """No room to write; everything written is valid."""

    exit_code = 4


class NothingFetched(BlogarkError):
    """The seed was unreachable, refused, or closed by robots.txt."""

    exit_code = 5


class Damaged(BlogarkError):
    """``verify`` found damage."""

    exit_code = 6


class Alarmed(BlogarkError):
    """The run is done, and somebody should hear of what it found."""

    exit_code = 7


class Locked(BlogarkError):
    """Another run holds this archive."""

    exit_code = 75


class ArchiveError(BlogarkError):
    """An archive folder or one of its files cannot be used as it is."""

    exit_code = 2

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path


class InUse(ArchiveError):
    """A database is whole, and another program keeps everybody else from it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "is locked by another program; wait until it has ended, or close it, and run again")


def disk_full(path: Path) -> DiskFull:
    """What to say when a database at `path` could not grow."""
    return DiskFull(f"{path}: the disk is full; make room and run again, everything written is valid")


def refusal(path: Path, error: sqlite3.Error) -> BlogarkError | None:
    """Why SQLite refused, if nothing is wrong with the file: it is locked, or the disk is full or not to be written."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return InUse(path)
        case sqlite3.SQLITE_FULL:
            return disk_full(path)
        # Where not even the 32 KB of a `-shm` file can be had, SQLite cannot open a database to read it.
        case sqlite3.SQLITE_IOERR if shutil.disk_usage(path.parent).free < LEAST_ROOM:
            return disk_full(path)
        case sqlite3.SQLITE_READONLY:
            return ArchiveError(path, f"cannot be written ({error}); check who may write there, and run again")
    return None
