"""Blogs compiled by what is made for wikis and handbooks: ikiwiki, Material for MkDocs, Docusaurus.

Their pages are told by their own marks where these are no templates' but the program's: the date that ikiwiki leaves in
a remark, the panel beside a post of Material's blog plugin. All else is read as of any static blog.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

from ..base import Signs, Trap
from ..dates import Date
from ..generic.terms import leads_to
from ..model import PageKind, Term
from ..tree.element import Remark
from ..tree.soup import Element, attribute
from ..tree.text import text_of
from ..tree.urls import slug_of
from .static import Static

_CREATED = re.compile(
    r"""Created\s+(?:<time\b[^<>]*\bdatetime\s*=\s*["']([^"']{8,40})["']|(?:<[^<>]*>)?([^<>]{8,60}))"""
)


class Ikiwiki(Static):
    """ikiwiki, since 2006: a page shows when it was edited, and hides in a remark when it was created.

    Told by the way to edit it, which each page offers by its CGI or its source's type, or by its lines of parents.
    """

    platform = "ikiwiki"
    needles = (b"/ikiwiki.cgi",)
    feeds = ("index.atom", "index.rss", "sitemap/index.html")
    traps = (*Static.traps, Trap(re.compile(r"/ikiwiki\.cgi"), "a program that edits the wiki"))

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return signs.has(*cls.needles) or signs.has(b"application/x-wiki") and signs.has(b'class="parentlinks"')

    def published(self) -> Date:
        for area in self.soup.by_class("pagedate"):
            for node in area.contents:
                if isinstance(node, Remark) and (found := _CREATED.search(node)):
                    return self.date(found[1] or found[2])
        return super().published()

    def tags(self) -> tuple[Term, ...]:
        links = [link for area in self.soup.by_class("tags") for link in self.soup.within(area, "a")]
        told = [link for link in links if "tag" in (link.attrs.get("rel") or ())]
        return tuple(term_of(link, "tag", self.href(link)) for link in told if text_of(link)) or super().tags()

    def kind(self) -> PageKind:
        if self.soup.by_class("inlinepage", "archivepage"):
            return "listing"
        # what may be commented or tagged is no page of the wiki
        found = super().kind()
        return "post" if found == "page" and (self.soup.by_id("comments") or self.soup.by_class("tags")) else found


class Material(Static):
    """Material for MkDocs with its blog plugin: a post is beside a panel that tells who, when and of what."""

    platform = "mkdocs"
    words = ("mkdocs-",)
    feeds = ("feed_rss_created.xml", "sitemap.xml")

    def kind(self) -> PageKind:
        if self._panel:
            return "post"
        if urlsplit(self.url_of_page).path.endswith(("/tags/", "/tags.html")):
            return "listing"
        found = super().kind()
        # a page leads to the next of the handbook, and is no post
        return "page" if found == "post" and self.soup.by_class("md-content") else found

    @property
    def _panel(self) -> Element | None:
        return next(iter(self.soup.by_class("md-sidebar--post")), None)

    def author_name(self) -> str | None:
        names = [name for tag in self._inside("md-profile__description", "strong") if (name := text_of(tag))]
        return ", ".join(dict.fromkeys(names)) or super().author_name()

    def published(self) -> Date:
        times = self.soup.within(self._panel, "time") if self._panel is not None else []
        return self.date(text_of(times[0])) if times else super().published()

    def categories(self) -> tuple[Term, ...]:
        links = self.soup.within(self._panel, "a") if self._panel is not None else []
        told = [link for link in links if leads_to(attribute(link, "href") or "") == "category"]
        return (
            tuple(term_of(link, "category", self.href(link)) for link in told if text_of(link)) or super().categories()
        )

    def _inside(self, word: str, name: str) -> Iterator[Element]:
        panel = self._panel
        for area in self.soup.by_class(word) if panel is not None else ():
            if panel is not None and panel.order < area.order <= panel.last:
                yield from self.soup.within(area, name)


class Docusaurus(Static):
    """Docusaurus: what it shows is in its HTML, whatever its scripts do to it."""

    platform = "docusaurus"
    words = ("docusaurus",)
    feeds = ("rss.xml", "sitemap.xml")


def term_of(link: Element, kind: Literal["category", "tag"], url: str | None) -> Term:
    return Term(kind=kind, name=text_of(link) or "", slug=slug_of(url), url=url)


COMPILED: tuple[type[Static], ...] = (Ikiwiki, Material, Docusaurus)
