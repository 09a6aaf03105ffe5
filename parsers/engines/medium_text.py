"""The text of a Medium story: paragraphs with a type and marks by position, written as markup."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from ..tree.inline_json import Item, at, items_at, number_at, text_at
from ..tree.urls import absolute

_IMAGES = "https://miro.medium.com/v2/"
_BLOCKS = {
    "P": "p", "H1": "h1", "H2": "h2", "H3": "h3", "H4": "h4", "BQ": "blockquote", "PQ": "blockquote", "PRE": "pre",
    "MIXTAPE_EMBED": "p",
}  # fmt: skip
_LISTS = {"ULI": "ul", "OLI": "ol"}
_MARKS = {"STRONG": "strong", "EM": "em", "CODE": "code", "A": "a"}
_MOST_MARKS, _MOST_IN_ALL = 200, 10_000
"""Marks read of a paragraph and of a story: each is tried on each piece of its paragraph."""


def image_address(image: str) -> str:
    """Where Medium shows an image of this id."""
    return f"{_IMAGES}{image}"


def as_html(paragraphs: list[Item], title: str | None) -> str | None:
    """The markup of a story; its first paragraphs are left out where they repeat the title."""
    parts: list[str] = []
    around: str | None = None
    left = _MOST_IN_ALL
    for position, item in enumerate(paragraphs):
        kind = text_at(item, "type") or "P"
        if position < 2 and kind in ("H1", "H2", "H3") and text_at(item, "text") == title:
            continue
        inside = _LISTS.get(kind)
        if around != inside:
            parts += (f"</{around}>" if around else "", f"<{inside}>" if inside else "")
            around = inside
        marks = items_at(item, "markups")[: min(_MOST_MARKS, left)]
        left -= len(marks)
        parts.append(_paragraph(kind, item, _marked(item, marks)))
    if around:
        parts.append(f"</{around}>")
    return "".join(parts) or None


def _paragraph(kind: str, item: Item, text: str) -> str:
    if kind in _LISTS:
        return f"<li>{text}</li>"
    if kind == "IMG":
        return _figure(item, text)
    if kind == "IFRAME":
        source = absolute(text_at(item, "iframe", "iframeSrc"), "https://medium.com/")
        return f'<iframe src="{escape(source)}"></iframe>' if source else ""
    name = _BLOCKS.get(kind, "p")
    return f"<{name}>{text}</{name}>"


def _figure(item: Item, caption: str) -> str:
    image = text_at(item, "metadata", "id")
    if not image:
        return f"<p>{caption}</p>" if caption else ""
    alt = escape(text_at(item, "metadata", "alt") or "")
    shown = f'<img src="{escape(image_address(image))}" alt="{alt}">'
    return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>" if caption else f"<figure>{shown}</figure>"


def _marked(item: Item, values: list[Item]) -> str:
    """The text with its marks; positions count UTF-16 units, as scripts do."""
    text = at(item, "text")
    units = (text if isinstance(text, str) else "").encode("utf-16-le", "surrogatepass")
    marks = [mark for value in values if (mark := _mark(value, len(units) // 2))]
    bounds = sorted({0, len(units) // 2, *(bound for start, end, _, _ in marks for bound in (start, end))})
    parts: list[str] = []
    for start, end in pairwise(bounds):
        piece = escape(units[2 * start : 2 * end].decode("utf-16-le", "replace"), quote=False).replace("\n", "<br>")
        for first, last, opening, closing in marks:
            if first <= start and end <= last:
                piece = f"{opening}{piece}{closing}"
        parts.append(piece)
    return "".join(parts)


def _mark(value: Item, length: int) -> tuple[int, int, str, str] | None:
    name = _MARKS.get(text_at(value, "type") or "")
    start, end = number_at(value, "start"), number_at(value, "end")
    if name is None or start is None or end is None or not 0 <= start < end <= length:
        return None
    if name != "a":
        return int(start), int(end), f"<{name}>", f"</{name}>"
    href = absolute(text_at(value, "href"), "https://medium.com/")
    return (int(start), int(end), f'<a href="{escape(href)}">', "</a>") if href else None
