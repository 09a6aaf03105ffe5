"""How much memory this process needs at its peak, whatever other tests have needed in it before."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from pathlib import Path

_UNIT = 1 if sys.platform == "darwin" else 1024


def watched() -> Callable[[], int]:
    """Begins to watch; the result tells by how many bytes the peak since then lies above what was in use."""
    try:
        # proc(5): the peak becomes what is in use now.
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        before = _UNIT * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return lambda: _UNIT * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    begun = _peak()
    return lambda: _peak() - begun


def _peak() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    (told,) = (line for line in lines if line.startswith("VmHWM:"))
    return 1024 * int(told.split()[1])
