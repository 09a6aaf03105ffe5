"""The frontier: what is to be fetched, what was, and why the rest was not.

A view of the journal's `urls` table. Every change joins the journal's open transaction, so the
answer to a URL, the URLs found in it and its state reach the disk together or not at all.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .journal import Journal

FoundIn = Literal["seed", "page", "listing", "feed", "sitemap", "redirect", "requisite", "robots"]
State = Literal["pending", "in flight", "done", "failed", "skipped"]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A URL that something led to; `hops` is the whole path from the seed, a letter a hop."""

    url: str
    hops: str = ""
    priority: int = 0
    found_in: FoundIn = "page"


@dataclass(frozen=True, kw_only=True)
class Copy:
    """The newest whole answer 200 to a URL, and the validators that came with it, as sent (RFC 9110 8.8)."""

    capture_id: int
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A URL on its way to be fetched."""

    id: int
    url: str
    via: str | None
    hops: str
    attempts: int
    priority: int
    found_in: FoundIn
    copy: Copy | None = None
    """What is archived already."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many URLs are in each state."""

    pending: int = 0
    in_flight: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def known(self) -> int:
        """All but the skipped: what the crawl means to fetch."""
        return self.pending + self.in_flight + self.done + self.failed


@dataclass(frozen=True, kw_only=True)
class Left:
    """A URL that was not archived, and the reason."""

    url: str
    state: State
    reason: str
    via: str | None


