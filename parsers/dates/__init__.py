"""Dates as blogs print them, read without inventing precision.

A date without a time stays a date, a time without an offset stays local, a relative date ("3 days ago") stays unread:
its raw text is kept, and who knows the time of the capture may read it. Every pattern is linear and sees at most
``LONGEST`` characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from .calendars import western
from .months import month_of
from .orders import has_year_first, usual_order
from .times import Found, by_half, compose, half_behind, offset_of, with_time, zone_in
from .weekdays import weekday_before

LONGEST = 400


@dataclass(frozen=True)
class Date:
    """What a page says of a moment: ISO 8601 with the page's own precision, the same in UTC, the page's text."""

    published: str | None = None
    published_utc: str | None = None
    """Only where the offset is known: 2010-10-19T13:30:00Z."""
    raw: str | None = None

    @property
    def day(self) -> str | None:
        return self.published[:10] if self.published else None


NO_DATE = Date()

_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s{1,3}|\s?T\s?)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?"
    r"(Z(?![a-z])|[+\-\u2212]\d{2}:?\d{2}(?!\d)|[+\-\u2212]\d{2}(?!\d))?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?(?!\d)", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[./年년-]\s?(\d{1,2})\s?[./月월-]\s?(\d{1,2})(?!\d)[日일]?")
_NUMBERS = re.compile(
    r"(?<![\d.])(\d{1,2})(?:\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)|(/)(\d{1,2})[ -]((?:19|20)\d\d)(?![\d/]))"
)
"""The second form is Nordic: 19/10 2010, 19/10-2010."""
_CTIME = re.compile(
    r"\b([A-Z][a-z]{2})\s{1,2}(\d{1,2})\s(\d{1,2}:\d{2}(?::\d{2})?)\s([A-Z]{3,4}\s|[+-]\d{4}\s)?((?:19|20)\d\d)\b"
)
"""As C and Unix print a moment: Tue Oct 19 15:30:00 UTC 2010."""
_MONTH_SIGN = re.compile(
    r"(?<!\d)(?:(\d{1,2})\s?[月월]\s?(\d{1,2})[日일]?|(\d{1,2})\s(\d{1,2})\s?[月월]),?\s(\d{4})(?!\d)"
)
"""The English order around an East Asian month, as WordPress prints it: 10月 19, 2010."""
_WORD = re.compile(
    r"(?:\bd['’])?([^\s\d.,:;/()|–—_\[\]-][^\s\d,:;/()|–—_\[\]-]*"
    r"(?:\s(?:fómhair|الثاني|الأول|mười(?:\s(?:một|hai))?|một|hai|ba|tư|năm|sáu|bảy|tám|chín)\b)?)",
    re.IGNORECASE,
)
"""A word that may be a month, without the article of "19 d'octubre"."""
_VIETNAMESE = re.compile(r"(\d{1,2})\s?(?:tháng|thg)\s(\d{1,2}),?\s(?:năm\s)?(\d{4})", re.IGNORECASE)

_JOIN = r"[\s,.\-/–]{0,3}(?:(?:de|del|of|di|da|the|den|ta’|m\.|a|e)\s{1,2}|d['’])?"
_BEFORE_DAY = re.compile(
    rf"(?<![\d.])(?<!\d:)(\d{{1,2}})(?:st|nd|rd|th|er|re|ère|º|ª|°|:[ea]|-a|-?го|-?ви|η|ος|\.|日|d\.)?{_JOIN}$",
    re.IGNORECASE,
)
_BEFORE_YEAR = re.compile(
    r"(?<!\d)(\d{4})(?:\.|\s?m\.|\s?թ\.|\.?\s?g(?:ada|\.)|\(?e?\)?ko|-ko)?[\s,-]{0,3}(?:\w\.\s)?$", re.IGNORECASE
)
_AFTER_DAY = re.compile(
    rf"^{_JOIN}(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|°|:e|-?го|a|an|ean|\s?d\.)?(?![\d:])", re.IGNORECASE
)
_AFTER_YEAR = re.compile(
    rf"^(?:{_JOIN}(\d{{4}})|{_JOIN}['’](\d{{2}})|[\s,.\-/–]{{0,3}}(\d{{2}}))(?![\d:]|\s?[ap]\.?m|\s?h\s?\d|\.\d)",
    re.IGNORECASE,
)
_YEAR_AND_DAY = re.compile(r"(?<!\d)(\d{4})[.-]?\s?(?:g(?:ada|\.)|წლის|წ\.|ж\.|жыл\w{0,5}),?\s{0,2}$", re.IGNORECASE)
"""Latvian, Georgian, Kazakh, Kyrgyz: "2010. gada 19. oktobris", "2010 წლის 19 ოქტომბერი"."""


def parse_date(
    raw: str | None, *, dayfirst: bool | None = None, languages: tuple[str, ...] = (), near: str | None = None
) -> Date:
    """Read the first complete date in ``raw``.

    A weekday settles 3/4/2010, else ``near`` (an ISO date that is known otherwise, such as the address's), else
    ``dayfirst``, else a ``near`` that is only a month ("2010-04"), else the first of ``languages`` (language tags);
    what stays open stays unread.
    """
    if not raw:
        return NO_DATE
    text = " ".join(raw[: LONGEST * 2].split())[:LONGEST]
    if not text:
        return NO_DATE
    plain = western(text, languages)
    found = _iso(plain) or _ctime(plain) or _named(plain, languages) or _numeric(plain, dayfirst, languages, near)
    if found is None:
        return Date(raw=text)
    return Date(found[0], found[1], text)


def from_timestamp(seconds: float, raw: str | None = None) -> Date:
    """A Unix timestamp as a date in UTC; out of range gives no date."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return Date(raw=raw)
    return Date(moment.isoformat(timespec="seconds"), moment.strftime("%Y-%m-%dT%H:%M:%SZ"), raw)


_WIDEST, _STEP = timedelta(hours=14), timedelta(minutes=15)
"""UTC+14 is the widest offset in use; all are whole quarters of an hour."""


def on_clock(told: Date, wall: str) -> Date | None:
    """A moment in UTC by a page's own clock, which shows ``wall``: with its offset; None if no offset explains it."""
    moment, shown = datetime.fromisoformat(told.published_utc or ""), datetime.fromisoformat(wall)
    offset = shown.replace(tzinfo=UTC, second=0) - moment.replace(second=0, microsecond=0)
    if abs(offset) > _WIDEST or offset % _STEP != timedelta(0):
        return None
    return Date(moment.astimezone(timezone(offset)).isoformat(), told.published_utc, told.raw)


def is_day_of(told: Date, day: str) -> bool:
    """Whether a moment in UTC may fall on a day by some clock of the world."""
    moment = datetime.fromisoformat(told.published_utc or "")
    return any((moment + shift).isoformat().startswith(day) for shift in (-_WIDEST, _WIDEST))


def from_url(url: str) -> str | None:
    """The date that an address holds, "2010-10-19" or only "2010-10", None if none; "29-10-2021" is in one order."""
    if (found := _URL_DAY_FIRST.search(url)) and (day := _day(int(found[3]), int(found[2]), int(found[1]))):
        return day.isoformat()
    found = _URL_DATE.search(url)
    if not found:
        return None
    year, month, number = int(found[1]), int(found[2]), int(found[3] or 0)
    if number and _day(year, month, number):
        return f"{year:04}-{month:02}-{number:02}"
    return f"{year:04}-{month:02}" if 1 <= month <= 12 else None


_URL_DAY_FIRST = re.compile(r"[/_-](1[3-9]|2\d|3[01])-(0?[1-9]|1[0-2])-((?:19|20)\d\d)(?=[/_.?-]|$)")
_URL_DATE = re.compile(r"[/_.-]((?:19|20)\d\d)[/_-](\d{1,2})(?:[/_-](\d{1,2}))?(?=[/_.?-]|$)")


def order_in(text: str) -> bool | None:
    """Whether a page writes 13/4/2010 (True) or 4/13/2010 (False), None if it writes both or neither."""
    orders: set[bool] = set()
    for year in _YEAR.finditer(text):
        found = _DAY_AND_MONTH.search(text, max(year.start() - 5, 0), year.end(1))
        if found is not None and (int(found[1]) > 12) != (int(found[3]) > 12):
            orders.add(int(found[1]) > 12)
    return orders.pop() if len(orders) == 1 else None


# the years first: a page has many more figures than points and strokes before 19 and 20
_YEAR = re.compile(r"([/.])(?:19|20)\d\d(?![\d/])")
_DAY_AND_MONTH = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2$")

_FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_Found = Found | None


def _iso(text: str) -> _Found:
    found = _ISO.search(text) or _COMPACT.search(text)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    when = _day(int(year), int(month), int(day))
    if when is None:
        return None
    rest = text[found.end() :]
    if hour is None:
        return with_time(when, rest, "") if ":" in rest else (when.isoformat(), None)
    offset = offset_of(zone)
    if zone is None:
        # a 12 hour clock behind an ISO date, as LiveJournal prints it: "2012-01-01 12:00 am (UTC)"
        half = half_behind(rest)
        hour = by_half(int(hour), half)
        offset = zone_in(rest[half.end() :] if half else rest)
    return compose(when, int(hour), int(minute), int(second or 0), offset)


def _ctime(text: str) -> _Found:
    found = _CTIME.search(text)
    month = month_of(found[1]) if found else None
    when = _day(int(found[5]), month, int(found[2])) if found and month else None
    return with_time(when, f"{found[3]} {found[4] or ''}", "") if found and when else None


def _named(text: str, languages: tuple[str, ...]) -> _Found:
    """A date with the month in letters: October 19, 2010 · 19. Oktober 2010 · 2010. október 19."""
    vietnamese = _VIETNAMESE.search(text)
    if vietnamese:
        when = _day(int(vietnamese[3]), int(vietnamese[2]), int(vietnamese[1]))
        return with_time(when, text[vietnamese.end() :], text[: vietnamese.start()]) if when else None
    for word in _WORD.finditer(text):
        month = month_of(word[1], languages)
        if month is None:
            continue
        before, after = text[: word.start()], text[word.end() :]
        day_before, day_after, year_before = (
            _BEFORE_DAY.search(before),
            _AFTER_DAY.match(after),
            _BEFORE_YEAR.search(before),
        )
        tries: list[tuple[str | None, str, int, int]] = []
        if day_before and (year := _AFTER_YEAR.match(after)):
            tries.append((year[1] or year[2] or year[3], day_before[1], day_before.start(), word.end() + year.end()))
        if day_after and (year := _AFTER_YEAR.match(after[day_after.end() :])) and not year[3]:
            tries.append((year[1] or year[2], day_after[1], word.start(), word.end() + day_after.end() + year.end()))
        if day_after and year_before:
            tries.append((year_before[1], day_after[1], year_before.start(), word.end() + day_after.end()))
        if day_before and (year := _YEAR_AND_DAY.search(before[: day_before.start()])):
            tries.append((year[1], day_before[1], year.start(), word.end()))
        for year_text, day_text, start, end in tries:
            when = _day(_year(year_text or ""), month, int(day_text))
            if when:
                return with_time(when, text[end:], text[:start])
    return None


def _numeric(text: str, dayfirst: bool | None, languages: tuple[str, ...], near: str | None) -> _Found:
    found = _YEAR_FIRST.search(text)
    if found:
        when = _day(int(found[1]), int(found[2]), int(found[3]))
        return with_time(when, text[found.end() :], text[: found.start()]) if when else None
    found = _MONTH_SIGN.search(text)
    if found:
        when = _day(int(found[5]), int(found[1] or found[4]), int(found[2] or found[3]))
        return with_time(when, text[found.end() :], text[: found.start()]) if when else None
    found = _NUMBERS.search(text)
    if not found or found[2] == "." and len(found[4]) == 2 and _FULL_YEAR.search(text, 0, found.start()):
        return None  # "2010 15.04.00" is a time behind a date in words that are not known
    if found[2] and len(found[4]) == 2 and languages and has_year_first(languages[0]):
        when = _day(_year(found[1]), int(found[3]), int(found[4]))
        return with_time(when, text[found.end() :], text[: found.start()]) if when else None
    first, mark = int(found[1]), found[2] or found[5]
    second, year = int(found[3] or found[6]), _year(found[4] or found[7])
    day_month, month_day = _day(year, second, first), _day(year, first, second)
    when = day_month or month_day
    if day_month and month_day and day_month != month_day:
        usual = usual_order(mark, languages)
        if usual and languages and not languages[0].lower().startswith("en") and len(near or "") < len("2010-10-19"):
            near = None  # only English has both orders, and a post may stand under the month before
        if dayfirst is not None and near and len(near) < len("2010-10-19"):
            near = None  # answers are often of a later month than their post's address
        order = _settled(day_month, month_day, weekday_before(text[: found.start()]), near)
        if order is None:
            order = dayfirst if dayfirst is not None else usual
        if order is None:
            return None
        when = day_month if order else month_day
    return with_time(when, text[found.end() :], text[: found.start()]) if when else None


def _settled(day_month: date, month_day: date, weekday: int | None, near: str | None) -> bool | None:
    """The order that the weekday or the address proves; Drupal's default is "Tue, 10/04/2011" in all languages."""
    if weekday is not None and (weekday == day_month.weekday()) != (weekday == month_day.weekday()):
        return weekday == day_month.weekday()
    for order, when in ((True, day_month), (False, month_day)):
        if near and when.isoformat().startswith(near):
            return order
    return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year - 543 if 2400 < year < 2700 else year  # Thai pages count from the Buddha: 2553 is 2010
    # no blog is of the years between: "3 March 53" is something else
    return year + (2000 if year < 40 else 1900 if year >= 70 else 0)


def _day(year: int, month: int, day: int) -> date | None:
    if not 1500 <= year <= 2399:
        # 1389 is a year of the Persian calendar, 1431 one of the Islamic
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
