"""Textpattern: its traps, its signs, and pages made to hurt."""

from __future__ import annotations

import time

import pytest

from blogark.parsers import detect, read_page
from blogark.parsers.engines.textpattern import Textpattern

URL = "http://ledger.example/articles/ruled-paper"
HEAD = (
    '<html><head><meta name="generator" content="Textpattern CMS"></head><body><h1>Ruled paper</h1><p>Blue lines.</p>'
)


@pytest.mark.parametrize(
    "sign",
    [
        '<meta name="generator" content="Textpattern CMS">',
        '<link rel="stylesheet" href="http://ledger.example/textpattern/css.php?n=default">',
        '<link rel="stylesheet" href="http://ledger.example/css.php?n=default">',
    ],
)
def test_each_sign_is_enough(sign: str) -> None:
    assert detect(f"<html><head>{sign}</head><body></body></html>".encode(), URL) is Textpattern


@pytest.mark.parametrize(
    ("url", "is_trap"),
    [
        (URL, False),
        ("http://ledger.example/?id=12", False),
        ("http://ledger.example/?c=paper", False),
        ("http://ledger.example/?c=paper&pg=2", False),
        ("http://ledger.example/?c=paper&author=ann", True),
        ("http://ledger.example/?q=paper", True),
        ("http://ledger.example/?q=&m=all", True),
        ("http://ledger.example/textpattern/index.php", True),
        ("http://ledger.example/textpattern/css.php?n=default", False),
        (f"{URL}?commented=1", True),
    ],
)
def test_traps_are_told_from_pages(url: str, is_trap: bool) -> None:
    assert is_trap == any(trap.pattern.search(url) for trap in Textpattern.traps)


def test_a_link_to_a_comment_from_elsewhere_makes_no_second_one() -> None:
    item = '<ol><li id="c000012"><p>Also in red.</p><small><a href="#c000012">#</a></small></li></ol>'
    recent = '<ul class="recent"><li><a href="/articles/ruled-paper#c000012">Ann</a></li></ul>'
    [comment] = read_page(f"{HEAD}{item}{recent}</body></html>".encode(), URL).comments
    assert (comment.native_id, comment.body_text) == ("000012", "Also in red.")


@pytest.mark.parametrize(
    "content",
    [
        "".join(f'<ol><li><a href="#c{number:06}">#</a><p>x</p>' for number in range(4_000)),
        '<ol><li itemscope><a href="#c000001">#</a>' + '<span itemprop="text">' * 4_000 + "</li></ol>",
        "<ol>" + "".join(f'<li><a id="c{number:06}"></a>x</li>' for number in range(20_000)) + "</ol>",
    ],
    ids=["nested", "items", "many"],
)
def test_a_hostile_page_is_read_in_time(content: str) -> None:
    begun = time.process_time()
    read = read_page(f"{HEAD}{content}</body></html>".encode(), URL)
    assert time.process_time() - begun < 4
    assert read.platform == "textpattern"
    assert not [problem for problem in read.problems if problem.field]
