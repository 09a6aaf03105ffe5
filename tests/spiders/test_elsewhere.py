"""What another document tells already is not asked for again, and is once it tells more."""

from blogark.spiders.links.elsewhere import TOLD, WITHOUT_COMMENTS, comment_feeds
from blogark.spiders.links.url import base_of
from blogark.tests.spiders.conftest import Archive, Serve, asked, reply

HOME = '<meta name="generator" content="WordPress 6.4"><link rel=alternate type="application/rss+xml" href="/feed/">'
COMMENTS = "/wp-json/wp/v2/comments?per_page=100&orderby=id&order=asc&_embed=up"


def feed(*posts: tuple[str, int]) -> str:
    items = (
        f"<item><link>{path}</link><wfw:commentRss>{path}feed/</wfw:commentRss><slash:comments>{count}</slash:comments></item>"
        for path, count in posts
    )
    return f"<rss><channel>{''.join(items)}</channel></rss>"


def test_a_feed_counts_the_comments_of_its_entries() -> None:
    atom = (
        b"<feed><entry><link rel='replies' type='application/atom+xml' href='/feeds/7/comments/default'/>"
        b"<link rel='replies' type='text/html' href='/a.html#c'/><thr:total>0</thr:total></entry>"
        b"<entry><link rel='replies' type='application/atom+xml' href='/feeds/8/comments/default'/></entry>"
    )
    base = base_of("http://b.example/feeds/posts/default")
    assert list(comment_feeds(atom, base)) == [("http://b.example/feeds/7/comments/default", False)]
    assert list(comment_feeds(feed(("/a/", 0), ("/b/", 2)).encode(), base)) == [
        ("http://b.example/a/feed/", False),
        ("http://b.example/b/feed/", True),
    ]


def test_the_comment_feed_of_a_post_is_asked_for_once_the_post_has_comments(archive: Archive, serve: Serve) -> None:
    pages = {
        "/": reply(HOME),
        "/a/": reply("a"),
        "/b/": reply("b"),
        "/a/feed/": reply(feed()),
        "/b/feed/": reply(feed()),
    }
    server = serve({**pages, "/feed/": reply(feed(("/a/", 0), ("/b/", 2)), Content_Type="text/xml")})
    archive.crawl(server.url("/"))
    assert "/b/feed/" in asked(server)
    assert "/a/feed/" not in asked(server)
    assert archive.urls("skipped")["/a/feed/"] == WITHOUT_COMMENTS
    server.replies["/feed/"] = reply(feed(("/a/", 1), ("/b/", 2)), Content_Type="text/xml")
    archive.crawl(server.url("/"))
    assert "/a/feed/" in asked(server)


def test_feeds_of_single_posts_are_left_out_where_the_api_gives_all_comments(archive: Archive, serve: Serve) -> None:
    post = '<link rel=alternate type="application/rss+xml" href="feed/"><link rel=shortlink href="/?p=7">'
    pages = {
        "/": reply(HOME + '<a href="/a/">a</a>'),
        "/a/": reply(post),
        "/a/feed/": reply(feed()),
        "/feed/": reply(feed()),
    }
    server = serve({**pages, COMMENTS: reply("[]", Content_Type="application/json")})
    archive.crawl(server.url("/"))
    assert {"/feed/", "/a/"} <= set(asked(server))
    assert not {"/a/feed/", "/?p=7"} & set(asked(server))
    assert archive.urls("skipped")["/a/feed/"].startswith(TOLD)


def test_feeds_of_single_posts_are_asked_for_where_the_api_is_closed(archive: Archive, serve: Serve) -> None:
    post = '<link rel=alternate type="application/rss+xml" href="feed/">'
    pages = {"/": reply(HOME + '<a href="/a/">a</a>'), "/a/": reply(post), "/a/feed/": reply(feed())}
    server = serve({**pages, COMMENTS: reply("{}", status="401 Unauthorized", Content_Type="application/json")})
    archive.crawl(server.url("/"))
    assert "/a/feed/" in asked(server)
