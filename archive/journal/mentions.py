"""What other documents say of a page: so a re-crawl learns what has changed without asking every page.

A feed's entry, a sitemap's line, an API's object and the link "4 comments" of a list each tell of one page. The journal
keeps a hash of what each said; when it says something else, or when a new entry speaks of a page that is archived
already (a comment, say), the page is visited in the same crawl.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b

from .journal import Journal

A_DAY = 86_400.0
"""Dates without an offset are off by up to fourteen hours."""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One entry of a document that tells of a page."""

    url: str
    """The page."""
    entry: str
    """What the entry is known by: its own address, such as the page's with ``#comment-7``."""
    said: str
    at: float | None = None
    """When the page was written or changed, as the entry tells it, Unix time."""
    is_known: bool = False
    """The entry was there before and says something else now."""

    @property
    def newest(self) -> float | None:
        """A page visited after this moment has shown it already; None if nobody knows."""
        return None if self.is_known or self.at is None else self.at + A_DAY


class Mentions:
    """The journal's memory of them; changes join its open transaction."""

    def __init__(self, journal: Journal, crawl_id: int) -> None:
        self._journal = journal
        self._crawl_id = crawl_id

    def hear(self, source: str, mentions: Iterable[Mention], *, kind: str) -> list[Mention]:
        """Those that tell something new; `source` is the document that tells them.

        What documents of one `kind` say of an entry is compared, since entries move from page to page. An entry that
        was not there before tells nothing new if it is dated, and the page was visited since. Where it
        has no date, and the document is read for the first time, nobody knows how old it is, and it tells nothing.
        """
        told = hash_of(source)
        db = self._journal.db
        known = db.execute(
            "SELECT 1 FROM mentions WHERE source = ? AND crawl_id < ?", (told, self._crawl_id)
        ).fetchone()
        heard = {hash_of(f"{kind} {one.entry}"): one for one in mentions}
        news, rows = [], []
        for key, one in heard.items():
            said = hash_of(one.said)
            row = db.execute("SELECT said FROM mentions WHERE key = ?", (key,)).fetchone()
            if (row[0] != said) if row is not None else (one.at is not None or known is not None):
                news.append(one if row is None else replace(one, is_known=True))
            rows.append((key, told, said, self._crawl_id, one.url))
        self._journal.write().executemany(
            "INSERT OR REPLACE INTO mentions (key, source, said, crawl_id, url) VALUES (?, ?, ?, ?, ?)", rows
        )
        return news

    def dropped(self, source: str) -> list[str]:
        """The pages that `source` told of in an earlier crawl and not in this one; they are forgotten here."""
        gone = (hash_of(source), self._crawl_id)
        rows = self._journal.db.execute("SELECT url FROM mentions WHERE source = ? AND crawl_id < ?", gone).fetchall()
        if rows:
            self._journal.write().execute("DELETE FROM mentions WHERE source = ? AND crawl_id < ?", gone)
        return [url for (url,) in rows]


def hash_of(text: str) -> int:
    """64 bits, as SQLite keeps integers."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
