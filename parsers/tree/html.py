"""A region of a page as HTML that is safe to show: known elements and attributes, absolute links, balanced tags."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bs4 import Tag
from bs4.element import PageElement

from .soup import Text, attribute, words
from .text import Region
from .urls import absolute

_KEPT = words(
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd"
    " del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main"
    " mark ol p pre q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td"
    " tfoot th thead time tr tt u ul var video audio iframe wbr picture track font nobr"
)
_DROPPED = words(
    "script style template svg math object embed applet noscript form input select textarea button head meta link"
    " base title frame frameset canvas dialog map"
)
"""Left out with all that stands in them; other unknown elements lose only their tags."""
_VOID = frozenset(("br", "hr", "img", "col", "source", "track", "wbr"))
_ATTRIBUTES = {
    "*": ("title", "lang", "dir", "id"),
    "a": ("href", "rel"),
    "img": ("src", "alt", "width", "height", "srcset"),
    "iframe": ("src", "width", "height"),
    "video": ("src", "poster", "width", "height"),
    "audio": ("src",),
    "source": ("src", "type", "media", "srcset"),
    "track": ("src", "kind", "srclang", "label"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "ol": ("start", "type", "reversed"),
    "li": ("value",),
    "blockquote": ("cite",),
    "q": ("cite",),
    "ins": ("datetime", "cite"),
    "del": ("datetime", "cite"),
    "time": ("datetime",),
    "code": ("class",),
    "pre": ("class",),
    "col": ("span",),
    "colgroup": ("span",),
    "details": ("open",),
}
_CELLS = frozenset(("</td>", "</th>", "</tr>", "</col>", "</colgroup>"))
"""A table keeps its shape by them, empty or not."""
_ADDRESSES = frozenset(("href", "src", "cite", "poster"))
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-orig-file", "data-url", "data-srcset")
_MEDIA = frozenset(("img", "iframe", "video", "audio", "source"))


def body_html(node: PageElement | Region | None, base: str) -> str | None:
    """The cleaned HTML of an element's inside or of a region, None if there is nothing to show."""
    if node is None:
        return None
    region = node if isinstance(node, Region) else Region(tuple(node.contents) if isinstance(node, Tag) else (node,))
    if len(region.nodes) == 1 and type(region.nodes[0]) is Text:
        return escape(region.nodes[0], quote=False).strip() or None
    pieces: list[str] = []
    for piece in _pieces(region, base):
        if pieces and piece[:2] == "</" and pieces[-1] == f"<{piece[2:]}" and piece not in _CELLS:
            # an anchor's place, a block that held what was left out: nothing to show
            pieces.pop()
        else:
            pieces.append(piece)
    return "".join(pieces).strip() or None


def _pieces(region: Region, base: str) -> Iterator[str]:
    stack: list[tuple[Iterator[PageElement], str]] = [(iter(region.nodes), "")]
    without = region.without
    while stack:
        nodes, end = stack[-1]
        for node in nodes:
            if id(node) in without:
                continue
            if type(node) is Text:
                yield escape(node, quote=False)
            elif isinstance(node, Tag):
                name = node.name
                if name in _DROPPED:
                    continue
                if name not in _KEPT:
                    if node.contents:
                        stack.append((iter(node.contents), ""))
                        break
                    continue
                start = _start_tag(node, base)
                if start is None:
                    continue
                yield start
                if name in _VOID:
                    continue
                if name == "iframe":
                    # what stands in it is text to the tree, and a page of its own to the browser
                    yield "</iframe>"
                    continue
                stack.append((iter(node.contents), f"</{name}>"))
                break
        else:
            stack.pop()
            yield end


def _start_tag(tag: Tag, base: str) -> str | None:
    """The start tag with what is allowed of its attributes; None where the element is worth nothing without them."""
    name = tag.name
    if not tag.attrs and name not in _MEDIA:
        return f"<{name}>"
    parts = [f"<{name}"]
    for key in (*_ATTRIBUTES.get(name, ()), *_ATTRIBUTES["*"]):
        value = media_url(tag, base) if key == "src" and name in _MEDIA else attribute(tag, key)
        if value is None:
            continue
        if key in _ADDRESSES:
            value = link_target(value, base) if key == "href" else absolute(value, base)
            if value is None:
                continue
        elif key == "srcset":
            value = _srcset(value, base)
            if not value:
                continue
        parts.append(f' {key}="{escape(value)}"')
    if name in ("img", "iframe") and not any(part.startswith(" src") for part in parts):
        return None
    if name == "iframe":
        parts.append(' sandbox=""')
    return "".join(parts) + ">"


def link_target(href: str, base: str) -> str | None:
    """An absolute http(s) address, or mailto:/tel: as written; None for javascript:, data: and their like."""
    if href[:7].lower() == "mailto:" or href[:4].lower() == "tel:":
        return href
    return absolute(href, base)


def media_url(tag: Tag, base: str) -> str | None:
    """Where an image or embed lies: ``src``, or what lazy loaders put beside a placeholder."""
    for key in _LAZY[:5]:
        if key in tag.attrs and (url := absolute(attribute(tag, key), base)):
            return url
    url = absolute(attribute(tag, "src"), base)
    if url is None and (srcset := attribute(tag, "srcset") or attribute(tag, "data-srcset")):
        url = absolute(srcset.split(",")[0].split(" ")[0], base)
    return url


def _srcset(value: str, base: str) -> str:
    kept = []
    for candidate in value.split(", ")[:20]:
        url, _, size = candidate.strip().partition(" ")
        if (target := absolute(url, base)) is not None:
            kept.append(f"{target} {size}".strip())
    return ", ".join(kept)
