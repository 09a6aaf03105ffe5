# ruff: noqa: E501 - markup as pages have it
"""The page that this project was made for, rebuilt from its text where the text lies beside the checkout.

The text belongs to its author and is not part of the project: ``../shared/seed-page.txt``. What its rendering lost (the
markup, the names of the five categories, the addresses) is put in as Squarespace 5 pages have it.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path

import pytest

from blogark.parsers import Page, read_page

SEED = Path(__file__).parents[3] / "shared" / "seed-page.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason=f"the seed page's text is not there: {SEED}")

URL = "http://www.pilates-pro.com/pilates-pro/2010/10/19/intro-to-the-psoas-muscle.html"
CATEGORIES = ("Anatomy", "Education", "Guest Posts", "Psoas", "Teachers")
ICON = '<img title="{0}" alt="{0}" class="inline-icon" src="/universal/images/transparent.png"/>'
SHARE = (
    '<a href="http://www.addthis.com/bookmark.php?v=250"><img src="http://s7.addthis.com/static/btn/lg-share-en.gif"'
    ' alt="Bookmark and Share"/></a>'
)


@cache
def text() -> str:
    return SEED.read_text("utf-8")


def between(start: str, end: str) -> str:
    return text().split(start, 1)[1].split(end, 1)[0].strip("\n")


@cache
def paragraphs() -> list[str]:
    return [
        part.strip("\n") for part in between("Bookmark and Share", "Bookmark and Share").split("\n\n") if part.strip()
    ]


def comments() -> list[tuple[str, str, str]]:
    """Text, date and name of each comment."""
    region = between("Reader Comments (4)", "PostPost a New Comment")
    found = re.findall(r"(.+?)\n\n(\w+ \d+, \d{4}) \| Unregistered Commenter(\w+)", region, re.S)
    return [(body.strip("\n"), date, name) for body, date, name in found]


def references() -> list[tuple[str | None, str]]:
    """Title and second line of each reference."""
    items = between("References (6)", "Reader Comments").split("• Response")[1:]
    found = []
    for item in items:
        lines = [line.strip() for line in item.split("\n") if line.strip()]
        title = lines[0].removeprefix("Response: ") if len(lines) > 1 else None
        found.append((title, lines[-1]))
    return found


def body_html() -> str:
    out = [f"<p>{SHARE}</p>"]
    for part in paragraphs():
        lines = part.split("\n")
        if lines[0].lstrip().startswith("•"):
            out.append("<ul>" + "".join(f"<li>{escape(line.strip(' •'))}</li>" for line in lines) + "</ul>")
        elif part.startswith("Constructive Rest PositionThe"):
            image = (
                '<span class="full-image-float-left ssNonEditable"><span><img src="/storage/crp.jpg" alt="CRP"/></span>'
            )
            caption = '<span class="thumbnail-caption">Constructive Rest Position</span></span>'
            out.append(f"<p>{image}{caption}{escape(part.removeprefix('Constructive Rest Position'))}</p>")
        elif part.startswith("The Anatomy of Core Stability"):
            out.append(
                "<p>" + "<br/>".join(f'<a href="/pilates-pro/{slug(line)}.html">{line}</a>' for line in lines) + "</p>"
            )
        else:
            out.append(f"<p>{escape(part)}</p>")
    return "\n".join([*out, SHARE])


def slug(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower()).strip("-")


def reference_list(kind: str) -> str:
    out = []
    for number, (title, excerpt) in enumerate(references(), 1):
        link = f'<a href="http://reference-{number}.example/">{title or ""}</a>'
        label = f"Response: {link}" if title else link
        pattern = {
            "list": "<li>{icon}{label}<br/>{excerpt}</li>",
            "blocks": '<div class="a">{icon}<div>{label}</div><div>{excerpt}</div></div>',
            "table": "<tr><td>{icon}</td><td>{label}<br/>{excerpt}</td></tr>",
        }[kind]
        out.append(pattern.format(icon=ICON.format("Response"), label=label, excerpt=excerpt))
    return {"list": "<ul>{}</ul>", "blocks": "<div>{}</div>", "table": "<table>{}</table>"}[kind].format("".join(out))


def html(kind: str) -> str:
    newer, _, older = (part.strip(" «»") for part in text().split("\n", 1)[0].split("|"))
    claimed = between("Bookmark and Share\n\n\nPosted on ", "\n")
    date = claimed.split(" by ")[0]
    terms = ", ".join(f'<a rel="tag" href="/pilates-pro/category/{slug(name)}">{name}</a>' for name in CATEGORIES)
    told = "".join(
        f'<div class="comment-wrapper authored-by-None"><div class="comment" id="comment{90000 + number}">'
        f'<div id="item{90000 + number}" class="body">{escape(body).replace(chr(10), "<br/>")}</div><div class="signature">{when} |'
        f' <a href="/contributor/{number}" title="Unregistered Commenter">{ICON.format("Unregistered Commenter")}{name}</a></div></div></div>'
        for number, (body, when, name) in enumerate(comments(), 1)
    )
    return f"""<html lang="en"><head><title>Intro to the Psoas&nbsp;Muscle - Pilates-Pro</title></head><body>
