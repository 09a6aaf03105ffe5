"""The frontier: what is to be fetched, what was, and why the rest was not.

A view of the journal's `urls` table. Every change joins the journal's open transaction, so the
answer to a URL, the URLs found in it and its state reach the disk together or not at all.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from ..leftout import PAGE, LeftOut
from .journal import Journal
from .visits import UNLOOKED, Copy, Counts, Found, FoundIn, Left, Looked, Past, Reason, State, Visit

__all__ = ["Copy", "Counts", "Found", "FoundIn", "Left", "Looked", "Past", "Reason", "State", "UrlQueue", "Visit"]

HIGHEST = 1_000_000
"""No priority is higher."""
LOOKED_OVER = 5_000
"""URLs that are looked over for one of a host that may be asked, 3 ms."""
MISSED = "a page needs it, and replay found nothing"
"""The reason of what `verify --replay` has put into the queue."""
FALSE_CALLS = 3
"""A page that was called so often in a row without having changed is called no more, and visited as it is due."""


class UrlQueue:
    """The one place where the state of a URL changes; `clock` tells the Unix time by which URLs are due."""

    def __init__(self, journal: Journal, *, clock: Callable[[], float] = time.time) -> None:
        self.journal = journal
        self.clock = clock
        self.began = clock()
        self._counts: Counter[str] = Counter()
        self._count()
        self.settled = self._earlier = self._counts["done"] + self._counts["failed"]
        """URLs fetched, or tried until given up: in this run, and in the one that it goes on with."""

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

    def vouch(self, named: Iterable[tuple[str, FoundIn]], *, reason: str) -> None:
        """The blog names these as its own: note where, and queue those that were skipped for what begins so."""
        db = self.journal.write()
        for url, found_in in named:
            reopened = db.execute(
                "UPDATE urls SET state = 'pending', reason = NULL WHERE url = ? AND state = 'skipped' "
                "AND substr(reason, 1, length(?2)) = ?2",
                (url, reason),
            ).rowcount
            self._counts["skipped"] -= reopened
            self._counts["pending"] += reopened
            db.execute(
                "UPDATE urls SET found_in = ? WHERE url = ? AND state = 'pending' AND found_in IN ('page', 'listing')",
                (found_in, url),
            )

    def take(self, limit: int = 1, *, but: Collection[str] = (), at_most: int = HIGHEST) -> list[Visit]:
        """The next URLs that are due, now in flight: highest priority (`at_most` this) first, then oldest.

        None of the hosts `but` (without ``www.``); behind `LOOKED_OVER` others, one is not seen.
        """
        due = (
            "SELECT id, url, via, hops, attempts, priority, found_in, capture_id, etag, last_modified, "
            "visits, changes, changed, called FROM urls "
            "WHERE state = 'pending' AND priority <= ? AND not_before <= ? ORDER BY priority DESC, id LIMIT ?"
        )
        if not but:
            rows = self.journal.db.execute(due, (at_most, self.clock(), limit)).fetchall()
        else:
            others = [f"%://{www}{host}{end}%" for host in but for www in ("", "www.") for end in ("/", ":")]
            unlike = " AND ".join(["url NOT LIKE ?"] * len(others))
            values = (at_most, self.clock(), LOOKED_OVER, *others, limit)
            rows = self.journal.db.execute(f"SELECT * FROM ({due}) WHERE {unlike} LIMIT ?", values).fetchall()
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
                past=Past(visits=r[10], changes=r[11], changed=r[12], called=bool(r[13])),
            )
            for r in rows
        ]

    def next_due(self) -> float | None:
        """Seconds until the next pending URL is due (0: now), None if nothing is pending."""
        if not self._counts["pending"]:
            return None
        earliest = self.journal.db.execute("SELECT min(not_before) FROM urls WHERE state = 'pending'").fetchone()[0]
        return None if earliest is None else max(0.0, earliest - self.clock())

    def done(self, visit: Visit, copy: Copy | None = None, looked: Looked = UNLOOKED) -> None:
        """The URL has its answer, whatever the status; `copy` if there is a new one to ask about next time."""
        self._leave(visit, "done", None)
        self._looked(visit, looked)
        if copy is not None:
            self.journal.write().execute(
                "UPDATE urls SET capture_id = ?, etag = ?, last_modified = ? WHERE id = ?",
                (copy.capture_id, copy.etag, copy.last_modified, visit.id),
            )

    def failed(self, visit: Visit, reason: str, looked: Looked = UNLOOKED) -> None:
        """The URL brought nothing, and will not be tried again in this crawl."""
        self._leave(visit, "failed", reason)
        self._looked(visit, looked)

    def skip(self, what: Visit | Found, reason: str, *, via: str | None = None) -> None:
        """The URL will not be fetched; kept with its reason."""
        if isinstance(what, Visit):
            self._leave(what, "skipped", reason)
            return
        added = (
            self.journal.write()
            .execute(
                "INSERT OR IGNORE INTO urls (url, state, reason, priority, via, hops, found_in) "
                "VALUES (?, 'skipped', ?, ?, ?, ?, ?)",
                (what.url, reason, what.priority, via, what.hops, what.found_in),
            )
            .rowcount
        )
        self._counts["skipped"] += added

    def reopen(self, url: str, reason: str) -> None:
        """The URL that was skipped for this reason is pending."""
        query = "UPDATE urls SET state = 'pending', reason = NULL WHERE url = ? AND state = 'skipped' AND reason = ?"
        reopened = self.journal.write().execute(query, (url, reason)).rowcount
        self._counts["skipped"] -= reopened
        self._counts["pending"] += reopened

    def retry(self, visit: Visit, reason: str, *, delay: float) -> None:
        """Try again, not before `delay` seconds from now."""
        self.journal.write().execute(
            "UPDATE urls SET state = 'pending', reason = ?, attempts = attempts + 1, not_before = ? WHERE id = ?",
            (reason, self.clock() + delay, visit.id),
        )
        self._counts["in flight"] -= 1
        self._counts["pending"] += 1

    def put_back(self, visit: Visit, *, priority: int | None = None) -> None:
        """Pending again as if never taken, the crawl stopped before it was fetched; or with another priority."""
        self.journal.write().execute(
            "UPDATE urls SET state = 'pending', priority = coalesce(?, priority) WHERE id = ?", (priority, visit.id)
        )
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

    def restart(self, *, but: tuple[str, ...] = (), everything: bool = False) -> int:
        """For a re-crawl: every URL that is due, or `everything`, is pending again; returns how many were not.

        The skipped too: robots.txt, the scope and the patterns of `blogark.toml` may have changed,
        and whoever takes them judges them anew. Those whose reason begins with one of `but` stay skipped.
        """
        changed = (
            self.journal.write()
            .execute(
                "UPDATE urls SET state = 'pending', attempts = 0, not_before = 0, reason = NULL, called = 0 "
                "WHERE state <> 'pending' AND (?2 OR state = 'skipped' OR due <= ?3) "
                "AND NOT (state = 'skipped' AND EXISTS (SELECT 1 FROM json_each(?1) "
                "WHERE substr(reason, 1, length(value)) = value))",
                (json.dumps(but), everything, self.began),
            )
            .rowcount
        )
        self._count()
        self.settled = self._earlier = 0
        return changed

    def call(self, url: str, *, doubted: bool = False, newest: float | None = None) -> bool:
        """Make a URL pending that waits for a later crawl; returns whether it did.

        A `doubted` call is that of a document that may be wrong: where it was so too often, it is not heard. One that
        is about something of the time `newest` is passed over if the page was visited since.
        """
        row = self.journal.db.execute(
            "SELECT id, state FROM urls WHERE url = ? AND state IN ('done', 'failed') AND visited < ? "
            "AND (NOT ? OR false_calls < ?)",
            (url, self.began if newest is None else min(self.began, newest), doubted, FALSE_CALLS),
        ).fetchone()
        if row is None:
            return False
        self.journal.write().execute(
            "UPDATE urls SET state = 'pending', attempts = 0, not_before = 0, reason = NULL, called = ? WHERE id = ?",
            (doubted, row[0]),
        )
        self._counts[row[1]] -= 1
        self._counts["pending"] += 1
        if self._earlier:
            self._earlier, self.settled = self._earlier - 1, self.settled - 1
        return True

    def miss(self, url: str, *, priority: int, via: str) -> bool:
        """Make pending a requisite of the page `via` that the archive turned out to lack; returns whether it was not.

        What is archived of it is forgotten here, so that all of it is asked for. What was skipped stays so: the next
        re-crawl judges it anew.
        """
        db = self.journal.write()
        changed = db.execute(
            "UPDATE urls SET state = 'pending', reason = ?2, attempts = 0, not_before = 0, capture_id = NULL, "
            "etag = NULL, last_modified = NULL WHERE url = ?1 AND state IN ('done', 'failed')",
            (url, MISSED),
        ).rowcount
        changed += db.execute(
            "INSERT OR IGNORE INTO urls (url, reason, priority, via, hops, found_in) VALUES "
            "(?1, ?2, ?3, ?4, coalesce((SELECT hops FROM urls WHERE url = ?4), '') || 'E', 'requisite')",
            (url, MISSED, priority, via),
        ).rowcount
        self._count()
        return bool(changed)

    def missed(self) -> int:
        """How many URLs are pending because `miss` was told of them."""
        query = "SELECT count(*) FROM urls WHERE state = 'pending' AND reason = ?"
        return int(self.journal.db.execute(query, (MISSED,)).fetchone()[0])

    def found_first(self, limit: int) -> list[tuple[str, int]]:
        """The URLs that were found first, with their priorities."""
        return self.journal.db.execute("SELECT url, priority FROM urls ORDER BY id LIMIT ?", (limit,)).fetchall()

    def has_past(self) -> bool:
        """Whether anything was visited before this run."""
        return self.journal.db.execute("SELECT 1 FROM urls WHERE visited < ?", (self.began,)).fetchone() is not None

    def told_changed(self, url: str, at: float) -> None:
        """Somebody tells that a page changed at that time, or was written then; the latest such time counts."""
        self.journal.write().execute(
            "UPDATE urls SET changed = ?2 WHERE url = ?1 AND coalesce(changed, 0) < ?2", (url, at)
        )

    def waiting(self) -> tuple[int, float | None]:
        """How many pages are due for another visit, and when the next of the others will be, Unix time."""
        waits = "FROM urls WHERE state IN ('done', 'failed') AND due > 0"
        [due] = self.journal.db.execute(f"SELECT count(*) {waits} AND due <= ?", (self.began,)).fetchone()
        [soonest] = self.journal.db.execute(f"SELECT min(due) {waits} AND due > ?", (self.began,)).fetchone()
        return due, soonest

    def asked_in_every_run(self) -> int:
        """How many URLs every crawl asks for: front page, feeds, sitemaps."""
        query = "SELECT count(*) FROM urls WHERE state = 'done' AND due = 0 AND visited IS NOT NULL"
        return int(self.journal.db.execute(query).fetchone()[0])

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

    def left(self, url: str) -> Left | None:
        """What became of a URL that is in the queue and not archived by it, or is to be fetched again."""
        row = self.journal.db.execute(
            "SELECT url, state, coalesce(reason, ''), via FROM urls WHERE url = ?", (url,)
        ).fetchone()
        return None if row is None else Left(url=row[0], state=row[1], reason=row[2], via=row[3])

    def reasons(self) -> list[Reason]:
        """Why URLs were left out, what most were first."""
        # SQLite takes a bare column from the row that has the min().
        rows = self.journal.db.execute(
            "SELECT state, coalesce(reason, ''), count(*), url, min(id) FROM urls WHERE state IN ('failed', 'skipped') "
            "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
        )
        return [Reason(state=r[0], reason=r[1], number=r[2], example=r[3]) for r in rows]

    def untold(self, *, waiting: str, after: int = 0, limit: int = PAGE) -> list[tuple[int, LeftOut]]:
        """Pages that no visit was made to and of which the WARC files do not tell so yet, with their numbers here.

        `waiting` is the reason of those that are still pending. What pages need to be shown is not among them.
        """
        rows = self.journal.db.execute(
            "SELECT id, url, CASE state WHEN 'pending' THEN ?1 ELSE coalesce(reason, '') END AS why FROM urls "
            "WHERE id > ?2 AND state IN ('skipped', 'pending') AND visited IS NULL AND found_in <> 'requisite' "
            "AND told IS NOT why ORDER BY id LIMIT ?3",
            (waiting, after, limit),
        )
        return [(number, LeftOut(url=url, reason=why)) for number, url, why in rows]

    def told(self, left: Iterable[tuple[int, LeftOut]]) -> None:
        """The WARC files tell of these now."""
        self.journal.write().executemany(
            "UPDATE urls SET told = ? WHERE id = ?", [(one.reason, number) for number, one in left]
        )

    def closed_by_robots(self, limit: int) -> tuple[int, list[Left]]:
        """How many URLs robots.txt closed, and the first of them."""
        closed = "FROM urls WHERE state = 'skipped' AND reason LIKE '%robots.txt%'"
        [number] = self.journal.db.execute(f"SELECT count(*) {closed}").fetchone()
        rows = self.journal.db.execute(f"SELECT url, state, reason, via {closed} ORDER BY id LIMIT ?", (limit,))
        return number, [Left(url=r[0], state=r[1], reason=r[2], via=r[3]) for r in rows]

    def closed_since(self) -> int:
        """How many URLs robots.txt closes that were archived before it did."""
        sql = "SELECT count(*) FROM urls WHERE state = 'skipped' AND reason LIKE '%robots.txt%' AND capture_id NOT NULL"
        return int(self.journal.db.execute(sql).fetchone()[0])

    def skip_reasons(self) -> list[str]:
        """The reasons for which URLs were skipped, each once."""
        return [
            reason
            for (reason,) in self.journal.db.execute(
                "SELECT DISTINCT reason FROM urls WHERE state = 'skipped' AND reason IS NOT NULL"
            )
        ]

    def _count(self) -> None:
        self._counts = Counter(dict(self.journal.db.execute("SELECT state, count(*) FROM urls GROUP BY state")))

    def _looked(self, visit: Visit, looked: Looked) -> None:
        self.journal.write().execute(
            "UPDATE urls SET visited = ?1, visits = visits + 1, changes = changes + ?2, "
            "changed = nullif(max(coalesce(changed, 0), coalesce(?3, 0)), 0), due = ?4, called = 0, "
            "false_calls = CASE WHEN ?2 THEN 0 ELSE false_calls + called END WHERE id = ?5",
            (self.clock(), looked.has_changed, looked.changed, looked.due, visit.id),
        )

    def _leave(self, visit: Visit, state: State, reason: str | None) -> None:
        self.journal.write().execute(
            "UPDATE urls SET state = ?, reason = ?, attempts = attempts + 1 WHERE id = ?", (state, reason, visit.id)
        )
        self._counts["in flight"] -= 1
        self._counts[state] += 1
        self.settled += state != "skipped"
