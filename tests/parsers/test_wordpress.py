"""WordPress: what its golden pages do not show, and that they show every selector."""

from __future__ import annotations

import importlib
import json
import time
from pathlib import Path

import pytest

from blogark.parsers import detect, feeds_of, read_page, traps_of
from blogark.parsers.engines.wordpress import WordPress
from blogark.parsers.engines.wordpress.marks import claimed_in, feed_titles, short_link
from blogark.parsers.tree.soup import Soup

PAGES = Path(__file__).parents[1] / "pages" / "wordpress"
MODULES = (
    *("wordpress", "wordpress.page", "wordpress.comments", "wordpress.comment_parts", "wordpress.author"),
    *("wordpress.body", "wordpress.dates", "wordpress.terms"),
)
NOT_SELECTORS = frozenset(("FEEDS", "TRAPS", "OTHER_ENGINES", "MOST", "MOST_ENTRIES", "END", "SILENT", "BLOCKS"))
BLOG = b'<meta name="generator" content="WordPress 6.4"><body class="single postid-7">'
URL = "https://blog.example/2012/01/02/x/"


def _names(value: object) -> list[str]:
    if isinstance(value, dict):
        inner = [name for names in value.values() if isinstance(names, list) for name in names]
        return inner or [name for name in value if isinstance(name, str)]
    return [name for name in value if isinstance(name, str)] if isinstance(value, list | tuple | frozenset) else []


SELECTORS = sorted(
    {
        name
        for module in MODULES
        for constant, value in vars(importlib.import_module(f"blogark.parsers.engines.{module}")).items()
        if constant.isupper() and not constant.startswith("_") and constant not in NOT_SELECTORS
        for name in _names(value)
    }
)


@pytest.mark.parametrize("selector", SELECTORS)
def test_every_selector_stands_in_a_golden_page(selector: str) -> None:
    pages = [path.read_text("utf-8") for path in PAGES.glob("*/page.*") if path.suffix != ".toml"]

    assert any(
        f'"{selector}"' in page or f" {selector}" in page or f'"{selector} ' in page or f"<{selector}" in page
        for page in pages
    )


# ---- detection


@pytest.mark.parametrize(
    "html",
    [
        b'<meta name="generator" content="WordPress.com">',
        b'<link rel="https://api.w.org/" href="/wp-json/">',
        b'<link rel="EditURI" type="application/rsd+xml" href="https://blog.example/xmlrpc.php?rsd">',
        b'<script src="/wp-includes/js/jquery.js"></script>',
        b'<link rel=stylesheet href="/wp-content/themes/a/b.css"><script src="/wp-content/plugins/b/c.js"></script>',
    ],
)
def test_what_core_prints_tells_wordpress(html: bytes) -> None:
    assert detect(html, URL).platform == "wordpress"


@pytest.mark.parametrize(
    "html",
    [
        b'<p><img src="https://other.example/wp-content/uploads/2010/01/boat.jpg">',
        b'<p><img src="https://other.example/wp-content/themes/a/smile.gif">',
        b'<meta name="generator" content="Ghost 5.1"><img src="/wp-content/themes/a.png">'
        b'<img src="/wp-content/themes/b.png">',
        b'{"posts": []}',
    ],
)
def test_a_borrowed_picture_makes_no_wordpress(html: bytes) -> None:
    assert detect(html, "https://elsewhere.example/").platform != "wordpress"


# ---- for the crawler


