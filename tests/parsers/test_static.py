"""Static generators: how each is known, which of its addresses are lists, and what is no page."""

from __future__ import annotations

import pytest

from blogark.parsers import detect, feeds_of, read_page, traps_of
from blogark.parsers.engines.static import STATIC
from blogark.parsers.model import Page

BLOG = "https://peat.example"


@pytest.mark.parametrize(
    ("head", "platform"),
    [
        ('<meta name="generator" content="Hugo 0.111.3">', "hugo"),
        ('<meta name="generator" content="Hugo 0.55.6 with theme Even">', "hugo"),
        ('<meta name="generator" content="Jekyll v4.3.2">', "jekyll"),
        ("<!-- Begin Jekyll SEO tag v2.8.0 -->", "jekyll"),
        ('<meta name="generator" content="Octopress">', "jekyll"),
        ('<meta name="generator" content="Pelican">', "pelican"),
        ('<link rel="stylesheet" href="/theme/css/main.css"><a href="http://getpelican.com/">Pelican</a>', "pelican"),
        ('<meta name="generator" content="Nikola (getnikola.com)">', "nikola"),
        ("<meta name=generator content=Nikola>", "nikola"),
        ('<meta name="generator" content="Hexo 6.3.0">', "hexo"),
        ('<meta name="generator" content="Eleventy v2.0.1">', "eleventy"),
        ('<meta name="generator" content="Docusaurus v3.9.2">', "docusaurus"),
        ('<meta name="generator" content="mkdocs-1.6.1, mkdocs-material-9.6.2">', "mkdocs"),
        ('<a href="/cgi-bin/ikiwiki.cgi?do=edit&amp;page=peat">Edit</a>', "ikiwiki"),
        ("<p>Moved from Jekyll to Hugo, then to Pelican: getpelican.com</p>", "generic"),
        ('<meta name="generator" content="WordPress 6.4">', "wordpress"),
    ],
)
def test_a_generator_is_known_by_its_name(head: str, platform: str) -> None:
    content = f"<html><head>{head}<title>Peat</title></head><body><p>Peat</p></body></html>".encode()
    assert detect(content, f"{BLOG}/posts/cutting/").platform == platform


@pytest.mark.parametrize(
    ("path", "is_list"),
    [
        ("/", True),
        ("/posts/", True),
        ("/page/3/", True),
        ("/posts/page/2/", True),
        ("/blog/page2/", True),
        ("/index2.html", True),
        ("/tags/", True),
        ("/tags/peat/", True),
        ("/category/bog/index.html", True),
        ("/archives/2019/05/", True),
        ("/archives.html", True),
        ("/2019/05/", True),
        ("/posts/cutting/", False),
        ("/2019/05/04/cutting/", False),
        ("/2019/05/04/cutting.html", False),
        ("/cutting.html", False),
        ("/tagged-sheep/", False),
    ],
)
def test_an_address_tells_lists_from_posts(path: str, is_list: bool) -> None:
    content = b'<html><head><meta name="generator" content="Hugo 0.111.3"></head><body><p>Peat, cut.</p></body></html>'
    assert (read_page(content, BLOG + path).kind == "listing") == is_list


def test_a_post_at_an_address_of_lists_is_a_post_if_it_says_so() -> None:
    content = (
        b'<html><head><meta name="generator" content="Hugo 0.111.3"><meta property="og:type" content="article"></head>'
        b"<body><h1>Cutting</h1><time>2019-06-28</time><p>Peat, cut.</p></body></html>"
    )
    assert read_page(content, f"{BLOG}/tags/cutting/").kind == "post"


@pytest.mark.parametrize("engine", [engine.platform for engine in STATIC])
def test_every_generator_names_feeds_and_traps(engine: str) -> None:
    assert feeds_of(engine, BLOG)
    assert all(feed.startswith(f"{BLOG}/") for feed in feeds_of(engine, BLOG))
    trapped = [f"{BLOG}/posts/cutting/?utm_source=feed", f"{BLOG}/css/x.css?v=3"]
    free = [f"{BLOG}/posts/cutting/", f"{BLOG}/index.php?p=3", *feeds_of(engine, BLOG)]
    assert all(any(trap.pattern.search(url) for trap in traps_of(engine)) for url in trapped)
    assert not any(trap.pattern.search(url) for trap in traps_of(engine) for url in free)


def read(body: str, path: str, generator: str, head: str = "") -> Page:
    content = f"<html><head><meta name=generator content={generator}>{head}<title>Peat</title></head><body>{body}"
    return read_page(content.encode(), f"{BLOG}{path}")


