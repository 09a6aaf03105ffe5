"""Substack, on its own host and on domains of the authors: /p/slug.

Pages carry what their scripts show as ``window._preloads = JSON.parse("…")``: ``pub``, ``post`` (with ``body_html``)
and the first ``comments``; the answers of the API have the same records. Comments are plain text, answers stand in
``children`` (seen in all eight pages of the corpus, 2025). The page shows two comments, the rest is behind
``/api/v1/post/<id>/comments``, which names the post by number only: the address that the crawler is given therefore
ends in ``&slug=…``, which the server ignores and this file reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from ..base import Signs, Source, Trap
from ..dates import Date
from ..generic import Generic
from ..generic.comments.thread import MOST, Said, thread
from ..model import AuthorKind, Comment, Page, PageKind, Post, PostKind, Problem, Term
from ..model import Source as FieldSource
from ..tree.inline_json import (
    Item,
    assigned,
    at,
    count_at,
    decoded,
    fragment,
    html_at,
    items_at,
    looks_like_json,
    paragraphs,
    text_at,
)
from ..tree.soup import Element, walk
from ..tree.text import Region, body_text, count_words
from ..tree.urls import absolute

STATE = "window._preloads"
_API = "/api/v1/"
WIDGETS = ("subscription-widget-wrap", "subscription-widget-wrap-editor", "button-wrapper", "captioned-button-wrap")
_PROFILE = "https://substack.com/@"
_POST_API = re.compile(r"/api/v1/post/(\d+)/comments$")
_SLUG = re.compile(r"[\w-]{1,300}$")
_PAGE_OF = 50


class Substack(Generic):
    """Reads posts with the comments in the page, list pages, and the answers of the API."""

    platform = "substack"
    version = "1"
    needles = (b"/substackcdn.com", b".substack.com", b"/substack.com")
    feeds = ("feed", f"api/v1/archive?sort=new&search=&offset=0&limit={_PAGE_OF}")
    traps = (
        Trap(re.compile(r"/p/[^/]+/comment/\d+"), "one comment of a post that shows them all"),
        Trap(re.compile(r"[?&]action=share|[?&]utm_|[?&]r="), "a post's address with a mark"),
        Trap(
            re.compile(r"/(?:subscribe|account|sign-in|embed|publish|chat|lostpassword|survey|gift)(?:[/?]|$)"),
            "a form",
        ),
        Trap(re.compile(r"/redirect/"), "a link counter"),
    )

    def __init__(self, source: Source, item: Item | None = None) -> None:
        super().__init__(source)
        self._given = item
        """One post of a list; None where the page is a single post."""

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        if _API in signs.url and looks_like_json(signs.content):
            return signs.has(b'"publication_id"', b'"ancestor_path"')
        return (
            signs.has(b"/substackcdn.com", b".substack.com", b"/substack.com") and b"window._preloads" in signs.content
        )

    @classmethod
    def endpoints(cls, content: bytes, url: str) -> tuple[str, ...]:
        """The comments of a post, and the next page of the archive."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if parts.path == "/api/v1/archive":
            offset = parse_qs(parts.query).get("offset", ["0"])[0]
            if not offset.isdigit() or content.count(b'"post_date"') < _PAGE_OF:
                return ()
            return (f"{site}{_API}archive?sort=new&search=&offset={int(offset) + _PAGE_OF}&limit={_PAGE_OF}",)
        slug = parts.path.removeprefix("/p/").partition("/")[0]
        if not parts.path.startswith("/p/") or not _SLUG.match(slug):
            return ()
        # the post's own id is the last one before its slug; other posts stand in the page, too
        own = rb'\\"id\\":(\d{1,12}),(?:(?!\\"id\\":).){0,4000}?\\"slug\\":\\"' + slug.encode() + rb'\\"'
        found = re.search(own, content, re.DOTALL)
        query = f"token=&all_comments=true&sort=oldest_first&slug={slug}"
        return (f"{site}{_API}post/{found[1].decode()}/comments?{query}",) if found else ()

    # ---- what the page carries

    @cached_property
    def base_url(self) -> str:
        return self.url_of_page  # the tree is not needed for what the state tells

    @cached_property
    def _is_api(self) -> bool:
        return looks_like_json(self.source.content)

    @cached_property
    def _state(self) -> Item | list[Item]:
        if self._is_api:
            value = decoded(self.source.text)
            return value if isinstance(value, dict) else items_at([value], 0)
        return next((value for value in assigned(self.source.text, STATE) if isinstance(value, dict)), {})

    @cached_property
    def _item(self) -> Item:
        """The post of the page, empty if there is none."""
        if self._given is not None:
            return self._given
        found = self._state if self._is_api and at(self._state, "slug") else at(self._state, "post")
        return found if isinstance(found, dict) else {}

    @cached_property
    def _site(self) -> str:
        parts = urlsplit(self.url_of_page)
        return text_at(self._state, "pub", "base_url") or f"{parts.scheme}://{parts.netloc}"

    # ---- the page

    def read(self) -> Page:
        page = super().read()
        if self._is_api and self._item == {}:
            comments: tuple[Comment, ...] = ()
            comments = self.field("comments", comments, self.comments)
            page = replace(page, kind="feed", post=None, comments=comments, problems=tuple(self.problems))
        return page

    def kind(self) -> PageKind:
        if self._item:
            return "page" if text_at(self._item, "type") == "page" else "post"
        return "feed" if self._is_api else "listing" if self._listed else "other"

    @cached_property
    def _listed(self) -> list[Item]:
        """The posts of a list page, whatever the list is called, and those of the archive."""
        lists = [self._state] if isinstance(self._state, list) else list(self._state.values())
        found = {text_at(item, "id"): item for value in lists for item in items_at([value], 0) if _is_post(item)}
        return list(found.values())

    def entries(self) -> tuple[Post, ...]:
        return () if self._item else self.posts_of(Substack(self.source, item) for item in self._listed)

    def post(self, kind: PostKind) -> Post:
        post = super().post(kind)
        if not self._item:
            return post
        told: FieldSource = "api" if self._is_api else "structured"
        return replace(post, field_sources=dict.fromkeys(post.field_sources, told))

    # ---- the post

    def url(self) -> str | None:
        slug = text_at(self._item, "slug")
        # "canonical_url" of a new blog is https://substack.com/home/post/p-182069742
        return f"{self._site}/p/{slug}" if slug and _SLUG.match(slug) else super().url()

    def native_id(self) -> str | None:
        return text_at(self._item, "id")

    def title(self) -> str | None:
        return text_at(self._item, "title") if self._item else super().title()

    def author_name(self) -> str | None:
        names = [name for person in items_at(self._item, "publishedBylines") if (name := text_at(person, "name"))]
        return ", ".join(names) or (None if self._given else super().author_name())

    def author_url(self) -> str | None:
        handle = text_at(self._item, "publishedBylines", 0, "handle")
        return f"{_PROFILE}{handle}" if handle and _SLUG.match(handle) else None

    def author_kind(self) -> AuthorKind | None:
        return "registered" if items_at(self._item, "publishedBylines") else None

    def published(self) -> Date:
        return self.date(text_at(self._item, "post_date")) if self._item else super().published()

    def updated(self) -> Date:
        return self.date(text_at(self._item, "updated_at")) if self._item else super().updated()

    def excerpt(self) -> str | None:
        told = text_at(self._item, "subtitle") or text_at(self._item, "description")
        return told or (None if self._item else super().excerpt())

    def body(self) -> Region | None:
        region = fragment(html_at(self._item, "body_html"))
        audience, words = text_at(self._item, "audience"), count_at(self._item, "wordcount") or 0
        if audience not in (None, "everyone") and self._given is None:
            shown = count_words(body_text(region)) or 0
            if shown < 0.9 * words:
                message = f"the page shows {shown} of {words} words; Substack keeps the rest for {audience!r}"
                self.problems.append(Problem(stage="members", field="body_text", message=message))
        if region is None:
            return None if self._item and (self._is_api or self._given) else super().body()
        tags = [tag for node in region.nodes if isinstance(node, Element) for tag in (node, *walk(node))]
        return region.minus(tag for tag in tags if not set(WIDGETS).isdisjoint(tag.attrs.get("class") or ()))

    def language(self) -> str | None:
        return text_at(self._state, "pub", "language") or (None if self._is_api else super().language())

    def lead_image_url(self) -> str | None:
        told = absolute(text_at(self._item, "cover_image"), self.base_url)
        return told or (None if self._item else super().lead_image_url())

    def comments_claimed(self) -> int | None:
        return count_at(self._item, "comment_count")

    def previous_url(self) -> str | None:
        return self._neighbour("previous_post_slug")

    def next_url(self) -> str | None:
        return self._neighbour("next_post_slug")

    def _neighbour(self, name: str) -> str | None:
        slug = text_at(self._item, name)
        return f"{self._site}/p/{slug}" if slug and _SLUG.match(slug) else None

    def categories(self) -> tuple[Term, ...]:
        return ()

    def tags(self) -> tuple[Term, ...]:
        told = [(text_at(tag, "name"), text_at(tag, "slug")) for tag in items_at(self._item, "postTags")]
        return tuple(
            Term(kind="tag", name=name, slug=slug, url=f"{self._site}/t/{slug}" if slug and _SLUG.match(slug) else None)
            for name, slug in told
            if name
        )

    def blog_title(self) -> str | None:
        return text_at(self._state, "pub", "name") or (None if self._is_api else super().blog_title())

    def blog_language(self) -> str | None:
        return self.language()

    def blog_feed_url(self) -> str | None:
        return f"{self._site}/feed" if at(self._state, "pub") else super().blog_feed_url()

    def platform_version(self) -> str | None:
        return None

    def blog_description(self) -> str | None:
        return text_at(self._state, "pub", "hero_text")

    # ---- comments

    def comments(self) -> tuple[Comment, ...]:
        comments = thread(self._said(items_at(self._state, "comments")), self.base_url)
        claimed = self.comments_claimed() or 0
        if len(comments) < claimed and self._item:
            message = (
                f"the page shows {len(comments)} of {claimed} comments; {_API}post/{self.native_id()}/comments has all"
            )
            self.comments_elsewhere(message)
        return comments

    def _said(self, items: list[Item]) -> Iterator[Said]:
        post_url = self.url() if self._item else None
        slug = parse_qs(urlsplit(self.url_of_page).query).get("slug", [""])[0]
        if self._is_api and not self._item and _POST_API.search(urlsplit(self.url_of_page).path) and _SLUG.match(slug):
            post_url = f"{self._site}/p/{slug}"
        stack: list[tuple[Item, str | None]] = [(item, None) for item in reversed(items)]
        for _ in range(MOST):
            if not stack:
                return
            item, parent = stack.pop()
            native_id = text_at(item, "id")
            stack += [(child, native_id) for child in reversed(items_at(item, "children"))]
            user, user_slug = text_at(item, "user_id"), text_at(item, "user_slug") or text_at(item, "handle")
            yield Said(
                native_id=native_id,
                parent_native_id=parent,
                html=None if at(item, "deleted") is True else paragraphs(html_at(item, "body")),
                url=f"{post_url}/comment/{native_id}" if post_url else None,
                author_name=text_at(item, "name"),
                author_url=f"https://substack.com/profile/{user}-{user_slug}" if user and user_slug else None,
                author_kind="owner" if at(item, "metadata", "is_author") is True else "registered",
                when=self.date(text_at(item, "date")),
                post_url=None if self._item else post_url,
            )


def _is_post(item: Item) -> bool:
    return all(text_at(item, name) for name in ("id", "slug", "title", "post_date"))
