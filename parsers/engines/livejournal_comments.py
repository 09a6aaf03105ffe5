"""Comments of LiveJournal in the DOM: pages without scripts, those of 2012, and journals in styles of their own.

Three markups, each as read by public scrapers: ``.b-tree-twig-2[data-tid=t123] > .b-leaf[data-full=1]`` (2012 to
today), ``#ljcmt123.ljcmt_full`` (S1 and S2 styles), ``.comment`` with an ``a.permalink`` to ``?thread=123#t123`` (Six
Apart's styles). Whatever the style prints, the links are the same: ``?thread=N#tN`` of the comment and of its parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from ..dates import NO_DATE, Date
from ..generic import Generic
from ..generic.comments.thread import Said, thread
from ..model import Comment
from ..tree.soup import Element, attribute, iter_name
from ..tree.text import Region, text_of
from ..tree.urls import absolute
from ..tree.within import classed, first, named

TEXT = ("b-leaf-article", "commentText", "comment-body")
DATE = ("b-leaf-createdtime", "comment-datetimelink")
SUBJECT = ("b-leaf-subject", "comment-subject", "commentHeaderSubject")
LINKS = ("commentLinkbar", "comment-links")
PRINTED = ("abbr", "small", "span", "font")
"""Where other styles print the date of a comment."""
_LEVEL = re.compile(r"b-tree-twig-(\d{1,3})$")
_THREAD = re.compile(r"[?&]thread=(\d{1,18})\b")
_BLOCK = re.compile(r"ljcmt(\d{1,18})$")
_INDENT = re.compile(r"(?:margin|padding)-left:\s*(\d{1,5})px")


def comments_in_page(page: Generic) -> tuple[Comment, ...]:
    """The comments that stand in the DOM, in page order."""
    said = list(_leaves(page)) or list(_blocks(page))
    return thread(said, page.base_url)


def _leaves(page: Generic) -> Iterator[Said]:
    open_ids: list[str] = []
    for twig in page.soup.by_class("b-tree-twig"):
        native_id = (attribute(twig, "data-tid") or "").removeprefix("t")
        levels = [int(found[1]) for word in twig.attrs.get("class") or () if (found := _LEVEL.match(word))]
        leaf = first(page.soup, twig, "b-leaf")
        if not native_id.isdigit() or leaf is None:
            continue
        depth = min(levels[0] - 1 if levels else 0, len(open_ids))
        del open_ids[max(depth, 0) :]
        parent = open_ids[-1] if open_ids else None
        open_ids.append(native_id)
        yield _said(page, leaf, native_id, parent, depth)


def _blocks(page: Generic) -> Iterator[Said]:
    found = [(tag, match[1]) for ident, tag in page.soup.ids.items() if (match := _BLOCK.match(ident))]
    if not found:
        found = [(tag, own) for tag in page.soup.by_class("comment") if (own := _own_id(page, tag))]
    indents: list[tuple[int, str]] = []
    for tag, native_id in sorted(found, key=lambda pair: pair[0].order):
        indent = _INDENT.search(attribute(tag, "style") or "")
        width = int(indent[1]) if indent else 0
        while indents and indents[-1][0] >= width:
            indents.pop()
        parent = _parent(page, tag, native_id) or (indents[-1][1] if indents else None)
        indents.append((width, native_id))
        yield _said(page, tag, native_id, parent, len(indents) - 1)


def _own_id(page: Generic, tag: Element) -> str | None:
    link = first(page.soup, tag, "permalink")
    found = _THREAD.search(attribute(link, "href") or "")
    return found[1] if found else None


def _parent(page: Generic, tag: Element, native_id: str) -> str | None:
    """The other comment that the links below a comment lead to: "Parent", in whatever language."""
    text = first(page.soup, tag, *TEXT)
    for link in named(page.soup, tag, "a"):
        found = _THREAD.search(attribute(link, "href") or "")
        if found and found[1] != native_id and not (text and text.order < link.order <= text.last):
            return found[1]
    return None


def _said(page: Generic, tag: Element, native_id: str, parent: str | None, depth: int) -> Said:
    user = first(page.soup, tag, "ljuser", "i-ljuser")
    name = attribute(tag, "data-username") or user_of(user)
    link = first(page.soup, tag, "b-leaf-permalink", "permalink")
    return Said(
        native_id=native_id,
        parent_native_id=parent,
        depth=depth,
        region=_text(page, tag),
        url=page.href(link) or f"{page.url()}?thread={native_id}#t{native_id}",
        author_name=name,
        author_url=journal_url(user, page.base_url) if user else None,
        author_kind=("owner" if name == page.author_name() else "registered") if name else "unregistered",
        when=_when(page, tag),
    )


def _text(page: Generic, tag: Element) -> Region | None:
    text = first(page.soup, tag, *TEXT)
    if text is None:
        # S1: the first <div> of the block holds picture, name and date, the second the text
        divs = [child for child in tag.contents if isinstance(child, Element) and child.name == "div"]
        if len(divs) < 2:
            return None
        text = divs[1]
    return Region.of(*text.contents, without=classed(page.soup, text, *LINKS, *SUBJECT))


def _when(page: Generic, tag: Element) -> Date:
    text = first(page.soup, tag, *TEXT)
    parts = (*classed(page.soup, tag, *DATE), *named(page.soup, tag, *PRINTED))
    for part in parts:
        if not 8 < part.chars < 60 or (text and text.order < part.order <= text.last):
            continue
        if (found := page.date(text_of(part))).published:
            return found
    return NO_DATE


def user_of(tag: Tag | None) -> str | None:
    """The name in a ``<span class="ljuser" data-ljuser="name">``, in older pages ``lj:user``; else its text."""
    if tag is None:
        return None
    return attribute(tag, "data-ljuser") or attribute(tag, "lj:user") or text_of(next(iter_name(tag, "b"), tag))


def journal_url(tag: Tag, base: str) -> str | None:
    """The address of the journal that a user's name links to, not that of the profile."""
    urls = [url for link in iter_name(tag, "a") if (url := absolute(attribute(link, "href"), base))]
    return next((url for url in urls if "/profile" not in url and "userinfo" not in url), None)
