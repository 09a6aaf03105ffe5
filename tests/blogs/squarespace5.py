"""A Squarespace 5 journal: dated permalinks, `?currentPage=`, flat comments, two feeds of ten posts, a sitemap."""

# ruff: noqa: E501  # markup as it stands on pages

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from blogark.tests.blogs import traps
from blogark.tests.blogs.content import Comment, Post
from blogark.tests.blogs.feeds import sitemap
from blogark.tests.blogs.resources import ATOM, RSS, XML
from blogark.tests.blogs.site import FEED_ENTRIES, Site, escaped, month_name, slug_of
from blogark.tests.blogs.traps import Trap

PIXEL = "/universal/images/transparent.png"


class Squarespace5(Site):
    """The blog lies at /journal/; both of its hosts answer alike, with relative links."""

    shape = "squarespace5"
    server = "Squarespace/5.13"
    engine_host = "longlog.squarespace.test"
    threaded = False
    aliases_move = False
    validators: ClassVar[frozenset[str]] = frozenset(("etag",))

    def address(self, post: Post) -> str:
        day = post.published
        return f"/journal/{day.year}/{day.month}/{day.day}/{post.slug}.html"

    def picture_path(self, name: str) -> str:
        return f"/storage/{name}"

    def build_traps(self) -> Sequence[Trap]:
        def is_post(target: str) -> bool:
            return target.endswith(".html")

        def forms(target: str) -> traps.Links:
            number = sum(target.encode())
            return ((f"/journal/recommend/{number}", "Email Article"),) if is_post(target) else ()

        def members(target: str) -> traps.Links:
            found = self._by_address.get(target)
            return tuple((f"/contributor/{1000 + one.id}", "Profile") for one in (found.comments if found else ()))

        return (
            traps.sessions("sid"),
            traps.print_views("printerFriendly=true", is_post),
            traps.sort_orders(self.is_list),
            traps.calendar("/display/ShowCalendar", by_path=False),
            traps.calendar("/tides/", by_path=True).named("tide tables"),
            traps.searches("/display/Search?moduleId=1&searchQuery="),
            traps.repeated_paths("/files/"),
            Trap(name="e-mail forms", pattern=re.compile("^/journal/recommend/"), links=forms),
            Trap(name="profiles", pattern=re.compile("^/contributor/"), links=members),
        )

    @cached_property
    def _by_address(self) -> dict[str, Post]:
        return {self.address(post): post for post in self.blog.posts}

    def build(self) -> None:
        def numbered(path: str) -> Callable[[int], str]:
            return lambda number: path if number == 1 else f"{path}?currentPage={number}"

        self.add_list(self.blog.listed, numbered("/journal/"), self._list)
        for path in ("/", "/journal"):
            self.add(path, "home" if path == "/" else "duplicate", self.resources["/journal/"].body)
        lists = {f"category/{slug_of(name)}": self.in_category(name) for name in self.blog.categories}
        lists |= {f"tag/{slug_of(name)}": self.with_tag(name) for name in self.blog.tags}
        lists |= {f"author/{author.login}": self.by_author(author.login) for author in self.blog.authors}
        for name, posts in lists.items():
            self.add_list(posts, numbered(f"/journal/{name}"), self._list)
        self.add("/archive/", "list", self._archive)
        self.add("/about/", "page", self._about)
        self.add_style("/display/common.css")
        self.add(PIXEL, "requisite", lambda: b"GIF89a" + bytes(40), "image/gif")
        self.add("/journal/rss.xml", "feed", self._rss, RSS)
        self.add("/journal/atom.xml", "feed", self._atom, ATOM)
        self.add("/sitemap.xml", "sitemap", self._sitemap, XML)
        closed = "".join(f"Disallow: {self.address(post)}\n" for post in self.blog.posts if post.way == "closed")
        robots = f"User-agent: *\n{closed}Sitemap: {self.names.base}/sitemap.xml\n"
        self.add("/robots.txt", "robots", lambda: robots, "text/plain")

    # Pages

    def post_page(self, post: Post) -> str:
        older, newer = self.neighbours(post)
        # "prev", on the left, is the NEWER post.
        left = (
            f'<a class="journal-entry-navigation-prev" href="{self.address(newer)}">&laquo; {escaped(newer.title)}</a> |'
            if newer
            else ""
        )
        right = (
            f'| <a class="journal-entry-navigation-next" href="{self.address(older)}">{escaped(older.title)} &raquo;</a>'
            if older
            else ""
        )
        comments = "".join(self._comment(comment) for comment in post.comments)
        area = (
            f'<div class="journal-comment-area-wrapper"><div id="comments" class="journal-comment-area"><h3 class="caption">Reader Comments  ({len(post.comments)}) </h3>\n{comments}</div></div>\n'
            if comments
            else ""
        )
        content = (
            f'<div class="journal-entry-navigation">{left} <a class="journal-entry-navigation-main" href="/journal/">Main</a> {right}</div>\n'
            f'<div class="single-journal-entry-wrapper">{self._entry(post)}</div>\n{area}'
            '<div class="journal-add-comment-area-wrapper"><h3 class="caption">Post a New Comment</h3>'
            f'<form id="postform" action="/process/CreateJournalEntryComment?entryId={post.id}" method="post"><label>Author:</label>'
            '<input name="author"/><textarea name="body"></textarea></form></div>'
        )
        return self._frame(self.address(post), post.title, content, permalink=self.url(post), item=post.id)

    def bare_page(self, target: str, title: str, content: str) -> str:
        return self._frame(target, title, f"<form action='#'><h2>{title}</h2>{content}</form>")

    def _list(self, target: str, posts: Sequence[Post], number: int, last: int) -> str:
        path = target.partition("?")[0]
        newer = (
            f'<a href="{path}?currentPage={number - 1}">Previous</a>'
            if number > 2
            else f'<a href="{path}">Previous</a>'
            if number == 2
            else "Previous"
        )
        older = (
            f'<a href="{path}?currentPage={number + 1}">Next {self.per_page} Entries</a>' if number < last else "Next"
        )
        pages = (
            f'<div class="paginationControl"><span class="paginationControlPreviousPageSuffix">{newer}</span> '
            f'<span class="paginationControlNextPageSuffix">{older}</span></div>'
        )
        content = "".join(self._entry(post) for post in posts) + (pages if last > 1 else "")
        return self._frame(target, "", content)

    def _archive(self) -> str:
        sets = [(month_name(year, month), posts) for (year, month), posts in self.months.items()]
        content = "".join(
            f'<div class="journal-archive-set"><h3 class="h3subtitle">{name}</h3><ul>\n'
            + "".join(f'<li><a href="{self.address(post)}">{escaped(post.title)}</a></li>\n' for post in posts)
            + "</ul></div>\n"
            for name, posts in sets
        )
        return self._frame("/archive/", "Archive", content)

    def _about(self) -> str:
        text = "".join(f"<p>{text}</p>" for text in self.blog.about)
        content = f'<div class="content-passthrough widget-type-page"><h2>About</h2>{text}</div>'
        return self._frame("/about/", "About", content)

    def _entry(self, post: Post) -> str:
        day, path = post.published, self.address(post)
        first, _, last_word = escaped(post.title).rpartition(" ")
        count = len(post.comments)
        comments = (
            f' | <span class="post-comments"><a href="{path}#comments">{_icon("Comments")}{count} Comment{"s" * (count != 1)}</a></span>'
            if count
            else ""
        )
        tagged = f'<span class="tagged-with">tagged {self._terms(post.tags, "tag")}</span>' if post.tags else ""
        return (
            f'<div class="journal-entry-wrapper post-text authored-by-{post.author}">\n<div id="item{post.id}" class="journal-entry">\n'
            f'<div class="journal-entry-float-date"><span class="month">{day:%b}</span><span class="date">{day.day}</span><span class="year">{day.year}</span></div>\n'
            f'<div class="journal-entry-text"><h2 class="title"><a class="journal-entry-navigation-current" href="{path}">{first}&nbsp;{last_word}</a></h2>\n'
            f'<div class="body">\n{self.body_of(post)}\n</div></div>\n'
            f'<div class="journal-entry-tag journal-entry-tag-post-body"><div class="journal-entry-tag-post-body-line1">'
            f'<span class="posted-on">{_icon("Date")}Posted on {_moment(day)}</span> by <span class="posted-by"><a href="/journal/author/{post.author}">'
            f"{_icon('Registered Commenter')}{self.blog.name_of(post.author)}</a></span> "
            f'<span class="posted-in">in {self._terms(post.categories, "category")}</span>{comments}</div>\n'
            f'<div class="journal-entry-tag-post-body-line2">{tagged}</div><div class="journal-entry-tag-post-body-line3">'
            f'<span class="permalink-item"><a class="permalink" href="{path}">Permalink</a></span></div></div>\n</div>\n</div>\n'
        )

    def _terms(self, names: Sequence[str], kind: str) -> str:
        return ", ".join(
            f'<span class="tag-element"><a rel="tag" href="/journal/{kind}/{slug_of(name)}">{_icon(kind.title())}{escaped(name)}</a></span>'
            for name in names
        )

    def _comment(self, comment: Comment) -> str:
        href = comment.url or f"/contributor/{1000 + comment.id}"
        text = "<br/><br/>".join(map(escaped, comment.paragraphs))
        kind = "Unregistered Commenter"
        return (
            f'<div class="comment-wrapper authored-by-None"><div class="comment" id="comment{comment.id}">\n'
            f'<div id="item{comment.id}" class="body">{text}</div>\n<div class="signature">\n'
            f"{comment.published:%B} {comment.published.day}, {comment.published.year} at {comment.published:%H:%M} |\n"
            f'<a href="{href}" title="{kind}"><img title="{kind}" alt="{kind}" class="inline-icon" src="{PIXEL}"/>{escaped(comment.author)}</a>'
            "</div></div></div>\n"
        )

    def _frame(self, target: str, title: str, content: str, *, permalink: str | None = None, item: int = 0) -> str:
        shown = f"{escaped(title)} - Journal - {self.blog.title}" if title else self.blog.title
        base = self.names.base
        constant = f'Squarespace.Constants.OBJECT_PERMALINK = "{permalink}";' if permalink else ""
        comments = "".join(
            f"<li><span>{comment.published:%B} {comment.published.day}</span> - {escaped(comment.author)} on "
            f'<a href="{self.address(post)}#comment{comment.id}">{escaped(post.title)}</a></li>\n'
            for comment, post in self.latest_comments[:8]
        )
        subjects = "".join(
            f'<li><a href="/journal/category/{slug_of(name)}">{escaped(name)}</a></li>' for name in self.blog.categories
        )
        return (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n'
            '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head>\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>\n'
            '<link rel="shortcut icon" href="/favicon.ico" type="image/x-icon" /><link rel="stylesheet" type="text/css" href="/display/common.css"/>\n'
            f'<link rel="alternate" type="application/atom+xml" title="ATOM" href="{base}/journal/atom.xml" />\n'
            f'<link rel="alternate" type="application/rss+xml" title="RSS" href="{base}/journal/rss.xml" />\n'
            '<script type="text/javascript">\n// <![CDATA[\n'
            f'Squarespace.Constants.WEBSITE_TITLE =  "{self.blog.title}";\nSquarespace.Constants.CURRENT_MODULE_ID = "817806";\n'
            'Squarespace.Constants.V5_FRONTSITE = "http://www.squarespace.com";\nSquarespace.Constants.WEBSITE_ID = "93510";\n'
            f"{constant}\n// ]]>\n</script>\n<title>{shown}</title></head>\n"
            f'<body id="modulePage817806" class="{f"objectId{item}" if item else ""}">\n<div id="canvasWrapper"><div id="canvas">\n'
            f'<div id="pageHeaderWrapper"><h1 id="siteTitle"><a href="/">{self.blog.title}</a></h1><ul class="content-navigation">'
            '<li><a href="/journal/">Journal</a></li><li><a href="/archive/">Archive</a></li><li><a href="/about/">About</a></li></ul></div>\n'
            '<div id="pageBodyWrapper"><div id="pageBody"><div id="sidebar1Wrapper" class="verticalNavigationBarWrapper">'
            f'<div id="sidebar1" class="verticalNavigationBar"><ul class="change-list-pt">{comments}</ul><ul>{subjects}</ul>'
            f'<ul class="widget">{self.trap_links(target)}</ul></div></div>\n<div id="contentWrapper"><div id="content">\n{content}\n</div></div> <!-- Content -->\n'
            "</div></div></div></div></body></html>\n"
        )

    # Feeds

    def _rss(self) -> str:
        items = "".join(
            f"<item><title>{escaped(post.title)}</title>"
            + "".join(f"<category>{escaped(name)}</category>" for name in post.categories)
            + f"<dc:creator>{self.blog.name_of(post.author)}</dc:creator><pubDate>{post.published:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
            f'<link>{self.url(post)}</link><guid isPermaLink="false">93510:817806:{post.id}</guid>'
            f"<description><![CDATA[{self.body_of(post)}]]></description></item>\n"
            for post in self.newest[:FEED_ENTRIES]
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!--Generated by Squarespace Site Server v5.13.594 (http://www.squarespace.com/)-->\n'
            '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>'
            f"<title>{self.blog.title}</title><link>{self.names.base}/journal/</link><language>en</language>\n{items}</channel></rss>\n"
        )

    def _atom(self) -> str:
        entries = "".join(
            f'<entry><title>{escaped(post.title)}</title><id>{self.url(post)}</id><link rel="alternate" type="text/html" href="{self.url(post)}"/>'
            f"<author><name>{self.blog.name_of(post.author)}</name></author><published>{post.published.isoformat()}Z</published>"
            f'<updated>{(post.updated or post.published).isoformat()}Z</updated><content type="html">{escaped(self.body_of(post))}</content></entry>\n'
            for post in self.newest[:FEED_ENTRIES]
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>{self.blog.title}</title>'
            f'<id>{self.names.base}/journal/</id><link href="{self.names.base}/journal/"/>\n{entries}</feed>\n'
        )

    def _sitemap(self) -> str:
        places = [("/", None), ("/journal/", None), ("/about/", None)]
        posts = [post for post in self.blog.posts if post.way in ("lists", "sitemap", "closed")]
        places += [(self.address(post), post.modified) for post in posts]
        return sitemap(self.names.base, places)


def _moment(when: datetime) -> str:
    return f"{when:%A}, {when:%B} {when.day}, {when.year} at {when:%I:%M%p}"


def _icon(name: str) -> str:
    return f'<img title="{name}" alt="{name}" class="inline-icon {slug_of(name)}-icon" src="{PIXEL}" />'
