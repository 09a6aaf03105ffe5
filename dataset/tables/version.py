"""Which schema a dataset has, and what to say where that is not ours; readers need no sqlite-utils."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ...archive.errors import ArchiveError, BlogarkError, UsageError, refusal
from .schema import SCHEMA_VERSION


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version that the file states; 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def newer(path: Path, found: int, known: int = SCHEMA_VERSION) -> UsageError:
    """What to say of a dataset that a later blogark wrote."""
    return UsageError(
        f"{path}: the dataset has schema version {found}, this blogark knows up to {known}; update blogark, or move "
        "the file away and rebuild it from the WARC files with `blogark extract`"
    )


def unreadable(path: Path, error: sqlite3.Error) -> BlogarkError:
    """What to say of a file that SQLite cannot read, or not now."""
    broken = ArchiveError(path, f"cannot be read as a dataset ({error}); move it away and run `blogark extract`")
    return refusal(path, error) or broken


def older(path: Path, found: int) -> ArchiveError:
    """What to say of a dataset that an earlier blogark wrote and this one has not touched."""
    return ArchiveError(
        path,
        f"was written by an older blogark (schema version {found}, this one reads {SCHEMA_VERSION}); bring it up with "
        "`blogark extract`, which needs no network, or with the next `blogark crawl`",
    )
