"""In which order captures are believed: a crawl's own by the crawl, those of others by the day they were made.

A blog may be crawled today, and what a web archive has of it from 2009 be added tomorrow. What was true in 2009 must
not replace what is true today, whichever came into the archive first.
"""

from __future__ import annotations

import re
import sqlite3

from ..archive.capture import Capture

_CRAWLS = 100_000
_LOOKED_BACK = 20
"""Crawls: all would be 2 ms for ten years of daily crawls, and a page asks a dozen times."""
_NOT_DIGITS = re.compile(r"\D")


def epoch_of(db: sqlite3.Connection, capture: Capture) -> int:
    """A number that is greater for later captures, and the same for all that one crawl fetched itself.

    Crawls follow each other whatever the clock says. Captures of others have a number for each day (UTC), so that the
    versions of a page that one import brings are told apart; it lies before those of the crawls of that day.
    """
    return epoch_at(db, capture.source, capture.captured_at, capture.crawl_id)


def epoch_at(db: sqlite3.Connection, source: str, captured_at: str, crawl_id: int) -> int:
    """`epoch_of` a capture of which only this is known."""
    if source != "live":
        return _number(captured_at[:10]) * _CRAWLS
    # The crawl's own time, but for a clock that was set back: of the last few crawls the latest.
    began = db.execute(
        "SELECT max(started_at) FROM (SELECT started_at FROM crawls WHERE id <= ? ORDER BY id DESC LIMIT ?)",
        (crawl_id, _LOOKED_BACK),
    ).fetchone()[0]
    return _number(began or "") * _CRAWLS + crawl_id


def is_outdated(db: sqlite3.Connection, post_id: int, capture: Capture) -> bool:
    """Whether a capture of others is older than the one from which the post is known."""
    if capture.source == "live":
        return False
    found = db.execute(
        "SELECT captured_at FROM posts JOIN captures ON captures.id = posts.capture_id WHERE posts.id = ?", (post_id,)
    ).fetchone()
    return found is not None and found[0] > capture.captured_at


def _number(moment: str) -> int:
    """The 14 digits of a time as a number; what is missing is zero."""
    return int(_NOT_DIGITS.sub("", moment)[:14].ljust(14, "0"))
