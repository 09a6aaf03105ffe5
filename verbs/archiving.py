"""One run on an archive: crawl and extraction side by side, then the index, then how it went."""

from __future__ import annotations

import logging
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..archive.config import save
from ..archive.errors import Alarmed, BlogarkError, LimitReached, NothingFetched
from ..archive.folder import ArchiveFolder
from ..archive.loading import loading
from .console import fitted, meter, safe
from .endings import end_when_told, unforeseen
from .health import health_check

if TYPE_CHECKING:
    from ..archive.config import Config
    from ..archive.journal.journal import Journal
    from ..dataset.reading.following import Following
    from ..spiders.crawl import Outcome

_LOGGED = (
    "exit_code", "status", "message", "seconds", "requests", "new_captures", "revisits", "failures", "bytes",
)  # fmt: skip
WORTH_A_BAR = 200
"""So many pages left to be read when the crawl has ended are worth a bar."""


def archive_blog(path: Path, config: Config, *, quiet: bool) -> Outcome:
    """Crawl and extract side by side, then index; says how it went unless `quiet`."""
    was_there = path.is_dir()
    is_new = not was_there or not any(path.iterdir())
    folder = ArchiveFolder.create(path)
    # Held before all that is slow to load: a second run ends at once.
    with folder.lock():
        # Another run may have come before.
        is_new = is_new and not folder.journal_path.exists()
        outcome = _archive(folder, config, quiet=quiet, is_new=is_new)
        if is_new and _is_in_vain(outcome):
            # The address is mistyped, say: what tells of nothing would be in the way of the right one.
            folder.discard(keep_folder=was_there)
            if config.log_format == "text":
                click.echo(safe(f"nothing came, so no archive was made in {path}"), err=True)
        return outcome


def _is_in_vain(outcome: Outcome) -> bool:
    return outcome.exit_code == NothingFetched.exit_code and not (
        outcome.bytes or outcome.new_captures or outcome.revisits
    )


def _archive(folder: ArchiveFolder, config: Config, *, quiet: bool, is_new: bool) -> Outcome:
    from ..archive.checking.repair import regain_journal
    from ..archive.journal.journal import Journal
    from ..dataset.reading.following import follow
    from ..spiders.display.logs import crawl_log, echoed_log

    sys.excepthook = partial(unforeseen, folder.logs)
    as_json = config.log_format == "json"
    alarmed: tuple[str, ...] = ()
    in_vain: str | None = None
    closed = 0
    with (
        crawl_log(folder.logs),
        echoed_log(quiet=quiet) if as_json else nullcontext(),
        health_check(config.health_url) as health,
    ):
        if not folder.config_path.exists():
            save(folder.config_path, config)
        for sentence in regain_journal(folder):
            click.echo(safe(sentence), err=True)
        with closing(Journal(folder.journal_path)) as journal, follow(folder, workers=config.workers) as extraction:
            # The extracting process starts while Scrapy is loaded here: on two processors in the same half second.
            from ..archive.journal.queue import UrlQueue
            from ..spiders.display.choice import progress_for
            from ..spiders.display.outcome import summary

            run = _crawler_of(config.source)

            def rows() -> tuple[int, int]:
                counts = extraction.counts()
                return counts.posts, counts.comments

            outcome = run(folder, config, progress=progress_for(quiet=quiet or as_json, rows=rows))
            end_when_told()  # the crawl's event loop has put back the default
            outcome = replace(outcome, message=_with_days(outcome, journal))
            late: BlogarkError | OSError | sqlite3.Error | None = None
            try:
                bring_up_to_date(folder, journal, extraction, hidden=quiet)
                closed = UrlQueue(journal).closed_since()
            except (BlogarkError, OSError, sqlite3.Error) as error:
                late = error
        if late is None and outcome.exit_code == 0:
            from ..dataset.asking.alarms import alarms, nothing_found

            in_vain = nothing_found(folder)
            alarmed = alarms(folder, config, robots_closed=closed)
            if alarmed:
                outcome = replace(outcome, exit_code=Alarmed.exit_code)
        health.well = late is None and outcome.exit_code in (0, LimitReached.exit_code)
        if late is None or outcome.exit_code:
            _log_end(outcome, alarmed, in_vain)
    if late is not None and not outcome.exit_code:
        raise late
    if not as_json:
        told = summary(outcome, folder.path)
        if quiet or (is_new and _is_in_vain(outcome)):
            told = outcome.message or ""
            if told and not told.startswith(f"{folder.path}"):
                told = f"{folder.path}: {told}"
        is_found = late is None and outcome.exit_code != NothingFetched.exit_code
        _tell(told, what_was_found(folder, config.url) if is_found and not quiet and not in_vain else "")
        _warn(folder, alarmed, in_vain)
    return outcome


