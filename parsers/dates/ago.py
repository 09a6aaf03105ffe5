"""Relative dates: "3 days ago", "vor 2 Stunden", "gestern 14:30", read against the time of the capture.

What they tell is rounded by the page, which may itself have come from a cache, and its clock is not known. So nothing
finer than a day is read, unless the page prints the time of day; days are counted back from the day of the capture;
of "2 hours" and of "3 weeks" only what all moments have in common that it may stand for (the day, the month, the year).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache

from ..model import Comment, Page, Post
from ..tree.element import Element
from . import Date
from .ago_words import BETWEEN, ELSEWHERE, LANGUAGES, ONE, UNITS, Phrase, Words, words_of
from .calendars import western
from .months import folded
from .times import with_time

LONGEST = 120
"""Characters of a text that is looked at: what is longer is no date but a sentence."""
_LENGTHS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_LETTERS = r"[^\s\d.,:;·•|()\[\]/+«»\"„“”…~–—-]+"
_TOKEN = re.compile(rf"\d+|{_LETTERS}(?:-{_LETTERS})*")
_ELIDED = re.compile(r"\bun['’](?=[^\W\d])", re.IGNORECASE)
"""Italian: un'ora fa."""
_EAST = re.compile(
    r"(?P<number>\d{1,4})\s?(?:(?P<second>秒|초|วินาที)|(?P<minute>分|분|นาที)|(?P<hour>小?時|小时|시간|ชั่วโมง|ชม\.?)"
    r"|(?P<day>天|日|일|วัน)|(?P<week>週|周|星期|礼拜|주|สัปดาห์|อาทิตย์)|(?P<month>[个個か箇ヶカケ]?月|개월|달|เดือน)"
    r"|(?P<year>年|년|ปี))(?:[钟鐘間间]){0,2}\s?(?:以?前|전|ที่แล้ว|ที่ผ่านมา|ก่อน|มาแล้ว)"
)
"""Written without blanks: Chinese, Japanese, Korean, Thai."""
_EAST_DAYS = (
    (re.compile("昨日|昨天|어제|작일|เมื่อวาน"), 1),
    (re.compile("今日|今天|오늘|금일|วันนี้"), 0),
    (re.compile("一昨日|前天|그제"), 2),
    (re.compile("大前天"), 3),
)


@dataclass(frozen=True)
class Ago:
    """How long before the capture: amounts by unit; or a number of days, with what the text says behind the word."""

    amounts: tuple[tuple[int, str], ...] = ()
    days: int | None = None
    after: str = ""


def is_ago(raw: str | None, languages: tuple[str, ...] = ()) -> bool:
    """Whether a text is a relative date."""
    return raw is not None and ago(raw, languages) is not None


def is_in_sentence(tag: Element) -> bool:
    """Whether an element is a word of a paragraph, and no line of its own."""
    around = tag.parent
    return isinstance(around, Element) and around.name in ("p", "li", "dd", "blockquote") and around.chars > 120


@lru_cache(maxsize=4_096)
def ago(raw: str, languages: tuple[str, ...] = ()) -> Ago | None:
    """The relative date in a short text, in one of ``languages`` first; None if there is none.

    >>> ago("Posted 3 days ago by Ann").amounts, ago("vor 1 Jahr und 2 Monaten").amounts
    (((3, 'day'),), ((1, 'year'), (2, 'month')))
    """
    text = " ".join(raw[: LONGEST + 1].split())
    if len(text) > LONGEST or not text:
        return None
    text = _ELIDED.sub("un ", western(text, languages))
    if not text.isascii() and (found := _eastern(text)):
        return found
    spans = [(folded(match[0]), match.end()) for match in _TOKEN.finditer(text)]
    tokens = tuple(token for token, _ in spans)
    if _all_signs().isdisjoint(tokens):
        return None
    own = tuple(dict.fromkeys(language[:3].partition("-")[0].lower() for language in languages))
    for language in (*own, *LANGUAGES):
        words = words_of(language)
        if words is None or _signs(language).isdisjoint(tokens):
            continue
        if amounts := _amounts(tokens, words):
            return Ago(amounts)
        if day := _days(tokens, words, is_own=language in own or not own and language == "en"):
            back, last = day
            return Ago(days=back, after=text[spans[last][1] :])
    return None


@cache
def _signs(language: str) -> frozenset[str]:
    """One word of each phrase that makes a date of what stands around it."""
    words = words_of(language)
    return frozenset(phrase[-1] for phrase in (*words.before, *words.behind, *words.days)) if words else frozenset()


@cache
def _all_signs() -> frozenset[str]:
    """Those of all languages: most lines have none."""
    return frozenset().union(*map(_signs, LANGUAGES))


def _eastern(text: str) -> Ago | None:
    found = _EAST.search(text)
    if found and found.lastgroup:
        return Ago(((int(found["number"]), next(unit for unit in UNITS if found[unit])),))
    for pattern, back in reversed(_EAST_DAYS):
        if word := pattern.search(text):
            return Ago(days=back, after=text[word.end() :])
    return None


def _amounts(tokens: Phrase, words: Words) -> tuple[tuple[int, str], ...]:
    """The first row of amounts that stands behind or before the words for "ago": 1 year, 3 months ago."""
    at = 0
    while at < len(tokens):
        start, found = at, []
        while (amount := _amount(tokens, at, words)) is not None:
            number, unit, at = amount
            found.append((number, unit))
            if at + 1 < len(tokens) and tokens[at] in BETWEEN and _amount(tokens, at + 1, words):
                at += 1
        if not found:
            at += 1
            continue
        before = tokens[:start]
        if any(_ends(before, said) or _ends(before[:-1], said) and before[-1] in BETWEEN for said in words.before):
            return tuple(found)
        if any(tokens[at : at + len(said)] == said for said in words.behind):
            return tuple(found)
    return ()


