"""Ghost 1 to 6, self-hosted and on ghost.io: /slug/.

Recognised by its generator or its portal script. Themes render everything, but all print the same head: JSON-LD with
author and dates, ``article:tag``, "Written by" and "Filed under" for Twitter; and the body's class says what kind of
page it is (``post-template``, ``page-template``, ``home-template``, ``tag-template``, ``author-template``).
Comments are loaded by a script from ``/members/api/comments/post/<id>/``, whose id stands in the page
(``data-post-id``); posts with their tags from ``/ghost/api/content/posts/?key=…``, whose public key does too
(``data-key``). Records as in Ghost's own source (apps/comments-ui). The API names posts by number only: the address
that the crawler is given therefore ends in ``&of=/slug/``, which the server ignores and this file reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from urllib.parse import parse_qs, quote, urlsplit

from ..base import Signs, Source, Trap
from ..dates import Date
from ..generic import Generic
from ..generic.comments.thread import MOST, Said, thread
from ..model import AuthorKind, Comment, Page, PageKind, Post, PostKind, Problem, Term
from ..tree.inline_json import Item, at, count_at, decoded, fragment, html_at, items_at, looks_like_json, text_at
from ..tree.text import Region, body_text, text_of
from ..tree.urls import absolute, slug_of

_COMMENTS_API, _CONTENT_API = "/members/api/comments/", "/ghost/api/content/"
LISTS = frozenset(("home-template", "tag-template", "author-template", "paged", "archive-template", "tag", "author"))
CONTENT, LOCKED, SIGN_UP = ("gh-content", "post-content"), "gh-post-upgrade-cta", "kg-signup-card"
"""What themes call the text (Ghost's own do); what Ghost itself prints in it for those who are not members."""
_POST_ID = re.compile(rb'data-post-id="([0-9a-f]{24})"')
_KEY = re.compile(rb'data-key="([0-9a-f]{20,64})"')
_HOME = re.compile(rb'data-ghost="(https?://[^"\s]{1,500}?)/?"')
_LIMIT = 100


class Ghost(Generic):
    """Reads posts and pages, and the answers of Ghost's two public APIs."""

    platform = "ghost"
    version = "1"
    needles = (b"/ghost/portal@",)
    feeds = ("rss/", "sitemap.xml")
    traps = (
        Trap(re.compile(r"/ghost/(?!api/content/)"), "the administration"),
        Trap(re.compile(r"/members/(?!api/comments/(?:post|[0-9a-f]{24}/replies))"), "a member's address"),
        Trap(re.compile(r"[?&](?:ref|attribution_id|action|success|token|uuid)="), "a page's address with a mark"),
        Trap(re.compile(r"#/portal|/(?:signin|signup|membership|unsubscribe)/?(?:[?#]|$)"), "a form"),
        Trap(re.compile(r"/(?:p|private|r)/[\w-]*/?$"), "a preview, a locked page or a link counter"),
        Trap(re.compile(r"/amp/?$"), "the page in another dress"),
    )

    def __init__(self, source: Source, item: Item | None = None) -> None:
        super().__init__(source)
        self._given = item
        """One post of the content API; None where the page is a page."""

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        if looks_like_json(signs.content):
            return _COMMENTS_API in signs.url or _CONTENT_API in signs.url
        return signs.generator.startswith("ghost") or (signs.has(b"/ghost/portal@", b"data-ghost-comments="))

    @classmethod
    def endpoints(cls, content: bytes, url: str) -> tuple[str, ...]:
        """The comments of a post, the blog's posts in the content API, and the next pages of both."""
        if looks_like_json(content):
            return _next_pages(content, url)
        parts = urlsplit(url)
        home, key, post = _HOME.search(content), _KEY.search(content), _POST_ID.search(content)
        site = home[1].decode("ascii", "ignore") if home else f"{parts.scheme}://{parts.netloc}"
        found = []
        if post and b"data-ghost-comments=" in content:
            query = f"limit={_LIMIT}&page=1&of={quote(parts.path)}"
            found.append(f"{site}{_COMMENTS_API}post/{post[1].decode()}/?{query}")
        if key:
            query = f"key={key[1].decode()}&include=authors,tags&limit={_LIMIT}&page=1"
            found.append(f"{site}{_CONTENT_API}posts/?{query}")
        return tuple(found)

    # ---- the page

    @cached_property
    def _state(self) -> Item:
        value = decoded(self.source.text) if looks_like_json(self.source.content) else None
        return value if isinstance(value, dict) else {}

    @cached_property
    def _body_classes(self) -> frozenset[str]:
        tags = self.soup.by_name("body")
        return frozenset(tags[0].attrs.get("class") or ()) if tags else frozenset()

    def read(self) -> Page:
        page = super().read()
        if page.kind == "feed":
            comments: tuple[Comment, ...] = ()
            comments = self.field("comments", comments, self.comments)
            page = replace(page, comments=comments, problems=tuple(self.problems))
        return page

    def kind(self) -> PageKind:
        if self._given is not None:
            return "post"
        if looks_like_json(self.source.content):
            return "feed"
        if "post-template" in self._body_classes:
            return "post"
        if "page-template" in self._body_classes:
            return "page"
        if "error-template" in self._body_classes:
            return "error"
        return "listing" if not self._body_classes.isdisjoint(LISTS) else super().kind()

    def entries(self) -> tuple[Post, ...]:
        if _CONTENT_API in self.url_of_page:
            return self.posts_of(Ghost(self.source, item) for item in items_at(self._state, "posts"))
        return super().entries()

    def post(self, kind: PostKind) -> Post:
        post = super().post("page" if self._given and at(self._given, "page") is True else kind)
        return replace(post, field_sources=dict.fromkeys(post.field_sources, "api")) if self._given else post

    # ---- the post

    def url(self) -> str | None:
        if self._given is None:
            return super().url()
        return absolute(text_at(self._given, "url"), self.url_of_page)

    def native_id(self) -> str | None:
        if self._given is not None:
            return text_at(self._given, "id")
        found = _POST_ID.search(self.source.content)
        return found[1].decode() if found else None

    def title(self) -> str | None:
        return text_at(self._given, "title") if self._given else super().title()

    def author_name(self) -> str | None:
        if self._given is not None:
            names = (text_at(person, "name") for person in items_at(self._given, "authors"))
            return ", ".join(name for name in names if name) or None
        # JSON-LD names the first author only
        told = self._labelled("Written by")
        self.said("author_name", "structured")
        return told or super().author_name()

    def author_url(self) -> str | None:
        if self._given is None:
            return super().author_url()
        return absolute(text_at(self._given, "authors", 0, "url"), self.url_of_page)

    def author_kind(self) -> AuthorKind | None:
        return "registered" if self.author_name() else None

    def published(self) -> Date:
        return self.date(text_at(self._given, "published_at")) if self._given else super().published()

    def updated(self) -> Date:
        return self.date(text_at(self._given, "updated_at")) if self._given else super().updated()

    def excerpt(self) -> str | None:
        return text_at(self._given, "excerpt") if self._given else super().excerpt()

    def body(self) -> Region | None:
        if self._given:
            return fragment(html_at(self._given, "html"))
        if self.soup.by_class(LOCKED):
            message = "the page shows the beginning only; Ghost keeps the rest for members"
            self.problems.append(Problem(stage="members", field="body_text", message=message))
        found = super().body()
        own = [tag for name in CONTENT for tag in self.soup.by_class(name) if tag.chars]
        if found is not None and len(own) == 1:
            told = Region(tuple(own[0].contents), found.without, found.captions)
            # a theme may call something else so: then the generic reader saw more than twice as much
            if 2 * len(body_text(told) or "") > len(body_text(found) or ""):
                self.said("body_text", "dom")
                found = told
        return found.minus(self.soup.by_class(LOCKED, SIGN_UP)) if found else None

    def language(self) -> str | None:
        return super().language() if self._given is None else None

    def lead_image_url(self) -> str | None:
        if self._given is not None:
            return absolute(text_at(self._given, "feature_image"), self.url_of_page)
        if self.structured.article and "image" not in self.structured.article:
            # Open Graph has the blog's cover then (core/frontend/meta/og-image.js)
            self.said("lead_image_url", "heuristic")
            return next(self.images(), None)
        return super().lead_image_url()

    def categories(self) -> tuple[Term, ...]:
        return ()

    def tags(self) -> tuple[Term, ...]:
        if self._given is not None:
            return tuple(self._api_tags(self._given))
        self.said("tags", "structured")
        names = dict.fromkeys(self.structured.metas.get("article:tag", ()))
        links = {text_of(link): url for link in self.soup.by_name("a") if (url := self.href(link)) and "/tag/" in url}
        return tuple(Term(kind="tag", name=name, slug=slug_of(links.get(name)), url=links.get(name)) for name in names)

    def _api_tags(self, item: Item) -> Iterator[Term]:
        for tag in items_at(item, "tags"):
            name = text_at(tag, "name")
            if name and text_at(tag, "visibility") != "internal":
                yield Term(
                    kind="tag",
                    name=name,
                    slug=text_at(tag, "slug"),
                    url=absolute(text_at(tag, "url"), self.url_of_page),
                )

    def _labelled(self, label: str) -> str | None:
        """What Ghost's own head says under a label for Twitter: label and value stand in pairs."""
        for number in ("1", "2"):
            if self.structured.meta(f"twitter:label{number}") == label:
                return self.structured.meta(f"twitter:data{number}")
        return None

    # ---- comments

    def comments(self) -> tuple[Comment, ...]:
        if not self._state:
            if _POST_ID.search(self.source.content) and b"data-ghost-comments=" in self.source.content:
                message = f"a script loads the comments from {_COMMENTS_API}post/{self.native_id()}/"
                self.comments_elsewhere(message)
            return ()
        return thread(self._said(), self.url_of_page)

    def _said(self) -> Iterator[Said]:
        of = parse_qs(urlsplit(self.url_of_page).query).get("of", [""])[0]
        post_url = absolute(of, self.url_of_page) if of.startswith("/") else None
        above = re.search(r"/comments/([0-9a-f]{24})/replies", self.url_of_page)
        stack = [(item, above[1] if above else None) for item in reversed(items_at(self._state, "comments"))]
        for _ in range(MOST):
            if not stack:
                return
            item, parent = stack.pop()
            native_id = text_at(item, "id")
            stack += [(child, native_id) for child in reversed(items_at(item, "replies"))]
            yield Said(
                native_id=native_id,
                parent_native_id=text_at(item, "in_reply_to_id") or text_at(item, "parent_id") or parent,
                html=html_at(item, "html") if text_at(item, "status") in (None, "published") else None,
                author_name=text_at(item, "member", "name"),
                author_kind="owner" if at(item, "member", "is_author") is True else "registered",
                when=self.date(text_at(item, "created_at")),
                post_url=post_url,
            )


def _next_pages(content: bytes, url: str) -> tuple[str, ...]:
    state = decoded(content.decode("utf-8", "replace"))
    parts = urlsplit(url)
    found = []
    page, pages = count_at(state, "meta", "pagination", "page"), count_at(state, "meta", "pagination", "pages")
    if page and pages and page < pages:
        query = re.sub(r"\bpage=\d+", f"page={page + 1}", parts.query)
        found.append(parts._replace(query=query).geturl())
    of = quote(parse_qs(parts.query).get("of", [""])[0])
    for item in items_at(state, "comments"):
        native_id = text_at(item, "id") or ""
        if (count_at(item, "count", "replies") or 0) > len(items_at(item, "replies")) and native_id.isalnum():
            path = f"{_COMMENTS_API}{native_id}/replies/"
            found.append(parts._replace(path=path, query=f"limit={_LIMIT}&page=1&of={of}").geturl())
    return tuple(found)
