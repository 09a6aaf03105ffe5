"""A Blogger blog: everything in paged Atom feeds, old-style month archives, comment feeds; /search closed to robots."""

# ruff: noqa: E501  # markup as it stands on pages

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from blogark.tests.blogs import traps
from blogark.tests.blogs.content import Comment, Post
from blogark.tests.blogs.feeds import sitemap, sitemap_index
from blogark.tests.blogs.resources import ATOM, JSON, RSS, XML, Kind, Resource
from blogark.tests.blogs.site import FEED_ENTRIES, Site, escaped, month_name
from blogark.tests.blogs.traps import Trap

BLOG_ID = 8031966192
MOST_RESULTS = 100
COMMENTS_A_PAGE = 18
SITEMAP_URLS = 150
POSTS_FEED, COMMENTS_FEED = "/feeds/posts/default", "/feeds/comments/default"


class Blogger(Site):
    """The feeds' links to their next pages lead to www.blogger.com, as Blogger's do; here they are on the blog, too."""

    shape = "blogger"
    server = "GSE"
    engine_host = "longlog.blogspot.test"
    gzip = True
    labelled = True

    def address(self, post: Post) -> str:
        return f"/{post.published:%Y/%m}/{post.slug}.html"

    def native_id(self, post: Post) -> str:
        return str(7_000_000_000_000_000_000 + post.id * 1_000_003)

    def comment_native_id(self, comment: Comment) -> str:
        return str(1_000_000_000_000_000 + comment.id * 1_000_003)

    def _parent_of(self, comment: Comment) -> str | None:
        return None if comment.parent is None else str(1_000_000_000_000_000 + comment.parent * 1_000_003)

    def picture_path(self, name: str) -> str:
        return f"/-pictures/s320/{name}"

    def build_traps(self) -> Sequence[Trap]:
        def is_post(target: str) -> bool:
            return target in self._by_address

        def moments(target: str) -> traps.Links:
            post = self._by_address.get(target)
            return tuple((_shown(target, one) + f"#c{one.id}", "there") for one in (post.comments if post else ()))

        def mobile(target: str) -> traps.Links:
            return ((traps.with_parameter(target, "m", "1"), "Mobile"),) if "?" not in target else ()

        def shares(target: str) -> traps.Links:
            post = self._by_address.get(target)
            return tuple(
                (f"/share-post.g?postID={post.id}&target={name}", name) for name in ("email", "twitter")
            ) if post else ()  # fmt: skip

        return (
            traps.sessions("zx"),
            Trap(
                name="comment addresses",
                pattern=re.compile(r"[?&]showComment="),
                links=moments,
                parameters=("showComment",),
            ),
            Trap(name="mobile views", pattern=re.compile(r"[?&]m=1(?:&|$)"), links=mobile, parameters=("m",)),
            traps.print_views("view=print", is_post),
            traps.sort_orders(self.is_list),
            traps.calendar("/calendar.g", by_path=False),
            traps.searches("/search?q="),
            Trap(name="search pages", pattern=re.compile("^/search(?:/|\\?(?!q=))")),
            Trap(name="share links", pattern=re.compile("^/share-post.g"), links=shares, away=True),
            traps.repeated_paths("/p/"),
        )

    @cached_property
    def _by_address(self) -> dict[str, Post]:
        return {self.address(post): post for post in self.blog.posts}

    def build(self) -> None:
        first = self.blog.listed[: self.per_page]
        self.add("/", "home", self._text(self._list, "/", first))
        for (year, month), posts in self.months.items():
            target = f"/{year}_{month:02}_01_archive.html"
            self.add(target, "list", self._text(self._list, target, posts))
        for post in self.blog.posts:
            kind: Kind = "hidden" if post.way in ("closed", "hidden") else "comments"
            for number in range(2, len(self.comment_pages(post, COMMENTS_A_PAGE)) + 1):
                target = f"{self.address(post)}?commentPage={number}"
                self.add(target, kind, self._text(self._post, post, number))
            target = f"/feeds/{self.native_id(post)}/comments/default"
            comments = [(one, post) for one in reversed(post.comments)]
            feed = self._text(self._comments_atom, comments, target, 1, len(comments))
            self.add(target, kind if post.comments else "aside", feed, ATOM)
        self.add("/p/about.html", "page", self._about)
        self.add_style("/static/v1/widgets/css_bundle.css")
        self._add_feeds()
        named = [post for post in self.blog.posts if post.way in ("lists", "sitemap", "closed")]
        parts = [named[at : at + SITEMAP_URLS] for at in range(0, len(named), SITEMAP_URLS)]
        files = {
            f"/sitemap.xml?page={place}": [(self.address(one), one.modified) for one in part]
            for place, part in enumerate(parts, 1)
        }
        for path, places in files.items():
            self.add(path, "sitemap", self._text(sitemap, self.names.base, places), XML)
        self.add("/sitemap.xml", "sitemap", self._text(sitemap_index, self.names.base, list(files)), XML)
        closed = "".join(f"Disallow: {self.address(post)}\n" for post in self.blog.posts if post.way == "closed")
        robots = (
            "User-agent: Mediapartners-Google\nDisallow: \n\nUser-agent: *\nDisallow: /search\nDisallow: /share-widget\n"
            f"{closed}Allow: /\n\nSitemap: {self.names.base}/sitemap.xml\n"
        )
        self.add("/robots.txt", "robots", lambda: robots, "text/plain")

    # Pages

    def post_page(self, post: Post) -> str:
        return self._post(post, 1)

    def _post(self, post: Post, number: int) -> str:
        older, newer = self.neighbours(post)
        left = (
            f"<span id='blog-pager-newer-link'><a class='blog-pager-newer-link' href='{self.url(newer)}' title='Newer Post'>Newer Post</a></span>"
            if newer
            else ""
        )
        right = (
            f"<span id='blog-pager-older-link'><a class='blog-pager-older-link' href='{self.url(older)}' title='Older Post'>Older Post</a></span>"
            if older
            else ""
        )
        pages = self.comment_pages(post, COMMENTS_A_PAGE)
        count, shown = len(post.comments), pages[number - 1]
        after = (
            f"<a href='{self.url(post)}?commentPage={number + 1}#comments'>Newer&rsaquo;</a>"
            if number < len(pages)
            else ""
        )
        area = f"<h4>{count} comment{'s' * (count != 1)}:</h4>\n"
        if count:
            area += (
                "<div class='comments-content'><div id='comment-holder'><div class='comment-thread toplevel-thread'>"
                f"<ol id='top-ra'>{self._thread(post, shown, None)}</ol></div></div></div><span class='paging-control-container'>{after}</span>\n"
            )
        content = (
            f"{self._entry(post, alone=True)}<div class='comments' id='comments'><a name='comments'></a>\n{area}"
            "<p class='comment-footer'><a name='comment-form'></a><h4 id='comment-post-message'>Post a Comment</h4></p></div>\n"
            f"<div class='blog-pager' id='blog-pager'>{left}{right}<a class='home-link' href='{self.names.base}/'>Home</a></div>\n"
        )
        target = f"/feeds/{self.native_id(post)}/comments/default"
        head = (
            f"<link href='{self.url(post)}' rel='canonical'/>\n"
            f'<link rel="alternate" type="application/atom+xml" title="{self.blog.title} - Atom" href="{self.names.base}{target}" />\n'
            f"<meta content='{escape(post.title)}' property='og:title'/>\n<meta content='{self.url(post)}' property='og:url'/>\n"
        )
        return self._frame(self.address(post), f"{self.blog.title}: {post.title}", content, head=head, view="item")

    def _entry(self, post: Post, *, alone: bool) -> str:
        title = escaped(post.title) if alone else f"<a href='{self.url(post)}'>{escaped(post.title)}</a>"
        day = post.published
        labels = ",\n".join(
            f"<a href='{self.names.base}/search/label/{_label(name)}' rel='tag'>{escaped(name)}</a>"
            for name in (*post.categories, *post.tags)
        )
        count = len(post.comments)
        link = (
            ""
            if alone
            else f"<span class='post-comment-link'><a class='comment-link' href='{self.url(post)}#comment-form'>{count} comment{'s' * (count != 1)}</a></span>"
        )
        number = self.native_id(post)
        return (
            f"<div class='date-outer'><h2 class='date-header'><span>{day:%A}, {day:%B} {day.day}, {day.year}</span></h2><div class='date-posts'><div class='post-outer'>\n"
            "<div class='post hentry uncustomized-post-template' itemprop='blogPost' itemscope='itemscope' itemtype='http://schema.org/BlogPosting'>\n"
            f"<meta content='{BLOG_ID}' itemprop='blogId'/><meta content='{number}' itemprop='postId'/><a name='{number}'></a>\n"
            f"<h3 class='post-title entry-title' itemprop='name'>{title}</h3>\n"
            f"<div class='post-body entry-content' id='post-body-{number}' itemprop='description articleBody'>\n{self.body_of(post)}\n<div style='clear: both;'></div></div>\n"
            "<div class='post-footer'><div class='post-footer-line post-footer-line-1'><span class='post-author vcard'>Posted by\n"
            "<span class='fn' itemprop='author' itemscope='itemscope' itemtype='http://schema.org/Person'>"
            f"<a class='g-profile' href='http://profiles.invalid/{post.author}' rel='author' title='author profile'><span itemprop='name'>{self.blog.name_of(post.author)}</span></a></span></span>\n"
            f"<span class='post-timestamp'>at <a class='timestamp-link' href='{self.url(post)}' itemprop='url' rel='bookmark' title='permanent link'>"
            f"<abbr class='published' itemprop='datePublished' title='{day.isoformat()}Z'>{_time(day)}</abbr></a></span>{link}</div>\n"
            f"<div class='post-footer-line post-footer-line-2'><span class='post-labels'>Labels:\n{labels}\n</span></div></div></div></div></div></div>\n"
        )

    def _thread(self, post: Post, shown: Sequence[Comment], parent: int | None) -> str:
        items = []
        for comment in shown:
            if comment.parent != parent:
                continue
            name, number = escaped(comment.author), self.comment_native_id(comment)
            who = f'<a href="{comment.url}" rel="nofollow">{name}</a>' if comment.url else name
            text = "<br /><br />".join(map(escaped, comment.paragraphs))
            children = self._thread(post, shown, comment.id)
            replies = (
                f'<div id="c{number}-rt" class="comment-thread inline-thread"><ol id="c{number}-ra" class="thread-chrome thread-expanded">{children}</ol></div>'
                if children
                else ""
            )
            href = _shown(self.url(post), comment) if self.traps else self.url(post)
            items.append(
                f'<li class="comment" id="c{number}"><div class="comment-block"><div class="comment-header"><cite class="user">{who}</cite><span class="icon user "></span>'
                f'<span class="datetime secondary-text"><a rel="nofollow" href="{href}#c{number}">{comment.published:%B} {comment.published.day}, {comment.published.year} at {_time(comment.published)}</a></span></div>'
                f'<p class="comment-content">{text}</p></div><div class="comment-replies">{replies}</div></li>\n'
            )
        return "".join(items)

    def bare_page(self, target: str, title: str, content: str) -> str:
        return self._frame(
            target, f"{self.blog.title}: {title}", f"<div class='status-msg-body'>{title}</div>{content}", view="index"
        )

    def _list(self, target: str, posts: Sequence[Post]) -> str:
        older = ""
        if target == "/" and len(self.blog.listed) > self.per_page:
            moment = f"{posts[-1].published.isoformat()}%2B00:00"
            href = f"{self.names.base}/search?updated-max={moment}&amp;max-results={self.per_page}"
            older = f"<span id='blog-pager-older-link'><a class='blog-pager-older-link' href='{href}' id='Blog1_blog-pager-older-link' title='Older Posts'>Older Posts</a></span>"
        content = (
            "".join(self._entry(post, alone=False) for post in posts)
            + f"<div class='blog-pager' id='blog-pager'>{older}</div>\n"
        )
        return self._frame(
            target,
            self.blog.title,
            content,
            head=f"<link href='{self.names.base}{target}' rel='canonical'/>\n",
            view="index" if target == "/" else "archive",
        )

    def _about(self) -> str:
        text = "\n".join(f"<p>{text}</p>" for text in self.blog.about)
        content = (
            "<div class='post-outer'><div class='post hentry' itemscope='itemscope' itemtype='http://schema.org/BlogPosting'><a name='55'></a>"
            f"<h3 class='post-title entry-title' itemprop='name'>About</h3><div class='post-body entry-content' id='post-body-55' itemprop='articleBody'>{text}</div></div></div>"
        )
        head = f"<link href='{self.names.base}/p/about.html' rel='canonical'/>\n"
        return self._frame("/p/about.html", f"{self.blog.title}: About", content, head=head, view="static_page")

    def _frame(self, target: str, title: str, content: str, *, head: str = "", view: str) -> str:
        base = self.names.base
        months = "".join(
            f"<li class='archivedate collapsed'><a class='post-count-link' href='{base}/{year}_{month:02}_01_archive.html'>{month_name(year, month)}</a> <span class='post-count'>({len(posts)})</span></li>\n"
            for (year, month), posts in self.months.items()
        )
        labels = "".join(
            f"<li><a dir='ltr' href='{base}/search/label/{_label(name)}'>{escaped(name)}</a></li>\n"
            for name in self.blog.categories
        )
        return (
            "<!DOCTYPE html>\n<html dir='ltr' xmlns='http://www.w3.org/1999/xhtml' xmlns:b='http://www.google.com/2005/gml/b'>\n<head>\n"
            "<meta content='text/html; charset=UTF-8' http-equiv='Content-Type'/>\n<meta content='blogger' name='generator'/>\n"
            f'<link href="{base}/favicon.ico" rel="icon" type="image/x-icon"/>\n<link type="text/css" rel="stylesheet" href="/static/v1/widgets/css_bundle.css" />\n'
            f'<link rel="alternate" type="application/atom+xml" title="{self.blog.title} - Atom" href="{base}{POSTS_FEED}" />\n'
            f'<link rel="alternate" type="application/rss+xml" title="{self.blog.title} - RSS" href="{base}{POSTS_FEED}?alt=rss" />\n'
            f'<link rel="service.post" type="application/atom+xml" title="{self.blog.title} - Atom" href="{self._blogger}/feeds/{BLOG_ID}/posts/default" />\n'
            f"{head}<title>{escaped(title)}</title>\n</head>\n<body class='loading'>\n<div class='content'><header><div class='header section' id='header'>"
            f"<h1 class='title'><a href='{base}/'>{self.blog.title}</a></h1></div></header>\n<div class='main section' id='main'><div class='widget Blog' data-version='1' id='Blog1'>\n"
            f"<div class='blog-posts hfeed view-{view}'>\n{content}</div></div></div>\n<aside><div class='sidebar section' id='sidebar-right-1'>"
            f"<div class='widget PageList' id='PageList1'><ul><li><a href='{base}/p/about.html'>About</a></li></ul></div>\n"
            f"<div class='widget BlogArchive' id='BlogArchive1'><h2>Blog Archive</h2><div class='widget-content'><ul class='flat'>{months}</ul></div></div>\n"
            f"<div class='widget Label' id='Label1'><h2>Labels</h2><ul>{labels}</ul></div><div class='widget HTML' id='HTML1'><ul>{self.trap_links(target)}</ul></div></div></aside></div></body></html>\n"
        )

    @property
    def _blogger(self) -> str:
        return f"http://www.blogger.test:{urlsplit(self.names.base).port}"

    # Feeds

    def _add_feeds(self) -> None:
        self.add(POSTS_FEED, "feed", self._text(self._body_of_feed, POSTS_FEED), ATOM)
        self.add(f"{POSTS_FEED}?alt=rss", "feed", self._text(self._body_of_feed, f"{POSTS_FEED}?alt=rss"), RSS)
        self.add(COMMENTS_FEED, "feed", self._text(self._body_of_feed, COMMENTS_FEED), ATOM)
        for path, count in ((POSTS_FEED, len(self._posts)), (COMMENTS_FEED, len(self._comments))):
            for start in range(1, count + 1, MOST_RESULTS):
                target = f"{path}?start-index={start}&max-results={MOST_RESULTS}"
                self.add(target, "feed", self._text(self._body_of_feed, target), ATOM)

    def answer(self, target: str) -> Resource | None:
        path = target.partition("?")[0]
        if path not in (POSTS_FEED, COMMENTS_FEED, "/feeds/posts/summary"):
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
        things: Sequence[Any] = self._comments if parts.path == COMMENTS_FEED else self._posts
        shown = things[start - 1 : start - 1 + size]
        if parts.path == COMMENTS_FEED:
            return self._comments_atom(shown, COMMENTS_FEED, start, len(things))
        make: Callable[..., str] = {"rss": self._posts_rss, "json": self._posts_json}.get(
            asked.get("alt", ""), self._posts_atom
        )
        return make(shown, start, size, len(things))

    def _counts(self, start: int, size: int, total: int) -> str:
        return f"<openSearch:totalResults>{total}</openSearch:totalResults><openSearch:startIndex>{start}</openSearch:startIndex><openSearch:itemsPerPage>{size}</openSearch:itemsPerPage>\n"

    def _following(self, kind: str, start: int, size: int, total: int) -> str:
        if start + size > total:
            return ""
        href = f"{self._blogger}/feeds/{BLOG_ID}/{kind}/default?start-index={start + size}&amp;max-results={size}"
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

    def _comments_atom(self, comments: Sequence[tuple[Comment, Post]], target: str, start: int, total: int) -> str:
        entries = "".join(
            f"<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-{self.comment_native_id(one)}</id><published>{one.published.isoformat()}.000+00:00</published><updated>{one.published.isoformat()}.000+00:00</updated>"
            f"<title type='text'>{escaped(one.paragraphs[0])[:40]}...</title><content type='html'>{escape('<br /><br />'.join(map(escaped, one.paragraphs)))}</content>"
            f"<link rel='alternate' type='text/html' href='{self.url(post)}?showComment=1{one.id}000#c{self.comment_native_id(one)}' title=''/>{self._related(one, post)}"
            f"<author><name>{escaped(one.author)}</name>{f'<uri>{one.url}</uri>' if one.url else ''}</author>"
            f"<thr:in-reply-to xmlns:thr='http://purl.org/syndication/thread/1.0' href='{self.url(post)}' ref='tag:blogger.com,1999:blog-{BLOG_ID}.post-{self.native_id(post)}' source='{self._blogger}/feeds/{BLOG_ID}/posts/default/{self.native_id(post)}' type='text/html'/></entry>\n"
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
        return f"<link rel='related' type='application/atom+xml' href='{self._blogger}/feeds/{BLOG_ID}/{self.native_id(post)}/comments/default/{self._parent_of(comment)}'/>"


def _label(name: str) -> str:
    return name.replace("&", "%26").replace(" ", "%20")


def _shown(address: str, comment: Comment) -> str:
    return f"{address}?showComment=1{comment.id}000"


def _time(when: datetime) -> str:
    return f"{when.hour % 12 or 12}:{when:%M} {'PM' if when.hour > 11 else 'AM'}"
