"""A server for tests that writes its own bytes, and remembers all that it wrote and was sent."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import struct
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DRIP_SECONDS = 0.02


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is written when a path is asked for, and what is done then.

    `keep` waits for the next request; `close` ends the connection; `reset` sends RST; `silence` says nothing more
    until the client goes; `drip` goes on with one byte at a time.
    """

    data: bytes
    then: Literal["keep", "close", "reset", "silence", "drip"] = "keep"
    one_by_one: bool = False
    """Every byte in a write of its own."""


NOT_FOUND = Reply(data=b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")


@dataclass(frozen=True, kw_only=True)
class Served:
    """One request as it came, what was written in answer, and on which connection (counted from 1)."""

    received: bytes
    sent: bytes
    connection: int


@dataclass
class OddServer:
    """Listens on a free port of loopback until the block is left."""

    replies: Mapping[str, Reply | tuple[Reply, ...]]
    """By path; of several the first request gets the first, and the last stays."""
    tls: ssl.SSLContext | None = None
    host: str = "127.0.0.1"
    served: list[Served] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def url(self, path: str) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def __enter__(self) -> OddServer:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._listener = socket.create_server((self.host, 0), family=family)
        self.port = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        # shutdown wakes accept() and recv(); close alone does not.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for sock in self._sockets:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock, self.connections), daemon=True)
            with self._lock:
                self._sockets.add(sock)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(self._forget, sock)
            stack.enter_context(sock)
            if self.tls is not None:
                sock = stack.enter_context(self.tls.wrap_socket(sock, server_side=True))
                with self._lock:
                    self._sockets.add(sock)
                stack.callback(self._forget, sock)
            while (request := _read_request(sock)) and self._reply(sock, request, number):
                pass

    def _forget(self, sock: socket.socket) -> None:
        with self._lock:
            self._sockets.discard(sock)

    def _reply(self, sock: socket.socket, request: bytes, number: int) -> bool:
        path = _path(request)
        replies = self.replies.get(path, NOT_FOUND)
        if isinstance(replies, tuple):
            reply = replies[min(len(replies) - 1, sum(_path(one.received) == path for one in self.served))]
        else:
            reply = replies
        # Before it is written: the client may look here as soon as it has the last byte.
        self.served.append(Served(received=request, sent=reply.data, connection=number))
        for piece in _pieces(reply):
            sock.sendall(piece)
        if reply.then == "drip":
            sock.settimeout(DRIP_SECONDS)
            while not _gone(sock):
                sock.sendall(b".")
        if reply.then == "silence":
            _gone(sock)
        if reply.then == "reset":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return reply.then == "keep"


def _pieces(reply: Reply) -> Iterator[bytes]:
    if reply.one_by_one:
        yield from (reply.data[place : place + 1] for place in range(len(reply.data)))
    elif reply.data:
        yield reply.data


def _path(request: bytes) -> str:
    return request.split(b" ", 2)[1].decode("ascii")


def _read_request(sock: socket.socket) -> bytes:
    request = b""
    while not request.endswith(b"\r\n\r\n"):
        data = sock.recv(65536)
        if not data:
            return b""
        request += data
    return request


def _gone(sock: socket.socket) -> bool:
    try:
        return sock.recv(1) == b""
    except TimeoutError:
        return False


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate and its key, each in a PEM file."""

    certificate: Path
    key: Path

    def server_context(self, *, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = newest
        context.load_cert_chain(self.certificate, self.key)
        context.set_alpn_protocols(["h2", "http/1.1"])
        return context


def make_certificate(
    folder: Path, *, names: tuple[str, ...] = ("localhost", "127.0.0.1"), days: int = 1
) -> Certificate:
    """A self-signed certificate that is its own authority; with negative `days` it has expired."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a blog in a test")])
    now = dt.datetime.now(dt.UTC)
    alternatives = [
        x509.IPAddress(ipaddress.ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names
    ]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=30))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    made = Certificate(certificate=folder / "certificate.pem", key=folder / "key.pem")
    made.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return made
