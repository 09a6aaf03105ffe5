"""One connection to a server: writes requests, keeps every byte of the answers, and says whether it can go on."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ...archive.exchange import Truncation
from ...archive.spool import HELD, SPOOLED, Spool
from ...archive.warc.http import ResponseReader
from .addresses import HostAddress

ATTEMPT_SECONDS = 4.0
"""How long an address of a host may take before the next is tried; the last one may take all that is left."""
TLS_GOODBYE_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one request may cost; times in seconds, sizes in bytes."""

    max_body: int = 256 * 2**20
    """Of the whole response, header block included."""
    deadline: float = 300.0
    """For everything, from the look-up of the name to the last byte."""
    connect_timeout: float = 20.0
    """For look-up, connection and TLS handshake."""
    header_timeout: float = 60.0
    """From the request to the end of the header block."""
    stall_timeout: float = 60.0
    """Without a byte, once the body has begun."""
    idle_timeout: float = 30.0
    """How long an unused connection is kept; servers close theirs after 5 to 75 s."""
    max_connections: int = 32
    """Open at once, idle ones included, over all hosts."""


class Answer:
    """What came back for one request: the bytes, the head as read from them, and how it ended."""

    __slots__ = ("_payload", "_spool_folder", "data", "error", "head", "kept_alive", "refused", "spool", "truncated")

    def __init__(self, *, method: str, spool_folder: Path | None) -> None:
        self._payload = hashlib.sha256()
        self._spool_folder = spool_folder
        self.head = ResponseReader(method=method, sink=self._payload.update)
        self.data = bytearray()
        """All bytes of the answer, as they came; one array, for a server may send them one by one. The beginning of
        what is spooled."""
        self.spool: Spool | None = None
        """All bytes, where they are many."""
        self.refused: OSError | None = None
        """Why the disk did not take them."""
        self.truncated: Truncation | None = None
        self.error: str | None = None
        """Why not all came, to stand after "host: "."""
        self.kept_alive = False
        """The connection can carry another request."""

    @property
    def length(self) -> int:
        """Bytes that came."""
        return len(self.data) if self.spool is None else self.spool.length

    @property
    def payload_digest(self) -> str:
        """Of the entity, as WARC headers write it."""
        return "sha256:" + self._payload.hexdigest()

    def take(self, data: bytes) -> None:
        """Keep the next bytes; raises OSError if the disk does not take them."""
        if self.spool is not None:
            self.spool.write(data)
        elif self._spool_folder is None or len(self.data) + len(data) <= SPOOLED:
            self.data += data
        else:
            self.spool = Spool(self._spool_folder)
            self.spool.write(self.data)
            self.spool.write(data)
            del self.data[self.head.header_length + HELD :]


