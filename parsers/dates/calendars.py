"""Dates in other figures and calendars, rewritten for ``dates``: ١٩, 十月十九日, 平成22年, ۲۷ مهر ۱۳۸۹.

Only what is certain is rewritten: a year with the name of its era, a month that only one calendar has. A bare
"1389/07/27" is Persian on a Persian page and nothing elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_SIGNS = str.maketrans(
    {
        "：": ":", "／": "/", "．": ".", "－": "-", "，": ",", "،": ",", "〜": "~",
        "\u200e": None, "\u200f": None, "\u061c": None, "\u200b": None, "\ufeff": None,
    }
)  # fmt: skip
"""Wide and Arabic punctuation; marks of direction, which stand in every other Hebrew date, go."""
_DIGIT = re.compile(r"(?![0-9])\d")
_HAN = re.compile(r"[〇零一二三四五六七八九十]{1,4}(?=\s?[年月日號号])")
_HAN_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_ERA = re.compile(r"(明治|大正|昭和|平成|令和|民國|民国)\s?(元|\d{1,3})\s?年")
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
"""The year before the first of each era."""
_THAI_ERA = re.compile(r"[พค]\.\s?ศ\.\s?")
_THAI_SHORT = re.compile(r"(?<=[ก-๎.]\s)(\d\d)(?![\d:.])")
"""A year of two figures behind a Thai month: "19 ต.ค. 53" is 2553, the year 2010."""

_PERSIAN = (
    *("فرورد[يی]ن", "ارد[يی]بهشت", "خرداد", "ت[يی]ر", "مرداد|امرداد", "شهر[يی]ور", "مهر", "آبان", "آذر", "د[يی]"),
    *("بهمن", "اسفند"),
)
_MONTH = "|".join(f"({name})" for name in _PERSIAN)
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}})\s?(?:ام\s)?(?:{_MONTH})(?:\s?ماه)?,?\s(?:سال\s)?(1[2-4]\d\d)(?!\d)")
_MONTH_FIRST = re.compile(rf"(?<!\w)(?:{_MONTH})\s(\d{{1,2}}),?\s(1[2-4]\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(1[34]\d\d)([/.-])(\d{1,2})\2(\d{1,2})(?!\d)")


def western(text: str, languages: tuple[str, ...]) -> str:
    """A text whose dates stand in the figures and years that ``dates`` reads; ASCII comes back as it is."""
    if not text.isascii():
        text = text.translate(_SIGNS)
        text = _DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)
        if "年" in text or "月" in text:
            text = _HAN.sub(lambda found: _han(found[0]), text)
            text = _ERA.sub(lambda found: f"{_ERAS[found[1]] + (1 if found[2] == '元' else int(found[2]))}年", text)
        text = _THAI_SHORT.sub(_buddhist, _THAI_ERA.sub("", text))
        text = _DAY_FIRST.sub(lambda found: _named(found, int(found[1]), int(found[14]), found.groups()[1:13]), text)
        text = _MONTH_FIRST.sub(lambda found: _named(found, int(found[13]), int(found[14]), found.groups()[:12]), text)
    if any(language[:2].lower() == "fa" for language in languages):
        text = _YEAR_FIRST.sub(lambda found: _iso(int(found[1]), int(found[3]), int(found[4])), text)
    return text


def _han(signs: str) -> str:
    """二〇一〇 → 2010, 十九 → 19, 二十 → 20."""
    if "十" not in signs:
        return "".join(_HAN_DIGITS[sign] for sign in signs)
    tens, _, ones = signs.partition("十")
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return signs
    return str(10 * int(_HAN_DIGITS.get(tens, "1")) + int(_HAN_DIGITS.get(ones, "0")))


def _buddhist(found: re.Match[str]) -> str:
    return f"25{found[1]}" if int(found[1]) >= 33 else found[1]


def _named(found: re.Match[str], day: int, year: int, months: tuple[str | None, ...]) -> str:
    month = next(number for number, name in enumerate(months, 1) if name)
    return _iso(year, month, day) or found[0]


def _iso(year: int, month: int, day: int) -> str:
    when = persian(year, month, day)
    return f"{when.isoformat()} " if when else ""


def persian(year: int, month: int, day: int) -> date | None:
    """A day of the solar Hijri calendar, by its cycle of 33 years (right from 1244 to 1472, which is 1865 to 2093)."""
    leap = (25 * year + 11) % 33 < 8
    if not (1244 <= year <= 1472 and 1 <= month <= 12):
        return None
    if not 1 <= day <= (31 if month <= 6 else 30 if month <= 11 or leap else 29):
        return None
    before = 31 * (month - 1) - max(month - 7, 0)
    return date.fromordinal(_EPOCH + 365 * (year - 1) + (8 * year + 21) // 33 + before + day - 1)


_EPOCH = date(2011, 3, 21).toordinal() - 365 * 1389 - (8 * 1390 + 21) // 33
"""So that the first day of 1390 is 21 March 2011."""
