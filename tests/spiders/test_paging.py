"""Feeds and lists of an API are walked page by page."""

from blogark.spiders.links.paging import is_main, next_by_counts, next_by_number, next_in_header
from blogark.tests.spiders.conftest import Archive, Serve, asked, reply

FEED = "http://b.example/feed/"
TEMPLATES = ("feed/", "feed/?paged={page}")
HOME = (
    '<meta name="generator" content="WordPress 6.4"><link rel=alternate type="application/rss+xml" href="/?feed=rss2">'
)


def feed(*paths: str) -> str:
    return "<rss>" + "".join(f"<item><link>{path}</link></item>" for path in paths) + "</rss>"


def test_the_link_header_names_the_next_page() -> None:
    line = '<http://b.example/posts?page=1>; rel="prev", </posts?page=3>; title="a"; rel="next"'
    assert list(next_in_header([line, "nonsense"], "http://b.example/posts?page=2")) == [
        "http://b.example/posts?page=3"
    ]


def test_pages_of_a_feed_are_counted_up() -> None:
    assert next_by_number(FEED, TEMPLATES, b"<item>") == f"{FEED}?paged=2"
    assert next_by_number(f"{FEED}?paged=9&x=1", TEMPLATES, b"<entry >") == f"{FEED}?paged=10&x=1"
    assert next_by_number(FEED, TEMPLATES, b"<rss></rss>") is None
    assert next_by_number(FEED, ("feed/",), b"<item>") is None


def test_the_feeds_of_single_posts_are_not_main() -> None:
    assert [is_main(hops) for hops in ("L", "I", "LII", "RL", "LL", "LMM")] == [True, True, True, True, False, False]


def test_a_paged_feed_is_walked_until_it_brings_nothing_new(archive: Archive, serve: Serve) -> None:
    pages = {f"/?feed=rss2&paged={n}": reply(feed(f"/?p={n}"), Content_Type="text/xml") for n in range(2, 6)}
    again = {f"/?feed=rss2&paged={n}": reply(feed("/?p=5"), Content_Type="text/xml") for n in range(6, 20)}
    server = serve({"/": reply(HOME), "/?feed=rss2": reply(feed("/?p=1"), Content_Type="text/xml"), **pages, **again})
    outcome = archive.crawl(server.url("/"))
    assert outcome.exit_code == 0
    assert {f"/?p={n}" for n in range(1, 6)} <= set(asked(server))
    assert "/?feed=rss2&paged=6" in asked(server)
    assert "/?feed=rss2&paged=7" not in asked(server)


def test_the_pages_of_an_api_are_walked(archive: Archive, serve: Serve) -> None:
    first = "/wp-json/wp/v2/posts?per_page=100&orderby=id&order=asc&_embed=author%2Cwp%3Aterm"
    listed = reply("[{}]", Content_Type="application/json", Link='</wp-json/wp/v2/posts?page=2>; rel="next"')
    server = serve({"/": reply(HOME), first: listed})
    archive.crawl(server.url("/"))
    assert "/wp-json/wp/v2/posts?page=2" in asked(server)


def test_a_feed_that_gives_less_than_was_asked_for_is_paged_by_its_counts() -> None:
    url = "http://b.example/feeds/posts/default?max-results=150"
    counts = b"<openSearch:totalResults>%d</openSearch:totalResults><openSearch:startIndex>%d</openSearch:startIndex>"
    assert next_by_counts(url, counts % (30, 1) + b"<entry>" * 10) == f"{url}&start-index=11"
    assert next_by_counts(f"{url}&start-index=11", counts % (30, 11) + b"<entry>" * 10) == f"{url}&start-index=21"
    assert next_by_counts(f"{url}&start-index=21", counts % (30, 21) + b"<entry>" * 10) is None
    assert next_by_counts(url, counts % (30, 1)) is None
    assert next_by_counts(url, b"<entry>") is None


def test_pages_of_a_feed_that_lists_named_already_are_walked(archive: Archive, serve: Serve) -> None:
    pages = {f"/?feed=rss2&paged={n}": reply(feed(f"/?p={n}"), Content_Type="text/xml") for n in range(2, 9)}
    home = HOME + "".join(f'<a href="/?p={n}">{n}</a>' for n in range(1, 9))
    server = serve({"/": reply(home), "/?feed=rss2": reply(feed("/?p=1"), Content_Type="text/xml"), **pages})
    archive.crawl(server.url("/"))
    assert pages.keys() <= set(asked(server))
