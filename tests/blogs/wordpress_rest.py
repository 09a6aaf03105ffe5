"""A WordPress of today: pretty permalinks, REST API, wp-sitemap.xml, paged feeds and comments, a theme of HTML5."""

# ruff: noqa: E501  # markup as it stands on pages

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from html import escape
from math import ceil

from blogark.tests.blogs import traps
from blogark.tests.blogs.content import Comment, Post
from blogark.tests.blogs.feeds import comments_rss, posts_rss, sitemap, sitemap_index
from blogark.tests.blogs.resources import RSS, XML, Kind
from blogark.tests.blogs.site import FEED_ENTRIES, escaped, month_name, slug_of
from blogark.tests.blogs.traps import Trap
from blogark.tests.blogs.wordpress_api import API, WordPressApi

THREADS_A_PAGE = 12
SITEMAP_URLS = 200
"""WordPress puts 2,000 into one; fewer here, so that there is more than one."""


class WordPressRest(WordPressApi):
    """The newest page of comments stands on the post; other spellings of the host redirect to the one."""

    shape = "wordpress_rest"
    server = "nginx"
    engine_host = "longlog.wordpress.test"
    gzip = True

    def address(self, post: Post) -> str:
        return f"/{post.published:%Y/%m}/{post.slug}/"

    def picture_path(self, name: str) -> str:
        return f"/wp-content/uploads/{name}"

    def build_traps(self) -> Sequence[Trap]:
        def is_post(target: str) -> bool:
            return target in self._by_address

        def replies(target: str) -> traps.Links:
            post = self._by_address.get(target)
            return tuple((f"{target}?replytocom={one.id}#respond", "Reply") for one in (post.comments if post else ()))

        def shares(target: str) -> traps.Links:
            return (
                tuple((f"{target}?share={name}", name) for name in ("twitter", "facebook")) if is_post(target) else ()
            )

        return (
            traps.sessions("sid"),
            Trap(name="replytocom", pattern=re.compile(r"[?&]replytocom="), links=replies, parameters=("replytocom",)),
            Trap(name="share links", pattern=re.compile(r"[?&]share="), links=shares, away=True),
            traps.print_views("print=1", is_post),
            traps.sort_orders(self.is_list),
            traps.calendar("/events/", by_path=True),
            traps.searches("/?s="),
            traps.repeated_paths("/files/"),
        )

    @cached_property
    def _by_address(self) -> dict[str, Post]:
        return {self.address(post): post for post in self.blog.posts}

    def build(self) -> None:
        def numbered(path: str) -> Callable[[int], str]:
            return lambda number: path if number == 1 else f"{path}page/{number}/"

        self.add_list(self.blog.listed, numbered("/"), self._list, home=True)
        lists = {f"/category/{slug_of(name)}/": self.in_category(name) for name in self.blog.categories}
        lists |= {f"/tag/{slug_of(name)}/": self.with_tag(name) for name in self.blog.tags}
        lists |= {f"/author/{author.login}/": self.by_author(author.login) for author in self.blog.authors}
        lists |= {f"/{year}/{month:02}/": posts for (year, month), posts in self.months.items()}
        for path, posts in lists.items():
            self.add_list(posts, numbered(path), self._list)
            self.add(f"{path}feed/", "aside", self._text(self._feed, posts), RSS)
        for post in self.blog.posts:
            for number in range(1, len(self.comment_pages(post, THREADS_A_PAGE))):
                target = f"{self.address(post)}comment-page-{number}/"
                self.add(target, self._hidden(post, "comments"), self._text(self._post, post, number))
            feed = self._text(
                comments_rss, self, [(one, post) for one in post.comments[::-1][:FEED_ENTRIES]], post.title
            )
            # The API tells all of it.
            self.add(f"{self.address(post)}feed/", "aside", feed, RSS)
            # The short link of each post's head.
            self.add(f"/?p={post.id}", "duplicate", lambda: "", status=301, location=self.url(post))
        self.add("/about/", "page", self._about)
        self.add_style("/wp-content/themes/plain/style.css")
        for number in range(1, ceil(len(self.newest) / FEED_ENTRIES) + 1):
            part = self.newest[(number - 1) * FEED_ENTRIES : number * FEED_ENTRIES]
            self.add(f"/feed/?paged={number}" if number > 1 else "/feed/", "feed", self._text(self._feed, part), RSS)
        self.add("/feed/?paged=1", "duplicate", self.resources["/feed/"].body, RSS)
        self.add("/comments/feed/", "feed", lambda: comments_rss(self, self.latest_comments[:FEED_ENTRIES], None), RSS)
        self._add_sitemaps()
        self.add_api()
        self.add("/xmlrpc.php", "aside", lambda: "XML-RPC server accepts POST requests only.", status=405)
        self.add("/wp-login.php", "aside", lambda: self.bare_page("/wp-login.php", "Log in", "<form></form>"))
        closed = "".join(f"Disallow: {self.address(post)}\n" for post in self.blog.posts if post.way == "closed")
        robots = f"User-agent: *\nDisallow: /wp-admin/\n{closed}\nSitemap: {self.names.base}/wp-sitemap.xml\n"
        self.add("/robots.txt", "robots", lambda: robots, "text/plain; charset=utf-8")

    def _hidden(self, post: Post, kind: Kind) -> Kind:
        return kind if post.way not in ("closed", "hidden") else "hidden"

    # Pages

    def post_page(self, post: Post) -> str:
        return self._post(post, len(self.comment_pages(post, THREADS_A_PAGE)))

    def _post(self, post: Post, number: int) -> str:
        """With the comments of one page; the last, the newest, is that of the post itself."""
        older, newer = self.neighbours(post)
        threads = self.comment_pages(post, THREADS_A_PAGE)
        path, last, shown = self.address(post), len(threads), threads[number - 1]
        before = (
            f'<div class="nav-previous"><a href="{self.url(older)}" rel="prev">{escaped(older.title)}</a></div>'
            if older
            else ""
        )
        after = (
            f'<div class="nav-next"><a href="{self.url(newer)}" rel="next">{escaped(newer.title)}</a></div>'
            if newer
            else ""
        )
        area = ""
        if post.comments:
            pages = ""
            if number > 1:
                pages += f'<div class="nav-previous"><a href="{self.url(post)}comment-page-{number - 1}/#comments">Older Comments</a></div>'
            if number < last:
                following = self.url(post) + (f"comment-page-{number + 1}/" if number + 1 < last else "")
                pages += f'<div class="nav-next"><a href="{following}#comments">Newer Comments</a></div>'
            count = len(post.comments)
            area = (
                f'<h2 class="comments-title">{count} thought{"s" * (count != 1)} on &ldquo;{escaped(post.title)}&rdquo;</h2>\n'
                f'<ol class="comment-list">\n{self._thread(post, shown, None, 1)}</ol>\n<nav class="navigation comment-navigation">{pages}</nav>\n'
            )
        content = (
            f'<article id="post-{post.id}" class="post-{post.id} post type-post status-publish format-standard hentry {self._classes(post)}">\n'
            f'<header class="entry-header"><h1 class="entry-title">{escaped(post.title)}</h1></header>\n{self._meta(post)}'
            f'<div class="entry-content">\n{self.body_of(post)}\n</div>\n{self._footer(post)}</article>\n'
            f'<nav class="navigation post-navigation"><div class="nav-links">{before}{after}</div></nav>\n'
            f'<div id="comments" class="comments-area">\n{area}'
            '<div id="respond" class="comment-respond"><h3 id="reply-title" class="comment-reply-title">Leave a Reply</h3>'
            f'<form action="{self.names.base}/wp-comments-post.php" method="post" id="commentform"><textarea name="comment"></textarea></form></div></div>\n'
        )
        base = self.names.base
        head = (
            f'<link rel="canonical" href="{self.url(post)}" />\n<link rel="shortlink" href="{base}/?p={post.id}" />\n'
            f'<link rel="alternate" type="application/rss+xml" title="{escape(post.title)} Comments Feed" href="{self.url(post)}feed/" />\n'
            f'<link rel="alternate" title="JSON" type="application/json" href="{base}{API}posts/{post.id}" />\n'
            f'<link rel="alternate" type="application/json+oembed" href="{base}/wp-json/oembed/1.0/embed?url={self.url(post)}" />\n'
        )
        return self._frame(path, post.title, content, head=head, body=f"single single-post postid-{post.id}")

    def _classes(self, post: Post) -> str:
        names = [f"category-{slug_of(name)}" for name in post.categories] + [
            f"tag-{slug_of(name)}" for name in post.tags
        ]
        return " ".join(names)

    def _meta(self, post: Post) -> str:
        day = post.published
        return (
            f'<div class="entry-meta"><span class="posted-on">Posted on <a href="{self.url(post)}" rel="bookmark">'
            f'<time class="entry-date published" datetime="{day.isoformat()}+00:00">{day:%B} {day.day}, {day.year}</time></a></span>'
            f'<span class="byline"> by <span class="author vcard"><a class="url fn n" href="{self.names.base}/author/{post.author}/">{self.blog.name_of(post.author)}</a></span></span></div>\n'
        )

    def _footer(self, post: Post) -> str:
        def terms(names: Sequence[str], kind: str, rel: str) -> str:
            return ", ".join(
                f'<a href="{self.names.base}/{kind}/{slug_of(name)}/" rel="{rel}">{escaped(name)}</a>' for name in names
            )

        tags = f'<span class="tags-links">Tagged {terms(post.tags, "tag", "tag")}</span>' if post.tags else ""
        return f'<footer class="entry-footer"><span class="cat-links">Posted in {terms(post.categories, "category", "category tag")}</span>{tags}</footer>\n'

    def _thread(self, post: Post, shown: Sequence[Comment], parent: int | None, depth: int) -> str:
        items = []
        for comment in shown:
            if comment.parent != parent:
                continue
            name = escaped(comment.author)
            who = f'<a href="{comment.url}" class="url" rel="ugc external nofollow">{name}</a>' if comment.url else name
            url = f"{self.url(post)}#comment-{comment.id}"
            children = self._thread(post, shown, comment.id, depth + 1)
            replies = f'<ol class="children">\n{children}</ol>\n' if children else ""
            text = "\n".join(f"<p>{escaped(paragraph)}</p>" for paragraph in comment.paragraphs)
            reply = (
                f'<div class="reply"><a rel="nofollow" class="comment-reply-link" href="{self.url(post)}?replytocom={comment.id}#respond">Reply</a></div>'
                if self.traps
                else ""
            )
            items.append(
                f'<li id="comment-{comment.id}" class="comment depth-{depth}">\n<article id="div-comment-{comment.id}" class="comment-body">\n'
                f'<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">{who}</b> <span class="says">says:</span></div>'
                f'<div class="comment-metadata"><a href="{url}"><time datetime="{comment.published.isoformat()}+00:00">{_moment(comment.published)}</time></a></div></footer>\n'
                f'<div class="comment-content">{text}</div>\n{reply}</article>\n{replies}</li>\n'
            )
        return "".join(items)

    def bare_page(self, target: str, title: str, content: str) -> str:
        content = f'<header class="page-header"><h1 class="page-title">{title}</h1></header>{content}'
        return self._frame(target, title, content, body="search search-results" if "s=" in target else "archive")

    def _list(self, target: str, posts: Sequence[Post], number: int, last: int) -> str:
        path = re.sub(r"page/\d+/$", "", target)
        older = (
            f'<a class="next page-numbers" href="{self.names.base}{path}page/{number + 1}/">Older posts</a>'
            if number < last
            else ""
        )
        back = path if number == 2 else f"{path}page/{number - 1}/"
        newer = f'<a class="prev page-numbers" href="{self.names.base}{back}">Newer posts</a>' if number > 1 else ""
        content = "".join(
            f'<article id="post-{post.id}" class="post-{post.id} post type-post status-publish format-standard hentry {self._classes(post)}">\n'
            f'<header class="entry-header"><h2 class="entry-title"><a href="{self.url(post)}" rel="bookmark">{escaped(post.title)}</a></h2></header>\n'
            f'{self._meta(post)}<div class="entry-summary"><p>{escaped(post.paragraphs[0])[:200]} [&hellip;]</p></div>\n{self._footer(post)}'
            f'<span class="comments-link"><a href="{self.url(post)}#comments">{len(post.comments)} Comments</a></span></article>\n'
            for post in posts
        )
        content += f'<nav class="navigation pagination"><div class="nav-links">{newer}{older}</div></nav>'
        feed = (
            ""
            if path == "/"
            else f'<link rel="alternate" type="application/rss+xml" title="{path} Feed" href="{self.names.base}{path}feed/" />\n'
        )
        return self._frame(target, "", content, head=feed, body="home blog" if path == "/" else "archive")

    def _about(self) -> str:
        text = "\n".join(f"<p>{text}</p>" for text in self.blog.about)
        content = (
            '<article id="post-2" class="post-2 page type-page status-publish hentry"><header class="entry-header">'
            f'<h1 class="entry-title">About</h1></header><div class="entry-content">{text}</div></article>'
        )
        head = f'<link rel="canonical" href="{self.names.base}/about/" />\n'
        return self._frame("/about/", "About", content, head=head, body="page-template-default page page-id-2")

    def _frame(self, target: str, title: str, content: str, *, head: str = "", body: str = "") -> str:
        base = self.names.base
        recent = "".join(
            f'<li><a href="{self.url(post)}">{escaped(post.title)}</a></li>\n' for post in self.blog.listed[:5]
        )
        months = "".join(
            f'<li><a href="{base}/{year}/{month:02}/">{month_name(year, month)}</a></li>\n'
            for year, month in self.months
        )
        names = "".join(
            f'<li class="cat-item"><a href="{base}/category/{slug_of(name)}/">{escaped(name)}</a></li>\n'
            for name in self.blog.categories
        )
        return (
            '<!DOCTYPE html>\n<html lang="en-US">\n<head>\n<meta charset="UTF-8" />\n'
            f"<title>{escaped(title) + ' &#8211; ' if title else ''}{self.blog.title}</title>\n"
            f'<link rel="alternate" type="application/rss+xml" title="{self.blog.title} Feed" href="{base}/feed/" />\n'
            f'<link rel="alternate" type="application/rss+xml" title="{self.blog.title} Comments Feed" href="{base}/comments/feed/" />\n'
            f'<link rel="stylesheet" id="plain-style-css" href="{base}/wp-content/themes/plain/style.css" media="all" />\n'
            f'<link rel="https://api.w.org/" href="{base}/wp-json/" />\n<link rel="EditURI" type="application/rsd+xml" title="RSD" href="{base}/xmlrpc.php?rsd" />\n'
            f'<meta name="generator" content="WordPress 6.4.2" />\n<link rel="icon" href="/favicon.ico" />\n{head}</head>\n<body class="{body}">\n<div id="page" class="site">\n'
            f'<header id="masthead" class="site-header"><p class="site-title"><a href="{base}/" rel="home">{self.blog.title}</a></p>'
            f'<nav id="site-navigation" class="main-navigation"><ul><li><a href="{base}/about/">About</a></li></ul></nav></header>\n'
            f'<main id="main" class="site-main">\n{content}\n</main>\n<aside id="secondary" class="widget-area">'
            f'<section class="widget widget_recent_entries"><ul>{recent}</ul></section><section class="widget widget_archive"><ul>{months}</ul></section>'
            f'<section class="widget widget_categories"><ul>{names}</ul></section><section class="widget"><ul>{self.trap_links(target)}</ul></section></aside>\n'
            f'<footer id="colophon" class="site-footer"><a href="{base}/wp-login.php">Log in</a></footer></div></body></html>\n'
        )

    # Machines' interfaces

    def _feed(self, posts: Sequence[Post]) -> str:
        generator = "https://wordpress.org/?v=6.4.2"
        posts = [post for post in posts if post.way != "closed"]
        return posts_rss(self, posts[:FEED_ENTRIES], generator=generator, feed_of=lambda post: f"{self.url(post)}feed/")

    def _add_sitemaps(self) -> None:
        named = [post for post in self.blog.posts if post.way in ("lists", "sitemap", "closed")]
        parts = [named[at : at + SITEMAP_URLS] for at in range(0, len(named), SITEMAP_URLS)]
        files = {
            f"/wp-sitemap-posts-post-{place}.xml": [(self.address(one), one.modified) for one in part]
            for place, part in enumerate(parts, 1)
        }
        files["/wp-sitemap-posts-page-1.xml"] = [("/", None), ("/about/", None)]  # type: ignore[list-item]
        files["/wp-sitemap-taxonomies-category-1.xml"] = [
            (f"/category/{slug_of(name)}/", None) for name in self.blog.categories
        ]  # type: ignore[misc]
        for path, places in files.items():
            self.add(path, "sitemap", self._text(sitemap, self.names.base, places), XML)
        self.add("/wp-sitemap.xml", "sitemap", self._text(sitemap_index, self.names.base, list(files)), XML)


def _moment(when: datetime) -> str:
    hour = when.hour % 12 or 12
    return f"{when:%B} {when.day}, {when.year} at {hour}:{when:%M} {'pm' if when.hour > 11 else 'am'}"
