"""Where there is no Chromium, what needs one is skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from blogark.archive.errors import UsageError
from blogark.serving.chromium import find_browser


def browser() -> Path:
    """The browser that is installed."""
    try:
        return find_browser()
    except UsageError as error:
        pytest.skip(str(error))
