"""The order of a post's comments, from the documents that show them, whichever of these came first.

The post's own page, as it was last seen, gives the order of what it shows. For every other comment a `Place` is kept:
which document showed it where. Of two places the same one is believed in whatever order they are heard of, so that a
crawl, a rebuild and an import of the same captures come to one order.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

from ...archive.capture import Capture
from ...parsers.model import Source
from ..epochs import epoch_at
from ..keys import url_key

PAGE, API, CUT, FEED, BEFORE = range(1, 6)
"""What showed a comment, the best first: a page of comments or other view of the post, an API, an answer cut short,
a feed, or the post's own page as it once was."""

When = tuple[int, str]
"""Epoch (see `epochs`) and time of a capture: the greater is believed."""

_DIGEST_SIZE = 4
_NUMBER = re.compile(
    r"(?:comment-page-|/page[-/]?|[?&](?:c?page|paged|commentpage|start(?:-index)?|offset|skip)=)(\d{1,9})(?!\d)",
    re.IGNORECASE,
)
"""WordPress: `/comment-page-2/` and `cpage=2`; Blogger: `commentPage=2`; others count pages or comments."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a document shows a comment."""

    rank: int
    when: When
    number: int
    """Of the page, or of its first comment, as its address tells; 0 if it tells none."""
    document: str
    index: int

    @classmethod
    def of(cls, text: str) -> Place:
        """What `str` made of it."""
        rank, epoch, captured, number, document, index = text.split("|")
        return cls(rank=int(rank), when=(int(epoch), captured), number=int(number), document=document, index=int(index))

    def __str__(self) -> str:
        epoch, captured = self.when
        return f"{self.rank}|{epoch}|{captured}|{self.number}|{self.document}|{self.index}"

    @property
    def belief(self) -> tuple[object, ...]:
        """Sorts the most believable first: the better document, the later crawl, and in one crawl the earlier page."""
        epoch, captured = self.when
        later = tuple(-ord(letter) for letter in captured)
        return (self.rank, -epoch, self.number, self.document, later, self.index)

    @property
    def block(self) -> tuple[int, int, str]:
        """What is told by one document, and stands together."""
        return (self.rank, self.number, self.document) if self.rank <= API else (self.rank, 0, "")


class Ordered(Protocol):
    """A comment that has, or gets, a place."""

    on_page: int
    place: str | None
    native_id: str | None
    published: str | None
    published_utc: str | None


Row = TypeVar("Row", bound=Ordered)
_Block = tuple[tuple[int, int, str], list[Row]]


def keep_best(row: Ordered, place: Place) -> None:
    """Note where a document shows a comment, unless a better one is known."""
    if row.place is None or place.belief < Place.of(row.place).belief:
        row.place = str(place)


def places(capture: Capture, when: When, *, source: Source, own: bool) -> Callable[[int], Place]:
    """The places that a document has, by index; `own` says that it is the post's own page, from an earlier time."""
    rank = API if source == "api" else FEED if source == "feed" else PAGE
    if capture.truncated is not None:
        rank = CUT
    elif own:
        rank = BEFORE
    key = url_key(capture.url)
    found = _NUMBER.findall(key)
    number = int(found[-1]) if found else 0
    document = hashlib.blake2b(key.encode(), digest_size=_DIGEST_SIZE).hexdigest()
    return lambda index: Place(rank=rank, when=when, number=number, document=document, index=index)


def when_of(db: sqlite3.Connection, capture: Capture) -> When:
    """When a capture is believed to be."""
    return epoch_at(db, capture.source, capture.captured_at, capture.crawl_id), capture.captured_at


def last_order(db: sqlite3.Connection, post_id: int) -> When | None:
    """The capture of the post's own page that gives the order; None if there was none yet."""
    found = db.execute(
        "SELECT source, captured_at, crawl_id FROM captures "
        "WHERE id = (SELECT comments_capture_id FROM posts WHERE id = ?)",
        (post_id,),
    ).fetchone()
    return (epoch_at(db, *found), found[1]) if found else None


