"""Comments and references of a post: recognised when seen again, put in order, threads drawn."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import cast, get_args

from ..archive.capture import Capture
from ..parsers.model import Comment, Reference, Source
from .keys import host_of, safe_integer, safe_text, safe_value
from .moments import Moment, decide
from .redacted import note_redacted
from .redacting import HiddenComment, HiddenReference
from .rows import SqlValue, insert, match, next_id, update

_EXACT = {source: rank for rank, source in enumerate(get_args(Source))}
_DEEPEST_PATH = 100
"""A path names so many ancestors at most: a thread 10,000 deep would need 300 MB of paths."""
_KEY_LENGTH = 80


@dataclass(kw_only=True)
class _Row:
    """A comment on its way into the table; `id` is 0 until it has one."""

    id: int
    parent_id: int | None = None
    depth: int = 0
    position: int = 0
    native_id: str | None = None
    url: str | None = None
    author_name: str | None = None
    author_url: str | None = None
    author_kind: str | None = None
    published: str | None = None
    published_utc: str | None = None
    published_raw: str | None = None
    published_source: str | None = None
    body_html: str | None = None
    body_text: str | None = None
    capture_id: int
    parent_native_id: str | None = None
    thread_path: str = ""
    source: Source
    redacted: int | None = None
    key: str | None = None
    """Of a hidden one, by what it is known again; in `redacted_keys`."""


_COLUMNS = tuple(field.name for field in fields(_Row) if field.name != "key")
_TOLD = ("native_id", "url", "author_name", "author_url", "author_kind", "body_html", "body_text", "parent_native_id")
"""What a sighting tells, its date aside."""
_NUMBERS = ("native_id", "parent_native_id")


def save_comments(
    db: sqlite3.Connection,
    post_id: int,
    capture: Capture,
    comments: Iterable[Comment],
    *,
    source: Source,
    own_page: bool,
    whole: bool,
    fresh: bool,
) -> dict[str, int]:
    """Bring the comments of one post up to date; returns the ids of those shown, by native id.

    What a more exact source told stays, and all that is known if this capture is not `whole` (or older); a comment
    that it does not show stays too. `own_page` says that
    their order on this page is the order of all; `fresh` that the post has no comments yet.
    """
    known: list[_Row] = []
    if not fresh:
        known = _known(db, post_id)
    before = {row.id: _values(row) for row in known}
    shown: list[_Row] = []
    taken = {row.native_id for row in known}
    for comment, row in match(known, (_row(one, capture, source) for one in comments), native=_native, key=_key):
        if comment.native_id in taken and (row is None or row.native_id is None):
            # Two different comments under one number (a theme's mistake): both stay, the number is the first one's.
            comment.native_id = None
        if row is not None:
            _merge(row, comment, whole=whole)
        taken.add((row or comment).native_id)
        shown.append(row or comment)
    ordered = _ordered(known, shown, own_page=own_page, newest_first=source == "feed")
    first = next_id(db, "comments")
    new = [row for row in shown if not row.id]
    for number, row in enumerate(new, start=first):
        row.id = number
    _draw_threads(ordered)
    changed = [row for row in known if _values(row) != before[row.id]]
    _write(db, post_id, new, changed, before)
    _note_redacted(db, capture, [row for row in shown if row.redacted is not None])
    return {row.native_id: row.id for row in shown if row.native_id is not None}


def _known(db: sqlite3.Connection, post_id: int) -> list[_Row]:
    query = f"SELECT {', '.join(_COLUMNS)} FROM comments WHERE post_id = ? ORDER BY position, id"
    known = [_Row(**dict(zip(_COLUMNS, row, strict=True))) for row in db.execute(query, (post_id,))]
    for row in known:
        if row.redacted is not None:
            row.key = db.execute("SELECT key FROM redacted_keys WHERE comment_id = ?", (row.id,)).fetchone()[0]
    return known


def _values(row: _Row) -> tuple[SqlValue, ...]:
    return tuple(getattr(row, name) for name in _COLUMNS)


def _note_redacted(db: sqlite3.Connection, capture: Capture, rows: Sequence[_Row]) -> None:
    """Keep by what hidden comments are known again, and that this capture holds them."""
    for row in rows:
        db.execute("INSERT OR REPLACE INTO redacted_keys (comment_id, key) VALUES (?, ?)", (row.id, row.key))
        note_redacted(db, capture.id, (cast(int, row.redacted),))


def _row(comment: Comment, capture: Capture, source: Source) -> _Row:
    return _Row(
        id=0,
        depth=max(safe_integer(comment.depth) or 0, 0),
        native_id=safe_text(comment.native_id),
        url=safe_text(comment.url),
        author_name=safe_text(comment.author_name),
        author_url=safe_text(comment.author_url),
        author_kind=comment.author_kind,
        published=safe_text(comment.published),
        published_utc=safe_text(comment.published_utc),
        published_raw=safe_text(comment.published_raw),
        published_source=safe_text(comment.published_source),
        body_html=safe_text(comment.body_html),
        body_text=safe_text(comment.body_text),
        capture_id=capture.id,
        parent_native_id=safe_text(comment.parent_native_id),
        source=source,
        redacted=comment.redacted if isinstance(comment, HiddenComment) else None,
        key=comment.key if isinstance(comment, HiddenComment) else None,
    )


def _native(row: _Row) -> str | None:
    return row.native_id


def _key(row: _Row) -> Hashable:
    # "3 days ago" is "4 days ago" on the next day
    raw = row.published_raw if row.published_source is None else None
    return row.key or (row.author_name, raw, (row.body_text or "")[:_KEY_LENGTH])


def _moment(row: _Row) -> Moment:
    return Moment(published=row.published, published_utc=row.published_utc, published_raw=row.published_raw)


def _merge(row: _Row, seen: _Row, *, whole: bool) -> None:
    """What a source at least as exact tells now is believed; otherwise only gaps are filled."""
    believed = whole and _EXACT[seen.source] <= _EXACT[row.source]
    changed = False
    if seen.redacted is not None and (believed or row.key is None):
        row.redacted, row.key = seen.redacted, seen.key
    # What is hidden stays so, though a page tells it that nobody knew for one of this post.
    is_leak = row.redacted is not None and seen.redacted is None
    for name in _NUMBERS if is_leak else _TOLD:
        old, new = getattr(row, name), getattr(seen, name)
        if new is not None and new != old and (believed or old is None):
            setattr(row, name, new)
            changed = True
    moment, source = _dated((seen, row) if believed else (row, seen), known=row)
    if (moment, source) != (_moment(row), row.published_source):
        row.published, row.published_utc, row.published_raw = (
            moment.published,
            moment.published_utc,
            moment.published_raw,
        )
        row.published_source = source
        changed = True
    if believed and changed:
        row.source, row.capture_id = seen.source, seen.capture_id


def _dated(rows: Sequence[_Row], *, known: _Row) -> tuple[Moment, str | None]:
    """The date that two sightings tell together, the believed first; one that was counted back tells where none is.

    Of two that were counted back the more precise, then the one that is known: the next capture counts otherwise.
    """
    told = [_moment(row) for row in rows if row.published and row.published_source is None]
    if told or all(row.published_source is None for row in rows):
        return decide(told or [_moment(row) for row in rows]).moment, None
    best = max(rows, key=lambda row: (len(row.published or ""), row.published_source is not None, row is known))
    return _moment(best), best.published_source


def _ordered(known: list[_Row], shown: list[_Row], *, own_page: bool, newest_first: bool) -> list[_Row]:
    """All comments of the post in page order.

    The post's own page gives the order of what it shows. Comments of another document (page 2, a feed) stand after
    them, or before them if they are all older: WordPress may show the newest page of comments on the post itself.
    """
    if own_page:
        shown_ids = {id(row) for row in shown}
        block, rest = shown, [row for row in known if id(row) not in shown_ids]
    else:
        block, rest = known, [row for row in shown if not row.id]
        if newest_first and all(row.published_utc for row in rest):
            rest.sort(key=lambda row: cast(str, row.published_utc))
    return rest + block if _all_older(rest, block) else block + rest


def _all_older(rest: Sequence[_Row], block: Sequence[_Row]) -> bool:
    for column in ("published_utc", "published"):
        told = [[cast("str | None", getattr(row, column)) for row in rows] for rows in (rest, block)]
        older, newer = ([date for date in dates if date] for dates in told)
        if older and newer and len(older) == len(rest) and len(newer) == len(block):
            return max(older) < min(newer)
    return False


def _draw_threads(rows: Sequence[_Row]) -> None:
    """Position, parent, depth and path of every comment of a post, from the numbers of the parents."""
    by_native = {row.native_id: row for row in reversed(rows) if row.native_id is not None}
    parents: dict[int, _Row] = {}
    for position, row in enumerate(rows, start=1):
        row.position = position
        parent = by_native.get(row.parent_native_id) if row.parent_native_id is not None else None
        if parent is not None and parent is not row:
            parents[row.id] = parent
    drawn: set[int] = set()
    for row in rows:
        chain = [row]
        above = {row.id}
        while chain[-1].id not in drawn and (parent := parents.get(chain[-1].id)) is not None:
            if parent.id in above:
                # A circle of answers, which no honest page shows: it is cut open here.
                del parents[chain[-1].id]
                break
            above.add(parent.id)
            chain.append(parent)
        for one in reversed(chain):
            if one.id not in drawn:
                _place(one, parents.get(one.id))
                drawn.add(one.id)


def _place(row: _Row, parent: _Row | None) -> None:
    row.parent_id = parent.id if parent else None
    name = f"{row.position:05}"
    if parent is None:
        row.thread_path = name
        return
    row.depth = parent.depth + 1
    path = parent.thread_path.split(".")
    row.thread_path = ".".join([*path[: _DEEPEST_PATH - 1], name])


def _write(
    db: sqlite3.Connection,
    post_id: int,
    new: Sequence[_Row],
    changed: Sequence[_Row],
    before: dict[int, tuple[SqlValue, ...]],
) -> None:
    later = [row for row in new if row.parent_id is not None and row.parent_id > row.id]
    values = []
    for row in new:
        told = dict(zip(_COLUMNS, _values(row), strict=True))
        if row.parent_id is not None and row.parent_id > row.id:
            told["parent_id"] = None
        values.append((post_id, *told.values()))
    insert(db, "comments", ("post_id", *_COLUMNS), values)
    for row in later:
        update(db, "comments", row.id, {"parent_id": row.parent_id})
    for row in changed:
        old = dict(zip(_COLUMNS, before[row.id], strict=True))
        told = dict(zip(_COLUMNS, _values(row), strict=True))
        update(db, "comments", row.id, {name: value for name, value in told.items() if value != old[name]})


_TOLD_OF_REFERENCE = (
    "position", "kind", "native_id", "title", "url", "site_name", "excerpt",
    "published", "published_utc", "published_raw",
)  # fmt: skip
_REFERENCE = (*_TOLD_OF_REFERENCE, "host", "redacted")


def save_references(
    db: sqlite3.Connection,
    post_id: int,
    capture: Capture,
    references: Iterable[Reference],
    *,
    only_gaps: bool,
    fresh: bool,
) -> None:
    """Bring the references of one post up to date; one that this capture does not show stays, after the others.

    With `only_gaps` what is known stays as it is: an older capture tells it, or a feed, which cannot tell a
    trackback from a pingback and may be read before the page or after it.
    """
    seen = [_reference(reference) for reference in references]
    if not seen:
        return
    known: list[dict[str, SqlValue]] = []
    if not fresh:
        query = f"SELECT id, {', '.join(_REFERENCE)} FROM post_references WHERE post_id = ? ORDER BY position, id"
        known = [dict(zip(("id", *_REFERENCE), row, strict=True)) for row in db.execute(query, (post_id,))]
    shown: set[object] = set()
    new = []
    position = 0
    for reference, row in match(known, seen, native=_reference_native, key=_reference_key):
        position += 1
        reference["position"] = position
        if row is None:
            new.append((post_id, capture.id, *(reference[name] for name in _REFERENCE)))
            continue
        shown.add(row["id"])
        changed = {
            name: value
            for name, value in reference.items()
            if value is not None and value != row[name] and (row[name] is None or not only_gaps)
        }
        if changed.keys() - {"position"}:
            changed["capture_id"] = capture.id
        if changed:
            update(db, "post_references", cast(int, row["id"]), changed)
    for row in known:
        if row["id"] not in shown:
            position += 1
            if row["position"] != position:
                update(db, "post_references", cast(int, row["id"]), {"position": position})
    insert(db, "post_references", ("post_id", "capture_id", *_REFERENCE), new)


def _reference(reference: Reference) -> dict[str, SqlValue]:
    told = {name: safe_value(getattr(reference, name)) for name in _TOLD_OF_REFERENCE}
    redacted = reference.redacted if isinstance(reference, HiddenReference) else None
    return {**told, "host": host_of(reference.url) if reference.url else None, "redacted": redacted}


def _reference_native(row: dict[str, SqlValue]) -> str | None:
    return cast("str | None", row["native_id"])


def _reference_key(row: dict[str, SqlValue]) -> Hashable:
    return tuple(row[name] for name in ("kind", "url", "title", "excerpt", "published_raw"))
