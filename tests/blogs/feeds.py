"""Feeds and sitemaps in the forms that several engines share."""

# ruff: noqa: E501  # markup as it stands in feeds

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from blogark.tests.blogs.content import Comment, Post

if TYPE_CHECKING:
    from blogark.tests.blogs.site import Site

_RSS = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>\n'
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def posts_rss(site: Site, posts: Sequence[Post], *, generator: str, feed_of: Callable[[Post], str]) -> str:
    """RSS 2.0 as WordPress writes it; `feed_of` tells the address of a post's comment feed."""
    items = "".join(
        f"<item><title>{escaped(post.title)}</title><link>{escaped(site.url(post))}</link>"
        f"<comments>{escaped(site.url(post))}#comments</comments><dc:creator><![CDATA[{site.blog.name_of(post.author)}]]></dc:creator>"
        f"<pubDate>{_rfc822(post.published)}</pubDate>"
        + "".join(
            f"<category><![CDATA[{name}]]></category>"
            for name in (*post.categories, *(post.tags if site.tagged else ()))
        )
        + f'<guid isPermaLink="false">{site.names.base}/?p={post.id}</guid>'
        f"<description><![CDATA[{post.paragraphs[0][:200]} [&#8230;]]]></description>"
        f"<content:encoded><![CDATA[{site.body_of(post)}]]></content:encoded>"
        f"<wfw:commentRss>{escaped(feed_of(post))}</wfw:commentRss><slash:comments>{len(post.comments)}</slash:comments></item>\n"
        for post in posts
    )
    return (
        f"{_RSS}<title>{site.blog.title}</title><link>{site.names.base}</link><description></description><language>en-US</language>"
        f"<generator>{generator}</generator>\n{items}</channel></rss>\n"
    )


def comments_rss(site: Site, comments: Sequence[tuple[Comment, Post]], title: str | None) -> str:
    """The comment feed of a post (`title`) or of the whole blog as WordPress writes it: newest first."""
    items = "".join(
        f"<item><title>{f'By: {escaped(one.author)}' if title else f'Comment on {escaped(post.title)} by {escaped(one.author)}'}</title>"
        f"<link>{escaped(site.url(post))}#comment-{one.id}</link><dc:creator><![CDATA[{one.author}]]></dc:creator>"
        f"<pubDate>{_rfc822(one.published)}</pubDate>"
        f'<guid isPermaLink="false">{escaped(site.url(post))}#comment-{one.id}</guid>'
        f"<description>{' '.join(map(escaped, one.paragraphs))}</description><content:encoded><![CDATA[{_reply(site, one, post)}"
        + "".join(f"<p>{escaped(text)}</p>\n" for text in one.paragraphs)
        + "]]></content:encoded></item>\n"
        for one, post in comments
    )
    name = f"Comments on: {escaped(title)}" if title else f"Comments for {site.blog.title}"
    return f"{_RSS}<title>{name}</title><link>{site.names.base}</link><description></description>\n{items}</channel></rss>\n"


def _reply(site: Site, comment: Comment, post: Post) -> str:
    if comment.parent is None or not site.threaded:
        return ""
    name = next(one.author for one in post.comments if one.id == comment.parent)
    return f'<p>In reply to <a href="{escaped(site.url(post))}#comment-{comment.parent}">{escaped(name)}</a>.</p>\n'


def sitemap(base: str, places: Sequence[tuple[str, datetime | None]]) -> str:
    """A urlset of paths and when they last changed."""
    urls = "".join(
        f"<url><loc>{escaped(base + path)}</loc>{f'<lastmod>{when.isoformat()}+00:00</lastmod>' if when else ''}</url>\n"
        for path, when in places
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'


def sitemap_index(base: str, paths: Sequence[str]) -> str:
    """A sitemapindex of paths."""
    maps = "".join(f"<sitemap><loc>{escaped(base + path)}</loc></sitemap>\n" for path in paths)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{maps}</sitemapindex>\n'


def _rfc822(when: datetime) -> str:
    return f"{when:%a, %d %b %Y %H:%M:%S} +0000"
