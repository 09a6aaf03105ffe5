"""A health check that is told of each run, and can never be the reason that a run fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

SECONDS = 10.0


class Health:
    """What is told at the end of a run: that it failed, unless somebody says that it is well."""

    well = False


@contextmanager
def health_check(url: str | None) -> Iterator[Health]:
    """Ring at the begin and the end of a run."""
    ring(url, "/start")
    health = Health()
    try:
        yield health
    finally:
        ring(url, "" if health.well else "/fail")


def ring(url: str | None, ending: str = "") -> None:
    """Ask for the URL with ``/start``, ``/fail`` or nothing after its path, as healthchecks.io has it; never raises.

    Returns within `SECONDS`, whatever the other side does: a timeout of the socket alone knows neither names that are
    looked up for minutes nor an answer of a byte a second.
    """
    if url is None:
        return
    asking = threading.Thread(target=_ask, args=(url, ending), name="health check", daemon=True)
    asking.start()
    asking.join(SECONDS)


def _ask(url: str, ending: str) -> None:
    # Half of what the command line would load, for the few who use it.
    import urllib.request
    from http.client import HTTPException

    try:
        parts = urlsplit(url)
        asked = urlunsplit(parts._replace(path=parts.path.rstrip("/") + ending)) if ending else url
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310  # `Config` lets http and https pass
            answer.read(1024)
    except (OSError, ValueError, HTTPException):
        # Unreachable, refused, or nonsense in answer: the crawl matters, the ring does not.
        pass
