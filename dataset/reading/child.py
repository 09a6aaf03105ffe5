"""What the processes that read pages run, and how long a page may take."""

from __future__ import annotations

READ_PAGE = f"{__package__.partition('.')[0]}.parsers:read_page"
"""The reader of pages, by its name: only the processes that use it import it."""
TIME_LIMIT = 60.0
"""Seconds for one page; the slowest page that is known takes two."""
