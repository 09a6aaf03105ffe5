"""Serendipity (s9y) 0.8 to 2.5: /archives/12-title.html.

Generations covered: the default template of 0.8 to 1.6 and its descendants (bulletproof), and 2k11 (2.0 and later),
as their Smarty templates print them. Recognised by its generator or its classes, which all begin with
``serendipity_``. In the older templates the day stands above all entries of that day and only the time in the entry's
footer. A comment's place in its thread is told by its trace ("#1.2" answers "#1"), by a link to its parent, or by its
depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urlsplit

from ..base import Signs, Source, Trap
from ..dates import NO_DATE, Date
from ..generic import Generic
from ..model import AuthorKind, Comment, PageKind, Post, Reference, Term
from ..tree.soup import Element, attribute
from ..tree.text import Region, text_of
from ..tree.urls import slug_of
from ..tree.within import classed, first, named
from .serendipity_comments import read_comments, read_trackbacks

ENTRY, BODY, EXTENDED = "serendipity_entry", "serendipity_entry_body", "serendipity_entry_extended"
TITLE, DAY = "serendipity_title", "serendipity_date"
FOOTER, BYLINE = "serendipity_entryFooter", "serendipity_byline"
FREETAGS = "serendipity_freeTag"
STATIC_PAGE = ("serendipity_staticpage",)
SINGLE = ("serendipity_section_comments", "serendipity_section_trackbacks", "serendipity_comments")
READ_MORE = ("read_more", "continue_reading")
_PERMALINK = re.compile(r"/archives/(\d+)-[^/]*\.html")
_TIME = re.compile(r"\d{1,2}:\d{2}")
_COUNT = re.compile(r"\d{1,6}")


class Serendipity(Generic):
    """Reads entries with comments and trackbacks, list pages, static pages."""

    platform = "serendipity"
    version = "1"
    feeds = ("feeds/index.rss2", "feeds/atom10.xml", "feeds/comments.rss2")
    traps = (
        Trap(
            re.compile(r"serendipity(?:\[|%5B)(?:cview|csuccess|action|searchTerm|adminModule|delete)"),
            "the same page again",
        ),
        Trap(re.compile(r"/(?:serendipity_admin|comment|exit|wfwcomment|trackback)\.php"), "a form or a link counter"),
        Trap(re.compile(r"/(?:search|unsubscribe|approve|delete)/"), "a search or a form"),
        Trap(re.compile(r"/plugin/(?!tag/)"), "a script's address"),
        Trap(
            re.compile(r"/archives/\d{4}/\d\d/[CA]\d|/archives/[CAP]\d.*[CA]\d"),
            "a product of month, author and category",
        ),
    )

    def __init__(self, source: Source, entry: Element | None = None) -> None:
        super().__init__(source)
        self._given = entry
        """One entry of a list page; None where the page is a single entry."""

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return "serendipity" in signs.generator or (
            signs.has(b"erendipity")
            and signs.has(b'content="Serendipity', b"serendipity_entry", b"serendipity_staticpage")
        )

    # ---- where things are

    @cached_property
    def entry_tags(self) -> list[Element]:
        return self.soup.by_class(ENTRY)

    @cached_property
    def entry(self) -> Element | None:
        return self._given or (self.entry_tags[0] if self.entry_tags else None)

    @cached_property
    def day(self) -> Element | None:
        """The heading of the day, the last one before the entry."""
        order = self.entry.order if self.entry else 0
        return next((tag for tag in reversed(self.soup.by_class(DAY)) if tag.order < order), None)

    @cached_property
    def heading_tag(self) -> Element | None:
        """The title: inside the entry (2k11), else the last one before it."""
        if self.entry is None:
            return None
        inside = next(named(self.soup, self.entry, "h1", "h2"), None)
        own = inside if inside is not None and first(self.soup, self.entry, BYLINE) else None
        before = (tag for tag in reversed(self.soup.by_class(TITLE)) if tag.order < self.entry.order)
        return own or next(before, inside)

    @cached_property
    def footers(self) -> list[Element]:
        """The lines with author, time, categories and counts; in 2k11 the entry's own header and footer."""
        own = [*classed(self.soup, self.entry, FOOTER, BYLINE)]
        footers = [tag for tag in named(self.soup, self.entry, "footer") if not self._in_comments(tag)]
        return own + footers

    def _in_comments(self, tag: Element) -> bool:
        return any(area.order < tag.order <= area.last for area in self.soup.by_class(*SINGLE))

    def links(self, part: str) -> Iterator[Element]:
        """The links of the footers into a part of the blog: "/categories/"."""
        for footer in self.footers:
            for link in named(self.soup, footer, "a"):
                if part in (attribute(link, "href") or "") and link.chars:
                    yield link

    # ---- the page

    def kind(self) -> PageKind:
        if self._given is not None or self.soup.by_class(*SINGLE) or _PERMALINK.search(self.url_of_page):
            return "post"
        if self.soup.by_class(*STATIC_PAGE):
            return "page"
        return "listing" if self.entry_tags else "other"

    def entries(self) -> tuple[Post, ...]:
        if self.kind() != "listing":
            return ()
        posts = self.posts_of(Serendipity(self.source, tag) for tag in self.entry_tags)
        return tuple(post for post in posts if post.url)

    # ---- the entry

    def url(self) -> str | None:
        if self._given is None:
            return self.url_of_page.partition("?")[0].partition("#")[0]
        return next((self.href(link) for link in named(self.soup, self.heading_tag, "a")), None)

    def native_id(self) -> str | None:
        found = _PERMALINK.search(urlsplit(self.url() or "").path)
        told = (attribute(self.entry, "id") or "").removeprefix("post_")
        return found[1] if found else told if told.isdigit() else None

    def title(self) -> str | None:
        return text_of(self.heading_tag) or (super().title() if self._given is None else None)

    def published(self) -> Date:
        for area in self.footers:
            for tag in named(self.soup, area, "time"):
                if (found := self.date(attribute(tag, "datetime"))).published:
                    return found
        day = text_of(self.day)
        texts = (text_of(link) or "" for footer in self.footers for link in named(self.soup, footer, "a"))
        time = next((match[0] for text in texts if len(text) < 60 and (match := _TIME.search(text))), None)
        found = self.date(f"{day} {time}" if day and time else day)
        return found if found.published else super().published() if self._given is None else NO_DATE

    @cached_property
    def _author(self) -> Element | None:
        return next(self.links("/authors/"), None)

    def author_name(self) -> str | None:
        return text_of(self._author) or (super().author_name() if self._given is None else None)

    def author_url(self) -> str | None:
        return self.href(self._author)

    def author_kind(self) -> AuthorKind | None:
        return "registered" if self._author is not None else None

    def body(self) -> Region | None:
        if self.entry is None:
            static = self.soup.by_class(*STATIC_PAGE)
            return Region.of(*static[0].contents, without=self.soup.by_class(TITLE)) if static else super().body()
        parts = [*classed(self.soup, self.entry, BODY, EXTENDED)]
        extended = self.soup.by_id("extended")
        if extended is not None and extended.name == "div" and self.entry.order < extended.order <= self.entry.last:
            parts.append(extended)
        less = [tag for part in parts for tag in classed(self.soup, part, *READ_MORE, "serendipity_entryIcon")]
        return Region.of(*parts, without=less) if parts else super().body() if self._given is None else None

    def excerpt(self) -> str | None:
        return super().excerpt() if self._given is None else None

    def lead_image_url(self) -> str | None:
        return super().lead_image_url() if self._given is None else None

    def categories(self) -> tuple[Term, ...]:
        terms = [(text_of(link), self.href(link)) for link in self.links("/categories/")]
        return tuple(Term(kind="category", name=name, slug=slug_of(url), url=url) for name, url in terms if name)

    def tags(self) -> tuple[Term, ...]:
        links = [link for area in classed(self.soup, self.entry, FREETAGS) for link in named(self.soup, area, "a")]
        links = links or [*self.links("/plugin/tag/")]
        terms = [(text_of(link), self.href(link)) for link in links]
        return tuple(Term(kind="tag", name=name, slug=slug_of(url), url=url) for name, url in terms if name)

    def comments_claimed(self) -> int | None:
        return self._claimed("#comments")

    def references_claimed(self) -> int | None:
        return self._claimed("#trackbacks")

    def _claimed(self, anchor: str) -> int | None:
        found = (_COUNT.search(text_of(link) or "") for link in self.links(anchor))
        return next((int(count[0]) for count in found if count), None)

    # ---- comments and trackbacks

    def comments(self) -> tuple[Comment, ...]:
        return read_comments(self)

    def references(self) -> tuple[Reference, ...]:
        return read_trackbacks(self)
