"""The links and the media that stand in a body or in comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from bs4 import Tag
from bs4.element import PageElement

from ..model import Comment, Link, LinkScope, Media, MediaKind
from .html import media_url
from .soup import BLOCKS, attribute, iter_name, walk
from .text import Region, clean, text_of
from .urls import absolute, host

_ANCHOR = re.compile(r'<a href="([^"]*)"(?: rel="([^"]*)")?[^>]*>(.*?)</a>', re.S)
"""Of our own cleaned HTML, whose attributes come in this order."""
_TAGS = re.compile(r"<[^>]*>")
_EMBLEM = re.compile(r"(?:[/_-](?:logo|icon|favicon|avatar)|/og[_-]image)(?:[_-]?\d+(?:x\d+)?)?\.\w{3,4}$", re.I)
_KINDS: dict[str, MediaKind] = {
    "img": "image",
    "video": "video",
    "audio": "audio",
    "iframe": "embed",
    "embed": "embed",
    "object": "embed",
}


def is_emblem(url: str) -> bool:
    """Whether a picture is called what stands for a whole blog, and themes tell of posts without one: its logo."""
    return _EMBLEM.search(url.partition("?")[0]) is not None


def links_of(region: Region | None, comments: tuple[Comment, ...], base: str) -> tuple[Link, ...]:
    """The links of the body in order, then those of each comment."""
    found = [link for tag in elements(region) if tag.name == "a" and (link := _link(tag, base, None))]
    for comment in comments:
        for address, rel, inside in _ANCHOR.findall(comment.body_html or ""):
            url = absolute(unescape(address), base)
            if url:
                text = clean(unescape(_TAGS.sub(" ", inside)))
                scope: LinkScope = "internal" if host(url) == host(base) else "external"
                found.append(
                    Link(url=url, text=text, rel=rel or None, scope=scope, comment_native_id=comment.native_id)
                )
    return tuple(found)


def media_of(region: Region | None, base: str) -> tuple[Media, ...]:
    """Images, videos, audio files and embeds of the body, each address once."""
    found: dict[str, Media] = {}
    for tag in elements(region):
        kind = _KINDS.get(tag.name)
        if kind is None:
            continue
        url = _address(tag, base)
        if url and url not in found:
            found[url] = Media(
                kind=kind, url=url, alt=clean(attribute(tag, "alt")), caption=_caption(tag, region),
                width=_pixels(tag, "width"), height=_pixels(tag, "height"),
            )  # fmt: skip
    return tuple(found.values())


def elements(region: Region | None) -> Iterator[Tag]:
    """All elements of a region in page order."""
    if region is None:
        return
    stack: list[Iterator[PageElement]] = [iter(region.nodes)]
    while stack:
        for node in stack[-1]:
            if isinstance(node, Tag) and id(node) not in region.without:
                yield node
                if node.contents:
                    stack.append(iter(node.contents))
                    break
        else:
            stack.pop()


def _link(tag: Tag, base: str, comment: str | None) -> Link | None:
    href = attribute(tag, "href")
    if not href or href.startswith("#"):
        return None
    url = absolute(href, base)
    if url is None:
        return None
    return Link(
        url=url, text=text_of(tag), rel=attribute(tag, "rel"),
        scope="internal" if host(url) == host(base) else "external", comment_native_id=comment,
    )  # fmt: skip


def _address(tag: Tag, base: str) -> str | None:
    if tag.name == "object":
        return absolute(attribute(tag, "data"), base)
    url = media_url(tag, base)
    if url is None and tag.name in ("video", "audio"):
        url = next(
            (found for source in iter_name(tag, "source") if (found := absolute(attribute(source, "src"), base))), None
        )
    return url


def _caption(tag: Tag, region: Region | None) -> str | None:
    """The text of the figure's caption, in HTML5, in WordPress' older form, or as the region tells."""
    parent = tag.parent
    for _ in range(4):
        if parent is None:
            return None
        classes = parent.attrs.get("class") or ()
        if parent.name == "figure" or "wp-caption" in classes:
            for child in iter_name(parent, "figcaption", "p"):
                if child.name == "figcaption" or "wp-caption-text" in (child.attrs.get("class") or ()):
                    return text_of(child)
            return None
        if region and region.captions and parent.name not in BLOCKS:
            for child in walk(parent):
                if id(child) in region.captions:
                    return text_of(child)
        parent = parent.parent
    return None


def _pixels(tag: Tag, name: str) -> int | None:
    value = (attribute(tag, name) or "").removesuffix("px")
    return int(value) if value.isascii() and value.isdigit() and 0 < len(value) < 6 else None
