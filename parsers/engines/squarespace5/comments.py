"""The comments of a Squarespace 5 post: a flat list, oldest first, each with "date | author" below its text."""

from __future__ import annotations

import re

from bs4 import Tag

from ...base import Parser
from ...model import AuthorKind, Comment
from ...tree.html import body_html
from ...tree.soup import Element, Soup, attribute, children, iter_name
from ...tree.text import Region, body_text, clean, text_of
from ...tree.urls import host
from ...tree.within import first

COMMENTER = re.compile(r"\s*\b(Un)?registered Commenter\s*", re.I)
"""The icon's alternative, which some renderings glue to the name."""
_ID = re.compile(r"comment(\d+)$")


def read_comments(parser: Parser, post_url: str) -> tuple[Comment, ...]:
    """The comments of the page in page order."""
    tags = [tag for tag in parser.soup.by_class("comment") if _ID.match(str(tag.attrs.get("id", "")))]
    return tuple(_read(parser, tag, position, post_url) for position, tag in enumerate(tags, 1))


def _read(parser: Parser, tag: Element, position: int, post_url: str) -> Comment:
    soup = parser.soup
    native_id = str(tag.attrs["id"]).removeprefix("comment")
    body, signature = _part(soup, tag, "body"), _part(soup, tag, "signature")
    region = Region(tuple(body.contents)) if body else None
    raw, _, author = (text_of(signature) or "").partition("|")  # the name may hold a bar: "Kettle | Sons"
    when = parser.date(raw)
    links = iter_name(signature, "a") if signature else ()
    urls = [url for link in links if (url := parser.href(link))]
    own_site = [url for url in urls if host(url) != host(parser.base_url)]
    return Comment(
        position=position,
        native_id=native_id,
        url=f"{post_url}#comment{native_id}",
        author_name=clean(COMMENTER.sub("", author)),
        author_url=next(iter(own_site or urls), None),
        author_kind=commenter_kind(signature),
        published=when.published,
        published_utc=when.published_utc,
        published_raw=when.raw,
        body_text=body_text(region),
        body_html=body_html(region, parser.base_url),
    )


def _part(soup: Soup, tag: Element, name: str) -> Element | None:
    """A part of a comment by its class: nearly always a child."""
    for child in children(tag):
        if name in child.attrs.get("class", ()):
            return child
    return first(soup, tag, name)


def commenter_kind(tag: Tag | None) -> AuthorKind | None:
    """From "Registered Commenter" in a link's title, an icon's alternative or class, or the text."""
    if tag is None:
        return None
    for node in (tag, *iter_name(tag, "a", "img")):
        for name in ("title", "alt", "class"):
            said = (attribute(node, name) or "").lower()
            if "registered" in said:
                return "unregistered" if "unregistered" in said else "registered"
    found = COMMENTER.search(text_of(tag) or "")
    return None if found is None else "unregistered" if found[1] else "registered"
