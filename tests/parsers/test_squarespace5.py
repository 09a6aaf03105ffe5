# ruff: noqa: E501 - markup as pages have it
"""Squarespace 5: what its pages say, and what stands beside it and is not said."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from blogark.parsers import Page, detect, read_page, traps_of
from blogark.parsers.engines.squarespace5 import Squarespace5

PAGES = Path(__file__).parents[1] / "pages" / "squarespace5"
CORPUS = Path(__file__).parents[3] / "shared" / "corpora"
URL = "http://www.bindery-notes.example/blog/2010/10/19/a-first-long-stitch.html"


def page_of(case: str, url: str = URL) -> Page:
    return read_page((PAGES / case / "page.html").read_bytes(), url)


def entry(*, meta: str = "", body: str = "<p>Text.</p>", after: str = "", head: str = "") -> bytes:
    return f"""<html><body>{head}<div id="content"><div class="single-journal-entry-wrapper"><div class="journal-entry-wrapper authored-by-otto">
<div id="item8800" class="journal-entry"><div class="journal-entry-text"><h2 class="title">Title</h2><div class="body">{body}</div></div>
<div class="journal-entry-tag journal-entry-tag-post-body">{meta}</div></div></div></div>{after}</div></body></html>""".encode()


# ---- what must not leak

FOREIGN = (
    "Bookmark and Share", "Sidebar Sam", "Limerick", "Everything on these pages", "Post a New Comment", "Enter your information",
    "Article Title", "Link an External Response", "Some HTML allowed", "Copyright", "Printer Friendly", "Email Article", "Main",
    "References allow", "Reader Comments",
)  # fmt: skip


@pytest.mark.parametrize("foreign", FOREIGN)
def test_what_stands_around_the_post_never_leaks(foreign: str) -> None:
    page = page_of("default-layout")
    assert page.post is not None
    said = [page.post.body_text, page.post.body_html, *(comment.body_text for comment in page.comments)]
    said += [reference.excerpt for reference in page.references] + [link.text for link in page.links]
    assert foreign in (PAGES / "default-layout" / "page.html").read_text("utf-8") or foreign == "Reader Comments (4)"
    assert [] == [text for text in said if text and foreign in text]


@pytest.mark.parametrize(
    "button",
    [
        '<a href="http://www.addthis.com/bookmark.php"><img src="http://s7.addthis.com/x.gif" alt="Bookmark and Share"/></a>',
        "<p>Bookmark and Share</p>",
        "<div>\n Bookmark and Share\n</div>",
        "Bookmark and Share",
        '<div class="addthis_toolbox"><a class="addthis_button_tweet">Tweet</a></div>',
        '<iframe src="http://www.facebook.com/plugins/like.php?href=x"></iframe>',
        '<p><a href="http://twitter.com/share?url=x" class="twitter-share-button">Tweet</a></p>',
        '<p><img src="/storage/share.gif" alt="Bookmark and Share"/></p>',
    ],
)
def test_share_buttons_are_no_part_of_a_body(button: str) -> None:
    page = read_page(entry(body=f"{button}<p>Text.</p>{button}"), URL)
    assert page.post is not None
    assert ("Text.", "<p>Text.</p>", (), ()) == (page.post.body_text, page.post.body_html, page.links, page.media)


def test_a_link_to_a_service_of_sharing_inside_a_sentence_takes_no_text_with_it() -> None:
    page = read_page(entry(body='<p>Read <a href="http://digg.com/about">this</a> and share it.</p>'), URL)
    assert page.post is not None
    assert "Read this and share it." == page.post.body_text


# ---- bylines

BYLINES = {
    "By Liz Koch": "Liz Koch",
    "by Maren van der Oakes": "Maren van der Oakes",
    "By: Ada Finch, Contributor": "Ada Finch",
    "Written by Ada Finch & Ben Holt": "Ada Finch & Ben Holt",
    "Guest post by Ana María López": "Ana María López",
    "By the way, nothing happened.": None,
    "By now everybody knows Ada": None,
    "By Monday 12 o'clock": None,
    "Stand by Me and You and Him and Her and Them and Us": None,
}


@pytest.mark.parametrize(("line", "name"), BYLINES.items())
def test_a_byline_is_a_name_on_a_line_of_its_own(line: str, name: str | None) -> None:
    page = read_page(entry(body=f"<p>{line}</p><p>Text.</p>"), URL)
    assert page.post is not None
    assert name == page.post.byline


# ---- dates

DATES = {
    "Tuesday, October 19, 2010 at 03:30PM": "2010-10-19T15:30:00",
    "Wednesday, September 21, 2011 at 9:03AM": "2011-09-21T09:03:00",
    "Thursday, March 31, 2011 at 16:23": "2011-03-31T16:23:00",
    "Tuesday, July 25, 2017 at 0:15": "2017-07-25T00:15:00",
    "Sunday, January 1, 2012 at 12:00AM": "2012-01-01T00:00:00",
    "Sunday, January 1, 2012 at 12:30PM": "2012-01-01T12:30:00",
    "Thursday, 31 March 2011 at 16:23": "2011-03-31T16:23:00",
    "October 22, 2010": "2010-10-22",
}


@pytest.mark.parametrize(("raw", "published"), DATES.items())
def test_dates_keep_their_precision(raw: str, published: str) -> None:
    for meta in (
        f'<span class="posted-on">{raw}</span>',
        f'<span class="posted-on">Posted on {raw}</span> by Otto',
        f"Posted on {raw} by Otto in Paper | 2 Comments",
    ):
        post = read_page(entry(meta=meta), URL).post
        assert post is not None
        assert (published, None, raw) == (post.published, post.published_utc, post.published_raw)


@pytest.mark.parametrize(("raw", "published"), DATES.items())
def test_dates_of_comments_keep_their_precision(raw: str, published: str) -> None:
    area = f'<div id="comments"><div class="comment" id="comment12"><div class="body">Yes.</div><div class="signature">{raw} | <a href="/member/a" title="Registered Commenter">A | B</a></div></div></div>'
    [comment] = read_page(entry(after=area), URL).comments
    assert (published, raw, "A | B", "registered") == (
        comment.published,
        comment.published_raw,
        comment.author_name,
        comment.author_kind,
    )


# ---- the account

ACCOUNTS = {
    "span": '<span class="posted-by"><a href="/blog/author/otto"><img alt="Author" class="inline-icon user-registered-icon" src="/x.png"/>Otto Lind</a></span>',
    "by inside": '<span class="posted-by">by <a href="/blog/author/otto"><img alt="Registered Commenter" src="/x.png"/>Otto Lind</a></span>',
    "member": 'Posted on May 2, 2006 by <a href="/member/otto" title="Registered Commenter">Otto Lind</a> in x',
    "two texts": '<span class="posted-by">\n by \n <a href="/member/otto"> <img alt="Registered Commenter" src="/x.png"/>\n Otto Lind \n</a></span>',
    "alt as text": '<span class="posted-by"><a href="/member/otto">Registered CommenterOtto Lind</a></span>',
}


@pytest.mark.parametrize("meta", ACCOUNTS.values(), ids=ACCOUNTS.keys())
def test_the_account_is_told_in_many_ways(meta: str) -> None:
    post = read_page(entry(meta=meta), URL).post
    assert post is not None
    assert ("Otto Lind", "registered") == (post.author_name, post.author_kind)


# ---- neighbours, addresses, kinds


def test_the_left_link_is_the_newer_post() -> None:
    post = page_of("default-layout").post
    assert post is not None
    assert post.next_url == "http://www.bindery-notes.example/blog/2010/10/26/maren-oakes-on-air.html"
    assert post.previous_url == "http://www.bindery-notes.example/blog/2010/10/12/free-paste-recipe.html"


def test_dates_in_addresses_turn_neighbours_round_in_journals_that_show_the_oldest_first() -> None:
    head = '<div class="journal-entry-navigation"><a class="journal-entry-navigation-prev" href="/blog/2010/10/1/a.html">« A</a> | <a class="journal-entry-navigation-next" href="/blog/2010/11/1/b.html">B »</a></div>'
    post = read_page(entry(head=head), URL).post
    assert post is not None
    assert (
        "http://www.bindery-notes.example/blog/2010/10/1/a.html",
        "http://www.bindery-notes.example/blog/2010/11/1/b.html",
    ) == (post.previous_url, post.next_url)


def test_the_print_view_is_the_post_it_prints() -> None:
    printed, post = page_of("printer-friendly", URL + "?printerFriendly=true").post, page_of("default-layout").post
    assert printed is not None
    assert post is not None
    assert (post.url, post.title, post.body_text, post.published) == (
        printed.url,
        printed.title,
        printed.body_text,
        printed.published,
    )


def test_the_scheme_that_was_crawled_is_kept() -> None:
    secure = URL.replace("http:", "https:")
    post = page_of("default-layout", secure).post
    assert post is not None
    assert post.url == secure


def test_an_error_page_is_no_post() -> None:
    page = page_of("error", "http://www.bindery-notes.example/blog/2010/1/1/gone.html")
    assert ("error", None, ()) == (page.kind, page.post, page.comments)


def test_version_7_is_another_engine() -> None:
    html = (
        b'<html><script>Static.SQUARESPACE_CONTEXT = {};</script><img src="/universal/images/transparent.png"/></html>'
    )
    assert detect(html, URL) is not Squarespace5


@pytest.mark.parametrize("case", [case.name for case in PAGES.iterdir() if (case / "page.html").exists()])
def test_no_golden_page_makes_a_problem(case: str) -> None:
    assert () == page_of(case).problems


TRAPS = {
    "/blog/recommend/8800412": True,
    "/blog/2010/10/19/a.html?printerFriendly=true": True,
    "/member/otto": True,
    "/contributor/7710021": True,
    "/display/Search?moduleId=1&searchQuery=x": True,
    "/login/?returnUrl=%2Fblog": True,
    "/blog/NaN/NaN/NaN/stray.html": True,
    "/forum/post/12?lastPage=true": True,
    "/blog/trackback/8800412": True,
    "/process/CreateReference?moduleId=1": True,
    "/blog/2010/10/19/a.html": False,
    "/blog/?currentPage=2": False,
    "/blog/category/paper": False,
    "/blog/tag/paper?currentPage=2": False,
    "/blog/author/otto": False,
    "/blog/rss-comments-entry-8800412.xml": False,
    "/members/": False,
    "/blog/2011/1/1/log-in-the-fire.html": False,
}


@pytest.mark.parametrize(("path", "is_trap"), TRAPS.items())
def test_traps_are_told_with_their_reason(path: str, is_trap: bool) -> None:
    reasons = [
        trap.reason
        for trap in traps_of("squarespace5")
        if trap.pattern.search("http://www.bindery-notes.example" + path)
    ]
    assert is_trap == bool(reasons)


# ---- the real page


def gold() -> dict[str, object] | None:
    manifest = CORPUS / "manifest.jsonl"
    if not manifest.exists():
        return None
    rows = (json.loads(line) for line in manifest.read_text("utf-8").splitlines() if '"set":"ss5"' in line)
    return next(rows, None)


@pytest.mark.skipif(gold() is None, reason=f"the saved real page is not there: {CORPUS}")
def test_the_saved_real_page_equals_its_gold() -> None:
    row = gold()
    assert row is not None
    page = read_page(gzip.decompress((CORPUS / str(row["file"])).read_bytes()), str(row["url"]))
    post, want = page.post, row["gold"]
    assert post is not None
    assert isinstance(want, dict)
    assert (want["kind"], want["title"], want["author"][0], want["date"]) == (
        page.kind,
        post.title,
        post.author_name,
        (post.published or "")[:10],
    )
    assert want["categories"] == [term.name for term in post.categories]
    assert want["body"].split("\n") == [line for line in (post.body_text or "").split("\n") if line]
    extra = want["extra"]
    assert (extra["native_id"], int(extra["comments_claimed"])) == (post.native_id, post.comments_claimed)
    assert (extra["previous_url"], extra["next_url"]) == (post.previous_url, post.next_url)
    told = [
        (comment.native_id, comment.author_name, comment.author_kind, (comment.published or "")[:16])
        for comment in page.comments
    ]
    assert [
        (one["native_id"], one["author"], one["author_kind"], one["date"]) for one in want["comment_records"]
    ] == told
    blanks = re.compile(r"\s+")
    assert [blanks.sub(" ", one["body"]) for one in want["comment_records"]] == [
        blanks.sub(" ", comment.body_text or "") for comment in page.comments
    ]


# ---- themes that nobody has saved

LAYOUTS = {
    "own class of the line": '<div id="item8800" class="journal-entry"><div class="journal-entry-text">{text}</div></div><div class="journal-entry-tag-post-body">{meta}</div>',
    "line inside the entry": '<div id="item8800" class="journal-entry"><div class="journal-entry-text">{text}</div><div class="journal-entry-tag journal-entry-tag-post-body"><div class="journal-entry-tag-post-body-line1">{meta}</div></div></div>',
    "line before the body": '<div id="item8800" class="journal-entry"><div class="journal-entry-text"><div class="journal-entry-tag journal-entry-tag-post-title">{meta}</div>{text}</div></div>',
    "line of no class": '<div id="item8800" class="journal-entry"><div class="journal-entry-text">{text}</div><p>{meta}</p></div>',
    "line of no class beside the entry": '<div id="item8800" class="journal-entry"><div class="journal-entry-text">{text}</div></div><p>{meta}</p>',
}
METAS = {
    "spans": '<span class="posted-on">Posted on Tuesday, October 19, 2010 at 03:30PM</span> by <span class="posted-by"><a href="/member/otto" title="Registered Commenter"><img alt="Registered Commenter" src="/x.png"/>Otto Lind</a></span> <span class="posted-in">in <a rel="tag" href="/blog/category/paper">Paper</a>, <a rel="tag" href="/blog/category/glue"></a></span> | <span class="post-comments"><a href="#comments"><img alt="Comments" src="/x.png"/>4 Comments</a></span> | <a href="#references"><img alt="References" src="/x.png"/>6 References</a>',
    "text": 'Posted on Tuesday, October 19, 2010 at 03:30PM by <img alt="Registered Commenter" src="/x.png"/><a href="/member/otto">Otto Lind</a> in <a href="/blog/category/paper">Paper</a>, <a href="/blog/category/glue"></a> | <a href="#comments">4 Comments</a> | <a href="#references">6 References</a>',
    "bare date": 'Tuesday, October 19, 2010 at 03:30PM | <img alt="Registered Commenter" src="/x.png"/><a href="/blog/author/otto">Otto Lind</a> | <a href="/blog/category/paper">Paper</a>, <a href="/blog/category/glue"></a> | 4 Comments | 6 References',
}
BODY = '<p>Text on Paper, posted on Monday, January 1, 2001 at 10:00AM with 9 Comments by <a href="/member/nobody">Nobody</a> in <a href="/blog/category/none">None</a>.</p>'


@pytest.mark.parametrize("meta", METAS.values(), ids=METAS.keys())
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_meta_lines_are_read_wherever_a_theme_puts_them(layout: str, meta: str) -> None:
    text = f'<h2 class="title">Title</h2><div class="body">{BODY}</div>'
    html = f'<div id="content"><div class="single-journal-entry-wrapper"><div class="journal-entry-wrapper post-text">{layout.format(text=text, meta=meta)}</div></div></div>'
    page = read_page(html.encode(), URL)
    post = page.post
    assert post is not None
    assert ("2010-10-19T15:30:00", "Tuesday, October 19, 2010 at 03:30PM") == (post.published, post.published_raw)
    assert ("Otto Lind", "registered", "Title") == (post.author_name, post.author_kind, post.title)
    assert ["Paper", "glue"] == [term.name for term in post.categories]
    assert (4, 6) == (post.comments_claimed, post.references_claimed)
    assert "Text on Paper" == (post.body_text or "")[:13]
