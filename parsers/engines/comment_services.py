"""What comment systems answer: the frame page of Disqus, the API of Isso. Each is comments without a post."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from ..base import Parser, Signs
from ..dates import NO_DATE, from_timestamp
from ..generic.comments.thread import MOST, Said, thread
from ..model import Comment, Page
from ..tree.inline_json import Item, at, decoded, html_at, items_at, looks_like_json, number_at, text_at
from ..tree.urls import absolute


class _Service(Parser):
    """A document that holds comments only."""

    def read(self) -> Page:
        return self.read_comments()


class DisqusFrame(_Service):
    """Reads disqus.com/embed/comments/?…: ``<script id="disqus-threadData">`` with posts and thread.

    Posts name their parent; ``createdAt`` is UTC without saying so (Disqus' API documentation).
    """

    platform = "disqus"
    version = "1"

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return signs.has(b'id="disqus-threadData"')

    @cached_property
    def _response(self) -> Item:
        script = self.soup.by_id("disqus-threadData")
        state = decoded("".join(str(part) for part in script.contents)) if script is not None else None
        found = at(state, "response")
        return found if isinstance(found, dict) else {}

    def comments(self) -> tuple[Comment, ...]:
        return thread(self._said(), self.url_of_page)

    def _said(self) -> Iterator[Said]:
        asked = parse_qs(urlsplit(self.url_of_page).query).get("t_u", [None])[0]
        post_url = absolute(text_at(self._response, "thread", "link") or asked, self.url_of_page)
        for item in items_at(self._response, "posts"):
            native_id = text_at(item, "id")
            hidden = at(item, "isDeleted") is True or at(item, "isSpam") is True or at(item, "isApproved") is False
            created = text_at(item, "createdAt")
            yield Said(
                native_id=native_id,
                parent_native_id=text_at(item, "parent"),
                html=None if hidden else html_at(item, "message"),
                url=f"{post_url}#comment-{native_id}" if post_url and native_id else None,
                author_name=text_at(item, "author", "name"),
                author_url=absolute(
                    text_at(item, "author", "url") or text_at(item, "author", "profileUrl") or None, self.url_of_page
                ),
                author_kind="unregistered" if at(item, "author", "isAnonymous") is True else "registered",
                when=self.date(f"{created}Z" if created and created[-1:].isdigit() else created),
                post_url=post_url,
            )


class Isso(_Service):
    """Reads the answer of Isso's ``GET /?uri=/path/``: ``{"replies": [{id, parent, text, created, replies}]}``."""

    platform = "isso"
    version = "1"

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return looks_like_json(signs.content) and signs.has(b'"total_replies"') and signs.has(b'"hidden_replies"')

    def comments(self) -> tuple[Comment, ...]:
        return thread(self._said(), self.url_of_page)

    def _said(self) -> Iterator[Said]:
        uri = parse_qs(urlsplit(self.url_of_page).query).get("uri", [None])[0]
        post_url = absolute(uri, self.url_of_page)
        stack = [(item, text_at(item, "parent")) for item in reversed(items_at(decoded(self.source.text), "replies"))]
        for _ in range(MOST):
            if not stack:
                return
            item, parent = stack.pop()
            native_id, created = text_at(item, "id"), number_at(item, "created")
            stack += [(child, native_id) for child in reversed(items_at(item, "replies"))]
            yield Said(
                native_id=native_id,
                parent_native_id=parent,
                # mode 1 is published, 2 awaits moderation, 4 is deleted and stands for its answers
                html=html_at(item, "text") if at(item, "mode") in (1, None) else None,
                url=f"{post_url}#isso-{native_id}" if post_url else None,
                author_name=text_at(item, "author"),
                author_url=absolute(text_at(item, "website"), self.url_of_page),
                when=from_timestamp(int(created)) if created else NO_DATE,
                post_url=post_url,
            )
