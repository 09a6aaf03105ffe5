"""Where the article stands, and what in it is not the article."""

from __future__ import annotations

import time

import pytest

from blogark.parsers import read_page

URL = "https://weir.example/2009/03/gate.html"
FIRST = "The gate at the upper weir had not been moved for eleven years, and it showed in every bolt of it."
SECOND = "We lifted it on a Saturday with a borrowed tractor, a chain and more advice than we needed or cared to take."
THIRD = "What is left to do is the sill, which has to be cut to fit the stones, because no two of them are level."
ARTICLE = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
HEAD = "<html lang=en><head><title>A new gate - The weir book</title></head><body>"


def body(html: str) -> str | None:
    post = read_page(f"{HEAD}{html}</body></html>".encode(), URL, "text/html; charset=utf-8").post
    return post.body_text if post else None


@pytest.mark.parametrize(
    "html",
    [
        "<h1>A new gate</h1>{}",
        "<div id=main><h2>A new gate</h2><div class=entry>{}</div></div><div id=sidebar>{side}</div>",
        "<table><tr><td width=160>{side}</td><td><h2>A new gate</h2>{}</td></tr></table>",
        "<table><tr><td><table><tr><td><h2>A new gate</h2><tr><td>{}</table><td>{side}</table>",
        "<nav>{side}</nav><main><article><h1>A new gate</h1><div>{}</div></article></main><footer>{side}</footer>",
        "<form id=aspnetForm><div><h1>A new gate</h1><div>{}</div></div><div class=widget>{side}</div></form>",
    ],
    ids=["bare", "sidebar", "table", "tables", "html5", "form"],
)
def test_the_article_is_found_in_pages_of_every_age(html: str) -> None:
    side = "<ul><li><a href=/a>Ice on the pond</a></li><li><a href=/b>Counting eels at night</a></li></ul>"
    assert TEXT == body(html.format(ARTICLE, side=side))


@pytest.mark.parametrize(
    "extra",
    [
        "<div class=sharedaddy><h3>Share this:</h3><ul><li><a href=//f>Facebook</a></li></ul></div>",
        "<div class=author-box><p>Rowan Pike keeps the weir and writes of it when the water is low.</p></div>",
        "<h3>Related posts</h3><ul><li><a href=/a>Ice on the pond</a></li><li><a href=/b>Counting eels</a></li></ul>",
        "<p>Read more: <a href=/a>Ice on the pond, and what came of it</a></p>",
        "<p class=posted>Posted by Rowan Pike, March 13, 2009</p>",
        "<p>Filed under: <a href=/c/gates>gates</a></p>",
        "<p>4 comments</p>",
        "<p><a class=btn href=/buy>Order the book</a></p>",
        "<p>Subscribe to our newsletter and never miss a gate again.</p>",
        "<p>Advertisement – continue reading below</p>",
        "<p>We independently test every gate that we recommend.</p>",
        "<p>« <a href=/2009/02/ice.html>Ice on the pond</a> | <a href=/2009/04/eels.html>Counting eels</a> »</p>",
        "<form><p>Name <input></p><textarea></textarea></form>",
    ],
    ids=[
        *("share", "author", "related", "read more", "signature", "filed", "count", "button", "newsletter"),
        *("advertisement", "promotion", "neighbours", "form"),
    ],
)
def test_what_hangs_on_an_article_is_not_its_text(extra: str) -> None:
    assert TEXT == body(f"<div class=post><h1>A new gate</h1><div class=entry>{ARTICLE}{extra}</div></div>")


@pytest.mark.parametrize(
    "kept",
    [
        "<ul><li><a href=https://oak.example>Sills of oak</a></li><li><a href=/b>Gates, the first part</a></li></ul>",
        "<p>Part two of <a href=/p>three</a>.</p>",
        "<blockquote><p>Let the river do it.</p></blockquote>",
        "<h2>The sill</h2>",
        "<table><tr><td>oak</td><td>12</td></tr><tr><td>larch</td><td>9</td></tr></table>",
        "<pre>gate = weir.open()</pre>",
        "<figure><img src=/g.jpg><figcaption>The gate, seen from the upper bank</figcaption></figure>",
    ],
    ids=["list", "line", "quote", "heading", "table", "code", "caption"],
)
@pytest.mark.parametrize("at", [1, 2], ids=["middle", "late"])
def test_all_that_an_article_is_made_of_is_kept(kept: str, at: int) -> None:
    paragraphs = [f"<p>{one}</p>" for one in (FIRST, SECOND, THIRD)]
    paragraphs.insert(at, kept)
    text = body(f"<div class=post><h1>A new gate</h1><div class=entry-content>{''.join(paragraphs)}</div></div>")
    without = body(f"<div class=post><h1>A new gate</h1><div class=entry-content>{ARTICLE}</div></div>")
    assert text is not None
    assert without == TEXT != text
    assert all(one in text for one in (FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    "first",
    [
        "<ul><li><a href=https://oak.example>Sills of oak</a></li><li><a href=/b>Gates, the first part</a></li></ul>",
        "<p>Part two of <a href=/p>three</a>.</p>",
    ],
    ids=["list", "line"],
)
def test_what_the_text_begins_with_is_kept_however_short(first: str) -> None:
    text = body(f"<h1>A new gate</h1><p class=meta>March 13, 2009</p><div class=post-content>{first}{ARTICLE}</div>")
    assert text is not None
    assert text.endswith(TEXT)
    assert "of" in text.removesuffix(TEXT)
    assert "2009" not in text


def test_a_last_link_to_the_site_is_none_of_the_text_but_one_to_a_source_is() -> None:
    end = "<p><a href=/ice>Ice on the pond</a></p>"
    source = "<p><a href=https://oak.example/sills>Sills of oak, by the miller</a></p>"
    entry = "<div class=post><h1>A new gate</h1><div class=entry>{}</div></div>"
    assert TEXT == body(entry.format(ARTICLE + end))
    assert f"{TEXT}\n\nSills of oak, by the miller" == body(entry.format(ARTICLE + source))


def test_the_standfirst_under_the_only_main_heading_belongs_to_the_text() -> None:
    stand = "<p>How two people and one tractor hung a sluice gate, and what the herons thought of it.</p>"
    text = body(f"<header><h1>Another heading</h1>{stand}</header><div class=article-body>{ARTICLE}</div>")
    assert text is not None
    assert "How two people" in text


def test_a_body_out_of_a_table_has_no_cells_around_it() -> None:
    html = f"{HEAD}<table><tr><td><h2>A new gate</h2>{ARTICLE}<a name=end></a></td><td>beside</td></tr></table>"
    post = read_page(html.encode(), URL, "text/html; charset=utf-8").post
    assert post is not None
    assert ARTICLE == post.body_html


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>" * 5_000 + "x",
        "<div class=entry-content>" * 5_000 + "x",
        "<p>Read more: <a href=/x>x</a>" * 10_000,
        "<h3>Related posts</h3><p>x</p>" * 5_000,
        "<a href=/p class=prev>older</a><a href=/n class=next>newer</a>" * 5_000,
    ],
    ids=["tables", "wrappers", "links", "labels", "neighbours"],
)
def test_hostile_articles_are_read_in_time(html: str) -> None:
    started = time.process_time()
    body(html)
    assert time.process_time() - started < 4
