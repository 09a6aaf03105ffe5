"""What a page lacks in replay, and how much that matters: judged by who asked, and by what the crawl knows of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal
from urllib.parse import unquote, urlsplit

from ..archive.journal.visits import Left
from ..dataset.keys import host_key
from .tab import Asked

Cause = Literal["never captured", "made by a script", "not fetched", "left out", "cut off", "unreadable"]
"""Why something is not there: in the order of how much it matters, but for the two last."""

WORDS = {
    "image": ("picture", "pictures"),
    "stylesheet": ("style sheet", "style sheets"),
    "font": ("font", "fonts"),
    "script": ("script", "scripts"),
    "media": ("sound or film", "sounds or films"),
    "document": ("frame", "frames"),
    "fetch": ("answer to a script", "answers to scripts"),
    "xhr": ("answer to a script", "answers to scripts"),
}
"""What is missed, by Chromium's word for it; others are `NAMED`, or not missed: pings, reports, favicons by default."""
NAMED = "named"
"""The kind of what an element names and no request was made for."""
REQUISITES = frozenset(("image", "stylesheet", "font", "script", "media", "texttrack", "manifest", NAMED))
SCRIPTED = frozenset(("fetch", "xhr"))
_SCRIPTS = re.compile(rb"<script[\s>][^<]*+(?:<(?!/script)[^<]*+)*+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Lack:
    """Something that a page asks for and the archive does not have, or not whole."""

    url: str
    kind: str
    cause: Cause
    reason: str | None = None
    """What the crawl tells of it."""
    wanted: bool = False
    """The next crawl is to ask for it."""


def is_named(url: str, markup: bytes) -> bool:
    """Whether a document or style sheet, its scripts aside, names an address: the end of its path stands there."""
    end = urlsplit(url).path.rstrip("/").rpartition("/")[2] or urlsplit(url).netloc
    without = _SCRIPTS.sub(b"", markup)
    return any(form.encode() in without for form in (end, unquote(end), escape(unquote(end))))


def lack(asked: Asked, left: Left | None, *, is_markup: bool, page: str, requisites: bool) -> Lack | None:
    """What to make of a request that found nothing; None if nothing is missed.

    `left` is what the crawl's queue has of it, `requisites` whether crawls fetch what pages need; `is_markup` of what
    the page's own markup and styles name.
    """
    is_own = host_key(asked.url) == host_key(page)
    if asked.kind == "document":
        # What other sites show in a frame is theirs: no crawl fetches it.
        return None if not is_own else _lack(asked, left, "never captured", wanted=is_markup)
    if asked.method != "GET" or asked.kind not in REQUISITES | SCRIPTED:
        return None
    if is_markup and not requisites:
        return _lack(asked, left, "left out", "requisites are not fetched (requisites = false)")
    if is_markup:
        return _lack(asked, left, "never captured", wanted=True)
    # Scripts that count readers ask other hosts, each time by another address.
    counts = not is_own and (bool(urlsplit(asked.url).query) or asked.kind in SCRIPTED)
    return _lack(asked, left, "made by a script", wanted=requisites and not counts)


def _lack(asked: Asked, left: Left | None, cause: Cause, reason: str | None = None, *, wanted: bool = False) -> Lack:
    if left is not None and left.state in ("failed", "skipped"):
        # The next crawl tries again what failed, and judges again what was skipped, without being told to.
        told: Cause = "not fetched" if left.state == "failed" else "left out"
        return Lack(url=asked.url, kind=asked.kind, cause=told, reason=left.reason)
    return Lack(url=asked.url, kind=asked.kind, cause=cause, reason=reason, wanted=wanted)


def counted(lacks: Sequence[Lack]) -> str:
    """So many of which kind: 2 pictures and 1 style sheet."""
    kinds: dict[tuple[str, str], int] = {}
    for one in lacks:
        words = WORDS.get(one.kind, ("thing", "things"))
        kinds[words] = kinds.get(words, 0) + 1
    parts = [f"{number} {words[number > 1]}" for words, number in kinds.items()]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
