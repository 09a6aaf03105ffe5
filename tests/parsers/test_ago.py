"""Relative dates, in all languages whose months are known: counted back from the capture, never finer than told."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blogark.parsers import Page, read_page
from blogark.parsers.dates.ago import ago, counted_back, moment_of
from blogark.parsers.dates.ago_words import LANGUAGES
from blogark.parsers.dates.months import BY_LANGUAGE

MOMENT = datetime(2019, 3, 20, 15, 10, tzinfo=UTC)
SAID = {
    # of each language: 3 days ago, 2 hours ago, yesterday at 14:30
    "en": ("3 days ago", "about 2 hours ago", "yesterday at 2:30 PM"),
    "de": ("vor 3 Tagen", "vor ca. 2 Stunden", "Gestern, 14:30 Uhr"),
    "fr": ("il y a 3 jours", "il y a 2 heures", "hier à 14h30"),
    "es": ("hace 3 días", "hace 2 horas", "ayer a las 14:30"),
    "it": ("3 giorni fa", "2 ore fa", "ieri alle 14:30"),
    "pt": ("há 3 dias", "2 horas atrás", "ontem às 14:30"),
    "nl": ("3 dagen geleden", "2 uur geleden", "gisteren om 14:30"),
    "sv": ("för 3 dagar sedan", "2 timmar sedan", "i går 14:30"),
    "da": ("for 3 dage siden", "2 timer siden", "i går kl. 14:30"),
    "nb": ("3 dager siden", "for 2 timer siden", "i går kl. 14:30"),
    "fi": ("3 päivää sitten", "2 tuntia sitten", "eilen klo 14:30"),
    "is": ("fyrir 3 dögum", "fyrir 2 klukkustundum síðan", "í gær 14:30"),
    "pl": ("3 dni temu", "2 godziny temu", "wczoraj, 14:30"),
    "cs": ("před 3 dny", "před 2 hodinami", "včera v 14:30"),
    "sk": ("pred 3 dňami", "pred 2 hodinami", "včera o 14:30"),
    "hr": ("prije 3 dana", "prije 2 sata", "jučer u 14:30"),
    "sl": ("pred 3 dnevi", "pred 2 urama", "včeraj ob 14:30"),
    "sr": ("пре 3 дана", "pre 2 sata", "јуче у 14:30"),
    "hu": ("3 nappal ezelőtt", "2 órával ezelőtt", "tegnap 14:30"),
    "ro": ("acum 3 zile", "în urmă cu 2 ore", "ieri la 14:30"),
    "bg": ("преди 3 дни", "преди 2 часа", "вчера в 14:30"),
    "ru": ("3 дня назад", "2 часа назад", "вчера в 14:30"),
    "uk": ("3 дні тому", "2 години тому", "вчора о 14:30"),
    "be": ("3 дні таму", "2 гадзіны таму", "учора ў 14:30"),
    "el": ("πριν από 3 ημέρες", "2 ώρες πριν", "χθες 14:30"),
    "tr": ("3 gün önce", "2 saat önce", "dün 14:30"),
    "et": ("3 päeva tagasi", "2 tundi tagasi", "eile 14:30"),
    "lv": ("pirms 3 dienām", "pirms 2 stundām", "vakar 14:30"),
    "lt": ("prieš 3 dienas", "prieš 2 valandas", "vakar 14:30"),
    "ca": ("fa 3 dies", "fa 2 hores", "ahir 14:30"),
    "gl": ("hai 3 días", "hai 2 horas", "onte 14:30"),
    "eu": ("duela 3 egun", "duela 2 ordu", "atzo 14:30"),
    "cy": ("3 diwrnod yn ôl", "2 awr yn ôl", "ddoe 14:30"),
    "ga": ("3 lá ó shin", "2 uair ó shin", "inné 14:30"),
    "sq": ("3 ditë më parë", "2 orë më parë", "dje 14:30"),
    "id": ("3 hari yang lalu", "2 jam lalu", "kemarin 14:30"),
    "ms": ("3 hari yang lalu", "2 jam lepas", "semalam 14:30"),
    "tl": ("3 araw ang nakalipas", "2 oras ang nakaraan", "kahapon 14:30"),
    "eo": ("antaŭ 3 tagoj", "antaŭ 2 horoj", "hieraŭ 14:30"),
    "ar": ("منذ ٣ أيام", "قبل 2 ساعات", "أمس 14:30"),
    "he": ("לפני 3 ימים", "לפני 2 שעות", "אתמול 14:30"),
    "fa": ("۳ روز پیش", "۲ ساعت قبل", "دیروز ۱۴:۳۰"),
    "hi": ("3 दिन पहले", "2 घंटे पहले", None),
    "th": ("3 วันที่ผ่านมา", "2 ชั่วโมงที่แล้ว", "เมื่อวาน 14:30"),
    "bn": ("৩ দিন আগে", "2 ঘন্টা আগে", "গতকাল 14:30"),
    "ta": ("3 நாட்களுக்கு முன்", "2 மணிநேரத்திற்கு முன்பு", "நேற்று 14:30"),
    "vi": ("3 ngày trước", "2 giờ trước", "hôm qua 14:30"),
    "zh": ("3 天前", "2小时前", "昨天 14:30"),
    "ja": ("3日前", "2時間前", "昨日 14:30"),
    "ko": ("3일 전", "2시간 전", "어제 14:30"),
}


def told(text: str, *languages: str, moment: datetime = MOMENT) -> str | None:
    found = ago(text, languages)
    assert found is not None
    return counted_back(found, moment).published


@pytest.mark.parametrize("language", SAID)
def test_each_language_counts_back_days_and_hours(language: str) -> None:
    days, hours, yesterday = SAID[language]
    assert told(days, language) == "2019-03-17"
    assert told(hours, language) == "2019-03-20"
    assert yesterday is None or told(yesterday, language) == "2019-03-19T14:30:00"


@pytest.mark.parametrize("language", SAID)
def test_numbers_and_their_units_are_read_where_no_language_is_known(language: str) -> None:
    assert told(SAID[language][0]) == "2019-03-17"


def test_every_language_whose_months_are_known_is_here() -> None:
    dates = tomllib.loads((Path(__file__).parent / "dates.toml").read_text("utf-8"))
    assert set(dates) | set(LANGUAGES) <= set(SAID) | {"zh-tw"} | set(dates) - set(LANGUAGES)
    assert {language for language in BY_LANGUAGE if len(language) == 2} - {"no", "nn", "bs", "sh", "mk"} <= set(SAID)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("just now", "2019-03-20"),
        ("a minute ago", "2019-03-20"),
        ("Posted 3 days ago by Ann · 5 min read", "2019-03-17"),
        ("an hour ago", "2019-03-20"),
        # 16 hours before may be 23:40 or 22:10 of the day before
        ("16 hours ago", "2019-03-19"),
        # 15 hours before: between 0:40 of this day and 23:10 of the one before
        ("15 hours ago", "2019-03"),
        ("1 day, 2 hours ago", "2019-03-19"),
        ("45 days ago", "2019-02-03"),
        # from 27 February to 10 March
        ("2 weeks ago", "2019"),
        ("1 week ago", "2019-03"),
        ("4 weeks ago", "2019-02"),
        ("2 months ago", None),
        ("1 month ago", "2019"),
        ("10 months ago", "2018"),
        ("1 year, 2 months ago", None),
        ("2 years, 4 months ago", "2016"),
        ("3 years ago", None),
        ("3d ago", "2019-03-17"),
        ("5h ago", "2019-03-20"),
        ("10mins ago", "2019-03-20"),
        ("Yesterday", "2019-03-19"),
        ("today, 9:12 am", "2019-03-20T09:12:00"),
        ("yesterday at 14:30 UTC", "2019-03-19T14:30:00+00:00"),
        ("godzinę temu", "2019-03-20"),
        ("rok temu", None),
        ("před týdnem", "2019-03"),
        ("acum 20 de minute", "2019-03-20"),
        ("vor einem Jahr und 2 Monaten", None),
        ("avant-hier", "2019-03-18"),
        ("vorgestern", "2019-03-18"),
        ("9999 years ago", None),
        ("9999 days ago", "1991-11-03"),
    ],
)
def test_no_precision_is_invented(text: str, expected: str | None) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "October 19, 2010",
        "3 days",
        "5 min read",
        "ago",
        "vor 3 Metern",
        "Long ago",
        "hier",
        "Hier 3 Fotos",
        "3 Tage alt",
        "heute journal",
        "What I did yesterday was to count herons by the pond, again",
        "in 3 days",
        "Years ago we met",
    ],
)
def test_other_words_are_no_relative_date(text: str) -> None:
    assert ago(text, ("de",)) is None


def test_the_french_yesterday_is_read_on_french_pages_only() -> None:
    assert told("hier", "fr-FR") == "2019-03-19"
    assert ago("hier", ("de",)) is ago("hier") is None


def test_days_are_counted_on_the_clock_of_the_capture() -> None:
    late = "2019-03-20T23:30:00-08:00"
    moment = moment_of(late)
    assert moment is not None
    assert told("yesterday", moment=moment) == "2019-03-19"
    assert told("yesterday", moment=moment.astimezone(UTC)) == "2019-03-20"


def test_a_time_without_an_offset_is_utc() -> None:
    assert moment_of("2019-03-20T15:10:00") == MOMENT == moment_of(MOMENT.replace(tzinfo=None))
    assert moment_of("last week") is moment_of(None) is None


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a machine that is busy
@given(st.integers(0, 9_999), st.sampled_from(["minutes", "hours", "days", "weeks", "months", "years"]), st.datetimes())
def test_what_is_told_holds_the_moment_that_was_meant(number: int, unit: str, moment: datetime) -> None:
    lengths = {"minutes": 60, "hours": 3600, "days": 86_400, "weeks": 604_800, "months": 2_629_746, "years": 31_556_952}
    found = ago(f"{number} {unit} ago")
    assert found is not None
    published = counted_back(found, moment.replace(tzinfo=UTC)).published
    if published is not None:
        meant = moment - timedelta(seconds=number * lengths[unit])
        assert meant.isoformat().startswith(published)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = ago(text)
    if found is not None:
        counted_back(found, MOMENT)


# ---- pages


TEXT = "<p>Reeds stand in water and in wind, and bend to both of them without a word of complaint.</p>" * 3


def read(body: str, head: str = "", *, captured_at: str | datetime | None = MOMENT, language: str = "en") -> Page:
    page = f"<html lang={language}><head><title>On reeds</title><meta property=og:type content=article>{head}</head>"
    page += f"<body><article><h1>On reeds</h1>{body}</article></body></html>"
    return read_page(page.encode(), "https://heron.example/reeds", captured_at=captured_at)


def test_a_post_is_dated_by_the_time_of_its_capture_and_says_so() -> None:
    post = read(f"<p class=meta>Posted <span class=date>3 days ago</span> by Ann</p>{TEXT}").post
    assert post is not None
    assert (post.published, post.published_utc, post.published_raw) == ("2019-03-17", None, "3 days ago")
    assert post.field_sources["published"] == "relative"


def test_without_the_time_of_the_capture_the_text_alone_is_kept() -> None:
    page = read(f"<time>3 days ago</time>{TEXT}{COMMENT}", captured_at=None)
    assert page.post is not None
    assert (page.post.published, page.post.published_raw) == (None, "3 days ago")
    assert [(one.published, one.published_raw) for one in page.comments] == [(None, "2 hours ago")]
    assert page.problems == ()


@pytest.mark.parametrize(
    "exact",
    [
        "<time datetime=2019-03-16>3 days ago</time>",
        "<abbr title='March 16, 2019'>3 days ago</abbr>",
        "<time>3 days ago</time> <span class=date>March 16, 2019</span>",
        "<span class=date>3 days ago</span> <p class=foot>March 16, 2019</p>",
        '<time>3 days ago</time><script type="application/ld+json">{"@type": "BlogPosting", "headline": "On reeds",'
        ' "datePublished": "2019-03-16"}</script>',
    ],
)
def test_a_date_that_is_told_anywhere_wins(exact: str) -> None:
    post = read(exact + TEXT).post
    assert post is not None
    assert post.published == "2019-03-16"
    assert post.field_sources["published"] != "relative"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<p>3 days ago we saw a heron.</p>",
        "<p>Updated 3 days ago</p>",
        "<aside><h3>Recent</h3><ul><li><a href=/owls>Owls</a> <time>3 days ago</time></li></ul></aside>",
        "<time>5 min read</time>",
    ],
)
def test_what_was_not_said_of_the_post_dates_nothing(elsewhere: str) -> None:
    post = read(elsewhere + TEXT).post
    assert post is not None
    assert post.published is post.published_raw is None


COMMENT = (
    "<section id=comments><h2>1 comment</h2><div class=comment id=comment-7><p class=author>Bo</p>"
    "<span class=when>2 hours ago</span><div class=text><p>They bend, but they do not break.</p></div></div></section>"
)


def test_a_comment_is_dated_by_the_time_of_its_capture_and_says_so() -> None:
    [comment] = read(TEXT + COMMENT).comments
    assert (comment.published, comment.published_raw) == ("2019-03-20", "2 hours ago")
    assert (comment.published_source, comment.author_name) == ("relative", "Bo")
    assert comment.body_text == "They bend, but they do not break."


def test_a_comment_whose_date_is_told_keeps_it() -> None:
    [comment] = read(TEXT + COMMENT.replace("<span", "<span title=2019-03-19T23:00:00Z")).comments
    assert (comment.published, comment.published_source) == ("2019-03-19T23:00:00+00:00", None)


def test_a_comment_of_wordpress_is_dated_by_the_time_of_its_capture() -> None:
    comment = (
        "<ol class=comment-list><li id=comment-7 class='comment even depth-1'><div class=comment-author>"
        "<cite class=fn>Bo</cite></div><div class=comment-meta><a href=#comment-7>hace 5 días</a></div>"
        "<p>They bend, but they do not break.</p></li></ol>"
    )
    page = read(TEXT + comment, "<meta name=generator content='WordPress 5.1'>", language="es")
    assert page.platform == "wordpress"
    assert [(one.published, one.published_source) for one in page.comments] == [("2019-03-15", "relative")]


def test_a_time_that_is_none_is_told() -> None:
    page = read(f"<time>3 days ago</time>{TEXT}", captured_at="last week")
    assert [one.field for one in page.problems] == ["captured_at"]
    assert page.post is not None
    assert page.post.published is None


@pytest.mark.parametrize(
    "line", ["<time>3 days ago</time>", "<p>Posted 3 days ago by Ann</p>", "<p><em>vor 3 Tagen</em></p>"]
)
def test_how_old_a_post_is_stands_not_in_its_text(line: str) -> None:
    page = read(line + TEXT)
    assert page.post is not None
    before, _, _ = (page.post.body_text or "").partition("Reeds stand")
    assert before.strip() in ("", "On reeds")


def test_what_a_sentence_says_of_time_stays_in_the_text() -> None:
    body = "<p>We counted them <time>3 days ago</time> and, of course, counted them once more on the next day."
    body += "Then we counted again, and there were fewer of them than before.</p>"
    post = read(TEXT + body + "<p>It was 3 days ago.</p>" + TEXT).post
    assert post is not None
    assert post.published is None
    assert "counted them 3 days ago and" in (post.body_text or "")
    assert "It was 3 days ago." in (post.body_text or "")


@pytest.mark.parametrize(
    ("text", "language", "back"),
    [
        ("the day before yesterday", "en", 2),
        ("aujourd'hui", "fr", 0),
        ("大前天", "zh", 3),
        ("작일 14:30", "ko", 1),
        ("förrgår", "sv", 2),
    ],
)
def test_words_for_days_are_read_whole(text: str, language: str, back: int) -> None:
    found = ago(text, (language,))
    assert found is not None
    assert found.days == back


def test_the_elided_article_of_italian_is_one() -> None:
    found = ago("un'ora fa", ("it",))
    assert found is not None
    assert found.amounts == ((1, "hour"),)
