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
import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from blogark.tests.blogs.connection import Asked, Connection
from blogark.tests.blogs.content import Changes, first_generation, second_generation
from blogark.tests.blogs.resources import Names, Resource, Truth
from blogark.tests.blogs.shapes import SHAPES
from blogark.tests.blogs.site import Site

HOST = "127.0.0.1"
EPOCH = 1_280_000_000
"""When the first generation was last changed; the second is a day younger."""
_COMPRESSED = ("text/", "application/")


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
        names = Names.plain(port) if plain else Names.of(f"blog-{shape.replace('_', '-')}.test", kind.engine_host, port)
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

    def forget(self, target: str) -> None:
        """Render a target anew: its resource has been replaced."""
        for kept in self._answers:
            kept.pop(self.site.names.base + target, None)

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
    listener = socket.create_server((HOST, port), backlog=512)
    free = listener.getsockname()[1]
    blog = BlogServer(shape, posts=posts, port=free, traps=traps, plain=plain, latency=latency)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="test-blog", daemon=True)
    thread.start()
    connections: set[asyncio.Transport] = set()

    async def start() -> asyncio.Server:
        return await loop.create_server(lambda: Connection(blog, tls, connections), sock=listener)

    async def stop(server: asyncio.Server) -> None:
        server.close()
        for transport in tuple(connections):
            transport.abort()
        await asyncio.sleep(0)  # lets the connections see their end before the loop is closed

    server = asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield blog
    finally:
        asyncio.run_coroutine_threadsafe(stop(server), loop).result()
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
