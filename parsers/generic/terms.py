"""Categories and tags: links that say so by ``rel`` or by where they lead, else structured data, else breadcrumbs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from ..marks import microdata
from ..marks.structured import Structured
from ..model import Term
from ..tree.known import known
from ..tree.soup import Element, Soup, attribute, words
from ..tree.text import clean, text_of
from ..tree.urls import absolute, host, slug_of
from .heading import key
from .names import parts_of
from .surroundings import Surroundings, is_of_another_post
from .trails import kickers, sections, steps_shown, steps_told

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
    " tema temas sujet sujets mot mots"
)
"""Directories of addresses, "/tag/psoas/"."""
_QUERY = re.compile(r"[?&](?:(cat=|category=|category_name=|storytopic=|rubrique\d)|tag=|mot\d)", re.I)
"""XOOPS: "article.php?storytopic=3"; SPIP: "spip.php?rubrique3" and its keywords, "spip.php?mot12"."""
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
_NEWS = "news-list-category"
"""In the templates of TYPO3's news extension the article's categories stand in its footer, as texts or links."""
_MOST_ABOVE = 5
"""Categories that only their addresses tell, above the heading: more are a menu."""
_SIGN = re.compile(r"^[^\w\s.\"'“„«(]{1,3}\s+(?=\w)")
"""An emblem before the name: "📒 Boatyard"."""
_COUNT = re.compile(r"(?<=\S)\s*\(\d{1,5}\)$")
_COUNTED = re.compile(r"\s*\(\d{1,5}\)")
_BETWEEN = re.compile(r",|\s{2,}")
_LABEL = re.compile(
    r"^\W*(?:tags?|tagged(?: with)?|categor(?:y|ies)|filed under|posted in|kategorien?|schlagw(?:ort|örter)e?|"
    r"themen?|in|etiquetas|catégories?|rubrik)\b\s*:?\s*",
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
        self._found = self._links()

    def linked(self, kind: Kind) -> tuple[Term, ...]:
        """The terms that the page links."""
        return tuple(self._found[kind].values())

    def told(self, kind: Kind) -> tuple[Term, ...]:
        """The terms that structured data, a class name, breadcrumbs or the address tell."""
        if kind == "tag":
            names = self._split("article:tag") or self.structured.keywords("keywords")
            if not names and self._own("keywords"):
                names = self._properties("keywords")  # those of the page's head are the blog's
            else:
                names = names or self._split("news_keywords", "keywords", "parsely-tags", "sailthru.tags", "tags")
            # a theme that has no tags to tell may tell the categories
            return _terms(kind, names) if {*map(key, names)} - {*map(key, self._found["category"])} else ()
        if names := self._sections():
            # the page may show the way to the section that machines are told
            steps = self._steps()
            leads_there = {key(name) for name in names} <= {key(step.name) for step in steps}
            return steps if leads_there else _terms(kind, names)
        if names := self._marked() or self._labelled() or self._news():
            return _terms(kind, names)
        told = self._steps() or steps_told(self.structured, self.heading)
        told = told or sections(self.soup, self.structured.url, self.around)
        shown = kickers(self.soup, self.structured, self.base, self.around, self.heading)
        # a line over the title may hold the tags
        tags = {key(name) for name in self._found["tag"]}
        known = {key(term.name) for term in told} | tags
        return told if {key(term.name) for term in shown} <= known else shown

    def _steps(self) -> tuple[Term, ...]:
        return steps_shown(self.soup, self.structured, self.base, self.heading)

    # ---- links

    def _links(self) -> dict[Kind, dict[str, Term]]:
        by_rel: dict[Kind, dict[str, Term]] = {"category": {}, "tag": {}}
        by_address: dict[Kind, dict[str, Term]] = {"category": {}, "tag": {}}
        above = 0
        for tag in self.soup.by_name("a"):
            href = str(tag.attrs.get("href") or "")
            rel = tag.attrs.get("rel") or ()
            said = "tag" in rel or "category" in rel
            leads = leads_to(href)
            if not href or not (said or leads) or self._is_away(tag, said):
                continue
            url = absolute(href, self.base)
            name = self._name(tag)
            if not url or not name or len(name) > 60 or _NO_NAME.search(name):
                continue
            if not said and (host(url) != host(self.base) or not self._is_near(tag) or _is_counted(tag)):
                continue
            if is_of_another_post(tag, self.soup, self.heading):
                continue
            kind: Kind = "category" if "category" in rel or leads == "category" else "tag"
            above += kind == "category" and not said and tag.order < self.anchor
            term = Term(kind=kind, name=name, slug=slug_of(url), url=url)
            (by_rel if said else by_address)[kind].setdefault(name.casefold(), term)
        if _is_menu(list(by_address["category"])) or above > _MOST_ABOVE:
            by_address["category"].clear()
        return {kind: by_rel[kind] or by_address[kind] for kind in by_rel}

    def _name(self, tag: Element) -> str | None:
        """What a link calls its term, without the number of its posts: "Knots (12)", "Knots<sup>12</sup>"."""
        text = text_of(tag) or ""
        if text[-1:].isdigit():
            counts = [one for one in self.soup.within(tag, "sup", "span", "small") if (text_of(one) or "").isdigit()]
            if counts and counts[-1].chars < tag.chars:
                text = text[: -counts[-1].chars]
        elif text[-1:] == ")":
            text = _COUNT.sub("", text)
        return clean(_SIGN.sub("", text.strip("#,;|·• ")))

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

    def _sections(self) -> tuple[str, ...]:
        """The sections that structured data tell."""
        told = (clean(part) for name in self.structured.sections for part in name.split(","))
        names = tuple(name for name in told if name)
        return names or self._split("section", "category") or self._properties("articleSection")

    def _own(self, name: str) -> list[Element]:
        """The article's microdata of this name, though they may tell nothing."""
        tags = [tag for tag in self.soup.items if name in tag.attrs.get("itemprop", "")]
        return [tag for tag in tags if not microdata.is_of_another(tag)]

    def _properties(self, name: str) -> tuple[str, ...]:
        """The texts of the article's microdata of this name; whole sentences are none."""
        texts = [microdata.value_of(tag) or "" for tag in self._own(name)]
        if any(len(text) > 80 for text in texts):
            return ()
        return tuple(dict.fromkeys(word for text in texts for part in text.split(",") if (word := clean(part))))

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
                    links = [link, *self.soup.within(tag, "a")]
                    if any(leads_to(attribute(one, "href") or "") == "tag" for one in links):
                        continue
                    name = clean(_LABEL.sub("", text_of(tag) or ""))
                    if name and not _NO_NAME.search(name):
                        return tuple(part for piece in name.split(",") if (part := clean(piece)))
        return ()

    def _news(self) -> tuple[str, ...]:
        """The categories that TYPO3's news extension shows for the article, not for those of a list beside it."""
        for tag in self.soup.by_class(_NEWS):
            near = 0 < tag.order - self.anchor < 120 and tag not in self.around.away
            if near and not is_of_another_post(tag, self.soup, self.heading):
                texts = (text_of(node) if isinstance(node, Element) else str(node) for node in tag.contents)
                names = (clean(part) for text in texts for part in _BETWEEN.split(text or ""))
                return tuple(name for name in names if name and len(name) < 60 and not _NO_NAME.search(name))
        return ()

    def _marked(self) -> tuple[str, ...]:
        """The links in an element of the article that calls itself its categories."""
        for word, tags in self.soup.classes.items():
            if _LISTS.isdisjoint(parts_of(word)) or len(tags) > 2:
                continue
            for tag in tags:
                if tag.order < self.anchor or tag.chars > 400 or tag.chars > 1.6 * tag.link_chars or self._is_away(tag):
                    continue
                links = [a for a in self.soup.within(tag, "a") if leads_to(attribute(a, "href") or "") != "tag"]
                names = [name for link in links if (name := text_of(link)) and len(name) < 120]
                if 0 < len(names) <= 10 and not any(map(_NO_NAME.search, names)):
                    return tuple(names)
        return ()


def _terms(kind: Kind, names: Iterable[str]) -> tuple[Term, ...]:
    return tuple(Term(kind=kind, name=name) for name in dict.fromkeys(names) if len(name) < 120)


@known
def _says_category(word: str) -> bool:
    return _CLASS.search(word) is not None


def _is_counted(tag: Element) -> bool:
    """Whether the number of its posts stands behind a link, "Boats (12)": so lists of all categories do."""
    behind = tag.next_sibling
    return isinstance(behind, str) and _COUNTED.match(behind) is not None


def _is_menu(names: list[str]) -> bool:
    """Whether categories that only their addresses tell are those of the whole blog: many, and from A to Z."""
    return len(names) > 7 and names == sorted(names)


def leads_to(href: str) -> Kind | None:
    """The kind of term that an address lists, by its directories or its query."""
    if "?" in href and (query := _QUERY.search(href)):
        return "category" if query[1] else "tag"
    # "/tags/" lists the tags, and is none; "/tag/?id=3" is one
    folders = (href if "?" in href else href.rstrip("/")).lower().split("/")[:-1]
    if not _CATEGORIES.isdisjoint(folders):
        return "category"
    return "tag" if not _TAGS.isdisjoint(folders) else None
