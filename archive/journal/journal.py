"""The crawler's journal: crawls, WARC files, captures and the frontier, in one SQLite file.

All writes of a crawl happen in one open transaction, which `Recorder.commit` closes after the
WARC file has reached the disk. What was not committed never happened: a killed crawl finds on
its next start the last committed state and cuts the WARC files back to it.

The journal speaks to `sqlite3` directly: it adds some sixty URLs a page, and an INSERT through
sqlite-utils, which builds its statement anew for every call, costs many times a prepared one.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from ..capture import Capture, CrawlInfo
from ..errors import ArchiveError, disk_full, refusal
from .tables import MIGRATIONS, SCHEMA, SCHEMA_VERSION

PATIENCE = 30.0
"""Seconds to wait for a lock that another program holds."""
_CAPTURE_COLUMNS = tuple(field.name for field in fields(Capture))
_SELECT_CAPTURE = f"SELECT {', '.join(_CAPTURE_COLUMNS)} FROM captures"
_SELECT_OLD_CAPTURE = _SELECT_CAPTURE.replace("withheld", "NULL")
_OF_OTHERS = "source = 'import' AND record_type = 'response'"
"""Of a journal before version 4, which who only reads cannot bring up."""
_INSERT_CAPTURE = (
    f"INSERT INTO captures ({', '.join(_CAPTURE_COLUMNS)}) VALUES ({', '.join('?' * len(_CAPTURE_COLUMNS))})"
)


@dataclass(frozen=True, kw_only=True)
class WarcFile:
    """A WARC file as the journal knows it."""

    name: str
    crawl_id: int
    committed: int
    finished: bool


@dataclass(frozen=True, kw_only=True)
class CrawlRow:
    """A crawl as the journal knows it."""

    info: CrawlInfo
    status: str
    exit_code: int | None
    finished_at: str | None


class Journal:
    """One connection to `journal.sqlite`; `read_only` for those who follow a crawl."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._read_only = read_only
        self._begun = False
        if read_only:
            if not path.is_file():
                raise ArchiveError(path, "is missing; `blogark crawl` writes it")
            address = f"{path.resolve().as_uri()}?mode=ro"
            self.db = sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE)
        else:
            self.db = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
        try:
            self._prepare(read_only)
        except sqlite3.DatabaseError as error:
            self.db.close()
            if (named := refusal(path, error)) is not None:
                raise named from error
            raise ArchiveError(path, f"cannot be read as a journal ({error}); move it away and run again") from error

    def _prepare(self, read_only: bool) -> None:
        version = self.db.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise ArchiveError(self.path, f"was written by a newer blogark (journal version {version}); update blogark")
        self._select = _SELECT_CAPTURE if version > 3 or not read_only else _SELECT_OLD_CAPTURE
        if read_only:
            return
        # FULL in WAL mode: a COMMIT has reached the disk when it returns, so that a power cut
        # cannot undo what a reader of the journal has already used.
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute("PRAGMA foreign_keys = ON")
        if version == 0:
            self.db.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
        for older in range(version or SCHEMA_VERSION, SCHEMA_VERSION):
            self.db.executescript(f"BEGIN; {MIGRATIONS[older]} PRAGMA user_version = {older + 1}; COMMIT;")

    # The open transaction

    def write(self) -> sqlite3.Connection:
        """The connection, inside the open transaction; raises `DiskFull` if that is lost, until it is rolled back."""
        if not self.db.in_transaction:
            self._refuse_if_lost()
            self.db.execute("BEGIN IMMEDIATE")
            self._begun = True
        return self.db

    @property
    def has_changes(self) -> bool:
        """Something was written that is not committed."""
        return self._begun

    def commit(self) -> None:
        """Make what was written last; raises `DiskFull` if it is lost."""
        if self.db.in_transaction:
            self.db.execute("COMMIT")
        else:
            self._refuse_if_lost()
        self._begun = False

    def rollback(self) -> None:
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
        self._begun = False

    def _refuse_if_lost(self) -> None:
        # On a full disk SQLite rolls back by itself. What is written afterwards would be committed without what was
        # written before: captures in the WARC that no row knows, links that were found and forgotten.
        if self._begun:
            raise disk_full(self.path)

    def close(self) -> None:
        """Close without committing what is open; whoever is the last leaves one file, without ``-wal`` or ``-shm``."""
        self.rollback()
        self.db.close()
        # A connection that only reads can take neither companion away, nor can SQLite itself while the file is in WAL
        # mode and the next reader makes them anew. Where somebody is still there, or may write nothing, they stay.
        if self.path.with_name(f"{self.path.name}-wal").exists() or not self._read_only:
            address = f"{self.path.resolve().as_uri()}?mode=rw"
            with (
                contextlib.suppress(sqlite3.Error),
                contextlib.closing(sqlite3.connect(address, uri=True, timeout=0)) as db,
            ):
                db.execute("PRAGMA journal_mode = DELETE")

    # Crawls

    def begin_crawl(self, *, started_at: str, software: str, config: str) -> CrawlInfo:
        """The next crawl, running; crawls that a kill left running become interrupted."""
        db = self.write()
        db.execute("UPDATE crawls SET status = 'interrupted' WHERE status = 'running'")
        cursor = db.execute(
            "INSERT INTO crawls (started_at, software, config) VALUES (?, ?, ?)", (started_at, software, config)
        )
        assert cursor.lastrowid is not None
        return CrawlInfo(id=cursor.lastrowid, started_at=started_at, software=software, config=config)

    def end_crawl(self, crawl_id: int, *, status: str, exit_code: int, finished_at: str) -> None:
        self.write().execute(
            "UPDATE crawls SET status = ?, exit_code = ?, finished_at = ? WHERE id = ?",
            (status, exit_code, finished_at, crawl_id),
        )

    def settle(self) -> None:
        """Note that dataset and index hold all that the last crawl archived, and commit."""
        self.write().execute("UPDATE crawls SET settled = 1 WHERE id = (SELECT max(id) FROM crawls)")
        self.commit()

    def is_settled(self) -> bool:
        """Whether the last run came to its very end; if not, the next one goes on with its work."""
        row = self.db.execute("SELECT settled FROM crawls ORDER BY id DESC LIMIT 1").fetchone()
        return row is None or bool(row[0])

    def crawls(self) -> tuple[CrawlRow, ...]:
        rows = self.db.execute(
            "SELECT id, started_at, software, config, status, exit_code, finished_at FROM crawls ORDER BY id"
        )
        return tuple(
            CrawlRow(
                info=CrawlInfo(id=row[0], started_at=row[1], software=row[2], config=row[3]),
                status=row[4],
                exit_code=row[5],
                finished_at=row[6],
            )
            for row in rows
        )

    def crawl(self, crawl_id: int) -> CrawlInfo:
        row = self.db.execute(
            "SELECT id, started_at, software, config FROM crawls WHERE id = ?", (crawl_id,)
        ).fetchone()
        if row is None:
            raise ArchiveError(self.path, f"knows no crawl {crawl_id}; `blogark extract` rebuilds from the WARCs")
        return CrawlInfo(id=row[0], started_at=row[1], software=row[2], config=row[3])

    # WARC files

    def warc_begun(self, name: str, crawl_id: int) -> None:
        """Name a file that is about to be created, so that a kill cannot leave one that nobody knows."""
        self.write().execute("INSERT INTO warcs (name, crawl_id) VALUES (?, ?)", (name, crawl_id))

    def warc_committed(self, name: str, offset: int) -> None:
        self.write().execute("UPDATE warcs SET committed = ? WHERE name = ?", (offset, name))

    def warc_finished(self, name: str) -> None:
        self.write().execute("UPDATE warcs SET finished = 1 WHERE name = ?", (name,))

    def warc_dropped(self, name: str) -> None:
        self.write().execute("DELETE FROM warcs WHERE name = ?", (name,))

    def warcs(self) -> tuple[WarcFile, ...]:
        rows = self.db.execute("SELECT name, crawl_id, committed, finished FROM warcs ORDER BY name")
        return tuple(WarcFile(name=r[0], crawl_id=r[1], committed=r[2], finished=bool(r[3])) for r in rows)

    # Captures

    def add_capture(self, capture: Capture) -> None:
        self.write().execute(_INSERT_CAPTURE, tuple(getattr(capture, column) for column in _CAPTURE_COLUMNS))

    def last_capture_id(self) -> int:
        """The id of the newest capture, 0 if there is none."""
        return int(self.db.execute("SELECT coalesce(max(id), 0) FROM captures").fetchone()[0])

    def capture(self, capture_id: int) -> Capture | None:
        return self._one(f"{self._select} WHERE id = ?", capture_id)

    def captures_after(self, capture_id: int, limit: int = 500) -> list[Capture]:
        """The next captures in order, at most `limit`."""
        rows = self.db.execute(f"{self._select} WHERE id > ? ORDER BY id LIMIT ?", (capture_id, limit))
        return [_capture(row) for row in rows]

    def captures(self) -> Iterator[Capture]:
        for row in self.db.execute(f"{self._select} ORDER BY id"):
            yield _capture(row)

    def first_with_digest(self, digest: str, *, imported: bool = False) -> Capture | None:
        """The oldest response with this payload: what a revisit refers to.

        What others made (`imported`) and what is ours are kept apart: a digest that somebody else wrote down may be
        wrong, and must never stand for a payload that we were sent.
        """
        return self._one(
            f"{self._select} WHERE payload_digest = ? AND record_type = 'response' "
            f"AND source {'=' if imported else '<>'} 'import' ORDER BY id LIMIT 1",
            digest,
        )

    def first_with_id(self, record_id: str) -> Capture | None:
        """The oldest response of others with this record id."""
        return self._one(f"{self._select} WHERE {_OF_OTHERS} AND record_id = ? ORDER BY id LIMIT 1", record_id)

    def first_at(self, url: str, captured_at: str) -> Capture | None:
        """The oldest response of others with this address and time."""
        which = f"{_OF_OTHERS} AND url = ? AND captured_at = ?"
        return self._one(f"{self._select} WHERE {which} ORDER BY id LIMIT 1", url, captured_at)

    def payload_of(self, capture_id: int) -> Capture | None:
        """The response that holds the payload of a capture: itself, or what it is a revisit of."""
        capture = self.capture(capture_id)
        if capture is None or capture.record_type == "response":
            return capture
        digest, imported = capture.payload_digest, capture.source == "import"
        return None if digest is None else self.first_with_digest(digest, imported=imported)

    def pages(self, limit: int) -> list[Capture]:
        """The oldest HTML pages."""
        rows = self.db.execute(
            f"{self._select} WHERE status = 200 AND record_type = 'response' AND media_type = 'text/html' "
            f"{'AND withheld IS NULL ' if self._select == _SELECT_CAPTURE else ''}ORDER BY id LIMIT ?",
            (limit,),
        )
        return [_capture(row) for row in rows]

    def _one(self, query: str, *values: object) -> Capture | None:
        row = self.db.execute(query, values).fetchone()
        return None if row is None else _capture(row)


def _capture(row: tuple[object, ...]) -> Capture:
    return Capture(**dict(zip(_CAPTURE_COLUMNS, row, strict=True)))  # type: ignore[arg-type]  # STRICT columns
