"""What the report shows: figures of the blog and of its crawls, each one question to the dataset."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

MOST_MONTHS = 60
"""A longer history is counted by years: narrower columns cannot be read."""
TOP = 15
LISTED = 50
THREADS = 3
LONGEST_THREAD = 400

Counted = tuple[tuple[str, int], ...]
"""Labels with their numbers, the largest first or in order of time."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A label with several numbers."""

    label: str
    number: int
    url: str | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One comment of a thread map."""

    id: int
    parent_id: int | None
    depth: int
    author: str | None
    published: str | None


@dataclass(frozen=True, kw_only=True)
class Thread:
    """The comments of one post, in page order."""

    title: str
    url: str
    comments: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class CrawlLine:
    """One run."""

    id: int
    started_at: str
    finished_at: str | None
    status: str
    requests: int
    new_captures: int
    revisits: int
    failures: int
    bytes: int


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A post that the blog names and that is not archived."""

    url: str
    state: str
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A change of a post that was seen."""

    title: str
    url: str
    seen_at: str
    words: int
    """Words more than before; negative: fewer."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Everything in the report but the words."""

    title: str
    url: str
    description: str | None
    platform: str | None
    language: str | None
    posts: int
    pages: int
    comments: int
    references: int
    pictures: int
    pictures_archived: int
    first: str | None
    last: str | None
    undated: int
    posts_over_time: Counted
    comments_over_time: Counted
    commenters: tuple[Tally, ...]
    commenters_in_all: int
    discussed: tuple[Tally, ...]
    categories: tuple[Tally, ...]
    links: Counted
    references_from: Counted
    threads: tuple[Thread, ...]
    crawls: tuple[CrawlLine, ...]
    coverage: Counted
    reasons: Counted
    gaps: tuple[Gap, ...]
    statuses: Counted
    media_types: tuple[Tally, ...]
    hosts: tuple[Tally, ...]
    captures: int
    bytes: int
    revisits: int
    bytes_saved: int
    """Size of the records that revisits refer to instead of repeating them."""
    edits: tuple[Edit, ...]
    edits_in_all: int
    problems: Counted


def figures(db: sqlite3.Connection) -> Figures:
    """Ask the dataset everything."""

    def number(sql: str) -> int:
        return int(db.execute(sql).fetchone()[0] or 0)

    def counted(sql: str) -> Counted:
        return tuple((str(label), int(value)) for label, value in db.execute(sql))

    blog = db.execute("SELECT url, title, description, platform, language FROM blogs").fetchone() or (None,) * 5
    first, last = db.execute("SELECT min(published), max(published) FROM posts WHERE kind = 'post'").fetchone()
    width = _period_width(first, last)
    return Figures(
        title=str(blog[1] or blog[0] or "A blog"),
        url=str(blog[0] or ""),
        description=blog[2],
        platform=blog[3],
        language=blog[4],
        posts=number("SELECT count(*) FROM posts WHERE kind = 'post'"),
        pages=number("SELECT count(*) FROM posts WHERE kind = 'page'"),
        comments=number("SELECT count(*) FROM comments"),
        references=number("SELECT count(*) FROM post_references"),
        pictures=number("SELECT count(DISTINCT url_key) FROM media WHERE kind = 'image'"),
        pictures_archived=number(
            "SELECT count(DISTINCT url_key) FROM media WHERE kind = 'image' AND capture_id IS NOT NULL"
        ),
        first=first,
        last=last,
        undated=number("SELECT count(*) FROM posts WHERE kind = 'post' AND published IS NULL"),
        posts_over_time=_over_time(db, "posts WHERE kind = 'post' AND", width),
        comments_over_time=_over_time(db, "comments WHERE", width),
        commenters=_tallies(
            db,
            "SELECT author_name, count(*), max(author_url), count(DISTINCT post_id) || ' posts' FROM comments "
            f"WHERE author_name IS NOT NULL GROUP BY author_name ORDER BY 2 DESC, 1 LIMIT {TOP}",
        ),
        commenters_in_all=number("SELECT count(DISTINCT author_name) FROM comments"),
        discussed=_tallies(
            db,
            "SELECT coalesce(title, posts.url), count(*), posts.url, coalesce(substr(posts.published, 1, 10), '') "
            f"FROM comments JOIN posts ON posts.id = post_id GROUP BY post_id ORDER BY 2 DESC, post_id LIMIT {TOP}",
        ),
        categories=_tallies(
            db,
            "SELECT name, count(*), url, kind FROM post_terms JOIN terms ON terms.id = term_id "
            f"GROUP BY term_id ORDER BY 2 DESC, name LIMIT {TOP}",
        ),
        links=_by_host(url for (url,) in db.execute("SELECT url FROM links WHERE scope = 'external'")),
        references_from=_by_host(url for (url,) in db.execute("SELECT url FROM post_references")),
        threads=_threads(db),
        crawls=tuple(
            CrawlLine(
                id=row[0], started_at=row[1], finished_at=row[2], status=row[3], requests=row[4],
                new_captures=row[5], revisits=row[6], failures=row[7], bytes=row[8],
            )
            for row in db.execute(
                "SELECT id, started_at, finished_at, status, requests, new_captures, revisits, failures, bytes "
                "FROM crawls ORDER BY id"
            )
        ),
        coverage=counted("SELECT state, count(*) FROM coverage GROUP BY state ORDER BY 2 DESC, 1"),
        reasons=counted(
            "SELECT coalesce(reason, state), count(*) FROM coverage WHERE state IN ('missing', 'only in feed') "
            "GROUP BY 1 ORDER BY 2 DESC, 1"
        ),
        gaps=tuple(
            Gap(url=url, state=state, reason=reason)
            for url, state, reason in db.execute(
                "SELECT url, state, reason FROM coverage WHERE state IN ('missing', 'only in feed') "
                f"ORDER BY url LIMIT {LISTED}"
            )
        ),
        statuses=counted(
            "SELECT coalesce(status, 'no status line'), count(*) FROM captures GROUP BY 1 ORDER BY 2 DESC, 1"
        ),
        media_types=_tallies(
            db,
            "SELECT coalesce(media_type, 'none'), count(*), NULL, sum(warc_length) FROM captures "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {TOP}",
        ),
        hosts=_hosts(db),
        captures=number("SELECT count(*) FROM captures"),
        bytes=number("SELECT sum(warc_length) FROM captures"),
        revisits=number("SELECT count(*) FROM captures WHERE record_type = 'revisit'"),
        bytes_saved=number(
            "SELECT sum(first.warc_length) FROM captures again JOIN captures first ON first.id = again.refers_to"
        ),
        edits=tuple(
            Edit(title=title or url, url=url, seen_at=seen, words=len((now or "").split()) - len((old or "").split()))
            for title, url, seen, now, old in db.execute(
                "SELECT posts.title, url, seen_at, r.body_text, previous_body_text FROM post_revisions r "
                f"JOIN posts ON posts.id = post_id ORDER BY seen_at DESC, r.id DESC LIMIT {LISTED}"
            )
        ),
        edits_in_all=number("SELECT count(*) FROM post_revisions"),
        problems=counted(
            "SELECT stage || coalesce(': ' || field, ''), count(*) FROM problems GROUP BY 1 ORDER BY 2 DESC, 1"
        )[:TOP],
    )  # fmt: skip


