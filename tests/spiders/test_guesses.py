"""Sitemaps and feeds that nobody names are looked for where most engines have theirs: once, and with few requests."""

import pytest

from blogark.spiders.guesses import FEEDS, FEW_PAGES, SITEMAPS, is_nothing
from blogark.spiders.leads import DETECTIONS
from blogark.tests.spiders.conftest import Archive, Serve, asked, links, reply

POSTS = {f"/{number}": reply(f"post {number}") for number in range(DETECTIONS + 9)}
"""So many that the blog counts as one of no known engine."""
GUESSES = {*SITEMAPS, *("/" + path for path in FEEDS)}


def sitemap(*paths: str) -> str:
    return "<urlset>" + "".join(f"<url><loc>{path}</loc></url>" for path in paths) + "</urlset>"


def feed(*paths: str) -> str:
    return "<rss>" + "".join(f"<item><link>{path}</link></item>" for path in paths) + "</rss>"


@pytest.mark.parametrize("path", SITEMAPS)
def test_posts_of_a_sitemap_that_nobody_names_are_found(path: str, archive: Archive, serve: Serve) -> None:
    server = serve({"/": links(*POSTS), **POSTS, "/b": reply("b"), path: reply(sitemap("/b"))})
    archive.crawl(server.url("/"))
    assert "/b" in asked(server)
    assert set(SITEMAPS[: SITEMAPS.index(path) + 1]) == set(SITEMAPS) & set(asked(server))


@pytest.mark.parametrize("path", FEEDS)
def test_posts_of_a_feed_that_nobody_names_are_found(path: str, archive: Archive, serve: Serve) -> None:
    server = serve({"/": links(*POSTS), **POSTS, "/b": reply("b"), f"/{path}": reply(feed("/b"))})
    archive.crawl(server.url("/"))
    assert "/b" in asked(server)
    assert FEEDS.index(path) + 1 == len({f"/{one}" for one in FEEDS} & set(asked(server)))


def test_guesses_that_are_wrong_are_no_failures(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links(*POSTS), **POSTS})
    outcome = archive.crawl(server.url("/"))
    assert set(asked(server)) >= GUESSES
    assert outcome.failures == 0
    assert outcome.failed == ()


def test_wrong_guesses_are_not_made_again_soon(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links(*POSTS), **POSTS})
    archive.crawl(server.url("/"))
    server.served.clear()
    archive.crawl(server.url("/"), days=1)
    assert "/" in asked(server)
    assert not GUESSES & set(asked(server))


def test_a_server_that_answers_everything_with_a_page_is_asked_no_more_than_each_once(
    archive: Archive, serve: Serve
) -> None:
    server = serve({"/": links(*POSTS), **POSTS, **{path: links(*POSTS) for path in GUESSES}})
    archive.crawl(server.url("/"))
    assert [path for path in asked(server) if path in GUESSES and asked(server).count(path) > 1] == []


def test_what_is_named_is_not_guessed(archive: Archive, serve: Serve) -> None:
    robots = reply("Sitemap: /map.xml\n", Content_Type="text/plain")
    home = reply(
        '<link rel=alternate type="application/rss+xml" href="/my.rss">'
        + "".join(f'<a href="{path}">a</a>' for path in POSTS)
    )
    server = serve(
        {"/robots.txt": robots, "/": home, **POSTS, "/my.rss": reply(feed("/a")), "/map.xml": reply(sitemap("/a"))}
    )
    archive.crawl(server.url("/"))
    assert not GUESSES & set(asked(server))


def test_a_feed_that_is_linked_as_a_page_is_named(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links(*POSTS, "/blog/rss.xml"), "/blog/rss.xml": reply(feed("/a")), **POSTS})
    archive.crawl(server.url("/"))
    assert not {f"/{path}" for path in FEEDS} & set(asked(server))


def test_robots_closes_guesses(archive: Archive, serve: Serve) -> None:
    robots = reply("User-agent: *\nDisallow: /sitemap\nDisallow: /feed\n", Content_Type="text/plain")
    server = serve({"/robots.txt": robots, "/": links(*POSTS), **POSTS})
    archive.crawl(server.url("/"))
    assert not [path for path in asked(server) if path.startswith(("/sitemap", "/feed"))]
    assert "/wp-sitemap.xml" in asked(server)
    assert "/atom.xml" in asked(server)


def test_of_an_engine_whose_file_knows_its_feeds_nothing_is_guessed(archive: Archive, serve: Serve) -> None:
    written = '<meta name="generator" content="WordPress 6.4">'
    home = reply(written + "".join(f'<a href="{path}">a</a>' for path in POSTS))
    server = serve({"/": home, **POSTS})
    archive.crawl(server.url("/"))
    assert "/atom.xml" not in asked(server)
    assert "/sitemap_index.xml" not in asked(server)


SMALL = dict(list(POSTS.items())[:FEW_PAGES])


@pytest.mark.parametrize("path", ["/sitemap.xml", "/feed/", "/atom.xml"])
def test_of_a_small_blog_the_likeliest_are_asked_when_nothing_else_is_left(
    path: str, archive: Archive, serve: Serve
) -> None:
    there = reply(sitemap("/b") if "sitemap" in path else feed("/b"))
    server = serve({"/": links(*SMALL), **SMALL, "/b": reply("b"), path: there})
    archive.crawl(server.url("/"))
    assert "/b" in asked(server)
    assert set(asked(server)[: len(SMALL) + 2]) == {"/robots.txt", "/", *SMALL}


def test_a_small_blog_is_asked_for_three_at_most_and_once(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links(*SMALL), **SMALL})
    outcome = archive.crawl(server.url("/"))
    assert ["/atom.xml", "/feed/", "/sitemap.xml"] == sorted(GUESSES & set(asked(server)))
    assert (0, "complete") == (outcome.failures, outcome.status)
    server.served.clear()
    archive.crawl(server.url("/"), days=1)
    assert not GUESSES & set(asked(server))


def test_a_small_blog_is_not_asked_for_what_it_may_not_have(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": reply("a")})
    archive.crawl(server.url("/"))
    assert ["/robots.txt", "/", "/a"] == asked(server)


@pytest.mark.parametrize("status", [400, 404, 410, 500])
def test_an_error_is_nothing_whatever_it_says(status: int) -> None:
    assert is_nothing(status, b"<rss>")


@pytest.mark.parametrize("content", [b"<html>", b"\xef\xbb\xbf\n<!DOCTYPE HTML><title>", b"<!-- a --><HTML lang=en>"])
def test_a_page_where_a_feed_was_looked_for_is_nothing(content: bytes) -> None:
    assert is_nothing(200, content)


@pytest.mark.parametrize(
    ("status", "content"), [(200, b"<rss>"), (200, b'{"posts": []}'), (304, b""), (302, b"<html>")]
)
def test_all_else_is_something(status: int, content: bytes) -> None:
    assert not is_nothing(status, content)
