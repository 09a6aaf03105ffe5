"""What a page says of itself for machines: JSON-LD, microdata, ``meta`` elements, microformats."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import unescape

from bs4 import Tag

from ..tree.soup import Soup, attribute
from ..tree.text import clean
from ..tree.urls import absolute, page_key
from . import jsonld, microdata
from .jsonld import Item, Json, as_list, as_text, as_url, types_of

ARTICLES = frozenset(
    (
        *("Article", "BlogPosting", "NewsArticle", "SocialMediaPosting", "TechArticle", "ScholarlyArticle", "Report"),
        *(
            "ReportageNewsArticle",
            "AnalysisNewsArticle",
            "OpinionNewsArticle",
            "ReviewNewsArticle",
            "BackgroundNewsArticle",
        ),
        *("LiveBlogPosting", "AdvertiserContentArticle", "SatiricalArticle", "Recipe", "Review", "HowTo", "BlogPost"),
        *("PodcastEpisode", "VideoObject", "DiscussionForumPosting", "CreativeWork"),
    )
)
_BEST = ARTICLES - {"VideoObject", "CreativeWork", "Review", "PodcastEpisode"}
_LONGEST_SECTION = 40
_PAGES = frozenset(("WebPage", "ItemPage", "AboutPage", "ProfilePage", "MedicalWebPage"))


@dataclass(frozen=True)
class Person:
    """An author as structured data name one."""

    name: str
    url: str | None = None


class Structured:
    """The machine-readable facts of one page; a source that the page lacks answers None or nothing."""

    def __init__(self, soup: Soup, url: str, base: str) -> None:
        self.soup = soup
        self.url = url
        self.base = base

    # ---- meta

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """The content of all ``meta`` by lower-case ``property``, ``name`` or ``itemprop``."""
        found: dict[str, list[str]] = {}
        for tag in self.soup.by_name("meta"):
            attributes = tag.attrs
            content = attributes.get("content")
            if not content:
                continue
            for key in ("property", "name", "itemprop"):
                if key in attributes:
                    if key == "itemprop" and microdata.is_of_another(tag):
                        continue
                    value = clean(str(content)[:20_000])
                    if value:
                        # "&amp;quot;": some templates escape twice
                        value = unescape(value) if "&" in value else value
                        found.setdefault(str(attributes[key]).strip().lower(), []).append(value)
        return found

    def meta(self, *names: str) -> str | None:
        """The content of the first of these ``meta`` that the page has."""
        for name in names:
            if name in self.metas:
                return self.metas[name][0]
        return None

    # ---- JSON-LD

    @cached_property
    def _read(self) -> tuple[list[Item], int]:
        return jsonld.items_of(self.soup)

    @property
    def items(self) -> list[Item]:
        return self._read[0]

    @property
    def broken(self) -> int:
        """The number of JSON-LD scripts that could not be read."""
        return self._read[1]

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        found: dict[str, Item] = {}
        for item in self.items:
            name = item.get("@id")
            if isinstance(name, str) and len(item) > len(found.get(name, {})):
                found[name] = item
        return found

    def resolved(self, value: Json) -> Json:
        """What a value like ``{"@id": "#author"}`` refers to, else the value itself."""
        if isinstance(value, dict) and len(value) <= 2 and isinstance(value.get("@id"), str):
            return self._by_id.get(str(value["@id"]), value)
        return value

    @cached_property
    def article(self) -> Item:
        """The object of the article that this page is about, empty if there is none."""
        candidates = [item for item in self.items if types_of(item) & ARTICLES]
        if not candidates:
            return {}
        key = page_key(self.url)

        def rank(item: Item) -> tuple[bool, bool, bool, int]:
            urls = [as_url(item.get("url")), as_url(item.get("mainEntityOfPage")), as_url(item.get("@id"))]
            own = any(url and page_key(absolute(url, self.base) or "") == key for url in urls)
            named = bool(as_text(item.get("headline")) or as_text(item.get("name")))
            return (bool(types_of(item) & _BEST), own, named, len(item))

        best = [item for item in candidates if types_of(item) & _BEST]
        ranked = sorted(candidates, key=rank, reverse=True)
        # a list page tells several articles, and none of them is the page
        if len(best) > 3 and not rank(ranked[0])[1]:
            return {}
        return ranked[0]

    @cached_property
    def page(self) -> Item:
        """The object of the page itself (WebPage), empty if there is none."""
        return next((item for item in self.items if types_of(item) & _PAGES), {})

    def article_text(self, *names: str) -> str | None:
        """The first of these properties of the article that it has, as text."""
        for name in names:
            if found := as_text(self.article.get(name)):
                return found
        return None

    def keywords(self, name: str) -> tuple[str, ...]:
        """The values of ``keywords`` or ``articleSection`` of the article, split at commas."""
        found: list[str] = []
        for value in as_list(self.article.get(name)):
            text = as_text(value)
            if text:
                found += [word for part in text.split(",") if (word := clean(part))]
        return tuple(dict.fromkeys(found))

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The sections of the article: its ``articleSection``, else ``article:section``; no sentences, no addresses."""
        said = [as_text(value) or "" for value in as_list(self.article.get("articleSection"))]
        told = self.keywords("articleSection") if any(said) else tuple(self.metas.get("article:section", ()))
        # a theme that takes the summary for the section: "New tools come fast, and clients want more."
        if any(len(text) > _LONGEST_SECTION and text.endswith((".", "!", "?")) for text in (*said, *told)):
            return ()
        return tuple(dict.fromkeys(name for name in told if not name.startswith(("http://", "https://"))))

    @cached_property
    def site_name(self) -> str | None:
        """The name of the blog."""
        if found := self.meta("og:site_name"):
            return found
        for item in self.items:
            if types_of(item) & {"WebSite", "Blog"} and (found := as_text(item.get("name"))):
                return found
        publisher = self.resolved(self.article.get("publisher"))
        return as_text(publisher) if isinstance(publisher, dict) else None

    # ---- microdata and microformats

    @cached_property
    def micro_article(self) -> Tag | None:
        """The microdata item of the article, None if there is none or several stand side by side."""
        items = microdata.items_of(self.soup, *_BEST)
        if not items:
            return None
        outer = [item for at, item in enumerate(items) if not at or item.order > items[0].last]
        return outer[0] if len(outer) == 1 else None

    def micro(self, *names: str) -> str | None:
        """The value of a property of the microdata article."""
        if self.micro_article is None:
            return None
        for name in names:
            for tag in microdata.properties(self.micro_article, self.soup, name):
                if found := microdata.value_of(tag):
                    return found
        return None

    @cached_property
    def entry(self) -> Tag | None:
        """The only h-entry or hentry of the page, None if it has none or several."""
        for name in ("h-entry", "hentry"):
            tags = self.soup.by_class(name)
            outer = [tag for tag in tags if tag.name not in ("html", "body")]
            if len(outer) == 1:
                return outer[0]
        return None

    def link(self, rel: str, kind: str = "") -> str | None:
        """The address of the first ``<link rel>`` (of this type)."""
        for tag in self.soup.by_rel(rel):
            found = absolute(attribute(tag, "href"), self.base)
            if found and tag.name == "link" and kind in str(tag.attrs.get("type", "")):
                return found
        return None
