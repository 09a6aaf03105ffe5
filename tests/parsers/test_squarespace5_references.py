# ruff: noqa: E501 - markup as pages have it
"""The references of a Squarespace 5 post, whose DOM nobody has saved: every plausible one must read the same."""

from __future__ import annotations

from html import escape

import pytest

from blogark.parsers import read_page
from blogark.parsers.model import Reference

URL = "http://www.bindery-notes.example/blog/2010/10/19/a-first-long-stitch.html"
SPOKEN = [
    ("especially", "http://first-spam.example/especially"),
    ("sùi mào gà", "http://benhvien.example/sui-mao-ga"),
    (None, "http://untitled-one.example/"),
    ("cheap nike shoes", "http://shoes.example/?p=88&q=1"),
    (None, "http://untitled-two.example/x"),
    ("find more info", "http://more-info.example/find"),
]
EXCERPT = "A First Long Stitch"
INTRODUCTION = "References allow you to track sources for this article, as well as articles that were written in response to this article."
ICON = '<img title="Response" alt="Response" class="inline-icon" src="/universal/images/transparent.png"/>'


def link(title: str | None, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(title or "")}</a>'


HEADINGS = {
    "h2": "<h2>References (6)</h2>",
    "h3": '<h3 class="caption">References (6) </h3>',
    "h4 with blanks": "<h4>\n References&nbsp; (6)\n</h4>",
    "div": '<div class="caption">References (6)</div>',
    "strong": "<strong>References (6)</strong><br/>",
    "strong in p": "<p><strong>References (6)</strong></p>",
    "icon": f'<h3 class="caption">{ICON.replace("Response", "References")}References (6)</h3>',
    "span for the number": "<h3>References <span>(6)</span></h3>",
    "span for the word": "<div><span>References</span> <em>(6)</em></div>",
    "anchor": '<a name="references"></a><h3 id="references">References (6)</h3>',
    "link": '<h3><a href="#references">References (6)</a></h3>',
    "wrapped": "<div><div><h3>References (6)</h3></div></div>",
    "colon": "<b>References (6):</b>",
}
INTRODUCTIONS = {
    "p": f"<p>{INTRODUCTION}</p>",
    "div": f'<div class="caption-text">{INTRODUCTION}</div>',
    "bare": f"{INTRODUCTION}<br/>",
    "linked": f"<p>{INTRODUCTION.replace('sources', '<em>sources</em>')}</p>",
    "none": "",
}


def _titled(wrap: str, *, label: str = "Response: ", icon: str = ICON) -> str:
    """Items from a pattern with {icon}, {title} (label and link, or nothing), {link}, {excerpt}."""
    out = []
    for title, url in SPOKEN:
        spoken = f"{label}{link(title, url)}" if title else link(None, url)
        inside = f'<a href="{escape(url)}">{label}{escape(title)}</a>' if title else link(None, url)
        icon_link = f'<a href="{escape(url)}">{icon}{label + escape(title) if title else ""}</a>'
        out.append(
            wrap.format(
                icon=icon, title=spoken, inside=inside, icon_link=icon_link, excerpt=EXCERPT, plain=f"{label}{escape(title or '')}",
                only=f"{label}{escape(title)}" if title else "", address=link(url, url), href=escape(url),
            )
        )  # fmt: skip
    return "".join(out)


