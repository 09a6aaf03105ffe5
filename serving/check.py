"""`blogark verify --replay`: pages opened in a browser that gets all its answers from the archive."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ..archive.checking.findings import KEPT, Finding, Findings, Severity
from ..archive.checking.portions import processors
from ..archive.config import load
from ..archive.errors import BlogarkError
from ..archive.folder import ArchiveFolder
from ..archive.journal.journal import Journal
from ..archive.journal.queue import UrlQueue
from ..archive.journal.visits import Left
from ..archive.recording.mementos import left_of
from ..dataset.opened import opened
from ..dataset.packaging import listed_pages
from .chromium import Chromium, running
from .holdings import NOT_HERE, Held, Holdings
from .lacks import NAMED, Cause, Lack, counted, is_named, lack
from .tab import Answer, Asked, Shown, tab

OnProgress = Callable[[int, int], object]
"""Pages opened, pages in all."""
SHOWN = 3
"""Addresses in a sentence."""
_AGAIN = "`blogark crawl` asks for it the next time"
_TELLING: dict[Cause, tuple[Severity, str, str, str]] = {
    "never captured": ("error", "replay-missing", "never captured", _AGAIN),
    "unreadable": ("error", "replay-unreadable", "that cannot be read", "bring the file back from a copy"),
    "made by a script": ("warning", "replay-script", "that a script asks for never captured", _AGAIN),
    "not fetched": ("warning", "replay-failed", "that could not be fetched", "`blogark crawl` tries again"),
    "cut off": ("warning", "replay-cut", "not whole", _AGAIN),
    "left out": ("note", "replay-left-out", "left out", "change blogark.toml to have it fetched"),
}
"""Of each cause: severity, code, words behind what is lacking, and what to do."""
_PREFLIGHT = Answer(
    status=204,
    headers=(
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Methods", "*"),
        ("Access-Control-Allow-Headers", "*"),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What one page was like in replay."""

    url: str
    captured_at: str
    requests: int = 0
    answered: int = 0
    """From the archive; a 404 that the live server sent is an answer."""
    errors_as_captured: tuple[str, ...] = ()
    """What the live page did not get either: the server answered 400 or above."""
    lacks: tuple[Lack, ...] = ()
    broken: tuple[str, ...] = ()
    """Pictures that were captured whole and show nothing."""
    console: tuple[str, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReplayCheck:
    """What was seen of all pages that were opened."""

    findings: tuple[Finding, ...]
    errors: int
    warnings: int
    pages: int
    of: int
    """Pages that could have been opened."""
    requests: int
    answered: int
    strays: tuple[str, ...]
    """What tried to get past the archive; nobody was reached."""
    wanted: tuple[tuple[str, str, str], ...]
    """What the next crawl is to ask for, each with the page that needs it, and when that was captured."""
    opened: tuple[Opened, ...]
    """The pages at which something was to be seen."""

    def as_dict(self) -> dict[str, object]:
        """For JSON; the findings stand among the others."""
        told = asdict(self)
        return {name: told[name] for name in told if name not in ("findings", "errors", "warnings")}

    def __str__(self) -> str:
        pages = f"{self.pages:,} of {self.of:,} pages" if self.pages < self.of else f"{self.pages:,} pages"
        lines = [f"replayed: {pages}, {self.answered:,} of {self.requests:,} requests answered from the archive"]
        if self.strays:
            lines.append(f"{len(self.strays):,} requests tried another way and reached nobody, first {self.strays[0]}")
        return "\n".join(lines)


def check_replay(
    folder: ArchiveFolder, browser: Path, *, sample: int | None = None, on_progress: OnProgress | None = None
) -> ReplayCheck:
    """Open the front page and every post and page, or `sample` of them, spread evenly; changes nothing.

    Raises `ArchiveError` without a dataset, `UsageError` if the browser does not start.
    """
    with opened(folder.dataset_path) as db, Holdings(folder, db) as holdings:
        pages = [(page.url, page.ts) for page in listed_pages(db)]
        chosen = list(_spread(pages, sample))
        known = _Known(folder)
        with closing(known):
            check = _Check(holdings, known, on_progress or (lambda done, total: None), len(chosen))
            strays = asyncio.run(check.run(browser, chosen))
    return ReplayCheck(
        findings=check.findings.kept,
        errors=check.findings.number("error"),
        warnings=check.findings.number("warning"),
        pages=len(chosen),
        of=len(pages),
        requests=check.tally["requests"],
        answered=check.tally["answered"],
        strays=tuple(strays),
        wanted=tuple(check.wanted.values()),
        opened=tuple(check.opened),
    )


def _spread(pages: Sequence[tuple[str, str]], sample: int | None) -> Iterator[tuple[str, str]]:
    """The first page, which is the front page, the last, and what lies evenly between."""
    if sample is None or sample >= len(pages):
        yield from pages
        return
    for number in range(sample):
        yield pages[number * (len(pages) - 1) // max(1, sample - 1)]


class _Known:
    """What the crawl's journal tells of an address, and whether crawls fetch requisites."""

    def __init__(self, folder: ArchiveFolder) -> None:
        has_config = folder.config_path.is_file()
        self.requisites = load(folder.config_path).requisites if has_config else True
        self._journal = Journal(folder.journal_path, read_only=True) if folder.journal_path.is_file() else None
        self._queue = UrlQueue(self._journal) if self._journal else None

    def left(self, url: str) -> Left | None:
        """Under whichever spelling of its host the crawl knows it."""
        rest = url.partition("://")[2].removeprefix("www.")
        spellings = (url, *(f"{scheme}://{www}{rest}" for scheme in ("https", "http") for www in ("", "www.")))
        if self._journal is None or self._queue is None:
            return None
        found = map(self._queue.left, spellings)
        return next((left for left in found if left is not None), None) or left_of(self._journal, url)

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()


class _Check:
    """The pages that are opened, some at a time, and what is found."""

    def __init__(self, holdings: Holdings, known: _Known, on_progress: OnProgress, total: int) -> None:
        self.findings = Findings()
        self.tally: Counter[str] = Counter()
        self.wanted: dict[str, tuple[str, str, str]] = {}
        self.opened: list[Opened] = []
        self._heard: set[str] = set()
        self._holdings = holdings
        self._known = known
        self._on_progress = on_progress
        self._total = total
        self._done = 0

    async def run(self, browser: Path, pages: Sequence[tuple[str, str]]) -> list[str]:
        """Open all; returns what tried to get past the archive."""
        async with running(browser) as chromium:
            waiting = iter(pages)

            async def work() -> None:
                for url, moment in waiting:
                    await self._open(chromium, url, moment)

            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(processors()):
                        group.create_task(work())
            except* BlogarkError as several:
                raise several.exceptions[0] from None
            return chromium.strays

    async def _open(self, chromium: Chromium, url: str, moment: str) -> None:
        answers: dict[str, Held | None] = {}

        def answering(asked: Asked) -> Answer:
            if asked.method == "OPTIONS":
                return _PREFLIGHT
            held = self._holdings.find(asked, at=moment)
            if asked.method == "GET":
                answers[asked.url] = held
            return held.answer if held is not None and held.answer is not None else NOT_HERE

        async with tab(chromium, answering=answering) as made:
            shown = await made.open(url, at=_seconds(moment))
        self._judge(url, moment, shown, answers)
        self._done += 1
        self._on_progress(self._done, self._total)

    def _judge(self, url: str, moment: str, shown: Shown, answers: dict[str, Held | None]) -> None:
        asked: dict[str, Asked] = {}
        for one in shown.asked:
            # What markup names may be asked for by a script, too.
            if one.url in answers and (one.url not in asked or asked[one.url].named_in is None):
                asked[one.url] = one
        for place in (named.partition("#")[0] for named in shown.named):
            if place not in asked:
                asked[place] = Asked(url=place, kind=NAMED, named_in=url)
                answers[place] = self._holdings.find(asked[place], at=moment)
        lacks, errors = [], []
        for place, wanted in asked.items():
            held = answers[place]
            found = self._lack(wanted, held, answers.get(wanted.named_in or ""), url)
            if found is not None and place != url:
                lacks.append(found)
            elif held is not None and (held.capture.status or 0) >= 400:
                errors.append(place)
        dark = {*errors, *(lacking.url for lacking in lacks)}
        page = Opened(
            url=url,
            captured_at=moment,
            requests=len(asked),
            answered=sum(held is not None and held.answer is not None for held in map(answers.get, asked)),
            errors_as_captured=tuple(errors),
            lacks=tuple(lacks),
            broken=tuple(place for place in shown.broken if place.partition("#")[0] not in dark),
            console=shown.said,
            fault=shown.fault,
        )
        self.tally.update(requests=page.requests, answered=page.answered)
        for missed in lacks:
            if missed.wanted:
                self.wanted.setdefault(missed.url, (missed.url, url, moment))
        if page.lacks or page.errors_as_captured or page.broken or page.console or page.fault:
            self.opened.append(page)
        self._tell(page, self._holdings.find(Asked(url=url, kind="document"), at=moment))

    def _lack(self, asked: Asked, held: Held | None, source: Held | None, page: str) -> Lack | None:
        if held is None:
            markup = source.answer.body if source is not None and source.answer is not None else b""
            return lack(
                asked,
                self._known.left(asked.url),
                is_markup=is_named(asked.first or asked.url, markup),
                page=page,
                requisites=self._known.requisites,
            )
        if held.answer is None:
            return Lack(url=asked.url, kind=asked.kind, cause="unreadable", reason=held.defect)
        if held.capture.truncated == "length":
            reason = "longer than --max-requisite"
            return Lack(url=asked.url, kind=asked.kind, cause="left out", reason=reason)
        if held.capture.truncated is not None:
            return Lack(url=asked.url, kind=asked.kind, cause="cut off", reason=held.capture.truncated, wanted=True)
        return None

    def _tell(self, page: Opened, held: Held | None) -> None:
        """Findings, each at the record of the page."""

        def add(severity: Severity, code: str, message: str, advice: str) -> None:
            self.findings.add(
                severity,
                code,
                f"{page.url}: {message}",
                advice,
                file=f"archive/{held.capture.warc_file}" if held else None,
                offset=held.capture.warc_offset if held else None,
                record_id=held.capture.record_id if held else None,
            )

        if page.fault is not None:
            add("warning", "replay-fault", f"the page {page.fault}", "look at it with `blogark serve`")
        for cause, (severity, code, words, advice) in _TELLING.items():
            if lacks := [one for one in page.lacks if one.cause == cause]:
                reasons = dict.fromkeys(one.reason for one in lacks if one.reason)
                why = f" ({'; '.join(list(reasons)[:SHOWN])})" if reasons else ""
                add(severity, code, f"{counted(lacks)} {words}: {_some([one.url for one in lacks])}{why}", advice)
        as_sent = "the live page was so, too, or this browser is newer than it"
        if page.broken:
            add("note", "replay-broken", f"{len(page.broken)} pictures show nothing: {_some(page.broken)}", as_sent)
        for words in page.console:
            if words not in self._heard and len(self._heard) < KEPT:
                # Every page of a blog has the same scripts.
                self._heard.add(words)
                add("note", "replay-console", f"an error in the console: {words}", as_sent)


def _some(urls: Sequence[str]) -> str:
    more = f" and {len(urls) - SHOWN} more" if len(urls) > SHOWN else ""
    return ", ".join(urls[:SHOWN]) + more


def _seconds(moment: str) -> float | None:
    """Unix time of a WARC-Date; None where others wrote none."""
    try:
        return datetime.fromisoformat(moment).timestamp()
    except ValueError:
        return None
