"""Categories against tags: by ``rel``, by the classes of term blocks, by the address, and by the classes of the article.

Core's ``post_class()`` names every term of a post (``category-boats tag-rope``) whether the theme shows it or not, and
no other: links to them are terms of the post wherever they stand, and only links to them are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, unquote, urlsplit

from .model import Term
from .soup import Element, parents
from .text import clean, text_of

CATEGORY_BLOCKS = frozenset(("taxonomy-category", "cat-links", "entry-categories", "post-categories", "cat-link", "category-links", "post-category"))
TAG_BLOCKS = frozenset(("taxonomy-post_tag", "tags-links", "tag-links", "entry-tags", "post-tags", "tag-list", "tags", "td-tags", "jeg_post_tags"))
MOST = 20
"""Categories in one list, where the article does not name its own."""
_CATEGORY = re.compile(r"/(?:category|categorie|kategorie|kategori|categoria|categorias?|kategoria|rubrik|thema|topics?|topic)/|[?&]cat=\d", re.I)
_TAG = re.compile(r"/(?:tag|tags|schlagwort|etiqueta|etiquette|stichwort|mot-cle|topic-tag)/|[?&]tag=", re.I)
_CLASS = re.compile(r"(category|tag)-(.+)")

Href = Callable[[Element], "str | None"]


class TermReader:
    """The terms of one post; ``parts`` are the elements of its article, ``around`` those of the page that belong to it."""

    def __init__(self, article: Element | None, parts: list[Element], around: list[Element], href: Href) -> None:
        self.href = href
        self.told: dict[str, set[str]] = {"category": set(), "tag": set()}
        for name in article.attrs.get("class") or () if article is not None else ():
            if (found := _CLASS.fullmatch(name)) and name != "category-archive":
                self.told[found[1]].add(found[2].lower())
        found_terms = self._read(parts)
        beside = self._read(around) if around is not parts and not all(found_terms.values()) else found_terms
        self.categories = tuple((found_terms["category"] or beside["category"]).values())
        self.tags = tuple((found_terms["tag"] or beside["tag"]).values())

    def _read(self, tags: Iterable[Element]) -> dict[str, dict[str, Term]]:
        by_list: dict[int, list[tuple[str, Term]]] = {}
        for tag in tags:
            if tag.name != "a" or not tag.chars or tag.chars > 80:
                continue
            url = self.href(tag)
            kind = self._kind(tag, url) if url else None
            name = clean((text_of(tag) or "").strip("#,;|·• ")) if kind else None
            if kind and url and name:
                term = Term(kind="tag" if kind == "tag" else "category", name=name, slug=_slug(url), url=url)
                by_list.setdefault(id(_list_of(tag)), []).append((kind, term))
        found: dict[str, dict[str, Term]] = {"category": {}, "tag": {}}
        for terms in by_list.values():
            # a list of 40 categories is a menu; those of a post are few
            if any(self.told.values()) or sum(kind == "category" for kind, _ in terms) <= MOST:
                for kind, term in terms:
                    found[kind].setdefault(term.name.casefold(), term)
        return found

    def _kind(self, tag: Element, url: str) -> str | None:
        slug = (_slug(url) or "").lower()
        rel = tag.attrs.get("rel") or ()
        around = [names for parent in _near(tag) for names in parent.attrs.get("class") or ()]
        marked = "tag" in rel or "category" in rel
        kind: str | None = None
        if "category" in rel or not CATEGORY_BLOCKS.isdisjoint(around):
            kind = "category"
        elif not TAG_BLOCKS.isdisjoint(around) and (marked or _TAG.search(url)):
            kind = "tag"
        elif _CATEGORY.search(url):
            kind = "category"
        elif _TAG.search(url) or marked:
            kind = "tag"
        if kind is None:
            return None
        if "category" in rel:
            return "category"
        if self.told["category"] or self.told["tag"]:
            escaped = quote(slug).lower()
            for told in (kind, "category", "tag"):
                if slug in self.told[told] or escaped in self.told[told]:
                    return told
            # of slugs that are numbers or without latin letters the class has the term's number
            return kind if marked and (not slug.isascii() or slug.isdigit()) else None
        return kind if marked or not CATEGORY_BLOCKS.isdisjoint(around) or not TAG_BLOCKS.isdisjoint(around) else None


def _list_of(tag: Element) -> Element | None:
    """The list that a link stands in."""
    return next((parent for parent in _near(tag) if parent.name in ("ul", "ol")), None)


def _near(tag: Element) -> Iterable[Element]:
    for depth, parent in enumerate(parents(tag)):
        if depth > 3:
            return
        yield parent


def _slug(url: str) -> str | None:
    parts = urlsplit(url)
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or None

