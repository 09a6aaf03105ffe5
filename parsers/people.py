"""Who wrote the article: names from structured data, from the page's marks, from "By …" beside the heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from .soup import Element, Soup, is_in, attribute, iter_class, iter_name, walk
from .structured import Person, Structured
from .text import clean, text_of
from .urls import absolute

_BY = re.compile(
    r"^(?:\W*)(?:(?:posted|written|published|authored|words|text|story|article|post|contributed|submitted|created|reviewed|blog)\s+)?"
    r"(?:by|von|vom|par|por|door|di|da|av|af|od|autor(?:in|en|a|es)?|author\(?s?\)?|auteur|autore|verfasst von|geschrieben von"
    r"|verfasser(?:in)?|text|redaktion|écrit par|publié par|proposé par|escrito por|publicado por|scritto da|pubblicato da|geschreven door"
    r"|geplaatst door|skrevet av|kirjoittanut|написал|автор|Автор|作者|文|by the)\b\s*:?\s*",
    re.I,
)
_AFTER = re.compile(
    r"\s*(?:[|•·–—]|\s-\s|\bon\s+(?:\w+\s+)?\d|\bam\s+\d|\bum\s+\d|\bveröffentlicht\b|\bin\s+[A-Z]|\bUpdated\b|\bPublished\b|\bPosted\b|\bvom\s+\d"
    r"|,?\s+\d{1,2}[./]\s?\d|,?\s+(?:\w+\s+)?\d{1,2},?\s+\d{4}|@|\(|\bfollow\b|,\s*(?:staff|senior|contributing|editor|reporter|redakt)).*$",
    re.I | re.S,
)
_PART = re.compile(r"\s*(?:;|/|\||•|&|,\s+(?:and|und|et|y)\s+|,(?!\s*(?:jr|sr|ph\.?d|m\.?d|md|rn|dr|cpa|esq|mba|ii|iii)\b)|\s+(?:and|und|et|og|och)\s+)\s*", re.I)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|\b(?:comments?|kommentar\w*|posts?|view|all|more|read|share|min(?:ute)?s?|ago|uhr|admin(?:istrator)?|home|about|author|autor"
    r"|redaktion|unknown|guest|anonymous|click|here|follow|subscribe|category|january|february|april|june|july|august|september|october"
    r"|november|december|updated|published|posted|profile|photo|image|copyright|email|website|newsletter|null|undefined|staff)\b",
    re.I,
)
_AUTHOR_CLASS = ("author", "byline", "entry-author", "post-author", "author-name", "p-author", "fn", "posted-by", "authorname", "article-author",
                 "byline-name", "article__author", "autor", "article-byline", "byauthor", "vcard", "written-by", "author__name", "post__author",
                 "post-meta-author", "entry-author-name", "meta-author", "submitted", "author-link", "byline__name", "c-byline", "contributor", "creator", "post-byline",
                 "blog-author", "post-author-name", "name-author", "authors", "article-author-name", "entry-meta", "post-meta")  # fmt: skip
_FAR = frozenset(("nav", "footer", "aside"))
_SPACES = re.compile(r"\s{2,}")


def tidy(text: str | None) -> str | None:
    """A name without "By", a date, a role or an address behind it; None if it is no name."""
    text = clean(text)
    if not text or len(text) > 200:
        return None
    while (bare := _BY.sub("", text)) != text:
        text = bare
    text = _AFTER.sub("", text).strip(" ,;:.|-–—»«\"“”")
    if not 2 <= len(text) <= 100 or not any(char.isalpha() for char in text):
        return None
    return text


def is_name(text: str) -> bool:
    """Whether a text can be the name of one or several people: few words, no figures, no words of navigation."""
    return len(text.split()) <= 12 and len(text) <= 100 and not _NOT_A_NAME.search(text)


class AuthorFinder:
    """Finds the authors of one page; ``span`` is the order of the article's first and last element."""

    def __init__(self, soup: Soup, structured: Structured, base: str, away: tuple[Element, ...], heading: Element | None, site: str | None) -> None:
        self.soup = soup
        self.structured = structured
        self.base = base
        self.away = away
        self.heading = heading
        self.site = (site or "").casefold()

    def find(self) -> tuple[tuple[Person, ...], str]:
        """The authors, and whether structured data or a heuristic named them."""
        for source, people in self._sources():
            found = self._kept(people)
            if found:
                return found, source
        return (), "heuristic"

    def _sources(self) -> Iterator[tuple[str, list[Person]]]:
        structured = self.structured
        yield "structured", list(structured.people())
        yield "structured", [Person(name) for name in structured.metas.get("author", [])]
        yield "structured", [Person(name) for name in self._other_metas()]
        yield "structured", self._marked()
        yield "heuristic", self._classed()
        yield "heuristic", self._said()

    def _other_metas(self) -> list[str]:
        metas = self.structured.metas
        for name in ("parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor", "byl", "article:author", "citation_author",
                     "twitter:creator:name", "shareaholic:article_author_name", "cxenseparse:author", "author_name"):  # fmt: skip
            found = [value for value in metas.get(name, []) if not value.startswith("http") and "facebook.com" not in value]
            if found:
                return found
        for at in ("1", "2"):
            label, value = self.structured.meta(f"twitter:label{at}"), self.structured.meta(f"twitter:data{at}")
            if label and value and re.search(r"written|verfasst|geschrieben|écrit|escrito|scritto|geschreven|author|autor", label, re.I):
                return [value]
        return []

    def _marked(self) -> list[Person]:
        """``rel=author`` links and ``itemprop=author``."""
        found: list[Person] = []
        for tag in self.soup.items[:3000]:
            if "author" in str(tag.attrs.get("itemprop", "")).split() and not self._is_away(tag):
                inner = next((part for part in iter_class(tag, "fn")), None) or next(
                    (part for part in walk(tag) if "name" in str(part.attrs.get("itemprop", "")).split()), None
                )
                name = attribute(inner, "content") or text_of(inner or tag) or attribute(tag, "content")
                if name:
                    found.append(Person(name, self._link(tag)))
        for tag in self.soup.by_rel("author"):
            if tag.name == "a" and not self._is_away(tag) and (name := text_of(tag)):
                found.append(Person(name, self._link(tag)))
        return found[:5]

    def _classed(self) -> list[Person]:
        for name in _AUTHOR_CLASS:
            for tag in self.soup.by_class(name)[:6]:
                if self._is_away(tag) or tag.chars > 250:
                    continue
                text = text_of(tag)
                links = [link for link in iter_name(tag, "a") if re.search(r"author|autor|/user|profile|people|team|member", str(link.attrs.get("href", "")), re.I)]
                if links and (text_of(links[0])):
                    return [Person(text_of(link) or "", self._link(link)) for link in links]
                if name in ("entry-meta", "post-meta", "submitted", "vcard", "fn") and not (text and _BY.match(text) or name in ("vcard", "fn")):
                    continue
                if text and (found := tidy(text)) and is_name(found):
                    return [Person(found, self._link(tag))]
        return []

    def _said(self) -> list[Person]:
        """"By …" in a short block just before or after the heading."""
        if self.heading is None:
            return []
        order: int = self.heading.order
        blocks = [tag for name in ("p", "div", "span", "li", "td", "small", "em", "address", "h4", "h5", "h6", "strong", "b", "i", "time") for tag in self.soup.by_name(name)
                  if 0 < tag.chars <= 160 and order - 60 < tag.order < order + 150]  # fmt: skip
        blocks.sort(key=lambda tag: abs(tag.order - order))
        for tag in blocks[:80]:
            text = text_of(tag)
            if text and (match := _BY.match(text)) and match[0].strip().casefold() not in ("text", "da", "di", "od", "文") and not self._is_away(tag):
                found = tidy(text)
                if found and is_name(found) and found[0].isupper() and len(found.split()) <= 8:
                    return [Person(found, self._link(tag))]
        return []

    def _kept(self, people: list[Person]) -> tuple[Person, ...]:
        found: dict[str, Person] = {}
        for person in people:
            name = tidy(person.name)
            if not name:
                continue
            for part in _PART.split(name):
                part = _SPACES.sub(" ", part.strip(" ,.;:-"))
                if part and is_name(part) and part.casefold() != self.site and any(char.isalpha() for char in part):
                    found.setdefault(part.casefold(), Person(part, person.url))
        return tuple(found.values())[:10]

    def _link(self, tag: Element) -> str | None:
        link = tag if tag.name == "a" else next(iter_name(tag, "a"), None)
        return absolute(attribute(link, "href"), self.base) if link is not None else None

    def _is_away(self, tag: Element) -> bool:
        if is_in(tag, self.away):
            return True
        parent: Tag | None = tag
        while parent is not None:
            if parent.name in _FAR and not (parent.name == "footer" and parent.parent is not None and parent.parent.name in ("article", "div")):
                return True
            parent = parent.parent
        return False
