"""Categories and tags: links that say so by ``rel`` or by where they lead, else structured data, else breadcrumbs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from ..marks.jsonld import as_list, as_text, as_url, types_of
from ..marks.structured import Structured
from ..model import Term
from ..tree.known import known
from ..tree.soup import Element, Soup, attribute, words
from ..tree.text import clean, text_of
from ..tree.urls import absolute, host, slug_of
from .heading import key
from .names import parts_of
from .surroundings import Surroundings, is_of_another_post

Kind = Literal["category", "tag"]

_CATEGORIES = words(
    "category categories categoria categorias categorie categoriea kategorie kategorien kategori kategorier"
    " kategoria cat"
    " rubrik rubrique rubriques rubriek rubriken rubrica ressort section sections channel channels themenbereich"
)
_TAGS = words(
    "tag tags schlagwort schlagworte schlagwoerter schlagw%c3%b6rter schlagwörter stichwort stichworte"
    " keyword keywords label"
    " labels etiqueta etiquetas etiquette mot-cle mots-cles tagged hashtag hashtags thema themen theme"
    " themes topic topics"
    " tema temas sujet sujets"
)
"""Directories of addresses, "/tag/psoas/"."""
_QUERY = re.compile(r"[?&](?:(cat|category|category_name)|tag)=", re.I)
_NO_NAME = re.compile(
    r"[»›…]|^(?:neueste|alle|more|view|see|weiter|mehr|read|all|home|startseite|blog home|zurück|back)\b", re.I
)
_CLASS = re.compile(
    r"(?:^|[-_])(?:categor(?:y|ies|ia|ie)|kategorien?|rubri(?:k|que)|ressort|section-name|cate|cat-links?|"
    r"post-cat)s?(?:$|[-_](?:name|label|link|links|list|title|text)s?$)",
    re.I,
)
_LISTS = words("category categories catlinks categorylinks kategorie kategorien rubrik rubriken categoria categorias")
"""Parts of the class of an element that lists the article's categories."""
_CRUMBS = re.compile(r"(?:^|[-_])(?:bread-?crumbs?|crumbs?|rootline|brotkrume)(?:$|[-_])", re.I)
_LABEL = re.compile(
    r"^\W*(?:tags?|tagged(?: with)?|categor(?:y|ies)|filed under|posted in|kategorien?|schlagw(?:ort|örter)e?|"
    r"themen?|in|etiquetas|catégories?|rubrik)\s*:?\s*",
    re.I,
)