def _with_days(outcome: Outcome, journal: Journal) -> str | None:
    """Why a run ended; where nothing comes night after night, since when."""
    vain = []
    for row in reversed(journal.crawls()):
        if row.exit_code != NothingFetched.exit_code:
            break
        vain.append(row)
    if outcome.exit_code != NothingFetched.exit_code or len(vain) < 2:
        return outcome.message
    return f"{outcome.message} ({len(vain):,} runs in a row, since {vain[-1].info.started_at[:10]})"


def _tell(told: str, found: str) -> None:
    """Say how a run ended, and what is there."""
    for text in (fitted(safe(told), sys.stderr), found):
        if text:
            click.echo(text, err=True)


def _warn(folder: ArchiveFolder, alarmed: tuple[str, ...], in_vain: str | None) -> None:
    """Say what somebody should hear of, though the run went well; ``--quiet`` does not silence it."""
    for label, sentence in (*(("alarm", sentence) for sentence in alarmed), ("warning", in_vain)):
        if sentence:
            click.echo(click.style(f"{label}: ", bold=True) + safe(f"{folder.path}: {sentence}"), err=True)


def _log_end(outcome: Outcome, alarmed: tuple[str, ...], in_vain: str | None) -> None:
    """Write how a run ended into its log, as an error what somebody should hear of."""
    from ..spiders.display.logs import log

    if in_vain:
        log.warning("in vain", extra={"fields": {"message": in_vain}})
    for sentence in alarmed:
        log.error("alarm", extra={"fields": {"message": sentence}})
    told = {name: getattr(outcome, name) for name in _LOGGED} | asdict(outcome.counts)
    level = logging.ERROR if outcome.exit_code and not alarmed else logging.INFO
    log.log(level, "ended", extra={"fields": told})


def _crawler_of(source: str) -> Callable[..., Outcome]:
    """Either is slow to load, so only the one that is asked for is."""
    with loading():
        if source == "wayback":
            from ..spiders.wayback.crawl import crawl_wayback

            return crawl_wayback
        from ..spiders.crawl import crawl

        return crawl


def bring_up_to_date(folder: ArchiveFolder, journal: Journal, extraction: Following, *, hidden: bool) -> None:
    """Wait until dataset, index, pages and data package hold all that the journal has.

    A bar shows it, if there is much and not `hidden`.
    """
    from ..archive.indexes.cdxj import write_index
    from ..dataset.packaging import write_package

    behind = journal.last_capture_id() - extraction.counts().captures
    with meter("Reading the last pages", hidden=hidden or behind < WORTH_A_BAR) as move:
        try:
            # It is made of the journal alone, while the last pages are still being read.
            write_index(folder.path, journal.captures())
        finally:
            extraction.finish(lambda counts: move(counts.captures, journal.last_capture_id()))
    write_package(folder)
    journal.settle()
    for note in extraction.notes:
        click.echo(safe(note), err=True)


def what_was_found(folder: ArchiveFolder, url: str) -> str:
    """How many posts and comments the dataset has, and where it is."""
    from ..dataset.asking.status import status as status_of

    has = status_of(folder).holdings
    found = f"{has.posts:,} posts and {has.comments:,} comments" if has.posts else f"no posts were found at {url}"
    return f"{click.style(found, bold=True)}: {folder.dataset_path}"