ITEMS = {
    "list, break": f"<ul>{_titled('<li>{icon} {title}<br/>{excerpt}</li>')}</ul>",
    "list, blocks": f"<ul>{_titled('<li><div>{icon}</div><div>{title}</div><div>{excerpt}</div></li>')}</ul>",
    "list, label in the link": f"<ol>{_titled('<li>{inside}<p>{excerpt}</p></li>')}</ol>",
    "list, icon and label in the link": f"<ul>{_titled('<li>{icon_link}<br/>{excerpt}</li>')}</ul>",
    "list in list": f"<ul>{_titled('<li>{icon}{title}<ul><li>{excerpt}</li></ul></li>')}</ul>",
    "list, linked address": f"<ul>{_titled('<li>{icon}{only}<br/>{excerpt}<br/>{address}</li>')}</ul>",
    "list, label without title": f"<ul>{_titled('<li>{icon}{plain}<br/>{excerpt}<br/>{address}</li>')}</ul>",
    "div": _titled('<div class="r">{icon} {title}<br/>{excerpt}</div>'),
    "div in div": f"<div>{_titled('<div><div>{icon} {title}</div><div>{excerpt}</div></div>')}</div>",
    "div for the title, div for the excerpt": _titled(
        '<div class="t">{icon} {title}</div><div class="e">{excerpt}</div>'
    ),
    "p": _titled("<p>{icon}{title}<br/>{excerpt}</p>"),
    "p without classes, two an item": _titled("<p>{icon}{title}</p><p>{excerpt}</p>"),
    "blockquote": _titled("<p>{icon}{title}</p><blockquote>{excerpt}</blockquote>"),
    "table, one row": f"<table>{_titled('<tr><td>{icon}</td><td>{title}<br/>{excerpt}</td></tr>')}</table>",
    "table, two rows": f"<table>{_titled('<tr><td>{icon}</td><td>{title}</td></tr><tr><td></td><td>{excerpt}</td></tr>')}</table>",
    "tables": _titled("<table><tr><td>{icon}</td><td>{title}</td></tr><tr><td colspan='2'>{excerpt}</td></tr></table>"),
    "dl": f"<dl>{_titled('<dt>{icon}{title}</dt><dd>{excerpt}</dd>')}</dl>",
    "dl without icons": f"<dl>{_titled('<dt>{plain}</dt><dd>{excerpt}</dd><dd>{address}</dd>')}</dl>",
    "flat": _titled("{icon} <b>{title}</b><br/>{excerpt}<br/><br/>"),
    "flat, icon in the link": _titled("{icon_link}<br/>{excerpt}<br/>"),
    "icons rendered as text": f"<ul>{_titled('<li>Response<br/>{title}<br/>{excerpt}</li>')}</ul>",
    "no label": f"<ul>{_titled('<li>{icon}{title}<br/>{excerpt}</li>', label='')}</ul>",
    "no label, div": _titled("<div>{icon}{title}<br/>{excerpt}</div>", label=""),
    "no icon": f"<ul>{_titled('<li>{title}<br/>{excerpt}</li>')}</ul>",
    "span for the label": f"<ul>{_titled('<li>{icon}{title}<br/>{excerpt}</li>', label='<span>Response:</span> ')}</ul>",
}
WRAPPERS = {
    "none": "{}",
    "div": '<div class="wrap">{}</div>',
    "twice": "<div><div>{}</div></div>",
}
AFTER = """
<div class="journal-comment-area-wrapper"><div id="comments" class="journal-comment-area"><h3 class="caption">Reader Comments (1)</h3>
<div class="comment" id="comment77001"><div class="body">Response: <a href="http://no.example/">not a reference</a></div>
<div class="signature">May 3, 2006 | <a title="Unregistered Commenter">anon</a></div></div></div></div>
<form id="postreferenceform"><h3>Link an External Response</h3><ul><li>References will be subject to editor approval.</li></ul></form>"""


def page(references: str, after: str = AFTER) -> bytes:
    return f"""<html><body><script>Squarespace.Constants.CURRENT_MODULE_ID = "1";</script>
<div id="sidebar1" class="verticalNavigationBar"><h3>References (2)</h3><ul><li>Response: <a href="http://side.example/">side</a></li></ul></div>
<div id="contentWrapper"><div id="content"><div class="single-journal-entry-wrapper"><div class="journal-entry" id="item300100">
<div class="journal-entry-text"><h2 class="title">T</h2><div class="body"><p>Text.</p><h3>References (1)</h3><ul><li>Response: <a href="http://in.example/">in the text</a></li></ul></div></div>
<div class="journal-entry-tag"><a href="#references">6 References</a></div></div></div>
{references}{after}</div></div></body></html>""".encode()


def read(html: bytes) -> tuple[Reference, ...]:
    found = read_page(html, URL)
    assert found.problems == ()
    assert [comment.author_name for comment in found.comments] == (["anon"] if b"comment77001" in html else [])
    return found.references


def as_spoken(references: tuple[Reference, ...]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(reference.kind, reference.title, reference.url, reference.excerpt) for reference in references]


EXPECTED = [("reference", title, url, EXCERPT) for title, url in SPOKEN]


@pytest.mark.parametrize("wrapper", WRAPPERS.values(), ids=WRAPPERS.keys())
@pytest.mark.parametrize("items", ITEMS.values(), ids=ITEMS.keys())
def test_references_read_the_same_whatever_holds_them(items: str, wrapper: str) -> None:
    html = wrapper.format(f'<h3 class="caption">References (6)</h3><p>{INTRODUCTION}</p>{items}')
    assert EXPECTED == as_spoken(read(page(html)))


