"""How a crawl is going, while it goes: one live line on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

PLAIN_SECONDS = 10.0
RATE_SECONDS = 15.0
"""The rate told is that of the last so many seconds."""
LONGEST_URL = 60
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa1-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A crawl at one moment."""

    done: int = 0
    """URLs that have been fetched, or tried until given up."""
    known: int = 0
    """URLs that the crawl means to fetch, those done among them."""
    failed: int = 0
    bytes: int = 0
    """Received in this run."""
    seconds: float = 0.0
    """Since the crawl began."""
    fetching: str = ""
    """The URL that went out last."""
    waiting: float = 0.0
    """Seconds until the host may be asked again; 0 while something is in flight."""
    stopping: bool = False


class Progress(Protocol):
    """Whoever wants to know; told a few times a second, and at the end."""

    def update(self, snapshot: Snapshot) -> None: ...
    def close(self) -> None: ...


Rows = Callable[[], tuple[int, int]]
"""Posts and comments read so far."""


class Silent:
    """Says nothing."""

    def update(self, snapshot: Snapshot) -> None:
        pass

    def close(self) -> None:
        pass


class LiveLine:
    """One line of a terminal that is written over again and again."""

    def __init__(self, console: Console, rows: Rows | None = None) -> None:
        self._rows = rows
        self._rate = Rate()
        self._console = console
        # Redrawn only when told to: a thread of its own would take time from the crawl.
        self._live = Live(Text(""), console=console, auto_refresh=False, transient=True)
        self._live.start()

    def update(self, snapshot: Snapshot) -> None:
        line = Text(no_wrap=True, overflow="ellipsis")
        for number, part in enumerate(parts_of(snapshot, self._rate.of(snapshot), self._rows)):
            line.append(" · " if number else "", style="dim")
            line.append(part, style="bold" if number == 0 else "")
        line.append(f"  {doing(snapshot)}", style="dim")
        self._live.update(line, refresh=True)

    def close(self) -> None:
        self._live.stop()


class PlainLines:
    """A line every ten seconds, for logs and pipes."""

    def __init__(
        self, stream: TextIO, rows: Rows | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._rows = rows
        self._rate = Rate()
        self._clock = clock
        self._next = clock() + PLAIN_SECONDS

    def update(self, snapshot: Snapshot) -> None:
        if self._clock() >= self._next:
            self._next = self._clock() + PLAIN_SECONDS
            self._stream.write(" · ".join(parts_of(snapshot, self._rate.of(snapshot), self._rows)) + "\n")
            self._stream.flush()

    def close(self) -> None:
        # The summary that follows says it better: some pages are still being read, whose posts a last line would miss.
        pass


class Rate:
    """Pages a second over the last seconds, not over the whole crawl."""

    def __init__(self) -> None:
        self._seen: list[tuple[float, int]] = []

    def of(self, snapshot: Snapshot) -> float:
        self._seen.append((snapshot.seconds, snapshot.done))
        while len(self._seen) > 2 and self._seen[1][0] <= snapshot.seconds - RATE_SECONDS:
            del self._seen[0]
        seconds, done = self._seen[0]
        if snapshot.seconds - seconds < 0.5:
            return snapshot.done / snapshot.seconds if snapshot.seconds > 0.5 else 0.0
        return (snapshot.done - done) / (snapshot.seconds - seconds)


def progress_for(
    stream: TextIO | None = None, *, quiet: bool = False, rows: Rows | None = None, plain: bool = False
) -> Progress:
    """The progress that fits `stream` (by default stderr): live on a terminal, plain elsewhere, none if `quiet`."""
    stream = stream or sys.stderr
    if quiet:
        return Silent()
    console = Console(file=stream)
    return LiveLine(console, rows) if console.is_terminal and not plain else PlainLines(stream, rows)


def parts_of(snapshot: Snapshot, rate: float, rows: Rows | None) -> list[str]:
    """``120 / 340 pages``, ``80 posts``, ``412 comments``, ``5.2 MB``, ``0.9 pages/s``, ``3 failed``."""
    parts = [f"{snapshot.done:,} / {counted(snapshot.known, 'page')}"]
    if rows is not None:
        posts, comments = rows()
        parts += [counted(posts, "post"), counted(comments, "comment")]
    parts += [size(snapshot.bytes), f"{rate:.1f} pages/s"]
    if snapshot.failed:
        parts.append(f"{snapshot.failed:,} failed")
    return parts


def doing(snapshot: Snapshot) -> str:
    """What goes on right now."""
    if snapshot.stopping:
        return "stopping…"
    if snapshot.waiting >= 2:
        return f"waiting {snapshot.waiting:.0f} s out of politeness"
    return shortened(snapshot.fetching)


def shortened(url: str, length: int = LONGEST_URL) -> str:
    """A URL for one line: without scheme, its middle left out, nothing in it that a terminal would act on."""
    text = _UNPRINTABLE.sub("?", url.partition("://")[2] or url)
    if len(text) <= length:
        return text
    head = length // 3
    return f"{text[:head]}…{text[len(text) - (length - head - 1) :]}"


def counted(number: int, noun: str) -> str:
    """``1 page``, ``1,200 pages``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def size(number: float) -> str:
    """``512 B``, ``5.2 MB``."""
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"


def span(seconds: float) -> str:
    """``0.4 s``, ``42 s``, ``12 min``, ``3 h 20 min``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
