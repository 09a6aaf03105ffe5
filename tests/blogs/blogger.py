"""A Blogger blog: everything in paged Atom feeds, old-style month archives, comment feeds; /search closed to robots."""

# ruff: noqa: E501  # markup as it stands on pages

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from html import escape

from blogark.tests.blogs import traps
from blogark.tests.blogs.blogger_feeds import BLOG_ID, POSTS_FEED, BloggerFeeds
from blogark.tests.blogs.content import Comment, Post
from blogark.tests.blogs.feeds import sitemap, sitemap_index
from blogark.tests.blogs.resources import ATOM, XML, Kind
from blogark.tests.blogs.site import escaped, month_name
from blogark.tests.blogs.traps import Trap

COMMENTS_A_PAGE = 18
SITEMAP_URLS = 150


class Blogger(BloggerFeeds):
    """Other spellings of the host redirect to the one."""

    shape = "blogger"
    server = "GSE"
    engine_host = "longlog.blogspot.test"
    gzip = True
    labelled = True

    def address(self, post: Post) -> str:
        return f"/{post.published:%Y/%m}/{post.slug}.html"

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
            feed = self._text(self.comments_atom, comments, target, 1, len(comments))
            self.add(target, kind if post.comments else "aside", feed, ATOM)
        self.add("/p/about.html", "page", self._about)
        self.add_style("/static/v1/widgets/css_bundle.css")
        self.add_feeds()
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
            f'<link rel="service.post" type="application/atom+xml" title="{self.blog.title} - Atom" href="{self.blogger}/feeds/{BLOG_ID}/posts/default" />\n'
            f"{head}<title>{escaped(title)}</title>\n</head>\n<body class='loading'>\n<div class='content'><header><div class='header section' id='header'>"
            f"<h1 class='title'><a href='{base}/'>{self.blog.title}</a></h1></div></header>\n<div class='main section' id='main'><div class='widget Blog' data-version='1' id='Blog1'>\n"
            f"<div class='blog-posts hfeed view-{view}'>\n{content}</div></div></div>\n<aside><div class='sidebar section' id='sidebar-right-1'>"
            f"<div class='widget PageList' id='PageList1'><ul><li><a href='{base}/p/about.html'>About</a></li></ul></div>\n"
            f"<div class='widget BlogArchive' id='BlogArchive1'><h2>Blog Archive</h2><div class='widget-content'><ul class='flat'>{months}</ul></div></div>\n"
            f"<div class='widget Label' id='Label1'><h2>Labels</h2><ul>{labels}</ul></div><div class='widget HTML' id='HTML1'><ul>{self.trap_links(target)}</ul></div></div></aside></div></body></html>\n"
        )


def _label(name: str) -> str:
    return name.replace("&", "%26").replace(" ", "%20")


def _shown(address: str, comment: Comment) -> str:
    return f"{address}?showComment=1{comment.id}000"


def _time(when: datetime) -> str:
    return f"{when.hour % 12 or 12}:{when:%M} {'PM' if when.hour > 11 else 'AM'}"
