"""When the article was published: structured data first, then what stands beside the heading, then the address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bs4 import Tag

from .dates import NO_DATE, Date, from_url
from .soup import Element, Soup, is_in, attribute
from .structured import Structured
from .text import text_of

_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished", "og:published_time"),
    *("pubdate", "publishdate", "publish_date", "publish-date", "published", "published_time", "publication_date"),
    *("sailthru.date", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created"),
    *("dc.date", "dcterms.date", "citation_publication_date", "citation_date", "cxenseparse:recs:publishtime", "date"),
    *("vr:published_time", "shareaholic:article_published_time", "rnews:datepublished", "displaydate", "bt:pubdate"),
    *("article.published", "article.created", "created", "datecreated", "release_date", "iso-8601-publish-date"),
)  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "dcterms.modified", "last-modified", "lastmod")
_CLASSES = (
    *("entry-date", "published", "post-date", "dt-published", "date-header", "posted-on", "article-date", "postdate", "publish-date"),
    *("published-date", "date-published", "dateline", "pubdate", "timestamp", "date", "datum", "post-time", "entry-time", "post_date"),
    *("article__date", "post__date", "time", "datetime", "created", "submitted", "entry-meta", "post-meta", "postmetadata", "meta", "byline", "info"),
    *("article-meta", "article-info", "blog-date", "news-date", "post-info", "postinfo"),
)  # fmt: skip
_CHANGED = re.compile(r"updat|modif|edited|changed|geändert|aktualisiert|stand:|letzte|mis à jour|actualizad|aggiornat|bijgewerkt", re.I)


class DateFinder:
    """Finds the dates of one article; ``read`` reads a date in the page's language."""

    def __init__(self, soup: Soup, structured: Structured, url: str, away: tuple[Element, ...], heading: Element | None, read: Callable[[str | None], Date]) -> None:
        self.soup = soup
        self.structured = structured
        self.url = url
        self.away = away
        self.heading = heading
        self.read = read

    def published(self) -> tuple[Date, str]:
        """The date of publication, and whether structured data or a heuristic told it."""
        for source, raw in self._told():
            found = self.read(raw)
            if found.published and not found.published.startswith("1970-01-01"):
                return found, source
        return NO_DATE, "heuristic"

    def updated(self) -> Date:
        """The date of the last change, where structured data tell it."""
        for raw in (self.structured.article_text("dateModified"), self.structured.meta(*_UPDATED), self.structured.micro("dateModified")):
            if raw and (found := self.read(raw)).published:
                return found
        return NO_DATE

    def _told(self) -> Iterator[tuple[str, str]]:
        structured = self.structured
        for raw in (structured.article_text("datePublished", "dateCreated", "uploadDate"), *(structured.meta(name) for name in _PUBLISHED)):
            if raw:
                yield "structured", raw
        page = structured.page.get("datePublished")
        if isinstance(page, str):
            yield "structured", page
        for raw in (structured.micro("datePublished", "dateCreated"),):
            if raw:
                yield "structured", raw
        yield from (("heuristic", raw) for raw in self._marked())
        if (raw := from_url(self.url)) and len(raw) == 10:
            yield "heuristic", raw
        yield from (("heuristic", raw) for raw in self._said())

    def _marked(self) -> Iterator[str]:
        times = [tag for tag in self.soup.by_name("time", "abbr") if not self._is_away(tag)]
        for tag in times[:20]:
            if _CHANGED.search(f"{attribute(tag, 'class') or ''} {attribute(tag, 'itemprop') or ''}"):
                continue
            for raw in (attribute(tag, "datetime"), attribute(tag, "title"), text_of(tag)):
                if raw:
                    yield raw
        for name in _CLASSES:
            for tag in self.soup.by_class(name)[:4]:
                if tag.chars <= 200 and not self._is_away(tag):
                    for raw in (attribute(tag, "title"), attribute(tag, "content"), text_of(tag)):
                        if raw and not _CHANGED.match(raw):
                            yield raw

    def _said(self) -> Iterator[str]:
        """Short blocks around the heading, the nearest first; then all of the page in order."""
        blocks = [tag for name in ("p", "div", "span", "li", "td", "small", "em", "h2", "h3", "h4", "h5", "h6", "strong", "b", "i", "dd", "address", "font", "center")
                  for tag in self.soup.by_name(name) if 6 <= tag.chars <= 120]  # fmt: skip
        order: int = self.heading.order if self.heading is not None else 0
        near = [tag for tag in blocks if order - 100 < tag.order < order + 200]
        near.sort(key=lambda tag: abs(tag.order - order))
        for tag in near[:150]:
            text = text_of(tag)
            if text and any(char.isdigit() for char in text) and not _CHANGED.search(text) and not self._is_away(tag):
                yield text

    def _is_away(self, tag: Element) -> bool:
        return is_in(tag, self.away)
