"""The time of day and the zone behind a date, in the forms of many languages: 3:30 PM, 14.05 Uhr, 9h05, 下午3:30."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from .changed import says_change

Found = tuple[str, str | None]
"""A moment as the page tells it, and in UTC where its offset is known."""

_COLON = re.compile(
    r"(?<![\d:.])(?<!GMT[+\-\u2212])(?<!UTC[+\-\u2212])(\d{1,2})\s?:\s?(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?!\d)"
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?![\d.]\d)")
_LETTER_H = re.compile(
    r"(?<![\d:.])(\d{1,2})\s?(?:h|hs|hrs|heures?|uhr|uur|ч|時|时|시|點|点)\s?(\d{2}|\d(?=\s?[분分]))?(?=\W|$|분|分)",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})(?=\s?[ap]\.?\s?m\b)", re.IGNORECASE)
_SAID = re.compile(
    r"(?:^\W*|(?:\b|^)(?:kl|klo|kello|kell|um|at|à|ore|ora|alle|godz|ob|o|v|в|о|u|la|saat|pukul|plkst)\.?\s?)$", re.I
)
"""What makes a time of "15.30" where nothing behind it does."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNIT = re.compile(r"\s{0,2}(?:Uhr|uur|u\b|h\b|hs\b|hod\b|val\b|ч(?!\w)|น(?!\w))\.?", re.IGNORECASE)
"""What stands behind a time and before its zone."""

_EAST_EARLY, _EAST_LATE = "上午|午前|오전|凌晨|早上|清晨|ÖÖ", "下午|午後|오후|晚上|傍晚|ÖS"
_AHEAD = re.compile(rf"(?:(?P<early>\bAM|{_EAST_EARLY})|(?P<late>\bPM|晚|{_EAST_LATE}))\s?$")
_EARLY = (
    r"(?-i:SA)\b|vorm\.|sáng\b|صباح\w*|ص(?!\w)|पूर्वाह्न|ap\.|vm\.|prij?e\s?podne|пр(?:иј)?е\s?подне|претпл|dop\.|priekšp"
    r"|paradite|f[oö]rmiddag|f\.m\.|p\.d\.|pg\b|(?-i:GH)\b|ਪੂ\.ਦੁ|ጥዋት|ق\.ظ|לפנה"
)
_LATE = (
    r"(?-i:CH)\b|nachm\.|chiều\b|tối\b|مساء\w*|م(?!\w)|अपराह्न|ip\.|nm\.|po(?:slij?e)?\s?podne|по(?:сл?иј?е)?\s?подне|попл"
    r"|odp\.|pop\.|pēcpusd|pasdite|e[tf]termiddag|e\.m\.|m\.d\.|ptg\b|(?-i:GD)\b|ਬਾ\.ਦੁ|ከሰዓት|ب\.ظ|אחה"
)
"""Vietnamese, German, Arabic, Hindi, Finnish, Afrikaans, Slavic and Nordic languages, Latvian, Albanian, Malay, Somali,
Punjabi, Amharic, Persian and Hebrew."""
_BEHIND = re.compile(
    rf"\s{{0,2}}(?:(?P<early>a\.?\s?m\b\.?|π\.?\s?μ\.?|{_EARLY}|{_EAST_EARLY})"
    rf"|(?P<late>p\.?\s?m\b\.?|μ\.?\s?μ\.?|{_LATE}|{_EAST_LATE}))",
    re.IGNORECASE,
)
"""The half of the day, before or behind a time of the 12 hour clock."""
_ZONE = re.compile(
    r"^(?:[\s,(]{0,3}(?:UTC|GMT)\s?([+\-\u2212]\d{1,2}(?::?\d{2})?)?|[\s(]{0,2}(Z)(?![a-z])"
    r"|[\s(]{1,3}([+\-\u2212]\d{2}:?(?:00|15|30|45))(?![\d.:])|[\s,(]{0,3}([A-ZМСК]{3,4})(?!\w))"
)
"""Behind a time; "10:00-11:30 Uhr" is a span of time and no offset."""

# RFC 822 5.1, and names that stand for one offset only; IST, BST and their like are left alone: they are several
_ZONES = {
    "UT": 0, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "WET": 0, "WEST": 60, "EET": 120, "EEST": 180, "MSK": 180,
    "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "ACST": 570, "AWST": 480, "NZST": 720, "NZDT": 780,
    "HST": -600, "AKST": -540, "AKDT": -480, "WIB": 420, "WITA": 480, "WIT": 540, "МСК": 180, "SGT": 480, "HKT": 480,
    "SAST": 120, "PKT": 300, "MET": 60, "MEST": 120,
}  # fmt: skip


def with_time(when: date, after: str, before: str) -> Found:
    """A day with the first time of day behind or else before it; without one a day stays a day."""
    for text in (after, before):
        for pattern in (_COLON, _LETTER_H, _HOUR, _DOTTED):
            found = pattern.search(text)
            if not found:
                continue
            if text is after and _is_of_another(text[: found.start()]):
                continue
            hour, minute, second = (int(part or 0) for part in (*found.groups(), None, None)[:3])
            end = found.end()
            if half := _BEHIND.match(text, end):
                end = half.end()
            if unit := _UNIT.match(text, end):
                end = unit.end()
            gap = text[: found.start()]
            if (
                pattern is _DOTTED
                and not (half or unit or _is_said(gap, text[end:]))
                and (not found[3] or text is before or gap.strip(" ,"))
            ):
                continue
            hour = by_half(hour, half or _AHEAD.search(gap))
            if hour > 23 or minute > 59 or second > 59:
                continue
            return compose(when, hour, minute, second, zone_in(text[end:]))
    return when.isoformat(), None


def _is_of_another(gap: str) -> bool:
    """Whether what stands between a day and a time gives the time to another day: "Oct. 19 / Updated Oct. 21, 1 PM"."""
    return len(gap) > 60 or _YEAR.search(gap) is not None or says_change(gap)


def _is_said(before: str, after: str) -> bool:
    """Whether "15.30" is a time for what stands around it."""
    return bool(_SAID.search(before)) or zone_in(after) is not None


def by_half(hour: int, half: re.Match[str] | None) -> int:
    """The hour of the 24 hour clock."""
    if half is None or hour > 12:
        return hour
    return hour % 12 + (12 if half["late"] else 0)


def half_behind(text: str) -> re.Match[str] | None:
    """The half of the day that a text begins with."""
    return _BEHIND.match(text)


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
