"""When each host may be asked again. Times are monotonic: a clock that is set does not disturb them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

LONGEST_PAUSE = 300.0
"""Seconds; a longer Retry-After or back-off is shortened to this."""
REMEMBERED = 600.0
"""Seconds for which it is known when a host was asked: a Crawl-delay that is learned later counts from then."""
LONGEST_DELAY = 86_400.0
"""Seconds; what robots.txt may ask for at most with Crawl-delay."""


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Why nothing is asked for, and for how long."""

    why: Literal["delay", "asked", "silence", "robots", "retry"]
    """The host's delay; a pause that it asked for; one because it does not answer; its robots.txt is on its way; or
    what is left has failed and waits for its next try."""
    host: str = ""
    seconds: float = 0.0
    every: float = 0.0
    """The delay, in seconds."""


class Politeness:
    """The delay between two requests to one host, and pauses that a host asks for or needs."""

    def __init__(self, delay: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._delay = delay
        self._clock = clock
        self._delays: dict[str, float] = {}
        self._asked: dict[str, float] = {}
        self._paused_until: dict[str, float] = {}
        self._asks_for_it: set[str] = set()
        """Hosts whose pause was their own wish."""
        self._awaited: Counter[str] = Counter()

    def delay_of(self, host: str) -> float:
        return self._delays.get(host, self._delay)

    def wait(self, host: str) -> float:
        """Seconds until the host may be asked; 0 for now."""
        asked = self._asked.get(host)
        due = 0.0 if asked is None else asked + self.delay_of(host)
        return max(0.0, max(due, self._paused_until.get(host, 0.0)) - self._clock())

    def busy(self) -> dict[str, float]:
        """The hosts that may not be asked yet, with the seconds until they may."""
        waits = {host: self.wait(host) for host in self._asked.keys() | self._paused_until.keys()}
        for host in [host for host, asked in self._asked.items() if asked < self._clock() - REMEMBERED]:
            if not waits[host]:
                del self._asked[host]
        return {host: seconds for host, seconds in waits.items() if seconds}

    def asked(self, host: str) -> None:
        """A request goes out now."""
        self._asked[host] = self._clock()

    def slow_down(self, host: str, delay: float) -> None:
        """Keep at least `delay` seconds between requests, the last one among them (Crawl-delay)."""
        self._delays[host] = min(max(delay, self.delay_of(host)), LONGEST_DELAY)

    def pause(self, host: str, seconds: float, *, asked: bool = False) -> None:
        """Ask nothing for so long: the host has `asked` for it (Retry-After), or it does not answer."""
        until = self._clock() + min(seconds, LONGEST_PAUSE)
        if until > self._paused_until.get(host, 0.0):
            self._paused_until[host] = until
            (self._asks_for_it.add if asked else self._asks_for_it.discard)(host)

    @contextmanager
    def awaiting_robots(self, host: str) -> Iterator[None]:
        """While inside, what is asked for on this host waits for its robots.txt."""
        self._awaited[host] += 1
        try:
            yield
        finally:
            self._awaited[host] -= 1

    def hold(self, first: str = "") -> Hold | None:
        """What is waited for, of the host `first` rather than of others; None if every host may be asked."""
        if (awaited := next((host for host, number in self._awaited.items() if number), None)) is not None:
            return Hold(why="robots", host=awaited)
        busy = self.busy()
        if not busy:
            return None
        host = first if first in busy else min(busy, key=busy.__getitem__)
        if self._paused_until.get(host, 0.0) <= self._clock():
            return Hold(why="delay", host=host, seconds=busy[host], every=self.delay_of(host))
        return Hold(why="asked" if host in self._asks_for_it else "silence", host=host, seconds=busy[host])


def host_of(url: str) -> str:
    """What politeness is due to: the host without ``www.``; the ports of one host are one machine."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
