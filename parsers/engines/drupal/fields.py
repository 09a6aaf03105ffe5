"""The fields of a Drupal node (7 to 11): each is an element that says its own name, ``field--name-field-tags``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...generic import Generic
from ...generic.people import tidy
from ...model import Term
from ...tree.soup import Element, Soup
from ...tree.text import Region, text_of
from ...tree.urls import slug_of
from ...tree.within import classed, named

Fields = list[tuple[str, Element]]

LABELS = ("field-label", "field__label", "field--label", "visually-hidden", "element-invisible")
_FIELD = re.compile(r"field-{1,2}name-(?:field-)?([\w-]{1,80})$")
_BYLINE = re.compile(r"(?:^|[-_])(?:authors?|autor(?:en|in|es)?|auteurs?|byline|verfasser)$")
_TAG_NAME = re.compile(
    r"(?:^|[-_])(?:tags?|keywords?|schlag\w*|stichw\w*|etiquetas?|mots?-?cl\w*|topics?|themen?)(?:$|[-_])"
)
_CATEGORY_NAME = re.compile(
    r"(?:^|[-_])(?:categor\w*|kategor\w*|rubri\w*|ressorts?|sections?|channels?|vocabulary\w*|blog-type)(?:$|[-_])"
)
_PICTURE = re.compile(r"image|bild|photo|foto|media|teaser|copyright")
_ROLE = re.compile(r",\s(?=[^,]*\b[a-zß-ÿ]{4,}).*$")
"""Behind a name: ", Extension horticulture educators"."""
_LONGEST_NAME = 80


def fields_of(tags: Iterable[Element]) -> Fields:
    """Elements of class ``field`` with the names that their other classes tell, without "field-"."""
    found: Fields = []
    for tag in tags:
        names = (match[1] for word in tag.attrs.get("class") or () if (match := _FIELD.match(word)))
        if name := next(names, None):
            found.append((name, tag))
    return found


def byline_of(soup: Soup, fields: Fields) -> str | None:
    """The author that a field of the node names, apart from the account that posted it."""
    for name, tag in fields:
        if _BYLINE.search(name) and not _PICTURE.search(name) and 0 < tag.chars < 120:
            told = tidy(text_of(Region.of(tag, without=classed(soup, tag, *LABELS))))
            return _ROLE.sub("", told) if told else None
    return None


def terms_of(page: Generic, fields: Fields) -> tuple[Term, ...]:
    """The terms of fields whose name says that they are tags or categories."""
    found: dict[str, Term] = {}
    for name, tag in fields:
        is_tag = bool(_TAG_NAME.search(name))
        if not is_tag and not _CATEGORY_NAME.search(name):
            continue
        for link in named(page.soup, tag, "a"):
            url, text = page.href(link), text_of(link)
            if url and text and len(text) < _LONGEST_NAME:
                term = Term(kind="tag" if is_tag else "category", name=text, slug=slug_of(url), url=url)
                found.setdefault(url, term)
    return tuple(found.values())


def has_one(tag: Element, classes: Iterable[str]) -> bool:
    """Whether an element carries one of these classes."""
    return not set(classes).isdisjoint(tag.attrs.get("class") or ())
