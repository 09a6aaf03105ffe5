"""Small blogs whose comments only an API tells: each speaks the shape of its engine's answers, pages included.

Posts are two, of the same number of comments with the same texts' beginnings, so that an answer put to the wrong post
shows. Comments answer each other; some come on a second page, or behind another address, where the engine does so.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

BEGIN = datetime(2024, 3, 1, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A comment as the dataset must have it; `published` in UTC, to the second."""

    post: int
    number: int
    parent: int | None = None
    dated: bool = True

    @property
    def author(self) -> str:
        return f"reader{self.number % 7}"

    @property
    def when(self) -> datetime:
        return BEGIN + timedelta(days=self.post, minutes=self.number)

    @property
    def text(self) -> str:
        return f"Comment {self.number} on post {self.post}."

    @property
    def published(self) -> str | None:
        return self.when.strftime("%Y-%m-%dT%H:%M:%SZ") if self.dated else None


def _thread(post: int, *, tops: int, answers: int) -> tuple[Told, ...]:
    """So many comments; the second has the answers, the last of which has one, too."""
    top = [Told(post=post, number=post * 1000 + number) for number in range(1, tops + 1)]
    second = top[1].number
    under = [Told(post=post, number=second + 500 + number, parent=second) for number in range(answers)]
    deep = Told(post=post, number=second + 900, parent=under[-1].number)
    return (*top, *under, deep)


class ApiBlog:
    """A blog of two posts; `answer` gives media type and body of a target, None for 404."""

    kind: ClassVar[str]
    posts = (1, 2)
    tops, answers = 5, 3

    def __init__(self, base: str) -> None:
        self.base = base

    def truth(self) -> tuple[Told, ...]:
        return tuple(told for post in self.posts for told in self.comments(post))

    def comments(self, post: int) -> tuple[Told, ...]:
        return _thread(post, tops=self.tops, answers=self.answers)

    def under(self, post: int, parent: int | None) -> list[Told]:
        return [told for told in self.comments(post) if told.parent == parent]

    def path(self, post: int) -> str:
        raise NotImplementedError

    def page(self, post: int) -> str:
        raise NotImplementedError

    def api(self, path: str, query: dict[str, str]) -> object:
        """What a request to the API is answered with, made into JSON if it is no text; None for 404."""
        return None

    def head(self) -> str:
        return ""

    def answer(self, target: str) -> tuple[str, bytes] | None:
        parts = urlsplit(target)
        if target == "/":
            links = "".join(f'<li><a href="{self.path(post)}">{self.title(post)}</a></li>' for post in self.posts)
            return "text/html; charset=utf-8", f"<title>A blog</title>{self.head()}<ul>{links}</ul>".encode()
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        for post in self.posts:
            if not parts.query and parts.path == self.path(post):
                return "text/html; charset=utf-8", self.page(post).encode()
        told = self.api(parts.path, query)
        if told is None:
            return None
        if isinstance(told, str):
            return "text/html; charset=utf-8", told.encode()
        return "application/json; charset=utf-8", json.dumps(told).encode()

    def title(self, post: int) -> str:
        return f"The {('first', 'second')[post - 1]} post"

    def text(self, post: int) -> str:
        return f"<p>{'All that is to be said of boats and of oars. ' * 8} Post {post} ends here.</p>"


