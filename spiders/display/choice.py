"""Which of the ways to show a crawl's progress fits the place where it is shown."""

from __future__ import annotations

import sys
from typing import TextIO

from .progress import PlainLines, Progress, Rows, Silent


def progress_for(
    stream: TextIO | None = None, *, quiet: bool = False, rows: Rows | None = None, plain: bool = False
) -> Progress:
    """The progress that fits `stream` (by default stderr): live on a terminal, plain elsewhere, none if `quiet`."""
    stream = stream or sys.stderr
    if quiet:
        return Silent()
    if plain or not stream.isatty():
        return PlainLines(stream, rows)
    from rich.console import Console

    from .live_line import LiveLine

    return LiveLine(Console(file=stream), rows)
