"""Modules loaded without a search for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """For imports at the start of a process: nothing of what they make is garbage, nor will be.

    Python would go through all of it again and again: a tenth of the time that Scrapy and the parsers need to load, and
    a fifth as much again at the end of the process.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
