"""The account that posted, as WordPress themes name it: links to ``/author/name/``, ``rel=author``, author classes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from .jsonld import as_list, as_text, as_url
from .people import tidy
from .soup import Element, attribute, iter_class, iter_name, parents
from .structured import Structured
from .text import clean, text_of
from .urls import host

NAMES = (
    *("wp-block-post-author__name", "wp-block-post-author-name", "entry-author-name", "author-name", "post-author-name"),
    *("td-post-author-name", "jeg_meta_author", "posted-by", "byline", "entry-author", "post-author", "author", "vcard"),
    *("post-meta-author", "meta-author", "author_name", "authorname", "elementor-author-box__name", "p-author", "fn"),
    *("elementor-post-info__item--type-author", "post_author_name", "saboxplugin-authorname", "article-author", "writer"),
)  # fmt: skip
_ARCHIVE = re.compile(r"/(?:author|autor|auteur|autore|authors|profile|redakteur|user|writer|forfatter|kirjoittaja|yazar)s?/([^/?#]+)/?(?:[?#].*)?$|[?&]author=(\d+)", re.I)
_LIKE = re.compile(r"(?:^|[-_])(?:author|autor|byline|verfasser|writer)(?:$|[-_])", re.I)
_ROLE = re.compile(r",\s+(?:[\w.&-]+\s+){0,3}(?:columnist|editor|writer|author|contributor|reporter|correspondent|redakteur(?:in)?|ceo|founder)\b.*$", re.I)
_HANDLE = re.compile(r"\s+@\w+$")
_NO_NAME = re.compile(r"desc|bio|avatar|image|img|photo|pic|box|title|label|more|social|archive|job|role|links?$|meta$|date|wrap|info$|area", re.I)
_MORE = re.compile(r"[→»›>]|\b(?:archives?|website|about|all|alle|todas?|tous|tutti|view|voir|ver|zeige|more|mehr|read|follow|website|posts?|beiträge|articles?|blog|bio)\b", re.I)
_LABEL = re.compile(r"^\W*(?:(?:posted|written|published|words|text|story|veröffentlicht|geschrieben|verfasst)\s+)?(?:by|von|par|por|door|di|da|av|af|od|autor(?:in)?|author|auteur|autore|автор|作者)\b\s*:?\s*", re.I)


Href = Callable[[Element], "str | None"]


@dataclass(frozen=True)
class Account:
    """A name as the theme prints it and the page of its posts."""

    name: str
    url: str | None = None
    signed: bool = False
    """Whether the name follows a "by"."""


def told_accounts(structured: Structured, absolute: Callable[[str], str | None]) -> tuple[Account, ...]:
    """The authors that JSON-LD names for the article: SEO plugins take them from the account."""
    found: dict[str, Account] = {}
    for value in as_list(structured.article.get("author")):
        person = structured.resolved(value)
        name = as_text(person)
        if name and not name.startswith(("http", "@")):
            url = as_url(person) if isinstance(person, dict) else None
            found.setdefault(name, Account(_HANDLE.sub("", name), absolute(url) if url and not url.startswith("#") else None))
    return tuple(found.values())


def is_author_page(url: str | None) -> bool:
    """Whether an address has the form of the list of an author's posts."""
    return bool(url and _ARCHIVE.search(url))


def linked_accounts(tags: list[Element], absolute: Href, home: str) -> tuple[Account, ...]:
    """The accounts whose lists of posts are linked; ``home`` is the blog's host.

    Of several links to one list the shortest text is the name ("View all posts by Ada" is longer).
    """
    home = _domain(home)
    names: dict[str, list[tuple[bool, str]]] = {}
    first: Element | None = None
    for tag in tags:
        if tag.name != "a":
            continue
        url = absolute(tag)
        by_rel = "author" in (tag.attrs.get("rel") or ())
        if url is None or not (by_rel or _ARCHIVE.search(url)) or _domain(host(url)) != home:
            continue
        text = clean(_LABEL.sub("", text_of(tag) or ""))
        if first is not None and url not in names and tag.order > first.last + 40:
            continue  # authors of one article stand side by side
        if text and len(text) <= 100:
            first = first or tag
            names.setdefault(url, []).append((not _says_author(tag), text))
        elif not text and url not in names:
            names[url] = []
    found = []
    for url, texts in names.items():
        slug = _ARCHIVE.search(url)
        ranked = sorted((not _is_slug(text, slug) and bool(_MORE.search(text)), aside, len(text), text) for aside, text in texts)
        if ranked and not ranked[0][0]:
            found.append(Account(_HANDLE.sub("", ranked[0][3]), url))
    return tuple(found[:10]) or tuple(_by_slug(tags, names))


def _by_slug(tags: list[Element], urls: Iterable[str]) -> Iterator[Account]:
    """A name that gives the slug of a link that does not say it: ``/author/rob-knoops/`` "View Blog", "Rob Knoops | CERN"."""
    for url in urls:
        found = _ARCHIVE.search(url)
        for tag in tags if found and found[1] else ():
            if tag.chars < 200 and tag.name not in ("a", "option") and _LIKE.search(" ".join(tag.attrs.get("class") or ())):
                name = tidy(text_of(tag))
                if name and _is_slug(name, found):
                    yield Account(name, url)
                    return


def _says_author(tag: Element) -> bool:
    """Whether a link, or what is close around it, is of an author class."""
    around = [tag, *(parent for _, parent in zip(range(2), parents(tag), strict=False))]
    return any(name in NAMES for near in around for name in near.attrs.get("class") or ())


def _domain(name: str) -> str:
    return ".".join(name.split(".")[-2:])


def _is_slug(name: str, found: re.Match[str] | None) -> bool:
    if not found or not found[1]:
        return False
    one, other = _letters(name), _letters(unquote(found[1]))
    return bool(one) and (one == other or len(one) > 3 and (one in other or other in one))


def classed_accounts(tags: list[Element], absolute: Href) -> tuple[Account, ...]:
    """The account that an element of an author class names."""
    by_class: dict[str, list[Element]] = {}
    for tag in tags:
        for name in tag.attrs.get("class") or ():
            by_class.setdefault(name, []).append(tag)
    like = [name for name in by_class if name not in NAMES and _LIKE.search(name) and not _NO_NAME.search(name)]
    for name in (*NAMES, *like):
        for tag in by_class.get(name, ()):
            if not 0 < tag.chars <= 150:
                continue
            inner = next(iter_class(tag, "fn", "author", "author-name", "name"), tag)
            links = [link for link in iter_name(inner, "a") if link.chars]
            text = text_of(links[0]) if len(links) == 1 else text_of(inner)
            found = tidy(_ROLE.sub("", text or ""))
            if found and len(found.split()) <= 6 and not _MORE.search(found) and not any(char.isdigit() for char in found):
                link = links[0] if links else next((link for link in iter_name(tag, "a")), None)
                url = absolute(link) if link is not None and attribute(link, "href") else None
                return (Account(found, url, signed=bool(_LABEL.match(text_of(tag) or ""))),)
    return ()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