PARAGRAPHS = "<p>Peat is cut in May and turned in June, and nobody burns it before the first frost of the year.</p>" * 3


def test_a_dated_page_of_nikola_is_a_page() -> None:
    told = "<meta property=og:type content=article>"
    body = "<article class='post-text {kind}'><h1>The bog</h1><div class=e-content>{text}</div></article>"
    assert read(body.format(kind="storypage", text=PARAGRAPHS), "/pages/bog/", "Nikola", told).kind == "page"
    assert read(body.format(kind="postpage", text=PARAGRAPHS), "/posts/bog/", "Nikola", told).kind == "post"


def test_tags_of_nikola_are_tags_though_they_stand_among_the_categories() -> None:
    terms = "<a class='tag p-category' rel=tag href=/categories/turf/>Turf</a>"
    terms += "<a class='p-category' rel=tag href=/categories/cat_work/>Work</a>"
    body = f"<article class='h-entry postpage'><h1 class=p-name>Peat</h1><div class=e-content>{PARAGRAPHS}</div>{terms}"
    post = read(body, "/posts/peat/", "Nikola").post
    assert post is not None
    assert (("Work",), ("Turf",)) == (tuple(t.name for t in post.categories), tuple(t.name for t in post.tags))


def test_a_post_is_known_by_the_date_in_an_abbreviation() -> None:
    """Pelican's notmyidea: body class "home", and a date that its element says in other words."""
    date = "<abbr class=published title=2019-06-28T02:01:00+02:00>Published: Fri 28 June</abbr>"
    text = f"<footer class=post-info>{date}</footer>{PARAGRAPHS}"
    body = f"<article><h1 class=entry-title>Peat</h1><div class=entry-content>{text}</div></article>"
    assert read(body, "/peat.html", "Pelican").kind == "post"


def test_an_entry_that_marks_no_terms_has_those_that_it_links() -> None:
    """Hexo's landscape."""
    body = "<article class=h-entry><time class=dt-published datetime=2019-06-28T00:01:00.000Z>2019-06-28</time>"
    body += "<div class=article-category><a class=article-category-link href=/categories/turf/>Turf</a></div>"
    body += f"<h1 class=p-name>Peat</h1><div class=e-content>{PARAGRAPHS}</div>"
    body += "<ul><li><a rel=tag href=/tags/work/>Work</a></li></ul></article>"
    post = read(body, "/2019/06/28/peat/", "Hexo").post
    assert post is not None
    assert (("Turf",), ("Work",)) == (tuple(t.name for t in post.categories), tuple(t.name for t in post.tags))


@pytest.mark.parametrize("name", ["og_image.png", "butterfly-icon.png", "logo.svg", "apple-touch-icon-180x180.png"])
def test_the_emblem_of_a_blog_leads_no_post_unless_it_shows_it(name: str) -> None:
    told = f"<meta property=og:type content=article><meta property=og:image content={BLOG}/img/{name}>"
    posts = [
        read(f"<article><h1>Peat</h1>{PARAGRAPHS}{more}{PARAGRAPHS}</article>", "/2019/06/28/peat/", "Hexo", told).post
        for more in (f"<p><img src=/img/{name}></p>", "", "<p><img src=/bog.jpg></p>")
    ]
    assert [f"{BLOG}/img/{name}", None, f"{BLOG}/bog.jpg"] == [post and post.lead_image_url for post in posts]


def test_a_dated_page_of_hexo_is_a_page() -> None:
    body = f"<article><h1>The bog</h1><time datetime=2018-01-09T07:12:00.000Z>2018-01-09</time>{PARAGRAPHS}</article>"
    for told, kind in (("website", "page"), ("article", "post")):
        assert read(body, "/bog/", "Hexo", f"<meta property=og:type content={told}>").kind == kind


def test_a_page_of_hugo_without_a_date_is_a_page() -> None:
    told = "<meta property=og:type content=article>"
    dated = told + "<meta property=article:published_time content=2019-06-28T00:01:00Z>"
    body = f"<article><h1>The bog</h1>{PARAGRAPHS}</article>"
    assert ("page", "post") == tuple(read(body, "/bog/", "Hugo", head).kind for head in (told, dated))


def test_a_feed_of_hugo_s_terms_is_not_asked_for() -> None:
    patterns = [trap.pattern for trap in traps_of("hugo")]
    assert any(pattern.search(f"{BLOG}/tags/index.xml") for pattern in patterns)
    assert not any(pattern.search(f"{BLOG}/tags/turf/index.xml") for pattern in patterns)
