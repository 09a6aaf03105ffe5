"""Which answers deserve another try, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from ...archive.capture import Capture
from ...archive.journal.queue import Copy
from ..wire.client import ErrorKind
from ..wire.handler import ArchivedResponse

TRIES = 3
LONGEST_RETRY_AFTER = 300.0
"""Seconds; a server that wants to be left alone for longer is asked again after this, and then given up."""

LONGEST_VALIDATOR = 1_000
"""Characters of an ETag that are sent back; a longer one is a server's mistake, or somebody's cookie."""

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 529, 530})
"""Statuses that may be gone the next time (52x: Cloudflare's words for a server that it cannot reach)."""


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """An answer that is not the page that was asked for, or not all of it."""

    reason: str
    again: bool
    """Whether another try may bring more."""


def failure_of(response: ArchivedResponse) -> Shortfall | None:
    """What is wrong with an answer; None if it is a page or a redirect, and whole."""
    if response.status >= 400:
        return Shortfall(reason=phrase_of(response.status), again=response.status in _PASSING)
    truncated = response.exchange.truncated
    if truncated == "length":
        return Shortfall(reason=f"only a part was kept: {response.exchange.error or 'too long'}", again=False)
    if truncated in ("disconnect", "time"):
        return Shortfall(reason=f"only a part came: {response.exchange.error or truncated}", again=True)
    defect = response.content_defect
    if defect is not None and defect.startswith("ends "):
        # A torn gzip body with the right Content-Length: cut behind the server, often for good, sometimes not.
        return Shortfall(reason=f"only a part came: the compressed content {defect}", again=True)
    return None


def copy_of(response: ArchivedResponse, capture: Capture) -> Copy:
    """What the next crawl can ask about, now that ``capture`` holds the whole answer."""
    return Copy(
        capture_id=capture.id,
        etag=_validator(response, b"ETag"),
        last_modified=_validator(response, b"Last-Modified"),
    )


def _validator(response: ArchivedResponse, name: bytes) -> str | None:
    value = response.message.header(name.lower())
    return value.decode("latin-1") if value and len(value) <= LONGEST_VALIDATOR else None


def will_not_change(kind: ErrorKind) -> bool:
    """Whether a fetch that failed so would fail again at once: the URL, the address policy, the certificate."""
    return kind in ("url", "address", "certificate")


def may_be_heard_soon(kind: ErrorKind) -> bool:
    """Whether a host of which nothing has come yet is worth another try within seconds.

    A name that nobody knows and a port that nobody listens at stay so for longer than anyone waits; a host that
    did not answer in time may have been busy.
    """
    return not (will_not_change(kind) or kind in ("name", "refused"))


def back_off(tries: int, delay: float) -> float:
    """Seconds before try number ``tries`` + 1: four, then sixteen times the delay between requests."""
    return float(max(delay, 0.1) * 4**tries)


def retry_after(response: ArchivedResponse) -> float | None:
    """Seconds that Retry-After asks for (RFC 9110 10.2.3: a number, or a date), bounded; None if it is not sent."""
    value = response.headers.get(b"Retry-After")
    if value is None:
        return None
    text = value.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_RETRY_AFTER)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return min(max((at - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_RETRY_AFTER)


def phrase_of(status: int) -> str:
    """``404 Not Found``."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"