def _period_width(first: str | None, last: str | None) -> int:
    """Characters of a date that name its period: 7 for months, 4 for years."""
    if first is None or last is None or len(first) < 7 or len(last) < 7:
        return 4
    months = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:7]) - int(first[5:7])
    return 7 if months < MOST_MONTHS else 4


def _over_time(db: sqlite3.Connection, table: str, width: int) -> Counted:
    found = dict(
        db.execute(
            f"SELECT substr(published, 1, {width}), count(*) FROM {table} length(published) >= {width} GROUP BY 1"
        ).fetchall()
    )
    return tuple((period, found.get(period, 0)) for period in _periods(sorted(found), width))


def _periods(found: list[str], width: int) -> Iterable[str]:
    """All periods from the first to the last, those without anything too."""
    if not found:
        return
    year, month = int(found[0][:4]), int(found[0][5:7] or 1)
    last = found[-1]
    while (period := f"{year:04}-{month:02}"[:width]) <= last:
        yield period
        if width == 4:
            year += 1
        else:
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _tallies(db: sqlite3.Connection, sql: str) -> tuple[Tally, ...]:
    return tuple(
        Tally(label=str(label), number=int(number), url=url, note=str(note or ""))
        for label, number, url, note in db.execute(sql)
    )


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "elsewhere").removeprefix("www.")
    except ValueError:
        return "elsewhere"


def _by_host(urls: Iterable[str | None]) -> Counted:
    found = Counter(map(_host, urls))
    return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0]))[:TOP])


def _hosts(db: sqlite3.Connection) -> tuple[Tally, ...]:
    numbers: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for url, size in db.execute("SELECT url, warc_length FROM captures"):
        host = _host(url)
        numbers[host] += 1
        sizes[host] += size
    ranked = sorted(numbers.items(), key=lambda one: (-one[1], one[0]))[:TOP]
    return tuple(Tally(label=host, number=number, note=str(sizes[host])) for host, number in ranked)


def _threads(db: sqlite3.Connection) -> tuple[Thread, ...]:
    """The posts with the most answers to answers: where people talked with each other."""
    posts = db.execute(
        "SELECT post_id, coalesce(title, posts.url), posts.url FROM comments JOIN posts ON posts.id = post_id "
        f"GROUP BY post_id HAVING sum(depth) > 0 ORDER BY sum(depth) DESC, count(*) DESC, post_id LIMIT {THREADS}"
    ).fetchall()
    return tuple(
        Thread(
            title=title,
            url=url,
            comments=tuple(
                Said(id=row[0], parent_id=row[1], depth=row[2], author=row[3], published=row[4])
                for row in db.execute(
                    "SELECT id, parent_id, depth, author_name, published FROM comments WHERE post_id = ? "
                    f"ORDER BY position LIMIT {LONGEST_THREAD}",
                    (post,),
                )
            ),
        )
        for post, title, url in posts
    )
