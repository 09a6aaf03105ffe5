"""A blog at an address: which path answers with which bytes, and the truth an archive is measured against."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

from . import feeds, markup
from .blog import MODULE, Blog, BlogComment, BlogPost, slug_of
from .chrome import PIXEL, Chrome, post_date
from .pictures import picture
from .template import Template, author_address, month_address

HTML = "text/html; charset=utf-8"
_SCRIPTS = {
    "yahoo-dom-event.js": "var YAHOO = {util: {Event: {onDOMReady: function(run) { run(); }}}};\n",
    "global.js": "var Squarespace = {Constants: {}, Census: {hit: function() {}}};\n",
}
"""What the pages' own scripts call, and no more."""
KEPT = 5000
"""How many rendered pages stay in memory (20 kB each)."""

_GIF = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
_PRIVATE = ("/display/", "/process/", "/member/", "/contributor/", f"/{MODULE}/recommend/", f"/{MODULE}/trackback/")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the server answers: a status, and a body with its type, or a place to go to."""

    status: int = 200
    content_type: str = HTML
    body: bytes = b""
    location: str | None = None

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True)
class Site:
    """All of a blog at `base`, an address without a slash at its end."""

    blog: Blog
    base: str
    _kept: dict[str, Reply] = field(default_factory=dict)

    def reply(self, target: str) -> Reply:
        """The answer to a request target (path and query)."""
        reply = self._kept.get(target)
        if reply is None:
            reply = self._render(target)
            if len(self._kept) < KEPT and reply.status == 200:
                self._kept[target] = reply
        return reply

    def render_ahead(self) -> None:
        """Render the posts and lists before the first request, so that serving costs nothing."""
        for post in self.blog.posts[: KEPT // 2]:
            self.reply(post.path)
        for number in range(1, min(self._last(self.blog.posts), KEPT // 4) + 1):
            self.reply(f"/{MODULE}/?currentPage={number}")

    def truth(self) -> dict[str, object]:
        """What a complete archive holds, named as the columns of the dataset; JSON-serialisable."""
        return {
            "url": f"{self.base}/",
            "title": self.blog.title,
            "posts": [self._post_truth(number, post) for number, post in enumerate(self.blog.posts)],
        }

    @cached_property
    def _template(self) -> Template:
        return Template(self.blog, Chrome(self.blog, self.base))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {post.path: number for number, post in enumerate(self.blog.posts)}

    @cached_property
    def _lists(self) -> dict[str, tuple[str, tuple[BlogPost, ...]]]:
        """Path of each list page: its title, and its posts, newest first."""
        newest = self.blog.posts[::-1]
        lists = dict.fromkeys(("/", f"/{MODULE}", f"/{MODULE}/"), ("", newest))
        for kind, names in (("category", self.blog.categories), ("tag", self.blog.tags)):
            for name in names:
                posts = tuple(post for post in newest if name in (post.categories if kind == "category" else post.tags))
                lists[f"/{MODULE}/{kind}/{slug_of(name)}"] = (f"Entries in {name} ({len(posts)})", posts)
        for account in self.blog.accounts:
            posts = tuple(post for post in newest if post.author == account.login)
            lists[f"/{MODULE}/author/{account.login}"] = (f"Entries by {account.name}", posts)
        return lists

    @cached_property
    def _months(self) -> dict[str, list[BlogPost]]:
        months: dict[str, list[BlogPost]] = {}
        for post in self.blog.posts:
            months.setdefault(month_address(post), []).append(post)
        return months

    def _last(self, posts: tuple[BlogPost, ...]) -> int:
        return max(1, ceil(len(posts) / self.blog.per_page))

    def _render(self, target: str) -> Reply:
        url = urlsplit(target)
        if (number := self._places.get(url.path)) is not None:
            return self._html(self._post(number, print_view="printerFriendly" in url.query))
        if url.path in self._lists:
            title, posts = self._lists[url.path]
            asked = parse_qs(url.query).get("currentPage", ["1"])[0]
            last = self._last(posts)
            # A number past the end shows the last page again, and an odd one the first: a trap that real blogs have.
            shown = min(last, max(1, int(asked))) if re.fullmatch(r"\d{1,6}", asked) else 1
            return self._html(self._template.list_page(posts, path=url.path, number=shown, last=last, title=title))
        return self._file(url.path)

    def _post(self, number: int, *, print_view: bool) -> str:
        posts = self.blog.posts
        if print_view:
            return self._template.print_page(posts[number])
        older = posts[number - 1] if number else None
        newer = posts[number + 1] if number + 1 < len(posts) else None
        return self._template.post_page(posts[number], older=older, newer=newer)

    @cached_property
    def _files(self) -> dict[str, tuple[str, Callable[[], str]]]:
        """Type and maker of each single page and file."""
        return {
            "/archive/": (HTML, self._template.archive_page),
            "/about/": (HTML, self._template.about_page),
            "/robots.txt": ("text/plain; charset=utf-8", lambda: feeds.robots(self.base)),
            "/sitemap.xml": ("application/xml", lambda: feeds.sitemap(self.blog, self.base)),
            f"/{MODULE}/rss.xml": ("application/rss+xml; charset=utf-8", lambda: feeds.rss(self.blog, self.base)),
            f"/{MODULE}/atom.xml": ("application/atom+xml; charset=utf-8", lambda: feeds.atom(self.blog, self.base)),
            "/display/common.css": ("text/css", (Path(__file__).parent / "look.css").read_text),
        }

    def _file(self, path: str) -> Reply:
        if path in self._months:
            return self._html(self._template.month_page(self._months[path]))
        if path in self._files:
            content_type, text = self._files[path]
            return self._text(content_type, text())
        if path == "/the-barn":
            return Reply(status=301, location=f"{self.base}{self.blog.posts[0].path}")
        if path in (PIXEL, "/favicon.ico") or path.startswith("/universal/images/"):
            return Reply(content_type="image/gif", body=_GIF)
        name = path.removeprefix("/storage/")
        if name != path and name in self._pictures:
            return Reply(content_type="image/png", body=picture(name))
        if path.startswith("/universal/") and path.endswith(".js"):
            return self._text("text/javascript", f"/* {path} */\n{_SCRIPTS.get(path.rpartition('/')[2], '')}")
        if path.startswith(_PRIVATE):
            return self._html(self._template.form_page(path.strip("/").split("/")[0].title()))
        return Reply(status=404, body=self._template.error_page().encode())

    @cached_property
    def _pictures(self) -> frozenset[str]:
        texts = [self.blog.about, *(post.body for post in self.blog.posts)]
        return frozenset(name for text in texts for name, _ in markup.images(text))

    def _html(self, text: str) -> Reply:
        return self._text(HTML, text)

    def _text(self, content_type: str, text: str) -> Reply:
        return Reply(content_type=content_type, body=text.encode())

    def _post_truth(self, number: int, post: BlogPost) -> dict[str, object]:
        posts = self.blog.posts
        # The page prints no zone; the feed, which holds the newest posts, says that site time is UTC.
        zone = "+00:00" if number >= len(posts) - feeds.ENTRIES else ""
        return {
            "url": f"{self.base}{post.path}",
            "native_id": str(post.id),
            "title": post.title,
            "author": self.blog.name_of(post.author),
            "byline": post.byline,
            "published": f"{post.published.isoformat()}{zone}",
            "categories": list(post.categories),
            "tags": list(post.tags),
            "body_text": _text_of(self.blog, post),
            "previous_url": self.base + posts[number - 1].path if number else None,
            "next_url": self.base + posts[number + 1].path if number + 1 < len(posts) else None,
            "comments": [_comment_truth(comment, self.base) for comment in post.comments],
            "references": [
                {
                    "kind": "source" if reference.kind == "Source" else "reference",
                    "native_id": str(reference.id),
                    "url": reference.url,
                    "title": reference.title,
                    "excerpt": reference.excerpt,
                }
                for reference in post.references
            ],
        }


def _text_of(blog: Blog, post: BlogPost) -> str:
    """The body as a reader sees it, byline and updates included."""
    parts = [f"By {post.byline}"] if post.byline else []
    parts.append(markup.to_text(post.body))
    for update in post.updates:
        parts.append(f"Update on {post_date(update.published)} by {blog.name_of(update.by)}")
        parts.append(markup.to_text(update.body))
    return "\n\n".join(parts)


def _comment_truth(comment: BlogComment, base: str) -> dict[str, object]:
    text = re.sub(r"<[^>]+>", "", re.sub(r"\s*<br/>\s*", "\n", comment.body.strip()))
    return {
        "native_id": str(comment.id),
        "author_name": comment.name,
        "author_kind": "registered" if comment.member else "unregistered",
        "author_url": urljoin(base, author_address(comment)),
        "published": comment.published.isoformat(),
        "body_text": html.unescape(text),
    }
