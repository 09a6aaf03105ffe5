"""How fast a crawl is, and when it will have ended, as far as that can be known."""

from __future__ import annotations

from collections import deque

RATE_SECONDS = 15.0
"""The rate told is that of the last so many seconds."""
GROWTH_PART, GROWTH_SECONDS = 0.25, 60.0
"""Whether the list of pages still grows is told by the last quarter of the time, and by a minute at most."""
PACE_SECONDS = 180.0
"""The end is foreseen from the pace of the last so many seconds, in which one slow page is one of many."""
SETTLING_SECONDS = 10.0
"""Nothing is foreseen from less: the first pages of a blog are lists and feeds."""
STEP_SECONDS = 0.25
"""What is told more often than this is looked at once."""
MOST_NEW = 0.25
"""While more new URLs than this are found for each page done, the end is not in sight."""
PART = 0.15
"""How far each second moves what was foreseen before to what is foreseen now: a slow page alone moves it little."""


class Forecast:
    """Follows a crawl; `rate` and `seconds_left` tell of the last `see`."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int, int]] = deque()
        self._end: float | None = None
        self.rate = 0.0
        """Pages a second, over the last seconds and not over the whole crawl."""
        self.seconds_left: float | None = None
        """None while the end is not in sight: too little has been seen, or ever more is found."""

    def see(self, seconds: float, done: int, left: int) -> None:
        """After so many seconds so many pages are done, and so many known that are to be fetched."""
        if self._seen and seconds < self._seen[-1][0] + STEP_SECONDS:
            return
        passed = seconds - self._seen[-1][0] if self._seen else 0.0
        self._seen.append((seconds, done, left))
        while len(self._seen) > 2 and self._seen[1][0] <= seconds - PACE_SECONDS:
            self._seen.popleft()
        self.rate = self._rate(seconds, done)
        self._foresee(seconds, done, left, passed)

    def _rate(self, seconds: float, done: int) -> float:
        since, before, _ = self._at(seconds - RATE_SECONDS)
        if seconds - since < 0.5:
            return done / seconds if seconds > 0.5 else 0.0
        return (done - before) / (seconds - since)

    def _foresee(self, seconds: float, done: int, left: int, passed: float) -> None:
        look_back = min(GROWTH_SECONDS, max(SETTLING_SECONDS, GROWTH_PART * seconds))
        since, done_before, left_before = self._at(seconds - look_back)
        came = done - done_before
        found = came + left - left_before
        if seconds - since < SETTLING_SECONDS or came <= 0 or found > MOST_NEW * came:
            self._end = self.seconds_left = None
            return
        since, done_before, _ = self._seen[0]
        # What is found on the way has to be fetched too.
        pace = (done - done_before) / (seconds - since) * (1 - max(found, 0) / came)
        now = seconds + left / pace
        self._end = now if self._end is None else self._end + min(1.0, PART * passed) * (now - self._end)
        self.seconds_left = max(0.0, self._end - seconds) if left else 0.0

    def _at(self, seconds: float) -> tuple[float, int, int]:
        """What was seen then, or first of all."""
        found = self._seen[0]
        for one in self._seen:
            if one[0] > seconds:
                break
            found = one
        return found
