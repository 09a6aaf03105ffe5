"""What an engine file builds on: ``Parser`` reads a ``Source`` (a page as bytes, text and tree) a method a field.

An engine is one file with one class::

    class Movable(Parser):
        platform = "movabletype"

        @classmethod
        def detects(cls, signs: Signs) -> bool:
            return signs.generator.startswith("movable type")

        def title(self) -> str | None:
            return text_of(self.soup.by_id("page-title")) or super().title()

It overrides only what differs; every method has a generic default (``generic.Generic``), so ``super()`` is the
fallback. A method returns ``None`` (or an empty tuple) for what is missing and may raise for what is broken:
``Parser.read`` turns the exception into a ``Problem`` of that field and keeps the others. Methods are called once a
page and in any order; what several of them need goes into a ``cached_property``. The tree is shared: parsers read it
and never change it.

Fields of a post: ``url native_id title author_name author_url author_kind byline published updated excerpt body
language lead_image_url comments_claimed references_claimed previous_url next_url categories tags``. Of a page: ``kind
comments references entries listed``. Of the blog: ``blog_title blog_description blog_feed_url blog_language
blog_timezone platform_version``. ``body`` returns a ``Region`` (nodes, and what to leave out of them), from which
``body_html``, ``body_text``, ``word_count``, links and media are made.

Where a value comes from: a method of an engine class reads the DOM ("dom"); the generic methods say "structured" or
"heuristic" through ``self.said(field, source)``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from functools import cached_property
from typing import ClassVar, TypeVar

from bs4 import Tag

from . import model
from .dates import LONGEST, NO_DATE, Date, from_url, order_in, parse_date
from .dates.beside import in_one_order
from .model import Blog, Comment, Link, Media, Page, PageKind, Post, Problem, Reference, Term
from .tree.concealed import hidden_in
from .tree.gutters import gutters
from .tree.html import body_html
from .tree.languages import detected
from .tree.media import links_of, media_of
from .tree.soup import Soup, attribute
from .tree.source import Signs, Source, Tells, Trap
from .tree.text import Region, body_text, count_words
from .tree.urls import absolute

__all__ = ["Parser", "Signs", "Source", "Trap", "attempt"]

T = TypeVar("T")
_FIGURES = re.compile(r"\d[/.]\d{1,2}[/.]\d\d")


def attempt(field: str | None, default: T, read: Callable[[], T], problems: list[Problem]) -> T:
    """The one guard: what reading raises becomes a problem of that field, and the value its default."""
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - the one broad guard: a broken field must not cost the others
        message = f"This could not be read: {type(error).__name__}: {error}"[:300]
        problems.append(Problem(stage="parse", field=field, message=message))
        return default


class Parser:
    """The base of all engines: ``read`` makes a ``Page`` by asking one method a field."""

    platform: ClassVar[str] = "generic"
    version: ClassVar[str] = "1"
    """Counted up whenever the parser reads the same page differently."""
    feeds: ClassVar[tuple[str, ...]] = ()
    """Addresses of feeds and APIs, relative to the blog's address: "feed/?paged={page}"; for the crawler."""
    traps: ClassVar[tuple[Trap, ...]] = ()
    needles: ClassVar[tuple[bytes, ...]] = ()
    """Of the signs that ``detects`` looks for, those that begin with "/" or ".": they are looked for all at once."""
    tells: ClassVar[tuple[Tells, ...]] = ()
    """What the API tells, so that feeds of single posts need not be asked; for the crawler."""
    unread: ClassVar[frozenset[str]] = frozenset()
    """Classes and ids of elements whose insides no field needs: each element of the tree takes 2 µs."""

    def __init__(self, source: Source) -> None:
        self.source = source
        source.unread = self.unread
        self.url_of_page = source.url
        self.problems: list[Problem] = []
        self._sources: dict[str, model.Source] = {}

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        """Whether the page was made by this engine; must be fast (bytes only, no tree)."""
        raise NotImplementedError

    @classmethod
    def endpoints(cls, content: bytes, url: str) -> tuple[str, ...]:
        """Addresses of comment APIs that a page leads to and no link names; bytes only, for the crawler."""
        return ()

    # ---- what fields are made from

    @property
    def soup(self) -> Soup:
        return self.source.soup

    @cached_property
    def base_url(self) -> str:
        """What relative addresses start from: ``<base href>``, else the address of the page."""
        tags = self.soup.by_name("base")
        return (absolute(attribute(tags[0], "href"), self.url_of_page) if tags else None) or self.url_of_page

    def absolute(self, href: str | None) -> str | None:
        return absolute(href, self.base_url)

    def href(self, tag: Tag | None, name: str = "href") -> str | None:
        """The absolute address in an attribute of an element."""
        return absolute(attribute(tag, name), self.base_url)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Language tags that help to read dates, the best first."""
        found = self.language()
        return (found,) if found else ()

    def date(self, raw: str | None) -> Date:
        """A date in the page's language; the address, then other dates of the page settle the order of its figures."""
        order = self._dayfirst if raw and _FIGURES.search(raw[:LONGEST]) else None
        return parse_date(raw, dayfirst=order, languages=self.languages, near=from_url(self.url_of_page))

    @cached_property
    def _dayfirst(self) -> bool | None:
        """What the other dates of the page tell of the order of day and month; English is written in both orders.

        Most British blogs say "en-US", for that is what WordPress says unless it is told otherwise.
        """
        return order_in(self.source.text[:1_000_000]) if self._may_have_both_orders else None

    @property
    def _may_have_both_orders(self) -> bool:
        return all(language[:2].lower() == "en" for language in self.languages)

    def said(self, field: str, source: model.Source) -> None:
        """Note that the value of a field was found in ``source`` (else it counts as read from the engine's DOM)."""
        self._sources[field] = source

    def problem(self, field: str | None, message: str) -> None:
        self.problems.append(Problem(stage="parse", field=field, message=message))

    def comments_elsewhere(self, message: str) -> None:
        """Note that comments are not in this page; the first of its ``endpoints`` has them."""
        none: tuple[str, ...] = ()
        asked = attempt(None, none, lambda: self.endpoints(self.source.content, self.url_of_page), [])
        address = next(iter(asked), None)
        self.problems.append(Problem(stage="comments", field="comments", message=message, answered_by=address))

    # ---- fields; every default is "not told"

    def kind(self) -> PageKind:
        return "other"

    def url(self) -> str | None:
        return self.url_of_page

    def native_id(self) -> str | None:
        return None

    def title(self) -> str | None:
        return None

    def author_name(self) -> str | None:
        return None

    def author_url(self) -> str | None:
        return None

    def author_kind(self) -> model.AuthorKind | None:
        return None

    def byline(self) -> str | None:
        return None

    def published(self) -> Date:
        return NO_DATE

    def updated(self) -> Date:
        return NO_DATE

    def excerpt(self) -> str | None:
        return None

    def body(self) -> Region | None:
        return None

    def language(self) -> str | None:
        return None

    def lead_image_url(self) -> str | None:
        return None

    def comments_claimed(self) -> int | None:
        return None

    def references_claimed(self) -> int | None:
        return None

    def previous_url(self) -> str | None:
        """The OLDER post."""
        return None

    def next_url(self) -> str | None:
        """The NEWER post."""
        return None

    def categories(self) -> tuple[Term, ...]:
        return ()

    def tags(self) -> tuple[Term, ...]:
        return ()

    def comments(self) -> tuple[Comment, ...]:
        return ()

    def references(self) -> tuple[Reference, ...]:
        return ()

    def with_told(self, shown: tuple[Comment, ...], pings: tuple[Reference, ...]) -> tuple[Comment, ...]:
        """The comments that were read, and what the page tells of them for machines."""
        return shown

    def entries(self) -> tuple[Post, ...]:
        """The posts that a list page shows."""
        return ()

    def listed(self) -> tuple[str, ...]:
        """The addresses that a sitemap names."""
        return ()

    def blog_title(self) -> str | None:
        return None

    def blog_description(self) -> str | None:
        return None

    def blog_feed_url(self) -> str | None:
        return None

    def blog_language(self) -> str | None:
        return None

    def blog_timezone(self) -> str | None:
        """The blog's clock, as a name of the IANA database ("Europe/Berlin") or an offset ("+02:00")."""
        return None

    def platform_version(self) -> str | None:
        return None

    # ---- reading

    def field(self, name: str, default: T, read: Callable[[], T]) -> T:
        """Ask one method; a failure costs its field only."""
        return attempt(name, default, read, self.problems)

    def read(self) -> Page:
        """All that can be read; never raises."""
        kind: PageKind = self.field("kind", "other", self.kind)
        post = self.post("page" if kind == "page" else "post") if kind in ("post", "page") else None
        if post and not post.language:
            post = self._with_language(post)
        region = self._region if post else None
        comments: tuple[Comment, ...] = ()
        references: tuple[Reference, ...] = ()
        if post:
            comments = self.field("comments", comments, self.comments)
            references = self.field("references", references, self.references)
            comments = self.field("comments", comments, lambda: self.with_told(comments, references))
            if self._may_have_both_orders:
                answers = comments, references
                comments, references = self.field("comments", answers, lambda: in_one_order(post, *answers))
        blog = Blog(
            title=self.field("blog_title", None, self.blog_title),
            description=self.field("blog_description", None, self.blog_description),
            platform_version=self.field("platform_version", None, self.platform_version),
            language=self.field("blog_language", None, self.blog_language),
            timezone=self.field("blog_timezone", None, self.blog_timezone),
            feed_url=self.field("blog_feed_url", None, self.blog_feed_url),
        )
        entries: tuple[Post, ...] = self.field("entries", (), self.entries)
        listed: tuple[str, ...] = self.field("listed", (), self.listed)
        links: tuple[Link, ...] = self.field("links", (), lambda: links_of(region, comments, self.base_url))
        media: tuple[Media, ...] = self.field("media", (), lambda: media_of(region, self.base_url))
        for cut in self.source.cuts:
            self.problem(None, cut)
        return Page(
            url=self.url_of_page,
            kind=kind,
            platform=self.platform,
            parser_version=self.version,
            blog=blog,
            post=post,
            entries=entries,
            listed=listed,
            comments=comments,
            references=references,
            links=links,
            media=media,
            problems=tuple(self.problems),
        )

    def _with_language(self, post: Post) -> Post:
        """A post whose page names no language, with what its words look like."""
        language = self.field("language", None, lambda: detected(post.body_text))
        if language is None:
            return post
        return replace(post, language=language, field_sources={**post.field_sources, "language": "heuristic"})

    @cached_property
    def _region(self) -> Region | None:
        region = self.field("body", None, self.body)
        if region is None:
            return None
        if numbers := tuple(gutters(region)):
            region = region.minus(numbers)
        if self.source.grown is None or not self.soup.concealed:
            return region
        return region.minus(hidden_in(region, self.soup.concealed))

    def posts_of(self, readers: Iterable[Parser]) -> tuple[Post, ...]:
        """The posts of a page that holds several, each from a reader of its own; their problems are this page's."""
        posts = []
        for reader in readers:
            posts.append(reader.post("post"))
            self.problems += reader.problems
        return tuple(posts)

    def read_comments(self) -> Page:
        """What a document says that holds no post but comments on one, as a comment service answers."""
        comments: tuple[Comment, ...] = self.field("comments", (), self.comments)
        references: tuple[Reference, ...] = self.field("references", (), self.references)
        return Page(
            url=self.url_of_page, kind="feed", platform=self.platform, parser_version=self.version,
            comments=comments, references=references, problems=tuple(self.problems),
        )  # fmt: skip

    def post(self, kind: model.PostKind) -> Post:
        """The post of this page, every field through the guard."""
        region = self._region
        html = self.field("body_html", None, lambda: body_html(region, self.base_url))
        text = self.field("body_text", None, lambda: body_text(region))
        published = self.field("published", NO_DATE, self.published)
        post = Post(
            kind=kind,
            url=self.field("url", None, self.url),
            native_id=self.field("native_id", None, self.native_id),
            title=self.field("title", None, self.title),
            author_name=self.field("author_name", None, self.author_name),
            author_url=self.field("author_url", None, self.author_url),
            author_kind=self.field("author_kind", None, self.author_kind),
            byline=self.field("byline", None, self.byline),
            published=published.published,
            published_utc=published.published_utc,
            published_raw=published.raw,
            updated=self.field("updated", NO_DATE, self.updated).published,
            excerpt=self.field("excerpt", None, self.excerpt),
            body_html=html,
            body_text=text,
            word_count=count_words(text),
            language=self.field("language", None, self.language),
            lead_image_url=self.field("lead_image_url", None, self.lead_image_url),
            comments_claimed=self.field("comments_claimed", None, self.comments_claimed),
            references_claimed=self.field("references_claimed", None, self.references_claimed),
            previous_url=self.field("previous_url", None, self.previous_url),
            next_url=self.field("next_url", None, self.next_url),
            categories=self.field("categories", (), self.categories),
            tags=self.field("tags", (), self.tags),
        )
        return _with_sources(post, self._sources)


_UNSOURCED = frozenset(("kind", "word_count", "field_sources", "published_utc", "published_raw", "body_html"))


def _with_sources(post: Post, said: dict[str, model.Source]) -> Post:
    sources: dict[str, model.Source] = {}
    for entry in fields(post):
        if entry.name in _UNSOURCED or getattr(post, entry.name) in (None, ()):
            continue
        sources[entry.name] = said.get(entry.name, "dom")
    object.__setattr__(post, "field_sources", sources)
    return post