def _ends(tokens: Phrase, phrase: Phrase) -> bool:
    return tokens[-len(phrase) :] == phrase


def _amount(tokens: Phrase, at: int, words: Words) -> tuple[int, str, int] | None:
    """The number and unit that stand there, and where they end; Slavic "rok temu" has no number."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token in words.single and not (at and (tokens[at - 1].isdigit() or tokens[at - 1] in ONE)):
        near = any(tokens[at + 1 : at + 1 + len(said)] == said for said in words.behind)
        if near or any(_ends(tokens[:at], said) for said in words.before):
            return 1, words.units[token], at + 1
    if not (token.isdigit() and len(token) <= 4 or token in ONE):
        return None
    unit = at + 1
    if unit < len(tokens) and tokens[unit] in BETWEEN:
        unit += 1
    if unit < len(tokens) and tokens[unit] in words.units:
        return (1 if token in ONE else int(token)), words.units[tokens[unit]], unit + 1
    return None


def _days(tokens: Phrase, words: Words, *, is_own: bool) -> tuple[int, int] | None:
    """How many days a word like "yesterday" goes back, and its place: alone, first, or before a time of day."""
    for phrase, back in sorted(words.days.items(), key=lambda entry: -len(entry[0])):
        for at in range(len(tokens) - len(phrase) + 1):
            last = at + len(phrase) - 1
            if tokens[at : last + 1] != phrase:
                continue
            if not is_own and " ".join(phrase) in ELSEWHERE:
                continue
            behind = tokens[last + 1 : last + 4]
            if last + 1 == len(tokens) or any(token.isdigit() for token in behind):
                return back, last
    return None


def counted_back(found: Ago, moment: datetime) -> Date:
    """The date that a relative date tells at a moment, on the clock of that moment."""
    try:
        if found.days is not None:
            told, utc = with_time(moment.date() - timedelta(days=found.days), found.after, "")
            return Date(told, utc)
        latest, earliest = _between(found.amounts, moment)
    except (OverflowError, ValueError):
        return Date()
    return Date(_in_common(earliest, latest))


def _between(amounts: tuple[tuple[int, str], ...], moment: datetime) -> tuple[date, date]:
    """The last and the first day that may be meant: pages round down, or to the nearest."""
    *_, (last, unit) = amounts
    whole = moment
    for number, name in amounts[:-1]:
        whole = _back(whole, number, name)
    if unit == "day":
        day = _back(whole, last, unit).date()
        return day, day
    latest = _back(_back(whole, last - 1, unit), 0.5, unit) if last else whole
    return latest.date(), _back(whole, last + 1, unit).date()


def _back(moment: datetime, number: float, unit: str) -> datetime:
    """A moment so many units before another; of a month and a year, half of one is half of their days."""
    if unit in _LENGTHS:
        return moment - timedelta(seconds=number * _LENGTHS[unit])
    if number != int(number):
        return moment - timedelta(days=15 if unit == "month" else 182)
    months = moment.year * 12 + moment.month - 1 - int(number) * (12 if unit == "year" else 1)
    day = date(months // 12, months % 12 + 1, 1) + timedelta(days=moment.day - 1)
    return datetime.combine(day, moment.timetz())


def _in_common(earliest: date, latest: date) -> str | None:
    """The day, the month or the year that two days share; None if they share none, or lie before all blogs."""
    if earliest.year < 1990:
        return None
    first, last = earliest.isoformat(), latest.isoformat()
    return next((first[:end] for end in (10, 7, 4) if first[:end] == last[:end]), None)


# ---- pages


def moment_of(captured_at: str | datetime | None) -> datetime | None:
    """The time of a capture, in UTC where it names no offset; None for what is no time."""
    if isinstance(captured_at, str):
        try:
            captured_at = datetime.fromisoformat(captured_at)
        except ValueError:
            return None
    if captured_at is None:
        return None
    return captured_at if captured_at.tzinfo else captured_at.replace(tzinfo=UTC)


def dated(page: Page, moment: datetime) -> Page:
    """A page whose relative dates are counted back from the moment of its capture."""
    told = (page.post.language if page.post else None, page.blog.language)
    languages = tuple(language for language in told if language)
    return replace(
        page,
        post=page.post and _post(page.post, moment, languages),
        entries=tuple(_post(entry, moment, languages) for entry in page.entries),
        comments=tuple(_comments(page.comments, moment, languages)),
    )


def _post(post: Post, moment: datetime, languages: tuple[str, ...]) -> Post:
    if post.published or not post.published_raw or (found := ago(post.published_raw, languages)) is None:
        return post
    when = counted_back(found, moment)
    sources = {**post.field_sources, "published": "relative"}
    return replace(post, published=when.published, published_utc=when.published_utc, field_sources=sources)


def _comments(comments: tuple[Comment, ...], moment: datetime, languages: tuple[str, ...]) -> Iterator[Comment]:
    for one in comments:
        found = ago(one.published_raw, languages) if one.published_raw and not one.published else None
        if found is None:
            yield one
            continue
        when = counted_back(found, moment)
        yield replace(one, published=when.published, published_utc=when.published_utc, published_source="relative")
