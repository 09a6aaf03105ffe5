"""Categories against tags: by ``rel``, by the classes of term blocks, by the address, by the classes of the article.

Core's ``post_class()`` names every term of a post (``category-boats tag-rope``) whether the theme shows it or not, and
no other: links to them are terms of the post wherever they stand, and only links to them are. Sandbox and the themes
that descend from it name them on the body of a post's page, too: ``s-category-boats s-tag-rope``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

from ...generic.surroundings import is_of_another_post
from ...model import Term
from ...tree.soup import Element, attribute, iter_name, parents, words_of
from ...tree.text import clean, text_of
from .place import Place

Kind = Literal["category", "tag"]

BLOCKS: dict[Kind, list[str]] = {
    "category": (
        "taxonomy-category cat-links entry-categories post-categories cat-link category-links post-category"
    ).split(),
    "tag": "taxonomy-post_tag tags-links tag-links entry-tags post-tags tag-list tags td-tags jeg_post_tags".split(),
}
MOST = 20
"""Categories in one list, where the article does not name its own: more are a menu."""
_MOST_LINKS = 3_000
_CATEGORY = re.compile(
    r"/(?:category|categorie|kategorie|kategori|categoria|categorias?|kategoria|rubrik|thema|topics?)/|[?&]cat=\d", re.I
)
_TAG = re.compile(r"/(?:tag|tags|schlagwort|etiqueta|etiquette|stichwort|mot-cle|topic-tag)/|[?&]tag=", re.I)
_CLASS = re.compile(r"(category|tag)-(.+)")

Href = Callable[[Element], "str | None"]
_BOTH: tuple[Kind, Kind] = ("category", "tag")


class TermReader:
    """The terms of one post, of its article or else of what stands near it."""

    def __init__(self, article: Element | None, own: Place, near: Place, heading: Element | None, href: Href) -> None:
        self.href = href
        self.heading = heading
        """The title of the page, where no element holds the article."""
        self.told: dict[str, set[str]] = {"category": set(), "tag": set()}
        names = (attribute(article, "class") or "").split()
        names += [name[2:] for tag in near.soup.by_name("body") for name in words_of(tag) if name.startswith("s-")]
        for name in names:
            if found := _CLASS.fullmatch(name):
                self.told[found[1]].add(found[2].lower())
        here = self._read(own, own.named("a")) if article is not None else {kind: {} for kind in _BOTH}
        if article is None and any(self.told.values()):
            beside = self._read(near, near.soup.by_rel("tag"))
        else:
            beside = self._read(near, near.named("a")) if not all(here.values()) else here
        self.categories = tuple((here["category"] or beside["category"]).values())
        self.tags = tuple((here["tag"] or beside["tag"]).values())

    def _read(self, place: Place, links: list[Element]) -> dict[Kind, dict[str, Term]]:
        framed: dict[int, Kind] = {}
        for kind in reversed(_BOTH):
            for block in place.classed(*BLOCKS[kind])[:MOST]:
                framed.update(dict.fromkeys(map(id, iter_name(block, "a")), kind))
        by_list: dict[int, list[Term]] = {}
        for tag in links[:_MOST_LINKS]:
            if 0 < tag.chars <= 80 and (term := self._term(tag, framed.get(id(tag)))):
                if self.heading is not None and is_of_another_post(tag, place.soup, self.heading):
                    continue
                by_list.setdefault(id(_list_of(tag)), []).append(term)
        found: dict[Kind, dict[str, Term]] = {kind: {} for kind in _BOTH}
        for terms in by_list.values():
            if any(self.told.values()) or sum(term.kind == "category" for term in terms) <= MOST:
                for term in terms:
                    found[term.kind].setdefault(term.name.casefold(), term)
        return found

    def _term(self, tag: Element, framed: Kind | None) -> Term | None:
        """``framed`` says in which block of terms the link stands."""
        rel = tag.attrs.get("rel") or ()
        marked = "tag" in rel or "category" in rel
        href = attribute(tag, "href") or ""
        by_path = _CATEGORY.search(href)
        if not (marked or framed or by_path or _TAG.search(href)):
            return None
        url = self.href(tag)
        name = clean((text_of(tag) or "").strip("#,;|·• "))
        if url is None or name is None:
            return None
        is_category = "category" in rel or framed == "category" or by_path and not (framed and marked)
        kind: Kind = "category" if is_category else "tag"
        slug = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
        chosen = kind if "category" in rel else self._chosen(kind, slug.lower(), marked or framed is not None, marked)
        return Term(kind=chosen, name=name, slug=slug or None, url=url) if chosen else None

    def _chosen(self, kind: Kind, slug: str, framed: bool, marked: bool) -> Kind | None:
        """The kind that the article's classes give the term; None if it is not the article's."""
        if not any(self.told.values()):
            return kind if framed else None
        escaped = quote(slug).lower()
        for told in (kind, *_BOTH):
            if slug in self.told[told] or escaped in self.told[told]:
                return told
        # of slugs that are numbers or without latin letters the class has the term's number
        return kind if marked and (not slug.isascii() or slug.isdigit()) else None


def _list_of(tag: Element) -> Element | None:
    """The list that a link stands in."""
    near = (parent for _, parent in zip(range(4), parents(tag), strict=False))
    return next((parent for parent in near if parent.name in ("ul", "ol")), None)
