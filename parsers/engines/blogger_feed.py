"""Blogger's feeds in JSON (``?alt=json``): the Atom feed letter for letter, each text as ``{"$t": …}``."""

from __future__ import annotations

from dataclasses import replace

from ..base import Source
from ..feeds import page_of
from ..feeds.entry import Entry
from ..model import Page, Problem
from ..tree.inline_json import Item, Json, at, decoded, items_at


def read_json_feed(source: Source, platform: str, version: str) -> Page:
    """The posts or the comments of the feed."""
    feed = at(decoded(source.text), "feed")
    if not isinstance(feed, dict):
        problem = Problem(stage="parse", field="entries", message="The answer is JSON, but no feed.")
        return Page(url=source.url, kind="feed", platform=platform, parser_version=version, problems=(problem,))
    entries = [Entry(_as_atom(item), source.url) for item in items_at(feed, "entry")]
    problems: list[Problem] = []
    page = page_of(Entry(_as_atom(feed), source.url), entries, source.url, "atom10", problems)
    return replace(page, platform=platform, parser_version=version, problems=tuple(problems))


def _as_atom(item: Item) -> dict[str, object]:
    """An object with the names that feedparser gives to the elements of Atom."""
    content = {"value": _t(item, "content"), "type": at(item, "content", "type") or "html"}
    authors = [{"name": _t(person, "name"), "href": _t(person, "uri")} for person in items_at(item, "author")]
    return {
        "id": _t(item, "id"),
        "title": _t(item, "title"),
        "subtitle": _t(item, "subtitle"),
        "published": _t(item, "published"),
        "updated": _t(item, "updated"),
        "content": [content] if content["value"] else [],
        "summary": _t(item, "summary"),
        "links": [dict(link) for link in items_at(item, "link")],
        "authors": authors,
        "author_detail": authors[0] if authors else {},
        "tags": [dict(tag) for tag in items_at(item, "category")],
        "thr_total": _t(item, "thr$total"),
        "thr_in-reply-to": at(item, "thr$in-reply-to"),
        "media_thumbnail": [at(item, "media$thumbnail")],
    }


def _t(item: Item, name: str) -> Json:
    return at(item, name, "$t")
