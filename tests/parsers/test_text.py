"""Elements to plain text: paragraphs, lines, cells."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogark.parsers.tree.html import body_html
from blogark.parsers.tree.soup import Soup
from blogark.parsers.tree.text import Region, body_text, clean, composed, count_words, text_of


def body_of(html: str) -> Region:
    return Region(tuple(Soup(f"<body>{html}").by_name("body")[0].contents))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One<br>two</p>", "One\ntwo"),
        ("One.<br><br>Two.", "One.\n\nTwo."),
        ("One.<br /> <br>\n<br>Two.", "One.\n\nTwo."),
        ("<div><div>One.</div></div><div>Two.</div>", "One.\n\nTwo."),
        ("<p>Runs   of\n blanks&nbsp;and&nbsp;\tmore</p>", "Runs of blanks and more"),
        ("<p>in<b>side</b> a <i>line</i></p>", "inside a line"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("<p>Before</p><ul><li>One</li><li>Two</li></ul><p>After</p>", "Before\n\nOne\nTwo\n\nAfter"),
        ("<ul><li><p>One</p></li><li><p>Two</p></li></ul>", "One\nTwo"),
        ("<ul><li>One<ul><li>Inner</li></ul></li><li>Two</li></ul>", "One\nInner\nTwo"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\nMeaning"),
        ("<pre>def f():\n    return 1\n</pre>", "def f():\n    return 1"),
        ("<p>See</p><pre>a\n\n  b</pre><p>End</p>", "See\n\na\n\n  b\n\nEnd"),
        ("<blockquote>One.<p>Two.</p></blockquote>Three.", "One.\n\nTwo.\n\nThree."),
        ("<p>seen</p><script>alert(1)</script><style>p{}</style>", "seen"),
        ("<p>seen</p><!-- not seen -->", "seen"),
        ("<noscript>not seen</noscript><p>seen</p>", "seen"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢字"),
        ("cafe\u0301", "café"),
    ],
)
def test_the_form_of_a_text_is_kept(html: str, text: str) -> None:
    assert text == body_text(body_of(html))


@pytest.mark.parametrize("html", ["", " ", "<p>&nbsp;</p>", "<script>x</script>", "<br><br>", "<div><p></p></div>"])
def test_nothing_to_read_is_none(html: str) -> None:
    assert body_text(body_of(html)) is None


def test_no_region_is_none() -> None:
    assert (None, None) == (body_text(None), text_of(None))


def test_what_is_left_out_of_a_region_leaves_no_gap() -> None:
    soup = Soup("<body><p>One <b>two</b> three.</p><p class=share>Share</p><p>Four.</p>")
    region = Region.of(*soup.by_name("body")[0].contents, without=[*soup.by_name("b"), *soup.by_class("share")])
    assert "One three.\n\nFour." == body_text(region)


def test_a_region_is_not_changed_by_leaving_out_more() -> None:
    soup = Soup("<body><p>One.</p><p class=share>Share</p>")
    region = Region.of(*soup.by_name("body")[0].contents)
    assert "One." == body_text(region.minus(soup.by_class("share")))
    assert "One.\n\nShare" == body_text(region)


def test_a_caption_of_a_region_stands_apart() -> None:
    soup = Soup("<body>Text <span>Caption</span> goes on.")
    [caption] = soup.by_name("span")
    region = Region(tuple(soup.by_name("body")[0].contents), captions=frozenset([id(caption)]))
    assert "Text\n\nCaption\n\ngoes on." == body_text(region)


def test_the_text_of_an_element_is_one_line() -> None:
    assert "One two three" == text_of(Soup("<div>One<p>two</p>\n three</div>").by_name("div")[0])


@pytest.mark.parametrize(
    ("raw", "text"), [("  a \n b ", "a b"), ("cafe\u0301\xa0x", "café x"), ("", None), (" \xa0", None), (None, None)]
)
def test_a_cleaned_text_is_one_line_or_none(raw: str | None, text: str | None) -> None:
    assert text == clean(raw)


@pytest.mark.parametrize(("text", "count"), [("One two, three.", 3), ("naïve 2nd", 2), ("…", 0), (None, None)])
def test_words_are_runs_of_letters_and_digits(text: str | None, count: int | None) -> None:
    assert count == count_words(text)


def test_what_stands_beside_a_block_that_is_left_out_stays_apart() -> None:
    soup = Soup("<div>one<div id=a>x</div>two<script id=s>x</script> three<b id=b>x</b> four</div>")
    without = [soup.ids[name] for name in ("a", "s", "b")]
    assert body_text(Region.of(soup.by_name("div")[0], without=without)) == "one\n\ntwo three four"


def test_text_is_composed_and_a_long_run_of_marks_left_alone() -> None:
    assert "caf\u00e9 " * 100 == composed("cafe\u0301 " * 100)
    marks = "\u0300\u0323" * 10_000
    assert f"{marks} caf\u00e9" == composed(f"{marks} cafe\u0301")


@given(
    st.text(alphabet=st.characters(exclude_categories=("Cs",)))
    | st.text(alphabet="aÄß_²½ª 1’“–…\xa0\n\t.-ÿŽ€", max_size=30)
)
def test_words_are_counted_as_the_pattern_counts_them(text: str) -> None:
    assert len(re.findall(r"\w+", text)) == count_words(text)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('<math alttext="a^2+b"><msup><mi>a</mi><mn>2</mn></msup></math>', "so a^2+b holds"),
        (
            '<math><mi>a</mi><annotation encoding="application/x-tex">\\alpha</annotation></math>',
            "so \\alpha holds",
        ),
        ("<math><mi>a</mi><mo>+</mo> <mi>b</mi></math>", "so a+ b holds"),
        ('<span class="katex-mathml"><math><mi>a</mi></math></span><span class="katex-html">a</span>', "so a holds"),
        ("<math></math>", "so holds"),
    ],
)
def test_a_formula_stands_in_the_text_once(formula: str, expected: str) -> None:
    region = body_of(f"<p>so {formula} holds</p>")
    assert body_text(region) == expected
    assert expected in re.sub(r"<[^>]+>|\s(?=\s)", "", body_html(region, "http://blog.example/") or "")
