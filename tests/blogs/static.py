"""A static site by Jekyll: gzipped sitemaps behind an index, an Atom feed of ten posts, comments that are part of the page."""

# ruff: noqa: E501  # markup as it stands on pages

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from functools import cached_property

from blogark.tests.blogs import traps
from blogark.tests.blogs.content import Comment, Post
from blogark.tests.blogs.feeds import sitemap, sitemap_index
from blogark.tests.blogs.resources import ATOM, XML
from blogark.tests.blogs.site import FEED_ENTRIES, Site, escaped, slug_of
from blogark.tests.blogs.traps import Trap


class Static(Site):
    """http and https, with and without www., show the same files; every page names its canonical address."""

    shape = "static"
    server = "GitHub.com"
    engine_host = "longlog.github.test"
    threaded = False
    aliases_move = False

    def address(self, post: Post) -> str:
        return f"/posts/{post.slug}/"

    def native_id(self, post: Post) -> None:
        return None

    def picture_path(self, name: str) -> str:
        return f"/assets/{name}"

    def build_traps(self) -> Sequence[Trap]:
        def is_post(target: str) -> bool:
            return target in self._by_address

        return (
            traps.sessions("sid"),
            traps.print_views("print=1", is_post),
            traps.sort_orders(self.is_list),
            traps.calendar("/calendar/", by_path=True),
            traps.searches("/search/?q="),
            traps.repeated_paths("/files/"),
        )

    @cached_property
    def _by_address(self) -> dict[str, Post]:
        return {self.address(post): post for post in self.blog.posts}

    def build(self) -> None:
        def numbered(path: str) -> Callable[[int], str]:
            return lambda number: path if number == 1 else f"{path}page{number}/"

        self.add_list(self.blog.listed, numbered("/"), self._list, home=True)
        lists = {f"/categories/{slug_of(name)}/": self.in_category(name) for name in self.blog.categories}
        lists |= {f"/tags/{slug_of(name)}/": self.with_tag(name) for name in self.blog.tags}
        lists |= {f"/authors/{author.login}/": self.by_author(author.login) for author in self.blog.authors}
        for path, posts in lists.items():
            self.add_list(posts, numbered(path), self._list)
        self.add("/index.html", "duplicate", self.resources["/"].body)
        self.add("/about/", "page", self._about)
        self.add_style("/assets/style.css")
        self.add("/feed.xml", "feed", self._feed, ATOM)
        named = [
            (self.address(post), post.modified)
            for post in self.blog.posts
            if post.way in ("lists", "sitemap", "closed")
        ]
        pages = [("/", None), ("/about/", None), *((path, None) for path in lists)]
        self.add(
            "/sitemap-posts.xml.gz",
            "sitemap",
            lambda: gzip.compress(sitemap(self.names.base, named).encode(), mtime=0),
            "application/x-gzip",
        )
        self.add("/sitemap-pages.xml", "sitemap", lambda: sitemap(self.names.base, pages), XML)
        index = sitemap_index(self.names.base, ("/sitemap-posts.xml.gz", "/sitemap-pages.xml"))
        self.add("/sitemap.xml", "sitemap", lambda: index, XML)
        closed = "".join(f"Disallow: {self.address(post)}\n" for post in self.blog.posts if post.way == "closed")
        self.add(
            "/robots.txt",
            "robots",
            lambda: f"User-agent: *\n{closed}Sitemap: {self.names.base}/sitemap.xml\n",
            "text/plain",
        )

    # Pages

    def post_page(self, post: Post) -> str:
        older, newer = self.neighbours(post)
        back = f'<a class="prev" rel="prev" href="{self.address(older)}">{escaped(older.title)}</a>' if older else ""
        forth = f'<a class="next" rel="next" href="{self.address(newer)}">{escaped(newer.title)}</a>' if newer else ""
        comments = "".join(self._comment(comment) for comment in post.comments)
        area = f'<section id="comments" class="comments"><h2>Comments</h2>\n{comments}</section>\n' if comments else ""
        terms = "".join(
            f'<a class="p-category" rel="tag" href="/tags/{slug_of(name)}/">{escaped(name)}</a> ' for name in post.tags
        )
        places = "".join(
            f'<a class="p-category category" href="/categories/{slug_of(name)}/">{escaped(name)}</a> '
            for name in post.categories
        )
        told = {
            "@context": "https://schema.org", "@type": "BlogPosting", "headline": post.title, "datePublished": f"{post.published.isoformat()}+00:00",
            "url": self.url(post), "mainEntityOfPage": {"@type": "WebPage", "@id": self.url(post)}, "author": {"@type": "Person", "name": self.blog.name_of(post.author)},
            "articleSection": list(post.categories), "keywords": list(post.tags),
        }  # fmt: skip
        content = (
            '<article class="post h-entry" itemscope itemtype="http://schema.org/BlogPosting"><header class="post-header">'
            f'<h1 class="post-title p-name" itemprop="name headline">{escaped(post.title)}</h1><p class="post-meta">'
            f'<time class="dt-published" datetime="{post.published.isoformat()}+00:00" itemprop="datePublished">{post.published:%b} {post.published.day}, {post.published.year}</time> '
            f'• <span class="p-author h-card" itemprop="author" itemscope itemtype="http://schema.org/Person"><span class="p-name" itemprop="name">{self.blog.name_of(post.author)}</span></span></p></header>\n'
            f'<div class="post-content e-content" itemprop="articleBody">\n{self.body_of(post)}\n</div>\n<footer class="post-terms">{places}{terms}</footer></article>\n'
            f'<nav class="post-nav">{back}{forth}</nav>\n{area}'
        )
        head = f'<meta property="og:type" content="article" /><script type="application/ld+json">{json.dumps(told)}</script>\n'
        return self._frame(self.address(post), f"{post.title} | {self.blog.title}", content, head=head)

    def _comment(self, comment: Comment) -> str:
        name = escaped(comment.author)
        who = f'<a href="{comment.url}" rel="nofollow">{name}</a>' if comment.url else name
        text = "".join(f"<p>{escaped(paragraph)}</p>" for paragraph in comment.paragraphs)
        when = comment.published
        return (
            f'<article id="comment-{comment.id}" class="comment"><header><span class="comment-author">{who}</span> '
            f'<time class="comment-date" datetime="{when.isoformat()}+00:00">{when:%B} {when.day}, {when.year} {when:%H:%M}</time></header>'
            f'<div class="comment-content">{text}</div></article>\n'
        )

    def bare_page(self, target: str, title: str, content: str) -> str:
        return self._frame(target, title, f"<h1>{title}</h1>{content}")

    def _list(self, target: str, posts: Sequence[Post], number: int, last: int) -> str:
        path = target.partition("page")[0]
        older = f'<a class="older" href="{path}page{number + 1}/">Older</a>' if number < last else ""
        newer = (
            f'<a class="newer" href="{path if number == 2 else f"{path}page{number - 1}/"}">Newer</a>'
            if number > 1
            else ""
        )
        items = "".join(
            f'<li><span class="post-meta">{post.published:%b} {post.published.day}, {post.published.year}</span><h3><a class="post-link" href="{self.address(post)}">{escaped(post.title)}</a></h3></li>\n'
            for post in posts
        )
        return self._frame(
            target,
            self.blog.title,
            f'<h1 class="page-heading">Posts</h1><ul class="post-list">\n{items}</ul><div class="pager">{newer}{older}</div>\n',
        )

    def _about(self) -> str:
        text = "\n".join(f"<p>{text}</p>" for text in self.blog.about)
        return self._frame(
            "/about/",
            f"About | {self.blog.title}",
            f'<article class="page"><h1 class="page-title">About</h1><div class="page-content">{text}</div></article>',
        )

    def _frame(self, target: str, title: str, content: str, *, head: str = "") -> str:
        names = "".join(
            f'<li><a href="/categories/{slug_of(name)}/">{escaped(name)}</a></li>' for name in self.blog.categories
        )
        names += "".join(f'<li><a href="/tags/{slug_of(name)}/">{escaped(name)}</a></li>' for name in self.blog.tags)
        names += "".join(
            f'<li><a href="/authors/{author.login}/">{author.name}</a></li>' for author in self.blog.authors
        )
        return (
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escaped(title)}</title>\n<meta name="generator" content="Jekyll v4.3.2" />\n'
            f'<link rel="canonical" href="{self.names.base}{escaped(target)}" />\n<meta property="og:site_name" content="{self.blog.title}" />\n'
            f'<link rel="stylesheet" href="/assets/style.css"><link rel="icon" href="/favicon.ico"><link type="application/atom+xml" rel="alternate" href="{self.names.base}/feed.xml" title="{self.blog.title}" />\n{head}</head>\n'
            f'<body><header class="site-header"><a class="site-title" rel="author" href="/">{self.blog.title}</a><nav class="site-nav"><a class="page-link" href="/about/">About</a></nav></header>\n'
            f'<main class="page-content" aria-label="Content"><div class="wrapper">\n{content}\n</div></main>\n<footer class="site-footer"><ul>{names}</ul><ul>{self.trap_links(target)}</ul></footer></body></html>\n'
        )

    def _feed(self) -> str:
        entries = "".join(
            f'<entry><title type="html">{escaped(post.title)}</title><link href="{self.url(post)}" rel="alternate" type="text/html" title="x" />'
            f"<published>{post.published.isoformat()}+00:00</published><updated>{(post.updated or post.published).isoformat()}+00:00</updated><id>{self.url(post)}</id>"
            f'<content type="html" xml:base="{self.url(post)}">{escaped(self.body_of(post))}</content><author><name>{self.blog.name_of(post.author)}</name></author>'
            + "".join(f'<category term="{escaped(name)}" />' for name in (*post.categories, *post.tags))
            + "</entry>\n"
            for post in self.newest[:FEED_ENTRIES]
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" ><generator uri="https://jekyllrb.com/" version="4.3.2">Jekyll</generator>'
            f'<link href="{self.names.base}/feed.xml" rel="self" type="application/atom+xml" /><link href="{self.names.base}/" rel="alternate" type="text/html" />'
            f'<id>{self.names.base}/feed.xml</id><title type="html">{self.blog.title}</title>\n{entries}</feed>\n'
        )
