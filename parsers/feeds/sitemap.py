"""Sitemaps (sitemaps.org 0.9): the addresses that a ``urlset`` or a ``sitemapindex`` names."""

from __future__ import annotations

import re
import zlib
from html import unescape

from ..model import Page, Problem
from ..tree.encoding import decode
from ..tree.urls import absolute
from .xmlroot import declares_entities, is_html, root_of

LARGEST = 64_000_000
"""Bytes; the protocol allows 50 MB."""
_ROOTS = frozenset(("urlset", "sitemapindex"))
_GZIP = b"\x1f\x8b"
# image:loc and video:content_loc name requisites: only the loc of the sitemap's own namespace is a page
_LOC = re.compile(r"<loc(?:\s[^>]{0,200})?>([^<]{0,4000}|\s*<!\[CDATA\[[^<\]]{0,4000}\]\]>\s*)</loc\s*>", re.I)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_CDATA = re.compile(r"\s*<!\[CDATA\[(.*)\]\]>\s*", re.S)
_PREFIX = re.compile(r"<([\w.-]{1,40}):(?:urlset|sitemapindex)[\s>]")


def looks_like_sitemap(head: bytes) -> bool:
    """Whether a document that begins so is a sitemap, gzipped ones too."""
    if head.startswith(_GZIP):
        head = _gunzip(head, 4096)[0]
    return not is_html(head) and root_of(decode(head[:4096])) in _ROOTS


def read_sitemap(content: bytes, url: str, content_type: str | None = None) -> Page | None:
    """The page that lists a sitemap's addresses, each once and in order; None if the document is no sitemap."""
    problems: list[str] = []
    if content.startswith(_GZIP):
        content, cut = _gunzip(content, LARGEST)
        problems += [cut] if cut else []
    if len(content) > LARGEST:
        problems.append(f"the sitemap has {len(content)} bytes; the first {LARGEST} were read")
    text = decode(content[:LARGEST], content_type)
    if root_of(text) not in _ROOTS:
        return None
    if declares_entities(text):
        problems.append("the sitemap declares entities and was refused")
        text = ""
    text = _COMMENT.sub("", text)
    prefix = _PREFIX.search(text[:20_000])
    if prefix:
        text = text.replace(f"{prefix[1]}:", "")
    listed = dict.fromkeys(address for loc in _LOC.findall(text) if (address := absolute(_value(loc), url)))
    return Page(
        url=url,
        kind="other",
        listed=tuple(listed),
        problems=tuple(Problem(stage="parse", field="listed", message=message) for message in problems),
    )


def _value(loc: str) -> str:
    literal = _CDATA.fullmatch(loc)
    return literal[1] if literal else unescape(loc)


def _gunzip(data: bytes, limit: int) -> tuple[bytes, str | None]:
    """What of a gzip file can be read, and what was wrong with it."""
    reader = zlib.decompressobj(wbits=31)
    try:
        plain = reader.decompress(data, limit)
    except zlib.error as error:
        return b"", f"the sitemap could not be unpacked: {error}"
    if reader.eof:
        return plain, None
    return plain, f"the sitemap is longer than {limit} bytes or cut off; what was read so far is listed"
