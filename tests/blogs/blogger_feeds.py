"""The feeds of a Blogger blog: posts, pages and comments in Atom, RSS and JSON, paged by `start-index`."""

# ruff: noqa: E501  # markup as it stands in feeds

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from blogark.tests.blogs.content import Comment, Post
from blogark.tests.blogs.resources import ATOM, JSON, RSS, Resource
from blogark.tests.blogs.site import FEED_ENTRIES, Site, escaped

BLOG_ID = 8031966192
MOST_RESULTS = 100
POSTS_FEED, COMMENTS_FEED, PAGES_FEED = "/feeds/posts/default", "/feeds/comments/default", "/feeds/pages/default"


class BloggerFeeds(Site):
    """Links to the next page lead to www.blogger.com, as Blogger's do; the pages are here, too."""

    def native_id(self, post: Post) -> str:
        return str(7_000_000_000_000_000_000 + post.id * 1_000_003)

    def comment_native_id(self, comment: Comment) -> str:
        return _comment_id(comment.id)

    def _parent_of(self, comment: Comment) -> str | None:
        return None if comment.parent is None else _comment_id(comment.parent)

    @property
    def blogger(self) -> str:
        return f"http://www.blogger.test:{urlsplit(self.names.base).port}"

    def add_feeds(self) -> None:
        self.add(POSTS_FEED, "feed", self._text(self._body_of_feed, POSTS_FEED), ATOM)
        self.add(f"{POSTS_FEED}?alt=rss", "feed", self._text(self._body_of_feed, f"{POSTS_FEED}?alt=rss"), RSS)
        for path in (COMMENTS_FEED, PAGES_FEED):
            self.add(path, "feed", self._text(self._body_of_feed, path), ATOM)
        for path, count in ((POSTS_FEED, len(self._posts)), (COMMENTS_FEED, len(self._comments))):
            for start in range(1, count + 1, MOST_RESULTS):
                target = f"{path}?start-index={start}&max-results={MOST_RESULTS}"
                self.add(target, "feed", self._text(self._body_of_feed, target), ATOM)

    def answer(self, target: str) -> Resource | None:
        path = target.partition("?")[0]
        if path not in (POSTS_FEED, COMMENTS_FEED, PAGES_FEED, "/feeds/posts/summary"):
            return None
        alt = dict(parse_qsl(urlsplit(target).query)).get("alt")
        kind = {"rss": RSS, "json": JSON}.get(alt or "", ATOM)
        return Resource(kind="feed", body=self._text(self._body_of_feed, target), media_type=kind)

    @cached_property
    def _posts(self) -> tuple[Post, ...]:
        return self.blog.named

    @cached_property
    def _comments(self) -> list[tuple[Comment, Post]]:
        found = [(comment, post) for post in self._posts for comment in post.comments]
        return sorted(found, key=lambda pair: (pair[0].published, pair[0].id), reverse=True)

    def _body_of_feed(self, target: str) -> str:
        """`start-index`, `max-results` (10, at most 100), `alt`, `orderby` is not heeded."""
        parts = urlsplit(target)
        asked = dict(parse_qsl(parts.query))
        start = max(1, int(asked.get("start-index", "1")))
        size = max(0, min(int(asked.get("max-results", FEED_ENTRIES)), MOST_RESULTS))
        if parts.path == PAGES_FEED:
            return self._pages_atom()
        things: Sequence[Any] = self._comments if parts.path == COMMENTS_FEED else self._posts
        shown = things[start - 1 : start - 1 + size]
        if parts.path == COMMENTS_FEED:
            return self.comments_atom(shown, COMMENTS_FEED, start, len(things))
        make: Callable[..., str] = {"rss": self._posts_rss, "json": self._posts_json}.get(
            asked.get("alt", ""), self._posts_atom
        )
        return make(shown, start, size, len(things))

    def _counts(self, start: int, size: int, total: int) -> str:
        return f"<openSearch:totalResults>{total}</openSearch:totalResults><openSearch:startIndex>{start}</openSearch:startIndex><openSearch:itemsPerPage>{size}</openSearch:itemsPerPage>\n"

    def _following(self, kind: str, start: int, size: int, total: int) -> str:
        if start + size > total:
            return ""
        href = f"{self.blogger}/feeds/{BLOG_ID}/{kind}/default?start-index={start + size}&amp;max-results={size}"
        return f"<link rel='next' type='application/atom+xml' href='{href}'/>"

    def _posts_atom(self, posts: Sequence[Post], start: int, size: int, total: int) -> str:
        entries = "".join(
            f"<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-{self.native_id(post)}</id><published>{post.published.isoformat()}.000+00:00</published>"
            f"<updated>{(post.updated or post.published).isoformat()}.000+00:00</updated>"
            + "".join(
                f"<category scheme='http://www.blogger.com/atom/ns#' term='{escape(name)}'/>"
                for name in (*post.categories, *post.tags)
            )
            + f"<title type='text'>{escaped(post.title)}</title><content type='html'>{escape(self.body_of(post))}</content>"
            f"<link rel='replies' type='application/atom+xml' href='{self.names.base}/feeds/{self.native_id(post)}/comments/default' title='Post Comments'/>"
            f"<link rel='replies' type='text/html' href='{self.url(post)}#comment-form' title='{len(post.comments)} Comments'/>"
            f"<link rel='alternate' type='text/html' href='{self.url(post)}' title='{escape(post.title)}'/>"
            f"<author><name>{self.blog.name_of(post.author)}</name></author><thr:total>{len(post.comments)}</thr:total></entry>\n"
            for post in posts
        )
        return (
            f"<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' xmlns:thr='http://purl.org/syndication/thread/1.0'>"
            f"<id>tag:blogger.com,1999:blog-{BLOG_ID}</id><title type='text'>{self.blog.title}</title><link rel='alternate' type='text/html' href='{self.names.base}/'/>"
            f"{self._following('posts', start, size, total)}<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>{self._counts(start, size, total)}{entries}</feed>\n"
        )

    def _pages_atom(self) -> str:
        text = escape("\n".join(f"<p>{text}</p>" for text in self.blog.about))
        return (
            f"<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'>"
            f"<id>tag:blogger.com,1999:blog-{BLOG_ID}.page</id><title type='text'>{self.blog.title}</title>{self._counts(1, 1, 1)}"
            f"<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.page-55</id><published>2008-01-01T09:00:00.000+00:00</published><title type='text'>About</title>"
            f"<content type='html'>{text}</content><link rel='alternate' type='text/html' href='{self.names.base}/p/about.html' title='About'/></entry></feed>\n"
        )

    def _posts_rss(self, posts: Sequence[Post], start: int, size: int, total: int) -> str:
        items = "".join(
            f"<item><guid isPermaLink='false'>tag:blogger.com,1999:blog-{BLOG_ID}.post-{self.native_id(post)}</guid><pubDate>{post.published:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
            + "".join(
                f"<category domain='http://www.blogger.com/atom/ns#'>{escaped(name)}</category>"
                for name in (*post.categories, *post.tags)
            )
            + f"<title>{escaped(post.title)}</title><description>{escape(self.body_of(post))}</description><link>{self.url(post)}</link>"
            f"<author>noreply@blogger.com ({self.blog.name_of(post.author)})</author><thr:total>{len(post.comments)}</thr:total></item>\n"
            for post in posts
        )
        return (
            "<?xml version='1.0' encoding='UTF-8'?><rss xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' xmlns:thr='http://purl.org/syndication/thread/1.0' version='2.0'><channel>"
            f"<title>{self.blog.title}</title><link>{self.names.base}/</link><generator>Blogger</generator>{self._counts(start, size, total)}{items}</channel></rss>\n"
        )

    def _posts_json(self, posts: Sequence[Post], start: int, size: int, total: int) -> str:
        entries = [
            {
                "id": {"$t": f"tag:blogger.com,1999:blog-{BLOG_ID}.post-{self.native_id(post)}"}, "published": {"$t": f"{post.published.isoformat()}.000+00:00"},
                "updated": {"$t": f"{(post.updated or post.published).isoformat()}.000+00:00"},
                "category": [{"scheme": "http://www.blogger.com/atom/ns#", "term": name} for name in (*post.categories, *post.tags)],
                "title": {"type": "text", "$t": post.title}, "content": {"type": "html", "$t": self.body_of(post)},
                "link": [
                    {"rel": "replies", "type": "application/atom+xml", "href": f"{self.names.base}/feeds/{self.native_id(post)}/comments/default", "title": "Post Comments"},
                    {"rel": "alternate", "type": "text/html", "href": self.url(post), "title": post.title},
                ],
                "author": [{"name": {"$t": self.blog.name_of(post.author)}}], "thr$total": {"$t": str(len(post.comments))},
            }
            for post in posts
        ]  # fmt: skip
        feed = {
            "id": {"$t": f"tag:blogger.com,1999:blog-{BLOG_ID}"}, "title": {"type": "text", "$t": self.blog.title}, "openSearch$totalResults": {"$t": str(total)},
            "openSearch$startIndex": {"$t": str(start)}, "openSearch$itemsPerPage": {"$t": str(size)}, "entry": entries,
        }  # fmt: skip
        return json.dumps({"version": "1.0", "encoding": "UTF-8", "feed": feed})

    def comments_atom(self, comments: Sequence[tuple[Comment, Post]], target: str, start: int, total: int) -> str:
        entries = "".join(
            f"<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-{self.comment_native_id(one)}</id><published>{one.published.isoformat()}.000+00:00</published><updated>{one.published.isoformat()}.000+00:00</updated>"
            f"<title type='text'>{escaped(one.paragraphs[0])[:40]}...</title><content type='html'>{escape('<br /><br />'.join(map(escaped, one.paragraphs)))}</content>"
            f"<link rel='alternate' type='text/html' href='{self.url(post)}?showComment=1{one.id}000#c{self.comment_native_id(one)}' title=''/>{self._related(one, post)}"
            f"<author><name>{escaped(one.author)}</name>{f'<uri>{one.url}</uri>' if one.url else ''}</author>"
            f"<thr:in-reply-to xmlns:thr='http://purl.org/syndication/thread/1.0' href='{self.url(post)}' ref='tag:blogger.com,1999:blog-{BLOG_ID}.post-{self.native_id(post)}' source='{self.blogger}/feeds/{BLOG_ID}/posts/default/{self.native_id(post)}' type='text/html'/></entry>\n"
            for one, post in comments
        )
        size = len(comments)
        following = self._following("comments", start, size, total) if target == COMMENTS_FEED else ""
        return (
            f"<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'><id>tag:blogger.com,1999:blog-{BLOG_ID}.comments</id>"
            f"<title type='text'>Comments on {self.blog.title}</title><link rel='alternate' type='text/html' href='{self.names.base}/'/>{following}<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>{self._counts(start, size, total)}{entries}</feed>\n"
        )

    def _related(self, comment: Comment, post: Post) -> str:
        if comment.parent is None:
            return ""
        return f"<link rel='related' type='application/atom+xml' href='{self.blogger}/feeds/{BLOG_ID}/{self.native_id(post)}/comments/default/{self._parent_of(comment)}'/>"


def _comment_id(number: int) -> str:
    return str(1_000_000_000_000_000 + number * 1_000_003)
