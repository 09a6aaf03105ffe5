"""When two URLs are one address, and which text SQLite can keep."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from ..archive.addresses import SESSION_IN_PATH, SESSIONS

_URL = re.compile(r"\s*(?:https?:)?/*([^/?#]*)([^?#]*)(?:\?([^#]*))?(#!.*)?", re.IGNORECASE | re.DOTALL)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|_ga", re.IGNORECASE)
_SESSION = re.compile(rf"(?:{'|'.join(sorted(SESSIONS))})=(?=(?:[A-Za-z,]*\d){{3}})[0-9A-Za-z,]{{16,}}", re.IGNORECASE)
"""``PHPSESSID=81081f5f120be58db50cb3e0f563b2a1``; not ``session=2012-keynote-in-the-great-hall``."""
_LONGEST_OTHER = 200
_HOST_END = re.compile(r"[?#\\]")
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


def url_key(url: str) -> str:
    """The address without what does not change which page it is.

    Left out are scheme, ``www.``, standard ports, user, fragment (but not ``#!``), a slash at the end, session ids,
    and query parameters that only track where a reader came from; the other parameters are sorted. URLs of other
    schemes than http keep theirs, and are cut: a `data:` URL is a whole file.

    >>> url_key("https://www.Example.org:443/a%7eb/?b=1&utm_source=feed&a=2#comments")
    'example.org/a~b?a=2&b=1'
    """
    return _key(url) if len(url) > _LONGEST_KEPT else _kept_key(url)


def without_session(url: str) -> str:
    """The address without a session id that it carries.

    >>> without_session("http://example.org/a.php?sid=81081f5f120be58db50cb3e0f563b2a1&p=7")
    'http://example.org/a.php?p=7'
    """
    if "=" not in url:
        return url
    head, _, query = SESSION_IN_PATH.sub("", url).partition("?")
    kept = "&".join(part for part in query.split("&") if not _SESSION.fullmatch(part))
    return f"{head}?{kept}" if kept else head


def host_key(url: str) -> str:
    """The host of an address as `url_key` has it: without ``www.`` and standard ports.

    >>> host_key("https://www.Example.org/a")
    'example.org'
    """
    match = _URL.match(url)
    assert match is not None  # every part of the pattern may be empty
    return _host(match[1])


def host_of(url: str) -> str | None:
    """As `host_key`; None for what has no host, such as a `mailto:` address.

    >>> host_of("mailto:liz@example.org") is None
    True
    """
    start = url.find("//") + 2
    if start == 1 or url[: start - 2].lower() not in ("http:", "https:", ""):
        return None
    end = url.find("/", start)
    return _known_host(url[start:end] if end > 0 else url[start:])


def _key(url: str) -> str:
    scheme, colon, _ = url.lstrip().partition(":")
    if colon and "/" not in scheme and scheme.lower() not in ("http", "https"):
        return safe_text(url[:_LONGEST_OTHER]) or ""
    match = _URL.match(url)
    assert match is not None  # every part of the pattern may be empty
    host, path, query, fragment = match.groups()
    # Escapes first: what is sorted and left out must not depend on how it was written.
    path = _escaped(path.rstrip("/ \t\r\n"))
    if ";" in path:
        path = SESSION_IN_PATH.sub("", path)
    key = _host(host) + path.rstrip("/")
    if query:
        kept = sorted(
            part
            for part in _escaped(query).split("&")
            if part and not _TRACKING.fullmatch(part.partition("=")[0]) and not _SESSION.fullmatch(part)
        )
        if kept:
            key += "?" + "&".join(kept)
    return key + _escaped(fragment or "")


@lru_cache(maxsize=1024)
def _known_host(authority: str) -> str | None:
    return _host(_HOST_END.split(authority, maxsplit=1)[0]) or None


# Saving a page asks for the same few keys a dozen times.
_kept_key = lru_cache(maxsize=64)(_key)
_LONGEST_KEPT = 1000


def safe_text(text: str | None) -> str | None:
    """The text as SQLite can keep it; None for nothing.

    A lone surrogate cannot be encoded (`sqlite3` raises) and NUL ends the text for SQL's own functions: both
    become U+FFFD, as the WHATWG decoders do. The bytes stay in the WARC.
    """
    if not text:
        return None
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSAFE.sub("\ufffd", text)


def safe_integer(number: int | None) -> int | None:
    """The number, None if it has more bits than SQLite's integers."""
    return number if number is not None and -(2**63) <= number < 2**63 else None


def safe_value(value: str | int | None) -> str | int | None:
    """A text or number as SQLite can keep it."""
    return safe_integer(value) if isinstance(value, int) else safe_text(value)


def _host(host: str) -> str:
    host = host.rpartition("@")[2].strip().lower()
    host = host.removesuffix(":80").removesuffix(":443").rstrip(".").removeprefix("www.")
    if host.isascii():
        return _escaped(host)
    try:
        return _escaped(host.encode("idna").decode("ascii"))
    except UnicodeError:
        return _escaped(host)


def _escaped(text: str) -> str:
    """The same escapes however they were written: unreserved characters plain, all others as upper-case %XX."""
    if text.isascii() and "%" not in text and "\x00" not in text:
        return text
    text = _ESCAPE.sub(lambda found: _plain(found[1]), text)
    return quote(safe_text(text) or "", safe="%/:?#[]@!$&'()*+,;=~")


def _plain(digits: str) -> str:
    character = chr(int(digits, 16))
    return character if character in _UNRESERVED else f"%{digits.upper()}"
