"""Dates as blogs write them, in all languages of ``dates.toml``: the page's precision and no more."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogark.parsers.dates import Date, from_url, parse_date

TABLE: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "dates.toml").read_text("utf-8"))
LINES = [
    pytest.param(language, line, number, id=f"{language}-{line}-{number}")
    for language, said in TABLE.items()
    for line in said["lines"]
    for number in range(1, 13)
]
SAID = [pytest.param(name, *case, id=f"{name}-{case[0]}") for name, said in TABLE.items() for case in said["said"]]


def printed(language: str, line: str, when: date) -> str:
    said = TABLE[language]
    name = {key: said[key].split()[when.month - 1].replace("_", " ") for key in ("months", "short")}
    weekday = said["weekdays"].split()[when.weekday()].replace("_", " ")
    numbers = {"d": when.day, "dd": f"{when.day:02}", "n": when.month, "nn": f"{when.month:02}", "y": when.year}
    return line.format(w=weekday, M=name["months"], m=name["short"], yy=f"{when.year % 100:02}", **numbers)


@pytest.mark.parametrize(("language", "line", "month"), LINES)
def test_each_month_is_read_in_each_form_of_its_language(language: str, line: str, month: int) -> None:
    when = date(2010, month, 19)
    assert parse_date(printed(language, line, when), languages=(language,)).published == when.isoformat()


@pytest.mark.parametrize(("language", "text", "expected"), SAID)
def test_a_line_is_read_with_its_time_and_zone_or_not_at_all(language: str, text: str, expected: str) -> None:
    assert parse_date(text, languages=(language,)).published == (expected or None)


@st.composite
def printed_days(draw: st.DrawFn) -> tuple[str, str, date]:
    """A language, a line in it, and the day that the line tells."""
    language = draw(st.sampled_from(sorted(TABLE)))
    line = draw(st.sampled_from(TABLE[language]["lines"]))
    return language, line, draw(st.dates(date(1995, 1, 1), date(2039, 12, 31)))


@given(printed_days())
def test_any_day_is_read_as_a_day_and_nothing_more(case: tuple[str, str, date]) -> None:
    language, line, when = case
    text = printed(language, line, when)
    assert parse_date(text, languages=(language,)) == Date(when.isoformat(), None, text)


@given(printed_days())
def test_without_its_language_a_day_is_read_right_or_not_at_all(case: tuple[str, str, date]) -> None:
    language, line, when = case
    assert parse_date(printed(language, line, when)).published in (when.isoformat(), None)


@given(printed_days(), st.integers(0, 23), st.integers(0, 59))
def test_a_time_behind_a_day_is_local_where_no_zone_is_told(
    case: tuple[str, str, date], hour: int, minute: int
) -> None:
    language, line, when = case
    found = parse_date(f"{printed(language, line, when)} {hour:02}:{minute:02}", languages=(language,))
    assert (found.published, found.published_utc) == (f"{when.isoformat()}T{hour:02}:{minute:02}:00", None)


@given(printed_days(), st.text(max_size=30), st.text(max_size=30))
def test_what_stands_around_a_day_never_raises(case: tuple[str, str, date], before: str, after: str) -> None:
    language, line, when = case
    assert parse_date(f"{before}{printed(language, line, when)}{after}", languages=(language,)).raw


@pytest.mark.parametrize(
    ("text", "settled", "expected"),
    [
        ("04/10/2011", {"near": "2011-04"}, "2011-04-10"),
        ("04/10/2011", {"near": "2011-10-04", "dayfirst": False}, "2011-10-04"),
        ("04/10/2011", {"dayfirst": True, "languages": ("en-US",)}, "2011-10-04"),
        ("Tue, 04/10/2011", {"dayfirst": False}, "2011-10-04"),
        ("Sun, 03/02/2008", {}, None),
        ("dimanche 04/10/2009", {"languages": ("en",)}, "2009-10-04"),
        ("04/10/2011", {"languages": ("en-GB",)}, "2011-10-04"),
        ("04/10/2011", {"languages": ("en-US",)}, "2011-04-10"),
        ("04/10/2011", {"languages": ("en",)}, None),
        ("10.11.2021", {"near": "2021-10", "languages": ("de",)}, "2021-11-10"),
        ("10/11/2021", {"near": "2021-10", "languages": ("en",)}, "2021-10-11"),
        ("the monitor 04/10/2011", {}, None),
    ],
)
def test_what_settles_the_order_of_day_and_month(text: str, settled: dict[str, Any], expected: str | None) -> None:
    assert parse_date(text, **settled).published == expected


@pytest.mark.parametrize(
    "text",
    ["1389/07/27", "1389-07-27", "10 رمضان 1431", "3 March 53", "30 February 2010", "0000-00-00",
     "0001-01-01T00:00:00Z", "5.10.2 released", "192.168.10.12", "Oct 19", "2010", "in 3 days", "19 lip 2010"],
)  # fmt: skip
def test_what_is_not_certain_stays_unread(text: str) -> None:
    assert parse_date(text) == Date(None, None, text)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://h.example/2010/10/19/reeds", "2010-10-19"),
        ("https://h.example/2010/10/reeds", "2010-10"),
        ("https://h.example/news/29-10-2021", "2021-10-29"),
        ("https://h.example/news/05-04-2021", None),
        ("https://h.example/2010/13/reeds", None),
        ("https://h.example/reeds", None),
    ],
)
def test_the_date_of_an_address(url: str, expected: str | None) -> None:
    assert from_url(url) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Oct. 19, 2010 / Updated Oct. 21, 2010, 1:00 PM",
        "October 19, 2010 (updated 1:00 PM)",
        "19.10.2010 | aktualisiert 21.10.2010 13:00 Uhr",
        "19 October 2010. The meeting is on 3 May 2011 at 15:30",
    ],
)
def test_the_time_of_another_day_is_not_that_of_the_first(text: str) -> None:
    assert parse_date(text).published == "2010-10-19"


def test_raw_is_the_text_of_the_page_and_not_what_it_was_rewritten_to() -> None:
    assert parse_date(" ۲۷  مهر ۱۳۸۹ ").raw == "۲۷ مهر ۱۳۸۹"


def test_a_month_of_several_languages_is_read_where_they_agree() -> None:
    assert parse_date("19 listopada 2010", languages=("pl",)).published == "2010-11-19"
    assert parse_date("19. listopada 2010.", languages=("hr",)).published == "2010-10-19"
    assert parse_date("19 listopada 2010").published is None
    assert parse_date("19 maj 2010").published == "2010-05-19"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("19 Maart 2010", "af", "2010-03-19"),
        ("19 oktyabr 2010", "az", "2010-10-19"),
        ("2010 წლის 19 ოქტომბერი", "ka", "2010-10-19"),
        ("19 ოქტომბერი, 2010", "en", "2010-10-19"),
        ("19 հոկտեմբերի, 2010", "hy", "2010-10-19"),
        ("2010 ж. 19 қазан", "kk", "2010-10-19"),
        ("19 అక్టోబర్, 2010", "te", "2010-10-19"),
        ("19 ऑक्टोबर, 2010", "mr", "2010-10-19"),
        ("19 اکتوبر، 2010", "ur", "2010-10-19"),
        ("19 غشت 2010", "ar-MA", "2010-08-19"),
        ("la 19-a de Oktobro 2010", "eo", "2010-10-19"),
        ("2010-október-19", "hu", "2010-10-19"),
        ("Meurzh 11 Mae 2010", "br", "2010-05-11"),
        ("19 يوليه 2010", "ar", "2010-07-19"),
        ("19 לאוקטובר 2010", "he", "2010-10-19"),
        ("1:a januari 2010", "sv", "2010-01-01"),
        ("21tháng 09 năm 2025", "vi", "2025-09-21"),
    ],
)
def test_months_of_languages_that_few_blogs_are_written_in(text: str, language: str, expected: str) -> None:
    assert parse_date(text, languages=(language,)).published == expected


@pytest.mark.parametrize(("text", "language"), [("3 Kas 2010", "dav"), ("3 kor 2010", "ff"), ("3 Sam 2010", "wo")])
def test_short_months_of_a_language_that_is_not_known_stay_unread(text: str, language: str) -> None:
    assert parse_date(text, languages=(language,)).published is None
    assert parse_date(text).published is not None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("10. 1. 11.", "ko", "2010-01-11"),
        ("10/01/11", "ja", "2010-01-11"),
        ("10/1/24", "eu", "2010-01-24"),
        ("24/1/10", "zh-HK", "2010-01-24"),
        ("1/3/2010", "fil", "2010-01-03"),
        ("01/03/2010", "es-PR", "2010-01-03"),
        ("01/03/2010", "es-US", None),
        ("1/3/2010", "zu", None),
    ],
)
def test_figures_stand_in_the_order_of_the_language_or_stay_unread(
    text: str, language: str, expected: str | None
) -> None:
    assert parse_date(text, languages=(language,)).published == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2010. 1. 3. PM 3:04", "ko", "2010-01-03T15:04:00"),
        ("2010년 1월 3일 오후 3시 4분", "ko", "2010-01-03T15:04:00"),
        ("2010/10/9 AM 12:26", "en", "2010-10-09T00:26:00"),
        ("2010年9月14日晚8:00", "zh", "2010-09-14T20:00:00"),
        ("3. tammikuuta 2010 15.04.05", "fi", "2010-01-03T15:04:05"),
        ("3.1.2010 3.04 ip.", "fi", "2010-01-03T15:04:00"),
        ("3 Januari 2010 15.04.00 WIB", "id", "2010-01-03T15:04:00+07:00"),
        ("3 Januari 2010, 3:04 PTG", "ms", "2010-01-03T15:04:00"),
        ("3 januar 2010 GMT+00:00", "da", "2010-01-03"),
        ("1 јули 1987 9:25 послије подне", "sr", "1987-07-01T21:25:00"),
        ("16 април 2016 03:46 по подне", "sr", "2016-04-16T15:46:00"),
        ("24 okt 2000 11:11 pēcpusd.", "lv", "2000-10-24T23:11:00"),
        ("2 mai 2000 09:18 ettermiddag", "nb", "2000-05-02T21:18:00"),
        ("2 qershor 1997 10:08 paradite", "sq", "1997-06-02T10:08:00"),
        ("Thu, 30 Apr 2015 08:57:00 MEST", "en", "2015-04-30T08:57:00+02:00"),
    ],
)
def test_the_time_of_day_in_the_form_of_the_language(text: str, language: str, expected: str) -> None:
    assert parse_date(text, languages=(language,)).published == expected


@pytest.mark.parametrize("text", ["2010 hjkl 3 15.04.00", "03 hjklarip 2010 15.04.00", "3 hjkl 2010, 15.04.05"])
def test_a_time_behind_words_that_are_not_known_is_no_day_of_another_year(text: str) -> None:
    assert parse_date(text).published is None
