"""What Movable Type and TypePad have in common: the templates of Six Apart.

Two generations, as the default templates of Movable Type have them (3.2 to 3.3, and 4 to 7): ``.entry > .entry-body``
with ``.post-footers`` ("Posted by X on DATE in CATEGORY"), and ``.entry-asset > .asset-body`` with ``.byline .author``
and ``abbr.published[title]``, which is the exact time with its offset. TypePad stayed with the first. Words are
translated, classes and ids are not.
"""

from __future__ import annotations

import re
from functools import cached_property

from ..base import Source
from ..dates import Date
from ..generic import Generic
from ..model import Comment, PageKind, Post, Reference, Term
from ..tree.soup import Element, Text, attribute
from ..tree.text import Region, text_of
from ..tree.urls import slug_of
from ..tree.within import classed, first, named
from .sharing import without_share_buttons
from .sixapart_responses import read_comments, read_pings

ENTRY_ID = re.compile(r"(entry|page)-(\w{1,40})$")
BODIES = ("asset-content", "entry-content")
TITLES = ("asset-name", "entry-title", "entry-header")
PARTS = ("entry-tags", "entry-categories", "asset-footer", "entry-footer", "asset-meta", "entry-footer-share")
META, FOOTER, FOOTER_TEXT = "asset-meta", "entry-footer", "post-footers"
AUTHOR, EXACT, DAY = "author", "published", "date-header"
CATEGORIES, TAGS = ("entry-categories", "entry-category"), ("entry-tags",)
COMMENTS, COMMENT_COUNT = "comments", "comments-header"
PINGS, PING_COUNT = ("trackbacks", "trackback"), "trackbacks-header"
NAVIGATION = "content-nav"
LISTS = re.compile(r"\b(?:main-index|archive-index|mt-archive-listing|archive-category|archive-datebased|datebased)\b")
_NUMBER = re.compile(r"\d{1,6}")
_POSTED_BY = re.compile(
    r"^(?:[^\d:]{0,30}\s)?(?:by|von|par|por|da|di|av|af|door)\s+(\S.{0,60}?)\s+(?:on|at|am|le|el|il|op|den|em)\s+(?=.*\d)",
    re.I,
)
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\b\.?)?", re.I)
_BEHIND_DATE = re.compile(r"\s*\||\s+in\s|\s+under\s")
_BEFORE_DATE = re.compile(r"^.*?\s(?:on|at|am|le|el|il|op|den|em)\s+(?=.*\d)", re.I)


