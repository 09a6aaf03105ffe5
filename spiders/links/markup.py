"""The links of an HTML page, read with one pass of a regular expression over its tags.

A tree is not built: lexbor needs 5 s for 50,000 nested ``<div>`` and minutes for a tag of 600,000 attributes, on a
common page 0.2 ms. The patterns here are possessive or run to the end of the text, so time grows with length only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from .url import Base, Role, base_of, resolve, role_of

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "text/xml",
        "application/xml",
    }
)
"""Media types that a feed is announced with."""

# Quotes hold a value only after "=": in <a title="so "called"" href=x> the tag still ends at its ">".
ATTRIBUTES = rb"""(?:[^=<>]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+"""
_TAGS = re.compile(
    rb"<(?:"
    # A comment, to its end or to the end of the text; links inside (conditional comments too) are not links.
    rb"!--(?:-?>|[^-]*+(?:-(?!->)[^-]*+)*+)"
    # Raw text: "<a href=" inside a script or a textarea is text (WHATWG HTML 13.2.5).
    rb"|(script|style|textarea|title|xmp)(?=[\s/>])(" + ATTRIBUTES + rb")>[^<]*+(?:<(?!/\1)[^<]*+)*+"
    rb"|(a|area|link|img|iframe|frame|source|video|audio|track|embed|object|input|meta|base)(?=[\s/])"
    rb"(" + ATTRIBUTES + rb")>?)",
    re.IGNORECASE,
)
_VALUE = rb"""=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++))"""
HREF = re.compile(
    rb"""(?:[^=\s/]++|[\s/]++(?!href[\s=])|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]++)?+(?!href[\s=]))*+"""
    rb"""(?:[\s/]++|=\s*+(?:"[^"]*+"|'[^']*+'))href\s*+""" + _VALUE,
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(rb"""([^\s=/>"']++)(?:\s*+""" + _VALUE + rb""")?+""")
_REFRESH = re.compile(r"""\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?['"]?([^'"]+)""", re.IGNORECASE)
_DESCRIPTOR = re.compile(r"[\d.]+[wxh]")
_SRCSET_URL = re.compile(r"[^\s,]\S*[^\s,]")
_REQUISITE_RELS = frozenset(
    {
        "stylesheet",
        "icon",
        "shortcut",
        "apple-touch-icon",
        "manifest",
        "preload",
        "image_src",
        "mask-icon",
        "modulepreload",
    }
)
# Machine interfaces and hints: not documents of the blog. (edituri and wlwmanifest are for blog editors.)
_OTHER_RELS = frozenset(
    {
        "edituri",
        "wlwmanifest",
        "pingback",
        "webmention",
        "search",
        # Another address of the page it stands on (WordPress: ?p=7).
        "shortlink",
        "dns-prefetch",
        "preconnect",
        "prefetch",
        "prerender",
        "profile",
        "openid.server",
        "openid.delegate",
        "openid2.provider",
        "openid2.local_id",
        "service.post",
        "license",
        "me",
        "hub",
        "https://api.w.org/",
    }
)
_STYLED = re.compile(
    rb"""<style[\s>][^<]*+(?:<(?!/style)[^<]*+)*+|\sstyle\s*+=\s*+(?:"[^"]*+"|'[^']*+')""", re.IGNORECASE
)
_CSS_URL = re.compile(rb"""(?:url\(\s*+|@import\s++)(?:"([^"\n)]++)"|'([^'\n)]++)'|([^\s"')]++))""", re.IGNORECASE)
_META_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)


def links_of_html(body: bytes, url: str, charset: str | None) -> Iterator[tuple[str, Role]]:
    base = base_of(url)
    site = base._replace(url=f"{base.origin}/")
    encoding: str | None = None
    for raw_tag, raw_attributes, tag, tag_attributes in _TAGS.findall(body):
        if tag in (b"a", b"A"):
            match = HREF.match(tag_attributes)
            if match is None:
                continue
            href = match[1] or match[2] or match[3]
            if not href or href[:1] == b"#":
                continue
            if not href.isascii():
                encoding = encoding or _encoding(body, charset)
            # The navigation of a blog is the same on all pages: what does not hang on this page is remembered for all.
            shared = href[:1] == b"/" or href[:7] == b"http://" or href[:8] == b"https://"
            found = _linked(site if shared else base, href, encoding)
            if found is not None:
                yield found
            continue
        name = (tag or raw_tag).lower()
        if not name or name in (b"style", b"textarea", b"title", b"xmp"):
            continue
        attributes = tag_attributes or raw_attributes
        if encoding is None and not attributes.isascii():
            encoding = _encoding(body, charset)
        fields = fields_of(attributes, encoding or "ascii")
        if name == b"base":
            moved = resolve(base, fields.get("href", ""), encoding)
            base = base_of(moved) if moved else base
            site = base._replace(url=f"{base.origin}/")
            continue
        for text, role in _from_tag(name, fields):
            link = resolve(base, text, encoding)
            if link is not None:
                yield link, role_of(link) if role == "page" else role

    yield from _links_of_styles(body, base)