class TermFinder:
    """Finds the terms of one article; ``heading`` shows the title."""

    def __init__(
        self, soup: Soup, structured: Structured, base: str, around: Surroundings, heading: Element | None
    ) -> None:
        self.soup = soup
        self.structured = structured
        self.base = base
        self.around = around
        self.anchor = heading.order if heading is not None else 0
        self.heading = heading
        self.title = text_of(heading) if heading is not None else None
        self._found = self._links()

    def linked(self, kind: Kind) -> tuple[Term, ...]:
        """The terms that the page links."""
        return tuple(self._found[kind].values())

    def told(self, kind: Kind) -> tuple[Term, ...]:
        """The terms that structured data, a class name or breadcrumbs tell."""
        names: Iterable[str]
        if kind == "category":
            names = self.structured.keywords("articleSection") or self._split(
                "article:section", "section", "category", "articlesection"
            )
            names = names or self._marked() or self._labelled() or self._crumbs() or self._linked_crumbs()
        else:
            names = self._split("article:tag") or self.structured.keywords("keywords")
            names = names or self._split("news_keywords", "keywords", "parsely-tags", "sailthru.tags", "tags")
        return tuple(Term(kind=kind, name=name) for name in dict.fromkeys(names) if len(name) < 120)

    # ---- links

    def _links(self) -> dict[Kind, dict[str, Term]]:
        by_rel: dict[Kind, dict[str, Term]] = {"category": {}, "tag": {}}
        by_address: dict[Kind, dict[str, Term]] = {"category": {}, "tag": {}}
        for tag in self.soup.by_name("a"):
            href = str(tag.attrs.get("href") or "")
            rel = tag.attrs.get("rel") or ()
            said = "tag" in rel or "category" in rel
            leads = leads_to(href)
            if not href or not (said or leads) or self._is_away(tag, said):
                continue
            url = absolute(href, self.base)
            name = clean((text_of(tag) or "").strip("#,;|·• "))
            if not url or not name or len(name) > 60 or _NO_NAME.search(name):
                continue
            if not said and (host(url) != host(self.base) or not self._is_near(tag)):
                continue
            if is_of_another_post(tag, self.soup, self.heading):
                continue
            kind: Kind = "category" if "category" in rel or leads == "category" else "tag"
            term = Term(kind=kind, name=name, slug=slug_of(url), url=url)
            (by_rel if said else by_address)[kind].setdefault(name.casefold(), term)
        if _is_menu(list(by_address["category"])):
            by_address["category"].clear()
        return {kind: by_rel[kind] or by_address[kind] for kind in by_rel}

    def _is_near(self, tag: Element) -> bool:
        """Whether a link stands around the heading or behind the article, and not in a list of all categories."""
        return self.anchor - 120 < tag.order < self.anchor + 2500

    def _is_away(self, tag: Element, said: bool = False) -> bool:
        return self.around.lost(tag) > (1.0 if said else 0.5)

    # ---- other signs

    def _split(self, *names: str) -> tuple[str, ...]:
        for name in names:
            if name in self.structured.metas:
                found = [part for value in self.structured.metas[name] for part in value.split(",")]
                return tuple(word for part in found if (word := clean(part)))
        return ()

    def _labelled(self) -> tuple[str, ...]:
        """The text of an element near the heading that calls itself category."""
        for word, tags in self.soup.classes.items():
            if not _says_category(word):
                continue
            for tag in tags[:5]:
                if 0 < tag.chars <= 60 and abs(tag.order - self.anchor) < 120 and not self._is_away(tag):
                    link = tag.parent if isinstance(tag.parent, Element) and tag.parent.name == "a" else tag
                    if "tag" in (link.attrs.get("rel") or ()):
                        continue  # microformats' p-category marks tags, too
                    name = clean(_LABEL.sub("", text_of(tag) or ""))
                    if name and not _NO_NAME.search(name):
                        return tuple(part for piece in name.split(",") if (part := clean(piece)))
        return ()

    def _marked(self) -> tuple[str, ...]:
        """The links in an element of the article that calls itself its categories."""
        for word, tags in self.soup.classes.items():
            if _LISTS.isdisjoint(parts_of(word)) or len(tags) > 2:
                continue
            for tag in tags:
                if tag.order < self.anchor or tag.chars > 400 or tag.chars > 1.6 * tag.link_chars or self._is_away(tag):
                    continue
                names = [name for link in self.soup.within(tag, "a") if (name := text_of(link)) and len(name) < 120]
                if 0 < len(names) <= 10 and not any(map(_NO_NAME.search, names)):
                    return tuple(names)
        return ()

    def _crumbs(self) -> tuple[str, ...]:
        """The breadcrumbs between the front page and the article."""
        trails = [tag for word, tags in self.soup.classes.items() if _says_crumbs(word) for tag in tags]
        trails += [tag for word, tag in self.soup.ids.items() if _says_crumbs(word)]
        for trail in sorted(trails, key=lambda tag: tag.order)[:3]:
            links = [link for link in self.soup.within(trail, "a") if 0 < link.chars < 60]
            if links and (len(links) > 1 or _is_home(absolute(attribute(links[0], "href"), self.base))):
                links = links[1:]
            if names := self._without_title(text_of(link) for link in links):
                return names
        return ()

    def _linked_crumbs(self) -> tuple[str, ...]:
        """The same from JSON-LD, where the page shows no breadcrumbs; the last one is the article itself."""
        for item in self.structured.items:
            if "BreadcrumbList" in types_of(item):
                steps = [step for step in as_list(item.get("itemListElement")) if isinstance(step, dict)]
                names = [as_text(step.get("name")) or as_text(step.get("item")) for step in steps]
                addresses = [as_url(step.get("item")) for step in steps]
                first = 1 if addresses and _is_home(absolute(addresses[0], self.base)) else 0
                return self._without_title(names[first:-1])
        return ()

    def _without_title(self, names: Iterable[str | None]) -> tuple[str, ...]:
        """The names of steps, but for the article itself and the number of an issue ("2023/43")."""
        named = (name for name in names if name and any(char.isalpha() for char in name))
        return tuple(name for name in named if len(name) < 60 and key(name) != key(self.title))


@known
def _says_category(word: str) -> bool:
    return _CLASS.search(word) is not None


@known
def _says_crumbs(word: str) -> bool:
    return _CRUMBS.search(word) is not None


def _is_menu(names: list[str]) -> bool:
    """Whether categories that only their addresses tell are those of the whole blog: many, and from A to Z."""
    return len(names) > 7 and names == sorted(names)


def _is_home(url: str | None) -> bool:
    return bool(url) and (url or "").partition("?")[0].count("/") <= 3


def leads_to(href: str) -> Kind | None:
    """The kind of term that an address lists, by its directories or its query."""
    if "=" in href and (query := _QUERY.search(href)):
        return "category" if query[1] else "tag"
    folders = href.lower().split("/")[:-1]
    if not _CATEGORIES.isdisjoint(folders):
        return "category"
    return "tag" if not _TAGS.isdisjoint(folders) else None
