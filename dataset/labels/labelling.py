"""Labels of comments and references: language, how much speaks for spam, what says nearly the same.

They follow from the rows alone, whatever the order in which these came: a crawl and a rebuild give the same. They are
made when a run ends, for rows that are new or were noted in `stale`, and for those that these concern: the others that
say nearly the same, the comments of a post whose language changed.

Of two texts that say nearly the same the later leads to the first that has a key in common with it (`shingles`) and is
alike; a group is what leads to one comment, in one step or several.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from ..keys import host_key
from ..rows import SqlValue, insert
from .commenters import Spoken, add_comments
from .language import language_of
from .shingles import Shingles, is_alike, shingles_of, words_of
from .spam import MANY_POSTS, Said, Sign, judged, signs_of_comment, signs_of_reference

SLICE = 2000
"""Rows that are labelled in one go: some MB of memory, a tenth of a second."""
_KEPT = 2000
"""Texts of which the shingles are remembered: those that others repeat."""
_Row = tuple[int, int, str | None, str | None, str | None, str | None, str | None, int]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What is labelled, and how its rows are told."""

    what: str
    table: str
    labels: str
    key: str
    columns: str
    """Whole text, text without title, markup, name or title, address, and whether it is the blog's own."""
    signs: Callable[[Said], Iterator[Sign]]


COMMENTS = Kind(
    what="comment",
    table="comments",
    labels="comment_labels",
    key="comment_id",
    columns="body_text, body_text, body_html, author_name, author_url, author_kind IS 'owner'",
    signs=signs_of_comment,
)
REFERENCES = Kind(
    what="reference",
    table="post_references",
    labels="reference_labels",
    key="reference_id",
    columns="coalesce(title || char(10), '') || coalesce(excerpt, ''), excerpt, NULL, title, url, "
    "kind = 'source' OR host IS ?1",
    signs=signs_of_reference,
)
KINDS = (COMMENTS, REFERENCES)


