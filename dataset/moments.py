"""Several tellings of one moment: a page's own clock, and the same moment with its UTC offset."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

_OFFSET = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$", re.IGNORECASE)
_WIDEST = timedelta(hours=14)
"""UTC+14 (Kiribati) is the widest offset in use; to the west it is 12."""
_STEP = timedelta(minutes=15)
"""All offsets in use since 1972 are whole quarters of an hour."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A publication date as one source tells it, or as several do together."""

    published: str | None = None
    published_utc: str | None = None
    published_raw: str | None = None

    @property
    def wall(self) -> str | None:
        """The time of day, or the day, of a clock whose offset is not told."""
        return self.published if self.published and not tells_offset(self.published) else None

    @property
    def exact(self) -> str | None:
        """The moment with its offset."""
        return self.published if self.published and tells_offset(self.published) else self.published_utc


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The moment that several sources tell together, and which of them (by number) told its parts."""

    moment: Moment
    published_by: int
    utc_by: int
    raw_by: int


def decide(told: Sequence[Moment]) -> Decided:
    """The page's own time of day, with the offset that a source of the exact moment brings to light.

    `told` is not empty and begins with the source that is to be believed where two contradict each other.
    """
    wall = next((number for number, moment in enumerate(told) if moment.wall), None)
    exact = _best_exact(told)
    found = reconcile(
        None if wall is None else told[wall].wall,
        None if exact is None else told[exact].exact,
    )
    if found is None:
        assert wall is not None
        assert exact is not None
        if wall < exact:
            found, exact = (told[wall].wall, None), None
        else:
            found, wall = reconcile(None, told[exact].exact) or (None, None), None
    published_by = wall if wall is not None else exact or 0
    utc_by = exact if exact is not None else published_by
    raw_by = next((n for n in (published_by, utc_by, *range(len(told))) if told[n].published_raw), published_by)
    moment = Moment(published=found[0], published_utc=found[1], published_raw=told[raw_by].published_raw)
    return Decided(moment=moment, published_by=published_by, utc_by=utc_by, raw_by=raw_by)


def _best_exact(told: Sequence[Moment]) -> int | None:
    """The first source of an exact moment, or the first that tells the same moment by the blog's own clock.

    WordPress' feeds give UTC, its pages and its API the same instant with the blog's offset; a published date
    in UTC would move comments made in the evening to another day.
    """
    exact = [(number, moment.exact) for number, moment in enumerate(told) if moment.exact]
    if not exact:
        return None
    first, believed = exact[0]
    if not believed.endswith(("Z", "+00:00")):
        return first
    instant = _parsed(believed)
    for number, text in exact[1:]:
        other = _parsed(text)
        if text.endswith(("Z", "+00:00")) or other is None or instant is None:
            continue
        if other.tzinfo is None or instant.tzinfo is None:
            continue
        # To the minute: some themes cut the seconds off.
        if abs(other - instant) < timedelta(minutes=1):
            return number
    return first


def tells_offset(text: str) -> bool:
    """Whether an ISO 8601 text names its UTC offset."""
    return "T" in text and _OFFSET.search(text[-6:]) is not None


def reconcile(wall: str | None, exact: str | None) -> tuple[str | None, str | None] | None:
    """(published, published_utc) from what a page prints without an offset and what a feed tells with one.

    Where both give a time of day, their difference is the page's UTC offset, if it is one that exists; where the page
    prints a day alone, the other's time is taken if its own day is the same. None if they contradict each other.

    >>> reconcile("2010-10-19T15:30:00", "2010-10-19T22:30:17Z")
    ('2010-10-19T15:30:17-07:00', '2010-10-19T22:30:17Z')
    >>> reconcile("2010-10-19", "2010-10-20T02:30:17Z")
    ('2010-10-19', '2010-10-20T02:30:17Z')
    """
    instant = _parsed(exact) if exact else None
    if exact is None or instant is None or instant.tzinfo is None:
        return (exact if wall is None else wall), None
    try:
        instant = instant.astimezone(UTC)
        if wall is None:
            return exact, _utc(instant)
        if "T" not in wall:
            return _with_day(wall, exact, instant)
        local = _parsed(wall)
        if local is None:
            return wall, _utc(instant)
        offset = _to_minute(local.replace(tzinfo=UTC)) - _to_minute(instant)
        if abs(offset) <= _WIDEST and offset % _STEP == timedelta(0):
            return instant.astimezone(timezone(offset)).isoformat(), _utc(instant)
    except OverflowError:
        # Within a day of the years 1 and 9999 there is no such moment.
        return (exact if wall is None else wall), None
    return None


def _with_day(wall: str, exact: str, instant: datetime) -> tuple[str, str] | None:
    """`wall` is a day, or a month or year: each begins what it contains."""
    if exact.startswith(wall):
        return exact, _utc(instant)
    if any((instant + shift).isoformat().startswith(wall) for shift in (-_WIDEST, timedelta(0), _WIDEST)):
        return wall, _utc(instant)
    return None


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _to_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
