"""The captures that hold what is redacted: found by the parsers, and by what these hid in all the others."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from ...archive.capture import Capture
from ...archive.folder import ArchiveFolder
from ...parsers.model import Page
from ..hiding.redacting import Redactor, Word
from ..reading.following import default_workers
from ..reading.page_json import as_json
from ..reading.pool import Pool
from ..reading.worker import is_page
from ..writing.learning import rules_of
from ..writing.pages import led_here
from .traces import Traces, traces_in_records

_COLUMNS = tuple(field.name for field in fields(Capture))
_SELECT = f"SELECT {', '.join(f'captures.{name}' for name in _COLUMNS)} FROM captures"
_HELD = """
SELECT DISTINCT coalesce(held.refers_to, held.id) AS id, redaction_id FROM {0}redacted_captures
JOIN {0}captures AS held ON held.id = capture_id
JOIN {0}redactions AS told ON told.id = redaction_id AND lifted_at IS NULL
JOIN {0}captures AS source ON source.id = coalesce(held.refers_to, held.id) AND source.withheld IS NULL
"""
HELD = _HELD.format("")
"""The captures whose own bytes hold what is redacted, and are still in the archive; with the redactions in force."""

OnProgress = Callable[[int, int], object]


@dataclass(kw_only=True)
class Concerned:
    """A capture that holds what is redacted, and what it says beside that."""

    capture: Capture
    redactions: set[int]
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By address: the record's own, and those of its revisits."""

    def told(self) -> tuple[dict[str, object], ...]:
        """As `withheld.withheld_record` takes pages: that of its own address first."""
        own = self.capture.url
        return tuple({"url": url, **self.pages[url]} for url in sorted(self.pages, key=lambda url: (url != own, url)))


def number_held(db: sqlite3.Connection, schema: str = "") -> int:
    """How many captures hold what is redacted and are still in the archive; ``schema`` such as ``dataset.``."""
    return int(db.execute(f"SELECT count(DISTINCT id) FROM ({_HELD.format(schema)})").fetchone()[0])


def find_concerned(
    folder: ArchiveFolder,
    db: sqlite3.Connection,
    redactor: Redactor,
    *,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
) -> tuple[dict[int, Concerned], frozenset[Word]]:
    """All captures that hold what is redacted, by their ids, and what it is."""
    found: dict[int, Concerned] = {}
    for number, redaction in db.execute(HELD):
        one = found.setdefault(number, Concerned(capture=_capture(db, number), redactions=set()))
        one.redactions.add(redaction)
    if redactor.hides_posts:
        redactor.learn(
            db.execute(
                "SELECT url_key, redacted FROM post_urls JOIN posts ON posts.id = post_id WHERE redacted NOTNULL"
            )
        )
    rules = rules_of(db)
    with Pool(folder.warcs, size=workers or default_workers(busy=0)) as pool:
        words = set(_read(pool, db, redactor, found.values(), rules))
        traces = Traces(words)
        more: dict[int, Concerned] = {}
        if traces:
            total = db.execute("SELECT count(*) FROM captures WHERE record_type <> 'revisit'").fetchone()[0]
            done = 0

            def step() -> None:
                nonlocal done
                done += 1
                if on_progress is not None:
                    on_progress(done, total)

            for capture, redactions in traces_in_records(folder, _captures(db), traces, on_capture=step):
                one = found.get(capture.id) or more.setdefault(capture.id, Concerned(capture=capture, redactions=set()))
                one.redactions |= redactions
        words |= set(_read(pool, db, redactor, more.values(), rules))
    return found | more, frozenset(words)


def _read(
    pool: Pool, db: sqlite3.Connection, redactor: Redactor, concerned: Iterable[Concerned], rules: Sequence[str]
) -> Iterator[Word]:
    """Fill in the pages of the captures, under all addresses at which they were seen; the words that they hid."""
    concerned = list(concerned)
    pool.rules = ()
    for one, capture, page in _pages(pool, db, concerned):
        cleared = redactor.clear(page, led_here(db, capture))
        yield from cleared.words
        one.pages[capture.url] = {"page": as_json(cleared.page)}
    if rules:
        pool.rules = tuple(rules)
        for one, capture, page in _pages(pool, db, concerned):
            cleared = redactor.clear(page, led_here(db, capture))
            if as_json(cleared.page) != one.pages[capture.url]["page"]:
                one.pages[capture.url]["ruled"] = as_json(cleared.page)


def _pages(
    pool: Pool, db: sqlite3.Connection, concerned: Iterable[Concerned]
) -> Iterator[tuple[Concerned, Capture, Page]]:
    for one in concerned:
        captures = {one.capture.url: one.capture}
        for row in db.execute(f"{_SELECT} WHERE refers_to = ? ORDER BY id", (one.capture.id,)):
            captures.setdefault(row[_COLUMNS.index("url")], _made(row))
        asked = {capture.id: capture for capture in captures.values()}
        waiting = {capture.id for capture in asked.values() if is_page(capture, _source(one, capture))}
        for number in sorted(waiting):
            pool.submit(asked[number], _source(one, asked[number]))
        answers: dict[int, Page | None] = {}
        while len(answers) < len(waiting):
            answers |= {answer.capture_id: answer.page for answer in pool.answers()}
        for number in sorted(answers):
            if (page := answers[number]) is not None:
                yield one, asked[number], page


def _source(one: Concerned, capture: Capture) -> Capture | None:
    return None if capture.id == one.capture.id else one.capture


def _captures(db: sqlite3.Connection) -> Iterator[Capture]:
    for row in db.execute(f"{_SELECT} WHERE record_type <> 'revisit' ORDER BY id"):
        yield _made(row)


def _capture(db: sqlite3.Connection, number: int) -> Capture:
    return _made(db.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone())


def _made(row: tuple[object, ...]) -> Capture:
    return Capture(**dict(zip(_COLUMNS, row, strict=True)))  # type: ignore[arg-type]  # STRICT columns
