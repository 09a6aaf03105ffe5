"""The verb `status`: what an archive holds, what is missing, and how the last crawl ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ..archive.errors import ArchiveError, BlogarkError
from ..archive.folder import ArchiveFolder
from ..archive.journal import CrawlRow, Journal
from ..archive.queue import Counts, Left, UrlQueue
from ..archive.warc import warc_files
from .migrations import newer, unreadable, version_of
from .schema import SCHEMA_VERSION

LISTED = 1_000
"""Failed URLs and missing posts that are listed; all are counted."""
SHOWN = 10
"""Of these, how many the terminal gets."""


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What the dataset has."""

    blog_title: str | None = None
    blog_url: str | None = None
    platform: str | None = None
    posts: int = 0
    pages: int = 0
    comments: int = 0
    comments_claimed: int = 0
    """How many the posts say that they have."""
    references: int = 0
    media: int = 0
    captures: int = 0
    problems: int = 0
    gone: int = 0
    """Posts that the blog does not show any more."""
    last_capture: int = 0
    """The newest record that was applied."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A post that a feed, sitemap or list page names and that is not archived."""

    url: str
    state: str
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """The posts that feeds, sitemaps and list pages name, by what became of them."""

    archived: int = 0
    only_in_feed: int = 0
    not_a_post: int = 0
    missing: int = 0
    listed: tuple[Missing, ...] = ()
    """The first of those that are only in a feed, or missing."""