class GhostBlog(ApiBlog):
    """Comments in pages of 100, at most three answers to each; the others behind an address of their own."""

    kind = "ghost"
    tops, answers = 120, 5
    pages = 15
    """Of the posts in the content API, each with all of them: more than a pattern of addresses may be asked in vain."""

    def path(self, post: int) -> str:
        return f"/post-{post}/"

    def head(self) -> str:
        return (
            '<meta name="generator" content="Ghost 5.87">'
            f'<script defer src="https://cdn.jsdelivr.net/ghost/portal@~2.56/umd/portal.min.js"'
            f' data-ghost="{self.base}/" data-key="d755a0bd0e5e471dc8e0e76494"'
            f' data-api="{self.base}/ghost/api/content/"></script>'
        )

    def page(self, post: int) -> str:
        return (
            f"<html><head><title>{self.title(post)}</title>{self.head()}"
            f'<meta property="og:type" content="article"></head><body class="post-template"><article><h1>'
            f'{self.title(post)}</h1><section class="gh-content">{self.text(post)}</section></article>'
            f'<script data-ghost-comments="{self.base}/" data-api="{self.base}/ghost/api/content/" data-count="true"'
            f' data-key="d755a0bd0e5e471dc8e0e76494" data-post-id="{post:024x}"></script></body></html>'
        )

    def api(self, path: str, query: dict[str, str]) -> object:
        if path == "/ghost/api/content/posts/":
            posts = [{"id": f"{post:024x}", "url": self.base + self.path(post), "title": self.title(post),
                      "html": self.text(post), "published_at": "2024-03-01T08:00:00.000+00:00"}
                     for post in self.posts]  # fmt: skip
            pagination = {"page": int(query["page"]), "pages": self.pages, "limit": 100, "total": len(posts)}
            return {"posts": posts, "meta": {"pagination": pagination}}
        limit, page = int(query.get("limit", "20")), int(query.get("page", "1"))
        for post in self.posts:
            if path == f"/members/api/comments/post/{post:024x}/":
                return self._list([self._record(told) for told in self.under(post, None)], limit, page)
            for told in self.under(post, None):
                if path == f"/members/api/comments/{told.number:024x}/replies/":
                    return self._list([self._reply(one) for one in self._replies(told)], limit, page)
        return None

    def _list(self, records: list[object], limit: int, page: int) -> object:
        pages = -(-len(records) // limit)
        pagination = {"page": page, "limit": limit, "pages": pages, "total": len(records)}
        return {"comments": records[(page - 1) * limit : page * limit], "meta": {"pagination": pagination}}

    def _replies(self, told: Told) -> list[Told]:
        """Ghost's threads are two levels deep; what answers an answer says so by ``in_reply_to_id``."""
        direct = self.under(told.post, told.number)
        return [one for answer in direct for one in (answer, *self.under(told.post, answer.number))]

    def _record(self, told: Told) -> object:
        replies = self._replies(told)
        record = self._reply(told)
        return {**record, "replies": [self._reply(one) for one in replies[:3]], "count": {"replies": len(replies)}}

    def _reply(self, told: Told) -> dict[str, object]:
        above = None if told.parent is None else f"{told.parent:024x}"
        is_deep = told.parent is not None and told.parent not in {one.number for one in self.under(told.post, None)}
        return {
            "id": f"{told.number:024x}",
            "in_reply_to_id": above if is_deep else None,
            "html": f"<p>{told.text}</p>",
            "status": "published",
            "created_at": told.when.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "member": {"name": told.author},
        }


class SubstackBlog(ApiBlog):
    """The page shows the first two comments, the API all, children in their parents."""

    kind = "substack"

    def path(self, post: int) -> str:
        return f"/p/post-{post}"

    def head(self) -> str:
        return '<link rel="preconnect" href="https://substackcdn.com">'

    def page(self, post: int) -> str:
        state = {
            "base_url": self.base,
            "pub": {"id": 1, "name": "A blog", "base_url": self.base},
            "post": {
                "id": 7000 + post, "post_date": "2024-03-01T08:00:00.000Z", "slug": f"post-{post}", "publication_id": 1,
                "title": self.title(post), "type": "newsletter", "body_html": self.text(post), "comment_count": 9,
            },
            "comments": [self._record(told) | {"children": []} for told in self.under(post, None)[:2]],
        }  # fmt: skip
        text = json.dumps(json.dumps(state, separators=(",", ":"))).replace("</", "<\\/")
        return (
            f"<html><head><title>{self.title(post)}</title>{self.head()}</head><body><h1>{self.title(post)}</h1>"
            f"<script>window._preloads = JSON.parse({text})</script></body></html>"
        )

    def _record(self, told: Told) -> dict[str, object]:
        return {
            "id": told.number, "body": told.text, "publication_id": 1, "post_id": 7000 + told.post, "user_id": 5,
            "ancestor_path": "", "deleted": False, "date": told.when.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "name": told.author, "children": [self._record(one) for one in self.under(told.post, told.number)],
        }  # fmt: skip

    def api(self, path: str, query: dict[str, str]) -> object:
        if path == "/api/v1/archive":
            return []
        for post in self.posts:
            if path == f"/api/v1/post/{7000 + post}/comments":
                return {"comments": [self._record(told) for told in self.under(post, None)]}
        return None


class LiveJournalBlog(ApiBlog):
    """The page folds all answers; ``__rpc_get_thread`` unfolds them."""

    kind = "livejournal"

    def path(self, post: int) -> str:
        return f"/{48000 + post}.html"

    def head(self) -> str:
        return '<link rel="stylesheet" href="https://l-stat.livejournal.net/widgets.css">'

    def page(self, post: int) -> str:
        records = [self._record(told, folded=told.parent is not None) for told in self.comments(post)]
        return (
            f"<html><head><title>{self.title(post)}</title>{self.head()}</head>"
            f'<body class="p-post"><article class="aentry"><h1><span class="aentry-post__title-text">{self.title(post)}'
            f'</span></h1><div class="aentry-post__text aentry-post__text--view">{self.text(post)}</div></article>'
            f"<script>Site.page = {json.dumps({'replycount': len(records), 'comments': records})};</script>"
            "</body></html>"
        )

    def _record(self, told: Told, *, folded: bool) -> dict[str, object]:
        level, parent = 1, told.parent
        while parent is not None:
            level += 1
            parent = next(one.parent for one in self.comments(told.post) if one.number == parent)
        record: dict[str, object] = {
            "dtalkid": told.number, "parent": told.parent or 0, "level": level, "uname": told.author,
            "loaded": int(not folded), "collapsed": int(folded), "deleted": 0, "ctime_ts": int(told.when.timestamp()),
            "thread_url": f"{self.base}{self.path(told.post)}?thread={told.number}#t{told.number}",
        }  # fmt: skip
        return record if folded else record | {"article": told.text}

    def api(self, path: str, query: dict[str, str]) -> object:
        for post in self.posts:
            if path == "/__rpc_get_thread" and query.get("itemid") == str(48000 + post):
                return {"comments": [self._record(told, folded=False) for told in self.comments(post)]}
        return None


class DreamwidthBlog(ApiBlog):
    """Threads are folded until ``?expand_all=1``."""

    kind = "dreamwidth"

    def path(self, post: int) -> str:
        return f"/{31000 + post}.html"

    def page(self, post: int) -> str:
        return self._entry(post, folded=True)

    def _entry(self, post: int, *, folded: bool) -> str:
        url = self.base + self.path(post)
        threads = "".join(self._threads(post, None, folded=folded))
        return (
            f'<html><head><title>{self.title(post)}</title></head><body class="page-entry journal-type-P">'
            f'<div id="canvas"><div class="entry-wrapper has-subject"><div class="entry" id="entry-{post}">'
            f'<h3 class="entry-title"><a href="{url}">{self.title(post)}</a></h3>'
            '<span class="datetime"><span class="date">Mar. 1st, 2024</span> <span class="time">08:00 am</span></span>'
            f'<span class="poster entry-poster"><span class="ljuser"><a href="{self.base}/profile"></a>'
            f'<a href="{self.base}/"><b>keeper</b></a></span></span>'
            f'<div class="entry-content">{self.text(post)}</div></div></div>'
            '<img src="https://www.dreamwidth.org/img/silk/identity/user.png">'
            f'<div id="comments"><a href="{url}?expand_all=1#comments">Expand All</a>{threads}</div></div>'
            "</body></html>"
        )

    def _threads(self, post: int, parent: int | None, *, folded: bool) -> Iterator[str]:
        for told in self.under(post, parent):
            is_folded = folded and parent is not None
            when = told.when.strftime("%Y-%m-%d %I:%M %p (UTC)").lower().replace("utc", "UTC")
            text = "" if is_folded else f'<div class="comment-content">{escape(told.text)}</div>'
            yield (
                f'<div class="comment-thread"><div id="cmt{told.number}" class="dwexpcomment">'
                f'<div class="comment-wrapper visible {"partial" if is_folded else "full"}">'
                f'<div class="comment" id="comment-cmt{told.number}"><div class="header">'
                f'<span class="datetime"><span class="datetime-label">Date:</span> {when}</span></div>'
                f'<span class="poster comment-poster"><span class="ljuser"><a href="/profile"></a>'
                f'<a href="/{told.author}/"><b>{told.author}</b></a></span></span>{text}'
                f'<span class="commentpermalink"><a href="{self.path(post)}?thread={told.number}#cmt{told.number}">link'
                f"</a></span></div></div></div>{''.join(self._threads(post, told.number, folded=folded))}</div>"
            )

    def api(self, path: str, query: dict[str, str]) -> object:
        for post in self.posts:
            if path == self.path(post) and query.get("expand_all") == "1":
                return self._entry(post, folded=False)
        return None


class TumblrBlog(ApiBlog):
    """Notes in pages, each with the address of the next; replies have neither date nor number nor parent."""

    kind = "tumblr"
    tops, notes = 7, 3

    def path(self, post: int) -> str:
        return f"/post/{165326273720 + post}/post-{post}"

    def comments(self, post: int) -> tuple[Told, ...]:
        return tuple(Told(post=post, number=post * 1000 + number, dated=False) for number in range(1, self.tops + 1))

    def page(self, post: int) -> str:
        number = 165326273720 + post
        return (
            f"<!DOCTYPE html><html><head><title>A blog</title><!-- BEGIN TUMBLR FACEBOOK OPENGRAPH TAGS -->"
            f'<meta property="og:title" content="{self.title(post)}"><meta property="og:type" content="article">'
            f'<meta property="og:url" content="{self.base}{self.path(post)}"><meta property="al:ios:url" content='
            f'"tumblr://x-callback-url/blog?blogName=boats&amp;postID={number}"></head><body><div class="post">'
            f"<h2>{self.title(post)}</h2>{self.text(post)}</div>{self._notes(post, 0)}</body></html>"
        )

    def _notes(self, post: int, begin: int) -> str:
        notes = "".join(
            '<li class="note reply"><span class="action">'
            f'<a href="https://{told.author}.tumblr.com/">{told.author}</a>'
            f' said: <span class="answer_content">{told.text}</span></span></li>'
            for told in self.comments(post)[begin : begin + self.notes]
        )
        more = ""
        if begin + self.notes < self.tops:
            address = f"/notes/{165326273720 + post}/kW3xYz9aB?from_c={1505377800 + begin + self.notes}"
            more = (
                '<li class="note more_notes_link_container"><a class="more_notes_link" href="#" '
                f"onclick=\"tumblrReq.open('GET','{address}',true); return false;\">Show more notes</a></li>"
            )
        return f'<ol class="notes"><!-- START NOTES -->{notes}{more}</ol>'

    def api(self, path: str, query: dict[str, str]) -> object:
        for post in self.posts:
            if path == f"/notes/{165326273720 + post}/kW3xYz9aB" and "from_c" in query:
                return self._notes(post, int(query["from_c"]) - 1505377800)
        return None


class IssoBlog(ApiBlog):
    """Static pages of no engine, and Isso beside them, which answers ``/isso/?uri=/path/`` with a nested thread."""

    kind = "isso"

    def path(self, post: int) -> str:
        return f"/logbook/post-{post}.html"

    def page(self, post: int) -> str:
        return (
            f'<html><head><title>{self.title(post)}</title><meta property="og:type" content="article"></head><body>'
            f"<article><h1>{self.title(post)}</h1>{self.text(post)}</article>"
            '<section id="isso-thread"></section><script data-isso="/isso/" src="/isso/js/embed.min.js"></script>'
            "</body></html>"
        )

    def _record(self, told: Told) -> dict[str, object]:
        replies = [self._record(one) for one in self.under(told.post, told.number)]
        return {
            "id": told.number, "parent": told.parent, "text": f"<p>{told.text}</p>", "author": told.author, "mode": 1,
            "website": None, "created": told.when.timestamp(), "total_replies": len(replies), "hidden_replies": 0,
            "replies": replies,
        }  # fmt: skip

    def api(self, path: str, query: dict[str, str]) -> object:
        for post in self.posts:
            if path == "/isso/" and query.get("uri") == self.path(post):
                replies = [self._record(told) for told in self.under(post, None)]
                return {"id": None, "total_replies": len(replies), "hidden_replies": 0, "replies": replies}
        return None


API_BLOGS: tuple[type[ApiBlog], ...] = (
    GhostBlog,
    SubstackBlog,
    LiveJournalBlog,
    DreamwidthBlog,
    TumblrBlog,
    IssoBlog,
)


@contextmanager
def serving_api(kind: type[ApiBlog], host: str) -> Iterator[ApiBlog]:
    """Serve a blog on a free port of loopback, under the name `host`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = blog.answer(self.path)
            media_type, body = found or ("text/plain", b"not here")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    blog = kind(f"http://{host}:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield blog
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
