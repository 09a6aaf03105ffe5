"""Squarespace 6 and 7 (7.0 templates such as Brine, and 7.1), since 2012.

Recognised by ``Static.SQUARESPACE_CONTEXT`` or, in pages saved without scripts, by ``<body id="item-<24 hex>">`` beside
``sqs-`` classes. The context names site, collection and item (title, id, address, number of comments); JSON-LD and
``itemprop=datePublished`` give the exact time, for what the page prints is often only "Apr 12". Every address answers
``?format=json`` with the whole item, or with twenty items of a list and the address of the next twenty.

Of the two links below an item the "previous" one is the NEWER (seen where pages tell both dates, 2017-2025). Comments
are put in by a script; the page only tells their number. Version 5 is another engine.
"""

from __future__ import annotations

import re
from functools import cached_property
from html import unescape
from urllib.parse import unquote_plus, urlsplit

from ..base import Signs, Source, Trap
from ..dates import NO_DATE, Date, from_timestamp
from ..generic import Generic
from ..model import AuthorKind, PageKind, Post, PostKind, Term
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
    number_at,
    text_at,
)
from ..tree.media import elements
from ..tree.soup import Element, Soup, attribute
from ..tree.text import Region, clean, text_of
from ..tree.urls import absolute
from ..tree.within import first, named

CONTEXT = "Static.SQUARESPACE_CONTEXT"
NEWER = ("item-pagination-link--prev", "BlogItem-pagination-link--prev", "prev-item")
OLDER = ("item-pagination-link--next", "BlogItem-pagination-link--next", "next-item")
AUTHOR = ("blog-author-name", "Blog-meta-item--author")
ARTICLES = ("h-entry", "hentry", "BlogItem", "blog-item-wrapper")
NO_BODY = frozenset(
    (
        "blog-item-meta-wrapper",
        "blog-item-author-profile-wrapper",
        "BlogItem-meta",
        "BlogItem-share",
        "sqs-block-newsletter",
        "sqs-block-summary-v2",
        "sqs-block-form",
        "sqs-block-search",
        "sqs-block-tagcloud",
        "sqs-block-socialaccountlinks-v2",
    )
)
BODIES = ("blog-item-content", "BlogItem-content")
LISTED = ("blog-title", "BlogList-item-title")
_BODY_ID = re.compile(rb"<body[^>]{0,20000}?\bid=[\"'](?:item|collection)-[0-9a-f]{24}[\"']")
_ITEM_ID = re.compile(r"(?:item|post|article)-([0-9a-f]{24})$")
_SHORT = 40
"""Characters; a template that shows the text elsewhere leaves less in the usual place."""
_TEXT_POST = "1"
_LIST_OF_ITEMS = "1"


