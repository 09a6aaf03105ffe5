"""URLs as the frontier keeps them: absolute, http(s), safe to put on the wire and into a WARC header, else verbatim.

Two spellings that every client sends alike are one URL here (scheme and host in lower case, no default port, no
fragment, ``/`` for an empty path, dot segments resolved). Nothing more: a trailing slash, the order of parameters
and the case of ``%2f`` belong to the server.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import normalize
from urllib.parse import quote, urlsplit

from ...parsers.tree.urls import forward, joined, without_dots

Role = Literal["page", "listing", "feed", "sitemap", "requisite"]
"""What a link seems to lead to; it decides how soon it is visited."""

MAX_BYTES = 2_000
"""Longer URLs are dropped: WARC tools and servers have limits from about 2,083 bytes on, and blogs do not need them."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# Browsers take these out of an address before they read it (WHATWG URL 4.4): old blog HTML breaks lines in them.
_STRIPPED = str.maketrans("", "", "\t\r\n")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\]")
# What may stand in a path or query as it is; "%" too, since what is already encoded stays as it is.
_KEPT = "!$%&'()*+,-./:;=?@[\\]^_`{|}~"
_PLAIN = re.compile(r"[!$%&'()*+,\-./0-9:;=?@A-Z\[\\\]^_`a-z{|}~]*")
# List pages of most engines: numbered pages, terms, archives by date. Only the order of visits hangs on it.
_LISTING = re.compile(
    r"[?&](?:page|paged|currentpage|offset|start|skip)=\d|/page/?\d|/(?:category|categories|tag|tags|label|archives?)"
    r"(?:[/.-]|$)|/(?:19|20)\d\d/(?:\d\d?/)?$",
    re.IGNORECASE,
)
_KEPT_LETTERS = re.compile("[ßς]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Base(NamedTuple):
    """What relative links are resolved against: the document's URL, or its ``<base href>``."""

    url: str
    scheme: str
    origin: str
    """``http://host`` or ``http://host:8080``, without a slash."""


def base_of(url: str) -> Base:
    """The base for links in the document at ``url``, an absolute URL."""
    scheme, _, rest = url.partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return Base(url, scheme, f"{scheme}://{host}")


def resolve(base: Base, href: str, encoding: str | None = None) -> str | None:
    """The absolute URL that ``href`` means on a page, or None where it is none that can be fetched.

    ``encoding`` is the page's: browsers write the query of a link in it, the path always in UTF-8 (WHATWG URL 4.4).
    """
    href = forward(href).strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f \x1f")
    if not href or href[0] == "#" or len(href) > 2 * MAX_BYTES:
        return None
    if href[0] == "/" and href[1:2] != "/":
        return normalised(base.origin + href, encoding)
    match = _SCHEME.match(href)
    if match is not None:
        scheme = match[0][:-1].lower()
        if scheme not in _DEFAULT_PORTS:
            return None
        if href[match.end() : match.end() + 2] == "//":
            return normalised(href, encoding)
        href = href[match.end() :]  # "http:page.html" is relative in browsers, as in RFC 3986 5.4.2's old way
        if scheme != base.scheme:
            return normalised(f"{scheme}://{href.lstrip('/')}", encoding)
    if href[:2] == "//":
        return normalised(f"{base.scheme}:{href}", encoding)
    try:
        return normalised(joined(base.url, href), encoding)
    except ValueError:
        return None


def role_of(url: str) -> Role:
    """``listing`` where the URL has the form of a numbered page, a term or a date archive, else ``page``."""
    return "listing" if _LISTING.search(url) else "page"


@lru_cache(maxsize=4096)
def normalised(url: str, encoding: str | None = None) -> str | None:
    """The one spelling of an absolute http(s) URL, None where it cannot be fetched; cached, as pages share links."""
    url = url.strip().translate(_STRIPPED).partition("#")[0]
    if _CONTROL.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        return None
    host = _host(parts.hostname or "")
    if host is None:
        return None
    path = without_dots(parts.path)
    if not _PLAIN.fullmatch(path):
        path = quote(path, safe=_KEPT)
    query = parts.query
    if not _PLAIN.fullmatch(query):
        query = quote(query, safe=_KEPT, encoding=encoding or "utf-8", errors="xmlcharrefreplace")
    address = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    # "?" alone is kept: /page? and /page are two URLs to a server, and urlsplit cannot tell them apart.
    mark = "?" if query or url.endswith("?") else ""
    whole = f"{scheme}://{address}{path or '/'}{mark}{query}"
    return whole if len(whole) <= MAX_BYTES else None


def _host(host: str) -> str | None:
    if ":" in host:
        host = f"[{host}]"
    if _HOST.fullmatch(host):
        return host
    try:
        named = ".".join(_label(label) if _KEPT_LETTERS.search(label) else label for label in host.split("."))
        named = named.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return named if _HOST.fullmatch(named) else None


def _label(label: str) -> str:
    """A label with letters that names keep today, while Python's codec of 2003 writes "ss" for "ß" (UTS 46)."""
    return "xn--" + normalize("NFC", label.lower()).encode("punycode").decode("ascii")
