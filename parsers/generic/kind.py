"""What kind of page it is: a post, a page that stands alone, a list of posts, an error, or nothing to read.

What a page tells machines decides first; then its address and whether it lists posts; then what only posts have: a
date by the title, comments, a dated address. Where in doubt a text is a text: a post taken for a list would lose all
of its fields, while a list taken for a page only loses its entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from ..dates import Date
from ..dates.changed import is_change
from ..marks.jsonld import as_url, types_of
from ..marks.structured import ARTICLES, Structured
from ..model import PageKind, Post
from ..tree.soup import Element, Soup, attribute, parents
from ..tree.text import text_of
from ..tree.urls import absolute, same_page
from .addresses import FRONT, LOOSE, TYPED, is_search, list_address
from .comments import CommentFinder
from .errors import says_error
from .listing import ListFinder, Listing

_READABLE = re.compile(
    r"\s*(?:text/(?:html|xml|plain)|application/(?:[\w.]+\+)?(?:xhtml|xml|vnd\.wap)[^;]*|multipart/.*)?\s*(?:;|$)", re.I
)
_BINARY = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"ID3", b"OggS", b"wOF", b"\x1f\x8b", b"RIFF")
_POSTINGS = ARTICLES - {"VideoObject", "CreativeWork", "Review", "PodcastEpisode"}
_PUBLISHED = ("article:published_time", "og:article:published_time", "article:published")
_LISTS = frozenset(("CollectionPage", "SearchResultsPage", "Blog", "ItemList"))
_SINGLE = frozenset(("single", "single-post", "post-template", "page-post", "layout-post", "item-view"))
_DATED = re.compile(r"/(?:19|20)\d\d[/-]\d\d?[/-](?:\d\d?[/-])?[^/]*[^\W\d][^/]*/?(?:$|\?)|[?&]p=\d+(?:&|$)", re.I)
_FILED = re.compile(
    r"/(?:blogs?|we?blog|posts?|journal|diary|tagebuch|news|aktuelles|articles?|artikel|essays?|stor(?:y|ies)|notebook|archiv(?:es?|o)?|entry|beitrag)"
    r"/(?:[^/]+/)*(?=[^/]*[-_\d])[^/]+/?$|/[^/]+-\d{6,}(?:\.html?)?/?$",
    re.I,
)
"""A file of its own in a folder of posts, or a slug with the number of an article."""
_MANY = 20
"""Linked headings that make a front page a list where nothing says "post" or tells a date."""
_THREADS = ("disqus_thread", "isso-thread", "commento", "remark42", "cusdis_thread", "utterances", "giscus", "gitalk")
"""Where scripts of comment services put the comments."""
_COPYRIGHT = re.compile(r"copyright|©", re.I)
_MENUS = frozenset(("nav", "aside", "form"))

_LONG_ERROR, _LONG_LOGIN = 1500, 500
"""Characters outside of links: no error page and no form to log in says so much."""


class KindFinder:
    """Finds the kind of one page; ``published`` answers its date and whether structured data told it."""

    def __init__(
        self,
        soup: Soup,
        structured: Structured,
        url: str,
        base: str,
        comments: CommentFinder,
        published: Callable[[], tuple[Date, str]],
    ) -> None:
        self.soup = soup
        self.structured = structured
        self.url = url
        self.base = base
        self.comments = comments
        self.published = published
        self.address = list_address(url)
        self._finder = ListFinder(soup, base, url, comments.areas)
        bodies = soup.by_name("body")
        self._body: Element | None = bodies[0] if bodies else None

    @property
    def listing(self) -> Listing:
        """What the page lists, be it a list page or not."""
        return self._finder.found

    @cached_property
    def kind(self) -> PageKind:
        """The kind of the page."""
        if self._is_told_post() and self.address is None:
            return "post"
        if not self._says_anything():
            return "other"
        if self._is_error():
            return "error"
        if self._is_own_article():
            return "post"
        if self._lists_posts():
            return "listing"
        if self._is_told_post():
            return "post"
        if self.address not in (FRONT, TYPED) and self._looks_like_post():
            return "post"
        is_list = is_search(self.url) or (self.address in (LOOSE, TYPED) and self._says_links())
        return "listing" if is_list else "other" if self._asks_who_it_is() else "page"

    def entries(self, read: Callable[[str | None], Date]) -> tuple[Post, ...]:
        """The posts of a list page, with title and date where it shows them; none where it may list something else."""
        if not self.listing.is_of_posts:
            return ()
        return tuple(self._post(entry.url, entry.title, entry.tag, read) for entry in self.listing.entries)

    def _post(self, url: str, title: str | None, tag: Element, read: Callable[[str | None], Date]) -> Post:
        date = next((found for raw in self._dates_in(tag) if (found := read(raw)).published), Date(None, None, None))
        known = {"url": url, "title": title, "published": date.published}
        return Post(
            url=url,
            title=title,
            published=date.published,
            published_utc=date.published_utc,
            published_raw=date.raw,
            field_sources={name: "heuristic" for name, value in known.items() if value},
        )

    def _dates_in(self, tag: Element) -> list[str]:
        times = self.soup.within(tag, "time", "abbr")
        found = [
            raw
            for time in times
            for raw in (attribute(time, "datetime"), attribute(time, "title"), text_of(time))
            if raw
        ]
        for one in self.soup.within(tag, "span", "p", "div", "small", "em", "td", "h2", "h3", "h4", "h5", "h6", "li"):
            if 6 <= one.chars <= 60 and (text := text_of(one)) and any(char.isdigit() for char in text):
                found.append(text)
        direct = (str(node).strip(" \n\t\r–—-:·|()") for node in tag.contents if not isinstance(node, Element))
        found += [text for text in direct if 6 <= len(text) < 60 and any(char.isdigit() for char in text)]
        return found[:8]

    # ---- what the page tells machines

    @cached_property
    def _posting_items(self) -> list[tuple[bool, bool]]:
        """Of each article in JSON-LD whether it tells an address, and whether that is this page's."""
        found = []
        for item in self.structured.items:
            if types_of(item) & _POSTINGS:
                urls = [
                    url
                    for name in ("url", "mainEntityOfPage", "@id")
                    if (url := absolute(as_url(item.get(name)), self.base))
                ]
                found.append((bool(urls), any(same_page(url.partition("#")[0], self.url) for url in urls)))
        return found

    def _is_own_article(self) -> bool:
        return any(own for _, own in self._posting_items)

    def _is_told_post(self) -> bool:
        structured = self.structured
        if self._is_own_article() or len(self._posting_items) == 1 and not (self._posting_items[0][0] and self.address):
            return True
        if (structured.meta("og:type") or "").lower().startswith(("article", "blog_post", "blogpost", "post")):
            return True
        if structured.meta(*_PUBLISHED):
            return True
        if self._posting_items:
            return False
        return any(self._is_main(tag) for tag in (structured.micro_article, structured.entry))

    def _is_main(self, tag: object) -> bool:
        """Whether an item of article markup is this page's: it names no other address, and is no card beside it."""
        if not isinstance(tag, Element) or self._body is None:
            return False
        if 2 * tag.chars < self._body.chars - self._body.link_chars - sum(area.chars for area in self.comments.areas):
            return any(heading.name == "h1" for heading in self.soup.within(tag, "h1"))
        return True

    # ---- lists

    def _lists_posts(self) -> bool:
        address = self.address
        if address is None and self._says_list():
            address = LOOSE
        if address is None and (self._is_filed() or self._has_comments() or self._says_much()):
            return False
        found = self.listing
        if not found.size:
            return False
        little = max(800, found.inside)
        if address == TYPED:
            return found.outside <= little
        if address is not None:
            if not found.is_of_posts:
                return (
                    found.size >= _MANY
                    and 2 * found.priced < found.size
                    and address == FRONT
                    and found.outside <= little
                )
            return found.outside <= (little if found.size > 1 else min(200, found.inside))
        if (
            found.size < 3
            or not found.is_of_posts
            or found.outside > 200
            or _DATED.search(self.url)
            or self._has_comments()
        ):
            return False
        return not self._has_date(beside=found)

    def _says_links(self) -> bool:
        """Whether the page says little but links: a list of tags."""
        return self._body is not None and 2 * self._body.link_chars > self._body.chars

    def _says_list(self) -> bool:
        if any(types_of(item) & _LISTS for item in self.structured.items) and not self._posting_items:
            return True
        return any(
            len(self.soup.within(feed, "article")) > 1 or feed.chars > 0 and len(self.soup.by_class("h-entry")) > 1
            for feed in self.soup.by_class("h-feed")
        )

    # ---- posts

    def _looks_like_post(self) -> bool:
        if self._is_filed() or self._has_comments():
            return True
        if self._body is not None and not _SINGLE.isdisjoint(self._body.attrs.get("class") or ()):
            return True
        if {tag.name for rel in ("prev", "previous", "next") for tag in self.soup.by_rel(rel)} & {"a", "link"}:
            return True
        return self._has_date()

    def _is_filed(self) -> bool:
        """Whether the address is one of a post."""
        return bool(_DATED.search(self.url) or _FILED.search(self.url.partition("?")[0]))

    def _says_much(self) -> bool:
        """Whether one element says several paragraphs, as an article does and a list of excerpts does not."""
        said: dict[int, int] = {}
        for block in self.soup.blocks:
            if block.name == "p" and block.own - block.own_links > 60:
                said[id(block.parent)] = said.get(id(block.parent), 0) + 1
        return any(count >= 5 for count in said.values())

    def _has_comments(self) -> bool:
        """Whether comments, or the form for them, stand on the page."""
        if self.comments.items or self.soup.by_id(*_THREADS) is not None:
            return True
        return any(self.soup.within(area, "textarea") for area in self.comments.areas)

    def _has_date(self, beside: Listing | None = None) -> bool:
        """Whether the page shows a date of publication outside of menus, footers and listed entries."""
        found, source = self.published()
        if found.published is None:
            return False
        if source == "structured":
            return True
        if len(found.published) < len("2010-10-19"):
            return False
        spans = [(entry.tag.order, entry.tag.last) for entry in beside.entries] if beside else []
        return any(
            not any(first <= tag.order <= last for first, last in spans) for tag in self._places(found.raw or "")
        )

    def _places(self, raw: str) -> list[Element]:
        """Where a date stands that nobody called a date of change."""
        size = len(raw.replace(" ", ""))
        found = []
        for name, tags in self.soup.names.items():
            if name in ("a", "body", "html", "main", "script"):
                continue
            for tag in tags:
                if name in ("time", "abbr") or size <= tag.chars <= len(raw):
                    if (
                        raw not in (attribute(tag, "datetime"), attribute(tag, "title"), attribute(tag, "content"))
                        and text_of(tag) != raw
                    ):
                        continue
                    if _is_in_menu(tag) or self._is_other(tag, raw):
                        continue
                    found.append(tag)
        return found

    def _is_other(self, tag: Element, raw: str) -> bool:
        """Whether a date is that of a change, or stands in a line of copyright."""
        before = (text_of(tag.previous_sibling) if tag.previous_sibling is not None else None) or ""
        return is_change(raw, before[-40:]) or bool(_COPYRIGHT.search(raw) or _COPYRIGHT.search(before[-40:]))

    # ---- errors, and pages that say nothing

    def _says_anything(self) -> bool:
        body = self._body
        if body is not None and body.chars or self.structured.meta("og:title", "og:description"):
            return True
        return any(self.soup.by_name(name) for name in ("img", "video", "audio", "iframe", "object", "embed"))

    def _asks_who_it_is(self) -> bool:
        """Whether the page is little but a form for a name and a password."""
        body = self._body
        if body is None or body.chars - body.link_chars > _LONG_LOGIN:
            return False
        kinds = (
            {str(tag.attrs.get("type") or "text") for tag in self.soup.within(form, "input")}
            for form in self.soup.by_name("form")
        )
        return any("password" in asked and not asked.isdisjoint(("text", "email")) for asked in kinds)

    def _is_error(self) -> bool:
        body = self._body
        if body is None or body.chars - body.link_chars > _LONG_ERROR or self.comments.items or _DATED.search(self.url):
            return False
        tags = (*self.soup.by_name("title")[:1], *self.soup.by_name("h1")[:2], *self.soup.by_name("h2")[:1])
        names = [text for tag in tags if (text := text_of(tag))]
        return not self.structured.meta(*_PUBLISHED) and says_error(names, lambda: text_of(body) or "")


def _is_in_menu(tag: Element) -> bool:
    """Whether an element stands in a menu or the page's footer; an article's own footer holds its date."""
    names = {node.name for node in (tag, *parents(tag))}
    return not _MENUS.isdisjoint(names) or "footer" in names and "article" not in names


def is_page(content: bytes, content_type: str | None) -> bool:
    """Whether bytes can be a page to read: no picture, program or data."""
    if content_type and not _READABLE.match(content_type):
        return b"<html" in content[:2000].lower()
    return not content[:64].lstrip().startswith(_BINARY)
