"""Where else what is redacted stands: in records that no parser reads for it, in other rows, in other files."""

from __future__ import annotations

import html
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...archive.capture import Capture
from ...archive.errors import ArchiveError
from ...archive.folder import ArchiveFolder
from ...archive.warc.redactions import REDACTIONS, folded_name, folded_text
from ...archive.warc.scan import CaptureReader
from ...archive.withholding.taking import WITHHELD_FOLDER
from ..hiding.redacting import Word
from ..tables.schema import TABLES

SHORTEST_TEXT = 24
"""Letters and digits of a line that is looked for; "Thanks!" stands everywhere."""
SHORTEST_NAME = 4
"""Characters of a name that is looked for."""
LARGEST = 2**25
"""Bytes of a record that are looked through."""
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.-]+)", re.IGNORECASE)
_NO_TEXT = ("image/", "video/", "audio/", "font/")
_OWN = frozenset(("archive", WITHHELD_FOLDER, REDACTIONS, "dataset.sqlite", ".hashes.json", "indexes"))
_NOTES = frozenset(("redactions", "columns", "state"))


class Traces:
    """Looks for names, word by word, and for lines of texts, letter by letter, whatever the markup around them."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._lines: dict[str, set[int]] = {}
        names: dict[str, set[int]] = {}
        for word in words:
            if word.is_name:
                if len(name := folded_name(word.text)) >= SHORTEST_NAME:
                    names.setdefault(name, set()).add(word.redaction)
            else:
                for line in word.text.splitlines():
                    if len(folded := folded_text(line)) >= SHORTEST_TEXT:
                        self._lines.setdefault(folded, set()).add(word.redaction)
        self._names = names
        longest_first = sorted(names, key=len, reverse=True)
        alternatives = "|".join(re.escape(name) for name in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)") if names else None

    def __bool__(self) -> bool:
        return bool(self._lines or self._names)

    def in_text(self, text: str) -> set[int]:
        """The redactions of what stands in a text without markup."""
        found: set[int] = set()
        if self._pattern is not None:
            for match in self._pattern.finditer(folded_name(text)):
                found |= self._names[match[0]]
        if self._lines and len(text) >= SHORTEST_TEXT:
            folded = folded_text(text)
            for line, numbers in self._lines.items():
                if line in folded:
                    found |= numbers
        return found

    def in_answer(self, body: bytes, content_type: str | None) -> set[int]:
        """The redactions of what stands in the body of an answer: HTML, feeds, JSON, scripts."""
        text = _decoded(body[:LARGEST], content_type)
        if "\\u" in text:
            text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        # Feeds and APIs carry markup as text: escaped once more.
        plain = html.unescape(html.unescape(text))
        found = self.in_text(plain)
        if "<" in plain:
            found |= self.in_text(_TAG.sub("", plain)) | self.in_text(_TAG.sub(" ", plain))
        return found


@dataclass(frozen=True, kw_only=True)
class Leftover:
    """A place outside of what redactions cover."""

    place: str
    """A column of the dataset, or a file."""
    rows: tuple[int, ...] = ()
    """Keys of the first rows there."""
    count: int = 1

    def __str__(self) -> str:
        if not self.rows:
            return self.place
        more = ", …" if self.count > len(self.rows) else ""
        return f"{self.place} (row {', '.join(map(str, self.rows))}{more})"


def traces_in_records(
    folder: ArchiveFolder, captures: Iterable[Capture], traces: Traces, *, on_capture: Callable[[], object]
) -> Iterator[tuple[Capture, set[int]]]:
    """The captures whose bytes hold what is looked for; what cannot be read is passed over."""
    with CaptureReader(folder.warcs) as stored:
        for capture in captures:
            on_capture()
            if capture.withheld is not None or (capture.media_type or "").startswith(_NO_TEXT):
                continue
            try:
                answer = stored.read(capture)
            except ArchiveError:
                continue
            if found := traces.in_answer(answer.body, answer.content_type):
                yield capture, found


def leftovers(folder: ArchiveFolder, db: sqlite3.Connection, traces: Traces) -> list[Leftover]:
    """Where it stands in the dataset, and in files beside it."""
    return [*_in_rows(db, traces), *_in_files(folder.path, traces)] if traces else []


_FIRST = 5


def _in_rows(db: sqlite3.Connection, traces: Traces) -> Iterator[Leftover]:
    db.create_function("holds_trace", 1, lambda text: bool(text) and bool(traces.in_text(text)))
    for table in TABLES:
        if table.name in _NOTES:
            continue
        key = next(column.name for column in table.columns if column.key)
        for column in table.columns:
            if column.type == "TEXT":
                where = f"FROM {table.name} WHERE holds_trace({column.name})"
                (count,) = db.execute(f"SELECT count(*) {where}").fetchone()
                if count:
                    rows = tuple(row[0] for row in db.execute(f"SELECT {key} {where} ORDER BY 1 LIMIT {_FIRST}"))
                    yield Leftover(place=f"{table.name}.{column.name}", rows=rows, count=count)


def _in_files(folder: Path, traces: Traces) -> Iterator[Leftover]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] not in _OWN and traces.in_answer(path.read_bytes()[:LARGEST], None):
            yield Leftover(place=str(name))


def _decoded(body: bytes, content_type: str | None) -> str:
    declared = _CHARSET.search(content_type or "") or _CHARSET.search(body[:1024].decode("latin-1"))
    for charset in ("utf-8", declared[1] if declared else "latin-1"):
        try:
            return unicodedata.normalize("NFC", body.decode(charset))
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("latin-1")
