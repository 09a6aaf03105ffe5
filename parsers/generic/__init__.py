"""The reader of any blog: structured data first, then what most templates have in common.

What each field is found by stands in its own file: ``heading`` (title), ``people`` (author), ``when`` (dates),
``terms`` (categories and tags), ``body``, ``comments``; ``structured`` reads what pages say of themselves for machines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from ..base import Parser, Signs, Source
from ..dates import Date
from ..marks.jsonld import as_text
from ..marks.structured import Person, Structured
from ..model import Comment, PageKind, Post, Reference, Term
from ..tree.html import media_url
from ..tree.languages import tag_of
from ..tree.media import elements, is_emblem
from ..tree.soup import Element, Spans, attribute, parents
from ..tree.text import Region, clean
from ..tree.urls import absolute, same_page
from . import masthead
from .body import BodyFinder
from .claimed import comments_claimed, references_claimed
from .comments import CommentFinder
from .comments.told import joined, told_comments, told_reviews
from .heading import TitleFinder, key
from .kind import KindFinder, is_page
from .neighbours import Neighbours
from .people import AuthorFinder
from .surroundings import Surroundings
from .terms import TermFinder
from .when import DateFinder

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)", re.I)


class Generic(Parser):
    """Reads pages of engines that nobody has described, and is the fallback of those that somebody has."""

    platform = "generic"

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._told: dict[str, object] = {}

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return True

    # ---- what the fields share

    @cached_property
    def structured(self) -> Structured:
        found = Structured(self.soup, self.url_of_page, self.base_url)
        if found.broken:
            self.problem("structured", f"{found.broken} JSON-LD scripts of the page are not JSON")
        return found

    @cached_property
    def comment_finder(self) -> CommentFinder:
        return CommentFinder(self.soup)

    def away(self) -> tuple[Element, ...]:
        """The elements that belong to comments, pings and the comment form, where no other field looks."""
        return self.comment_finder.areas

    @cached_property
    def _away_spans(self) -> Spans:
        return Spans(self.away())

    def is_away(self, tag: Element) -> bool:
        """Whether an element belongs to those, or stands in one of them."""
        return tag in self._away_spans

    @cached_property
    def _title(self) -> tuple[str | None, Element | None, bool]:
        return TitleFinder(self.soup, self.structured, self.url_of_page, self.away()).find()

    def heading(self) -> Element | None:
        """The element that shows the title."""
        return self._title[1]

    @cached_property
    def _around(self) -> Surroundings:
        return Surroundings(self.away(), self.heading())

    @cached_property
    def _people(self) -> tuple[tuple[Person, ...], str]:
        return AuthorFinder(self.soup, self.structured, self.base_url, self._around, self.heading()).find()

    @cached_property
    def _dates(self) -> DateFinder:
        return DateFinder(self.soup, self.structured, self.url_of_page, self._around, self.heading(), self.date)

    @cached_property
    def _terms(self) -> TermFinder:
        return TermFinder(self.soup, self.structured, self.base_url, self._around, self.heading())

    # ---- fields

    @cached_property
    def _told_when(self) -> tuple[Date, str]:
        return self._dates.published()

    @cached_property
    def _kind_finder(self) -> KindFinder:
        comments, published = self.comment_finder, lambda: self._told_when
        return KindFinder(self.soup, self.structured, self.url_of_page, self.base_url, comments, published)

    def kind(self) -> PageKind:
        return self._kind_finder.kind if is_page(self.source.content, self.source.content_type) else "other"

    def entries(self) -> tuple[Post, ...]:
        return self._kind_finder.entries(self.date) if self.kind() == "listing" else ()

    def url(self) -> str | None:
        canonical = self.structured.link("canonical")
        self.said("url", "structured" if canonical else "heuristic")
        return canonical or self.url_of_page

    def title(self) -> str | None:
        self.said("title", "heuristic")
        return self._title[0]

    def author_name(self) -> str | None:
        people, source = self._people
        self.said("author_name", "structured" if source == "structured" else "heuristic")
        return ", ".join(person.name for person in people) or None

    def author_url(self) -> str | None:
        people, source = self._people
        self.said("author_url", "structured" if source == "structured" else "heuristic")
        return next((person.url for person in people if person.url), None)

    def published(self) -> Date:
        found, source = self._told_when
        self.said("published", "structured" if source == "structured" else "heuristic")
        return found

    def updated(self) -> Date:
        found, source = self._dates.updated()
        self.said("updated", "structured" if source == "structured" else "heuristic")
        return found

    def excerpt(self) -> str | None:
        self.said("excerpt", "structured")
        return self.structured.meta("og:description", "description", "twitter:description", "dc.description")

    def body(self) -> Region | None:
        self.said("body_text", "heuristic")
        region = BodyFinder(self.soup, self.away(), self.heading(), self._title[2]).find()
        return region.minus(self._beside.blocks()) if region else None

    def language(self) -> str | None:
        heading = self.heading()
        around = [] if heading is None else [heading, *parents(heading)]
        tags = (*around, *self.soup.by_name("html")[:1])
        told = [attribute(tag, name) for tag in tags for name in ("lang", "xml:lang")]
        said = (as_text(self.structured.article.get("inLanguage")), as_text(self.structured.page.get("inLanguage")))
        metas = [self.structured.meta(name) for name in ("content-language", "og:locale", "dc.language", "language")]
        return tag_of((*told, *said, *metas))

    def lead_image_url(self) -> str | None:
        told = self.structured.meta("og:image", "og:image:url", "twitter:image", "twitter:image:src")
        if told and (url := absolute(told, self.base_url)) and (not is_emblem(url) or url in self.images()):
            self.said("lead_image_url", "structured")
            return url
        self.said("lead_image_url", "heuristic")
        return self._titled_image() or next(self.images(), None)

    def _titled_image(self) -> str | None:
        """The picture that goes by the title of the post: over the text, or behind the title."""
        title = key(self._title[0])
        for tag in self.soup.by_name("img") if title else ():
            if key(attribute(tag, "alt")) == title and self._stays(tag) and (url := media_url(tag, self.base_url)):
                return url
        return None

    def _stays(self, tag: Element) -> bool:
        """Whether a picture leads to no other page."""
        link = next((parent for parent in parents(tag) if parent.name == "a"), None)
        target = self.href(link) if link is not None else None
        return target is None or _PICTURE.search(target) is not None or same_page(target, self.url_of_page)

    def images(self) -> Iterator[str]:
        """The addresses of the pictures in the text."""
        images = (tag for tag in elements(self._region) if tag.name == "img")
        return (url for tag in images if (url := media_url(tag, self.base_url)))

    def comments_claimed(self) -> int | None:
        self.said("comments_claimed", "heuristic")
        return comments_claimed(self.soup, self.structured.article, self.away(), self.heading())

    def references_claimed(self) -> int | None:
        self.said("references_claimed", "heuristic")
        return references_claimed(self.soup)

    @cached_property
    def _beside(self) -> Neighbours:
        return Neighbours(self.soup, self.url_of_page, self.away(), self.href)

    def previous_url(self) -> str | None:
        self.said("previous_url", "structured" if self._beside.by_rel else "heuristic")
        return self._beside.found[0]

    def next_url(self) -> str | None:
        self.said("next_url", "structured" if self._beside.by_rel else "heuristic")
        return self._beside.found[1]

    def categories(self) -> tuple[Term, ...]:
        found = self._terms.linked("category")
        self.said("categories", "heuristic" if found else "structured")
        return found or self._terms.told("category")

    def tags(self) -> tuple[Term, ...]:
        found = self._terms.linked("tag")
        self.said("tags", "heuristic" if found else "structured")
        return found or self._terms.told("tag")

    def comments(self) -> tuple[Comment, ...]:
        if self.comment_finder.more:
            self.problem("comments", f"{self.comment_finder.more} comments beyond the first 10,000 were not read")
        return self.comment_finder.read(self.base_url, self.url_of_page, self.date)

    def references(self) -> tuple[Reference, ...]:
        return self.comment_finder.references(self.base_url, self.url_of_page, self.date)

    def with_told(self, shown: tuple[Comment, ...], pings: tuple[Reference, ...]) -> tuple[Comment, ...]:
        told = told_comments(self.structured, self.url_of_page, self.date)
        if not shown and not told:
            return told_reviews(self.structured, self.url_of_page, self.date)
        return joined(shown, told, pings)

    def blog_title(self) -> str | None:
        return masthead.blog_title(self.soup, self.structured)

    def blog_description(self) -> str | None:
        return masthead.blog_description(self.soup, self.structured)

    def blog_language(self) -> str | None:
        return self.language()

    def blog_feed_url(self) -> str | None:
        for tag in self.soup.by_rel("alternate"):
            kind = str(tag.attrs.get("type", "")).lower()
            title = str(tag.attrs.get("title", "")).lower()
            if ("rss" in kind or "atom" in kind) and "comment" not in title and "kommentar" not in title:
                return self.href(tag)
        return None

    def platform_version(self) -> str | None:
        return clean(self.structured.meta("generator"))
