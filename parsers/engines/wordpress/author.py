"""The account that posted, as WordPress themes name it: links to ``/author/name/``, ``rel=author``, author classes.

JSON-LD and ``meta author`` come from the account too. A name behind a "by" that is no link to the account's posts may
be another's: the guest who wrote the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from ...generic.people import tidy
from ...marks.jsonld import as_list, as_text, as_url
from ...marks.structured import Structured
from ...tree.known import known
from ...tree.soup import Element, attribute, iter_class, iter_name, parents
from ...tree.text import clean, text_of
from ...tree.urls import host
from .marks import letters
from .place import Place

NAMES = (
    "wp-block-post-author__name wp-block-post-author-name entry-author-name author-name post-author-name"
    " td-post-author-name jeg_meta_author posted-by byline entry-author post-author author vcard post-meta-author"
    " meta-author author_name authorname elementor-author-box__name p-author fn elementor-post-info__item--type-author"
    " post_author_name saboxplugin-authorname article-author writer"
).split()
_LIKE = re.compile(r"(?:^|[-_])(?:author|autor|byline|verfasser|writer)(?:$|[-_])", re.I)
_NO_NAME = re.compile(
    r"desc|bio|avatar|image|img|photo|pic|box|title|label|more|social|archive|job|role|links?$|meta$|date|wrap|info$|area",
    re.I,
)
_ARCHIVE = re.compile(
    r"/(?:author|autor|auteur|autore|profile|redakteur|user|writer|forfatter|kirjoittaja|yazar)s?/([^/?#]+)/?(?:[?#].*)?$"
    r"|[?&]author=(\d+)",
    re.I,
)
_MORE = re.compile(
    r"[→»›>]|\b(?:archives?|website|about|all|alle|todas?|tous|tutti|view|voir|ver|zeige|more|mehr|read|follow|posts?|beiträge"
    r"|articles?|blog|bio)\b",
    re.I,
)
_LABEL = re.compile(
    r"^\W*(?:(?:posted|written|published|words|text|story|veröffentlicht|geschrieben|verfasst)\s+)?"
    r"(?:by|von|par|por|door|di|da|av|af|od|autor(?:in)?|author|auteur|autore|автор|作者)\b\s*:?\s*",
    re.I,
)
_ROLE = re.compile(
    r",\s+(?:[\w.&-]+\s+){0,3}(?:columnist|editor|writer|author|contributor|reporter|correspondent|redakteur(?:in)?|ceo"
    r"|founder)\b.*$",
    re.I,
)
_HANDLE = re.compile(r"\s+@\w+$")

_MOST = 200
"""Links to different authors, and elements of one class, that are looked at."""

Href = Callable[[Element], "str | None"]


@dataclass(frozen=True)
class Account:
    """A name as the theme prints it and the page of its posts."""

    name: str
    url: str | None = None
    signed: bool = False
    """Whether the name follows a "by"."""


def told_accounts(structured: Structured, absolute: Callable[[str], str | None]) -> tuple[Account, ...]:
    """The authors that JSON-LD names for the article."""
    found: dict[str, Account] = {}
    for value in as_list(structured.article.get("author")):
        person = structured.resolved(value)
        name = as_text(person)
        if name and not name.startswith(("http", "@")):
            url = as_url(person) if isinstance(person, dict) else None
            url = absolute(url) if url and not url.startswith("#") else None
            found.setdefault(name, Account(_HANDLE.sub("", name), url))
    return tuple(found.values())


def linked_accounts(place: Place, absolute: Href, home: str) -> tuple[Account, ...]:
    """The accounts whose lists of posts are linked; ``home`` is the blog's host.

    Of several links to one list the shortest text is the name ("View all posts by Ada" is longer).
    """
    names: dict[str, list[tuple[bool, str]]] = {}
    first: Element | None = None
    for tag in place.named("a"):
        url = absolute(tag)
        by_rel = "author" in (tag.attrs.get("rel") or ())
        if len(names) > _MOST:
            break
        if url is None or not (by_rel or _ARCHIVE.search(url)) or _domain(host(url)) != _domain(home):
            continue
        text = clean(_LABEL.sub("", text_of(tag) or "", count=1))
        if first is not None and url not in names and tag.order > first.last + 40:
            continue  # the authors of one article stand side by side
        if text and len(text) <= 100:
            first = first or tag
            names.setdefault(url, []).append((not _says_author(tag), text))
        elif not text:
            names.setdefault(url, [])
    found = []
    for url, texts in names.items():
        slug = _ARCHIVE.search(url)
        ranked = sorted(
            (not _is_slug(text, slug) and bool(_MORE.search(text)), aside, len(text), text) for aside, text in texts
        )
        if ranked and not ranked[0][0]:
            found.append(Account(_HANDLE.sub("", ranked[0][3]), url))
    # an author box may link the name to somewhere else once more
    return tuple({account.name: account for account in reversed(found[:10])}.values())[::-1] or _by_slug(place, names)


@known
def _is_like(word: str) -> bool:
    return _LIKE.search(word) is not None


def classed_accounts(place: Place, absolute: Href) -> tuple[Account, ...]:
    """The account that an element of an author class names."""
    like = [name for name in place.soup.classes if _is_like(name) and not _NO_NAME.search(name)]
    for name in (*NAMES, *(name for name in like if name not in NAMES)):
        for tag in place.classed(name)[:_MOST]:
            if 0 < tag.chars <= 150 and (found := _account_in(tag, absolute)):
                return (found,)
    return ()


def _account_in(tag: Element, absolute: Href) -> Account | None:
    inner = next(iter_class(tag, "fn", "author", "author-name", "name"), tag)
    links = [link for link in iter_name(inner, "a") if link.chars]
    text = text_of(links[0]) if len(links) == 1 else text_of(inner)
    found = tidy(_ROLE.sub("", text or ""))
    if not found or len(found.split()) > 6 or _MORE.search(found) or any(char.isdigit() for char in found):
        return None
    link = links[0] if links else next(iter_name(tag, "a"), None)
    url = absolute(link) if link is not None and attribute(link, "href") else None
    return Account(found, url, signed=bool(_LABEL.match(text_of(tag) or "")))


def _by_slug(place: Place, urls: Iterable[str]) -> tuple[Account, ...]:
    """A name that gives the slug of a link that does not say it.

    ``/author/rob-knoops/`` is called "View Blog", and an ``author_bio`` says "Rob Knoops | CERN | Belgium".
    """
    like = [name for name in place.soup.classes if _is_like(name)]
    for url in urls:
        slug = _ARCHIVE.search(url)
        for tag in place.classed(*like) if slug and slug[1] else ():
            if tag.chars < 200 and tag.name not in ("a", "option"):
                name = tidy(text_of(tag))
                if name and _is_slug(name, slug):
                    return (Account(name, url),)
    return ()


def _says_author(tag: Element) -> bool:
    """Whether a link, or what is close around it, is of an author class."""
    around = [tag, *(parent for _, parent in zip(range(2), parents(tag), strict=False))]
    return any(name in NAMES for near in around for name in near.attrs.get("class") or ())


def _domain(name: str) -> str:
    return ".".join(name.split(".")[-2:])


def _is_slug(name: str, found: re.Match[str] | None) -> bool:
    if not found or not found[1]:
        return False
    one, other = letters(name), letters(unquote(found[1]))
    return bool(one) and (one == other or len(one) > 3 and (one in other or other in one))
