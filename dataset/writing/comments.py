"""Comments of a post: recognised when seen again, put in order, threads drawn."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import cast, get_args

from ...archive.capture import Capture
from ...parsers.model import Comment, Source
from ..hiding.redacted import note_redacted
from ..hiding.redacting import HiddenComment
from ..keys import safe_integer, safe_text
from ..moments import Moment, decide
from ..rows import SqlValue, insert, match, next_id, update
from .comment_order import arranged, keep_best, last_order, places, when_of

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
    on_page: int = 0
    place: str | None = None
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
    that it does not show stays too. `own_page` says that this is the post's own page, whose latest version gives the
    order (see `comment_order`); `fresh` that the post has no comments yet.
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
    ordered = _ordered(db, post_id, capture, known, shown, source=source, own_page=own_page, fresh=fresh)
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


def _ordered(
    db: sqlite3.Connection,
    post_id: int,
    capture: Capture,
    known: Sequence[_Row],
    shown: Sequence[_Row],
    *,
    source: Source,
    own_page: bool,
    fresh: bool,
) -> list[_Row]:
    """All comments of the post in page order; where each stands is noted in the rows."""
    own = [row for row in known if row.on_page]
    before = None if fresh or not own_page else last_order(db, post_id)
    if own_page and (before is None or before <= when_of(db, capture)):
        db.execute("UPDATE posts SET comments_capture_id = ? WHERE id = ?", (capture.id, post_id))
        stood = places(capture, before or (0, ""), source=source, own=True)
        shown_ids = {id(row) for row in shown}
        for index, row in enumerate(own):
            if id(row) not in shown_ids:
                row.on_page = 0
                keep_best(row, stood(index))
        own = list(shown)
        for row in own:
            row.on_page = 1
    else:
        stands = places(capture, when_of(db, capture), source=source, own=own_page)
        for index, row in enumerate(shown):
            # Of what the page shows today nobody asks where it stood once.
            if not (own_page and row.on_page):
                keep_best(row, stands(index))
    known_ids = {id(row) for row in known}
    every = [*known, *(row for row in shown if id(row) not in known_ids)]
    return arranged(own, [row for row in every if not row.on_page])


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