class Connection(asyncio.Protocol):
    """Carries one request at a time; never reads ahead, never sends what it was not given."""

    def __init__(self) -> None:
        self.ip_address: str | None = None
        self.tls_protocol: str | None = None
        self.cipher_suite: str | None = None
        self.requests = 0
        """How many were sent over it."""
        self.on_lost: Callable[[Connection], object] | None = None
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._closed = self._loop.create_future()
        self._answer: Answer | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._limits = Limits()
        self._end_by = 0.0
        self._last_byte = 0.0
        self._surplus = 0
        self._sized = False

    async def send(
        self, request: bytes, *, method: str, limits: Limits, end_by: float, spool_folder: Path | None = None
    ) -> Answer:
        """Write one request and wait for its answer, until `end_by` (loop time) and no longer.

        Never raises for what the server does: the answer says what came and why no more. A long answer is kept in
        `spool_folder`, if there is one; raises OSError where that has no room.
        """
        assert self._transport is not None
        assert self._waiter is None
        self.requests += 1
        answer = self._answer = Answer(method=method, spool_folder=spool_folder)
        waiter = self._waiter = self._loop.create_future()
        self._limits, self._surplus, self._end_by, self._sized = limits, 0, end_by, False
        if self._transport.is_closing():
            self._finish("disconnect", "connection closed before the request")
        else:
            head_by = min(self._loop.time() + limits.header_timeout, end_by)
            self._timer = self._loop.call_at(head_by, self._late)
            self._transport.write(request)
        try:
            await waiter
        except asyncio.CancelledError:
            self.abort()
            raise
        finally:
            self._waiter = self._answer = None
            if self._timer is not None:
                self._timer.cancel()
        if answer.refused is not None:
            raise answer.refused
        if answer.truncated is None and answer.head.keep_alive and not self._surplus:
            answer.kept_alive = not self._transport.is_closing()
        if not answer.kept_alive:
            self.close()
        return answer

    def close(self) -> None:
        """Say goodbye; bytes that come now are nobody's."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Drop the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    async def closed(self) -> None:
        """Wait until the socket is given back."""
        await asyncio.shield(self._closed)

    @property
    def usable(self) -> bool:
        """As far as is known here: the server may have closed it a moment ago."""
        return self._transport is not None and not self._transport.is_closing()

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        # RFC 5952 form, without the zone that a link-local peer carries.
        self.ip_address = str(ipaddress.ip_address(peer[0].partition("%")[0])) if peer else None
        tls = transport.get_extra_info("ssl_object")
        if tls is not None:
            # "TLSv1.3" is written tls/1.3 in WARC-Protocol; OpenSSL calls 1.0 just "TLSv1".
            version = tls.version().removeprefix("TLSv")
            self.tls_protocol = f"tls/{version if '.' in version else version + '.0'}"
            self.cipher_suite = tls.cipher()[0]

    def data_received(self, data: bytes) -> None:
        answer, waiter = self._answer, self._waiter
        if answer is None or waiter is None or waiter.done():
            self._surplus += len(data)
            self.abort()
            return
        head = answer.head
        self._last_byte = self._loop.time()
        room = self._limits.max_body - answer.length
        ours = data if len(data) <= room else data[:room]
        taken = head.feed(ours)
        try:
            answer.take(ours if taken == len(ours) else ours[:taken])
        except OSError as error:
            answer.refused = error
            self._finish("unspecified", "the disk did not take it")
            return
        if head.complete:
            rest = data[taken:]
            self._surplus = len(rest)
            if rest.strip(b"\r\n"):
                # Content-Length too small, or an answer to nothing: the framing rules, but there was more.
                self._finish("unspecified", "more came after the end that the response names")
            else:
                self._finish()
        elif head.gave_up:
            self._finish("length", head.defect)
        elif len(data) > room:
            self._finish("length", f"cut at {self._limits.max_body} bytes")
        elif head.head_complete and not self._sized:
            self._sized = True
            length = head.header(b"content-length") or b""
            if length.isdigit() and int(length[:18]) > self._limits.max_body:
                self._finish("length", f"{int(length[:18])} bytes, where {self._limits.max_body} are kept at most")

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._closed.done():
            self._closed.set_result(None)
        answer = self._answer
        if answer is not None and self._waiter is not None and not self._waiter.done():
            head = answer.head
            head.eof()
            if exc is None and head.complete:
                self._finish()
            elif exc is None and head.head_complete and head.defect is not None:
                self._finish("disconnect", head.defect)
            elif not answer.data:
                self._finish("disconnect", f"connection {_lost(exc)} without an answer")
            else:
                self._finish("disconnect", f"connection {_lost(exc)} before the end")
        if self.on_lost is not None:
            self.on_lost(self)

    def _late(self) -> None:
        assert self._answer is not None
        late_at = min(self._last_byte + self._limits.stall_timeout, self._end_by)
        if self._answer.head.head_complete and late_at > self._loop.time():
            self._timer = self._loop.call_at(late_at, self._late)
        else:
            self._finish("time")

    def _finish(self, truncated: Truncation | None = None, error: str | None = None) -> None:
        assert self._answer is not None
        assert self._waiter is not None
        if self._waiter.done():
            return
        self._answer.truncated, self._answer.error = truncated, error
        if truncated is not None:
            self.abort()
        self._waiter.set_result(None)


def _lost(exc: Exception | None) -> str:
    return "closed" if exc is None else "reset" if isinstance(exc, ConnectionError) else f"lost ({exc})"


async def connect(
    addresses: Sequence[HostAddress], port: int, *, tls: ssl.SSLContext | None, server_name: str, end_by: float
) -> tuple[Connection, HostAddress]:
    """Connect to the first of the addresses that answers, with TLS if a context is given, until `end_by` (loop time).

    Raises OSError (TimeoutError, ConnectionRefusedError, ssl.SSLError among them) of the last address tried.
    """
    loop = asyncio.get_running_loop()
    for last, address in ((number == len(addresses), address) for number, address in enumerate(addresses, 1)):
        attempt_by = end_by if last else min(end_by, loop.time() + ATTEMPT_SECONDS)
        sock = socket.socket(address.family, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            async with asyncio.timeout_at(attempt_by):
                await loop.sock_connect(sock, address.with_port(port))
        except OSError:
            sock.close()
            if last or loop.time() >= end_by:
                raise
            continue
        except BaseException:
            sock.close()
            raise
        async with asyncio.timeout_at(end_by):
            _, connection = await loop.create_connection(
                Connection,
                sock=sock,
                ssl=tls,
                server_hostname=server_name if tls is not None else None,
                ssl_shutdown_timeout=TLS_GOODBYE_SECONDS if tls is not None else None,
            )
        return connection, address
    raise OSError("no address")


def tls_context(*, verify: bool) -> ssl.SSLContext:
    """TLS as a browser speaks it; without verification anything a server offers is taken, old ciphers too."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        # Level 0 lets small keys and TLS 1.0 through: blogs left alone for ten years are what we are for.
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context