def _links_of_styles(body: bytes, base: Base) -> Iterator[tuple[str, Role]]:
    """What style elements and attributes name; in attributes, quotes may be written as entities."""
    if b"url(" not in body and b"@import" not in body:
        return
    for styled in _STYLED.findall(body):
        in_attribute = styled[:1] != b"<"
        css = unescape(styled.decode("utf-8", "replace")).encode() if in_attribute else styled
        yield from links_of_css(css, base)


def links_of_css(body: bytes, base: Base) -> Iterator[tuple[str, Role]]:
    for double, single, bare in _CSS_URL.findall(body):
        link = resolve(base, (double or single or bare).decode("utf-8", "replace"))
        if link is not None:
            yield link, "requisite"


@lru_cache(maxsize=4096)
def _linked(base: Base, href: bytes, encoding: str | None) -> tuple[str, Role] | None:
    link = resolve(base, unescape(href.decode(encoding or "ascii", "replace")), encoding)
    return None if link is None else (link, role_of(link))


def fields_of(attributes: bytes, encoding: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for key, double, single, bare in _ATTRIBUTE.findall(attributes):
        name = key.decode("ascii", "replace").lower()
        # The first of a repeated attribute counts (WHATWG HTML 13.2.5.33).
        if name not in fields:
            fields[name] = unescape((double or single or bare).decode(encoding, "replace")).strip()
    return fields


_PAGES = {b"iframe": "src", b"frame": "src", b"area": "href"}
_SOURCES = ("src", "poster", "data-src", "data-original", "data-lazy-src", "data-lazy", "data-orig-file")
"""data-…: images that a script puts in place when they come into view (lazysizes, Lazyload, WP Rocket, Jetpack)."""
_SETS = ("srcset", "imagesrcset", "data-srcset", "data-lazy-srcset")


def _from_tag(tag: bytes, fields: dict[str, str]) -> Iterator[tuple[str, Role]]:
    if tag == b"link":
        role = _role_of_link(fields)
        if role is not None:
            yield fields.get("href", ""), role
    elif tag == b"meta":
        if fields.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.match(fields.get("content", ""))):
            yield match[1], "page"
    elif tag in _PAGES:
        yield fields.get(_PAGES[tag], ""), "page"
    elif tag == b"object":
        yield fields.get("data", ""), "requisite"
    elif tag != b"input" or fields.get("type", "").lower() == "image":
        yield from ((text, "requisite") for text in _sources(fields))


def _sources(fields: dict[str, str]) -> Iterator[str]:
    for name in _SOURCES:
        if name in fields:
            yield fields[name]
    for name in _SETS:
        for candidate in _SRCSET_URL.findall(fields.get(name, "")):
            if not _DESCRIPTOR.fullmatch(candidate):
                yield candidate


def _role_of_link(fields: dict[str, str]) -> Role | None:
    rels = set(fields.get("rel", "").lower().split())
    kind = fields.get("type", "").lower()
    if rels & {"alternate", "feed"} and (kind in FEED_TYPES or "feed" in rels):
        return "feed"
    if "sitemap" in rels:
        return "sitemap"
    if rels & _REQUISITE_RELS:
        return "requisite"
    if rels & {"next", "archives"}:
        return "listing"
    if not rels or rels & _OTHER_RELS or "json" in kind or "oembed" in kind:
        return None
    return "page"


def _encoding(body: bytes, charset: str | None) -> str:
    """The page's encoding, as far as URLs need it: what HTTP says, else UTF-8 where it fits, else the meta tag."""
    match = _META_CHARSET.search(body, 0, 4096)
    for name in (charset, None if match is None else match[1].decode("ascii")):
        if name:
            try:
                "".encode(name)
                b"".decode(name)
            except (LookupError, UnicodeError):
                continue
            return "cp1252" if name.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
    return "utf-8"
