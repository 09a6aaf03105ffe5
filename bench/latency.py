"""How long a crawl takes where every answer is slow: blogark with 16 connections against `wget -r`, on one blog.

    python bench/latency.py            (a part of `make bench`)

Each answer comes 50 ms late. The blog has no traps, since wget knows none and would never come to an end, and one
host, since wget does not know that others are the same.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measure import Cost, run

SECONDS = 0.05
BOUND = 0.15
POSTS = 300


@dataclass(frozen=True, kw_only=True)
class Race:
    """Both over the same blog, one after the other."""

    shape: str
    ours: Cost
    peer: Cost

    @property
    def ratio(self) -> float:
        return self.ours.wall / self.peer.wall


@contextmanager
def blog(shape: str, posts: int, latency: float, log: Path) -> Iterator[str]:
    """The address of a generated blog in a process of its own."""
    command = [sys.executable, "-m", "blogark.tests.blogs.server", "--no-traps", "--shape", shape]
    command += ["--posts", str(posts), "--latency", str(latency)]
    with (
        log.open("ab") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as server,
    ):
        assert server.stdout is not None
        try:
            address = server.stdout.readline().strip()
            if not address.startswith("http"):
                raise RuntimeError(f"the generated blog did not start; see {log}")
            yield address
        finally:
            server.terminate()


def race(work: Path, shape: str, *, posts: int = POSTS, latency: float = SECONDS) -> Race:
    """Crawl and extract with 16 connections, then mirror with wget, which has one."""
    log, archive, mirror = work / "latency.log", work / f"latency-{shape}", work / f"mirror-{shape}"
    mirror.mkdir()
    with blog(shape, posts, latency, log) as address:
        command = [sys.executable, "-m", "blogark", "crawl", address, "--archive", archive, "--quiet"]
        ours = run([*command, "--delay", "0", "--concurrency", "16"], log=log)
        # wget says 8 where any answer was an error, and a blog has dead links.
        peer = run(["wget", "-r", "-l", "inf", "-nv", "-e", "robots=on", address], cwd=mirror, log=log, allowed=(0, 8))
    with sqlite3.connect(archive / "dataset.sqlite") as dataset:
        [found] = dataset.execute("SELECT count(*) FROM posts WHERE kind = 'post'").fetchone()
    if found < posts:
        raise RuntimeError(f"the crawl found {found} posts of {posts}; see {log}")
    shutil.rmtree(mirror)
    shutil.rmtree(archive)
    return Race(shape=shape, ours=ours, peer=peer)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--latency", type=float, default=SECONDS, metavar="SECONDS")
    parser.add_argument("--shape", action="append", help="squarespace5, wordpress_rest, …; may be repeated")
    options = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory(prefix="blogark-latency-") as name:
        for shape in options.shape or ["squarespace5", "wordpress_rest", "wordpress_plain", "blogger", "static"]:
            found = race(Path(name), shape, posts=options.posts, latency=options.latency)
            print(f"{shape:16} {found.ratio:.3f}  blogark {found.ours.wall:.1f} s, wget {found.peer.wall:.1f} s")
            worst = max(worst, found.ratio)
    print(f"the worst is {worst:.3f}; it must be at most {BOUND}")
    return 0 if worst <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
