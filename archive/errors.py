"""The errors people see: each one sentence that names the thing and the next step, and an exit code."""

from __future__ import annotations

from pathlib import Path


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
