"""A body as HTML that is safe to show."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogark.parsers.tree.html import body_html
from blogark.parsers.tree.soup import Soup
from blogark.parsers.tree.text import Region

BASE = "https://blog.example/2010/10/post.html"


def cleaned(html: str) -> str | None:
    tops = Soup(f"<body>{html}").by_name("body")
    return body_html(tops[0] if tops else None, BASE)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        "<object data=x.swf></object>",
        "<form action=/x><input name=a><textarea>b</textarea></form>",
        "<svg onload=alert(1)></svg>",
        "<template><p>x</p></template>",
        "<noscript><p>x</p></noscript>",
        "<!-- x -->",
        "<link rel=stylesheet href=x><meta http-equiv=refresh content=0>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<iframe><img src=x></iframe>",
        "<img src=data:image/gif;base64,R0lGOD>",
    ],
)
def test_what_runs_or_asks_is_left_out_whole(html: str) -> None:
    assert cleaned(html) is None


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p onclick="x()" style="color:red" class="a">One</p>', "<p>One</p>"),
        ('<a href="javascript:alert(1)">One</a>', "<a>One</a>"),
        ('<a href=" JaVa\nScript:alert(1)">One</a>', "<a>One</a>"),
        ('<a href="data:text/html,x">One</a>', "<a>One</a>"),
        ('<a href="vbscript:x">One</a>', "<a>One</a>"),
        ("<o:p>One</o:p>", "One"),
        ("<custom-box><p>One</p></custom-box>", "<p>One</p>"),
        ("<p>One<p>Two", "<p>One</p><p>Two</p>"),
        ("<b>One", "<b>One</b>"),
        ("1 &lt; 2 &amp; 3", "1 &lt; 2 &amp; 3"),
        ('<i title="&quot;&lt;b&gt;">x</i>', '<i title="&quot;&lt;b&gt;">x</i>'),
    ],
)
def test_text_survives_the_cleaning(html: str, kept: str) -> None:
    assert kept == cleaned(html)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<a href="/about">x</a>', '<a href="https://blog.example/about">x</a>'),
        ('<a href="next.html#top">x</a>', '<a href="https://blog.example/2010/10/next.html#top">x</a>'),
        ('<a href="#note-1">x</a>', f'<a href="{BASE}#note-1">x</a>'),
        ('<a href="//other.example/a b">x</a>', '<a href="https://other.example/a%20b">x</a>'),
        ('<a href="mailto:jane@blog.example">x</a>', '<a href="mailto:jane@blog.example">x</a>'),
        ('<img src="pic.jpg" alt="A pic">', '<img src="https://blog.example/2010/10/pic.jpg" alt="A pic">'),
        (
            '<img src="data:image/gif;base64,R0" data-src="/real.jpg">',
            '<img src="https://blog.example/real.jpg">',
        ),
        (
            '<img src="/a.jpg" srcset="/a.jpg 1x, /b.jpg 2x">',
            '<img src="https://blog.example/a.jpg"'
            ' srcset="https://blog.example/a.jpg 1x, https://blog.example/b.jpg 2x">',
        ),
        ('<blockquote cite="/s">x</blockquote>', '<blockquote cite="https://blog.example/s">x</blockquote>'),
        (
            '<iframe src="//video.example/1" width="560"></iframe>',
            '<iframe src="https://video.example/1" width="560" sandbox=""></iframe>',
        ),
    ],
)
def test_addresses_become_absolute(html: str, kept: str) -> None:
    assert kept == cleaned(html)


def test_an_element_that_is_left_out_of_a_region_is_left_out_of_its_html() -> None:
    soup = Soup("<body><p>One</p><p class=share>Share</p>")
    region = Region.of(*soup.by_name("body")[0].contents, without=soup.by_class("share"))
    assert "<p>One</p>" == body_html(region, BASE)


MARKS = "<p |onload=|<script>|</script|>|<a href=|javascript:|&#106;ava|'|\"|x|<svg>|<math>|<style>|<!--|-->|<img src="
PIECES = st.lists(st.sampled_from([*MARKS.split("|"), *"`=/ ", "<iframe ", "srcdoc=", "<textarea>"]), max_size=25)


@given(PIECES)
def test_whatever_is_cleaned_holds_only_known_tags_and_attributes(pieces: list[str]) -> None:
    html = cleaned("".join(pieces)) or ""
    for tag in re.findall(r"<[^>]*>", html):
        assert re.fullmatch(r"</?[a-z0-9]+(?: (?:href|src|sandbox|rel|alt|title|id|lang|dir)=\"[^\"<>]*\")*>", tag)
        for address in re.findall(r' (?:href|src)="([^"]*)"', tag):
            assert re.match(r"https?://|mailto:|tel:", address)


@given(PIECES)
def test_cleaning_twice_is_cleaning_once(pieces: list[str]) -> None:
    once = cleaned("".join(pieces))
    assert once == cleaned(once or "")