def arranged(own: Sequence[Row], rest: Iterable[Row]) -> list[Row]:
    """All comments of a post: `own` as its page shows them, `rest` where their places put them.

    Pages stand by their dates where these do not overlap, else by their numbers. What no page shows any more, or only
    a feed or a cut answer tells, stands behind, or before, if it is all older.
    """
    blocks: dict[tuple[int, int, str], list[tuple[Place, Row]]] = {}
    for row in rest:
        place = Place.of(row.place) if row.place is not None else _NOWHERE
        blocks.setdefault(place.block, []).append((place, row))
    if not blocks:
        return list(own)
    inner = [(key, _inside(key[0], told)) for key, told in sorted(blocks.items(), key=lambda one: one[0])]
    pages: list[_Block[Row]] = [(_OWN, list(own))] if own else []
    pages += [block for block in inner if block[0][0] <= API]
    newest_first = bool(pages) and _is_newest_first([rows for _, rows in pages])
    ordered = [row for rows in _by_date_or_number(pages, newest_first=newest_first) for row in rows]
    for _, rows in (block for block in inner if block[0][0] > API):
        before = not newest_first and _spans([rows, ordered]) == [0, 1]
        ordered = rows + ordered if before else ordered + rows
    return ordered


_NOWHERE = Place(rank=BEFORE, when=(0, ""), number=0, document="", index=0)
_OWN = (0, 0, "")


def _inside(rank: int, told: Sequence[tuple[Place, Row]]) -> list[Row]:
    if rank == FEED and (column := _dated([[row for _, row in told]])):
        return [row for _, row in sorted(told, key=lambda one: (getattr(one[1], column), *_by_place(one[0])))]
    return [row for _, row in sorted(told, key=lambda one: _by_place(one[0]))]


def _by_place(place: Place) -> tuple[object, ...]:
    return (place.number, place.document, place.index, place.when)


def _by_date_or_number(blocks: Sequence[_Block[Row]], *, newest_first: bool) -> Iterable[list[Row]]:
    by_date = _spans([rows for _, rows in blocks])
    if by_date is not None:
        return [blocks[place][1] for place in (reversed(by_date) if newest_first else by_date)]
    # Where a page is number 1 beside the post's own, that shows the last.
    is_last = any(key[0] == PAGE and key[1] == 1 for key, _ in blocks)
    return [rows for _, rows in sorted(blocks, key=lambda block: _rank(block[0], own_is_last=is_last))]


def _rank(key: tuple[int, int, str], *, own_is_last: bool) -> tuple[int, int, int, str]:
    rank, number, document = key
    if key == _OWN:
        return (1 if own_is_last else 0, 0, 0, "")
    return (0 if number and rank == PAGE else 2, rank, number, document)


def _spans(blocks: Sequence[Sequence[Ordered]]) -> list[int] | None:
    """The numbers of the blocks by date, the oldest first; None if they overlap, or not all is dated."""
    column = _dated(blocks)
    if column is None:
        return None
    dates = [[getattr(row, column) for row in rows] for rows in blocks]
    order = sorted(range(len(blocks)), key=lambda number: min(dates[number]))
    apart = all(max(dates[one]) < min(dates[two]) for one, two in pairwise(order))
    return order if apart else None


def _dated(blocks: Sequence[Sequence[Ordered]]) -> str | None:
    """The column that dates all; None if there is none."""
    if not all(blocks):
        return None
    columns = ("published_utc", "published")
    return next((name for name in columns if all(getattr(row, name) for rows in blocks for row in rows)), None)


def _is_newest_first(blocks: Sequence[Sequence[Ordered]]) -> bool:
    column = _dated(blocks)
    if column is None:
        return False
    ends = [(getattr(rows[0], column), getattr(rows[-1], column)) for rows in blocks]
    return all(first >= last for first, last in ends) and any(first > last for first, last in ends)
