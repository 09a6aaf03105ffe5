"""Who comments: the comments of each name, by the addresses that it leads to.

A name and an address together are the best that a page tells of a person. Comments without an address count with those
of the only address that goes with the name; where there are several, they are a row of their own. An address on the
blog itself that stands beside one comment only is none: Squarespace 5 gives each comment of a guest its own.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..keys import host_key, url_key
from ..rows import SqlValue, insert
from .spam import LIKELY

NAMES = 2000
"""Names that are counted in one go."""
_COLUMNS = (
    "id", "name", "url", "comments", "by_name_alone", "posts", "first", "last", "kinds", "namesakes", "spam",
)  # fmt: skip


@dataclass(kw_only=True)
class _Person:
    id: int
    url: str | None = None
    comments: int = 0
    by_name_alone: int = 0
    spam: int = 0
    posts: set[int] = field(default_factory=set)
    dates: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)

    def take(self, row: tuple[int, int, str | None, str | None, str | None, float]) -> None:
        number, post_id, _, kind, published, spam = row
        self.id = min(self.id, number)
        self.comments += 1
        self.spam += spam >= LIKELY
        self.posts.add(post_id)
        if kind:
            self.kinds.add(kind)
        if published:
            dates = (*self.dates, published)
            self.dates = [min(dates), max(dates)]


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A comment that is new."""

    id: int
    post_id: int
    name: str | None
    url: str | None
    kind: str | None
    published: str | None
    spam: float


def add_comments(db: sqlite3.Connection, new: Iterable[Spoken]) -> None:
    """Count new comments where their name stands for one person, whom they do not change; note the other names.

    So one comment more of somebody who has written 100,000 costs no count of all.
    """
    by_name: dict[str, list[Spoken]] = {}
    for one in new:
        by_name.setdefault(one.name or "", []).append(one)
    for name, comments in by_name.items():
        noted = db.execute("SELECT 1 FROM stale WHERE what = 'name' AND key = ?", (name,)).fetchone()
        if noted is None and not (name and _is_added(db, name, comments)):
            db.execute("INSERT INTO stale (what, key) VALUES ('name', ?)", (name,))


def _is_added(db: sqlite3.Connection, name: str, new: Sequence[Spoken]) -> bool:
    rows = db.execute("SELECT id, url, first, last, kinds FROM commenters WHERE name = ? LIMIT 2", (name,)).fetchall()
    if len(rows) != 1:
        return False
    ((number, url, first, last, kinds),) = rows
    key = url_key(url) if url else None
    if any(one.url and url_key(one.url) != key for one in new):
        return False
    before = new[0].id
    # The plus keeps SQLite from the index of names: it would go through all comments of this one.
    query = "SELECT 1 FROM comments WHERE post_id = ? AND +author_name = ? AND id < ?"
    posts = {one.post_id for one in new}
    known = sum(db.execute(query, (post_id, name, before)).fetchone() is not None for post_id in posts)
    dates = [date for date in (first, last, *(one.published for one in new)) if date]
    shown = {one.kind for one in new if one.kind} | set((kinds or "").split(", ")) - {""}
    db.execute(
        "UPDATE commenters SET comments = comments + ?, by_name_alone = by_name_alone + ?, posts = posts + ?, "
        "first = ?, last = ?, kinds = ?, spam = spam + ? WHERE id = ?",
        (
            len(new),
            sum(one.url is None for one in new) if url else 0,
            len(posts) - known,
            min(dates, default=None),
            max(dates, default=None),
            ", ".join(sorted(shown)) or None,
            sum(one.spam >= LIKELY for one in new),
            number,
        ),
    )
    return True


def count_commenters(db: sqlite3.Connection) -> None:
    """Bring the rows of some names that are noted in `stale` up to date; in a transaction, until none is left."""
    names = [row[0] for row in db.execute(f"SELECT key FROM stale WHERE what = 'name' LIMIT {NAMES}")]
    if not names:
        return
    blog = db.execute("SELECT url FROM blogs").fetchone()
    host = host_key(blog[0]) if blog else None
    rows: list[tuple[SqlValue, ...]] = []
    for name in names:
        db.execute("DELETE FROM commenters WHERE name IS ?", (name or None,))
        people = _people(db, name or None, host)
        for one in people:
            first, last = (one.dates[0], one.dates[-1]) if one.dates else (None, None)
            kinds = ", ".join(sorted(one.kinds)) or None
            rows.append(
                (one.id, name or None, one.url, one.comments, one.by_name_alone, len(one.posts), first, last, kinds,
                 len(people) - 1, one.spam)
            )  # fmt: skip
    # A comment whose name changed may stand for two names until both are counted.
    insert(db, "commenters", _COLUMNS, rows, replace=True)
    db.executemany("DELETE FROM stale WHERE what = 'name' AND key = ?", [(name,) for name in names])


def _people(db: sqlite3.Connection, name: str | None, host: str | None) -> list[_Person]:
    told = _addresses(db, name, host)
    only = next(iter(told)) if len(told) == 1 else None
    people: dict[str | None, _Person] = {}
    for row in db.execute(
        "SELECT id, post_id, author_url, author_kind, published, coalesce(spam, 0.0) FROM comments "
        "LEFT JOIN comment_labels ON comment_id = id WHERE author_name IS ? ORDER BY id",
        (name,),
    ):
        key = url_key(row[2]) if row[2] else None
        if key is None and name is None:
            continue
        alone = key not in told
        place = only if alone else key
        person = people.get(place)
        if person is None:
            person = people[place] = _Person(id=row[0])
        person.url = person.url or (None if alone else row[2])
        person.by_name_alone += alone and only is not None
        person.take(row)
    return list(people.values())


def _addresses(db: sqlite3.Connection, name: str | None, host: str | None) -> set[str]:
    """The addresses, as keys, that tell people of this name apart."""
    times: Counter[str] = Counter()
    for url, number in db.execute(
        "SELECT author_url, count(*) FROM comments WHERE author_name IS ? AND author_url IS NOT NULL "
        "GROUP BY author_url",
        (name,),
    ):
        times[url_key(url)] += number
    return {key for key, number in times.items() if number > 1 or host_key(key) != host}
