"""Addresses as pages write them: made absolute, cleaned, compared; nothing here fetches."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

_BLANKS = re.compile(r"[\t\n\r\x00-\x1f\x7f]")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_ABSOLUTE = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*)([^?#]*)(\?[^#]*)?")
_TAIL = re.compile(r"[?#]")
_DOTTED = re.compile(r"(?:^|/)\.\.?(?:/|$)")
_LONGEST = 4096


_PLAIN = r"[A-Za-z0-9/_.,~%+@=&:!$'()*-]*(?:\?[A-Za-z0-9/_.,~%+@=&:!$'()*?-]+)?(?:#[A-Za-z0-9/_.,~%+@=&:!$'()*?-]+)?"
_WHOLE = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?/" + _PLAIN)
_ROOTED = re.compile(r"/(?!/)" + _PLAIN)


def absolute(href: str | None, base: str) -> str | None:
    """``href`` as an absolute http(s) address, None for everything else (javascript:, mailto:, data:, an empty one)."""
    if not href:
        return None
    if len(href) < 1000:  # nine of ten addresses are as simple as this; urljoin takes five times as long
        if _WHOLE.fullmatch(href):
            return href
        if "/." not in href and _ROOTED.fullmatch(href) and (origin := _origin(base)):
            return origin + href
    return _joined(href, base)


@lru_cache(maxsize=1024)
def _origin(base: str) -> str | None:
    try:
        parts = urlsplit(base)
        return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def joined(base: str, href: str) -> str:
    """``href`` on the page at ``base``, as browsers read it (RFC 3986, 5.2.2); a ``ValueError`` where it is no address.

    ``urljoin`` makes "a/b" of "a//b", in what stands before the last slash of the page's own address, too, and "a" of
    "a;"; the server may know neither.
    """
    page = _ABSOLUTE.match(base)
    if page is None or href.startswith("//") or _SCHEME.match(href):
        return urljoin(base, href)
    origin, path, query = page[1], page[2], page[3] or ""
    if not href or href[0] == "#":
        return f"{origin}{path}{query}{href}"
    if href[0] == "?":
        return f"{origin}{path or '/'}{href}"
    tail = _TAIL.search(href)
    end = tail.start() if tail else len(href)
    folder = "" if href[0] == "/" else path[: path.rfind("/") + 1] or "/"
    return f"{origin}{without_dots(folder + href[:end])}{href[end:]}"


def without_dots(path: str) -> str:
    """A path with "." and ".." resolved, never above its root (RFC 3986, 5.2.4)."""
    if "/." not in path or not _DOTTED.search(path):
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    tail = "/" if segments[-1] in (".", "..") and kept else ""
    return "/" + "/".join(kept) + tail


def forward(href: str) -> str:
    r"""An address with "/" where it has the backslashes of Windows: "images\boat.jpg"; browsers read both alike."""
    if "\\" not in href:
        return href
    tail = _TAIL.search(href)
    end = tail.start() if tail else len(href)
    return href[:end].replace("\\", "/") + href[end:]


def _joined(href: str, base: str) -> str | None:
    href = forward(_BLANKS.sub("", href.strip())[:_LONGEST].replace(" ", "%20"))
    if not href:
        return None
    if _SCHEME.match(href) and href[:5].lower() not in ("http:", "https"):
        return None
    try:
        url = joined(base, href)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        if not parts.path:
            url = urlunsplit((parts.scheme, parts.netloc, "/", parts.query, parts.fragment))
    except ValueError:
        return None
    return url


def can_be_split(url: str) -> bool:
    """Whether an address has parts at all: "http://[" has none, and whoever asks for them gets an error."""
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def host(url: str | None) -> str:
    """The host in lower case without ``www.``, "" if there is none."""
    try:
        name = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.")


def same_page(one: str | None, other: str | None) -> bool:
    """Whether two addresses name one page, scheme, ``www.``, fragment and a last slash aside."""
    return bool(one and other) and page_key(one or "") == page_key(other or "")


def page_key(url: str) -> str:
    """What two addresses of one page have in common."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{host(url)}{unquote(parts.path).rstrip('/')}{query}"


def slug_of(url: str | None) -> str | None:
    """The last part of the path: ``/tag/long-list/`` → "long-list"."""
    if not url:
        return None
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    return unquote(path.rstrip("/").rpartition("/")[2]) or None


def fragment_of(url: str | None) -> str | None:
    """What stands behind ``#``, None if nothing does."""
    return (url or "").partition("#")[2] or None
