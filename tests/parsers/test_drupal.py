"""Drupal: addresses, lines that say who and when, and pages made to hurt; the templates stand in tests/pages/drupal."""

from __future__ import annotations

import time

import pytest

from blogark.parsers import detect, read_page
from blogark.parsers.dates import Date
from blogark.parsers.engines.drupal import Drupal
from blogark.parsers.engines.drupal.line import local_date, name_in

URL = "http://reedbed.example/node/112"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Submitted by Ann (not verified) on Tue, 10/04/2011 - 15:21.", "Ann"),
        ("Tue, 2011-10-04 15:21 — Ann", "Ann"),
        ("Gespeichert von Ann am 24. Juli 2017 - 18:55", "Ann"),
        ("Verfasst von Ann 24. Juli 2017", "Ann"),
        ("10/04/2011 by Ann Reed, who counts them", "Ann Reed"),
        ("Par Ann 214,", "Ann 214"),
        ("Ann 29 Reed | Di, 21. April 2020 - 16:40", "Ann 29 Reed"),
        ("4 October 2011", None),
        ("", None),
    ],
)
def test_a_line_tells_who_wrote(line: str, expected: str | None) -> None:
    assert expected == name_in(line)


@pytest.mark.parametrize(
    ("printed", "exact", "expected"),
    [
        ("2020-04-21T16:40:00", "2020-04-21T14:40:07Z", "2020-04-21T16:40:07+02:00"),
        ("2020-04-20T21:15:00", "2020-04-21T02:15:42Z", "2020-04-20T21:15:42-05:00"),
        ("2020-04-21T20:10:00", "2020-04-21T14:25:00Z", "2020-04-21T20:10:00+05:45"),
        ("2020-04-21T16:41:00", "2020-04-21T14:40:07Z", "2020-04-21T14:40:07+00:00"),
        ("2020-05-21T16:40:00", "2020-04-21T14:40:07Z", "2020-04-21T14:40:07+00:00"),
        ("2020-04-21", "2020-04-21T14:40:07Z", "2020-04-21T14:40:07+00:00"),
    ],
)
def test_the_offset_is_what_lies_between_the_local_time_and_utc(printed: str, exact: str, expected: str) -> None:
    utc = Date(exact.replace("Z", "+00:00"), exact, None)
    assert expected == local_date(Date(printed, None, "as printed"), utc).published


@pytest.mark.parametrize(
    ("url", "is_trap"),
    [
        ("http://reedbed.example/comment/reply/112/41", True),
        ("http://reedbed.example/?q=comment/reply/112", True),
        ("http://reedbed.example/comment/41#comment-41", True),
        ("http://reedbed.example/user/login?destination=node/112", True),
        ("http://reedbed.example/print/112", True),
        ("http://reedbed.example/taxonomy/term/4/0/feed", True),
        ("http://reedbed.example/tracker?page=7", True),
        ("http://reedbed.example/node/112?page=1", False),
        ("http://reedbed.example/blog/feed", False),
        ("http://reedbed.example/user/3", False),
        ("http://reedbed.example/content/comment-culture", False),
        ("http://reedbed.example/taxonomy/term/4?page=2", False),
    ],
)
def test_traps_are_told_from_pages(url: str, is_trap: bool) -> None:
    assert is_trap == any(trap.pattern.search(url) for trap in Drupal.traps)


@pytest.mark.parametrize(
    ("content", "is_drupal"),
    [
        (b'<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">', True),
        (b'<script>jQuery.extend(Drupal.settings, {"basePath":"/"});</script>', True),
        (b'<script src="/misc/drupal.js"></script>', True),
        (b'<meta name="generator" content="WordPress 6.1"><pre>Drupal.settings</pre>', False),
        (b'<img src="http://other.example/sites/default/files/a.jpg">', False),
    ],
)
def test_the_engine_is_known_by_what_only_it_writes(content: bytes, is_drupal: bool) -> None:
    assert is_drupal == (detect(content, "http://x.example/") is Drupal)


def test_a_thousand_nested_comments_are_read_in_time() -> None:
    one = '<article id="comment-{}" class="comment"><div class="content"><p>text {}</p></div>'
    nested = "".join(one.format(number, number) for number in range(1, 1_001)) + "</article>" * 1_000
    page = f'<meta name="generator" content="Drupal 9"><h1>x</h1><div id="comments">{nested}</div>'
    started = time.process_time()
    read = read_page(page.encode(), URL)
    assert time.process_time() - started < 5
    assert not [problem for problem in read.problems if problem.field == "comments"]


def test_a_page_without_a_body_is_read() -> None:
    read = read_page(b'<meta name="generator" content="Drupal 7"><title>x</title>', URL)
    assert read.platform == "drupal"
    assert not read.problems
