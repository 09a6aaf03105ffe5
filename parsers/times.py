"""The time of day and the zone behind a date, in the forms of many languages: 3:30 PM, 14.05 Uhr, 9h05, 下午3:30."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

Found = tuple[str, str | None]
"""A moment as the page tells it, and in UTC where its offset is known."""

_COLON = re.compile(
    r"(?<![\d:.])(\d{1,2})\s?:\s?(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?!\d)(?:\s{0,2}([ap]\.?\s?m\b\.?|"
    r"[πμ]\.?μ\.?|vorm\.|nachm\.))?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})(?![\d.]\d)\s{0,2}(Uhr|uur|[ap]\.?\s?m\b\.?|h\b)?", re.IGNORECASE)
_LETTER_H = re.compile(
    r"(?<![\d:.])(\d{1,2})\s?(?:h|hs|hrs|heures?|uhr|uur|ч|時|时|시|點|点)\s?(\d{2})?(?=\W|$|분|分)", re.IGNORECASE
)
_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})\s?([ap])\.?\s?m\b", re.IGNORECASE)
_HALF = re.compile(r"(上午|午前|오전|凌晨|早上|下午|午後|오후|晚上)\s?\d|\b(SA|CH)\b")
_ZONE = re.compile(
    r"^(?:[\s,(]{0,3}(?:UTC|GMT)\s?([+\-\u2212]\d{1,2}(?::?\d{2})?)?|[\s(]{0,2}(Z)(?![a-z])"
    r"|[\s(]{1,3}([+\-\u2212]\d{2}:?(?:00|15|30|45))(?![\d.:])|[\s,(]{0,3}([A-Z]{3,4})(?![A-Za-z]))"
)
"""Behind a time; "10:00-11:30 Uhr" is a span of time and no offset."""

# RFC 822 5.1, and names that stand for one offset only; IST, BST and their like are left alone: they are several
_ZONES = {
    "UT": 0, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "WET": 0, "WEST": 60, "EET": 120, "EEST": 180, "MSK": 180,
    "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "ACST": 570, "AWST": 480, "NZST": 720, "NZDT": 780,
    "HST": -600, "AKST": -540, "AKDT": -480,
}  # fmt: skip


def with_time(when: date, after: str, before: str) -> Found:
    for text in (after, before):
        for pattern in (_COLON, _LETTER_H, _HOUR, _DOTTED):
            found = pattern.search(text)
            if not found:
                continue
            groups = (*found.groups(), None, None, None)
            hour = int(found[1])
            minute = int(groups[1]) if groups[1] and groups[1].isdigit() else 0
            if (
                pattern is _DOTTED
                and not groups[2]
                and not re.search(r"(?:kl|klo|um|at|ore|alle|ora|godz|ob|o)\.?\s?$|^\W*$", text[: found.start()])
            ):
                continue
            second = int(groups[2]) if pattern is _COLON and groups[2] else 0
            half = {_COLON: groups[3], _HOUR: groups[1], _DOTTED: groups[2]}.get(pattern) or ""
            hour = afternoon(hour, half, text[: found.end()])
            if hour > 23 or minute > 59 or second > 59:
                continue
            return compose(when, hour, minute, second, zone_in(text[found.end() :]))
    return when.isoformat(), None


def afternoon(hour: int, half: str, text: str) -> int:
    east = _HALF.search(text) if not half and not text.isascii() else None
    late = (
        half[:1].lower() in ("p", "μ") or half.lower() == "nachm."
        if half
        else bool(east and east[1] in ("下午", "午後", "오후", "晚上"))
    )
    early = half[:1].lower() in ("a", "π") or half.lower() == "vorm." if half else bool(east and not late)
    if late and hour < 12:
        return hour + 12
    return 0 if early and hour == 12 else hour


def zone_in(text: str) -> int | None:
    found = _ZONE.match(text)
    if not found:
        return None
    if found[4]:
        return _ZONES.get(found[4])
    return offset_of(found[1] or found[2] or found[3] or "Z")


def offset_of(zone: str | None) -> int | None:
    """Minutes east of Greenwich."""
    if not zone:
        return None
    if zone in "Zz":
        return 0
    digits = zone[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > 14 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (1 if zone[0] == "+" else -1)


def compose(when: date, hour: int, minute: int, second: int, offset: int | None) -> Found:
    if hour == 24 and minute == 0:
        return when.isoformat(), None
    if hour > 23 or minute > 59 or second > 60:
        return when.isoformat(), None
    # local to the blog: no zone is known, and none is invented
    moment = datetime(when.year, when.month, when.day, hour, minute, min(second, 59))  # noqa: DTZ001
    if offset is None:
        return moment.isoformat(timespec="seconds"), None
    moment = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    try:
        utc = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        return moment.replace(tzinfo=None).isoformat(timespec="seconds"), None
    return moment.isoformat(timespec="seconds"), utc
