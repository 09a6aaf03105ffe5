"""Our own HTTP/1.1 client: every exchange byte for byte, bounded in time and size, never where it should not go.

It keeps what others tidy away: header names as sent, folded and colon-less lines, interim responses, chunks
and trailers, bodies that end too early. It follows no redirect, keeps no cookie, uses no proxy (the variables
of the environment are not read) and decodes nothing.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ...archive.errors import BlogarkError
from ...archive.exchange import Exchange
from ...archive.warc.http import ResponseReader
from .addresses import BadUrl, Target, printable, target_of
from .connection import Answer, Connection, Limits
from .pool import ErrorKind, Pool, Unreachable

__all__ = ["Client", "ErrorKind", "FetchError", "Header", "Limits", "build_request"]

Header = tuple[bytes, bytes]

ACCEPT = b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ACCEPT_ENCODING = b"gzip, deflate"
"""Not br or zstd: not every replay tool can decode them."""

_VERSIONS = (b"HTTP/0.9", b"HTTP/1.0", b"HTTP/1.1")
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NOT_IN_A_VALUE = re.compile(rb"[\r\n\x00]+")


class FetchError(BlogarkError):
    """No response came; one sentence says why, and `exchange` has what was sent and, rarely, scraps of an answer."""

    exit_code = 5

    def __init__(self, message: str, *, kind: ErrorKind, exchange: Exchange) -> None:
        super().__init__(message)
        self.kind = kind
        self.exchange = exchange


class Client:
    """Fetches URLs over kept-alive connections; belongs to one event loop."""

    def __init__(
        self,
        *,
        user_agent: str,
        seed_hosts: Iterable[str] = (),
        tls_verify: bool = True,
        limits: Limits | None = None,
        spool_folder: Path | None = None,
    ) -> None:
        """`seed_hosts` are what the crawl was asked for: their networks are open to it (see `AddressPolicy`).

        Long responses are kept in `spool_folder` and not in memory, if it is given.
        """
        self._spool_folder = spool_folder
        self._limits = limits or Limits()
        self._user_agent = user_agent.encode("latin-1", "replace")
        self._pool = Pool(seed_hosts=seed_hosts, tls_verify=tls_verify, limits=self._limits)
        self._room = asyncio.Semaphore(self._limits.max_connections)

    async def fetch(
        self, url: str, headers: Iterable[Header] = (), *, method: str = "GET", via: str | None = None, hops: str = ""
    ) -> Exchange:
        """Fetch one URL; raises FetchError when no response came."""
        exchange, _ = await self.fetch_with_head(url, headers, method=method, via=via, hops=hops)
        return exchange

    async def fetch_with_head(
        self,
        url: str,
        headers: Iterable[Header] = (),
        *,
        method: str = "GET",
        via: str | None = None,
        hops: str = "",
        max_body: int | None = None,
    ) -> tuple[Exchange, ResponseReader]:
        """Like `fetch`, with the head of the response as it was read on the way; ``max_body`` replaces the limit.

        Redirects are answers like others. What came is kept when the rest did not: the exchange is then `truncated`.
        """
        loop = asyncio.get_running_loop()
        limits = self._limits
        if max_body is not None:
            limits = replace(limits, max_body=max_body)
        async with self._room:
            started_at, started = datetime.now(UTC), loop.time()
            end_by = started + self._limits.deadline
            request = b""
            try:
                target = target_of(url)
                request = build_request(target, headers, method=method, user_agent=self._user_agent)
                connection = await self._pool.take(target, end_by=end_by)
                answer = await self._send(connection, target, request, method, end_by, limits)
                if connection.requests > 1 and not answer.data and answer.truncated == "disconnect":
                    # The server had closed it while it lay idle: this try was never seen (RFC 9112, 9.3.1).
                    started_at, started = datetime.now(UTC), loop.time()
                    connection = await self._pool.take(target, end_by=end_by, fresh=True)
                    answer = await self._send(connection, target, request, method, end_by, limits)
            except (BadUrl, Unreachable) as error:
                kind: ErrorKind = error.kind if isinstance(error, Unreachable) else "url"
                raise FetchError(
                    str(error),
                    kind=kind,
                    exchange=Exchange(
                        url=printable(url),
                        started_at=started_at,
                        request=b"",
                        response=b"",
                        error=str(error),
                        fetch_ms=round((loop.time() - started) * 1000),
                        via=via,
                        hops=hops,
                    ),
                ) from error
        head = answer.head
        readable = head.version if head.version in _VERSIONS else b"HTTP/1.1"
        exchange = Exchange(
            url=printable(url),
            started_at=started_at,
            request=request,
            response=bytes(answer.data),
            payload_digest=answer.payload_digest,
            spool=answer.spool,
            ip_address=connection.ip_address,
            protocol=readable.decode("ascii").lower(),
            tls_protocol=connection.tls_protocol,
            cipher_suite=connection.cipher_suite,
            truncated=answer.truncated,
            error=_sentence(target.host, answer, loop.time() - started),
            fetch_ms=round((loop.time() - started) * 1000),
            via=via,
            hops=hops,
        )
        if head.status is None and not (answer.data and head.version == b"HTTP/0.9"):
            kind = "timeout" if answer.truncated == "time" else "closed" if answer.truncated else "garbled"
            raise FetchError(exchange.error or f"{target.host}: no readable answer", kind=kind, exchange=exchange)
        return exchange, head

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.close()

    async def _send(
        self, connection: Connection, target: Target, request: bytes, method: str, end_by: float, limits: Limits
    ) -> Answer:
        answer = await connection.send(
            request, method=method, limits=limits, end_by=end_by, spool_folder=self._spool_folder
        )
        if answer.kept_alive:
            self._pool.give_back(connection, target)
        return answer


def build_request(target: Target, headers: Iterable[Header] = (), *, method: str, user_agent: bytes) -> bytes:
    """The request as it is sent; raises ValueError for a method or header name that HTTP does not know.

    `headers` replace ours of the same name (but for Host and Connection) and follow them otherwise. Line ends and
    NULs in values become blanks: a value that a server gave us (ETag) must not become a header of our own.
    """
    if method not in ("GET", "HEAD"):
        raise ValueError(f"method {method}: only GET and HEAD are sent")
    fields = {
        b"host": (b"Host", target.authority.encode("ascii")),
        b"user-agent": (b"User-Agent", user_agent),
        b"accept": (b"Accept", ACCEPT),
        b"accept-encoding": (b"Accept-Encoding", ACCEPT_ENCODING),
    }
    for name, value in headers:
        if not _TOKEN.fullmatch(name):
            raise ValueError(f"{name!r} cannot be the name of a header")
        if name.lower() not in (b"host", b"connection"):
            fields[name.lower()] = (name, value)
    fields[b"connection"] = (b"Connection", b"keep-alive")
    lines = [f"{method} {target.path} HTTP/1.1".encode("ascii")]
    lines += [name + b": " + _NOT_IN_A_VALUE.sub(b" ", value).strip() for name, value in fields.values()]
    return b"\r\n".join([*lines, b"", b""])


def _sentence(host: str, answer: Answer, seconds: float) -> str | None:
    if answer.truncated == "time":
        head = answer.head
        missing = "the rest of its body" if head.head_complete else "its headers" if answer.data else "any answer"
        return f"{host}: timed out after {seconds:.3g} s, before {missing} came"
    return f"{host}: {answer.error}" if answer.error else None
