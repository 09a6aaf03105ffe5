"""Kill crawls at random moments and hold what they leave against a crawl that was left alone.

    python tests/crash/harness.py --kills 100 --seed 7        (`make crash`)

Each round starts `blogark crawl` in a session of its own, kills it with SIGKILL at a random moment,
starts the same command again, and so on until it ends by itself. Then the archive must hold what the
undisturbed crawl holds, pass `warcio check` and `blogark verify`, and rebuild to the same dataset.
Most kills hit the whole process group, every fifth only the crawling process, as the kernel's
out-of-memory killer would.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from blogark.archive.warc.files import OPEN_SUFFIX
from blogark.dataset.tables.dump import dump

BLOGARK = [sys.executable, "-m", "blogark"]
WARCIO = Path(sys.executable).with_name("warcio")

CONTENT = {
    "posts": """SELECT url, kind, native_id, title, byline, published, published_raw, body_text, comments_claimed,
        references_claimed, previous_url, next_url, (SELECT name FROM authors WHERE id = author_id)
        FROM posts ORDER BY url""",
    "comments": """SELECT p.url, c.position, c.native_id, c.author_name, c.author_url, c.author_kind, c.published,
        c.body_text FROM comments c JOIN posts p ON p.id = c.post_id ORDER BY p.url, c.position, c.native_id""",
    "references": """SELECT p.url, r.position, r.kind, r.title, r.url, r.excerpt
        FROM post_references r JOIN posts p ON p.id = r.post_id ORDER BY p.url, r.position""",
    "terms": """SELECT p.url, t.kind, t.name, x.position FROM post_terms x JOIN posts p ON p.id = x.post_id
        JOIN terms t ON t.id = x.term_id ORDER BY p.url, t.kind, x.position""",
    "links": """SELECT p.url, l.position, l.url, l.text FROM links l JOIN posts p ON p.id = l.post_id
        ORDER BY p.url, l.comment_id IS NOT NULL, l.position, l.url""",
}
"""What a crawl must have found, without ids, captures and times of its own."""

DUPLICATES = {
    "posts": "SELECT url, count(*) FROM posts GROUP BY url HAVING count(*) > 1",
    "comments": """SELECT post_id, native_id, count(*) FROM comments WHERE native_id IS NOT NULL
        GROUP BY 1, 2 HAVING count(*) > 1""",
    "references": "SELECT post_id, position, count(*) FROM post_references GROUP BY 1, 2 HAVING count(*) > 1",
    "captures": "SELECT record_id, count(*) FROM captures GROUP BY 1 HAVING count(*) > 1",
}


@dataclass
class Tally:
    """What was done and what went wrong."""

    kills: int = 0
    archives: int = 0
    runs: int = 0
    faults: list[str] = field(default_factory=list)


@contextmanager
def blog(posts: int, comments: int) -> Iterator[str]:
    command = [sys.executable, "-m", "blogark.demo.server", "--port", "0"]
    command += ["--posts", str(posts), "--comments", str(comments)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait()


def start(address: str, archive: Path, log: Path) -> subprocess.Popen[bytes]:
    command = [*BLOGARK, "crawl", address, "--archive", str(archive), "--delay", "0", "--concurrency", "8", "--quiet"]
    with log.open("ab") as output:
        return subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)


def kill(process: subprocess.Popen[bytes], *, only_the_crawler: bool) -> None:
    if only_the_crawler:
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def killed_until_it_ends(
    address: str, archive: Path, length: float, chance: random.Random, tally: Tally, log: Path
) -> int:
    """Run, kill, run again until the command ends by itself; returns its exit code."""
    while True:
        process = start(address, archive, log)
        tally.runs += 1
        try:
            return process.wait(timeout=chance.uniform(0.05, length))
        except subprocess.TimeoutExpired:
            kill(process, only_the_crawler=chance.random() < 0.2)
            tally.kills += 1


def content(archive: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(archive / "dataset.sqlite") as dataset:
        return {name: dataset.execute(query).fetchall() for name, query in CONTENT.items()}


def faults_of(archive: Path, clean: dict[str, list[tuple[object, ...]]], log: Path) -> list[str]:
    """All that is wrong with an archive that was killed and finished, in sentences."""
    faults = []
    found = content(archive)
    for name, rows in clean.items():
        if found[name] != rows:
            odd = sorted({repr(row)[:200] for row in set(rows) ^ set(found[name])})
            faults.append(f"{name}: {len(found[name])} rows instead of {len(rows)}; differing: {odd[:4]}")
    with sqlite3.connect(archive / "dataset.sqlite") as dataset:
        for name, query in DUPLICATES.items():
            if rows := dataset.execute(query).fetchall():
                faults.append(f"{name}: twice the same row: {rows[:3]}")
    if left := sorted(archive.glob(f"archive/*{OPEN_SUFFIX}")):
        faults.append(f"unfinished files: {[path.name for path in left]}")
    if left := sorted(archive.glob("*.sqlite-*")):
        faults.append(f"companions of a database: {[path.name for path in left]}")
    for warc in sorted(archive.glob("archive/*.warc.gz")):
        check = subprocess.run([WARCIO, "check", warc], capture_output=True, text=True)
        if check.returncode != 0:
            faults.append(f"warcio check: {check.stdout[:400]}")
    verify = subprocess.run([*BLOGARK, "verify", "--archive", str(archive)], capture_output=True, text=True)
    if verify.returncode != 0:
        faults.append(f"blogark verify ends with {verify.returncode}: {(verify.stdout + verify.stderr)[:400]}")
    before = list(dump(archive / "dataset.sqlite"))
    with log.open("ab") as output:
        extract = subprocess.run(
            [*BLOGARK, "extract", "--archive", str(archive), "--quiet"], stdout=output, stderr=output
        )
    if extract.returncode != 0:
        faults.append(f"blogark extract ends with {extract.returncode}")
    after = list(dump(archive / "dataset.sqlite"))
    if before != after:
        odd = sorted(set(before) ^ set(after))
        faults.append(f"the rebuilt dataset differs in {len(odd)} rows: {[row[:300] for row in odd[:4]]}")
    return faults


def torture(*, kills: int, seed: int, posts: int = 150, comments: int = 6, keep: Path | None = None) -> Tally:
    """Kill crawls of a generated blog `kills` times in all and tell every fault."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="blogark-crash-") as name, blog(posts, comments) as address:
        work = keep or Path(name)
        log = work / "output.log"
        started = time.monotonic()
        if start(address, work / "clean", log).wait() != 0:
            tally.faults.append(f"the undisturbed crawl failed: {log.read_text()[-2000:]}")
            return tally
        length = time.monotonic() - started
        clean = content(work / "clean")
        while tally.kills < kills:
            tally.archives += 1
            archive = work / f"killed-{tally.archives}"
            chance = random.Random(f"{seed}-{tally.archives}")
            code = killed_until_it_ends(address, archive, length, chance, tally, log)
            if code != 0:
                tally.faults.append(f"archive {tally.archives}: ended with {code}: {log.read_text()[-2000:]}")
                break
            tally.faults += [f"archive {tally.archives}: {fault}" for fault in faults_of(archive, clean, log)]
            print(f"{tally.kills} kills, {tally.archives} archives, {len(tally.faults)} faults", file=sys.stderr)
            if tally.faults:
                break
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="leave the archives in this folder")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    tally = torture(kills=options.kills, seed=options.seed, keep=options.keep)
    print(f"{tally.kills} kills in {tally.runs} runs over {tally.archives} archives: {len(tally.faults)} faults")
    for fault in tally.faults:
        print(f"- {fault}")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
