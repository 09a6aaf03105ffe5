"""A health check that is told of each run, and can never be the reason that a run fails."""

from __future__ import annotations

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
    """Ask for the URL with ``/start``, ``/fail`` or nothing after its path, as healthchecks.io has it; never raises."""
    if url is None:
        return
    # Half of what the command line would load, for the few who use it.
    import urllib.request
    from http.client import HTTPException

    parts = urlsplit(url)
    asked = urlunsplit(parts._replace(path=parts.path.rstrip("/") + ending)) if ending else url
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310  # `Config` lets http and https pass
            answer.read(1024)
    except (OSError, ValueError, HTTPException):
        # Unreachable, refused, or nonsense in answer: the crawl matters, the ring does not.
        pass
