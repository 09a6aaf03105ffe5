"""JSON Feed 1 and 1.1 (jsonfeed.org), as Micro.blog, Hugo and Eleventy write it: its items under Atom's names.

Of a text that is there as HTML and without, the HTML is read.
"""

from __future__ import annotations

import re

from ..tree.inline_json import Item, Json, at, decoded, html_at, items_at, looks_like_json, paragraphs, text_at

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1(?:\.\d)?/?")
_BEGINNING = re.compile(r"^\W*\"version\"\s*:\s*\"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/")


def looks_like_json_feed(content: bytes) -> bool:
    """Whether a document is JSON that may be a feed; its version may stand behind all items."""
    return looks_like_json(content) and b"jsonfeed.org" in content


def as_atom(text: str) -> tuple[Item, list[Item]] | None:
    """What a feed says of itself, and its items, with the names of feedparser; None if the document is no feed.

    A ``ValueError`` where it calls itself one and is no JSON.
    """
    feed = decoded(text.removeprefix("\ufeff"))
    if feed is None and _BEGINNING.search(text[:500]):
        raise ValueError("the feed is no JSON; it may be cut off")
    if not isinstance(feed, dict) or not _VERSION.fullmatch(text_at(feed, "version") or ""):
        return None
    names = {"title": "title", "subtitle": "description", "language": "language"}
    about: Item = {name: text_at(feed, told) for name, told in names.items()}
    return about | _authors(feed), [_item(item) for item in items_at(feed, "items")]


def _item(item: Item) -> Item:
    content = html_at(item, "content_html") or paragraphs(html_at(item, "content_text"))
    tags, ident = at(item, "tags"), text_at(item, "id")
    image = text_at(item, "image") or text_at(item, "banner_image")
    return {
        "id": ident,
        "link": text_at(item, "url") or (ident if ident and ident.startswith("http") else None),
        "title": text_at(item, "title"),
        "published": text_at(item, "date_published"),
        "updated": text_at(item, "date_modified"),
        "content": [{"value": content, "type": "text/html", "language": text_at(item, "language")}] if content else [],
        "summary": text_at(item, "summary"),
        "summary_detail": {"type": "text/plain"},
        "tags": [{"term": tag, "scheme": "tag"} for tag in tags if isinstance(tag, str)]
        if isinstance(tags, list)
        else [],
        "media_thumbnail": [{"url": image}] if image else [],
        **_authors(item),
    }


def _authors(item: Item) -> dict[str, Json]:
    """Version 1.1 has a list of them, 1 has one."""
    people = items_at(item, "authors") or [person for person in [at(item, "author")] if isinstance(person, dict)]
    authors: list[Json] = [{"name": text_at(one, "name"), "href": text_at(one, "url")} for one in people]
    return {"authors": authors, "author_detail": authors[0]} if authors else {}
