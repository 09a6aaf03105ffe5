"""A blog on a free loopback port: for `blogark demo`, for tests, and for measurements.

``python -m blogark.demo.server --port 0 --posts 2000`` serves a made-up blog of 2,000 posts and prints its URL;
without ``--posts`` it serves The Slow Boat. ``/-/truth.json``, which no page links to, is what an archive must hold.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.utils import formatdate
from http.client import responses
from pathlib import Path

from .blog import Blog, slow_boat
from .site import Reply, Site
from .synthetic import make_blog

HOST = "127.0.0.1"
TRUTH = "/-/truth.json"


@contextmanager
def serving(blog: Blog, *, port: int = 0) -> Iterator[Site]:
    """Serve `blog` from a thread while the context is open; the site tells its address as ``base``."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="demo-blog", daemon=True)
    thread.start()
    try:
        server = asyncio.run_coroutine_threadsafe(_Server.start(blog, port), loop).result()
        try:
            yield server.site
        finally:
            asyncio.run_coroutine_threadsafe(server.stop(), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class _Server:
    """A listening socket, the site behind it, and the connections that are open."""

    def __init__(self, blog: Blog, listener: socket.socket) -> None:
        self.site = Site(blog, f"http://{HOST}:{listener.getsockname()[1]}")
        self.open: set[asyncio.Transport] = set()
        self._listener = listener
        self._server: asyncio.Server | None = None

    @classmethod
    async def start(cls, blog: Blog, port: int) -> _Server:
        listener = socket.create_server((HOST, port), backlog=512)
        self = cls(blog, listener)
        self._server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), sock=listener)
        return self

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for transport in tuple(self.open):
            transport.abort()
        await asyncio.sleep(0)  # lets the connections see their end before the loop is closed

    async def forever(self) -> None:
        assert self._server is not None
        await self._server.serve_forever()


class _Connection(asyncio.Protocol):
    """One kept-alive HTTP/1.1 connection: requests without bodies in, prepared replies out."""

    def __init__(self, server: _Server) -> None:
        self._server = server
        self._waiting = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._server.open.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        assert self._transport is not None
        self._server.open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        *heads, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for head in heads:
            self._transport.write(self._answer(head.decode("latin-1")))
        if len(self._waiting) > 65536:
            self._transport.close()

    def _answer(self, head: str) -> bytes:
        request, *lines = head.split("\r\n")
        method, _, rest = request.partition(" ")
        target = rest.rpartition(" ")[0]
        if method not in ("GET", "HEAD"):
            return _head(Reply(status=405, body=b"405")) + b"405"
        site = self._server.site
        if target == TRUTH:
            reply = Reply(content_type="application/json", body=json.dumps(site.truth()).encode())
        else:
            reply = site.reply(target)
        if reply.status == 200 and any(line.lower() == f"if-none-match: {reply.etag}" for line in lines):
            return _head(replace(reply, status=304))
        return _head(reply) + (b"" if method == "HEAD" else reply.body)


def _head(reply: Reply) -> bytes:
    lines = [
        f"HTTP/1.1 {reply.status} {responses[reply.status]}",
        f"Date: {formatdate(usegmt=True)}",
        "Server: Squarespace/5.13",
        f"ETag: {reply.etag}",
        *([f"Location: {reply.location}"] if reply.location else []),
        *([] if reply.status == 304 else [f"Content-Type: {reply.content_type}", f"Content-Length: {len(reply.body)}"]),
        "Connection: keep-alive",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


async def _serve(blog: Blog, port: int, truth: Path | None) -> None:
    server = await _Server.start(blog, port)
    server.site.render_ahead()
    if truth:
        _write_truth(server.site, truth)
    sys.stdout.write(f"{server.site.base}/\n")
    sys.stdout.flush()
    await server.forever()


def _write_truth(site: Site, path: Path) -> None:
    path.write_text(json.dumps(site.truth(), ensure_ascii=False, indent=1), "utf-8")


def main() -> None:
    """Serve until interrupted."""
    options = argparse.ArgumentParser(prog="python -m blogark.demo.server", description=__doc__)
    options.add_argument("--port", type=int, default=0, help="0 takes a free port (default)")
    options.add_argument("--posts", type=int, help="a made-up blog with so many posts, instead of The Slow Boat")
    options.add_argument("--comments", type=int, default=12, help="comments under each made-up post (default 12)")
    options.add_argument("--truth", type=Path, help="write what an archive must hold to this JSON file")
    given = options.parse_args()
    blog = slow_boat() if given.posts is None else make_blog(posts=given.posts, comments=given.comments)
    try:
        asyncio.run(_serve(blog, given.port, given.truth))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
