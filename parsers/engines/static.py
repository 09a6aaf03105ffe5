"""Blogs that a generator wrote into files: Hugo, Jekyll, Pelican, Nikola, Hexo, Eleventy.

Their templates belong to the owners, so pages are read by the generic reader, and by their microformats where they
have some (``indieweb``); what a generator settles is its name, its feed, and which addresses are lists. Each is known
by its generator element; Jekyll also by the comment of its SEO plugin, Pelican by its theme folder and the link to its
site.
"""

from __future__ import annotations

import re
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from ..base import Signs, Trap
from ..dates import from_url
from ..model import PageKind
from ..tree.urls import slug_of
from .indieweb import Microformats

_LIST = re.compile(
    r"/(?:(?:page|pages|posts|blog|articles|archives?|tags?|categor(?:y|ies)|series|topics?|authors?)(?:/(?:index\.html)?)?"
    r"|(?:tags?|categor(?:y|ies)|series|topics?|authors?|archives?)/.+|(?:.+/)?page/?\d+/?(?:index\.html)?"
    r"|index\d*\.html|(?:19|20)\d\d/(?:\d\d/){0,2}|archives?(?:-\d{4})?\.html|tags\.html|categories\.html)?"
)


class Static(Microformats):
    """What the six have in common."""

    words: ClassVar[tuple[str, ...]] = ()
    """How ``<meta name=generator>`` begins, lower case."""
    traps: ClassVar[tuple[Trap, ...]] = (
        Trap(re.compile(r"\?(?:.*&)?(?:utm_\w+|ref|share|s|q|replytocom|fbclid|v)="), "a file's address with a query"),
    )

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return bool(cls.words) and any(name.startswith(cls.words) for name in signs.generator.split(" · "))

    def kind(self) -> PageKind:
        if self.structured.meta("og:type") == "article":
            return "post"
        return "listing" if _LIST.fullmatch(urlsplit(self.url_of_page).path) else super().kind()


class Hugo(Static):
    """Hugo, since 2013; its Open Graph calls every page an article, and tells the date of those that have one."""

    platform = "hugo"
    traps = (
        *Static.traps,
        Trap(re.compile(r"/(?:tags|categories|series|authors|topics)/index\.xml$"), "a feed of terms and not of posts"),
    )
    words = ("hugo",)
    feeds = ("index.xml", "posts/index.xml", "post/index.xml", "sitemap.xml")

    def kind(self) -> PageKind:
        found = super().kind()
        is_undated = found == "post" and self.structured.meta("og:type") == "article" and not self.published().published
        return "page" if is_undated else found


class Jekyll(Static):
    """Jekyll, GitHub Pages and Octopress."""

    platform = "jekyll"
    words = ("jekyll", "octopress")
    feeds = ("feed.xml", "atom.xml", "sitemap.xml")

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return super().detects(signs) or signs.has(b"<!-- Begin Jekyll SEO tag")


class Pelican(Static):
    """Pelican."""

    platform = "pelican"
    words = ("pelican",)
    needles = (b"/getpelican.com", b".getpelican.com")
    feeds = ("feeds/all.atom.xml", "feeds/all.rss.xml")

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return super().detects(signs) or signs.has(*cls.needles) and signs.has(b"/theme/css/", b"/theme/main.css")


class Nikola(Static):
    """Nikola: its pages are dated articles, too, and the lists of its tags stand among those of its categories."""

    platform = "nikola"
    words = ("nikola",)
    feeds = ("rss.xml", "index.atom")

    def kind(self) -> PageKind:
        return "page" if self.soup.by_class("storypage") else super().kind()

    def kind_at(self, url: str | None) -> Literal["category", "tag"]:
        return "category" if (slug_of(url) or "").startswith("cat_") else "tag"


class Hexo(Static):
    """Hexo, whose helper for Open Graph calls a post an article and all else a website; its pages are dated, too.

    A theme that writes Open Graph itself may call all a website: there the date in its address makes a post.
    """

    platform = "hexo"
    words = ("hexo",)
    feeds = ("atom.xml", "rss2.xml", "sitemap.xml")

    def kind(self) -> PageKind:
        found = super().kind()
        is_undated = found == "post" and from_url(self.url_of_page) is None
        return "page" if is_undated and self.structured.meta("og:type") == "website" else found


class Eleventy(Static):
    """Eleventy."""

    platform = "eleventy"
    words = ("eleventy",)
    feeds = ("feed/feed.xml", "feed.xml", "feed/feed.json", "sitemap.xml")


STATIC: tuple[type[Static], ...] = (Hugo, Jekyll, Pelican, Nikola, Hexo, Eleventy)
