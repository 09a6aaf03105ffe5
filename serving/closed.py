"""What replay does not show because something in it is redacted, and why."""

from __future__ import annotations

import html
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ..archive.indexes.cdxj import timestamp
from ..dataset.keys import url_key

STATUS = "451 Unavailable For Legal Reasons"
"""RFC 7725."""
_REASONS = """
SELECT capture_id, redactions.id, reason, authority FROM redacted_captures
JOIN redactions ON redactions.id = redaction_id JOIN captures ON captures.id = capture_id
WHERE lifted_at IS NULL OR withheld IS NOT NULL ORDER BY 1, 2
"""
_BESIDE = "SELECT id, url_key, captured_at, warc_file, warc_offset FROM captures WHERE url_key = ?"
_LATEST = "9" * 14
_PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Withheld</title>
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}}</style>
<h1>This page is withheld</h1><p>It was archived, and something in it has been redacted, so that it is not shown.</p>
<dl>{0}</dl></html>
"""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a capture is not shown."""

    redaction: int
    reason: str
    authority: str


class Closed:
    """The captures that hold what is redacted; read anew when the dataset changes."""

    def __init__(self, dataset: Path) -> None:
        self._dataset = dataset
        self._seen: tuple[int, int] | None = None
        self._reasons: dict[int, list[Reason]] = {}
        self._beside: dict[str, list[tuple[str, int]]] = {}
        self._places: frozenset[tuple[str, int]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self._reasons)

    def refresh(self) -> bool:
        """Look whether the dataset has changed; whether it has."""
        if not self._dataset.is_file():
            return False
        there = self._dataset.stat()
        if self._seen == (there.st_mtime_ns, there.st_size):
            return False
        self._seen = (there.st_mtime_ns, there.st_size)
        with closing(sqlite3.connect(f"{self._dataset.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
            self._load(db)
        return True

    def _load(self, db: sqlite3.Connection) -> None:
        reasons: dict[int, list[Reason]] = {}
        for capture, number, reason, authority in db.execute(_REASONS):
            reasons.setdefault(capture, []).append(Reason(redaction=number, reason=reason, authority=authority))
        beside: dict[str, list[tuple[str, int]]] = {}
        places = set()
        for capture in reasons:
            (key,) = db.execute("SELECT url_key FROM captures WHERE id = ?", (capture,)).fetchone()
            if key in beside:
                continue
            beside[key] = []
            for number, _, captured_at, file, offset in db.execute(_BESIDE, (key,)):
                beside[key].append((timestamp(captured_at), number))
                if number in reasons:
                    places.add((file, offset))
        self._reasons, self._beside, self._places = reasons, beside, frozenset(places)

    def told(self, url: str, moment: str) -> list[Reason]:
        """Why the capture that replay would give for an address and a moment (up to 14 digits) is not shown."""
        beside = self._beside.get(url_key(url))
        if not beside:
            return []
        wanted = int((moment or _LATEST).ljust(14, "0"))
        _, number = min(beside, key=lambda one: (abs(int(one[0]) - wanted), one[1]))
        return self._reasons.get(number, [])

    def open_lines(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines of an index without those of what is not shown."""
        for line in lines:
            told = json.loads(line.split(b" ", 2)[2])
            if (told["filename"], int(told["offset"])) not in self._places:
                yield line


def page(reasons: Iterable[Reason]) -> bytes:
    """What is shown instead."""
    rows = (
        f"<dt>Redaction {one.redaction}</dt>"
        f"<dd>{html.escape(one.reason)}<br>Authority: {html.escape(one.authority)}</dd>"
        for one in reasons
    )
    return _PAGE.format("".join(rows)).encode("utf-8", "replace")
