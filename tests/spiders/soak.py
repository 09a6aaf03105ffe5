"""Crawls of many wild blogs, told in figures: ``python -m blogark.tests.spiders.soak --seeds 0-60``.

Each blog of a seed is crawled with one kind of trap at a time, and with five at once. What is told: the posts and
lists that were lost, and the traps that got more requests than they may.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from blogark.tests.spiders.conftest import Archive, asked
from blogark.tests.spiders.odd_server import OddServer
from blogark.tests.spiders.wild import TRAPS, Wild

A_TRAP = 50
"""Requests that each trap may get."""
MOST = 3_000
"""Requests after which a crawl counts as one that does not end."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a crawl of a wild blog came to."""

    lost: tuple[str, ...]
    """Posts and lists that were not asked for."""
    requests: dict[str, int]
    """By trap; ``-`` is the blog itself."""
    ended: bool

    def too_many(self, bound: int = A_TRAP) -> dict[str, int]:
        return {trap: count for trap, count in self.requests.items() if trap != "-" and count > bound}

    @property
    def holds(self) -> bool:
        return self.ended and not self.lost and not self.too_many()


def measured(blog: Wild, path: Path, *, concurrency: int = 8) -> Measured:
    """Crawl a blog to its end, as fast as it goes."""
    with OddServer(replies=blog) as server:
        outcome = Archive(path).crawl(server.url("/"), max_pages=MOST, concurrency=concurrency)
        paths = asked(server)
    owners = [blog.owner(path) for path in paths]
    return Measured(
        lost=tuple(sorted({*blog.posts, *blog.lists} - set(paths))),
        requests=dict(Counter("-" if owner is None else owner.name for owner in owners)),
        ended=outcome.exit_code == 0,
    )


def _one(seed: int, kind: str, concurrency: int) -> tuple[int, str, str, Measured]:
    chosen = tuple(build for build in TRAPS if build.__name__ == kind)
    blog = Wild(seed, chosen)
    with tempfile.TemporaryDirectory() as folder:
        return seed, kind, blog.form, measured(blog, Path(folder) / "ark", concurrency=concurrency)


def _numbers(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0-60")
    parser.add_argument("--kinds", help="names of traps; 'five' for five at once; default: all of these")
    parser.add_argument("--concurrency", type=int, default=8, help="requests at once; 1 is as with a delay")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    kinds = chosen.kinds.split(",") if chosen.kinds else [*(build.__name__ for build in TRAPS), "five"]
    crawls: list[Callable[[], tuple[int, str, str, Measured]]] = []
    kept = asked_of_all = 0
    highest: dict[str, int] = {}
    with ProcessPoolExecutor(chosen.processes) as pool:
        every = [(seed, kind) for kind in kinds for seed in _numbers(chosen.seeds)]
        crawls = [pool.submit(_one, seed, kind, chosen.concurrency).result for seed, kind in every]
        for result in crawls:
            seed, kind, form, one = result()
            kept += one.holds
            asked_of_all += sum(one.requests.values())
            highest[kind] = max(highest.get(kind, 0), *(n for trap, n in one.requests.items() if trap != "-"), 0)
            if not one.holds:
                told = [f"lost {one.lost}"] * bool(one.lost) + [f"too many {one.too_many()}"] * bool(one.too_many())
                print(seed, kind, form, "; ".join(told + ["did not end"] * (not one.ended)), flush=True)
    print(f"{kept} of {len(crawls)} crawls hold; {asked_of_all} requests; most to one trap: {highest}")


if __name__ == "__main__":
    main()
