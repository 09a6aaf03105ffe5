"""Pages made to exhaust their reader: they are read in bounds, and what was cut is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from blogark.parsers import Page, read_page
from blogark.parsers.tree.limits import DEEPEST, LONGEST, MOST_ATTRIBUTES, MOST_NODES, MOST_TAGS, tame
from blogark.tests.memory import watched

URL = "https://blog.example/2010/10/post.html"
SECONDS = 6.0
"""What a page may take at worst: 2 s when nothing else runs (measured: 0.1 to 1.4 s)."""


def page(inside: str) -> bytes:
    return f"<html><head><title>A post</title></head><body><h1>A post</h1>{inside}</body></html>".encode()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nested-div": lambda: page("<div>" * 50_000 + "The end." + "</div>" * 50_000),
    "nested-span-unclosed": lambda: page("<span>" * 50_000 + "The end."),
    "nested-b-and-p": lambda: page("<b><p>" * 30_000 + "The end."),
    "nested-table": lambda: page("<table><tr><td>" * 20_000 + "The end."),
    "nested-blockquote": lambda: page("<blockquote>x" * 50_000 + "The end."),
    "nested-list": lambda: page("<ul><li>" * 30_000 + "The end."),
    "nested-comments": lambda: page("<ol class=comments>" + "<li class=comment id=c-1><ol>" * 20_000 + "The end."),
    "end-tags": lambda: page("</div>" * 500_000 + "The end."),
    "one-line": lambda: page("<p>" + "word " * 2_000_000 + "The end."),
    "one-word": lambda: page("<p>" + "x" * 5_000_000 + " The end."),
    "attributes": lambda: page("<p " + "".join(f"a{n}=1 " for n in range(550_000)) + ">The end."),
    "one-attribute": lambda: page('<p title="' + "x" * 5_000_000 + '">The end.'),
    "class-words": lambda: page("<p class='" + "".join(f"c{n} " for n in range(400_000)) + "'>The end."),
    "classes": lambda: page("".join(f"<b class='a{n} b{n} c{n}'>x</b>" for n in range(40_000)) + "The end."),
    "ids": lambda: page("".join(f"<b id=date-{n}>x</b>" for n in range(40_000)) + "The end."),
    "open-quote": lambda: page("The end.<p title='" + "<b>" * 500_000),
    "less-than": lambda: page("The end." + "<" * 1_000_000),
    "open-comment": lambda: page("The end.<!--" + "<!--" * 500_000),
    "entities": lambda: page("&amp;" * 500_000 + "The end."),
    "breaks": lambda: page("<br>" * 200_000 + "The end."),
    "paragraphs": lambda: page("<p>x" * 500_000 + "The end."),
    "comments": lambda: page("".join(f"<li id=comment-{n}><b>A</b><p>Said {n}." for n in range(30_000)) + "The end."),
    "date": lambda: page("<time class=date>" + "1 " * 500_000 + "</time>The end."),
    "dates": lambda: page("<span class=date>12/12/2012</span>" * 20_000 + "The end."),
    "slashes": lambda: page("<a href='" + "/" * 1_000_000 + "'>x</a>The end."),
    "blanks": lambda: page("x" + " " * 5_000_000 + "The end."),
    "json-ld": lambda: page("<script type=application/ld+json>" + "[" * 500_000 + "</script>The end."),
    "meta": lambda: page("<meta name=a content=b>" * 50_000 + "The end."),
    "links": lambda: page("<a rel=tag href=/tag/x>x</a> " * 30_000 + "The end."),
    "authors": lambda: page("<span class=author>by A B</span> " * 20_000 + "The end."),
    "headings": lambda: page("<h2>A post</h2>" * 20_000 + "The end."),
    "marks": lambda: page("a" + "\u0300\u0323" * 500_000 + "The end."),
    "long-line": lambda: page("<p>" + "www.a.b/" * 2_000 + " The end." * 30),
    "paragraphs-of-10-mb": lambda: page("<p>" * 3_400_000 + "The end."),
    "attributes-in-all-tags": lambda: page("<p a b c d e f g h i j k l m n o p q r s t u v w>" * 200_000 + "The end."),
    "table": lambda: page("<table>" + ("<tr>" + "<td>cell</td>" * 20 + "</tr>") * 10_000 + "</table>The end."),
    "drupal-comments": lambda: page(
        "<meta name=generator content=Drupal>"
        + "".join(f"<a id=comment-{n}></a><div class=comment><p>Said {n}.</p></div>" for n in range(8_000))
        + "The end."
    ),
    "wordpress-list": lambda: page(
        "<meta name=generator content=WordPress>"
        + "".join(
            f"<article class=hentry id=post-{n}><h2 class=entry-title><a href=/2010/10/{n}>Post {n}</a></h2>"
            f"<div class=entry-content><p>Said in {n}. The end.</p></div></article>"
            for n in range(3_000)
        )
    ),
    "microdata": lambda: page("<div itemscope itemtype=//schema.org/BlogPosting itemprop=x>" * 3_000 + "The end."),
}


@pytest.fixture(scope="module", autouse=True)
def memory() -> Iterator[None]:
    """No hostile page needs more than 500 MB beyond what the tests need themselves."""
    needed = watched()
    yield
    assert needed() < 500_000_000


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_in_time_and_to_its_end(name: str) -> None:
    content = HOSTILE[name]()
    start = time.process_time()
    read = read_page(content, URL, "text/html; charset=utf-8")
    assert time.process_time() - start < SECONDS
    assert [] == [problem for problem in read.problems if "Error" in problem.message]
    assert "The end." in texts_of(read) or "end" in " ".join(problem.message for problem in read.problems)


def texts_of(read: Page) -> str:
    texts = [comment.body_text for comment in read.comments]
    texts += [post.body_text for post in (read.post, *read.entries) if post]
    return " ".join(text for text in texts if text)


def test_a_plain_page_passes_as_it_is() -> None:
    assert ("<p>One</p>", ()) == tame("<p>One</p>")


def test_text_below_the_greatest_depth_is_kept_and_told() -> None:
    text, told = tame("<div>" * 20_000 + "deep" + "</div>" * 20_000)
    assert DEEPEST == text.count("<div>")
    assert "deep" in text
    assert (f"elements stand 20000 deep in each other; those below {DEEPEST} were read as text",) == told


def test_many_shallow_elements_are_no_deep_ones() -> None:
    text = "<p>x<br>" * 20_000
    assert (text, ()) == tame(text)


def test_too_many_attributes_are_cut_and_told() -> None:
    text, [told] = tame("<p " + "".join(f"a{n}=1 " for n in range(50_000)) + ">Text")
    assert f"a{MOST_ATTRIBUTES - 1}=1" in text
    assert f"a{MOST_ATTRIBUTES}=1" not in text
    assert text.endswith(">Text")
    assert f"keep {MOST_ATTRIBUTES} attributes each" in told


def test_a_tag_of_too_many_attributes_costs_no_other_tag_its_own() -> None:
    article = "<p id=1 class=2 lang=de title=4 dir=ltr>Text" * 10
    text, _ = tame("<p " + "".join(f"a{n}=1 " for n in range(600_000)) + ">" + article)
    assert text.endswith(article)


def test_many_attributes_in_many_tags_are_cut_and_told() -> None:
    text, told = tame("<p a b c d e f g h i j k l m n o p>" * 40_000 + "Text")
    assert text.startswith("<p a b c d e f g h i j k l m n o p>")
    assert text.endswith("<p a b c>Text")
    assert any("very many attributes" in sentence for sentence in told)


def test_behind_very_many_tags_only_text_is_read() -> None:
    text, [told] = tame("<i></i>" * (MOST_TAGS // 2) + "one<script>if (a<b) two()</script><p class=x>three")
    assert MOST_TAGS == text.count("<")
    assert text.split(">")[-1].split() == ["one", "three"]
    assert f"behind the first {MOST_TAGS} only text was read" in told


def test_a_page_beyond_all_bounds_is_cut_and_told() -> None:
    text, [told] = tame("x" * (LONGEST + 1))
    assert LONGEST == len(text)
    assert f"the page has {LONGEST + 1} characters; the first {LONGEST} were read" == told


def test_the_rest_of_a_page_of_too_many_elements_is_read_as_text() -> None:
    read = read_page(page("<p>one" * MOST_NODES + "<p>last"), URL)
    assert any("elements and texts" in problem.message for problem in read.problems)
    assert "last" in texts_of(read)
