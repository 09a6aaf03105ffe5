"""Textpattern 4.0 to 4.9: /section/title, /2010/10/19/title, /?id=12.

Recognised by its generator and by the address of its style sheets. Its own themes since 4.5 print microdata
(BlogPosting, Comment), which the generic reader takes for the article; older templates are the owner's. Comments are
known by what the engine itself prints: ``<txp:comment_permlink>`` links to ``#c000123``, a number of six digits. They
are not threaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .base import Signs, Trap
from .generic import Generic
from .model import AuthorKind, Comment, Term
from .soup import Element, attribute, parents
from .text import Region, text_of
from .thread import Said, thread
from .urls import fragment_of, slug_of
from .within import classed, first, items, named

NAME = ("comment-author", "author")
BY_AUTHOR = ("comments-author", "is-author")
META = ("footnote", "comment-anchor", "comment-meta")
_ID = re.compile(r"c(\d{6})$")
_ITEMS = frozenset(("li", "article", "dd"))


class Textpattern(Generic):
    """Reads articles with comments."""

    platform = "textpattern"
    version = "1"
    feeds = ("rss/", "atom/", "?rss=1", "?atom=1")
    traps = (
        Trap(re.compile(r"/textpattern/(?!css\.php)"), "the administration"),
        Trap(re.compile(r"[?&](?:q|m|commented|parentid|txpcomment|backpage)="), "a search or a form"),
        Trap(re.compile(r"[?&]c=[^&]*&(?:.*&)?(?:author|month)="), "a product of category, author and month"),
    )

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return "textpattern" in signs.generator or signs.has(
            b"/textpattern/css.php", b"/css.php?n=", b"/textpattern/textpattern.js"
        )

    def body(self) -> Region | None:
        """``articleBody`` of the engine's own themes; several stand on list pages."""
        bodies = [tag for tag in self.soup.items if attribute(tag, "itemprop") == "articleBody"]
        if len(bodies) != 1:
            return super().body()
        self.said("body_text", "structured")
        return Region.of(*bodies[0].contents)

    def categories(self) -> tuple[Term, ...]:
        """``<txp:category1 link="1">`` leads to /category/name or ?c=name."""
        found: dict[str, Term] = {}
        areas = [tag for tag in self.soup.items if "keywords" in str(tag.attrs.get("itemprop", "")).split()]
        for link in (link for area in areas for link in named(self.soup, area, "a")):
            url, name = self.href(link), text_of(link)
            if url and name:
                found.setdefault(url, Term(kind="category", name=name, slug=slug_of(url), url=url))
        return tuple(found.values()) or super().categories()

    def comments(self) -> tuple[Comment, ...]:
        return thread(self._said(), self.base_url) or super().comments()

    def _said(self) -> Iterator[Said]:
        found: dict[str, tuple[Element, Element]] = {}
        for link in self.soup.by_name("a"):
            match = _ID.match(fragment_of(attribute(link, "href")) or attribute(link, "id") or "")
            item = next((tag for tag in parents(link) if tag.name in _ITEMS), None) if match else None
            if match and item is not None and match[1] not in found:
                found[match[1]] = (item, link)
        for number, (item, link) in found.items():
            text = self._text(item)
            name = first(self.soup, item, *NAME)
            site = next(named(self.soup, name, "a"), None)
            yield Said(
                native_id=number,
                region=text,
                url=self.href(link) or f"{self.url()}#c{number}",
                author_name=text_of(name),
                author_url=self.href(site) or self.href(name),
                author_kind=self._kind(item),
                when=self.date(self._raw_date(item, text)),
            )

    def _text(self, item: Element) -> Region | None:
        """The element that microdata call the text, else the item without name, date and links to itself."""
        if marked := next(items(self.soup, item, "text"), None):
            return Region.of(*marked.contents)
        less = [tag for tag in named(self.soup, item, "p", "small", "cite", "h4") if self._signs(tag)]
        return Region.of(*item.contents, without=[*less, *classed(self.soup, item, *NAME, *META)])

    def _signs(self, tag: Element) -> bool:
        """Whether an element is a comment's signature: it holds the link to the comment."""
        return any(_ID.match(fragment_of(attribute(link, "href")) or "") for link in named(self.soup, tag, "a"))

    def _raw_date(self, item: Element, text: Region | None) -> str | None:
        for time in named(self.soup, item, "time"):
            if raw := attribute(time, "datetime"):
                return raw
        return next((text_of(tag) for tag in named(self.soup, item, "small", "p", "h4") if self._signs(tag)), None)

    def _kind(self, item: Element) -> AuthorKind | None:
        own = set(item.attrs.get("class") or ()) | {
            word for tag in named(self.soup, item, "article") for word in tag.attrs.get("class") or ()
        }
        return "owner" if own & set(BY_AUTHOR) or first(self.soup, item, *BY_AUTHOR) is not None else None