@pytest.mark.parametrize(
    "path",
    [
        "2010/01/02/boat/?replytocom=12#respond",
        "2010/01/02/boat/?share=twitter&nb=1",
        "2010/01/02/boat/?like_comment=12&_wpnonce=a",
        "wp-login.php?redirect_to=x",
        "wp-admin/",
        "wp-comments-post.php",
        "xmlrpc.php",
        "2010/01/02/boat/trackback/",
        "wp-json/oembed/1.0/embed?url=x",
        "2010/01/02/boat/embed/",
        "wp-json/wp/v2/posts/43",
        "wp-json/wp-site-health/v1/tests",
        "?rest_route=/oembed/1.0/embed",
        "?attachment_id=77",
        "?p=3&preview=true",
        "?s=boat",
        "search/boat/",
        "page/%d/",
        "tag/boat/feed/",
        "2010/01/feed/",
        "feed/rdf/",
        "2010/01/02/boat/amp/",
        "2010/01/02/boat/?print=1",
        "shop/?add-to-cart=7",
        "events/month/2031-05/",
    ],
)
def test_a_trap_is_named(path: str) -> None:
    assert any(trap.pattern.search(f"https://blog.example/{path}") for trap in traps_of("wordpress"))


@pytest.mark.parametrize(
    "path",
    [
        "",
        "?p=43",
        "?page_id=2",
        "2010/01/02/boat/",
        "2010/01/02/boat/2/",
        "2010/01/02/boat/comment-page-2/",
        "?p=43&cpage=2",
        "2010/01/02/boat/feed/",
        "category/boats/page/2/",
        "research/methods/",
        "2010/01/02/share-and-like/",
        "print/",
        "wp-sitemap-posts-post-1.xml",
        "wp-content/uploads/2010/01/boat.jpg",
        *(url.removeprefix("https://blog.example/") for url in feeds_of("wordpress", "https://blog.example/")),
    ],
)
def test_pages_feeds_and_the_api_are_no_traps(path: str) -> None:
    assert [trap.reason for trap in traps_of("wordpress") if trap.pattern.search(f"https://blog.example/{path}")] == []


def _list(number: int) -> bytes:
    return json.dumps([{"id": n, "type": "post"} for n in range(number)]).encode()


def test_a_full_page_of_the_api_leads_to_the_next() -> None:
    url = "https://blog.example/wp-json/wp/v2/posts?per_page=100&_embed=author%2Cwp%3Aterm"

    assert WordPress.endpoints(_list(100), url) == (f"{url}&page=2",)
    assert WordPress.endpoints(_list(87), f"{url}&page=2") == (f"{url}&page=3",)


@pytest.mark.parametrize("content", [_list(10), b"[]", b'{"code": "rest_no_route"}', b"<html>", b"[" * 1000, b"[1, 2]"])
def test_the_last_page_of_the_api_leads_nowhere(content: bytes) -> None:
    assert WordPress.endpoints(content, "https://blog.example/wp-json/wp/v2/posts?per_page=100") == ()


# ---- words and numbers of core


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3 Responses to “Ten ropes”", 3),
        ("1,204 thoughts on “30 days”", 1204),
        ("1.204 Kommentare", 1204),
        ("Ein Gedanke zu „2012“", 1),
        ("One response to ‘4 knots’", 1),
        ("Comments", None),
        ("April 20, 2024", 20),
        ("99999999999 comments", None),
        (None, None),
    ],
)
def test_a_heading_claims_a_number_of_comments(text: str | None, count: int | None) -> None:
    assert claimed_in(text) == count


@pytest.mark.parametrize(
    ("titles", "blog", "post"),
    [
        (("B » Feed", "B » Comments Feed", "B » A post Comments Feed"), "B", "A post"),
        (("B » Feed", "B » Kommentar-Feed", "B » Ein » Beitrag Kommentar-Feed"), "B", "Ein » Beitrag"),
        (("B » Feed", "B » Comments Feed", "B » Boats Category Feed"), "B", None),
        (("RSS 2.0",), None, None),
    ],
)
def test_feed_links_name_blog_and_post(titles: tuple[str, ...], blog: str | None, post: str | None) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" title="{title}" href="/f">' for title in titles)
    found = feed_titles(Soup(links).by_rel("alternate"))

    assert (found.blog, found.post) == (blog, post)


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://blog.example/?p=7", ("p", "7")),
        ("https://blog.example/?page_id=8", ("page_id", "8")),
        ("https://wp.me/pf2B5-aNz", ("p", "41513")),
        ("https://wp.me/Pf2B5-2", ("page_id", "2")),
        ("https://wp.me/f2B5", None),
        ("https://blog.example/?p=x", None),
        (None, None),
    ],
)
def test_a_short_link_tells_kind_and_number(link: str | None, told: tuple[str, str] | None) -> None:
    assert short_link(link) == told