<script>Squarespace.Constants.CURRENT_MODULE_ID = "1"; Squarespace.Constants.OBJECT_PERMALINK = "{URL}";</script>
<div id="sidebar1" class="verticalNavigationBar"><div class="caption">Latest Comments</div><ul class="change-list-pt"><li>Gav on
<a href="/pilates-pro/x.html#comment1">Sidebar</a></li></ul></div><div id="contentWrapper"><div id="content">
<div class="journal-entry-navigation"><a class="journal-entry-navigation-prev" href="/pilates-pro/newer.html">&laquo; {newer}</a> |
<a class="journal-entry-navigation-main" href="/">Main</a> | <a class="journal-entry-navigation-next" href="/pilates-pro/older.html">{older} &raquo;</a></div>
<div class="single-journal-entry-wrapper"><div class="journal-entry-wrapper post-text authored-by-pilates-pro"><div id="item8800" class="journal-entry">
<div class="journal-entry-text"><h2 class="title"><a class="journal-entry-navigation-current" href="{URL}">Intro to the Psoas&nbsp;Muscle</a></h2>
<div class="body">{body_html()}</div></div>
<div class="journal-entry-tag journal-entry-tag-post-body"><div class="journal-entry-tag-post-body-line1"><span class="posted-on">Posted on {date}</span> by
<span class="posted-by"><a href="/member/pilates-pro" title="Registered Commenter">{ICON.format("Registered Commenter")}Pilates-Pro</a></span>
<span class="posted-in">in {terms}</span> | <span class="post-comments"><a href="#comments">{ICON.format("Comments")}4 Comments</a></span> |
<a href="#references">{ICON.format("References")}6 References</a></div>
<div><a href="{URL}?printerFriendly=true">Printer Friendly Version</a></div><div><a href="/recommend/8800">Email Article to Friend</a></div></div></div></div></div>
<h3 class="caption">References (6)</h3><div>References allow you to track sources for this article, as well as articles that were written in
response to this article.</div>{reference_list(kind)}
<div class="journal-comment-area-wrapper"><div id="comments" class="journal-comment-area"><h3 class="caption">Reader Comments (4)</h3>{told}</div></div>
<div class="journal-add-comment-area-wrapper"><form id="postform"><h3 class="caption">{ICON.format("Post")}Post a New Comment</h3>Enter your information below
to add a new comment.<textarea name="body" id="body"></textarea></form><form id="postreferenceform" style="display: none">Article Title:</form></div>
</div></div></body></html>"""


@pytest.fixture(params=["list", "blocks", "table"])
def page(request: pytest.FixtureRequest) -> Page:
    return read_page(html(request.param).encode(), URL)


def test_the_seed_page_finds_its_columns(page: Page) -> None:
    post = page.post
    assert post is not None
    assert ("post", "squarespace5", ()) == (page.kind, page.platform, page.problems)
    assert ("Intro to the Psoas Muscle", "Pilates-Pro", "registered", "Liz Koch") == (
        post.title, post.author_name, post.author_kind, post.byline,
    )  # fmt: skip
    assert ("2010-10-19T15:30:00", None) == (post.published, post.published_utc)
    assert "Tuesday, October 19, 2010 at 03:30PM" == post.published_raw
    assert CATEGORIES == tuple(term.name for term in post.categories)
    assert () == post.tags
    assert "http://www.pilates-pro.com/pilates-pro/older.html" == post.previous_url
    assert "http://www.pilates-pro.com/pilates-pro/newer.html" == post.next_url
    assert (4, 6) == (post.comments_claimed, post.references_claimed)


def test_the_seed_pages_body_is_whole_and_nothing_else(page: Page) -> None:
    post = page.post
    assert post is not None
    lines = [line.strip(" •") for part in paragraphs() for line in part.split("\n")]
    caption = "Constructive Rest Position"
    expected = [
        piece
        for line in lines
        for piece in ([caption, line.removeprefix(caption)] if line.startswith(caption + "The") else [line])
    ]
    assert [" ".join(line.split()) for line in expected] == [
        line for line in (post.body_text or "").split("\n") if line
    ]
    assert {
        "The Anatomy of Core Stability",
        "Freeing Your Shoulder to Connect to the Core",
        "7 Signs Your Core Is Getting Stronger",
    } == {link.text for link in page.links if link.scope == "internal"}
    [image] = page.media
    assert ("http://www.pilates-pro.com/storage/crp.jpg", caption) == (image.url, image.caption)


def test_the_seed_pages_comments_keep_kind_date_author_and_text(page: Page) -> None:
    assert [
        ("FER", "2010-10-22"), ("RRR", "2010-10-27"), ("RRS", "2010-12-21"), ("John", "2012-01-08"),
    ] == [(comment.author_name, comment.published) for comment in page.comments]  # fmt: skip
    assert {"unregistered"} == {comment.author_kind for comment in page.comments}
    assert [body for body, _, _ in comments()] == [comment.body_text for comment in page.comments]
    assert (page.comments[3].body_text or "").endswith("\nRound Rock dentists")


def test_the_seed_pages_references_keep_their_titles_and_the_lack_of_them(page: Page) -> None:
    titles = ["especially", "sùi mào gà", None, "cheap nike shoes", None, "find more info"]
    assert titles == [reference.title for reference in page.references]
    assert {("reference", "Intro to the Psoas")} == {
        (reference.kind, reference.excerpt) for reference in page.references
    }
