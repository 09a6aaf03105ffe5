"""Under which address a front page says that its blog lies, where it was asked for under another.

A blog that was moved, stands behind a proxy or on a machine for tests answers under an address that none of its links
has: WordPress writes all of them with its "site address". Such a page is the front page of the address that it names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape
from urllib.parse import urlsplit

from .url import Role, base_of, resolve

FEWEST = 3
"""Links to the other address."""
_HEAD = 200_000
_TAG = re.compile(rb"<(?:link|meta)\s[^<>]{1,2000}>", re.IGNORECASE)
_SAYS_HOME = re.compile(
    rb"\b(?:rel|property)\s*=\s*[\"']?(?:canonical|og:url|EditURI|https://api\.w\.org/)[\"'\s>]"
    rb"|\btype\s*=\s*[\"']?application/(?:rss|atom)\+xml",
    re.IGNORECASE,
)
_ADDRESS = re.compile(rb"\b(?:href|content)\s*=\s*(?:\"([^\"]+)\"|'([^']+)'|([^\s\"'>]+))", re.IGNORECASE)


def home_told(content: bytes, url: str, links: Iterable[tuple[str, Role]]) -> str | None:
    """The front page's own address; None where a link stays at the address asked for, or nothing names another.

    ``links`` are what the page leads to. It must say itself where it lies (canonical address, feed, or the interface
    for editors): a page that sells the name of a dead blog leads elsewhere, too, but does not claim to be that blog.
    """
    here = base_of(url).origin
    origins = Counter(base_of(link).origin for link, role in links if role in ("page", "listing"))
    if not origins or _name(here) in map(_name, origins):
        return None
    there, count = origins.most_common(1)[0]
    if count < FEWEST or 2 * count < origins.total():
        return None
    path = urlsplit(url).path
    for tag in _TAG.findall(content[:_HEAD]):
        found = _ADDRESS.search(tag) if _SAYS_HOME.search(tag) else None
        if found is None:
            continue
        told = unescape((found[1] or found[2] or found[3]).decode("utf-8", "replace"))
        address = resolve(base_of(url), told)
        if address is not None and base_of(address).origin == there and address[len(there) :].startswith(path):
            return f"{there}{path}"
    return None


def _name(origin: str) -> str:
    """The host, with its port: http and https, with and without www. are one."""
    return origin.partition("://")[2].removeprefix("www.")