class Squarespace7(Generic):
    """Reads items, lists and pages, and the answers to ``?format=json``."""

    platform = "squarespace7"
    version = "1"
    needles = (b".SQUARESPACE_CONTEXT", b".squarespace")
    feeds = ("?format=rss", "?format=json")
    traps = (
        Trap(re.compile(r"[?&]author=[0-9a-f]{24}"), "posts of an author, listed elsewhere"),
        Trap(re.compile(r"[?&]format=(?:ical|json-pretty|page-context|main-content)"), "another form of a page"),
        Trap(re.compile(r"/(?:cart|checkout|commerce|account|config|search)(?:[/?]|$)"), "a shop, search or login"),
        Trap(re.compile(r"[?&](?:month|view|reversePaginate|itemId)="), "a view or calendar without end"),
        Trap(re.compile(r"/api/"), "the target of a script"),
    )

    def __init__(self, source: Source, item: Item | None = None) -> None:
        super().__init__(source)
        self._given = item
        """One item of an answer's list; None where the page is a single item."""

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        if looks_like_json(signs.content):
            return "format=json" in signs.url and signs.has(b'"collectionId"', b'"websiteSettings"')
        if signs.has(b".SQUARESPACE_CONTEXT"):
            return True
        return (
            signs.has(b".squarespace") and signs.has(b"sqs-") and _BODY_ID.search(signs.content[:400_000]) is not None
        )

    @classmethod
    def endpoints(cls, content: bytes, url: str) -> tuple[str, ...]:
        """The next page of a list in JSON."""
        if not looks_like_json(content):
            return ()
        following = re.search(rb'"nextPageUrl"\s*:\s*"(/[^"\\\s]{1,300})"', content)
        target = absolute(following[1].decode("latin-1"), url) if following else None
        return (f"{target}&format=json" if "?" in target else f"{target}?format=json",) if target else ()

    # ---- what the page carries

    @cached_property
    def _is_api(self) -> bool:
        return looks_like_json(self.source.content)

    @cached_property
    def state(self) -> Item:
        if self._is_api:
            value = decoded(self.source.text)
            return value if isinstance(value, dict) else {}
        return next((value for value in assigned(self.source.text, CONTEXT) if isinstance(value, dict)), {})

    @cached_property
    def base_url(self) -> str:
        return self.url_of_page if self._is_api else super().base_url

    @cached_property
    def item(self) -> Item:
        found = self._given or at(self.state, "item")
        return found if isinstance(found, dict) else {}

    @cached_property
    def article(self) -> Element | None:
        """The innermost element that is marked as the item: 7.1 puts all of the page into an ``article``."""
        if self._is_api:
            return None
        return next((tags[0] for name in ARTICLES if (tags := self.soup.by_class(name))), None)

    def told(self, *path: str) -> str | None:
        """A text of the item; the context escapes titles for HTML once more."""
        text = text_at(self.item, *path)
        return clean(unescape(text)) if text else None

    # ---- the page

    def kind(self) -> PageKind:
        if self._is_api:
            return "post" if self.item else "feed"
        body = next(iter(self.soup.by_name("body")), None)
        classes = attribute(body, "class") or ""
        if self.item or (attribute(body, "id") or "").startswith("item-"):
            return "post" if text_at(self.item, "recordType") in (None, _TEXT_POST) else "page"
        is_list = text_at(self.state, "collection", "type") == _LIST_OF_ITEMS or "view-list" in classes
        return "listing" if is_list or self.soup.by_class(*LISTED) else "page"

    def entries(self) -> tuple[Post, ...]:
        if self._given is not None or self.item:
            return ()
        if self._is_api:
            found = items_at(self.state, "items")
            return self.posts_of(Squarespace7(self.source, item) for item in found if text_at(item, "fullUrl"))
        if self.kind() != "listing":
            return ()
        links = (next(iter(named(self.soup, tag, "a")), None) for tag in self.soup.by_class(*LISTED))
        listed = {url: text_of(link) for link in links if link and (url := self.href(link))}
        told: dict[str, FieldSource] = {"url": "dom", "title": "dom"}
        return tuple(Post(url=url, title=title, field_sources=told) for url, title in listed.items())

    def post(self, kind: PostKind) -> Post:
        post = super().post(kind)
        if self._is_api:
            sources: dict[str, FieldSource] = dict.fromkeys(post.field_sources, "api")
            object.__setattr__(post, "field_sources", sources)
        return post

    # ---- the item

    def url(self) -> str | None:
        return absolute(text_at(self.item, "fullUrl"), self.url_of_page) or super().url()

    def native_id(self) -> str | None:
        body = None if self._is_api else next(iter(self.soup.by_name("body")), None)
        found = _ITEM_ID.match(attribute(body, "id") or "") if body else None
        return text_at(self.item, "id") or (found[1] if found else None)

    def title(self) -> str | None:
        return self.told("title") or (None if self._is_api else super().title())

    @cached_property
    def author_tag(self) -> Element | None:
        tag = first(self.soup, self.article, *AUTHOR)
        if tag is not None and text_of(tag):
            return tag
        links = named(self.soup, self.article, "a")
        return next((link for link in links if "?author=" in str(link.attrs.get("href")) and text_of(link)), None)

    def author_name(self) -> str | None:
        if self._is_api:
            return self.told("author", "displayName")
        return super().author_name() or text_of(self.author_tag)

    def author_url(self) -> str | None:
        if self._is_api:
            return absolute(text_at(self.item, "author", "websiteUrl"), self.base_url)
        return super().author_url()

    def author_kind(self) -> AuthorKind | None:
        return "registered" if self.author_name() else None

    def byline(self) -> str | None:
        return None

    def published(self) -> Date:
        if self._is_api:
            return self._moment("publishOn")
        return super().published()

    def updated(self) -> Date:
        return self._moment("updatedOn") if self._is_api else super().updated()

    def _moment(self, name: str) -> Date:
        milliseconds = number_at(self.item, name)
        return from_timestamp(milliseconds // 1000, text_at(self.item, name)) if milliseconds else NO_DATE

    def excerpt(self) -> str | None:
        if self._is_api:
            return text_of(fragment(html_at(self.item, "excerpt")))
        return super().excerpt()

    def body(self) -> Region | None:
        found = first(self.soup, self.article, *BODIES) if self.article else None
        region = fragment(html_at(self.item, "body")) if self._is_api else Region.of(found) if found else None
        if region is None or found is not None and found.chars < _SHORT:
            return None if self._is_api else super().body()
        return region.minus(tag for tag in elements(region) if not NO_BODY.isdisjoint(tag.attrs.get("class") or ()))

    def language(self) -> str | None:
        return text_at(self.state, "website", "language") or (None if self._is_api else super().language())

    def lead_image_url(self) -> str | None:
        told = absolute(text_at(self.item, "assetUrl"), self.base_url)
        return told or (None if self._is_api else super().lead_image_url())

    def comments_claimed(self) -> int | None:
        told = count_at(self.item, "publicCommentCount")
        if told is not None or self._is_api:
            return told if told is not None else count_at(self.item, "commentCount")
        holders = self.soup.by_class("squarespace-comments")
        number = str(holders[0].attrs.get("data-public-comment-count", "")) if holders else ""
        return int(number) if number.isascii() and number.isdigit() else None

    def previous_url(self) -> str | None:
        if self._is_api:
            return absolute(text_at(self.state, "pagination", "nextItem", "fullUrl"), self.base_url)
        return self._neighbour(OLDER)

    def next_url(self) -> str | None:
        if self._is_api:
            return absolute(text_at(self.state, "pagination", "prevItem", "fullUrl"), self.base_url)
        return self._neighbour(NEWER)

    def _neighbour(self, names: tuple[str, ...]) -> str | None:
        return next((url for tag in self.soup.by_class(*names) if (url := self.href(tag))), None)

    def categories(self) -> tuple[Term, ...]:
        return self._terms_of("category", "categories", "/category/")

    def tags(self) -> tuple[Term, ...]:
        return self._terms_of("tag", "tags", "/tag/")

    def _terms_of(self, kind: str, name: str, part: str) -> tuple[Term, ...]:
        """Names from the answer, else from the item's links: those of a block that lists all posts are not its own."""
        found: dict[str, Term] = {}
        if self._is_api:
            told = at(self.item, name)
            for word in told if isinstance(told, list) else []:
                if text := clean(word) if isinstance(word, str) else None:
                    found[text] = Term(kind="tag" if kind == "tag" else "category", name=text)
            return tuple(found.values())
        place = re.compile(re.escape(self._home + part) + r"([^/?#]+)/?$")
        for link in named(self.soup, self.article, "a") if self.article else self.soup.by_name("a"):
            url = self.href(link) or ""
            match = place.search(urlsplit(url).path)
            if match and (text := text_of(link)):
                slug = unquote_plus(match[1])
                found.setdefault(slug, Term(kind="tag" if kind == "tag" else "category", name=text, slug=slug, url=url))
        return tuple(found.values())

    @cached_property
    def _home(self) -> str:
        """The path of the item's collection."""
        return (
            text_at(self.state, "collection", "fullUrl")
            or urlsplit(self.url_of_page).path.rstrip("/").rpartition("/")[0]
        )

    # ---- the blog

    def blog_title(self) -> str | None:
        told = text_at(self.state, "website", "siteTitle")
        return clean(unescape(told)) if told else None if self._is_api else super().blog_title()

    def blog_description(self) -> str | None:
        told = html_at(self.state, "website", "siteDescription") or html_at(self.state, "website", "siteTagLine")
        return text_of(Soup(unescape(told))) if told else None

    def blog_language(self) -> str | None:
        return self.language()

    def blog_timezone(self) -> str | None:
        return text_at(self.state, "website", "timeZone")

    def blog_feed_url(self) -> str | None:
        return None if self._is_api else super().blog_feed_url()

    def platform_version(self) -> str | None:
        return text_at(self.state, "templateVersion")
