"""Blogs of the IndieWeb: pages that say in microformats what they are (h-entry), and show webmentions (h-cite).

No software of its own: Known, Micro.blog, Indiekit, and static pages made by hand. Recognised by an ``h-entry``
together with what only the IndieWeb writes: a webmention endpoint, ``u-in-reply-to``, responses as ``h-cite``.
`Microformats` is what engines share whose themes may carry the same marks (static generators).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Literal
from urllib.parse import urlsplit

from ..base import Signs, Source
from ..dates import NO_DATE, Date
from ..generic import Generic
from ..generic.heading import key
from ..generic.terms import leads_to
from ..marks.microformats import Item, owner_of, roots_of
from ..model import Comment, PageKind, Post, Reference, ReferenceKind, Term
from ..tree.soup import Element, attribute
from ..tree.text import Region, text_of
from ..tree.urls import slug_of
from .indieweb_responses import Responses

ENTRY, FEED, CARD = "h-entry", "h-feed", "h-card"
NAME, CONTENT, SUMMARY, AUTHOR = "p-name", "e-content", "p-summary", "p-author"
URL, PHOTO, CATEGORY = "u-url", ("u-featured", "u-photo"), ("p-category", "u-category")
PUBLISHED, UPDATED = "dt-published", "dt-updated"
ANSWERED = ("u-in-reply-to", "u-like-of", "u-repost-of", "u-bookmark-of", "u-quotation-of")
"""What an entry is an answer to."""
COPIES = "u-syndication"


class Microformats(Generic):
    """Reads what an h-entry tells; all else as any page."""

    def __init__(self, source: Source, entry: Element | None = None) -> None:
        super().__init__(source)
        self._given_entry = entry
        """One entry of a list; None where the page is a single post."""

    @cached_property
    def _entries(self) -> tuple[Element, ...]:
        """The entries that are posts of the page itself, and no responses."""
        own = [tag for tag in self.soup.by_class(ENTRY) if tag.name not in ("html", "body") and not self._answers(tag)]
        return tuple(tag for at, tag in enumerate(own) if not at or tag.order > own[at - 1].last)

    def _answers(self, tag: Element) -> bool:
        above = owner_of(tag)
        return self.responses.has(tag) or (above is not None and not {ENTRY, "h-cite"}.isdisjoint(roots_of(above)))

    @cached_property
    def responses(self) -> Responses:
        return Responses(self.soup, self.base_url)

    @cached_property
    def item(self) -> Item | None:
        """The entry that the page is."""
        if self._given_entry is not None:
            return Item(self.soup, self._given_entry, self.base_url)
        return Item(self.soup, self._entries[0], self.base_url) if len(self._entries) == 1 else None

    # ---- the page

    def kind(self) -> PageKind:
        if self._given_entry is not None:
            return "post"
        found = super().kind()
        if self.item is None or self.item.first(CONTENT, PUBLISHED, SUMMARY) is None:
            return "listing" if len(self._entries) > 1 and found == "other" else found
        url = self.item.url(URL)
        here = urlsplit(self.url_of_page).path.rstrip("/")
        if self.soup.by_class(FEED) and url and urlsplit(url).path.rstrip("/") != here:
            return "listing"
        return "post" if found in ("other", "post") else found

    def entries(self) -> tuple[Post, ...]:
        if self.kind() != "listing" or not self._entries:
            return super().entries()
        return self.posts_of(type(self)(self.source, tag) for tag in self._entries)

    # ---- the post

    def url(self) -> str | None:
        told = self.item.url(URL, "u-uid") if self.item else None
        # An entry may name its copy elsewhere first.
        own = told is not None and urlsplit(told).netloc == urlsplit(self.url_of_page).netloc
        if self._given_entry is None and (not own or self.structured.link("canonical")):
            return super().url()
        self.said("url", "structured")
        return told

    def title(self) -> str | None:
        if self.item is None:
            return super().title()
        name, content = self.item.first(NAME), self.item.first(CONTENT, SUMMARY)
        if name is None:
            if self._given_entry is not None or content is not None and not self._is_headed(content):
                return None
            return super().title()
        told = self.item.value_of(name)
        if content is not None and (name is content or key(told) == key(text_of(content))):
            return None  # a note: its name is its text
        self.said("title", "structured")
        return told

    def _is_headed(self, content: Element) -> bool:
        """Whether a heading outside of the text is what the page calls itself: themes forget to mark it."""
        shown, heading, agreed = self._title
        if heading is None or not agreed or content.order <= heading.order <= content.last:
            return False
        return not key(text_of(content)).startswith(key(shown))

    @cached_property
    def _author(self) -> Element | None:
        return self.item.first(AUTHOR, "u-author") if self.item else None

    def author_name(self) -> str | None:
        told = self.item.value_of(self._author) if self.item and self._author is not None else None
        if told is None:
            return super().author_name() if self._given_entry is None else None
        self.said("author_name", "structured")
        return told

    def author_url(self) -> str | None:
        told = self.item.address_of(self._author) if self.item and self._author is not None else None
        if told is None:
            return super().author_url() if self._given_entry is None else None
        self.said("author_url", "structured")
        return told

    def _when(self, name: str) -> Date:
        return self.date(self.item.moment(name)) if self.item else NO_DATE

    def published(self) -> Date:
        found = self._when(PUBLISHED)
        if not found.published:
            return super().published() if self._given_entry is None else NO_DATE
        self.said("published", "structured")
        return found

    def updated(self) -> Date:
        found = self._when(UPDATED)
        if not found.published:
            return super().updated() if self._given_entry is None else NO_DATE
        self.said("updated", "structured")
        return found

    def excerpt(self) -> str | None:
        told = self.item.text(SUMMARY) if self.item else None
        if told is None:
            return super().excerpt() if self._given_entry is None else None
        self.said("excerpt", "structured")
        return told

    def body(self) -> Region | None:
        content = self.item.first(CONTENT) if self.item else None
        if content is None:
            return super().body() if self._given_entry is None else None
        self.said("body_text", "structured")
        beside = [tag for tag in self.responses.tags if content.order < tag.order <= content.last]
        return Region.of(*content.contents, without=beside)

    def lead_image_url(self) -> str | None:
        told = self.item.url(*PHOTO) if self.item else None
        if told is None:
            return super().lead_image_url() if self._given_entry is None else None
        self.said("lead_image_url", "structured")
        return told

    def language(self) -> str | None:
        return super().language() if self._given_entry is None else None

    def categories(self) -> tuple[Term, ...]:
        # an entry that marks no terms at all may link them in the ways of other pages
        return self._own_terms("category") or (
            super().categories() if self._given_entry is None and not self._terms_told else ()
        )

    def tags(self) -> tuple[Term, ...]:
        found = self._own_terms("tag")
        if found or self._own_terms("category"):
            return found
        return super().tags() if self._given_entry is None else ()

    def _own_terms(self, kind: Literal["category", "tag"]) -> tuple[Term, ...]:
        """The item's ``p-category``: tags, but for those that lead to the list of a category."""
        found = {term.name: term for term in self._terms_told if term.kind == kind}
        if found:
            self.said("categories" if kind == "category" else "tags", "structured")
        return tuple(found.values())

    @cached_property
    def _terms_told(self) -> tuple[Term, ...]:
        if self.item is None:
            return ()
        told = []
        for tag in self.item.properties(*CATEGORY):
            link = tag if tag.name == "a" else next(iter(self.soup.within(tag, "a")), None)
            url = self.href(link)
            if CARD not in roots_of(tag) and (name := self.item.value_of(tag)):
                told.append(Term(kind=self.kind_at(url), name=name.removeprefix("#"), slug=slug_of(url), url=url))
        return tuple(told)

    def kind_at(self, url: str | None) -> Literal["category", "tag"]:
        """Whether the address of a term's list is one of a category or of a tag."""
        return "category" if url and leads_to(url) == "category" else "tag"

    # ---- responses

    def away(self) -> tuple[Element, ...]:
        return (*super().away(), *self.responses.tags)

    def comments(self) -> tuple[Comment, ...]:
        found = self.responses.comments(self.date)
        return found or super().comments()

    def references(self) -> tuple[Reference, ...]:
        found = [*self._answered(), *self.responses.references(self.date)]
        known = {one.url for one in found}
        if not self.responses.tags:
            found += (one for one in super().references() if one.url not in known)
        return tuple(replace(one, position=place) for place, one in enumerate(found, start=1))

    def _answered(self) -> Iterator[Reference]:
        """What the post answers, likes, repeats; and where else it stands."""
        if self.item is None:
            return
        kinds: tuple[tuple[ReferenceKind, tuple[str, ...]], ...] = (("source", ANSWERED), ("reference", (COPIES,)))
        seen = set()
        for kind, names in kinds:
            for tag in self.item.properties(*names):
                url = self.item.address_of(tag)
                if url and url not in seen:
                    seen.add(url)
                    said = self.item.value_of(tag) or attribute(tag, "title")
                    yield Reference(position=0, kind=kind, url=url, title=None if said == url else said)


class IndieWeb(Microformats):
    """Pages that nothing else is known of but that they speak the IndieWeb's language."""

    platform = "indieweb"
    version = "1"
    feeds = ("feed", "feed.xml", "index.xml", "rss.xml", "atom.xml", "feed.json")

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return signs.has(b"h-entry") and signs.has(
            b'rel="webmention"', b"rel=webmention", b"u-in-reply-to", b"h-cite", b'rel="micropub"', b"u-syndication"
        )
