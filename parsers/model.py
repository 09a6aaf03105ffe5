"""What a page said: frozen records, named as the columns of the dataset.

Missing is ``None``, never ``""``. Times are ISO 8601 text with exactly the precision and
offset that the page gives. URLs are absolute. Texts are NFC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PageKind = Literal["post", "page", "listing", "feed", "error", "other"]
PostKind = Literal["post", "page"]
AuthorKind = Literal["registered", "unregistered", "owner"]
ReferenceKind = Literal["reference", "source", "trackback", "pingback", "webmention"]
MediaKind = Literal["image", "video", "audio", "embed"]
LinkScope = Literal["internal", "external"]
Source = Literal["api", "feed", "structured", "dom", "heuristic", "relative"]
"""Where a field was read, from the most to the least exact; relative: a date counted back from the capture."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """A category or a tag."""

    kind: Literal["category", "tag"]
    name: str
    slug: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Link:
    """A hyperlink in the body of a post (``comment_native_id`` is None) or of a comment."""

    url: str
    text: str | None = None
    rel: str | None = None
    scope: LinkScope = "external"
    comment_native_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Media:
    """An image, video, audio file or embed in the body of a post."""

    kind: MediaKind
    url: str
    alt: str | None = None
    caption: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, kw_only=True)
class Comment:
    """One comment; ``parent_native_id`` is None at the top of a thread."""

    position: int
    body_text: str | None
    body_html: str | None = None
    native_id: str | None = None
    parent_native_id: str | None = None
    depth: int = 0
    url: str | None = None
    author_name: str | None = None
    author_url: str | None = None
    author_kind: AuthorKind | None = None
    published: str | None = None
    published_utc: str | None = None
    published_raw: str | None = None
    published_source: Source | None = None
    """``relative`` where the page says "3 days ago"; None where it tells the date, or none."""
    post_url: str | None = None
    """Only where the page is not the post itself (a comment feed): the post it belongs to."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A trackback, pingback, webmention, "response" or "source" of a post."""

    position: int
    kind: ReferenceKind
    native_id: str | None = None
    title: str | None = None
    url: str | None = None
    site_name: str | None = None
    excerpt: str | None = None
    published: str | None = None
    published_utc: str | None = None
    published_raw: str | None = None
    post_url: str | None = None
    """Only where the page is not the post itself (a comment feed that lists pings): the post it belongs to."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post or a stand-alone page of the blog, as one page or one feed entry shows it."""

    url: str | None
    kind: PostKind = "post"
    native_id: str | None = None
    title: str | None = None
    author_name: str | None = None
    author_url: str | None = None
    author_kind: AuthorKind | None = None
    byline: str | None = None
    published: str | None = None
    published_utc: str | None = None
    published_raw: str | None = None
    updated: str | None = None
    excerpt: str | None = None
    body_html: str | None = None
    body_text: str | None = None
    word_count: int | None = None
    language: str | None = None
    lead_image_url: str | None = None
    comments_claimed: int | None = None
    references_claimed: int | None = None
    previous_url: str | None = None
    """The OLDER post, whatever the page calls it."""
    next_url: str | None = None
    """The NEWER post, whatever the page calls it."""
    part: int | None = None
    """Which part this page shows of a post that stands on several pages, 1 for the first; None: the body is whole."""
    parts: int | None = None
    """How many parts the page tells of; the body of the post is that of all parts in order."""
    categories: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    field_sources: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Blog:
    """What the page says of the blog as a whole."""

    title: str | None = None
    description: str | None = None
    platform_version: str | None = None
    language: str | None = None
    timezone: str | None = None
    feed_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that was there and could not be read: ``field`` names what, ``message`` why."""

    stage: str
    field: str | None
    message: str
    answered_by: str | None = None
    """The address that a crawl asks for what is missing here: with its answer the problem is none any more."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """All that was read from one page.

    ``entries`` are the posts that a feed or list page shows; ``listed`` the URLs that a
    sitemap names. ``comments`` are in page order and flat, each naming its parent.
    """

    url: str
    kind: PageKind
    platform: str = "generic"
    parser_version: str = ""
    blog: Blog = field(default_factory=Blog)
    post: Post | None = None
    entries: tuple[Post, ...] = ()
    listed: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    references: tuple[Reference, ...] = ()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    problems: tuple[Problem, ...] = ()
