"""What a page needs to be shown is archived, once, wherever it lies; other hosts are asked for nothing else."""

import pytest

from blogark.spiders.links.discover import discover
from blogark.tests.spiders.conftest import Archive, Serve, asked, links, reply

CSS = reply('@import "more.css"; @font-face { src: url(f.woff2) }', Content_Type="text/css")


def test_requisites_come_from_any_host_and_nothing_else_does(archive: Archive, serve: Serve) -> None:
    other = serve({"/s.css": CSS, "/i.png": reply("png", Content_Type="image/png")})
    page = f'<link rel=stylesheet href="{other.url("/s.css")}"><img src="{other.url("/i.png")}">'
    server = serve({"/": reply(f'{page}<a href="{other.url("/page")}">elsewhere</a>')})
    outcome = archive.crawl(server.url("/"))
    assert outcome.exit_code == 0
    assert {"/robots.txt", "/s.css", "/i.png", "/more.css", "/f.woff2"} == set(asked(other))


def test_a_requisite_of_many_pages_is_fetched_once(archive: Archive, serve: Serve) -> None:
    other = serve({"/i.png": reply("png", Content_Type="image/png")})
    page = f'<img src="{other.url("/i.png")}">'
    server = serve({"/": reply(page + "<a href=/a>a</a>"), "/a": reply(page)})
    archive.crawl(server.url("/"))
    assert asked(other) == ["/robots.txt", "/i.png"]


def test_a_picture_that_a_page_links_to_and_another_shows_is_fetched(archive: Archive, serve: Serve) -> None:
    other = serve({"/i.png": reply("png", Content_Type="image/png")})
    url = other.url("/i.png")
    server = serve({"/": links(url, "/a"), "/a": reply(f'<img src="{url}">')})
    archive.crawl(server.url("/"))
    assert "/i.png" in asked(other)


def test_robots_txt_of_the_other_host_is_obeyed(archive: Archive, serve: Serve) -> None:
    rules = reply("User-agent: *\nDisallow: /i", Content_Type="text/plain")
    other = serve({"/robots.txt": rules})
    server = serve({"/": reply(f'<img src="{other.url("/i.png")}">')})
    archive.crawl(server.url("/"))
    assert asked(other) == ["/robots.txt"]
    assert archive.urls("skipped") == {"/i.png": "closed by robots.txt"}


def test_a_picture_that_turns_out_to_be_a_page_leads_nowhere(archive: Archive, serve: Serve) -> None:
    other = serve({"/i.png": reply("<img src=/ad.png><a href=/shop>x</a>")})
    server = serve({"/": reply(f'<img src="{other.url("/i.png")}">')})
    archive.crawl(server.url("/"))
    assert asked(other) == ["/robots.txt", "/i.png"]


def test_hosts_of_pictures_that_are_gone_do_not_end_the_crawl(archive: Archive, serve: Serve) -> None:
    gone = "".join(f'<img src="http://gone-{n}.invalid/i.png">' for n in range(25))
    server = serve({"/": reply(gone + "<a href=/a>a</a>"), "/a": reply("a")})
    outcome = archive.crawl(server.url("/"))
    assert (outcome.exit_code, outcome.counts.skipped) == (0, 25)


def test_a_film_that_is_too_large_is_not_fetched_whole(archive: Archive, serve: Serve) -> None:
    film = reply(b"x" * 3_000_000, Content_Type="video/mp4")
    server = serve({"/": reply("<video src=/v.mp4></video>"), "/v.mp4": film})
    outcome = archive.crawl(server.url("/"), max_requisite=100_000)
    assert outcome.bytes < 1_000_000
    (reason,) = archive.urls("failed").values()
    assert reason is not None
    assert "3000000 bytes, where 100000 are kept at most" in reason
    assert archive.rows("SELECT truncated FROM captures WHERE url LIKE '%mp4'") == [("length",)]


def test_a_page_may_be_larger_than_a_requisite(archive: Archive, serve: Serve) -> None:
    server = serve({"/": reply("x" * 300_000)})
    assert archive.crawl(server.url("/"), max_requisite=100_000).bytes > 300_000


@pytest.mark.parametrize(
    "page",
    [
        "<style>body { background: url(/i.png) }</style>",
        "<style type='text/css'>@import '/i.png';</style>",
        "<div style=\"background-image:url('/i.png')\">",
        "<div style='background: url(&quot;/i.png&quot;)'>",
        "<img src=/blank.gif data-lazy-src=/i.png>",
        "<picture><source data-srcset='/i.png 2x, /j.png 3x'></picture>",
    ],
)
def test_every_way_to_show_a_picture_is_known(page: str) -> None:
    found = {link.url: link.role for link in discover(page.encode(), "http://b.example/p/", "text/html")}
    assert found["http://b.example/i.png"] == "requisite"


def test_what_looks_like_css_in_a_script_is_not_followed() -> None:
    assert discover(b"<script>x.url('/i.png')</script><p>url(/j.png)", "http://b.example/", "text/html") == ()