class UrlQueue:
    """The one place where the state of a URL changes."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        rows = journal.db.execute("SELECT state, count(*) FROM urls GROUP BY state")
        self._counts: Counter[str] = Counter(dict(rows))

    def counts(self) -> Counts:
        count = self._counts
        return Counts(
            pending=count["pending"],
            in_flight=count["in flight"],
            done=count["done"],
            failed=count["failed"],
            skipped=count["skipped"],
        )

    def add(self, found: Iterable[Found], *, via: str | None) -> int:
        """Queue the URLs that are new; returns how many were."""
        rows = [(one.url, one.priority, via, one.hops, one.found_in) for one in found]
        if not rows:
            return 0
        added = (
            self.journal.write()
            .executemany("INSERT OR IGNORE INTO urls (url, priority, via, hops, found_in) VALUES (?, ?, ?, ?, ?)", rows)
            .rowcount
        )
        self._counts["pending"] += added
        return added

    def take(self, limit: int = 1) -> list[Visit]:
        """The next URLs that are due, now in flight: highest priority first, then oldest."""
        rows = self.journal.db.execute(
            "SELECT id, url, via, hops, attempts, priority, found_in, capture_id, etag, last_modified FROM urls "
            "WHERE state = 'pending' AND not_before <= ? ORDER BY priority DESC, id LIMIT ?",
            (time.time(), limit),
        ).fetchall()
        if not rows:
            return []
        self.journal.write().executemany("UPDATE urls SET state = 'in flight' WHERE id = ?", [(r[0],) for r in rows])
        self._counts["pending"] -= len(rows)
        self._counts["in flight"] += len(rows)
        return [
            Visit(
                id=r[0],
                url=r[1],
                via=r[2],
                hops=r[3],
                attempts=r[4],
                priority=r[5],
                found_in=r[6],
                copy=None if r[7] is None else Copy(capture_id=r[7], etag=r[8], last_modified=r[9]),
            )
            for r in rows
        ]

    def next_due(self) -> float | None:
        """Seconds until the next pending URL is due (0: now), None if nothing is pending."""
        if not self._counts["pending"]:
            return None
        earliest = self.journal.db.execute("SELECT min(not_before) FROM urls WHERE state = 'pending'").fetchone()[0]
        return None if earliest is None else max(0.0, earliest - time.time())

    def done(self, visit: Visit, copy: Copy | None = None) -> None:
        """The URL has its answer, whatever the status; `copy` if there is a new one to ask about next time."""
        self._leave(visit, "done", None)
        if copy is not None:
            self.journal.write().execute(
                "UPDATE urls SET capture_id = ?, etag = ?, last_modified = ? WHERE id = ?",
                (copy.capture_id, copy.etag, copy.last_modified, visit.id),
            )

    def failed(self, visit: Visit, reason: str) -> None:
        """The URL brought nothing, and will not be tried again in this crawl."""
        self._leave(visit, "failed", reason)

    def skip(self, what: Visit | Found, reason: str, *, via: str | None = None) -> None:
        """The URL will not be fetched; kept with its reason."""
        if isinstance(what, Visit):
            self._leave(what, "skipped", reason)
            return
        added = (
            self.journal.write()
            .execute(
                "INSERT OR IGNORE INTO urls (url, state, reason, via, hops, found_in) "
                "VALUES (?, 'skipped', ?, ?, ?, ?)",
                (what.url, reason, via, what.hops, what.found_in),
            )
            .rowcount
        )
        self._counts["skipped"] += added

    def retry(self, visit: Visit, reason: str, *, delay: float) -> None:
        """Try again, not before `delay` seconds from now."""
        self.journal.write().execute(
            "UPDATE urls SET state = 'pending', reason = ?, attempts = attempts + 1, not_before = ? WHERE id = ?",
            (reason, time.time() + delay, visit.id),
        )
        self._counts["in flight"] -= 1
        self._counts["pending"] += 1

    def put_back(self, visit: Visit) -> None:
        """Pending again as if never taken: the crawl stopped before it was fetched."""
        self.journal.write().execute("UPDATE urls SET state = 'pending' WHERE id = ?", (visit.id,))
        self._counts["in flight"] -= 1
        self._counts["pending"] += 1

    def resume(self) -> int:
        """After a kill: all that was in flight is pending again; returns how many."""
        freed = self.journal.write().execute("UPDATE urls SET state = 'pending' WHERE state = 'in flight'").rowcount
        self._counts["in flight"] -= freed
        self._counts["pending"] += freed
        return freed

    def knows(self, url: str) -> bool:
        """Whether the URL is in the queue, in whatever state."""
        return self.journal.db.execute("SELECT 1 FROM urls WHERE url = ?", (url,)).fetchone() is not None

    def restart(self, *, but: str | None = None) -> int:
        """For a re-crawl: every URL is pending again; returns how many were not.

        The skipped too: robots.txt, the scope and the patterns of `blogark.toml` may have changed,
        and whoever takes them judges them anew. Those whose reason begins with `but` stay skipped.
        """
        changed = (
            self.journal.write()
            .execute(
                "UPDATE urls SET state = 'pending', attempts = 0, not_before = 0, reason = NULL "
                "WHERE state <> 'pending' AND NOT (state = 'skipped' AND substr(reason, 1, length(?1)) = ?1)",
                (but or "\0",),
            )
            .rowcount
        )
        rows = self.journal.db.execute("SELECT state, count(*) FROM urls GROUP BY state")
        self._counts = Counter(dict(rows))
        return changed

    def seed_redirects(self) -> list[str]:
        """Where the seed was redirected to, hop by hop, in this crawl or an earlier one."""
        rows = self.journal.db.execute(
            "SELECT url FROM urls WHERE found_in = 'redirect' AND trim(hops, 'R') = '' ORDER BY id"
        )
        return [url for (url,) in rows]

    def left_out(self, limit: int = 1000) -> list[Left]:
        """URLs that failed or were skipped, with their reasons."""
        rows = self.journal.db.execute(
            "SELECT url, state, reason, via FROM urls WHERE state IN ('failed', 'skipped') ORDER BY state, id LIMIT ?",
            (limit,),
        )
        return [Left(url=r[0], state=r[1], reason=r[2] or "", via=r[3]) for r in rows]

    def reasons(self) -> list[tuple[State, str, int]]:
        """State, reason and number of the URLs left out, most first."""
        rows = self.journal.db.execute(
            "SELECT state, coalesce(reason, ''), count(*) FROM urls WHERE state IN ('failed', 'skipped') "
            "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
        )
        return [(state, reason, number) for state, reason, number in rows]

    def skip_reasons(self) -> list[str]:
        """The reasons for which URLs were skipped, each once."""
        return [
            reason
            for (reason,) in self.journal.db.execute(
                "SELECT DISTINCT reason FROM urls WHERE state = 'skipped' AND reason IS NOT NULL"
            )
        ]

    def _leave(self, visit: Visit, state: State, reason: str | None) -> None:
        self.journal.write().execute(
            "UPDATE urls SET state = ?, reason = ?, attempts = attempts + 1 WHERE id = ?", (state, reason, visit.id)
        )
        self._counts["in flight"] -= 1
        self._counts[state] += 1
