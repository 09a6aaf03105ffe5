"""Let a scheduled job run a thousand nights on a blog that does not change, and measure what that leaves behind.

    python tests/cron/harness.py --runs 1000        (`make cron`)

Each run is `blogark crawl --quiet` in a process of its own, whose clock is a day further than that of the run before,
so that pages fall due as they do in three years. Nothing may be printed, no row may appear but those that tell of the
run itself, and what is kept for the run alone may not grow beyond its limit. What does grow is measured.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from blogark.demo.blog import slow_boat
from blogark.demo.server import serving
from blogark.spiders.display.logs import KEPT

DAY = 86_400
LATER = """
import sys, time
now, ahead = time.time, float(sys.argv.pop(1))
time.time = lambda: now() + ahead
from blogark.cli import main
main()
"""
"""`blogark` on a machine whose clock is so many seconds ahead."""

OF_THE_RUN = {"crawls", "captures", "state", "sqlite_stat1", "sqlite_stat4"}
"""Tables that tell of each run: that it was, and what was asked and had not changed."""
MOVES = {"capture_id", "comments_capture_id", "facts", "last_seen_at", "seen_at"}
"""Columns that tell when and where a thing was last seen: what is the same is seen again in a newer capture."""


@dataclass(frozen=True, kw_only=True)
class Night:
    """What one run left behind."""

    seconds: float
    cpu: float
    requests: int
    warc_files: int
    warc_bytes: int
    index_bytes: int
    dataset_bytes: int
    journal_bytes: int
    package_bytes: int
    logs: int
    log_bytes: int


@dataclass
class Soak:
    """All runs."""

    nights: list[Night] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def soak(runs: int, *, folder: Path, days: float = 1.0, tell: int = 0) -> Soak:
    """Crawl, then run so many times on the unchanged blog; prints a line for every `tell` runs."""
    done = Soak()
    archive = folder / "archive"
    with serving(slow_boat()) as blog:
        command = ["crawl", f"{blog.base}/", "--archive", str(archive), "--delay", "0", "--quiet"]
        before: dict[str, str] = {}
        finished: dict[str, int] = {}
        for number in range(runs + 1):
            began, spent = time.monotonic(), cpu()
            ahead = str(number * days * DAY)
            run = subprocess.run([sys.executable, "-c", LATER, ahead, *command], capture_output=True, text=True)
            seconds = time.monotonic() - began
            if run.returncode or run.stdout or run.stderr:
                done.faults.append(f"run {number} ended with {run.returncode} and said {run.stdout}{run.stderr}")
            after = content(archive / "dataset.sqlite")
            if number:
                changed = sorted(table for table in after | before if after.get(table) != before.get(table))
                if changed:
                    done.faults.append(f"run {number} changed {', '.join(changed)}")
            before = after
            done.nights.append(night(archive, seconds, cpu() - spent))
            there = {path.name: path.stat().st_mtime_ns for path in archive.glob("archive/*")}
            if not finished.items() <= there.items():
                done.faults.append(f"run {number} changed WARC files that were finished")
            finished = there
            if done.nights[-1].logs > KEPT:
                done.faults.append(f"run {number} left {done.nights[-1].logs} logs")
            if tell and number % tell == 0:
                print(number, done.nights[-1], *done.faults[-1:], flush=True)
    return done


def content(dataset: Path) -> dict[str, str]:
    """A digest of each table, but for those that tell of each run."""
    found = {}
    with closing(sqlite3.connect(dataset)) as db:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table not in OF_THE_RUN and "_fts" not in table:
                columns = [name for (name,) in db.execute("SELECT name FROM pragma_table_info(?)", (table,))]
                steady = ", ".join(f'"{name}"' for name in columns if name not in MOVES)
                rows = db.execute(f'SELECT {steady} FROM "{table}"').fetchall()
                found[table] = hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
    return found


def cpu() -> float:
    """Seconds of processor time of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def night(archive: Path, seconds: float, spent: float) -> Night:
    def sizes(*patterns: str) -> list[int]:
        return [path.stat().st_size for pattern in patterns for path in archive.glob(pattern) if path.is_file()]

    with closing(sqlite3.connect(archive / "dataset.sqlite")) as db:
        (requests,) = db.execute("SELECT requests FROM crawls ORDER BY id DESC LIMIT 1").fetchone()
    return Night(
        seconds=round(seconds, 2),
        cpu=round(spent, 2),
        requests=requests,
        warc_files=len(sizes("archive/*")),
        warc_bytes=sum(sizes("archive/*")),
        index_bytes=sum(sizes("indexes/*")),
        dataset_bytes=sum(sizes("dataset.sqlite*")),
        journal_bytes=sum(sizes("journal.sqlite*")),
        package_bytes=sum(sizes("datapackage*.json", ".hashes.json", "pages/*")),
        logs=len(sizes("logs/crawl-*")),
        log_bytes=sum(sizes("logs/*")),
    )


def told(done: Soak) -> str:
    """What a run costs, on an average."""
    first, last, runs = done.nights[0], done.nights[-1], len(done.nights) - 1

    def each(name: str) -> str:
        return f"{(getattr(last, name) - getattr(first, name)) / runs:,.0f} bytes a run, {getattr(last, name):,} in all"

    tenth = max(1, runs // 10)
    early, late = (sum(one.cpu for one in some) / tenth for some in (done.nights[1:][:tenth], done.nights[-tenth:]))
    return "\n".join(
        [
            f"{runs} runs, {sum(one.requests for one in done.nights[1:]) / runs:.1f} requests a run",
            f"CPU seconds a run: {early:.2f} in the first tenth, {late:.2f} in the last",
            f"WARC files: {last.warc_files}; {each('warc_bytes')}",
            *(f"{name.removesuffix('_bytes')}: {each(name)}" for name in vars(last) if name.endswith("x_bytes")),
            *(f"{name}: {each(f'{name}_bytes')}" for name in ("dataset", "journal", "package")),
            f"logs: {last.logs}, {last.log_bytes:,} bytes",
            *(done.faults or ["nothing was printed, and no row was added but those of the runs"]),
        ]
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=1000)
    options.add_argument("--days", type=float, default=1.0, help="between two runs")
    options.add_argument("--folder", type=Path, help="keep the archive here")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        done = soak(given.runs, folder=given.folder or Path(folder), days=given.days, tell=max(1, given.runs // 20))
    print(told(done))
    sys.exit(bool(done.faults))


if __name__ == "__main__":
    main()
