"""Textpattern 4.0 to 4.9: /section/title, /2010/10/19/title, /?id=12.

Recognised by its generator and by the address of its style sheets. Its own themes since 4.5 print microdata
(BlogPosting, Comment), which the generic reader takes for the article; older templates are the owner's. Comments are
known by what the engine itself prints: ``<txp:comment_permlink>`` links to ``#c000123``, a number of six digits. They
are not threaded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from ..base import Signs, Trap
from ..generic import Generic
from ..generic.comments.thread import Said, thread
from ..model import AuthorKind, Comment, PageKind, Term
from ..tree.soup import Element, attribute, parents
from ..tree.text import Region, text_of
from ..tree.urls import fragment_of, slug_of
from ..tree.within import classed, first, items, named

NAME = ("comment-author", "author")
BY_AUTHOR = ("comments-author", "is-author")
META = ("footnote", "comment-anchor", "comment-meta")
_ID = re.compile(r"c(\d{6})$")
_SIGNS, _LINES = frozenset(("p", "small", "cite", "h4")), frozenset(("p", "small", "h4"))
_ITEMS = frozenset(("li", "article", "dd"))


class Textpattern(Generic):
    """Reads articles with comments."""

    platform = "textpattern"
    version = "1"
    needles = (b"/css.php?n=", b"/textpattern/")
    feeds = ("rss/", "atom/", "?rss=1", "?atom=1")
    traps = (
        Trap(re.compile(r"/textpattern/(?!css\.php)"), "the administration"),
        Trap(re.compile(r"[?&](?:q|m|commented|parentid|txpcomment|backpage)="), "a search or a form"),
        Trap(re.compile(r"[?&]c=[^&]*&(?:.*&)?(?:author|month)="), "a product of category, author and month"),
    )

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return (
            "textpattern" in signs.generator
            or signs.has(b"/css.php?n=")
            or (signs.has(b"/textpattern/") and signs.has(b"/textpattern/css.php", b"/textpattern/textpattern.js"))
        )

    def kind(self) -> PageKind:
        """A page with comments is an article; what else it may be the address does not tell."""
        return "post" if self._signed else super().kind()

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
        comments = self._signed
        begins = [item.order for _, item, _ in comments]
        for position, (number, item, links) in enumerate(comments):
            inner: list[Element] = []
            at = position + 1
            while at < len(comments) and begins[at] <= item.last:
                inner.append(comments[at][1])
                at = bisect_right(begins, inner[-1].last)
            name = first(self.soup, item, *NAME)
            site = next(named(self.soup, name, "a"), None)
            signs = _signs(item, links)
            yield Said(
                native_id=number,
                region=self._text(item, (*inner, *signs)),
                url=next((url for link in links if (url := self.href(link))), f"{self.url()}#c{number}"),
                author_name=text_of(name),
                author_url=self.href(site) or self.href(name),
                author_kind=self._author_kind_of(item),
                when=self.date(self._raw_date(item, signs)),
            )

    @cached_property
    def _signed(self) -> list[tuple[str, Element, list[Element]]]:
        """The comments of the page in page order: number, element, the links in it that tell the number."""
        links: dict[str, list[Element]] = {}
        for link in self.soup.by_name("a"):
            if match := _ID.match(attribute(link, "id") or fragment_of(attribute(link, "href")) or ""):
                links.setdefault(match[1], []).append(link)
        found: dict[int, tuple[str, Element, list[Element]]] = {}
        # what carries the number itself goes before links to it, which also stand in answers and in sidebars
        for number, group in sorted(links.items(), key=lambda one: self.soup.by_id(f"c{one[0]}") is None):
            own = self.soup.by_id(f"c{number}") or group[0]
            item = own if own.name in _ITEMS else next((tag for tag in parents(own) if tag.name in _ITEMS), None)
            if item is not None and item.order not in found:
                found[item.order] = (number, item, [link for link in group if item.order < link.order <= item.last])
        return [found[order] for order in sorted(found)]

    def _text(self, item: Element, less: Iterable[Element]) -> Region | None:
        """The element that microdata call the text, else the item without name, date and links to itself."""
        if marked := next(items(self.soup, item, "text"), None):
            return Region.of(*marked.contents)
        return Region.of(*item.contents, without=[*less, *classed(self.soup, item, *NAME, *META)])

    def _raw_date(self, item: Element, signs: list[Element]) -> str | None:
        for time in named(self.soup, item, "time"):
            if raw := attribute(time, "datetime"):
                return raw
        return next((text_of(tag) for tag in signs if tag.name in _LINES), None)

    def _author_kind_of(self, item: Element) -> AuthorKind | None:
        inside = (item, *islice(named(self.soup, item, "article"), 1))
        is_owner = any(not set(BY_AUTHOR).isdisjoint(tag.attrs.get("class") or ()) for tag in inside)
        return "owner" if is_owner or first(self.soup, item, *BY_AUTHOR) is not None else None


def _signs(item: Element, links: Iterable[Element]) -> list[Element]:
    """A comment's signature: the lines that hold the link to the comment, the innermost first."""
    found: dict[int, Element] = {}
    for link in links:
        for tag in parents(link):
            if tag is item:
                break
            if tag.name in _SIGNS:
                found.setdefault(tag.order, tag)
    return sorted(found.values(), key=lambda tag: -tag.order)
