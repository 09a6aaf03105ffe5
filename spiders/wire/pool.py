"""Kept-alive connections, an origin at a time, and the way to a new one: look-up, policy, TCP, TLS."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Iterable
from typing import Literal

from .addresses import AddressPolicy, HostAddress, Resolver, Target, class_of
from .connection import Connection, Limits, connect, tls_context

ErrorKind = Literal[
    "url", "name", "address", "refused", "network", "timeout", "certificate", "tls", "closed", "garbled"
]  # fmt: skip
"""Why no response came: `url` and `address` will not change by asking again, the others may."""

Origin = tuple[str, str, int]


class Unreachable(Exception):
    """No connection; the sentence names the host and the reason."""

    def __init__(self, sentence: str, kind: ErrorKind) -> None:
        super().__init__(sentence)
        self.kind = kind


class Pool:
    """All connections of a client."""

    def __init__(self, *, seed_hosts: Iterable[str], tls_verify: bool, limits: Limits) -> None:
        self._limits = limits
        self._resolver = Resolver()
        self._policy = AddressPolicy(seed_hosts, self._resolver)
        self._tls_verify = tls_verify
        self._tls: ssl.SSLContext | None = None
        self._open: set[Connection] = set()
        self._idle: dict[Connection, tuple[Origin, asyncio.TimerHandle]] = {}
        """The longest unused first."""

    async def take(self, target: Target, *, end_by: float, fresh: bool = False) -> Connection:
        """A connection to the target's origin, kept alive or new; raises Unreachable."""
        origin = (target.scheme, target.host, target.port)
        if not fresh:
            # The one used last is the one least likely to have been closed by the server.
            for connection, (its_origin, _) in reversed(self._idle.items()):
                if its_origin == origin and connection.usable:
                    self._wake(connection)
                    return connection
        while len(self._open) >= self._limits.max_connections and self._idle:
            oldest = next(iter(self._idle))
            self._wake(oldest)
            self._open.discard(oldest)
            oldest.abort()
        return await self._connect(target, end_by)

    def give_back(self, connection: Connection, target: Target) -> None:
        """Keep a connection for the next request to its origin."""
        timer = asyncio.get_running_loop().call_later(self._limits.idle_timeout, connection.close)
        self._idle[connection] = ((target.scheme, target.host, target.port), timer)

    async def close(self) -> None:
        """Close all connections and wait, briefly, until they are."""
        connections = tuple(self._open)
        for connection in connections:
            connection.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                for connection in connections:
                    await connection.closed()
        for connection in connections:
            connection.abort()

    def _wake(self, connection: Connection) -> None:
        _, timer = self._idle.pop(connection)
        timer.cancel()

    def _lost(self, connection: Connection) -> None:
        self._open.discard(connection)
        if connection in self._idle:
            self._wake(connection)

    async def _connect(self, target: Target, end_by: float) -> Connection:
        loop = asyncio.get_running_loop()
        seconds = max(0.0, min(self._limits.connect_timeout, end_by - loop.time()))
        connect_by = loop.time() + seconds
        addresses = await self._addresses(target.host, connect_by, seconds)
        if target.scheme == "https" and self._tls is None:
            self._tls = tls_context(verify=self._tls_verify)
        try:
            connection, address = await connect(
                addresses,
                target.port,
                tls=self._tls if target.scheme == "https" else None,
                # A name with a final dot is right in DNS, and in no certificate.
                server_name=target.host.rstrip("."),
                end_by=connect_by,
            )
        except OSError as error:
            raise unreachable(target, error, seconds) from error
        self._resolver.prefer(target.host, address)
        self._open.add(connection)
        connection.on_lost = self._lost
        return connection

    async def _addresses(self, host: str, connect_by: float, seconds: float) -> tuple[HostAddress, ...]:
        try:
            async with asyncio.timeout_at(connect_by):
                addresses = await self._resolver.resolve(host)
                permitted = await self._policy.permitted(addresses)
        except TimeoutError as error:
            raise Unreachable(f"{host}: its name could not be looked up within {seconds:.3g} s", "timeout") from error
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise Unreachable(f"{host}: its name cannot be looked up now ({error.strerror})", "name") from error
            raise Unreachable(f"{host}: no such host is known", "name") from error
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"{host}: its name cannot be looked up ({error})", "name") from error
        if not permitted:
            ip = addresses[0].ip
            raise Unreachable(
                f"{host} leads to {ip}, a {class_of(ip)} address that the blog itself is not at: not connected",
                "address",
            )
        return permitted


def unreachable(target: Target, error: OSError, seconds: float) -> Unreachable:
    """What went wrong with a connection, in words for people."""
    host, port = target.host, target.port
    if isinstance(error, TimeoutError):
        return Unreachable(f"{host}: no connection to port {port} within {seconds:.3g} s", "timeout")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unreachable(f"{host}: its TLS certificate is not valid ({error.verify_message})", "certificate")
    if isinstance(error, ssl.SSLError):
        return Unreachable(f"{host}: no TLS connection ({error.reason or error})".replace("_", " "), "tls")
    if isinstance(error, ConnectionRefusedError):
        return Unreachable(f"{host}: connection to port {port} refused", "refused")
    if isinstance(error, ConnectionError):
        return Unreachable(f"{host}: connection to port {port} closed while it was being made", "network")
    return Unreachable(f"{host}: no connection to port {port} ({error.strerror or error})", "network")
