"""The index of a web archive, asked over its CDX server API: where to ask, and what the answer says.

Two dialects are in use: that of the Wayback Machine (https://github.com/internetarchive/wayback, wayback-cdx-server),
which answers with a JSON array of arrays and turns pages with a ``resumeKey``; and that of pywb, which answers with a
JSON object a line and takes other names for the same fields. Each passes over the parameters that it does not know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from ...archive.recording.mementos import Listed
from ...archive.warc.records import safe_url

PAGE = 5_000
"""Captures asked for at once; the Wayback Machine lets nobody have more than 150,000 in one answer."""

_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_OTHER_NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}
_TIMESTAMP = re.compile(r"[12]\d{13}")
_URL = re.compile(r"https?://[^\s/]+(?:/.*)?", re.IGNORECASE | re.DOTALL)
_LONGEST_URL = 8_000


class NotAnIndex(Exception):
    """What came is no list of captures; one sentence says what it is."""


@dataclass(frozen=True, kw_only=True)
class IndexPage:
    """A page of an index."""

    captures: tuple[Listed, ...]
    rows: int
    """Lines that came, those that are not for us among them."""
    resume_key: str | None = None


def index_of(base: str) -> str:
    """Where an archive's index is asked, of the archive whose mementos lie under ``BASE/<timestamp>id_/<URL>``.

    >>> index_of("https://web.archive.org/web")
    'https://web.archive.org/cdx/search/cdx'
    >>> index_of("http://127.0.0.1:8080/my-collection")
    'http://127.0.0.1:8080/my-collection/cdx'
    """
    parts = urlsplit(base)
    if parts.hostname == "web.archive.org":
        return f"{parts.scheme}://{parts.netloc}/cdx/search/cdx"
    return f"{base}/cdx"


def query_of(index: str, blog: str, *, begin: str, end: str, collapse: bool) -> str:
    """The address that lists all captures of a blog, without its pages' numbers."""
    told = {"url": blog, "matchType": "prefix", "output": "json", "filter": "!statuscode:[345].*"}
    if begin:
        told["from"] = begin
    if end:
        told["to"] = end
    if collapse:
        told["collapse"] = "digest"
    return f"{index}?{urlencode(told, quote_via=quote)}"


def page_of(query: str, resume_key: str | None) -> str:
    """The address of one page of a listing."""
    told = {"limit": str(PAGE), "showResumeKey": "true"}
    if resume_key is not None:
        told["resumeKey"] = resume_key
    return f"{query}&{urlencode(told, quote_via=quote)}"


def read_index(content: bytes) -> IndexPage:
    """The captures in an answer; raises `NotAnIndex` for a web page, a message, or anything else."""
    text = content.decode("utf-8", "replace").strip()
    if text.startswith("["):
        return _array(text)
    lines = text.splitlines()
    if all(line.startswith("{") for line in lines):
        return _page((_loaded(line) for line in lines), len(lines), None)
    if re.match(r"<(?:!doctype|html|\?xml|head|body)", text, re.IGNORECASE):
        raise NotAnIndex("a web page")
    rows = [line.split(" ") for line in lines]
    if all(len(row) >= 6 and _TIMESTAMP.fullmatch(row[1]) for row in rows):
        return _page((dict(zip(_FIELDS, row, strict=False)) for row in rows), len(rows), None)
    raise NotAnIndex(f"{text[:100]!r}")


def _array(text: str) -> IndexPage:
    rows = _loaded(text)
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise NotAnIndex(f"{text[:100]!r}")
    names, *rows = rows or [[]]
    resume_key = None
    if len(rows) >= 2 and not rows[-2] and len(rows[-1]) == 1:
        resume_key = str(rows[-1][0])
        rows = rows[:-2]
    return _page((dict(zip(names, row, strict=False)) for row in rows), len(rows), resume_key)


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAnIndex(f"{text[:100]!r}") from error


def _page(rows: Iterator[object], number: int, resume_key: str | None) -> IndexPage:
    captures = (_listed(row) for row in rows)
    return IndexPage(captures=tuple(one for one in captures if one), rows=number, resume_key=resume_key)


def _listed(row: object) -> Listed | None:
    """A row as a capture; None for what is no answer 200 to http, or has not the form it should have."""
    if not isinstance(row, Mapping):
        return None
    told = {_OTHER_NAMES.get(str(name), str(name)): str(value) for name, value in row.items()}
    url, timestamp = told.get("original", ""), told.get("timestamp", "")
    media_type = told.get("mimetype", "-").lower()
    # A revisit's own row has no status; whether its bytes are those of the row before it, its digest tells.
    is_answer = told.get("statuscode", "-") == "200" or (told.get("statuscode", "-") == "-" and "revisit" in media_type)
    if not is_answer or not _TIMESTAMP.fullmatch(timestamp) or not _URL.fullmatch(url) or len(url) > _LONGEST_URL:
        return None
    digest = told.get("digest", "-")
    return Listed(
        url=safe_url(url),
        timestamp=timestamp,
        media_type=None if media_type in ("-", "unk", "warc/revisit") else media_type[:100],
        digest=None if digest == "-" else digest[:100],
    )
