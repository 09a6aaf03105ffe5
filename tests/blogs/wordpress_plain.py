"""A WordPress of 2006: `?p=12` for everything, no API, no sitemap, the Kubrick theme, paged RSS and comment feeds."""

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
from blogark.tests.blogs.feeds import comments_rss, posts_rss
from blogark.tests.blogs.resources import RSS, Kind
from blogark.tests.blogs.site import FEED_ENTRIES, Site, escaped, month_name
from blogark.tests.blogs.traps import Trap

COMMENTS_A_PAGE = 20
STYLE = "/wp-content/themes/default/style.css"


class WordPressPlain(Site):
    """The oldest page of comments stands on the post; some posts are on their category's list only."""

    shape = "wordpress_plain"
    engine_host = "longlog.wordpress.test"
    orphans = "category"
    threaded = False
    tagged = False

    def address(self, post: Post) -> str:
        return f"/?p={post.id}"

    def old_address(self, post: Post) -> str:
        return f"/archives/{post.id}.php"

    def picture_path(self, name: str) -> str:
        return f"/wp-content/{name}"

    def build_traps(self) -> Sequence[Trap]:
        def is_post(target: str) -> bool:
            return target in self._by_address

        def replies(target: str) -> traps.Links:
            post = self._by_address.get(target)
            return tuple((f"{target}&replytocom={one.id}#respond", "Reply") for one in (post.comments if post else ()))

        def ratings(target: str) -> traps.Links:
            post = self._by_address.get(target)
            return (
                tuple((f"/rate.php?item={post.id}&stars={one}", f"{one} stars") for one in range(1, 6)) if post else ()
            )

        return (
            traps.sessions("PHPSESSID"),
            Trap(name="replytocom", pattern=re.compile(r"[?&]replytocom="), links=replies, parameters=("replytocom",)),
            traps.print_views("print=1", is_post),
            traps.sort_orders(self.is_list),
            traps.calendar("/events.php", by_path=False),
            traps.searches("/?s="),
            traps.repeated_paths("/files/"),
            Trap(name="rating forms", pattern=re.compile("^/rate.php"), links=ratings),
        )

    @cached_property
    def _by_address(self) -> dict[str, Post]:
        return {self.address(post): post for post in self.blog.posts}

    def build(self) -> None:
        def numbered(query: str) -> Callable[[int], str]:
            paged = f"/?{query}&paged=" if query else "/?paged="
            return lambda number: f"{paged}{number}" if number > 1 else f"/?{query}" if query else "/"

        self.add_list(self.blog.listed, numbered(""), self._list, home=True)
        self.add("/index.php", "duplicate", self.resources["/"].body)
        for place, name in enumerate(self.blog.categories, 1):
            self.add_list(self.in_category(name), numbered(f"cat={place}"), self._list)
            self.add(f"/?feed=rss2&cat={place}", "aside", self._text(self._feed, self.in_category(name)), RSS)
        for place, author in enumerate(self.blog.authors, 1):
            self.add_list(self.by_author(author.login), numbered(f"author={place}"), self._list)
        for (year, month), posts in self.months.items():
            self.add_list(posts, numbered(f"m={year}{month:02}"), self._list)
        for post in self.blog.posts:
            pages = ceil(len(post.comments) / COMMENTS_A_PAGE)
            kind: Kind = "hidden" if post.way in ("closed", "hidden") else "comments"
            for number in range(2, pages + 1):
                self.add(f"{self.address(post)}&cpage={number}", kind, self._text(self._post, post, number))
            feed = self._text(
                comments_rss, self, [(one, post) for one in post.comments[::-1][:FEED_ENTRIES]], post.title
            )
            self.add(f"/?feed=rss2&p={post.id}", kind if post.comments else "aside", feed, RSS)
        self.add("/?page_id=2", "page", self._about)
        self.add_style(STYLE)
        for number in range(1, ceil(len(self.newest) / FEED_ENTRIES) + 1):
            part = self.newest[(number - 1) * FEED_ENTRIES : number * FEED_ENTRIES]
            target = "/?feed=rss2" + (f"&paged={number}" if number > 1 else "")
            self.add(target, "feed", self._text(self._feed, part), RSS)
        self.add(
            "/?feed=comments-rss2", "feed", lambda: comments_rss(self, self.latest_comments[:FEED_ENTRIES], None), RSS
        )
        self.add("/xmlrpc.php", "aside", lambda: "XML-RPC server accepts POST requests only.", status=405)
        self.add("/wp-login.php", "aside", lambda: self.bare_page("/wp-login.php", "Log in", "<form></form>"))
        closed = "".join(f"Disallow: {self.address(post)}\n" for post in self.blog.posts if post.way == "closed")
        self.add("/robots.txt", "robots", lambda: f"User-agent: *\nDisallow: /wp-admin/\n{closed}", "text/plain")

    # Pages

    def post_page(self, post: Post) -> str:
        return self._post(post, 1)

    def _post(self, post: Post, number: int) -> str:
        older, newer = self.neighbours(post)
        left = f'&laquo; <a href="{self._href(older)}">{escaped(older.title)}</a>' if older else ""
        right = f'<a href="{self._href(newer)}">{escaped(newer.title)}</a> &raquo;' if newer else ""
        shown = post.comments[(number - 1) * COMMENTS_A_PAGE : number * COMMENTS_A_PAGE]
        area = '<p class="nocomments">No comments yet.</p>'
        if post.comments:
            count, last = len(post.comments), ceil(len(post.comments) / COMMENTS_A_PAGE)
            following = (
                f'<a href="{self._href(post)}&amp;cpage={number + 1}#comments">Newer Comments &raquo;</a>'
                if number < last
                else ""
            )
            back = self._href(post) + (f"&amp;cpage={number - 1}" if number > 2 else "")
            before = f'<a href="{back}#comments">&laquo; Older Comments</a>' if number > 1 else ""
            area = (
                f'<h3 id="comments">{count} Response{"s" * (count != 1)} to &#8220;{escaped(post.title)}&#8221;</h3>\n'
                f'<ol class="commentlist">\n{"".join(self._comment(post, one) for one in shown)}</ol>\n'
                f'<div class="navigation"><div class="alignleft">{before}</div><div class="alignright">{following}</div></div>\n'
            )
        day = post.published
        content = (
            f'<div id="content" class="widecolumn">\n<div class="navigation"><div class="alignleft">{left}</div><div class="alignright">{right}</div></div>\n'
            f'<div class="post" id="post-{post.id}"><h2><a href="{self._href(post)}" rel="bookmark" title="Permanent Link: {escape(post.title)}">{escaped(post.title)}</a></h2>\n'
            f'<div class="entrytext">\n{self.body_of(post)}\n<p class="postmetadata alt"><small>This entry was posted by {self._author(post)} on {day:%A}, {_date(day)} at {_time(day)} '
            f'and is filed under {self._terms(post)}. You can follow any responses to this entry through the <a href="{self._feed_href(post)}">RSS 2.0</a> feed.</small></p></div></div>\n'
            f'{area}<h3 id="respond">Leave a Reply</h3><form action="{self.names.base}/wp-comments-post.php" method="post" id="commentform"><textarea name="comment"></textarea></form>\n</div>\n'
        )
        head = f'<link rel="alternate" type="application/rss+xml" title="Comments" href="{self._feed_href(post)}" />\n'
        return self._frame(self.address(post), f"{post.title} at {self.blog.title}", content, head=head)

    def _href(self, post: Post) -> str:
        return escape(self.url(post))

    def _feed_href(self, post: Post) -> str:
        return f"{self.names.base}/?feed=rss2&amp;p={post.id}"

    def _author(self, post: Post) -> str:
        place = 1 + [author.login for author in self.blog.authors].index(post.author)
        return f'<a href="{self.names.base}/?author={place}" title="Posts by {self.blog.name_of(post.author)}" rel="author">{self.blog.name_of(post.author)}</a>'

    def _terms(self, post: Post) -> str:
        places = {name: place for place, name in enumerate(self.blog.categories, 1)}
        return ", ".join(
            f'<a href="{self.names.base}/?cat={places[name]}" title="View all posts in {escape(name)}" rel="category">{escaped(name)}</a>'
            for name in post.categories
        )

    def _comment(self, post: Post, comment: Comment) -> str:
        name = escaped(comment.author)
        who = f"<a href='{comment.url}' rel='external nofollow'>{name}</a>" if comment.url else name
        text = "\n".join(f"<p>{escaped(paragraph)}</p>" for paragraph in comment.paragraphs)
        return (
            f'<li class="alt" id="comment-{comment.id}">\n<cite>{who}</cite> Says:\n<br />\n'
            f'<small class="commentmetadata"><a href="#comment-{comment.id}" title="">{_date(comment.published)} at {_time(comment.published)}</a> </small>\n{text}\n</li>\n'
        )

    def bare_page(self, target: str, title: str, content: str) -> str:
        return self._frame(
            target, title, f'<div id="content" class="narrowcolumn"><h2 class="center">{title}</h2>{content}</div>'
        )

    def _list(self, target: str, posts: Sequence[Post], number: int, last: int) -> str:
        query = re.sub(r"[?&]paged=\d+$", "", target).removeprefix("/?").removeprefix("/")
        here = f"{self.names.base}/?{query}&paged=" if query else f"{self.names.base}/?paged="
        back = (
            f"{here}{number - 1}" if number > 2 else f"{self.names.base}/?{query}" if query else f"{self.names.base}/"
        )
        older = f'<a href="{escape(f"{here}{number + 1}")}">&laquo; Previous Entries</a>' if number < last else ""
        newer = f'<a href="{escape(back)}">Next Entries &raquo;</a>' if number > 1 else ""
        content = "".join(
            f'<div class="post" id="post-{post.id}">\n<h2><a href="{self._href(post)}" rel="bookmark" title="Permanent Link to {escape(post.title)}">{escaped(post.title)}</a></h2>\n'
            f'<small>{_date(post.published)} by {self._author(post)}</small>\n<div class="entry">\n{self.body_of(post)}\n</div>\n'
            f'<p class="postmetadata">Posted in {self._terms(post)} <strong>|</strong> <a href="{self._href(post)}#comments" title="Comment on {escape(post.title)}">{len(post.comments)} Comments &#187;</a></p></div>\n'
            for post in posts
        )
        content += (
            f'<div class="navigation"><div class="alignleft">{older}</div><div class="alignright">{newer}</div></div>\n'
        )
        return self._frame(target, self.blog.title, f'<div id="content" class="narrowcolumn">\n{content}</div>\n')

    def _about(self) -> str:
        text = "\n".join(f"<p>{text}</p>" for text in self.blog.about)
        content = f'<div id="content" class="narrowcolumn"><div class="post" id="post-2"><h2>About</h2><div class="entrytext">{text}</div></div></div>'
        return self._frame("/?page_id=2", f"About at {self.blog.title}", content)

    def _frame(self, target: str, title: str, content: str, *, head: str = "") -> str:
        base = self.names.base
        months = "".join(
            f"<li><a href='{base}/?m={year}{month:02}' title='{month}'>{month_name(year, month)}</a></li>\n"
            for year, month in self.months
        )
        names = "".join(
            f'<li><a href="{base}/?cat={place}" title="View all posts filed under {escape(name)}">{escaped(name)}</a> (<a href="{base}/?feed=rss2&amp;cat={place}">RSS</a>)</li>\n'
            for place, name in enumerate(self.blog.categories, 1)
        )
        return (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
            '<html xmlns="http://www.w3.org/1999/xhtml"><head profile="http://gmpg.org/xfn/11">\n<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />\n'
            f'<title>{escaped(title)}</title>\n<meta name="generator" content="WordPress 2.0.4" />\n<link rel="stylesheet" href="{base}{STYLE}" type="text/css" media="screen" />\n'
            f'<link rel="alternate" type="application/rss+xml" title="RSS 2.0" href="{base}/?feed=rss2" />\n<link rel="pingback" href="{base}/xmlrpc.php" />\n'
            f'<link rel="EditURI" type="application/rsd+xml" title="RSD" href="{base}/xmlrpc.php?rsd" />\n<link rel="shortcut icon" href="/favicon.ico" />\n{head}</head>\n<body>\n<div id="page">\n'
            f'<div id="header"><div id="headerimg"><h1><a href="{base}/">{self.blog.title}</a></h1></div></div>\n{content}\n'
            f'<div id="sidebar"><ul><li><h2>Pages</h2><ul><li class="page_item"><a href="{base}/?page_id=2">About</a></li></ul></li>'
            f"<li><h2>Archives</h2><ul>{months}</ul></li><li><h2>Categories</h2><ul>{names}</ul></li><li><h2>Meta</h2><ul>"
            f'<li><a href="{base}/wp-login.php">Login</a></li>{self.trap_links(target)}</ul></li></ul></div>\n'
            f'<div id="footer"><p>{self.blog.title} is proudly powered by <a href="http://wordpress.invalid/">WordPress</a><br />'
            f'<a href="{base}/?feed=rss2">Entries (RSS)</a> and <a href="{base}/?feed=comments-rss2">Comments (RSS)</a>.</p></div>\n</div></body></html>\n'
        )

    def _feed(self, posts: Sequence[Post]) -> str:
        feed_of = f"{self.names.base}/?feed=rss2&p={{}}"
        posts = [post for post in posts if post.way != "closed"]
        return posts_rss(
            self,
            posts[:FEED_ENTRIES],
            generator="http://wordpress.org/?v=2.0.4",
            feed_of=lambda post: feed_of.format(post.id),
        )


def _date(when: datetime) -> str:
    day = when.day
    ending = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{when:%B} {day}{ending}, {when.year}"


def _time(when: datetime) -> str:
    return f"{when.hour % 12 or 12}:{when:%M} {'pm' if when.hour > 11 else 'am'}"
