"""A test blog on loopback: HTTP/1.1 kept alive, conditional, compressed; slow or failing if told to; all is logged.

``python -m blogark.tests.blogs.server --shape static --latency 0.05 --no-traps`` serves one until it is killed and
prints its URL: for measurements, by clients that resolve no made-up names.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import hashlib
import re
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus

from blogark.tests.blogs.content import Changes, first_generation, second_generation
from blogark.tests.blogs.resources import Names, Resource, Truth
from blogark.tests.blogs.shapes import SHAPES
from blogark.tests.blogs.site import Site

HOST = "127.0.0.1"
EPOCH = 1_280_000_000
"""When the first generation was last changed; the second is a day younger."""
_COMPRESSED = ("text/", "application/")


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


@dataclass(kw_only=True)
class Trouble:
    """Targets that fail the first `times` that each is asked for."""

    pattern: re.Pattern[str]
    status: int = 503
    retry_after: str | None = None
    times: int = 1
    seen: dict[str, int] = field(default_factory=dict)

    def hits(self, target: str) -> bool:
        if not self.pattern.search(target):
            return False
        self.seen[target] = self.seen.get(target, 0) + 1
        return self.seen[target] <= self.times


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A rendered resource."""

    resource: Resource
    body: bytes
    packed: bytes | None
    etag: str
    changed: int


class BlogServer:
    """A blog in two generations; `grow` switches to the second."""

    def __init__(
        self, shape: str, *, posts: int = 300, port: int, traps: bool = True, plain: bool = False, latency: float = 0.0
    ) -> None:
        kind = SHAPES[shape]
        self.shape = shape
        self.latency = latency
        self.crawl_delay: float | None = None
        self.troubles: list[Trouble] = []
        self.validators = kind.validators
        self.log: list[Asked] = []
        names = Names.plain(port) if plain else Names.of(f"{shape.replace('_', '-')}.test", kind.engine_host, port)
        blog = first_generation(posts, orphans=kind.orphans)
        later, self.changes = second_generation(blog)
        self._sites: tuple[Site, Site] = (kind(blog, names, traps=traps), kind(later, names, traps=traps))
        self._generation = 0
        self._answers: tuple[dict[str, Answer], dict[str, Answer]] = ({}, {})

    @property
    def site(self) -> Site:
        return self._sites[self._generation]

    @property
    def truth(self) -> Truth:
        return self.site.truth()

    @property
    def url(self) -> str:
        return self.truth.url

    def grow(self) -> Changes:
        """Show the second generation from now on."""
        self._generation = 1
        return self.changes

    def shrink(self) -> None:
        """Show the first generation again."""
        self._generation = 0

    def answer(self, origin: str, target: str) -> Answer:
        """What a target answers now; `changed` is when its body became what it is."""
        now = self._rendered(self._generation, origin, target)
        if self._generation and now.etag != self._rendered(0, origin, target).etag:
            return Answer(
                resource=now.resource, body=now.body, packed=now.packed, etag=now.etag, changed=EPOCH + 86_400
            )
        return now

    def _rendered(self, generation: int, origin: str, target: str) -> Answer:
        kept = self._answers[generation]
        key = origin + target
        if key not in kept:
            site = self._sites[generation]
            resource = site.find(origin, target)
            body = resource.body()
            content = body.encode() if isinstance(body, str) else body
            if self.crawl_delay is not None and resource.kind == "robots":
                content += f"User-agent: *\nCrawl-delay: {self.crawl_delay}\n".encode()
            packed = None
            if site.gzip and resource.media_type.startswith(_COMPRESSED) and len(content) > 500:
                packed = gzip.compress(content, 6, mtime=0)
            etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
            kept[key] = Answer(resource=resource, body=content, packed=packed, etag=etag, changed=EPOCH)
        return kept[key]


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


@contextmanager
def serving(
    shape: str,
    *,
    posts: int = 300,
    traps: bool = True,
    plain: bool = False,
    latency: float = 0.0,
    port: int = 0,
    tls: ssl.SSLContext | None = None,
) -> Iterator[BlogServer]:
    """Serve a blog from a thread while the context is open."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="test-blog", daemon=True)
    thread.start()
    connections: set[asyncio.Transport] = set()
    blog: BlogServer | None = None

    async def start() -> asyncio.Server:
        return await loop.create_server(
            lambda: Connection(blog, tls, connections),
            HOST,
            port,
            backlog=512,  # type: ignore[arg-type]
        )

    async def stop() -> None:
        listener.close()
        for transport in tuple(connections):
            transport.abort()
        await asyncio.sleep(0)  # lets the connections see their end before the loop is closed

    listener = asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        free = listener.sockets[0].getsockname()[1]
        blog = BlogServer(shape, posts=posts, port=free, traps=traps, plain=plain, latency=latency)
        yield blog
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def main() -> None:
    """Serve until killed."""
    options = argparse.ArgumentParser(prog="python -m blogark.tests.blogs.server", description=__doc__)
    options.add_argument("--shape", choices=sorted(SHAPES), default="wordpress_rest")
    options.add_argument("--posts", type=int, default=300)
    options.add_argument("--port", type=int, default=0, help="0 takes a free port (default)")
    options.add_argument("--latency", type=float, default=0.0, metavar="SECONDS", help="before each answer")
    options.add_argument("--no-traps", action="store_true")
    given = options.parse_args()
    with serving(
        given.shape, posts=given.posts, traps=not given.no_traps, plain=True, latency=given.latency, port=given.port
    ) as blog:
        sys.stdout.write(f"{blog.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
