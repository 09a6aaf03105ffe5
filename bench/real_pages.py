"""How fast saved pages of real blogs are read, beside trafilatura with metadata and comments.

    python bench/real_pages.py                 # all pages of ../shared/corpora, or of the folder in BLOGARK_CORPUS
    python bench/real_pages.py --sample 200    # a fixed random sample of them

A corpus is a folder with a `manifest.jsonl` of `{"file": …, "url": …}`, files gzipped. Both readers take turns page
by page in one process, so that whatever else the machine does falls on both; processor time is measured. Prints one
JSON line; exit 1 where `--least` times trafilatura's pages a second, or `--p95` milliseconds a page, is not reached.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from trafilatura import bare_extraction

from blogark.parsers import read_page

CORPUS = Path(os.environ.get("BLOGARK_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpora"))
WARM_UP = 3
"""Pages read before: imports and tables of languages are no page's time."""


def spent(read: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    started = time.process_time()
    read()
    return 1000 * (time.process_time() - started)


def told(name: str, times: list[float]) -> dict[str, float]:
    ranked = sorted(times)
    return {
        f"{name}_mean_ms": round(sum(times) / len(times), 2),
        f"{name}_p50_ms": round(ranked[len(ranked) // 2], 2),
        f"{name}_p95_ms": round(ranked[int(len(ranked) * 0.95)], 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, help="a fixed random sample of so many pages")
    parser.add_argument("--least", type=float, default=0.0, help="times trafilatura's pages a second")
    parser.add_argument("--p95", type=float, default=float("inf"), help="milliseconds a page")
    options = parser.parse_args()
    manifest = CORPUS / "manifest.jsonl"
    if not manifest.exists():
        parser.error(f"{manifest} is not there; name the folder of a corpus in BLOGARK_CORPUS")
    rows = [json.loads(line) for line in manifest.read_bytes().splitlines()]
    if options.sample:
        rows = random.Random(0).sample(rows, min(options.sample, len(rows)))
    mine: list[float] = []
    peer: list[float] = []
    for at, row in enumerate([*rows[:WARM_UP], *rows]):
        content, url = gzip.decompress((CORPUS / row["file"]).read_bytes()), row["url"]
        ours = spent(lambda: read_page(content, url))  # noqa: B023 - called at once
        theirs = spent(lambda: bare_extraction(content, url=url, with_metadata=True, include_comments=True))  # noqa: B023
        if at >= WARM_UP:
            mine.append(ours)
            peer.append(theirs)
    ratio = sum(peer) / sum(mine)
    figures = {"pages": len(mine), "ratio": round(ratio, 2), **told("blogark", mine), **told("trafilatura", peer)}
    print(json.dumps(figures))
    return 0 if ratio >= options.least and figures["blogark_p95_ms"] <= options.p95 else 1


if __name__ == "__main__":
    sys.exit(main())