# ---- answers of the API that are odd


@pytest.mark.parametrize(
    "answer",
    [
        b"[",
        b'[null, 1, "x", []]',
        b'[{"id": 1}]',
        b'[{"id": {"a": []}, "title": 5, "content": {"rendered": []}, "date": {}, "link": 7, "_embedded": []}]',
        b'[{"id": 1, "post": [], "parent": {}, "author": true, "author_name": null, "content": null}]',
        b'{"posts": {"a": 1}, "comments": 7}',
        b"[" * 100_000,
    ],
)
def test_an_odd_answer_of_the_api_is_read_without_a_word(answer: bytes) -> None:
    page = read_page(answer, "https://blog.example/wp-json/wp/v2/posts?per_page=100", "application/json")

    assert page.platform == "wordpress"
    assert all(problem.field is not None for problem in page.problems)


def test_a_contradiction_of_local_time_and_utc_keeps_the_local_time() -> None:
    item = {
        "id": 1,
        "date": "2012-05-01T07:09:00",
        "date_gmt": "2010-05-01T05:09:00",
        "link": "https://blog.example/x/",
    }
    answer = json.dumps([{**item, "title": {"rendered": "T"}, "content": {"rendered": "<p>x</p>"}}]).encode()
    [entry] = read_page(answer, "https://blog.example/wp-json/wp/v2/posts", "application/json").entries

    assert (entry.published, entry.published_utc) == ("2012-05-01T07:09:00", None)


# ---- size


def _many(template: bytes, number: int) -> bytes:
    return b"".join(template.replace(b"%d", str(n).encode()) for n in range(1, number))


HOSTILE = {
    "nested comments": _many(b'<li class="comment depth-%d" id="comment-%d"><p>x</p><ul class="children">', 20_000),
    "comments": _many(b'<li class="comment" id="comment-%d"><cite class=fn>A</cite><p>x</p></li>', 20_000),
    "terms": _many(b'<a rel="category tag" href="/category/c%d/">C%d</a>', 40_000),
    "authors": _many(b'<span class="author"><a rel=author href="/author/c%d/">C</a></span>', 30_000),
    "areas": _many(b'<div class="comments"><p id="comment-%d">x</p></div>', 15_000)
    + b"<a rel=prev href=x>y</a>" * 9_000,
    "articles": _many(b'<article id="post-%d" class="hentry"><h2><a href="/%d/">T</a></h2><p>x</p></article>', 4_000),
    "a date of 1 MB": b'<time class="entry-date" datetime="' + b"1 " * 500_000 + b'">' + b"12/" * 300_000 + b"</time>",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=list(HOSTILE))
def test_a_page_of_any_size_is_read_in_linear_time(body: bytes) -> None:
    before = time.process_time()
    page = read_page(BLOG + body, URL)

    assert page.platform == "wordpress"
    assert time.process_time() - before < 10  # quadratic readers needed minutes


# ---- posts in parts