@dataclass(frozen=True, kw_only=True)
class LastCrawl:
    """The newest crawl."""

    id: int
    started_at: str
    finished_at: str | None
    status: str
    """``running``, or how it ended; ``killed`` if it did not live to say so."""
    exit_code: int | None


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why so many URLs failed or were skipped."""

    state: str
    reason: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Frontier:
    """The URLs that are known, by state."""

    counts: Counts = field(default_factory=Counts)
    reasons: tuple[Reason, ...] = ()
    failed: tuple[Left, ...] = ()
    """The first of those that failed."""
    closed_by_robots: int = 0
    closed: tuple[Left, ...] = ()
    """The first of those that robots.txt closes."""
    due: int = 0
    """Pages that the next crawl visits again by their age; front page, feeds and sitemaps are not counted."""
    next_due: str | None = None
    """When the next page that waits is due, UTC; None if none waits."""


@dataclass(frozen=True, kw_only=True)
class Status:
    """What there is to say of an archive; what cannot be read is empty, and `notes` say why."""

    archive: str
    holder: int | None
    """PID of a run that holds it."""
    warc_files: int
    warc_bytes: int
    dataset_bytes: int
    not_extracted: int
    """Records in the journal that the dataset has not."""
    crawls: int
    last_crawl: LastCrawl | None
    frontier: Frontier
    holdings: Holdings
    coverage: Coverage
    notes: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def status(folder: ArchiveFolder) -> Status:
    """Look at an archive, whole or not, running or not; changes nothing."""
    notes: list[str] = []
    holder = folder.holder()
    crawls: tuple[CrawlRow, ...] = ()
    frontier, newest = Frontier(), 0
    try:
        with closing(Journal(folder.journal_path, read_only=True)) as journal:
            crawls, newest, frontier = journal.crawls(), journal.last_capture_id(), _frontier(UrlQueue(journal))
    except BlogarkError as error:
        notes.append(str(error))
    except sqlite3.DatabaseError as error:
        notes.append(
            f"{folder.journal_path}: cannot be read as a journal ({error}); `blogark extract` works without it"
        )
    holdings, coverage = Holdings(), Coverage()
    try:
        holdings, coverage = _read_dataset(folder.dataset_path)
    except BlogarkError as error:
        notes.append(str(error))
    except sqlite3.DatabaseError as error:
        notes.append(str(unreadable(folder.dataset_path, error)))
    files = list(_sizes(folder.warcs))
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
        counts=queue.counts(),
        reasons=tuple(Reason(state=state, reason=reason, number=number) for state, reason, number in queue.reasons()),
        failed=tuple(left for left in queue.left_out(LISTED) if left.state == "failed"),
    )


def _last_crawl(row: CrawlRow, *, running: bool) -> LastCrawl:
    return LastCrawl(
        id=row.info.id,
        started_at=row.info.started_at,
        finished_at=row.finished_at,
        status="killed" if row.status == "running" and not running else row.status,
        exit_code=row.exit_code,
    )


def _read_dataset(path: Path) -> tuple[Holdings, Coverage]:
    if not path.is_file():
        raise ArchiveError(path, "is missing; run `blogark extract`")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
        found = version_of(db)
        if found > SCHEMA_VERSION:
            raise newer(path, found)
        return _holdings(db), _coverage(db)


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
        last_capture=number("SELECT max(value) FROM state WHERE name = 'last_capture'"),
    )


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


def _sizes(warcs: Path) -> Iterator[int]:
    return (_size(path) for path in warc_files(warcs)) if warcs.is_dir() else iter(())


def _size(path: Path) -> int:
    # A file may be finished, and so renamed, while we look.
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _lines(found: Status) -> Iterator[str]:
    """The status for a terminal."""
    has = found.holdings
    yield f"{has.blog_title or found.archive}  {has.blog_url or ''}".strip()
    posts = f"{_counted(has.posts, 'post')}, {_counted(has.pages, 'page')}"
    yield f"{posts}, {_comments(has)}, {_counted(has.references, 'reference')}"
    warcs = f"{_counted(found.warc_files, 'WARC file')}, {_megabytes(found.warc_bytes)}"
    yield f"{_counted(has.captures, 'capture')} in {warcs}; dataset {_megabytes(found.dataset_bytes)}"
    if found.last_crawl is not None:
        yield _crawl_line(found.last_crawl, found.holder, found.crawls)
    elif found.holder is not None:
        yield f"a run holds this archive (PID {found.holder})"
    yield from _frontier_lines(found.frontier)
    named = found.coverage.archived + found.coverage.only_in_feed + found.coverage.missing
    if named:
        yield f"of {_counted(named, 'post')} that the blog names, {found.coverage.archived:,} are archived"
    for post in found.coverage.listed[:SHOWN]:
        yield f"  {post.state}: {post.url} ({post.reason})"
    if has.gone:
        yield f"{_counted(has.gone, 'post')} gone from the blog and kept here (`posts.gone_at`)"
    if found.not_extracted:
        advice = "the run is at it" if found.holder is not None else "crawl again, or run `blogark extract`"
        yield f"{_counted(found.not_extracted, 'record')} not in the dataset yet; {advice}"
    if has.problems:
        yield f"{_counted(has.problems, 'problem')} noted in the dataset's table `problems`"
    yield from found.notes


def _frontier_lines(known: Frontier) -> Iterator[str]:
    counts = known.counts
    yield (
        f"URLs: {counts.done:,} done, {counts.pending + counts.in_flight:,} to be fetched, {counts.failed:,} failed, "
        f"{counts.skipped:,} skipped"
    )
    for reason in known.reasons[:SHOWN]:
        yield f"  {reason.number:>7,} {reason.state}: {reason.reason}"
    if known.closed_by_robots:
        yield f"robots.txt closes {_counted(known.closed_by_robots, 'URL')}"
        for left in known.closed[:SHOWN]:
            yield f"  {left.url}"
    if (due := known.due) or known.next_due:
        now = f"{_counted(due, 'page')} due for another visit" if due else ""
        then = f"next due {known.next_due[:16].replace('T', ' ')} UTC" if known.next_due else ""
        yield "; ".join(filter(None, (now, then)))
    for left in known.failed[:SHOWN]:
        yield f"  failed: {left.url} ({left.reason})"


def _crawl_line(crawl: LastCrawl, holder: int | None, crawls: int) -> str:
    begun = f"crawl {crawls} began {crawl.started_at[:16].replace('T', ' ')} UTC"
    if crawl.status == "running":
        return f"{begun} and is running (PID {holder})"
    if crawl.status == "killed":
        return f"{begun} and was killed; run `blogark crawl` again to go on"
    ended = f" at {crawl.finished_at[:16].replace('T', ' ')}" if crawl.finished_at else ""
    on = "" if crawl.status == "complete" else "; run `blogark crawl` again to go on"
    return f"{begun}, {crawl.status}{ended} (exit code {crawl.exit_code}){on}"


def _comments(has: Holdings) -> str:
    claimed = f" (the posts claim {has.comments_claimed:,})" if has.comments_claimed > has.comments else ""
    return f"{_counted(has.comments, 'comment')}{claimed}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size < 1e9 else f"{size / 1e9:,.2f} GB"
