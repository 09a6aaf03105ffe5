"""The live lines of a terminal; in a file of their own, since runs by cron have none and start sooner."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from .forecast import Forecast
from .progress import Rows, Snapshot, came_of, doing_now, foreseen, left_of, pace_of, pages_of

WIDEST_BAR = 40


class LiveLine:
    """Two lines of a terminal that are written over again and again: how far it is, and what goes on."""

    def __init__(self, console: Console, rows: Rows | None = None) -> None:
        self._rows = rows
        self._forecast = Forecast()
        self._console = console
        # Redrawn only when told to: a thread of its own would take time from the crawl.
        self._live = Live(Text(""), console=console, auto_refresh=False, transient=True)
        self._live.start()

    def update(self, snapshot: Snapshot) -> None:
        forecast = foreseen(self._forecast, snapshot)
        self._live.update(Group(self._how_far(snapshot, forecast), self._what_goes_on(snapshot)), refresh=True)

    def close(self) -> None:
        self._live.stop()

    def _how_far(self, snapshot: Snapshot, forecast: Forecast) -> Table:
        counts, rest = pages_of(snapshot), " · ".join(pace_of(snapshot, forecast))
        line = Table.grid(padding=(0, 2, 0, 0))
        line.add_column(no_wrap=True)
        cells: list[Text | ProgressBar] = [Text(counts, style="bold")]
        room = self._console.width - cell_len(counts) - cell_len(rest) - 6
        # A bar for a list that still grows would go backwards.
        if forecast.seconds_left is not None and room >= 10:
            line.add_column()
            total = snapshot.done + left_of(snapshot)
            cells.append(ProgressBar(total, snapshot.done, width=min(room, WIDEST_BAR), complete_style="cyan"))
        line.add_column(no_wrap=True, overflow="ellipsis")
        line.add_row(*cells, Text(rest))
        return line

    def _what_goes_on(self, snapshot: Snapshot) -> Text:
        parts = came_of(snapshot, self._rows)
        room = self._console.width - cell_len(" · ".join(parts)) - 4
        doing = doing_now(snapshot, room=max(room, 10))
        return Text(" · ".join([*parts, doing] if doing else parts), style="dim", no_wrap=True, overflow="ellipsis")
