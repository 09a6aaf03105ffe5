"""The blog's own row: made by the first crawl, filled by the pages and feeds that tell of it."""

from __future__ import annotations

import json
import re
import sqlite3
from urllib.parse import urljoin

from ...archive.capture import Capture
from ...parsers.model import Page
from ..epochs import epoch_of
from ..keys import safe_text, url_key
from ..rows import SqlValue, insert, update

_TOLD = ("title", "description", "platform_version", "language", "timezone", "feed_url")
_FURTHER = re.compile(r"[?&](?:paged?|start-index|offset)=\d")
"""A further page of a feed; WordPress calls the blog "Page 4 – The Blog" there."""
_RANKS = {"feed": 0, "home": 1, "page": 2}
"""Who is believed of the blog: its feed, its front page, any other page."""


def ensure_blog(db: sqlite3.Connection, config: str | None, found_at: str | None) -> int:
    """The id of the archive's blog; it is made from a crawl's options, or from the host of the first capture."""
    found = db.execute("SELECT id FROM blogs").fetchone()
    if found is not None:
        return int(found[0])
    url = configured(config) or (urljoin(found_at, "/") if found_at else None) or "about:blank"
    insert(db, "blogs", ("id", "url", "field_sources"), [(1, safe_text(url), "{}")])
    return 1


def see_blog(db: sqlite3.Connection, blog_id: int, capture: Capture, page: Page) -> None:
    """Take what a page says of the blog where nobody of a higher rank has said it; among equals the later page."""
    if capture.truncated is not None or page.kind == "error":
        return
    is_older = _is_older(db, capture)
    told: dict[str, str] = {name: text for name in _TOLD if (text := safe_text(getattr(page.blog, name)))}
    if page.platform != "generic":
        told["platform"] = page.platform
    row = db.execute(
        f"SELECT url, field_sources, platform, {', '.join(_TOLD)} FROM blogs WHERE id = ?", (blog_id,)
    ).fetchone()
    known = dict(zip(("platform", *_TOLD), row[2:], strict=True))
    if known["platform"] is None:
        told.setdefault("platform", page.platform)
    if all(known[name] == value for name, value in told.items()):
        return
    is_feed = page.kind == "feed" and not _FURTHER.search(capture.url)
    rank = "feed" if is_feed else "home" if url_key(capture.url) == url_key(row[0]) else "page"
    sources: dict[str, str] = json.loads(row[1])
    changed: dict[str, SqlValue] = {}
    for name, value in told.items():
        believed = known[name] is None or (not is_older and _RANKS[rank] <= _RANKS[sources.get(name, "page")])
        if believed and (known[name] != value or sources.get(name) != rank):
            changed[name] = value
            sources[name] = rank
    if changed:
        changed["field_sources"] = json.dumps(sources, separators=(",", ":"), sort_keys=True)
        update(db, "blogs", blog_id, changed)


def _is_older(db: sqlite3.Connection, capture: Capture) -> bool:
    """Whether a capture of others is older than a page that has told of the blog; remembers the newest."""
    epoch = epoch_of(db, capture)
    found = db.execute("SELECT value FROM state WHERE name = 'newest'").fetchone()
    if found is not None and found[0] >= epoch:
        return capture.source != "live" and bool(found[0] > epoch)
    db.execute("INSERT OR REPLACE INTO state (name, value) VALUES ('newest', ?)", (epoch,))
    return False


def configured(config: str | None) -> str | None:
    """The blog's address in a crawl's options."""
    url = _options(config).get("url")
    return url if isinstance(url, str) and url else None


def is_import(config: str | None) -> bool:
    """Whether a crawl with these options was an import."""
    return _options(config).get("source") == "import"


def _options(config: str | None) -> dict[str, object]:
    """A crawl's options, which may be anything in a WARC of others."""
    try:
        options = json.loads(config or "{}")
    except ValueError:
        return {}
    return options if isinstance(options, dict) else {}
