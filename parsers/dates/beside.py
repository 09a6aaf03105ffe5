"""Which order of day and month the answers to a post are dated in, told by the post's own day.

Nobody answers before the post is there, and the first answers mostly come at once: comments on a post of 5 January
that say 05/01/2009 and 06/01/2009 are of that day and the next, and not of May and June.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from ..model import Comment, Post, Reference
from . import from_url, parse_date

Answer = TypeVar("Answer", Comment, Reference)

_FIGURES = re.compile(r"\d[/.]\d{1,2}[/.]\d\d")
_ZONES = timedelta(days=1)
"""A clock in another zone than the post's may show the day before it."""


def in_one_order(
    post: Post, comments: tuple[Comment, ...], references: tuple[Reference, ...]
) -> tuple[tuple[Comment, ...], tuple[Reference, ...]]:
    """The answers to a post with all dates in figures in the order that the post's day proves; as they are if none."""
    raws = [comment.published_raw for comment in comments] + [ping.published_raw for ping in references]
    order = _order_beside(post, [raw for raw in raws if raw and _FIGURES.search(raw)])
    if order is None:
        return comments, references
    return tuple(_in_order(one, order) for one in comments), tuple(_in_order(one, order) for one in references)


def _order_beside(post: Post, raws: list[str]) -> bool | None:
    """Whether the day is first in dates that can be read in both orders; None if the post's own day proves neither."""
    open_ones = [both for both in map(_readings, raws) if both]
    told = _day_of(post) if open_ones else None
    if told is None:
        return None
    by_day, by_month = zip(*open_ones, strict=True)
    for proves in (_none_before, _some_beside):
        if proves(by_day, told) != proves(by_month, told):
            return proves(by_day, told)
    return None


def _in_order(answer: Answer, dayfirst: bool) -> Answer:
    """What an exact source dated keeps its date."""
    raw, published = answer.published_raw or "", answer.published or ""
    both = _readings(raw)
    if both is None or published[:10] not in map(date.isoformat, both):
        return answer
    found = parse_date(raw, dayfirst=dayfirst)
    if len(found.published or "") != len(published):
        return answer
    return replace(answer, published=found.published, published_utc=found.published_utc)


def _readings(raw: str) -> tuple[date, date] | None:
    """The day with the day first, and with the month first; None if they are one."""
    by_day, by_month = parse_date(raw, dayfirst=True).day, parse_date(raw, dayfirst=False).day
    if by_day is None or by_month is None or by_day == by_month:
        return None
    return date.fromisoformat(by_day), date.fromisoformat(by_month)


def _day_of(post: Post) -> date | None:
    """The post's day, unless it stands in figures that can be read in both orders itself."""
    day = from_url(post.url or "") or ""
    if len(day) < len("2010-10-19"):
        day = "" if _readings(post.published_raw or "") else (post.published or "")[:10]
    return date.fromisoformat(day) if len(day) == len("2010-10-19") else None


def _none_before(days: tuple[date, ...], first: date) -> bool:
    return all(day >= first - _ZONES for day in days)


def _some_beside(days: tuple[date, ...], first: date) -> bool:
    return any(abs(day - first) <= _ZONES for day in days)
