"""One HTTP request and what came back, byte for byte as it crossed the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .spool import Spool

Truncation = Literal["length", "time", "disconnect", "unspecified"]
"""The values of ``WARC-Truncated`` (ISO 28500:2017, 5.13)."""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What was sent and what was received for one request on one connection.

    ``response`` holds every byte received for this request, interim (1xx) responses, header
    block, transfer coding and trailers included; it is empty when nothing came. Of a long one it holds the beginning,
    with the whole header block; all of it is in ``spool``. ``started_at``
    is UTC with microseconds, read just before the first byte was sent (or the connection tried).
    """

    url: str
    started_at: datetime
    request: bytes
    response: bytes
    ip_address: str | None = None
    protocol: str = "http/1.1"
    """``http/0.9``, ``http/1.0`` or ``http/1.1``, as the response's status line says."""
    tls_protocol: str | None = None
    """For ``WARC-Protocol``: ``tls/1.3`` …; None without TLS."""
    cipher_suite: str | None = None
    truncated: Truncation | None = None
    error: str | None = None
    """Why nothing came, or not all; one sentence."""
    fetch_ms: int = 0
    via: str | None = None
    """The page where the URL was found."""
    payload_digest: str | None = None
    """Of the entity, de-chunked, content coding kept; if it was computed while it came."""
    spool: Spool | None = None
    """A response that is too long to be held in memory."""
    hops: str = ""
    """Path from the seed, a letter a hop: L link, R redirect, E embed, I inferred, P prerequisite, M manifest."""

    @property
    def length(self) -> int:
        """Bytes received."""
        return len(self.response) if self.spool is None else self.spool.length

    def close(self) -> None:
        """Give back the room that a long response takes on the disk, once it is recorded and read."""
        if self.spool is not None:
            self.spool.close()
