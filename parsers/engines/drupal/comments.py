"""Comments and trackbacks of a Drupal node.

Templates of 4.7 to 7 put ``<a id="comment-5"></a>`` before each ``div.comment``, those of 8 to 11 write
``article#comment-5``; answers follow in ``div.indented``, and 7 to 11 name the parent in RDFa or in a hidden "In reply
to". Names of visitors without account are followed by "(not verified)" in the language of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ...dates import NO_DATE, Date
from ...generic import Generic
from ...generic.comments.thread import Said, thread
from ...model import AuthorKind, Comment, Reference
from ...tree.soup import Element, attribute, is_in, parents
from ...tree.text import Region, body_text, text_of
from ...tree.urls import fragment_of
from ...tree.within import classed, first, named
from .line import local_date, name_in, without_remark

INDENTED = "indented"
BODY_FIELDS = ("field--name-comment-body", "field-name-comment-body")
TEXTS = ("comment__content", "comment-content", "comment-body", "content", "comment-text")
NOT_TEXT = (
    "links", "user-signature", "submitted", "field-label", "field__label", "visually-hidden", "element-invisible",
    "permalink", "comment__title", "comment-title", "new",
)  # fmt: skip
AUTHORS = ("username", "comment__author", "comment-author", "commenter-name", "author")
LINES = (
    "comment__time",
    "comment-time",
    "submitted",
    "comment__submitted",
    "comment__meta",
    "comment-date",
    "metas",
    "author",
)
IN_REPLY_TO = ("parent", "visually-hidden", "element-invisible")
NOT_SHOWN = ("comment-unpublished", "unpublished")
BY_OWNER = ("by-node-author", "comment-by-node-author", "comment-by-author")
PERSON = re.compile(r"Person|UserAccount")

_ID = re.compile(r"comment-(\d{1,12})$")
_CREATED = re.compile(r"(?:dc:|schema:)(?:date|created|dateCreated|datePublished)\b")
_MOST_SPANS = 40


@dataclass(frozen=True)
class _Item:
    native_id: str
    tag: Element
    depth: int


def read_comments(page: Generic) -> tuple[Comment, ...]:
    """The comments of the page that carry a number, in page order, each naming its parent."""
    items = _items(page)
    return thread(_said(page, items), page.base_url)


def _items(page: Generic) -> list[_Item]:
    found: dict[str, Element] = {}
    for ident, mark in page.soup.ids.items():
        match = _ID.match(ident)
        tag = _marked(mark) if match else None
        if match and tag is not None:
            found[match[1]] = tag
    indents = page.soup.by_class(INDENTED)
    items: list[_Item] = []
    open_ends: list[int] = []
    at = 0
    for native_id, tag in sorted(found.items(), key=lambda pair: pair[1].order):
        while at < len(indents) and indents[at].order < tag.order:
            open_ends = [end for end in open_ends if end >= indents[at].order] + [indents[at].last]
            at += 1
        open_ends = [end for end in open_ends if end >= tag.order]
        items.append(_Item(native_id, tag, len(open_ends)))
    return items


def _marked(mark: Element) -> Element | None:
    """The comment that an element with its number stands for: itself, what follows an anchor, or what holds it."""
    if mark.name != "a":
        return mark if mark.chars and mark.name not in ("body", "form", "li") or mark.name == "li" else None
    if not mark.chars:
        for following in mark.next_siblings:
            if isinstance(following, Element):
                return following if following.chars else None
    return next((tag for tag in parents(mark) if "comment" in (tag.attrs.get("class") or ())), None)


def _said(page: Generic, items: list[_Item]) -> Iterator[Said]:
    known = {item.native_id for item in items}
    above: list[_Item] = []
    for item in items:
        tag = item.tag
        del above[item.depth :]
        parent = above[-1].native_id if above and item.depth else None
        above += [item] * (item.depth + 1 - len(above))
        if not set(NOT_SHOWN).isdisjoint(tag.attrs.get("class") or ()):
            continue
        text = _text(page, item)
        user, name = _author(page, item, text)
        link = next((link for link in named(page.soup, tag, "a") if _number(link) == item.native_id), None)
        told = _parent(page, item, text)
        yield Said(
            native_id=item.native_id,
            parent_native_id=told if told in known else parent,
            depth=item.depth,
            region=text,
            url=page.href(link) or f"{page.url()}#comment-{item.native_id}",
            author_name=name,
            author_url=_author_url(page, user),
            author_kind=_kind(tag, user, name),
            when=_when(page, item, text),
        )


def _outside(page: Generic, item: _Item, text: Region | None, *classes: str) -> Iterator[Element]:
    """The elements of these classes in a comment that are neither in its text nor tell of its parent."""
    elsewhere = _elsewhere(page, item, text)
    return (tag for tag in classed(page.soup, item.tag, *classes) if not is_in(tag, elsewhere))


def _elsewhere(page: Generic, item: _Item, text: Region | None) -> list[Element]:
    body = _holder(text)
    return [*classed(page.soup, item.tag, *IN_REPLY_TO), *((body,) if body else ())]


def _holder(text: Region | None) -> Element | None:
    parent = text.nodes[0].parent if text and text.nodes else None
    return parent if isinstance(parent, Element) else None


def _text(page: Generic, item: _Item) -> Region | None:
    tag = max(classed(page.soup, item.tag, *BODY_FIELDS), key=lambda tag: tag.chars, default=None)
    tag = tag or first(page.soup, item.tag, *TEXTS)
    if tag is None or not tag.contents:
        return None
    titles = [head for head in named(page.soup, tag, "h3", "h4") if head.order - tag.order < 4]
    return Region.of(*tag.contents, without=[*classed(page.soup, tag, *NOT_TEXT), *titles])


def _author(page: Generic, item: _Item, text: Region | None) -> tuple[Element | None, str | None]:
    user = next(_outside(page, item, text, *AUTHORS), None)
    if user is None:
        elsewhere = _elsewhere(page, item, text)
        spans = islice(named(page.soup, item.tag, "span", "a"), _MOST_SPANS)
        people = (span for span in spans if PERSON.search(str(span.attrs.get("typeof", ""))) and span.chars)
        user = next((span for span in people if not is_in(span, elsewhere)), None)
    if user is not None and 0 < user.chars < 100 and not any(char.isdigit() for char in text_of(user) or ""):
        return user, without_remark(text_of(user))
    for line, _ in _lines(page, item, text):
        bold = next((tag for tag in named(page.soup, line, "b", "strong") if tag.chars), None)
        if name := name_in(text_of(bold or line)):
            return next(named(page.soup, line, "a"), None), name
    return (user, text_of(user)) if user is not None and user.chars < 60 else (None, None)


def _lines(page: Generic, item: _Item, text: Region | None) -> Iterator[tuple[Element, Date]]:
    """The elements of a comment that print its date."""
    body = _holder(text)
    others = islice(named(page.soup, item.tag, "footer", "h6", "p", "div", "span", "em", "small"), _MOST_SPANS)
    tags = {tag.order: tag for tag in (*_outside(page, item, text, *LINES), *others)}
    for tag in sorted(tags.values(), key=lambda tag: (tag.chars, tag.order)):
        if not 5 < tag.chars < 200 or (body is not None and body.order < tag.order <= body.last):
            continue
        if (found := page.date(text_of(tag))).published:
            yield tag, found


def _when(page: Generic, item: _Item, text: Region | None) -> Date:
    exact = NO_DATE
    for tag in islice(named(page.soup, item.tag, "span", "p", "time"), _MOST_SPANS):
        raw = attribute(tag, "datetime") if tag.name == "time" else attribute(tag, "content")
        if raw and (tag.name == "time" or _CREATED.search(str(tag.attrs.get("property", "")))):
            exact = page.date(raw)
            break
    # data-comment-timestamp is the time of the last change: a page of the corpus has it a day after the date it prints
    return local_date(next((found for _, found in _lines(page, item, text)), NO_DATE), exact)


def _number(link: Element) -> str | None:
    found = _ID.match(fragment_of(attribute(link, "href")) or "")
    return found[1] if found else None


def _parent(page: Generic, item: _Item, text: Region | None) -> str | None:
    """The comment that RDFa (``rel="sioc:reply_of" resource="/comment/4#comment-4"``) or a link outside names."""
    for tag in islice(named(page.soup, item.tag, "span"), _MOST_SPANS):
        found = _ID.match(fragment_of(attribute(tag, "resource")) or "")
        if found and "reply_of" in (attribute(tag, "rel") or ""):
            return found[1]
    body = _holder(text)
    for link in named(page.soup, item.tag, "a"):
        number = _number(link)
        if number and number != item.native_id and not (body is not None and body.order < link.order <= body.last):
            return number
    return None


def _author_url(page: Generic, user: Element | None) -> str | None:
    if user is None:
        return None
    return page.href(user) or next((url for link in named(page.soup, user, "a") if (url := page.href(link))), None)


def _kind(tag: Element, user: Element | None, name: str | None) -> AuthorKind | None:
    if not set(BY_OWNER).isdisjoint(tag.attrs.get("class") or ()):
        return "owner"
    if attribute(tag, "data-comment-user-id") == "0" or "by-anon" in " ".join(tag.attrs.get("class") or ()):
        return "unregistered"
    link = user is not None and ("/user" in (attribute(user, "href") or "") or bool(attribute(user, "about")))
    return "registered" if link else None


def read_trackbacks(page: Generic) -> tuple[Reference, ...]:
    """Trackbacks of the module of that name: ``#trackback-3`` with ``.title a``, ``.author``, ``.content``.

    ``.author`` is "from <em>site</em> on <em>date</em>" in any language: placeholders are the only emphasis
    (trackback.module 1.64.2.22, theme_trackback).
    """
    found: list[Reference] = []
    for tag in page.soup.by_class("trackback"):
        native_id = re.fullmatch(r"trackback-(\d{1,12})", attribute(tag, "id") or "")
        link = next(named(page.soup, first(page.soup, tag, "title") or tag, "a"), None)
        url = page.href(link)
        if native_id is None or url is None:
            continue
        told = list(named(page.soup, first(page.soup, tag, "author"), "em"))
        when = page.date(text_of(told[1])) if len(told) > 1 else NO_DATE
        found.append(
            Reference(
                position=len(found) + 1,
                kind="trackback",
                native_id=native_id[1],
                title=text_of(link),
                url=url,
                site_name=text_of(told[0]) if told else None,
                excerpt=body_text(first(page.soup, tag, "content")),
                published=when.published,
                published_utc=when.published_utc,
                published_raw=when.raw,
            )
        )
    return tuple(found)