@pytest.mark.parametrize("introduction", INTRODUCTIONS.values(), ids=INTRODUCTIONS.keys())
@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS.keys())
def test_references_are_found_under_any_heading(heading: str, introduction: str) -> None:
    assert EXPECTED == as_spoken(read(page(f"<div>{heading}{introduction}{ITEMS['list, break']}</div>")))
    assert EXPECTED == as_spoken(read(page(f"{heading}{introduction}{ITEMS['div in div']}")))


@pytest.mark.parametrize("items", ITEMS.values(), ids=ITEMS.keys())
def test_references_end_where_the_page_does(items: str) -> None:
    assert EXPECTED == as_spoken(read(page(f"<h3>References (6)</h3>{items}", after="")))


SINGLE = {
    "list": f"<ul><li>{ICON} Response: {link('one', 'http://one.example/a')}<br/>Words.</li></ul>",
    "div": f"<div>{ICON} Response: {link('one', 'http://one.example/a')}</div><div>Words.</div>",
    "p": f"<p>{ICON} Response: {link('one', 'http://one.example/a')}<br/>Words.</p>",
    "flat": f"{ICON} Response: {link('one', 'http://one.example/a')}<br/>Words.",
}


@pytest.mark.parametrize("item", SINGLE.values(), ids=SINGLE.keys())
def test_a_single_reference_is_read_without_the_sentence_above_it(item: str) -> None:
    html = page(f'<h3>References (1)</h3><div class="caption-text">{INTRODUCTION}</div>{item}')
    assert [("reference", "one", "http://one.example/a", "Words.")] == as_spoken(read(html))


REST = {
    "site as a link": '<br/><a href="http://one.example/">The One Site</a>',
    "site after at": '<br/>at <a href="http://one.example/">The One Site</a>',
    "site after from": "<br/>from The One Site<br/>Words.",
    "site in its own block": "<div>Site: The One Site</div><div>Words.</div>",
    "site with a date": "<br/>October 22, 2010 | The One Site<br/>Words.",
    "date and site in words": "<br/>Tracked on October 22, 2010 from The One Site<br/>Words.",
    "site named as its host": "<br/>The-One-Site<br/>Words.",
}


@pytest.mark.parametrize("rest", REST.values(), ids=REST.keys())
def test_the_site_of_a_reference_is_told_from_its_excerpt(rest: str) -> None:
    item = f"<li>{ICON} Response: {link('one', 'http://the-one-site.example/a')}{rest}</li>"
    [reference] = read(page(f"<h3>References (1)</h3><ul>{item}</ul>"))
    assert "theonesite" == (reference.site_name or "").replace(" ", "").replace("-", "").lower()
    assert reference.excerpt in ("Words.", None)
    assert ("2010-10-22" if "2010" in rest else None) == reference.published


def test_a_source_is_told_from_a_response() -> None:
    items = "".join(
        f'<li><img alt="{kind}" src="/x.png"/>{kind}: {link("one", "http://one.example/a")}</li>'
        for kind in ("Source", "Response")
    )
    assert ["source", "reference"] == [
        reference.kind for reference in read(page(f"<h3>References (2)</h3><ul>{items}</ul>"))
    ]


def test_a_number_that_lies_loses_no_reference() -> None:
    assert EXPECTED == as_spoken(read(page(f"<h3>References (9)</h3><p>{INTRODUCTION}</p>{ITEMS['list, break']}")))
    assert EXPECTED == as_spoken(read(page(f"<h3>References (2)</h3><p>{INTRODUCTION}</p>{ITEMS['p']}")))


def test_a_heading_without_items_gives_none() -> None:
    assert () == read(page(f"<h3>References (0)</h3><p>{INTRODUCTION}</p>"))


def test_an_excerpt_keeps_its_dates_and_bars() -> None:
    excerpt = "In the winter of 2009 we sewed | and sewed, from dawn to dusk, until the thread was gone and all the wax with it."
    [reference] = read(
        page(
            f"<h3>References (1)</h3><ul><li>{ICON} Response: {link('one', 'http://one.example/')}<br/>{excerpt}</li></ul>"
        )
    )
    assert (excerpt, None, None) == (reference.excerpt, reference.published, reference.site_name)
