"""Serendipity: what a crawl should not follow, threads by their three signs, and pages made to hurt."""

from __future__ import annotations

import time

import pytest

from blogark.parsers import detect, read_page
from blogark.parsers.engines.serendipity import Serendipity

URL = "http://towpath.example/archives/12-Locks.html"
HEAD = (
    '<html><head><meta name="generator" content="Serendipity v.2.3"></head><body class="serendipity_section_comments">'
)
ENTRY = '<div class="serendipity_entry"><div class="serendipity_entry_body">Up and down.</div></div>'


def page(*comments: str) -> bytes:
    return f"{HEAD}{ENTRY}<div class='serendipity_comments'>{''.join(comments)}</div></body></html>".encode()


def comment(number: int, inside: str = "", *, level: int = 0, more: str = "") -> str:
    return (
        f'<div id="c{number}" class="serendipity_comment commentlevel-{level}">{more}'
        f'<div class="serendipity_commentBody">Text {number}.</div>{inside}</div>'
    )


def parents(content: bytes) -> list[tuple[str | None, str | None, int]]:
    return [(one.native_id, one.parent_native_id, one.depth or 0) for one in read_page(content, URL).comments]


@pytest.mark.parametrize(
    ("url", "is_trap"),
    [
        ("http://towpath.example/index.php?/archives/12-Locks.html", False),
        (URL, False),
        (f"{URL}?serendipity[cview]=linear", True),
        (f"{URL}?serendipity%5Bcview%5D=linear", True),
        ("http://towpath.example/categories/3-Boats", False),
        ("http://towpath.example/plugin/tag/locks", False),
        ("http://towpath.example/plugin/captcha_1a2b", True),
        ("http://towpath.example/comment.php?type=trackback&entry_id=12", True),
        ("http://towpath.example/exit.php?url_id=4&entry_id=12", True),
        ("http://towpath.example/serendipity_admin.php", True),
        ("http://towpath.example/search/lock", True),
        ("http://towpath.example/archives/2009/05.html", False),
        ("http://towpath.example/archives/2009/05/C3.html", True),
    ],
)
def test_traps_are_told_from_pages(url: str, is_trap: bool) -> None:
    assert is_trap == any(trap.pattern.search(url) for trap in Serendipity.traps)


def test_a_page_that_speaks_of_serendipity_is_another_engines() -> None:
    content = b'<html><head><meta name="generator" content="Hugo 0.120"></head><body>Serendipity</body></html>'
    assert detect(content, URL) is not Serendipity


def test_a_trace_names_the_parent() -> None:
    trace = '<a class="comment_source_trace" href="#c{0}">#{1}</a>'
    told = page(
        comment(4, more=trace.format(4, "1")),
        comment(7, more=trace.format(7, "1.1")),
        comment(9, more=trace.format(9, "1.1.1")),
        comment(5, more=trace.format(5, "2")),
    )
    assert parents(told) == [("4", None, 0), ("7", "4", 1), ("9", "7", 2), ("5", None, 0)]


def test_depth_names_the_parent_where_nothing_else_does() -> None:
    told = page(comment(4), comment(7, level=1), comment(9, level=2), comment(5, level=1), comment(6))
    assert parents(told) == [("4", None, 0), ("7", "4", 1), ("9", "7", 2), ("5", "4", 1), ("6", None, 0)]


def test_a_trackback_is_no_comment() -> None:
    ping = '<a href="http://lock.example/">Lock</a>'
    told = f"{HEAD}{ENTRY}<div class='serendipity_section_trackbacks'>{comment(3, ping)}</div></body></html>".encode()
    read = read_page(told, URL)
    assert read.comments == ()


@pytest.mark.parametrize(
    "content",
    [
        "".join(comment(number).removesuffix("</div>") for number in range(4_000)),
        f'<div class="serendipity_section_trackbacks">{comment(1)}' * 4_000,
        comment(1, more='<a class="comment_source_trace">#' + "1." * 40_000 + "</a>"),
        comment(1, more='<a class="reply_origin" href="#c1">@</a>') * 4_000,
    ],
    ids=["nested", "sections", "trace", "self"],
)
def test_a_hostile_page_is_read_in_time(content: str) -> None:
    begun = time.process_time()
    read = read_page(page(content), URL)
    assert time.process_time() - begun < 4
    assert read.platform == "serendipity"
    assert not [problem for problem in read.problems if problem.field]
