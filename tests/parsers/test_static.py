"""Static generators: how each is known, which of its addresses are lists, and what is no page."""

from __future__ import annotations

import pytest

from blogark.parsers import detect, feeds_of, read_page, traps_of
from blogark.parsers.engines.static import STATIC

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
        ('<meta name="generator" content="Hexo 6.3.0">', "hexo"),
        ('<meta name="generator" content="Eleventy v2.0.1">', "eleventy"),
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
        b"<body><h1>Cutting</h1><p>Peat, cut.</p></body></html>"
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
