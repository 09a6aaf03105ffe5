"""A dataset opened for reading, and the posts of it that are asked for."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..archive.errors import ArchiveError, UsageError
from .tables.schema import SCHEMA_VERSION
from .tables.version import newer, older, unreadable, version_of

PATIENCE = 5.0
"""Seconds to wait for a lock; a crawl that ends holds one for an instant."""
_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@contextmanager
def opened(dataset: Path) -> Iterator[sqlite3.Connection]:
    """The dataset, which nothing done here can change.

    Raises `ArchiveError` if there is none, or it cannot be read, or is of another schema: SQLite takes a column that is
    not there, in quotes, for a text, and would answer with its name.
    """
    if not dataset.is_file():
        raise ArchiveError(dataset, "is missing; `blogark crawl` or `blogark extract` writes it")
    db = sqlite3.connect(f"{dataset.resolve().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
    try:
        found = version_of(db)
        if found > SCHEMA_VERSION:
            raise newer(dataset, found)
        if found == 0:
            raise ArchiveError(dataset, "is no dataset of blogark; move it away and run `blogark extract`")
        if found < SCHEMA_VERSION:
            raise older(dataset, found)
        yield db
    except sqlite3.Error as error:
        raise unreadable(dataset, error) from error
    finally:
        db.close()


def select_posts(db: sqlite3.Connection, *, since: str | None = None, where: str | None = None) -> int:
    """Put the ids of the posts that are meant into the temporary table `selected`; returns how many there are.

    `since` is a year, month or day: posts published then or later. `where` is an SQL expression over the columns of
    `posts`. Raises `UsageError` if either cannot be understood.
    """
    if since is not None:
        check_day(since)
    db.execute("CREATE TEMP TABLE selected (id INTEGER PRIMARY KEY)")
    parts = [part for part in ("published >= :since" if since else "", f"({where}\n)" if where else "") if part]
    try:
        db.execute(
            f"INSERT INTO selected SELECT id FROM posts WHERE {' AND '.join(parts) or 'TRUE'}",
            {"since": since} if since else {},
        )
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise UsageError(
            f"{where}: is no SQL expression over the columns of `posts` ({error}); "
            "write it as in \"kind = 'post' AND word_count > 500\""
        ) from error
    return int(db.execute("SELECT count(*) FROM selected").fetchone()[0])


def check_day(text: str) -> None:
    """Raise `UsageError` for what is no year, month or day."""
    if not _DAY.fullmatch(text):
        raise UsageError(f"{text}: a day is written as 2010-10-19, 2010-10 or 2010")
