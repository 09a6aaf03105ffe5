"""Categories and tags: links that say so by ``rel`` or by where they lead, then structured data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from .model import Term
from .soup import Element, Soup, is_in, attribute
from .structured import Structured
from .text import clean, text_of
from .urls import absolute, slug_of

_CATEGORY = re.compile(r"/(?:categor(?:y|ies|ia|ias|ie|iea)|kategorien?|categoria|cat|rubri(?:k|que|ek|ken|ca)|ressort|section|sections|channel|archives/category)[/=]|[?&](?:cat|category)=", re.I)
_TAG = re.compile(r"/(?:tags?|schlagw(?:o|oe|%c3%b6)rte?r?|schlagwort|stichwort|keywords?|labels?|etiquetas?|etiquette|mot-cle|search/label|tagged|hashtag|themen?|topics?)[/=]|[?&]tag=", re.I)
_FAR = frozenset(("nav", "aside"))
_CLOUD = re.compile(r"(?:^|[\s_-])(?:tag-?cloud|tagcloud|widget|sidebar|menu|nav|navbar|navigation|related|footer|breadcrumbs?|widget_categories)(?=$|[\s_-])", re.I)


class TermFinder:
    """Finds the terms of one article; ``away`` are comments and their like."""

    def __init__(self, soup: Soup, structured: Structured, base: str, away: tuple[Element, ...], heading: Element | None) -> None:
        self.soup = soup
        self.structured = structured
        self.base = base
        self.away = away
        self.heading = heading
        self.categories: dict[str, Term] = {}
        self.tags: dict[str, Term] = {}
        self._links()

    def _links(self) -> None:
        for tag in self._candidates():
            href = absolute(attribute(tag, "href"), self.base)
            name = clean((text_of(tag) or "").strip("#,;| "))
            if not href or not name or len(name) > 80:
                continue
            rel = tag.attrs.get("rel") or ()
            if "category" in rel or _CATEGORY.search(href) and "tag" in rel:
                self.categories.setdefault(name.casefold(), Term(kind="category", name=name, slug=slug_of(href), url=href))
            elif "tag" in rel or _TAG.search(href):
                self.tags.setdefault(name.casefold(), Term(kind="tag", name=name, slug=slug_of(href), url=href))
            else:
                self.categories.setdefault(name.casefold(), Term(kind="category", name=name, slug=slug_of(href), url=href))

    def _candidates(self) -> Iterator[Element]:
        for tag in self.soup.by_name("a"):
            href = tag.attrs.get("href")
            if not href:
                continue
            rel = tag.attrs.get("rel") or ()
            if ("tag" in rel or "category" in rel or _TAG.search(str(href)) or _CATEGORY.search(str(href))) and not self._is_away(tag):
                yield tag

    def told(self, kind: str) -> tuple[Term, ...]:
        """Terms of structured data: ``articleSection`` and ``keywords``."""
        if kind == "category":
            names = self.structured.keywords("articleSection") or tuple(self.structured.metas.get("article:section", ()))
            return tuple(Term(kind="category", name=name) for name in dict.fromkeys(names))
        names = tuple(self.structured.metas.get("article:tag", ())) or self.structured.keywords("keywords")
        if not names:
            listed = self.structured.meta("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
            names = tuple(word for part in (listed or "").split(",") if (word := clean(part)))
        return tuple(Term(kind="tag", name=name) for name in dict.fromkeys(names))

    def _is_away(self, tag: Element) -> bool:
        if is_in(tag, self.away):
            return True
        parent: Tag | None = tag.parent
        while parent is not None and parent.name != "body":
            if parent.name in _FAR:
                return True
            if parent.attrs and _CLOUD.search(f"{attribute(parent, 'class') or ''} {attribute(parent, 'id') or ''}"):
                return True
            parent = parent.parent
        return False
