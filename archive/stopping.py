"""Which signals ask a run to stop."""

from __future__ import annotations

import signal


def stopping() -> tuple[signal.Signals, ...]:
    """Ctrl-C, a service manager's SIGTERM, and the terminal that is closed, unless `nohup` keeps that from us."""
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        return signal.SIGINT, signal.SIGTERM
    return signal.SIGINT, signal.SIGTERM, signal.SIGHUP
