"""Categories and tags: links that say so by ``rel``, else by where they lead, else what structured data or breadcrumbs say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from .model import Term
from .names import FOREIGN, TEASER, rank_of
from .soup import Element, Soup, attribute, is_in, iter_name, parents, words_of
from .structured import Structured
from .text import clean, text_of
from .urls import absolute, host, slug_of

Kind = Literal["category", "tag"]

_CATEGORY = re.compile(
    r"/(?:categor(?:y|ies|ia|ias|ie|iea)|kategorien?|kategori(?:e|er|a|as)?|cat|rubri(?:k|que|ques|ek|ken|ca)|ressort|sections?|channel|archives/category|themenbereich)[/=]"
    r"|[?&](?:cat|category|category_name)=",
    re.I,
)
_TAG = re.compile(
    r"/(?:tags?|schlagw(?:o|oe|%c3%b6|ö)rte?r?|schlagwort|stichworte?|keywords?|labels?|etiquetas?|etiquette|mots?-cles?|search/label|tagged|hashtags?|themen?|topics?|temas?|tema|sujets?)[/=]|[?&]tag=",
    re.I,
)
_MENU = re.compile(
    r"^(?:menu|menu-item|menu-item-.*|nav|navbar|navi|navigation|main-nav|sub-?menu|dropdown-menu|submenu.*|tag-?cloud|widget|widget_.*|sidebar|site-footer|footer|footer--.*|cat-item.*|.*-menu|.*-nav|.*navigation.*|mega-?menu.*|burger.*)$",
    re.I,
)
_NO_NAME = re.compile(r"[»›…]|^(?:neueste|alle|more|view|see|weiter|mehr|read|all|home|startseite|blog home|zurück|back)\b", re.I)
_CLASS = re.compile(r"(?:^|[-_])(?:categor(?:y|ies|ia|ie)|kategorien?|rubri(?:k|que)|ressort|section-name|cat-links?|post-cat)s?(?:$|[-_](?:name|label|link|links|list|title|text)s?$)", re.I)
_CRUMBS = re.compile(r"(?:^|[-_])(?:bread-?crumbs?|crumbs?|rootline|brotkrume)(?:$|[-_])", re.I)
_LABEL = re.compile(r"^\W*(?:tags?|tagged(?: with)?|categor(?:y|ies)|filed under|posted in|kategorien?|schlagw(?:ort|örter)e?|themen?|in|etiquetas|catégories?|rubrik)\s*:?\s*", re.I)


class TermFinder:
    """Finds the terms of one article; ``away`` are comments and their like, ``heading`` shows the title."""

    def __init__(
        self, soup: Soup, structured: Structured, base: str, away: tuple[Element, ...], heading: Element | None
    ) -> None:
        self.soup = soup
        self.structured = structured
        self.base = base
        self.away = away
        self.anchor = heading.order if heading is not None else 0
        self.title = text_of(heading) if heading is not None else None
        self._found = self._links()

    def linked(self, kind: Kind) -> tuple[Term, ...]:
        """The terms that the page links."""
        return tuple(self._found[kind].values())

    def told(self, kind: Kind) -> tuple[Term, ...]:
        """The terms that structured data, a class name or breadcrumbs tell."""
        names: Iterable[str]
        if kind == "category":
            names = self.structured.keywords("articleSection") or self._split("article:section", "section", "category", "articlesection")
            names = names or self._labelled() or self._crumbs()
        else:
            names = self._split("article:tag") or self.structured.keywords("keywords")
            names = names or self._split("news_keywords", "keywords", "parsely-tags", "sailthru.tags", "tags")
        return tuple(Term(kind=kind, name=name) for name in dict.fromkeys(names) if len(name) < 80)

    # ---- links

    def _links(self) -> dict[Kind, dict[str, Term]]:
        by_rel: dict[Kind, dict[str, Term]] = {"category": {}, "tag": {}}
        by_address: dict[Kind, dict[str, Term]] = {"category": {}, "tag": {}}
        for tag in self.soup.by_name("a"):
            href = str(tag.attrs.get("href") or "")
            rel = tag.attrs.get("rel") or ()
            said = "tag" in rel or "category" in rel
            if not href or not (said or _TAG.search(href) or _CATEGORY.search(href)) or self._is_away(tag):
                continue
            url = absolute(href, self.base)
            name = clean((text_of(tag) or "").strip("#,;|·• "))
            if not url or not name or len(name) > 60 or _NO_NAME.search(name):
                continue
            if not said and (host(url) != host(self.base) or not self._is_near(tag)):
                continue
            kind: Kind = "category" if "category" in rel or _CATEGORY.search(href) else "tag"
            term = Term(kind=kind, name=name, slug=slug_of(url), url=url)
            (by_rel if said else by_address)[kind].setdefault(name.casefold(), term)
        return {kind: by_rel[kind] or by_address[kind] for kind in by_rel}

    def _is_near(self, tag: Element) -> bool:
        """Whether a link stands around the heading or behind the article, and not in a list of all categories."""
        return self.anchor - 120 < tag.order < self.anchor + 2500

    def _is_away(self, tag: Element) -> bool:
        if is_in(tag, self.away):
            return True
        for node in parents(tag):
            if self.anchor and node.order <= self.anchor <= node.last:
                return False
            if node.name in ("nav", "aside") or node.name == "footer" and isinstance(node.parent, Element) and node.parent.name == "body":
                return True
            for word in words_of(node):
                if _MENU.match(word) or rank_of(word)[0] == TEASER or rank_of(word)[0] == FOREIGN and not _is_tagged(word):
                    return True
        return False

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
            if not _CLASS.search(word):
                continue
            for tag in tags[:5]:
                if 0 < tag.chars <= 60 and abs(tag.order - self.anchor) < 120 and not self._is_away(tag):
                    name = clean(_LABEL.sub("", text_of(tag) or ""))
                    if name and not _NO_NAME.search(name):
                        return tuple(part for piece in name.split(",") if (part := clean(piece)))
        return ()

    def _crumbs(self) -> tuple[str, ...]:
        """The breadcrumbs between the front page and the article."""
        trails = [tag for word, tags in self.soup.classes.items() if _CRUMBS.search(word) for tag in tags]
        trails += [tag for word, tag in self.soup.ids.items() if _CRUMBS.search(word)]
        for trail in sorted(trails, key=lambda tag: tag.order)[:3]:
            names = [name for link in iter_name(trail, "a") if link.chars and (name := text_of(link)) and len(name) < 60]
            names = [name for name in names[1:] if name != self.title]
            if names:
                return tuple(names)
        return ()


def _is_tagged(word: str) -> bool:
    return "tag" in word.lower()
