"""One connection of a test blog's server: requests in, answers out, each one logged."""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blogark.tests.blogs.server import Answer, BlogServer


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as the server saw it; `at` is monotonic, the moment at which its head was whole."""

    at: float
    method: str
    origin: str
    target: str
    headers: dict[str, str]
    status: int
    bytes: int

    @property
    def url(self) -> str:
        return self.origin + self.target

    @property
    def conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class Connection(asyncio.Protocol):
    """One kept-alive connection, plain or, if it begins with a TLS hello, encrypted."""

    def __init__(self, server: BlogServer, tls: ssl.SSLContext | None, open_ones: set[asyncio.Transport]) -> None:
        self._server = server
        self._tls = tls
        self._open = open_ones
        self._waiting = b""
        self._busy = False
        self._session: _Tls | None = None
        self._begun = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._open.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        if not self._begun and data[:1] == b"\x16" and self._tls is not None:
            self._session = _Tls(self._tls)
        self._begun = True
        if self._session is not None:
            data, reply = self._session.received(data)
            self._transport.write(reply)
        self._waiting += data
        if not self._busy:
            self._next()

    def _next(self) -> None:
        head, end, rest = self._waiting.partition(b"\r\n\r\n")
        if not end:
            return
        self._waiting = rest
        self._busy = True
        asked_at = time.monotonic()
        reply = self._answer(head.decode("latin-1"), asked_at)
        if self._server.latency:
            asyncio.get_running_loop().call_later(self._server.latency, self._send, reply)
        else:
            self._send(reply)

    def _send(self, reply: bytes) -> None:
        if self._session is not None:
            reply = self._session.sealed(reply)
        if not self._transport.is_closing():
            self._transport.write(reply)
        self._busy = False
        self._next()

    def _answer(self, head: str, asked_at: float) -> bytes:
        request, *lines = head.split("\r\n")
        method, _, rest = request.partition(" ")
        target = rest.rpartition(" ")[0]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        origin = f"{'http' if self._session is None else 'https'}://{headers.get('host', '')}"
        status, fields, body = _reply(self._server, method, origin, target, headers)
        fields = {"Date": formatdate(usegmt=True), "Server": self._server.site.server, **fields}
        if status != HTTPStatus.NOT_MODIFIED:
            fields["Content-Length"] = str(len(body))
        whole = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n".encode()
        whole += "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode() + b"\r\n"
        if method != "HEAD":
            whole += body
        self._server.log.append(
            Asked(
                at=asked_at,
                method=method,
                origin=origin,
                target=target,
                headers=headers,
                status=status,
                bytes=len(whole),
            )
        )
        return whole


def _reply(
    server: BlogServer, method: str, origin: str, target: str, headers: dict[str, str]
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body."""
    for trouble in server.troubles:
        if trouble.hits(target):
            told = {} if trouble.retry_after is None else {"Retry-After": trouble.retry_after}
            return trouble.status, told, b"not now"
    if method not in ("GET", "HEAD"):
        return 405, {}, b""
    answer = server.answer(origin, target)
    resource = answer.resource
    fields = dict(resource.headers)
    if resource.location is not None:
        return resource.status, {**fields, "Location": resource.location}, b""
    if resource.status == HTTPStatus.OK:
        validators = server.validators if resource.kind != "feed" else frozenset(("etag", "last-modified"))
        if "etag" in validators:
            fields["ETag"] = answer.etag
        if "last-modified" in validators:
            fields["Last-Modified"] = formatdate(answer.changed, usegmt=True)
        if _unchanged(answer, headers, fields):
            return HTTPStatus.NOT_MODIFIED, fields, b""
    fields["Content-Type"] = resource.media_type
    if answer.packed is not None:
        fields["Vary"] = "Accept-Encoding"
        if "gzip" in headers.get("accept-encoding", ""):
            return resource.status, {**fields, "Content-Encoding": "gzip"}, answer.packed
    return resource.status, fields, answer.body


def _unchanged(answer: Answer, headers: dict[str, str], fields: dict[str, str]) -> bool:
    """RFC 9110 13.2.2: If-None-Match counts, and If-Modified-Since only where that is missing."""
    if "if-none-match" in headers:
        asked = headers["if-none-match"]
        return "ETag" in fields and (
            asked == "*" or answer.etag in (part.strip().removeprefix("W/") for part in asked.split(","))
        )
    if "if-modified-since" in headers and "Last-Modified" in fields:
        try:
            return parsedate_to_datetime(headers["if-modified-since"]).timestamp() >= answer.changed
        except ValueError:
            return False
    return False


class _Tls:
    """The server's side of one TLS connection, over bytes."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_side=True)
        self._shaken = False

    def received(self, data: bytes) -> tuple[bytes, bytes]:
        """What the peer said, and what to send back for the protocol's sake."""
        self._in.write(data)
        said = b""
        try:
            if not self._shaken:
                self._tls.do_handshake()
                self._shaken = True
            while part := self._tls.read(65_536):
                said += part
        except (ssl.SSLWantReadError, ssl.SSLZeroReturnError, ssl.SSLEOFError):
            pass
        return said, self._out.read()

    def sealed(self, data: bytes) -> bytes:
        self._tls.write(data)
        return self._out.read()