def is_waiting(db: sqlite3.Connection) -> bool:
    """Whether rows are new, or changed, since labels were last made."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM stale)").fetchone()[0]) or any(
        db.execute(f"SELECT coalesce(max(id), 0) FROM {kind.table}").fetchone()[0] > _labelled(db, kind)
        for kind in KINDS
    )


def label_some(db: sqlite3.Connection) -> bool:
    """Label what waits, up to `SLICE` new rows of each kind; in a transaction, again and again while it is True."""
    waiting = False
    for kind in KINDS:
        labeller = _Labeller(db, kind)
        waiting |= labeller.relabel() | labeller.label_new()
    db.execute("DELETE FROM stale WHERE what = 'post'")
    return waiting


def _labelled(db: sqlite3.Connection, kind: Kind) -> int:
    found = db.execute("SELECT value FROM state WHERE name = ?", (f"labelled_{kind.what}s",)).fetchone()
    return int(found[0]) if found else 0


@dataclass(kw_only=True)
class _Text:
    """A row that is being labelled."""

    id: int
    post_id: int
    said: Said
    language: str | None
    shingles: Shingles | None

    @property
    def keys(self) -> tuple[int | None, int | None]:
        return (min(self.shingles), max(self.shingles)) if self.shingles else (None, None)


class _Labeller:
    def __init__(self, db: sqlite3.Connection, kind: Kind) -> None:
        self._db = db
        self._kind = kind
        blog = db.execute("SELECT url FROM blogs").fetchone()
        self._host = host = host_key(blog[0]) if blog else None
        self._select = f"SELECT id, post_id, {kind.columns.replace('?1', _quoted(host))} FROM {kind.table}"
        self._posts: dict[int, tuple[str | None, str | None]] = {}
        self._remembered: OrderedDict[int, Shingles | None] = OrderedDict()
        self._done = _labelled(db, kind)

    # Rows that are new

    def label_new(self) -> bool:
        """Label the next rows, if there are any; they have the greatest ids, so that no earlier row leads to them."""
        rows = self._db.execute(f"{self._select} WHERE id > {self._done} ORDER BY id LIMIT {SLICE}").fetchall()
        if not rows:
            return False
        texts = {text.id: text for text in map(self._text, rows)}
        for text in texts.values():
            self._remember(text.id, text.shingles)
        groups = self._groups_of_new(texts)
        posts = self._spread(texts, groups)
        self._add(texts.values(), groups, posts)
        if self._kind is COMMENTS:
            self._count_names(rows[0][0], rows[-1][0])
        state = (f"labelled_{self._kind.what}s", rows[-1][0])
        self._db.execute("INSERT OR REPLACE INTO state (name, value) VALUES (?, ?)", state)
        return True

    def _count_names(self, first: int, last: int) -> None:
        """Count comments with labels for `commenters`."""
        query = (
            "SELECT id, post_id, author_name, author_url, author_kind, published, spam FROM comments "
            "JOIN comment_labels ON comment_id = id WHERE id BETWEEN ? AND ? ORDER BY id"
        )
        names = tuple(field.name for field in fields(Spoken))
        found = self._db.execute(query, (first, last)).fetchall()
        add_comments(self._db, [Spoken(**dict(zip(names, row, strict=True))) for row in found])

    def _groups_of_new(self, texts: dict[int, _Text]) -> dict[int, int]:
        """The group of each new row that repeats another, and of each that is repeated."""
        groups: dict[int, int] = {}
        firsts: tuple[dict[int, int], dict[int, int]] = ({}, {})
        for text in texts.values():
            if not text.shingles:
                continue
            leaders = set()
            for first, column, key in zip(firsts, ("least_shingle", "greatest_shingle"), text.keys, strict=True):
                assert key is not None
                leader = self._first(column, key) or first.setdefault(key, text.id)
                if leader != text.id:
                    leaders.add(leader)
            parent = self._parent(text.shingles, leaders)
            if parent is not None:
                groups[text.id] = groups.get(parent) or self._group(parent) or parent
                groups.setdefault(parent, groups[text.id])
        return groups

    def _spread(self, texts: dict[int, _Text], groups: dict[int, int]) -> dict[int, int]:
        """Under how many posts each group stands now; brings those of its rows up to date that are labelled already."""
        new: dict[int, set[int]] = {}
        for text_id, group in groups.items():
            new.setdefault(group, set())
            if text_id in texts:
                new[group].add(texts[text_id].post_id)
        spread = {}
        for group, its_posts in new.items():
            known = self._posts_of(group)
            spread[group] = min(len(known | its_posts), MANY_POSTS)
            if group not in texts:
                update = f"UPDATE {self._kind.labels} SET repeats = ?1 WHERE {self._kind.key} = ?1 AND repeats IS NULL"
                self._db.execute(update, (group,))
                if spread[group] != min(len(known), MANY_POSTS):
                    self._judge_again(self._members(group), spread[group])
        return spread

    # Rows that changed

    def relabel(self) -> bool:
        """Label again what changed, if anything did, and what that concerns."""
        what, table, done = self._kind.what, self._kind.table, self._done
        changed = {int(row[0]) for row in self._db.execute("SELECT key FROM stale WHERE what = ?", (what,))}
        posts = "SELECT CAST(key AS INTEGER) FROM stale WHERE what = 'post'"
        self._db.execute("DELETE FROM stale WHERE what = ?", (what,))
        under = f"SELECT id FROM {table} WHERE post_id IN ({posts}) AND id <= {done}" if done else "SELECT 0 WHERE 0"
        changed = {number for number in changed if number <= done} | {row[0] for row in self._db.execute(under)}
        if not changed:
            return False
        concerned = changed | self._sharing(changed)
        for rows in self._rows(sorted(changed)):
            texts = [self._text(row) for row in rows]
            self._add(texts, {}, {})
            self._note_names(text.id for text in texts)
        gone = changed - {row[0] for rows in self._labels(changed, self._kind.table, "id") for row in rows}
        self._db.executemany(f"DELETE FROM {self._kind.labels} WHERE {self._kind.key} = ?", [(one,) for one in gone])
        concerned = (concerned | self._sharing(changed - gone)) - gone
        while others := self._regroup(sorted(concerned)) - concerned:
            concerned |= others | self._sharing(others)
        return True

    def _sharing(self, ids: Iterable[int]) -> set[int]:
        """The rows that have a key in common with these, and all that are in a group with one of them."""
        found: set[int] = set()
        labels, key = self._kind.labels, self._kind.key
        values: dict[str, set[int]] = {"least_shingle": set(), "greatest_shingle": set(), "repeats": set()}
        for rows in filter(None, self._labels(ids, labels, f"{key}, least_shingle, greatest_shingle, repeats")):
            for column, told in zip(values, zip(*(row[1:] for row in rows), strict=True), strict=True):
                values[column].update(value for value in told if value is not None)
        for column in ("least_shingle", "greatest_shingle"):
            for value in values[column]:
                query = f"SELECT {key}, repeats FROM {labels} WHERE {column} = ?"
                for number, group in self._db.execute(query, (value,)):
                    found.add(number)
                    if group is not None:
                        values["repeats"].add(group)
        for group in values["repeats"]:
            found.update(self._members(group))
        return found

    def _regroup(self, ids: Sequence[int]) -> set[int]:
        """Find the groups of these rows and judge each anew; returns the rows that they repeat now."""
        parents: set[int] = set()
        groups: dict[int, int] = {}
        posts: dict[int, set[int]] = {}
        for rows in self._rows(ids):
            for row in rows:
                shingles = shingles_of(words_of(row[2]))
                leaders = set()
                for column, value in (("least_shingle", min), ("greatest_shingle", max)):
                    if shingles and (leader := self._first(column, value(shingles))) is not None and leader < row[0]:
                        leaders.add(leader)
                parent = self._parent(shingles, leaders) if shingles else None
                groups[row[0]] = row[0] if parent is None else groups.get(parent, parent)
                parents.update(() if parent is None else (parent,))
                posts.setdefault(groups[row[0]], set()).add(row[1])
        sizes = Counter(groups.values())
        self._db.executemany(
            f"UPDATE {self._kind.labels} SET repeats = ? WHERE {self._kind.key} = ?",
            ((group if sizes[group] > 1 else None, number) for number, group in groups.items()),
        )
        for group, its_posts in posts.items():
            members = [number for number, its_group in groups.items() if its_group == group]
            self._judge_again(members, min(len(its_posts), MANY_POSTS))
        return parents

    # What both need

    def _text(self, row: _Row) -> _Text:
        number, post_id, whole, text, html, name, url, is_own = row
        if post_id not in self._posts:
            found = self._db.execute("SELECT language, title FROM posts WHERE id = ?", (post_id,)).fetchone()
            self._posts[post_id] = found
        post_language, post_title = self._posts[post_id]
        words = words_of(whole)
        language = language_of(whole, words, post_language)
        said = Said(
            text=text,
            words=words,
            html=html,
            name=name,
            url=url,
            is_own=bool(is_own),
            language=language,
            post_language=post_language,
            host=self._host,
            post_title=post_title,
        )
        return _Text(id=number, post_id=post_id, said=said, language=language, shingles=shingles_of(words))

    def _add(self, texts: Iterable[_Text], groups: dict[int, int], posts: dict[int, int]) -> None:
        rows: list[tuple[SqlValue, ...]] = []
        for text in texts:
            group = groups.get(text.id)
            spam, reasons = self._judged(text, posts.get(group or 0, 1))
            rows.append((text.id, text.language, spam, reasons, group, *text.keys))
        columns = (self._kind.key, "language", "spam", "spam_reasons", "repeats", "least_shingle", "greatest_shingle")
        insert(self._db, self._kind.labels, columns, rows, replace=True)

    def _judged(self, text: _Text, posts: int) -> tuple[float, str | None]:
        return (0.0, None) if text.said.is_own else judged(self._kind.signs(text.said), posts)

    def _judge_again(self, ids: Sequence[int], posts: int) -> None:
        for rows in self._rows(ids):
            self._db.executemany(
                f"UPDATE {self._kind.labels} SET spam = ?, spam_reasons = ? WHERE {self._kind.key} = ?",
                [(*self._judged(text, posts), text.id) for text in map(self._text, rows)],
            )
        self._note_names(ids)

    def _note_names(self, ids: Iterable[int]) -> None:
        """Note whose comments were labelled, for `commenters`."""
        if self._kind is COMMENTS:
            self._db.executemany(
                "INSERT OR IGNORE INTO stale (what, key) SELECT 'name', coalesce(author_name, '') FROM comments "
                "WHERE id = ?",
                [(number,) for number in ids],
            )

    def _parent(self, shingles: Shingles, leaders: Iterable[int]) -> int | None:
        for leader in sorted(leaders):
            theirs = self._shingles(leader)
            if theirs is not None and is_alike(shingles, theirs):
                return leader
        return None

    def _shingles(self, number: int) -> Shingles | None:
        if number not in self._remembered:
            row = self._db.execute(f"{self._select} WHERE id = ?", (number,)).fetchone()
            self._remember(number, shingles_of(words_of(row[2])))
        self._remembered.move_to_end(number)
        return self._remembered[number]

    def _remember(self, number: int, shingles: Shingles | None) -> None:
        self._remembered[number] = shingles
        if len(self._remembered) > SLICE + _KEPT:
            self._remembered.popitem(last=False)

    def _first(self, column: str, value: int) -> int | None:
        query = f"SELECT min({self._kind.key}) FROM {self._kind.labels} WHERE {column} = ?"
        first = self._db.execute(query, (value,)).fetchone()[0]
        return None if first is None else int(first)

    def _group(self, number: int) -> int | None:
        query = f"SELECT repeats FROM {self._kind.labels} WHERE {self._kind.key} = ?"
        found = self._db.execute(query, (number,)).fetchone()
        return found[0] if found else None

    def _members(self, group: int) -> list[int]:
        query = f"SELECT {self._kind.key} FROM {self._kind.labels} WHERE repeats = ?"
        return [row[0] for row in self._db.execute(query, (group,))]

    def _posts_of(self, group: int) -> set[int]:
        """The posts, up to `MANY_POSTS`, under which the labelled rows of a group stand, its first row included."""
        query = (
            f"SELECT DISTINCT post_id FROM {self._kind.labels} JOIN {self._kind.table} ON id = {self._kind.key} "
            f"WHERE repeats = ?1 OR {self._kind.key} = ?1 LIMIT {MANY_POSTS}"
        )
        return {row[0] for row in self._db.execute(query, (group,))}

    def _rows(self, ids: Sequence[int]) -> Iterator[list[_Row]]:
        for place in range(0, len(ids), SLICE):
            numbers = ", ".join(map(str, ids[place : place + SLICE]))
            yield self._db.execute(f"{self._select} WHERE id IN ({numbers}) ORDER BY id").fetchall()

    def _labels(self, ids: Iterable[int], table: str, columns: str) -> Iterator[list[tuple[int, ...]]]:
        ordered = sorted(ids)
        key = columns.partition(",")[0]
        for place in range(0, len(ordered), SLICE):
            numbers = ", ".join(map(str, ordered[place : place + SLICE]))
            yield self._db.execute(f"SELECT {columns} FROM {table} WHERE {key} IN ({numbers})").fetchall()


def _quoted(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"
