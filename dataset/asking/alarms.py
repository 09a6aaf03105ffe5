"""What somebody should hear of after a crawl that went well: the blog shrinks, closes, falls silent, or has changed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from ...archive.config import Config
from ...archive.folder import ArchiveFolder
from ...archive.quantities import duration_text, size_text
from ...archive.replacing import replacing
from ..keys import host_key, url_key
from ..opened import opened

FEWEST = 5
"""Fewer posts or requests than this are no share to be alarmed by: one of three pages fails on any day."""
MOST_HOPS = 20
"""Redirects followed, one behind the other."""
_THIS_CRAWL = "(SELECT max(id) FROM crawls)"


@dataclass(frozen=True, kw_only=True)
class State:
    """What the next crawl is compared with."""

    comments_claimed: int = 0
    robots_closed: int = 0


def alarms(
    folder: ArchiveFolder, config: Config, *, robots_closed: int = 0, now: datetime | None = None
) -> tuple[str, ...]:
    """A sentence for each alarm of `config` that the newest crawl sets off.

    `robots_closed` is the number of archived pages that robots.txt closes now, which only the journal knows. Keeps in
    ``logs/alarms.json`` what the next crawl will be compared with, so that an alarm is told once and not with every
    run. Raises `ArchiveError` if there is no dataset.
    """
    now = now or datetime.now(UTC)
    kept = folder.logs / "alarms.json"
    before = _state(kept)
    with opened(folder.dataset_path) as db:
        after = State(comments_claimed=_claimed(db), robots_closed=robots_closed)
        told = (
            *_gone(db, config.alarm_posts_gone),
            *_unread(db, config.alarm_posts_gone),
            *(_front_page(db) if config.alarm_front_page else ()),
            *_failures(db, config.alarm_failures),
            *_silence(db, config.alarm_no_new_post, now),
        )
    told += tuple(_compared(before, after, config))
    told += tuple(_disk(folder.path, config.alarm_free_disk))
    with replacing(kept) as file:
        file.write(json.dumps(asdict(after)).encode() + b"\n")
    return told


def nothing_found(folder: ArchiveFolder) -> str | None:
    """A sentence if the first crawl that came to its end has met no post: parked domains and logins answer 200, too.

    All that was there is archived, so it is no alarm; but nobody looks at a dataset without posts by himself. Raises
    `ArchiveError` if there is no dataset.
    """
    with opened(folder.dataset_path) as db:
        return _no_blog(db)


def _state(path: Path) -> State:
    try:
        told = json.loads(path.read_text("utf-8"))
        return State(comments_claimed=int(told["comments_claimed"]), robots_closed=int(told["robots_closed"]))
    except (OSError, ValueError, KeyError, TypeError):
        return State()


def _gone(db: sqlite3.Connection, most: float) -> Iterator[str]:
    gone, known = db.execute(
        f"SELECT count(*) FILTER (WHERE gone_at >= started_at), count(*) FROM posts, "
        f"(SELECT started_at FROM crawls WHERE id = {_THIS_CRAWL}) WHERE gone_at IS NULL OR gone_at >= started_at"
    ).fetchone()
    if gone >= FEWEST and 100 * gone > most * known:
        yield f"{gone:,} of {known:,} posts have gone from the blog (alarm-posts-gone = {most:g} %)"


def _unread(db: sqlite3.Connection, most: float) -> Iterator[str]:
    """The parsers take the pages of posts for something else: the site has changed its engine or theme."""
    visits = (
        f"FROM captures now WHERE crawl_id = {_THIS_CRAWL} AND status = 200 AND page_kind IS NOT NULL "
        "AND EXISTS (SELECT 1 FROM captures before WHERE before.url_key = now.url_key AND before.id < now.id "
        "AND before.page_kind = 'post')"
    )
    unread, visited = db.execute(f"SELECT count(*) FILTER (WHERE page_kind <> 'post'), count(*) {visits}").fetchone()
    # A parked domain or a login page in the place of each post may look like a post, but is the same everywhere.
    (alike,) = db.execute(
        f"SELECT max(pages) FROM (SELECT count(DISTINCT url_key) AS pages {visits} GROUP BY payload_digest)"
    ).fetchone()
    lost = max(unread, alike or 0)
    if lost >= FEWEST and 100 * lost > most * visited:
        yield (
            f"{lost:,} of {visited:,} pages of posts that were visited again are not read as posts any more, or are "
            f"all the same: the site has changed (alarm-posts-gone = {most:g} %)"
        )


def _front_page(db: sqlite3.Connection) -> Iterator[str]:
    """Where the blog began leads elsewhere, or lists no posts any more: its posts would be visited only much later."""
    (url,) = db.execute("SELECT url FROM blogs").fetchone() or (None,)
    newest = (
        "SELECT status, location, page_kind FROM captures WHERE url_key = ? AND url = ? AND crawl_id {} "
        "AND (page_kind IS NOT NULL OR location IS NOT NULL) ORDER BY id DESC LIMIT 1"
    )
    if url is None:
        return
    seed = (url_key(url), url)
    now = db.execute(newest.format("= " + _THIS_CRAWL), seed).fetchone()
    # A crawl that was stopped told of nothing: what it met is still to be told.
    before = db.execute(
        newest.format(f"IN (SELECT id FROM crawls WHERE status = 'complete' AND id < {_THIS_CRAWL})"), seed
    ).fetchone()
    if now is None or before is None:
        return
    (_, location, kind), (_, came_from, was) = now, before
    if location is not None:
        there = _landing(db, location)
        if host_key(there) != host_key(url) and (came_from is None or host_key(came_from) == host_key(url)):
            yield f"{url} leads to {there} now: the blog has moved there, or its domain has (alarm-front-page)"
    elif was == "listing" and kind in ("page", "other", "error"):
        yield f"{url} lists no posts any more: the site has changed, or has another owner (alarm-front-page)"


def _no_blog(db: sqlite3.Connection) -> str | None:
    (crawled,) = db.execute(f"SELECT count(*) FROM crawls WHERE status = 'complete' AND id < {_THIS_CRAWL}").fetchone()
    (url,) = db.execute("SELECT url FROM blogs").fetchone() or (None,)
    if crawled or url is None:
        return None
    # A lander may have all marks of an article; and it is the same at each address.
    front = url_key(url) if urlsplit(url).path in ("", "/") else None
    posts, texts = db.execute(
        "SELECT count(*), count(DISTINCT content_digest) FROM posts WHERE kind = 'post' "
        "AND id NOT IN (SELECT post_id FROM post_urls WHERE url_key = ?)",
        (front,),
    ).fetchone()
    if posts and (posts == 1 or texts != 1):
        return None
    (title,) = db.execute(
        "SELECT coalesce((SELECT posts.title FROM posts JOIN post_urls ON post_id = posts.id WHERE url_key = ?), "
        "blogs.title) FROM blogs",
        (url_key(url),),
    ).fetchone()
    named = f" (“{title}”)" if title else ""
    there = _landing(db, url)
    led = f", which leads to {there}" if host_key(there) != host_key(url) else ""
    return (
        f"no posts were found at {url}{named}{led}: it is parked, closed, behind a login, empty, or no blog; look at "
        "it in a browser"
    )


def _landing(db: sqlite3.Connection, url: str) -> str:
    """Where redirects led to in this crawl."""
    onward = (
        f"SELECT location FROM captures WHERE url_key = ? AND url = ? AND crawl_id = {_THIS_CRAWL} AND location <> ''"
    )
    for _ in range(MOST_HOPS):
        found = db.execute(onward, (url_key(url), url)).fetchone()
        if found is None:
            break
        (url,) = found
    return url


def _failures(db: sqlite3.Connection, most: float) -> Iterator[str]:
    requests, failures = db.execute(
        "SELECT coalesce(sum(requests), 0), coalesce(sum(failures), 0) FROM crawls WHERE id = " + _THIS_CRAWL
    ).fetchone()
    (refused,) = db.execute(
        f"SELECT count(*) FROM captures WHERE crawl_id = {_THIS_CRAWL} AND (status >= 500 OR status IN (403, 429))"
    ).fetchone()
    failed = failures + refused
    if failed >= FEWEST and 100 * failed > most * requests:
        yield f"{failed:,} of {requests:,} requests failed (alarm-failures = {most:g} %)"


def _silence(db: sqlite3.Connection, longest: float | None, now: datetime) -> Iterator[str]:
    if longest is None:
        return
    (newest,) = db.execute(
        "SELECT max(published) FROM posts WHERE kind = 'post' AND length(published) >= 10"
    ).fetchone()
    # By days: what a page prints has often no offset.
    if newest is None or newest[:10] < (now - timedelta(seconds=longest)).date().isoformat():
        yield f"the newest post is of {newest and newest[:10]} (alarm-no-new-post = {duration_text(longest)})"


def _compared(before: State, after: State, config: Config) -> Iterator[str]:
    lost, most = before.comments_claimed - after.comments_claimed, config.alarm_comments_gone
    if lost >= FEWEST and 100 * lost > most * before.comments_claimed:
        yield (
            f"the posts claim {after.comments_claimed:,} comments, and claimed {before.comments_claimed:,} before "
            f"(alarm-comments-gone = {most:g} %)"
        )
    if config.alarm_robots and after.robots_closed > before.robots_closed:
        yield f"robots.txt closes {after.robots_closed:,} pages that are archived (alarm-robots)"


def _disk(path: Path, least: int | None) -> Iterator[str]:
    if least is not None and (free := shutil.disk_usage(path).free) < least:
        yield f"the disk has {free / 1e9:,.1f} GB left (alarm-free-disk = {size_text(least)})"


def _claimed(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT coalesce(sum(comments_claimed), 0) FROM posts").fetchone()[0])
