"""Cells of tables as they are shown: an address leads to the page in the archive, a capture to its record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from .places import Places

CAPTURES = ("capture_id", "refers_to", "named_by")
"""Columns that name a capture."""
LONGEST = 90
"""Signs of an address that are shown."""
_HITS = re.compile(r"[⟦⟧]")
_WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)


def is_address(value: object) -> bool:
    """Whether the value is a web address and nothing else; `javascript:` and its like are words."""
    if not isinstance(value, str) or not _WEB.fullmatch(value):
        return False
    try:
        return bool(urlsplit(value).hostname)
    except ValueError:
        return False


def archived(url: str, moment: str, places: Places) -> Markup:
    """An address whose page is here: to the page as it was, and, small, to what is there today."""
    link = Markup('<a class="ark-page" href="{}" title="As captured {}">{}</a> {}')
    return link.format(places.replayed(url, moment), _day(moment), _shown(url), _live(url, "↗"))


def elsewhere(url: str) -> Markup:
    """An address that was not captured: to the web of today, and marked so."""
    return Markup('<span class="ark-elsewhere">{}</span>').format(_live(url, _shown(url)))


def record(capture_id: int, shown: str | None = None) -> Markup:
    return Markup('<a class="ark-record" href="/-/record/{}">{}</a>').format(
        capture_id, shown or f"record {capture_id}"
    )


def marked(text: str) -> Markup:
    """A passage of a search, its hits marked: they stand between the two signs that SQL puts there."""
    parts = (
        Markup("<mark>{}</mark>").format(part) if at % 2 else escape(part) for at, part in enumerate(_HITS.split(text))
    )
    return Markup().join(parts)


def row(table: str, row_id: int, shown: str) -> Markup:
    return Markup('<a href="/dataset/{}/{}">{}</a>').format(table, row_id, shown)


def number(value: object) -> int | None:
    """An id, also where datasette has put its label beside it."""
    if isinstance(value, Mapping):
        value = value.get("value")
    return value if isinstance(value, int) else None


def href(url: str) -> str:
    """An address as a browser would send it, its escapes as they are."""
    return quote(url, safe="/:?#[]@!$&'()*+,;=%~")


def _live(url: str, shown: str) -> Markup:
    link = Markup('<a class="ark-live" href="{}" rel="noreferrer noopener" title="On the web of today">{}</a>')
    return link.format(url, shown)


def _shown(url: str) -> str:
    return url if len(url) <= LONGEST else f"{url[: LONGEST - 1]}…"


def _day(moment: str) -> str:
    return f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}"