@pytest.mark.parametrize(
    ("url", "links", "part", "address"),
    [
        ("https://b.example/keel/", {"2": "/keel/2/"}, (1, 2), "https://b.example/keel/"),
        ("https://b.example/keel/2/", {"1": "/keel/", "3": "/keel/3/"}, (2, 3), "https://b.example/keel/"),
        ("https://b.example/?p=7&page=2", {"1": "/?p=7"}, (2, 2), "https://b.example/?p=7"),
        ("https://b.example/archives/7", {"2": "/archives/7/2"}, (1, 2), "https://b.example/archives/7"),
        ("https://b.example/archives/7", {"8": "/archives/8", "6": "/archives/6"}, (None, None), None),
        ("https://b.example/7/", {"1": "/", "2": "/page/2/"}, (None, None), None),
        ("https://b.example/keel/", {"2": "/keel/comment-page-2/"}, (None, None), None),
    ],
)
def test_the_parts_of_a_post_are_told_by_addresses_alone(
    url: str, links: dict[str, str], part: tuple[int | None, int | None], address: str | None
) -> None:
    pages = "".join(f'<a href="https://b.example{href}">{number}</a>' for number, href in links.items())
    text = "<p>Oak, larch and pine, and which of them the worms like best, said once and for all.</p>"
    post = read_page(BLOG + f'<article id="post-7"><h1>Keel</h1>{text}<p>{pages}</p></article>'.encode(), url).post

    assert post is not None
    assert ((post.part, post.parts), post.url) == (part, address or url)


def test_core_names_the_part_on_the_body() -> None:
    body = b'<meta name="generator" content="WordPress 6.4"><body class="single postid-7 paged-2 single-paged-2">'
    post = read_page(body + b"<h1>Keel</h1><p>Oak, larch and pine.</p>", "https://b.example/keel/2/").post

    assert post is not None
    assert (post.part, post.url) == (2, "https://b.example/keel/")


def test_a_page_without_body_classes_is_a_page_where_nothing_dates_it() -> None:
    head = b'<meta name="generator" content="WordPress 3.1"><link rel="shortlink" href="https://b.example/?p=7"><body>'
    page = read_page(head + b"<h2>About</h2><p>We mend boats, slowly.</p>", "https://b.example/about/")
    post = read_page(head + b"<h2>Keel</h2><small>May 4, 2012</small><p>Oak.</p>", "https://b.example/keel/")

    assert (page.kind, post.kind) == ("page", "post")


def test_a_number_in_the_title_counts_no_comments() -> None:
    assert claimed_in("One Response to Route 66", "Route 66") == 1
    assert claimed_in("3 Responses to Route 66", "Route 66") == 3


def test_a_list_of_a_post_format_is_no_post() -> None:
    page = b'<meta name="generator" content="WordPress 3.1"><body><h2><a href="/a/">A</a></h2><p>Only one aside.</p>'

    assert read_page(page, "https://b.example/type/aside/").kind == "listing"


# ---- the API


def test_a_blog_without_permalinks_names_the_place_of_its_api() -> None:
    page = b"<link rel='https://api.w.org/' href='https://b.example/index.php?rest_route=/' /><p>Oak.</p>"
    posts, pages, comments = WordPress.endpoints(page, "https://b.example/")

    assert posts.startswith("https://b.example/index.php?rest_route=/wp/v2/posts&per_page=100&")
    assert WordPress.endpoints(page.replace(b"index.php?rest_route=/", b"wp-json/"), "https://b.example/") == ()
    assert not [trap.reason for trap in WordPress.traps for url in (posts, pages, comments) if trap.pattern.search(url)]
    [tells] = WordPress.tells
    assert tells.by.search(comments)
    assert tells.by.search(comments.replace("/wp/v2/", "%2Fwp%2Fv2%2F"))
    assert not tells.by.search(pages)


def test_a_comment_on_the_page_of_a_picture_makes_that_page_no_post() -> None:
    told = json.loads((PAGES / "api-comments" / "page.json").read_text("utf-8"))
    up = {
        "id": 43,
        "type": "attachment",
        "link": "https://api.example/2012/04/30/fender/pic/",
        "title": {"rendered": "p"},
    }
    told = [{**comment, "_embedded": {"up": [up]}} for comment in told]
    page = read_page(json.dumps(told).encode(), "https://api.example/wp-json/wp/v2/comments?per_page=100&_embed=up")

    assert (page.comments, page.entries) == ((), ())
