"""How a run ended, worked out from what happened, and said in words."""

from __future__ import annotations

import errno
import shlex
import signal
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ...archive.errors import ArchiveError, BlogarkError, DiskFull, LimitReached, NothingFetched
from ...archive.folder import ArchiveFolder
from ...archive.journal.queue import Counts, Left, Reason, State
from ...archive.recording.recovery import Recovery
from .progress import counted, shortened, size, span

Status = Literal["complete", "limited", "interrupted", "failed"]

MOST_REASONS = 5
LONGEST_EXAMPLE = 60


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a run ended."""

    exit_code: int
    status: Status
    message: str | None
    """Why it ended before its end, one sentence; None if it came to its end."""
    seconds: float
    requests: int = 0
    """Sent in this run, robots.txt and retries among them."""
    new_captures: int = 0
    revisits: int = 0
    failures: int = 0
    """URLs given up in this run."""
    bytes: int = 0
    """Received in this run."""
    counts: Counts = field(default_factory=Counts)
    left_out: tuple[Reason, ...] = ()
    """Why URLs were not archived, what most were first."""
    failed: tuple[Left, ...] = ()
    """The first of those that failed."""
    recovery: Recovery = field(default_factory=Recovery)
    """What an earlier run that was killed had left behind, and was put right first."""


class Interrupted(BlogarkError):
    """A signal asked the crawl to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by {signal.Signals(number).name}; run again to go on")
        self.exit_code = 128 + number


def named(error: BaseException, folder: ArchiveFolder) -> BaseException:
    """The error as one of ours, where it is a disk or database error that has come up unnamed."""
    full = f"{folder.path}: the disk is full; make room and run again to go on"
    if isinstance(error, sqlite3.Error):
        # A journal on a full disk says so through SQLite, not through OSError; SQLITE_IOERR where even its WAL is.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return DiskFull(full)
        return ArchiveError(folder.journal_path, f"cannot be written ({error}); run `blogark verify`")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(full)
    return error


def is_writable_after(error: BaseException | None) -> bool:
    """Whether the recorder still stands; after a write that failed, the files are the next run's to put right."""
    return error is None or (
        isinstance(error, BlogarkError) and not isinstance(error.__cause__, OSError | sqlite3.Error)
    )


def status_of(error: BaseException | None, *, came: int) -> tuple[Status, int]:
    """Status and exit code; `came` is the number of pages that came in this run."""
    if error is None:
        return "complete", 0
    if isinstance(error, LimitReached):
        return "limited", error.exit_code
    if isinstance(error, NothingFetched):
        return ("interrupted" if came else "failed"), error.exit_code
    if isinstance(error, DiskFull | Interrupted):
        return "interrupted", error.exit_code
    return "failed", getattr(error, "exit_code", 1)


def summary(outcome: Outcome, archive: Path) -> str:
    """What to tell when a run on `archive` has ended: what came, and what was not archived and why."""
    lines = list(outcome.recovery.notes)
    came = [counted(outcome.new_captures, "new capture")]
    if outcome.revisits:
        came.append(f"{outcome.revisits:,} the same as before")
    lines.append(
        f"{counted(outcome.requests, 'request')} in {span(outcome.seconds)}, {size(outcome.bytes)}: {', '.join(came)}"
    )
    pending = outcome.counts.pending + outcome.counts.in_flight
    if pending:
        lines.append(f"{counted(pending, 'URL')} still to be fetched")
    lines += _reasons(outcome, "failed", "could not be archived")
    lines += _reasons(outcome, "skipped", "left out on purpose")
    if outcome.left_out:
        lines.append(f"each of them: blogark status --left-out --archive {shlex.quote(str(archive))}")
    if outcome.message:
        lines.append(outcome.message)
    return "\n".join(lines)


def _reasons(outcome: Outcome, state: State, words: str) -> list[str]:
    told = [one for one in outcome.left_out if one.state == state]
    if not told:
        return []
    lines = [f"{counted(sum(one.number for one in told), 'URL')} {words}:"]
    for one in told[:MOST_REASONS]:
        joined = ": " if one.number == 1 else ", such as "
        lines.append(f"  {one.number:>6,}  {one.reason}{joined}{shortened(one.example, LONGEST_EXAMPLE)}")
    if others := sum(one.number for one in told[MOST_REASONS:]):
        lines.append(f"  {others:>6,}  for {counted(len(told) - MOST_REASONS, 'other reason')}")
    return lines
