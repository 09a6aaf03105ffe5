"""Peak memory of a crawl that knows 10,000 URLs, and of one that knows 100,000.

    python bench/frontier_memory.py            (a part of `make bench`)

A blog names its posts in sitemaps of 5,000 addresses; of each blog the same number of pages is fetched and read, so
that the two runs differ by what they know and in nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from measure import run

SMALL, LARGE = 10_000, 100_000
BOUND, MOST = 1.2, 300_000_000
FETCHED = 1_000
A_SITEMAP = 5_000
"""sitemaps.org allows 50,000; WordPress writes 2,000 and Yoast 1,000."""
LETTERS = str.maketrans("0123456789", "eatoinshrd")
LIMITED = 3
"""The exit code of a crawl that --max-pages stopped."""


@dataclass(frozen=True, kw_only=True)
class Peaks:
    """Bytes (PSS) of all processes of a crawl together, at their highest."""

    small: int
    large: int

    @property
    def ratio(self) -> float:
        return self.large / self.small

    @property
    def reached(self) -> bool:
        return self.ratio <= BOUND and self.large < MOST


def peaks(work: Path, *, small: int = SMALL, large: int = LARGE, fetched: int = FETCHED) -> Peaks:
    """Measure both."""
    return Peaks(small=_peak(work, small, fetched), large=_peak(work, large, fetched))


def _peak(work: Path, known: int, fetched: int) -> int:
    archive, log = work / f"frontier-{known}", work / "frontier.log"
    with _serving(known, log) as address:
        command = [sys.executable, "-m", "blogark", "crawl", address, "--archive", archive, "--quiet", "--delay", "0"]
        cost = run([*command, "--concurrency", "16", "--max-pages", str(fetched)], log=log, allowed=(LIMITED,))
    with closing(sqlite3.connect(archive / "journal.sqlite")) as journal:
        [found] = journal.execute("SELECT count(*) FROM urls").fetchone()
    if found < known:
        raise RuntimeError(f"the crawl knows {found} URLs of {known}; see {log}")
    shutil.rmtree(archive)
    return cost.peak


@contextmanager
def _serving(posts: int, log: Path) -> Iterator[str]:
    command = [sys.executable, __file__, "--serve", str(posts)]
    with (
        log.open("ab") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as server,
    ):
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


async def _serve(posts: int) -> None:
    """A blog of so many posts; its sitemaps are found by robots.txt."""
    server = await asyncio.start_server(lambda reader, writer: _talk(reader, writer, posts), "127.0.0.1", 0, backlog=64)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    await server.serve_forever()


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, posts: int) -> None:
    with closing(writer):
        while head := await _head(reader):
            lines = head.decode("latin-1").split("\r\n")
            host = next(line.partition(" ")[2] for line in lines if line.lower().startswith("host:"))
            kind, body = _answer(lines[0].split(" ")[1], f"http://{host}", posts)
            told = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(told.encode() + body)
            await writer.drain()


async def _head(reader: asyncio.StreamReader) -> bytes:
    """The next request; nothing where the crawl has hung up."""
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


def _answer(path: str, base: str, posts: int) -> tuple[str, bytes]:
    name, _, number = path.strip("/").rpartition("-")
    if path == "/robots.txt":
        return "text/plain", f"User-agent: *\nSitemap: {base}/sitemap.xml\n".encode()
    if path == "/sitemap.xml":
        maps = "".join(f"<sitemap><loc>{base}/map-{at}</loc></sitemap>" for at in range(0, posts, A_SITEMAP))
        return "text/xml", f"<sitemapindex>{maps}</sitemapindex>".encode()
    if name == "map":
        some = range(int(number), min(int(number) + A_SITEMAP, posts))
        urls = "".join(f"<url><loc>{base}/posts/on-the-keeping-of-boats-{at}</loc></url>" for at in some)
        return "text/xml", f"<urlset>{urls}</urlset>".encode()
    # Words that no other page has: pages that say what others say are taken for a trap.
    text = " ".join(str(int(number or 0) * 300 + at).translate(LETTERS) for at in range(300))
    page = (
        f"<!DOCTYPE html><html><head><title>Post {number}</title></head><body><article class='post h-entry'>"
        f"<h1 class='p-name'>Post {number}</h1><time class='dt-published' datetime='2010-01-01'>1 January 2010</time>"
        f"<div class='e-content'><p>{text}</p></div></article><a href='/'>Home</a></body></html>"
    )
    return "text/html; charset=utf-8", page.encode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--serve", type=int, metavar="POSTS", help=argparse.SUPPRESS)
    parser.add_argument("--fetched", type=int, default=FETCHED, help=f"pages of each (default {FETCHED:,})")
    options = parser.parse_args()
    if options.serve is not None:
        asyncio.run(_serve(options.serve))
        return 0
    with tempfile.TemporaryDirectory(prefix="blogark-frontier-") as name:
        found = peaks(Path(name), fetched=options.fetched)
    print(f"{SMALL:,} known URLs: {found.small / 1e6:.0f} MB; {LARGE:,}: {found.large / 1e6:.0f} MB")
    print(f"ratio {found.ratio:.2f} (must be at most {BOUND}, and below {MOST / 1e6:.0f} MB)")
    return 0 if found.reached else 1


if __name__ == "__main__":
    sys.exit(main())