class SixApart(Generic):
    """Reads posts, pages and lists; engines say how they are recognised."""

    def __init__(self, source: Source, entry: Element | None = None) -> None:
        super().__init__(source)
        self._given = entry
        """One entry of a list; None where the page is a single post."""

    # ---- where things are

    @cached_property
    def entry_tags(self) -> list[Element]:
        found = [tag for ident, tag in self.soup.ids.items() if ENTRY_ID.match(ident) and self._body_of(tag)]
        found = found or [tag for tag in self.soup.by_class("hentry", "entry-asset", "entry") if self._body_of(tag)]
        found.sort(key=lambda tag: tag.order)
        return [tag for at, tag in enumerate(found) if at + 1 == len(found) or found[at + 1].order > tag.last]

    def _body_of(self, tag: Element) -> Element | None:
        return first(self.soup, tag, *BODIES, "entry-body", "asset-body")

    @cached_property
    def entry(self) -> Element | None:
        return self._given or (self.entry_tags[0] if self.entry_tags else None)

    @cached_property
    def meta(self) -> list[Element]:
        """Lines beside the text that tell author, date and categories."""
        return [*classed(self.soup, self.entry, META, FOOTER_TEXT, FOOTER)]

    def away(self) -> tuple[Element, ...]:
        pings = (tag for ident in PINGS if (tag := self.soup.by_id(ident)) and tag.name not in ("a", "h2", "h3"))
        return (*super().away(), *pings, *self.soup.by_class("trackbacks"))

    # ---- the page

    def kind(self) -> PageKind:
        if self._given is not None:
            return "post"
        body = next(iter(self.soup.by_name("body")), None)
        classes = f"{attribute(body, 'class') or ''} {attribute(body, 'id') or ''}"
        if len(self.entry_tags) > 1 or LISTS.search(classes):
            return "listing"
        if not self.entry_tags:
            return super().kind()
        found = ENTRY_ID.match(str(self.entry_tags[0].attrs.get("id", "")))
        return "page" if found and found[1] == "page" or "mt-page-archive" in classes else "post"

    def entries(self) -> tuple[Post, ...]:
        if self._given is not None or self.kind() != "listing":
            return ()
        return self.posts_of(type(self)(self.source, tag) for tag in self.entry_tags)

    # ---- the post

    def url(self) -> str | None:
        if self._given is None:
            return super().url()
        heading = first(self.soup, self.entry, *TITLES)
        links = (*named(self.soup, heading, "a"), *classed(self.soup, self.entry, "permalink"))
        return next((url for link in links if (url := self.href(link))), None)

    def native_id(self) -> str | None:
        found = ENTRY_ID.match(str(self.entry.attrs.get("id", ""))) if self.entry else None
        return found[2] if found else None

    def title(self) -> str | None:
        heading = first(self.soup, self.entry, *TITLES)
        if heading is None and self._given is None:
            heading = self.soup.by_id("page-title", "archive-title")
        return text_of(heading) or (super().title() if self._given is None else None)

    @cached_property
    def author_tag(self) -> Element | None:
        for line in self.meta:
            tag = first(self.soup, line, AUTHOR)
            links = named(self.soup, line, "a")
            tag = tag or next((link for link in links if "author" in (link.attrs.get("rel") or ())), None)
            if tag is not None:
                return tag
        links_of_footers = (link for line in self._footers for link in named(self.soup, line, "a"))
        return next((link for link in links_of_footers if not self._is_behind_date(link) and _leads_away(link)), None)

    @cached_property
    def _footers(self) -> list[Element]:
        return [*classed(self.soup, self.entry, FOOTER_TEXT)]

    @staticmethod
    def _is_behind_date(link: Element) -> bool:
        """Of a line like "Posted by X on DATE in A, B": X stands before the first digit, A and B behind it."""
        for node in link.previous_elements:
            if isinstance(node, Element) and FOOTER_TEXT in (node.attrs.get("class") or ()):
                return False
            if type(node) is Text and _NUMBER.search(node):
                return True
        return False

    def author_name(self) -> str | None:
        if told := text_of(self.author_tag):
            return told
        found = next((match for line in self._footers if (match := _POSTED_BY.match(text_of(line) or ""))), None)
        return found[1] if found else super().author_name() if self._given is None else None

    def author_url(self) -> str | None:
        tag = self.author_tag
        link = tag if tag is None or tag.name == "a" else next(iter(named(self.soup, tag, "a")), None)
        return self.href(link)

    def published(self) -> Date:
        for line in self.meta:
            exact = attribute(first(self.soup, line, EXACT), "title")
            if exact and (when := self.date(exact)).published:
                return when
        above = [tag for tag in self.soup.by_class(DAY) if self.entry and tag.order < self.entry.last]
        day = text_of(above[-1]) if above else None
        for line in self.meta:
            text = _BEHIND_DATE.split(_BEFORE_DATE.sub("", text_of(line) or ""), maxsplit=1)[0]
            when = self.date(text)
            if not when.published and day and (time := _TIME.search(text)):
                when = self.date(f"{day} {time[0]}")  # TypePad: the day above the entry, "Posted at 03:04 PM" below it
            if when.published:
                return when
        return self.date(day) if day or self._given is not None else super().published()

    def body(self) -> Region | None:
        tag = self._body_of(self.entry) if self.entry else None
        if tag is None:
            return super().body() if self._given is None else None
        return without_share_buttons(Region(tuple(tag.contents)).minus(classed(self.soup, tag, *PARTS)))

    def comments_claimed(self) -> int | None:
        if self._given is not None:
            return self._number(next((link for link in self._meta_links("#comments")), None))
        area = self.soup.by_id(COMMENTS)
        heading = first(self.soup, area, COMMENT_COUNT) or next(iter(self.soup.by_class(COMMENT_COUNT)), None)
        told = self._number(heading)
        return told if told is not None else self._number(next((link for link in self._meta_links("#comments")), None))

    def references_claimed(self) -> int | None:
        heading = next(iter(self.soup.by_class(PING_COUNT)), None) if self._given is None else None
        told = self._number(heading)
        return told if told is not None else self._number(next((link for link in self._meta_links("#trackback")), None))

    def _meta_links(self, part: str) -> list[Element]:
        return [
            link for line in self.meta for link in named(self.soup, line, "a") if part in str(link.attrs.get("href"))
        ]

    @staticmethod
    def _number(tag: Element | None) -> int | None:
        found = _NUMBER.search(text_of(tag) or "")
        return int(found[0]) if found else None

    def previous_url(self) -> str | None:
        return self._neighbour("prev") if self._given is None else None

    def next_url(self) -> str | None:
        return self._neighbour("next") if self._given is None else None

    def _neighbour(self, rel: str) -> str | None:
        """The links of the head, else « and » above the entry: on the left is the older post."""
        links = [tag for tag in self.soup.by_rel(rel) if tag.name == "link"]
        if links:
            return self.href(links[0])
        for line in self.soup.by_class(NAVIGATION):
            for link in named(self.soup, line, "a"):
                text = text_of(link) or ""
                if text.startswith("«") if rel == "prev" else text.endswith("»"):
                    return self.href(link)
        return None

    def categories(self) -> tuple[Term, ...]:
        listed = [
            link for block in classed(self.soup, self.entry, *CATEGORIES) for link in named(self.soup, block, "a")
        ]
        footers = [link for line in self._footers for link in named(self.soup, line, "a")]
        return self._terms_from(
            listed or [link for link in footers if _leads_away(link) and self._is_behind_date(link)]
        )

    def tags(self) -> tuple[Term, ...]:
        links = [link for block in classed(self.soup, self.entry, *TAGS) for link in named(self.soup, block, "a")]
        return self._terms_from(links, is_tag=True)

    def _terms_from(self, links: list[Element], *, is_tag: bool = False) -> tuple[Term, ...]:
        found: dict[str, Term] = {}
        for link in links:
            if name := text_of(link):
                url = self.href(link)
                slug = None if is_tag else slug_of(url)
                found.setdefault(name, Term(kind="tag" if is_tag else "category", name=name, slug=slug, url=url))
        return tuple(found.values())

    # ---- the blog

    def blog_title(self) -> str | None:
        return text_of(self.soup.by_id("banner-header", "header-name")) or super().blog_title()

    def blog_description(self) -> str | None:
        return text_of(self.soup.by_id("banner-description", "header-description")) or super().blog_description()

    def platform_version(self) -> str | None:
        """Some templates only have the engine's address there."""
        told = super().platform_version()
        return told if told and "://" not in told else None

    # ---- responses

    def comments(self) -> tuple[Comment, ...]:
        return read_comments(self) or super().comments()

    def references(self) -> tuple[Reference, ...]:
        return read_pings(self)


def _leads_away(link: Element) -> bool:
    """Whether a link of the footer leads to an author or a category, and not to the post or to its responses."""
    return "permalink" not in (link.attrs.get("class") or ()) and "#" not in str(link.attrs.get("href", "#"))
