"""What a web archive holds of a blog, and which of it was fetched: the frontier of ``--source wayback``.

Views of two tables of the journal, so that what was fetched and that it was fetched reach the disk together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from ..indexes.cdxj import url_key
from ..journal.journal import Journal
from ..journal.queue import Counts, Left, Reason

Choice = Literal["latest", "monthly", "all"]

TABLES = """
CREATE TABLE IF NOT EXISTS mementos (
    id INTEGER PRIMARY KEY,
    archive TEXT NOT NULL,                  -- where it was listed
    url TEXT NOT NULL,                      -- of the original
    url_key TEXT NOT NULL,
    timestamp TEXT NOT NULL,                -- 14 digits
    media_type TEXT,
    digest TEXT,                            -- as the archive has it: mostly SHA-1 in Base32
    state TEXT NOT NULL DEFAULT 'listed',   -- listed, pending, done, failed, skipped
    reason TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    UNIQUE (archive, url, timestamp)
) STRICT;
CREATE INDEX IF NOT EXISTS mementos_waiting ON mementos (archive, timestamp) WHERE state = 'pending';
CREATE INDEX IF NOT EXISTS mementos_by_key ON mementos (url_key);
CREATE TABLE IF NOT EXISTS listings (
    query TEXT PRIMARY KEY,
    resume_key TEXT                         -- what the next page begins with
) STRICT;
"""
REQUISITE = "requisite"
"""Stands for the media type of what a page needs and no listing has told of."""
ANOTHER = "another capture of it was chosen (--mementos)"
SAME = "the archive has the same bytes as in the capture before"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A capture, as an archive's index tells of it."""

    url: str
    timestamp: str
    """14 digits, UTC."""
    media_type: str | None = None
    digest: str | None = None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A capture that is to be fetched."""

    id: int
    url: str
    timestamp: str
    digest: str | None
    attempts: int


class MementoQueue:
    """The captures of one archive."""

    def __init__(self, journal: Journal, archive: str) -> None:
        self.journal = journal
        self.archive = archive
        for statement in TABLES.split(";\n"):
            journal.write().execute(statement)

    # Listing

    def resume_key(self, query: str) -> str | None:
        """Where the listing of `query` was left; None to begin at its beginning."""
        row = self.journal.db.execute("SELECT resume_key FROM listings WHERE query = ?", (query,)).fetchone()
        return None if row is None else row[0]

    def add(self, query: str, listed: Iterable[Listed], *, resume_key: str | None) -> int:
        """Keep a page of a listing, and where the next one begins (None: this was the last); returns what was new."""
        rows = [(self.archive, one.url, url_key(one.url), one.timestamp, one.media_type, one.digest) for one in listed]
        db = self.journal.write()
        added = db.executemany(
            "INSERT OR IGNORE INTO mementos (archive, url, url_key, timestamp, media_type, digest) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        ).rowcount
        if resume_key is None:
            db.execute("DELETE FROM listings WHERE query = ?", (query,))
        else:
            db.execute("INSERT OR REPLACE INTO listings (query, resume_key) VALUES (?, ?)", (query, resume_key))
        return max(0, added)

    def add_requisite(self, url: str, timestamp: str) -> bool:
        """Queue what a page of that time needs, unless some capture of it is known; returns whether it was new."""
        key = url_key(url)
        db = self.journal.write()
        known = "SELECT 1 FROM mementos WHERE archive = ? AND url_key = ?"
        if db.execute(known, (self.archive, key)).fetchone() is not None:
            return False
        db.execute(
            "INSERT INTO mementos (archive, url, url_key, timestamp, media_type, state) "
            "VALUES (?, ?, ?, ?, ?, 'pending')",
            (self.archive, url, key, timestamp, REQUISITE),
        )
        return True

    # Choosing

    def choose(self, choice: Choice, *, begin: str, end: str, pages: frozenset[str | None]) -> None:
        """Make pending what is to be fetched of the captures between two timestamps.

        Of media types other than `pages` the latest alone, whatever the choice. What has been fetched stays fetched.
        """
        db = self.journal.write()
        rows = db.execute(
            "SELECT id, url_key, timestamp, media_type, digest, state FROM mementos "
            "WHERE archive = ? AND timestamp >= ? AND timestamp <= ? ORDER BY url_key, timestamp, id",
            (self.archive, begin, end),
        )
        changes: list[tuple[str, str | None, int]] = []
        for _, captures in groupby(rows, key=lambda row: row[1]):
            changes.extend(_chosen(list(captures), choice, pages))
        db.executemany("UPDATE mementos SET state = ?, reason = ? WHERE id = ?", changes)

    def skip(self, memento: int, reason: str) -> None:
        self.journal.write().execute(
            "UPDATE mementos SET state = 'skipped', reason = ? WHERE id = ? AND state IN ('listed', 'pending')",
            (reason, memento),
        )

    def listed(self) -> list[tuple[int, str, str | None]]:
        """Id, URL and media type of all that may still be chosen."""
        return self.journal.db.execute(
            "SELECT id, url, media_type FROM mementos WHERE archive = ? AND state IN ('listed', 'pending')",
            (self.archive,),
        ).fetchall()

    # Fetching

    def latest_of(self, url: str) -> Waiting | None:
        """The newest capture of a page, if it has not been fetched."""
        return self._one(
            "id = (SELECT id FROM mementos WHERE url_key = ? ORDER BY timestamp DESC, id LIMIT 1) "
            "AND state IN ('listed', 'pending')",
            url_key(url),
        )

    def next(self) -> Waiting | None:
        """The oldest capture that is pending: versions of a page come in the order of their time."""
        return self._one("state = 'pending' ORDER BY timestamp, id LIMIT 1")

    def done(self, memento: Waiting) -> None:
        self._leave(memento, "done", None)

    def failed(self, memento: Waiting, reason: str) -> None:
        self._leave(memento, "failed", reason)

    def retry(self, memento: Waiting, reason: str) -> None:
        self._leave(memento, "pending", reason)

    def counts(self) -> Counts:
        rows = dict(
            self.journal.db.execute(
                "SELECT state, count(*) FROM mementos WHERE archive = ? GROUP BY state", (self.archive,)
            )
        )
        told = {state: rows.get(state, 0) for state in ("pending", "done", "failed", "skipped")}
        return Counts(**told)

    def reasons(self) -> list[Reason]:
        """Why captures were left out, what most were first."""
        rows = self.journal.db.execute(
            "SELECT state, coalesce(reason, ''), count(*), url, min(id) FROM mementos WHERE archive = ? "
            "AND state IN ('failed', 'skipped') GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
            (self.archive,),
        )
        return [Reason(state=r[0], reason=r[1], number=r[2], example=r[3]) for r in rows]

    def restart(self, *, failed: bool) -> None:
        """For a new run: what was left out is judged anew, and what `failed` is tried again if this says so."""
        self.journal.write().execute(
            "UPDATE mementos SET state = 'listed', attempts = 0, reason = NULL "
            "WHERE archive = ? AND (state = 'skipped' OR (state = 'failed' AND ?))",
            (self.archive, failed),
        )

    def _one(self, where: str, *values: object) -> Waiting | None:
        row = self.journal.db.execute(
            f"SELECT id, url, timestamp, digest, attempts FROM mementos WHERE archive = ? AND {where}",
            (self.archive, *values),
        ).fetchone()
        if row is None:
            return None
        return Waiting(id=row[0], url=row[1], timestamp=row[2], digest=row[3], attempts=row[4])

    def _leave(self, memento: Waiting, state: str, reason: str | None) -> None:
        self.journal.write().execute(
            "UPDATE mementos SET state = ?, reason = ?, attempts = attempts + 1 WHERE id = ?",
            (state, reason, memento.id),
        )


def left_of(journal: Journal, url: str) -> Left | None:
    """What became of a URL that a web archive was asked for in vain, or not asked for; None if nothing is known."""
    if not journal.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'mementos'").fetchone():
        return None
    row = journal.db.execute(
        "SELECT url, state, coalesce(reason, '') FROM mementos WHERE url_key = ? AND state IN ('failed', 'skipped') "
        "ORDER BY id LIMIT 1",
        (url_key(url),),
    ).fetchone()
    return None if row is None else Left(url=row[0], state=row[1], reason=row[2], via=None)


def _chosen(
    captures: list[tuple[int, str, str, str | None, str | None, str]], choice: Choice, pages: frozenset[str | None]
) -> Iterable[tuple[str, str | None, int]]:
    """New state and reason of the captures of one page, which come in the order of their time."""
    of_page = any(capture[3] in pages for capture in captures)
    # Of each group the newest: of all, of a month, of a moment.
    length = {"latest": 0, "monthly": 6, "all": 14}[choice if of_page else "latest"]
    before: str | None = None
    for _, group in groupby(captures, key=lambda capture: capture[2][:length]):
        *others, newest = group
        for identifier, _, _, _, _, state in others:
            if state in ("listed", "pending"):
                yield "skipped", ANOTHER, identifier
        identifier, _, _, _, digest, state = newest
        if state in ("listed", "pending"):
            is_same = digest is not None and digest == before
            yield ("skipped", SAME, identifier) if is_same else ("pending", None, identifier)
        before = digest
