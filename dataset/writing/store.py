"""The one writer of `dataset.sqlite`: captures and what was read from them in, rows out.

sqlite-utils makes views, indexes and the dictionary and runs the migrations. Rows are written with plain `sqlite3`:
60 links cost 4.5 ms with sqlite-utils' `insert` and 0.49 with its `insert_all`, which build their statement anew each
time, and 0.16 with a statement that is prepared once; and a page has a dozen such lists.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from types import TracebackType

from ...archive.capture import Capture, CrawlInfo
from ...archive.errors import ArchiveError, BlogarkError, refusal
from ...archive.leftout import LeftOut
from ...archive.warc.redactions import NOTHING_REDACTED, Redactions
from ...archive.warc.withheld import Told
from ...parsers.model import Page, Problem
from ..hiding.redacted import note_redacted
from ..keys import safe_text, safe_value, url_key
from ..labels.commenters import count_commenters
from ..labels.labelling import is_waiting, label_some
from ..rows import insert, next_id
from ..tables.fulltext import index_changes, watch
from ..tables.version import unreadable
from .blogs import ensure_blog
from .hiding import Hiding
from .learning import add_rule, is_by_rule, lesson_of, read_by_guessing, rules_of, stored
from .lesson import Lesson, Stored
from .migrations import prepare
from .pages import add_problem, save_again, save_page
from .presence import miss_post
from .resolving import resolve
from .stale import watch_labels

_CAPTURE = tuple(field.name for field in fields(Capture))
_ENDS = ("complete", "limited", "interrupted", "failed")
_COUNTS = ("requests", "new_captures", "revisits", "failures", "bytes")
_REFUSALS = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError, OverflowError, UnicodeError)
"""What `sqlite3` raises for values that a table does not take: such as a kind that is none of those declared."""
_INSERT_CAPTURE = (
    f"INSERT INTO captures ({', '.join(_CAPTURE)}, refers_to, page_kind, url_key, location, location_key) "
    f"VALUES ({', '.join('?' * len(_CAPTURE))}, (SELECT id FROM captures WHERE id = ?), ?, ?, ?, ?)"
)


class Store:
    """Applies captures in the order of their ids, each whole or not at all, each once.

    A capture that was applied before is passed over, so that saving twice is saving once. What was applied lasts from
    `commit` on; `watermark` is committed with it. Only one `Store` may be open on a file. Raises `UsageError` for a
    dataset of a newer schema, `ArchiveError` for a file that is no dataset, `DiskFull` when there is no room.
    """

    def __init__(self, path: Path, redactions: Redactions = NOTHING_REDACTED) -> None:
        self.path = path
        self._wrote = False
        try:
            self.db = sqlite3.connect(path, isolation_level=None, timeout=30, cached_statements=512)
        except sqlite3.Error as error:
            raise unreadable(path, error) from error
        try:
            self._applied = 0
            prepare(self.db, path)
            self.db.execute("PRAGMA temp_store = MEMORY")
            watch(self.db)
            watch_labels(self.db)
            self.db.execute("PRAGMA journal_mode = WAL")
            # A power cut may undo the last commits, never break the file; the watermark goes back with the rows.
            self.db.execute("PRAGMA synchronous = NORMAL")
            self.db.execute("PRAGMA cache_size = -16000")
            self._load()
            self._hiding = Hiding(self.db, redactions)
            if self._hiding.begins_with(path, self._applied):
                with self._one():
                    self._hiding.begin()
        except sqlite3.DatabaseError as error:
            self.db.close()
            raise unreadable(path, error) from error
        except BaseException:
            self.db.close()
            raise

    def watermark(self) -> int:
        """The id of the last record that was applied; 0 if none was."""
        return self._applied

    def counts(self) -> tuple[int, int]:
        """Posts (without stand-alone pages) and comments so far."""
        posts = self.db.execute("SELECT count(*) FROM posts WHERE kind = 'post'").fetchone()[0]
        # No comment is ever deleted: the greatest id is their number.
        return posts, next_id(self.db, "comments") - 1

    def begin_crawl(self, info: CrawlInfo) -> None:
        """A crawl begins: one that was running before was interrupted. Nothing happens if it has begun already."""
        with self._one():
            self.db.execute("UPDATE crawls SET status = 'interrupted' WHERE status = 'running' AND id < ?", (info.id,))
            self._add_crawl(info.id, info.started_at, info.software, info.config)

    def save(
        self,
        capture: Capture,
        page: Page | None,
        *,
        referred: Capture | None = None,
        location: str | None = None,
        hidden: frozenset[int] = frozenset(),
    ) -> None:
        """Apply one capture and what was read from it; `referred` is the capture whose bytes a revisit repeats.

        `location` is where a redirect leads, `hidden` what is redacted in it beside what is found here.
        A page that the tables cannot take is kept as a capture with a problem of stage ``store``.
        """
        if capture.id <= self._applied:
            return
        page, found = self._hiding.clear(capture, page, referred)
        hidden |= found
        try:
            self._save(capture, page, referred, location, hidden)
        except _REFUSALS as error:
            problem = Problem(stage="store", field=None, message=f"what was read cannot be kept: {error}")
            self._save(capture, Page(url=capture.url, kind="other", problems=(problem,)), referred, location, hidden)

    def save_withheld(self, capture: Capture, page: Page | None, told: Told | None, referred: Capture | None) -> None:
        """Apply a capture whose record was taken out, and what is still told of it."""
        if capture.id <= self._applied:
            return
        with self._one():
            hidden = self._hiding.hear(told)
        # What another archive has withheld is only listed.
        self.save(capture, page if hidden else None, referred=referred, hidden=hidden or frozenset())

    def _save(
        self,
        capture: Capture,
        page: Page | None,
        referred: Capture | None,
        location: str | None,
        hidden: frozenset[int],
    ) -> None:
        with self._one(capture):
            self._ensure_crawl(capture)
            if capture.record_type == "metadata":
                # A record of a failure or of a crawl's end that cannot be read.
                for problem in page.problems if page else ():
                    add_problem(self.db, problem, url=capture.url, crawl_id=capture.crawl_id)
                return
            self._add_capture(capture, page, referred, location)
            note_redacted(self.db, capture.id, hidden)
            if page is not None:
                save_page(self.db, self._blog_id, capture, page)
            miss_post(self.db, capture, page, location)
            kind = "revisits" if capture.record_type == "revisit" else "new_captures"
            self._count(capture, kind, size=capture.warc_length)
        if hidden:
            self._hiding.learn()

    def failure(self, capture: Capture, fields: Mapping[str, str]) -> None:
        """Apply a metadata record that tells of a fetch which brought no byte."""
        if capture.id <= self._applied:
            return
        with self._one(capture):
            self._ensure_crawl(capture)
            problem = Problem(stage="fetch", field=None, message=fields.get("fetchError") or "nothing was received")
            add_problem(self.db, problem, url=capture.url, crawl_id=capture.crawl_id, url_key=url_key(capture.url))
            self._count(capture, "failures")

    def leave_out(self, capture: Capture, left: Iterable[LeftOut]) -> None:
        """Apply a metadata record that tells which addresses were not asked for."""
        if capture.id <= self._applied:
            return
        with self._one(capture):
            self._ensure_crawl(capture)
            self.db.executemany(
                "INSERT OR REPLACE INTO left_out (url_key, url, reason, crawl_id) VALUES (?, ?, ?, ?)",
                ((url_key(one.url), safe_text(one.url), safe_text(one.reason), capture.crawl_id) for one in left),
            )

    def end_crawl(self, capture: Capture, fields: Mapping[str, str]) -> None:
        """Apply the metadata record that ends a crawl."""
        if capture.id <= self._applied:
            return
        with self._one(capture):
            self._ensure_crawl(capture)
            status = fields.get("crawlStatus", "")
            code = fields.get("exitCode", "")
            self.db.execute(
                "UPDATE crawls SET status = ?, exit_code = ?, finished_at = ? WHERE id = ?",
                (
                    status if status in _ENDS else "failed",
                    int(code) if code.isascii() and code.isdigit() and len(code) < 10 else None,
                    safe_text(fields.get("crawlFinished")) or capture.captured_at,
                    capture.crawl_id,
                ),
            )

    def rules(self) -> tuple[str, ...]:
        """What was learned of the blog's layout, the newest first."""
        return rules_of(self.db)

    def lesson(self) -> Lesson | None:
        """What may be learned of the blog's layout; None if no post that was guessed has its text in a feed."""
        return lesson_of(self.db)

    def learn(self, crawl_id: int, rule: str) -> None:
        """Keep a rule; what was guessed is to be read again."""
        with self._one():
            add_rule(self.db, crawl_id, rule)
            self._set_read_again(0)

    @property
    def read_again_after(self) -> int | None:
        """The last capture that was read again since a rule was learned; None if nothing is left to be."""
        found = self.db.execute("SELECT value FROM state WHERE name = 'read_again'").fetchone()
        return int(found[0]) if found else None

    def to_read_again(self) -> list[int]:
        """The captures to be read again, in their order."""
        return read_by_guessing(self.db, after=self.read_again_after or 0)

    def end_reading_again(self) -> None:
        """Note that all were."""
        with self._one():
            self._set_read_again(None)

    def stored(self, capture_id: int) -> Stored:
        """A capture, and the one whose bytes it repeats."""
        return stored(self.db, capture_id)

    def save_again(self, capture: Capture, page: Page | None) -> None:
        """Apply what a rule told of a capture that was applied before."""
        with self._one():
            self._set_read_again(capture.id)
        page, hidden = self._hiding.clear(capture, page)
        if page is not None and is_by_rule(page):
            with suppress(*_REFUSALS), self._one():
                note_redacted(self.db, capture.id, hidden)
                save_again(self.db, self._blog_id, capture, page)

    def resolve(self, capture: Capture, page: Page | None, original: Capture) -> None:
        """Apply what a revisit repeats that was applied before its `original` was known."""
        page, hidden = self._hiding.clear(capture, page, original)
        with self._one():
            note_redacted(self.db, capture.id, hidden)
            resolve(self.db, self._blog_id, capture, page, original)

    def problem(
        self, problem: Problem, *, url: str | None, capture_id: int | None = None, crawl_id: int | None = None
    ) -> None:
        """Note, once, what went wrong outside of a page."""
        with self._one():
            known = self.db.execute(
                "SELECT 1 FROM problems "
                "WHERE capture_id IS ? AND url IS ? AND stage = ? AND field IS ? AND message = ?",
                (capture_id, safe_text(url), problem.stage, problem.field, safe_text(problem.message)),
            ).fetchone()
            if known is None:
                add_problem(self.db, problem, url=url, capture_id=capture_id, crawl_id=crawl_id)

    def label(self, heed: Callable[[], None] = lambda: None) -> None:
        """Label what is new or changed, and commit; to be called when a run ends.

        A kill loses one step of some thousand rows, of which `heed` is told each.
        """
        self.commit()
        while is_waiting(self.db):
            with self._one():
                # Names are counted once, when all their comments have labels.
                if not label_some(self.db):
                    count_commenters(self.db)
            self.commit()
            heed()

    def commit(self) -> None:
        """Make what was applied so far last, together with the watermark."""
        if not self.db.in_transaction:
            return
        try:
            index_changes(self.db)
            self.db.execute("INSERT OR REPLACE INTO state (name, value) VALUES ('last_capture', ?)", (self._applied,))
            self.db.execute("COMMIT")
        except sqlite3.Error as error:
            self._undo()
            raise self._explained(error) from error

    def close(self) -> None:
        """Commit and leave one file: no ``-wal``, no ``-shm``."""
        try:
            self.commit()
            if self._wrote:
                # What the query planner wants to know; sampled, so that it costs the same for every size.
                self.db.execute("PRAGMA analysis_limit = 400")
                self.db.execute("ANALYZE")
            self.db.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            # Somebody is reading: the last to close removes the companions.
            if "locked" not in str(error):
                raise self._explained(error) from error
        finally:
            self.db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._undo()
            self._wrote = False
        else:
            self.label()
        self.close()

    # One capture, whole or not at all

    @contextmanager
    def _one(self, capture: Capture | None = None) -> Iterator[None]:
        try:
            if not self.db.in_transaction:
                self.db.execute("BEGIN IMMEDIATE")
            self.db.execute("SAVEPOINT one")
            yield
            self.db.execute("RELEASE one")
        except BaseException as error:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK TO one")
                self.db.execute("RELEASE one")
            else:
                # A full disk rolls back all that was not committed.
                self._load()
            if isinstance(error, sqlite3.OperationalError):
                raise self._explained(error) from error
            raise
        self._wrote = True
        if capture is not None:
            self._applied = capture.id

    def _undo(self) -> None:
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
        self._load()

    def _load(self) -> None:
        found = self.db.execute("SELECT value FROM state WHERE name = 'last_capture'").fetchone()
        self._applied = int(found[0]) if found else 0
        blog = self.db.execute("SELECT id FROM blogs").fetchone()
        self._blog_id = int(blog[0]) if blog else 0

    def _explained(self, error: sqlite3.Error) -> BlogarkError:
        broken = ArchiveError(self.path, f"cannot be written ({error}); check the disk and run again")
        return refusal(self.path, error) or broken

    def _set_read_again(self, capture_id: int | None) -> None:
        if capture_id is None:
            self.db.execute("DELETE FROM state WHERE name = 'read_again'")
        else:
            self.db.execute("INSERT OR REPLACE INTO state (name, value) VALUES ('read_again', ?)", (capture_id,))

    # Rows that belong to no page

    def _ensure_crawl(self, capture: Capture) -> None:
        """A crawl whose warcinfo cannot be read, or who is not ours, is known by its captures."""
        known = self.db.execute("SELECT 1 FROM crawls WHERE id = ?", (capture.crawl_id,)).fetchone()
        if known is None:
            self._add_crawl(capture.crawl_id, capture.captured_at, None, None, found_at=capture.url)

    def _add_crawl(
        self, crawl_id: int, started_at: str, software: str | None, config: str | None, *, found_at: str | None = None
    ) -> None:
        if self.db.execute("SELECT 1 FROM crawls WHERE id = ?", (crawl_id,)).fetchone() is not None:
            return
        self._blog_id = ensure_blog(self.db, config, found_at)
        columns = ("id", "blog_id", "started_at", "status", "software", "config", *_COUNTS)
        # A crawl that nobody announced is over: the records of a running one begin with its warcinfo.
        status = "running" if config is not None else "interrupted"
        row = (crawl_id, self._blog_id, started_at, status, safe_text(software), safe_text(config), 0, 0, 0, 0, 0)
        insert(self.db, "crawls", columns, [row])

    def _add_capture(self, capture: Capture, page: Page | None, referred: Capture | None, location: str | None) -> None:
        key = url_key(capture.url)
        told = tuple(safe_value(getattr(capture, name)) for name in _CAPTURE)
        kind = page.kind if page else None
        leads_to = safe_text(location)
        more = (referred.id if referred else None, kind, key, leads_to, url_key(leads_to) if leads_to else None)
        self.db.execute(_INSERT_CAPTURE, (*told, *more))
        if capture.truncated is None and (capture.status == 200 or capture.record_type == "resource"):
            self.db.execute(
                "UPDATE media SET capture_id = ? WHERE url_key = ? AND capture_id IS NULL", (capture.id, key)
            )

    def _count(self, capture: Capture, kind: str, *, size: int = 0) -> None:
        self.db.execute(
            f"UPDATE crawls SET requests = requests + 1, {kind} = {kind} + 1, bytes = bytes + ? WHERE id = ?",
            (size, capture.crawl_id),
        )
