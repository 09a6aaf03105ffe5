"""The verb `status`: what an archive holds, what is missing, and how the last crawl ended."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ...archive.config import load
from ...archive.errors import ArchiveError, BlogarkError
from ...archive.folder import ArchiveFolder
from ...archive.journal.journal import CrawlRow, Journal
from ...archive.journal.queue import Left, UrlQueue
from ...archive.warc.files import strangers, to_be_imported, warc_files
from ..opened import PATIENCE
from ..tables.schema import SCHEMA_VERSION
from ..tables.version import newer, unreadable, version_of
from .standing import (
    Coverage,
    Frontier,
    Growth,
    Hidden,
    Holdings,
    LastCrawl,
    Mementos,
    Missing,
    Month,
    Scheduled,
    Sizes,
    Status,
    Year,
)

LISTED = 1_000
"""Failed URLs and missing posts that are listed; all are counted."""
DAY = 86_400.0


def status(folder: ArchiveFolder) -> Status:
    """Look at an archive, whole or not, running or not; changes nothing."""
    notes: list[str] = []
    holder = folder.holder()
    crawls: tuple[CrawlRow, ...] = ()
    frontier, newest = Frontier(), 0
    foreign: list[Path] = []
    try:
        with closing(Journal(folder.journal_path, read_only=True)) as journal:
            foreign = strangers(folder.warcs, {warc.name for warc in journal.warcs()})
            crawls, newest, frontier = journal.crawls(), journal.last_capture_id(), _frontier(UrlQueue(journal))
            frontier = replace(frontier, mementos=tuple(_mementos(journal.db)))
    except BlogarkError as error:
        notes.append(str(error))
    except sqlite3.DatabaseError as error:
        notes.append(
            f"{folder.journal_path}: cannot be read as a journal ({error}); `blogark extract` works without it"
        )
    holdings, coverage, growth = Holdings(), Coverage(), Growth()
    try:
        with _dataset(folder.dataset_path) as db:
            holdings, coverage, growth = _holdings(db), _coverage(db), _growth(db)
            if not notes:
                frontier = replace(frontier, schedule=_schedule(db, folder.journal_path))
    except BlogarkError as error:
        notes.append(str(error))
    except sqlite3.DatabaseError as error:
        notes.append(str(unreadable(folder.dataset_path, error)))
    if folder.config_path.exists():
        try:
            load(folder.config_path)
        except BlogarkError as error:
            notes.append(str(error))
    notes += [f"{path}: is no part of the archive; {to_be_imported(path)}" for path in foreign]
    files = [_size(path) for path in warc_files(folder.warcs)] if folder.warcs.is_dir() else []
    return Status(
        archive=str(folder.path),
        holder=holder,
        warc_files=len(files),
        warc_bytes=sum(files),
        dataset_bytes=_size(folder.dataset_path),
        not_extracted=max(0, newest - holdings.last_capture),
        crawls=len(crawls),
        last_crawl=_last_crawl(crawls[-1], running=holder is not None) if crawls else None,
        frontier=frontier,
        holdings=holdings,
        coverage=coverage,
        growth=growth,
        sizes=_sizes_of(folder),
        notes=tuple(notes),
    )


def _frontier(queue: UrlQueue) -> Frontier:
    number, closed = queue.closed_by_robots(LISTED)
    due, soonest = queue.waiting()
    return Frontier(
        closed_by_robots=number,
        closed=tuple(closed),
        due=due,
        next_due=None if soonest is None else f"{datetime.fromtimestamp(soonest, UTC):%Y-%m-%dT%H:%M:%SZ}",
        every_run=queue.asked_in_every_run(),
        counts=queue.counts(),
        reasons=tuple(queue.reasons()),
        failed=tuple(left for left in queue.left_out(LISTED) if left.state == "failed"),
    )


def _mementos(db: sqlite3.Connection) -> Iterator[Mementos]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'mementos'").fetchone():
        return
    states = ", ".join(
        f"count(*) FILTER (WHERE state = '{state}')" for state in ("pending", "done", "failed", "skipped")
    )
    for r in db.execute(f"SELECT archive, {states} FROM mementos GROUP BY archive ORDER BY archive"):
        yield Mementos(archive=r[0], pending=r[1], done=r[2], failed=r[3], skipped=r[4])


def _last_crawl(row: CrawlRow, *, running: bool) -> LastCrawl:
    return LastCrawl(
        id=row.info.id,
        started_at=row.info.started_at,
        finished_at=row.finished_at,
        status="killed" if row.status == "running" and not running else row.status,
        exit_code=row.exit_code,
    )


@contextmanager
def _dataset(path: Path) -> Iterator[sqlite3.Connection]:
    """The dataset, of whatever version: one of an older schema is told of too."""
    if not path.is_file():
        raise ArchiveError(path, "is missing; run `blogark extract`")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as db:
        found = version_of(db)
        if found > SCHEMA_VERSION:
            raise newer(path, found)
        yield db


def _holdings(db: sqlite3.Connection) -> Holdings:
    def number(query: str) -> int:
        return int(db.execute(query).fetchone()[0] or 0)

    # A dataset of an older schema, which the next crawl brings up, has no such column yet.
    columns = {name for (name,) in db.execute("SELECT name FROM pragma_table_info('posts')")}
    blog = db.execute("SELECT title, url, platform FROM blogs ORDER BY id LIMIT 1").fetchone() or (None, None, None)
    return Holdings(
        blog_title=blog[0],
        blog_url=blog[1],
        platform=blog[2],
        posts=number("SELECT count(*) FROM posts WHERE kind = 'post'"),
        pages=number("SELECT count(*) FROM posts WHERE kind = 'page'"),
        comments=number("SELECT count(*) FROM comments"),
        comments_claimed=number("SELECT sum(comments_claimed) FROM posts"),
        references=number("SELECT count(*) FROM post_references"),
        media=number("SELECT count(*) FROM media"),
        captures=number("SELECT count(*) FROM captures"),
        problems=number("SELECT count(*) FROM problems"),
        gone=number("SELECT count(*) FROM posts WHERE gone_at IS NOT NULL") if "gone_at" in columns else 0,
        hidden=_hidden(db) if "redacted" in columns else Hidden(),
        last_capture=number("SELECT max(value) FROM state WHERE name = 'last_capture'"),
    )


def _hidden(db: sqlite3.Connection) -> Hidden:
    # Without a redaction none of the rows, of which there may be a million, is looked at.
    if db.execute("SELECT 1 FROM redactions LIMIT 1").fetchone() is None:
        return Hidden()
    hidden = "redacted IS NOT NULL"
    counts = (
        f"posts WHERE {hidden}",
        f"comments WHERE {hidden}",
        f"post_references WHERE {hidden}",
        "redactions WHERE kind IN ('author', 'name') AND lifted_at IS NULL",
        "captures WHERE withheld IS NOT NULL",
    )
    posts, comments, references, names, withheld = db.execute(
        "SELECT " + ", ".join(f"(SELECT count(*) FROM {one})" for one in counts)
    ).fetchone()
    return Hidden(posts=posts, comments=comments, references=references, names=names, withheld=withheld)


def _coverage(db: sqlite3.Connection) -> Coverage:
    by_state = dict(db.execute("SELECT state, count(*) FROM coverage GROUP BY state").fetchall())
    listed = db.execute(
        "SELECT url, state, reason FROM coverage WHERE state IN ('missing', 'only in feed') ORDER BY url LIMIT ?",
        (LISTED,),
    )
    return Coverage(
        archived=by_state.get("archived", 0),
        only_in_feed=by_state.get("only in feed", 0),
        not_a_post=by_state.get("not a post", 0),
        missing=by_state.get("missing", 0),
        listed=tuple(Missing(url=url, state=state, reason=reason) for url, state, reason in listed),
    )


def _schedule(db: sqlite3.Connection, journal: Path) -> tuple[Scheduled, ...]:
    """When what is archived is visited again, by what the parsers took it for."""
    db.execute("ATTACH ? AS journal", (f"{journal.resolve().as_uri()}?mode=ro",))
    now = time.time()
    bounds = {"now": now, "day": now + DAY, "week": now + 7 * DAY, "month": now + 30 * DAY}
    columns = [f"due <= {until}" for until in bounds.values()]
    first = [f"{column} AND NOT due <= {least}" for column, least in zip(columns[1:], bounds.values(), strict=False)]
    counted = ", ".join(f"count(*) FILTER (WHERE {column})" for column in (columns[0], *first, f"NOT {columns[-1]}"))
    rows = db.execute(
        "SELECT CASE WHEN page_kind IN ('post', 'page') THEN 'posts and pages' "
        "WHEN page_kind IN ('listing', 'feed') THEN 'lists and feeds' ELSE 'pictures and parts' END AS kind, "
        f"{counted} FROM journal.urls LEFT JOIN captures ON captures.id = urls.capture_id "
        "WHERE state IN ('done', 'failed') AND due > 0 GROUP BY kind ORDER BY kind = 'pictures and parts', kind DESC"
    ).fetchall()
    db.execute("DETACH journal")
    return tuple(Scheduled(kind=r[0], now=r[1], day=r[2], week=r[3], month=r[4], later=r[5]) for r in rows)


def _growth(db: sqlite3.Connection) -> Growth:
    years: list[tuple[str, int, int]] = []
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'posts_by_month'").fetchone():
        years = db.execute(
            "SELECT substr(month, 1, 4) AS year, sum(posts), sum(comments) FROM posts_by_month "
            "WHERE month IS NOT NULL GROUP BY year ORDER BY year"
        ).fetchall()
    months = db.execute(
        "SELECT substr(started_at, 1, 7) AS month, count(*), sum(coalesce(requests, 0)), "
        "sum(coalesce(new_captures, 0)), sum(coalesce(bytes, 0)) FROM crawls GROUP BY month ORDER BY month"
    ).fetchall()
    return Growth(
        published=tuple(Year(year=r[0], posts=r[1], comments=r[2]) for r in years),
        archived=tuple(Month(month=r[0], runs=r[1], requests=r[2], new_captures=r[3], bytes=r[4]) for r in months),
    )


def _sizes_of(folder: ArchiveFolder) -> Sizes:
    def below(path: Path) -> int:
        return sum(_size(one) for one in path.iterdir() if one.is_file()) if path.is_dir() else 0

    return Sizes(
        warcs=below(folder.warcs),
        dataset=_size(folder.dataset_path),
        journal=_size(folder.journal_path),
        indexes=below(folder.indexes),
        logs=below(folder.logs),
        free=shutil.disk_usage(folder.path).free,
    )


def _size(path: Path) -> int:
    # A file may be finished, and so renamed, while we look.
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def left_out(folder: ArchiveFolder) -> list[Left]:
    """Every URL that was not archived, by state and reason."""
    with closing(Journal(folder.journal_path, read_only=True)) as journal:
        return sorted(UrlQueue(journal).left_out(-1), key=lambda left: (left.state, left.reason))
