"""How a crawl is going, while it goes: two live lines on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, TextIO

from ..pace.politeness import Hold
from .forecast import Forecast

PLAIN_SECONDS = (10.0, 60.0)
"""Between two plain lines: at first, and after `AT_FIRST`."""
AT_FIRST = 120.0
WORTH_A_WORD = 2.0
"""Seconds; a shorter wait is the crawl's usual pace."""
LONGEST_URL = 60
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa1-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A crawl at one moment."""

    done: int = 0
    """URLs that have been fetched, or tried until given up, in this run and in the one that it goes on with."""
    known: int = 0
    """URLs that the crawl means to fetch, those done among them."""
    failed: int = 0
    bytes: int = 0
    """Received in this run."""
    seconds: float = 0.0
    """Since the crawl began."""
    fetching: str = ""
    """The URL that went out last."""
    hold: Hold | None = None
    """What is waited for; None while something is in flight."""
    left: int | None = None
    """Of those known, so many will be fetched in this run; None: all."""
    stops_in: float | None = None
    """Seconds until --max-time."""
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


class PlainLines:
    """A line now and then, for logs and pipes."""

    def __init__(
        self, stream: TextIO, rows: Rows | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._rows = rows
        self._forecast = Forecast()
        self._clock = clock
        self._began = clock()
        self._next = self._began + PLAIN_SECONDS[0]

    def update(self, snapshot: Snapshot) -> None:
        forecast = foreseen(self._forecast, snapshot)
        now = self._clock()
        if now >= self._next:
            self._next = now + PLAIN_SECONDS[now - self._began >= AT_FIRST]
            parts = [pages_of(snapshot), *came_of(snapshot, self._rows), *pace_of(snapshot, forecast)]
            if snapshot.stopping or is_worth_a_word(snapshot.hold):
                parts.append(doing_now(snapshot))
            self._stream.write(" · ".join(filter(None, parts)) + "\n")
            self._stream.flush()

    def close(self) -> None:
        # The summary that follows says it better: some pages are still being read, whose posts a last line would miss.
        pass


def foreseen(forecast: Forecast, snapshot: Snapshot) -> Forecast:
    """The forecast, after it has seen the snapshot."""
    forecast.see(snapshot.seconds, snapshot.done, left_of(snapshot))
    return forecast


def left_of(snapshot: Snapshot) -> int:
    """How many pages this run will still fetch."""
    left = snapshot.known - snapshot.done
    return left if snapshot.left is None else min(left, snapshot.left)


def pages_of(snapshot: Snapshot) -> str:
    """``120 / 340 pages``."""
    return f"{snapshot.done:,} / {counted(snapshot.known, 'page')}"


def came_of(snapshot: Snapshot, rows: Rows | None) -> list[str]:
    """``80 posts``, ``412 comments``, ``5.2 MB``, ``3 failed``."""
    parts = []
    if rows is not None:
        posts, comments = rows()
        parts += [counted(posts, "post"), counted(comments, "comment")]
    parts.append(size(snapshot.bytes))
    if snapshot.failed:
        parts.append(f"{snapshot.failed:,} failed")
    return parts


def pace_of(snapshot: Snapshot, forecast: Forecast) -> list[str]:
    """``0.9 pages/s``, ``about 4 min left``."""
    parts = [f"{forecast.rate:.1f} pages/s"]
    left, stops_in = forecast.seconds_left, snapshot.stops_in
    if stops_in is not None and (left is None or stops_in < left):
        parts.append(f"--max-time in {about(stops_in)}")
    elif left is not None:
        parts.append(f"about {about(left)} left")
    elif snapshot.known > snapshot.done:
        parts.append("finding more pages")
    return parts


def doing_now(snapshot: Snapshot, *, room: int = LONGEST_URL) -> str:
    """What goes on right now: what is waited for, or the URL that was asked for last."""
    if snapshot.stopping:
        return "stopping…"
    hold = snapshot.hold
    if hold is None or not is_worth_a_word(hold):
        return shortened(snapshot.fetching, min(room, LONGEST_URL))
    host = shortened(hold.host, 40)
    when = f"in {hold.seconds:.0f} s" if hold.seconds < 60 else f"at {_clock_time(hold.seconds)}"
    match hold.why:
        case "robots":
            return f"asking {host} for its robots.txt"
        case "delay":
            return f"{host}: next page {when} (one every {hold.every:g} s)"
        case "asked":
            return f"{host} asked for a pause, goes on {when}"
        case "silence":
            return f"{host} does not answer, tried again {when}"
        case "retry":
            return f"what failed is tried again {when}"


def is_worth_a_word(hold: Hold | None) -> bool:
    """Whether somebody who looks on should know what is waited for."""
    return hold is not None and (hold.seconds >= WORTH_A_WORD or hold.why == "robots")


def _clock_time(seconds: float) -> str:
    return f"{(datetime.now(UTC) + timedelta(seconds=seconds)).astimezone():%H:%M}"


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


def about(seconds: float) -> str:
    """A time that is only foreseen, as coarse as that is: ``10 s``, ``4 min``, ``1 h 20 min``."""
    if seconds < 55:
        return f"{max(10, 10 * round(seconds / 10))} s"
    minutes = max(1, round(seconds / 60))
    if minutes >= 15:
        minutes = 5 * round(minutes / 5) if minutes < 120 else 10 * round(minutes / 10)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h" + (f" {minutes % 60} min" if minutes % 60 else "")
