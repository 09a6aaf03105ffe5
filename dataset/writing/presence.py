"""Whether a post is still on the blog: when it was last seen there, and since when it is not any more."""

from __future__ import annotations

import sqlite3
from urllib.parse import urljoin

from ...archive.capture import Capture
from ...parsers.model import Page
from ..keys import url_key

_GONE = (404, 410)


def see_post(db: sqlite3.Connection, post_id: int, capture: Capture, *, by_page: bool) -> None:
    """The post was shown: by its own page, which ends that it is gone, or by an entry of a feed or API."""
    db.execute(
        "UPDATE posts SET last_seen_at = max(coalesce(last_seen_at, ''), ?1), "
        "gone_at = CASE WHEN ?2 AND gone_at <= ?1 THEN NULL ELSE gone_at END WHERE id = ?3",
        (capture.captured_at, by_page, post_id),
    )


def miss_post(db: sqlite3.Connection, capture: Capture, page: Page | None, location: str | None) -> None:
    """Mark the post whose address this is as gone, if the answer says so.

    That is 404 or 410, a redirect to the front page, or a page that says with status 200 that nothing is there.
    """
    if capture.truncated is not None:
        return
    says_so = capture.status in _GONE or (page is not None and page.kind == "error" and capture.status == 200)
    if not says_so and (location is None or not _is_front(db, capture.url, location)):
        return
    key = url_key(capture.url)
    for post_id, url in db.execute(
        "SELECT posts.id, posts.url FROM post_urls JOIN posts ON posts.id = post_urls.post_id "
        "WHERE post_urls.url_key = ? AND posts.gone_at IS NULL AND posts.last_seen_at IS NOT NULL",
        (key,),
    ).fetchall():
        # An older address of the post may be gone, and the post be there.
        if url_key(url) == key:
            db.execute("UPDATE posts SET gone_at = ? WHERE id = ?", (capture.captured_at, post_id))


def _is_front(db: sqlite3.Connection, url: str, location: str) -> bool:
    """Whether a redirect leads to the front page."""
    target = url_key(location)
    fronts = [urljoin(url, "/"), *(front for (front,) in db.execute("SELECT url FROM blogs"))]
    return target != url_key(url) and target in map(url_key, fronts)
