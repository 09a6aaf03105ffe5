"""The links of feeds and sitemaps.

No XML parser takes part: what is never expanded cannot explode (entity bombs) and cannot fetch (external entities),
and a feed that is not well-formed is read like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

from .markup import ATTRIBUTES, FEED_TYPES, fields_of, links_of_html
from .url import Base, Role, base_of, resolve, role_of

MAX_TAGS = 800_000
"""Tags read of one feed; a hundred entries have some thousand."""

_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|(?:\w+:)?rdf)[\s>]", re.IGNORECASE)
_LOC = re.compile(rb"<(?:(\w+):)?(loc|content_loc)\s*+>\s*+(?:<!\[CDATA\[)?+([^<\]]*+)")
_MARKUP = re.compile(
    rb"<(?:!--[^-]*+(?:-(?!->)[^-]*+)*+|!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+"
    rb"|(/?)([\w:.-]++)(" + ATTRIBUTES + rb")>"
    rb"(?:\s*+<!\[CDATA\[([^\]]*+(?:\](?!\]>)[^\]]*+)*+)|([^<]*+)))"
)
# Where an object of JSON has a text, it is an entry; the addresses of authors and terms are not followed.
_TEXTS = frozenset({"content", "content_html", "content_text", "body", "body_html", "excerpt"})
_LEADS = re.compile(r"<[a-z][^<>]*?(?:href|src)", re.IGNORECASE)
_UNKNOWN_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)[A-Za-z_][\w.-]*;")


def is_sitemap(head: bytes) -> bool:
    return head[:1] == b"<" and _SITEMAP.search(head) is not None


def is_feed(head: bytes) -> bool:
    return head[:1] == b"<" and b"<html" not in head.lower() and _FEED.search(head) is not None


def links_of_sitemap(body: bytes, base: Base) -> Iterator[tuple[str, Role]]:
    index = b"sitemapindex" in body[:2048].lower()
    # Namespaces of pictures and videos inside a sitemap (image:loc, video:content_loc) are requisites.
    for prefix, name, raw in _LOC.findall(body):
        link = resolve(base, _xml_text(raw))
        if link is None:
            continue
        if name == b"content_loc" or prefix.lower() in (b"image", b"video"):
            yield link, "requisite"
        else:
            yield link, "sitemap" if index else role_of(link)


def links_of_feed(body: bytes, base: Base) -> Iterator[tuple[str, Role]]:
    """RSS, RDF and Atom: the entries' pages, their comment feeds, the next page of the feed, enclosures."""
    for count, match in enumerate(_MARKUP.finditer(body)):
        name = match[2]
        if name is None or match[1] or count > MAX_TAGS:
            continue
        tag = name.lower()
        if tag in (b"link", b"atom:link", b"atom10:link"):
            fields = fields_of(match[3], "utf-8")
            if "href" in fields:
                yield from _feed_link(fields, base)
                continue
        elif tag == b"enclosure":
            yield from _one(base, fields_of(match[3], "utf-8").get("url", ""), "requisite")
            continue
        elif tag == b"guid":
            if fields_of(match[3], "utf-8").get("ispermalink", "true").lower() != "true":
                continue
        elif tag == b"wfw:commentrss":
            yield from _one(base, _xml_text(match[4] or match[5] or b""), "feed")
            continue
        elif tag not in (b"feedburner:origlink", b"comments"):
            continue
        text = _xml_text(match[4] or match[5] or b"")
        if text.startswith(("http:", "https:", "/")):
            yield from _one(base, text, "page")


def _feed_link(fields: dict[str, str], base: Base) -> Iterator[tuple[str, Role]]:
    rel, kind = fields.get("rel", "alternate").lower(), fields.get("type", "").lower()
    if rel == "enclosure":
        yield from _one(base, fields["href"], "requisite")
    elif rel in ("next", "prev-archive", "next-archive") or kind in FEED_TYPES and rel in ("replies", "alternate"):
        # rel=next: RFC 5005 paged feeds; rel=replies: RFC 4685.
        yield from _one(base, fields["href"], "feed")
    elif rel in ("alternate", "replies", "related"):
        yield from _one(base, fields["href"], "page")


def links_of_json(body: bytes, url: str) -> Iterator[tuple[str, Role]]:
    """What an API or a JSON Feed gives: the addresses of its entries, and the links in the HTML of their texts."""
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError):
        return
    base = base_of(url)
    if isinstance(whole, dict) and isinstance(following := whole.get("next_url"), str):  # JSON Feed
        yield from _one(base, following, "feed")
    steps: list[object] = [whole]
    for _ in range(MAX_TAGS):
        if not steps:
            return
        step = steps.pop()
        if isinstance(step, list):
            steps.extend(reversed(step))
        elif isinstance(step, dict):
            steps.extend(reversed([value for key, value in step.items() if key != "_links"]))
            if not _TEXTS.isdisjoint(step):
                for name in ("link", "url"):
                    if isinstance(address := step.get(name), str):
                        yield from _one(base, address, "page")
        elif isinstance(step, str) and "<" in step and _LEADS.search(step):
            yield from links_of_html(step.encode("utf-8", "replace"), url, "utf-8")


def links_of_list(body: bytes, base: Base) -> Iterator[tuple[str, Role]]:
    """A sitemap may be a plain list of URLs, one a line (sitemaps.org); any other text is not."""
    lines = body[: 50 * 2**20].split()
    if lines and all(line.startswith((b"http://", b"https://")) for line in lines):
        for line in lines:
            yield from _one(base, line.decode("utf-8", "replace"), "page")


def _one(base: Base, text: str, role: Role) -> Iterator[tuple[str, Role]]:
    link = resolve(base, text)
    if link is not None:
        yield link, role_of(link) if role == "page" else role


def _xml_text(raw: bytes) -> str:
    """Text with the five entities of XML and numeric ones resolved; '' where another entity stands (a bomb's form)."""
    text = raw.decode("utf-8", "replace").strip()
    if "&" in text:
        return "" if _UNKNOWN_ENTITY.search(text) else unescape(text)
    return text
