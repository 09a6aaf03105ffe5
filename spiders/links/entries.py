"""What feeds, sitemaps, APIs and lists say of each page, as `archive.mentions` remembers it.

No XML parser takes part, for the reasons that `manifests` gives, and nothing is understood here but which page an
entry is about and when that was written: whether it says something new is told by a hash of its words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape

from ...archive.journal.mentions import Mention
from .manifests import is_feed, is_sitemap
from .url import Base, base_of, resolve

MAX_BYTES = 32 * 2**20
"""Of a document that is looked through; WordPress sends some 2 MB at a time."""

_URL, _URL_END = re.compile(rb"<(?:\w{1,20}:)?url[\s>]"), re.compile(rb"</(?:\w{1,20}:)?url\s*>")
_LOC = re.compile(rb"<(?:\w+:)?loc\s*>\s*(?:<!\[CDATA\[)?\s*([^<\]]+)")
_LASTMOD = re.compile(rb"<(?:\w+:)?lastmod\s*>\s*(?:<!\[CDATA\[)?\s*([^<\]]+)")
_ENTRY, _ENTRY_END = re.compile(rb"<(?:item|entry)[\s>]"), re.compile(rb"</(?:item|entry)\s*>")
_LINK = re.compile(rb"<(?:feedburner:origLink|link)\s*>\s*(?:<!\[CDATA\[)?\s*([^<\]]+)", re.IGNORECASE)
_ATOM_LINK = re.compile(rb"<link\b([^>]*)>", re.IGNORECASE)
_IN_REPLY_TO = re.compile(rb"<thr:in-reply-to\b([^>]*)>", re.IGNORECASE)
_HREF = re.compile(rb"""\bhref\s*=\s*["']([^"']*)""", re.IGNORECASE)
_REL = re.compile(rb"""\brel\s*=\s*["']([^"']*)""", re.IGNORECASE)
_TIME = re.compile(rb"<(?:updated|modified|pubDate|published|issued|dc:date)\s*>\s*([^<]{8,40})", re.IGNORECASE)
_COMMENTS = re.compile(
    rb"<a\b[^<>]{0,500}?\bhref\s{0,9}=\s{0,9}[\"']?"
    rb"([^\"'\s<>#]{0,2000}\#(?:c\d|cmt|comment|disqus|respond|reply)[^\"'\s<>]{0,200})"
    rb"[^<>]{0,500}>([^<]{0,200})",
    re.IGNORECASE,
)
_BLANKS = re.compile(rb"\s+")


def entries_of(body: bytes, url: str) -> Iterator[Mention]:
    """What the document ``body``, fetched from ``url``, says of pages, an entry each. Never raises."""
    body = body[:MAX_BYTES]
    head = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    base = base_of(url)
    if is_sitemap(head):
        yield from _of_sitemap(body, base)
    elif is_feed(head):
        yield from _of_feed(body, base)
    elif head[:1] in (b"[", b"{"):
        yield from _of_json(body, base)
    else:
        yield from _of_list(body, base)


def _blocks(body: bytes, begin: re.Pattern[bytes], end: re.Pattern[bytes]) -> Iterator[bytes]:
    """What stands between each beginning and the next end; a pattern over both would look for each end anew."""
    at = 0
    while (opened := begin.search(body, at)) is not None and (closed := end.search(body, opened.end())) is not None:
        yield body[opened.end() : closed.start()]
        at = closed.end()


def _of_sitemap(body: bytes, base: Base) -> Iterator[Mention]:
    """Lines without ``lastmod`` say nothing, but that the page is there."""
    for block in _blocks(body, _URL, _URL_END):
        loc, lastmod = _LOC.search(block), _LASTMOD.search(block)
        page = None if loc is None else resolve(base, _text(loc[1]))
        if page is not None:
            said = "" if lastmod is None else _text(lastmod[1])
            yield Mention(url=page, entry=page, said=said, at=moment(said))


def _of_feed(body: bytes, base: Base) -> Iterator[Mention]:
    """RSS, RDF and Atom; an entry of a comment feed is about the post that it leads to, or answers (RFC 4685)."""
    for block in _blocks(body, _ENTRY, _ENTRY_END):
        link = _link_of(block)
        page = None if link is None else resolve(base, link)
        if link is None or page is None:
            continue
        answered = _IN_REPLY_TO.search(block)
        href = None if answered is None else _HREF.search(answered[1])
        if href is not None:
            page = resolve(base, _text(href[1])) or page
        times = (moment(_text(time)) for time in _TIME.findall(block))
        latest = max((time for time in times if time is not None), default=None)
        yield Mention(url=page, entry=link, said=_BLANKS.sub(b" ", block).decode("utf-8", "replace"), at=latest)


def _link_of(block: bytes) -> str | None:
    if (link := _LINK.search(block)) is not None:
        return _text(link[1])
    for fields in _ATOM_LINK.findall(block):
        rel, href = _REL.search(fields), _HREF.search(fields)
        if href is not None and (rel is None or rel[1].lower() == b"alternate"):
            return _text(href[1])
    return None


def _of_json(body: bytes, base: Base) -> Iterator[Mention]:
    """A list of objects with their ``link`` (the WordPress REST API) or ``url`` (JSON Feed)."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return
    objects = told.get("items") if isinstance(told, dict) else told
    for one in objects if isinstance(objects, list) else ():
        link = (one.get("link") or one.get("url")) if isinstance(one, dict) else None
        page = resolve(base, link) if isinstance(link, str) else None
        if page is None or not isinstance(link, str):
            continue
        changed = one.get("modified_gmt") or one.get("date_modified")
        # What begins with an underscore is about the API itself.
        said = changed or json.dumps({key: one[key] for key in one if not key.startswith("_")}, sort_keys=True)
        at = moment(str(changed or one.get("date_gmt") or one.get("date_published") or ""))
        yield Mention(url=page, entry=link, said=str(said), at=at)


def _of_list(body: bytes, base: Base) -> Iterator[Mention]:
    """The words of the links to comments: "4 comments", or the names of those who wrote the latest."""
    for href, words in _COMMENTS.findall(body):
        link = _text(href)
        page = resolve(base, link)
        if page is not None:
            yield Mention(url=page, entry=link, said=_text(_BLANKS.sub(b" ", words)))


def moment(text: str) -> float | None:
    """Unix time of an ISO 8601 or RFC 822 date, UTC where it names no offset; None if it is neither."""
    text = text.strip()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _text(raw: bytes) -> str:
    return unescape(raw.decode("utf-8", "replace")).strip()
