"""`make bench`: blogark against its peers on a generated blog, as ratios within one run.

Prints the table; `--write` keeps it in docs/benchmarks.md. Times differ from machine to machine, the
ratios much less: quote those.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from archive_of import write_archive
from frontier_memory import BOUND, LARGE, MOST, SMALL, peaks
from latency import BOUND as SLOW
from latency import SECONDS, race
from measure import Cost, run, site
from million import ANSWER, BYTES, FORMS, answers, export, made
from million import SECONDS as PATIENCE

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
BLOGARK = [sys.executable, "-m", "blogark"]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table: a ratio, what it must reach, and the figures behind it."""

    name: str
    ratio: float
    bound: str
    reached: bool
    detail: str


def crawl(address: str, archive: Path, log: Path) -> Cost:
    command = [*BLOGARK, "crawl", address, "--archive", archive, "--delay", "0", "--concurrency", "16", "--quiet"]
    return run(command, log=log)


def whole_job(work: Path, posts: int, comments: int, rounds: int) -> tuple[Row, Path]:
    """WARC and dataset, against `wget -r --warc-file` followed by trafilatura over that WARC."""
    log = work / "whole-job.log"
    ours, peers, details = [], [], []
    archive = work / "archive"
    with site(posts, comments, log) as address:
        for number in range(rounds):
            shutil.rmtree(archive, ignore_errors=True)
            mine = crawl(address, archive, log)
            mirror = work / f"wget-{number}"
            mirror.mkdir()
            wget = ["wget", "-r", "-l", "inf", "-nv", "-e", "robots=on", "--warc-file=peer", address]
            # wget says 8 where any answer was an error, and a blog has dead links.
            fetched = run(wget, cwd=mirror, log=log, allowed=(0, 8))
            read = run([sys.executable, HERE / "trafilatura_over_warc.py", mirror / "peer.warc.gz"], log=log)
            ours.append(mine.wall)
            peers.append(fetched.wall + read.wall)
            details.append(
                f"blogark {mine.wall:.1f} s ({mine.cpu:.1f} s CPU), "
                f"wget {fetched.wall:.1f} s + trafilatura {read.wall:.1f} s"
            )
            shutil.rmtree(mirror)
    with sqlite3.connect(archive / "dataset.sqlite") as dataset:
        found = dataset.execute("SELECT (SELECT count(*) FROM posts), (SELECT count(*) FROM comments)").fetchone()
    if found[0] < posts or found[1] < posts * comments:
        raise RuntimeError(
            f"the crawl found {found[0]} posts and {found[1]} comments of {posts} and {posts * comments}"
        )
    ratio = sorted(mine / peer for mine, peer in zip(ours, peers, strict=True))[rounds // 2]
    row = Row(
        name="whole job / (wget + trafilatura), wall time",
        ratio=ratio,
        bound="≤ 0.35",
        reached=ratio <= 0.35,
        detail="; ".join(details),
    )
    return row, archive


def extraction(archive: Path) -> Row:
    """Pages a second of one process, against trafilatura with metadata and comments on the same records."""
    warcs = sorted((archive / "archive").glob("*.warc.gz"))
    answers = {}
    for script in ("read_page_over_warc.py", "trafilatura_over_warc.py"):
        output = subprocess.run(
            [sys.executable, HERE / script, *warcs], check=True, capture_output=True, text=True
        ).stdout
        answers[script] = json.loads(output)
    mine, peer = answers["read_page_over_warc.py"], answers["trafilatura_over_warc.py"]
    ratio = (mine["pages"] / mine["seconds"]) / (peer["pages"] / peer["seconds"])
    return Row(
        name="extraction, pages a second / trafilatura's",
        ratio=ratio,
        bound="≥ 3, goal 10",
        reached=ratio >= 3,
        detail=f"{1000 * mine['seconds'] / mine['pages']:.2f} ms and "
        f"{1000 * peer['seconds'] / peer['pages']:.2f} ms a page, "
        f"{mine['pages']} pages, one process each; blogark reads {mine['comments']} comments",
    )


def memory(work: Path, small: int, large: int, comments: int) -> Row:
    """Peak memory of all processes of a crawl, for ten times the posts."""
    log = work / "memory.log"
    peaks = []
    for posts in (small, large):
        archive = work / f"memory-{posts}"
        with site(posts, comments, log) as address:
            peaks.append(crawl(address, archive, log).peak)
        shutil.rmtree(archive)
    ratio = peaks[1] / peaks[0]
    return Row(
        name=f"peak memory, {large:,} / {small:,} posts",
        ratio=ratio,
        bound="≤ 1.2",
        reached=ratio <= 1.2,
        detail=f"{peaks[1] / 1e6:.0f} MB and {peaks[0] / 1e6:.0f} MB, all processes together (PSS)",
    )


def frontier(work: Path) -> Row:
    """Peak memory of a crawl, for ten times the URLs that it knows."""
    found = peaks(work)
    return Row(
        name=f"peak memory, {LARGE:,} / {SMALL:,} known URLs",
        ratio=found.ratio,
        bound=f"≤ {BOUND}, < {MOST / 1e6:.0f} MB",
        reached=found.reached,
        detail=f"{found.large / 1e6:.0f} MB and {found.small / 1e6:.0f} MB, all processes together (PSS)",
    )


def verification(work: Path, megabytes: int, rounds: int) -> Row:
    """Wall time of `verify` against `warcio check`, which reads the records only, on the same file."""
    log = work / "verify.log"
    archive = work / "verified"
    size = write_archive(archive, megabytes * 1_000_000)
    (file,) = (archive / "archive").iterdir()
    pairs = []
    for _ in range(rounds):
        peer = run([sys.executable, "-c", "from warcio.cli import main; main()", "check", file], log=log)
        pairs.append((run([*BLOGARK, "verify", "--archive", archive, "--quiet"], log=log), peer))
    shutil.rmtree(archive)
    mine, peer = sorted(pairs, key=lambda pair: pair[0].wall / pair[1].wall)[rounds // 2]
    ratio = mine.wall / peer.wall
    return Row(
        name=f"verify / `warcio check`, wall time, {size / 1e6:.0f} MB of WARC",
        ratio=ratio,
        bound="≤ 0.5",
        reached=ratio <= 0.5,
        detail=f"{mine.wall:.1f} s ({mine.cpu:.1f} s CPU) and {peer.wall:.1f} s ({peer.cpu:.1f} s CPU), "
        f"{len(os.sched_getaffinity(0))} processors",
    )


def latency(work: Path, shape: str) -> Row:
    """A crawl with 16 connections where every answer is slow, against `wget -r`."""
    found = race(work, shape)
    return Row(
        name=f"crawl with {1000 * SECONDS:.0f} ms latency / wget, wall time",
        ratio=found.ratio,
        bound=f"≤ {SLOW}",
        reached=found.ratio <= SLOW,
        detail=f"{shape}: blogark {found.ours.wall:.1f} s, wget {found.peer.wall:.1f} s",
    )


def million(work: Path, posts: int) -> list[Row]:
    """Views and exports of a dataset of a million comments, against what a reader waits for."""
    archive = work / "million"
    seconds, size = made(archive, posts)
    found = answers(archive / "dataset.sqlite")
    slowest = max(found, key=lambda one: one.warm)
    costs = {form: export(archive, form, work / form, work / "million.log") for form in FORMS}
    longest = max(cost.wall for cost in costs.values()) / PATIENCE
    largest = max(cost.peak for cost in costs.values()) / BYTES
    shutil.rmtree(archive)
    name = f"{50 * posts:,} comments"
    return [
        Row(
            name=f"slowest view / {1000 * ANSWER:.0f} ms, {name}",
            ratio=slowest.warm / ANSWER,
            bound="≤ 1",
            reached=slowest.warm <= ANSWER,
            detail=", ".join(f"{one.view} {1000 * one.warm:.0f} ms" for one in found)
            + f"; built and labelled in {seconds:.0f} s CPU, {size / 1e6:.0f} MB",
        ),
        Row(
            name=f"longest export / {PATIENCE} s, {name}",
            ratio=longest,
            bound="≤ 1",
            reached=longest <= 1,
            detail=", ".join(f"{form} {cost.wall:.0f} s ({cost.cpu:.0f} s CPU)" for form, cost in costs.items()),
        ),
        Row(
            name=f"largest export / {BYTES / 1e6:.0f} MB of memory, {name}",
            ratio=largest,
            bound="≤ 1",
            reached=largest <= 1,
            detail=", ".join(f"{form} {cost.peak / 1e6:.0f} MB" for form, cost in costs.items()),
        ),
    ]


def table(rows: list[Row], posts: int, comments: int) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in ("blogark", "scrapy", "beautifulsoup4", "trafilatura"))
    wget = (
        subprocess.run(["wget", "--version"], capture_output=True, text=True, check=True)
        .stdout.splitlines()[0]
        .rstrip(".")
    )
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`; do not edit. Each figure is a ratio measured within one run on one machine.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {versions}, {wget}.",
        f"A generated blog of {posts:,} posts with {comments} comments each on loopback, delay 0, 16 connections.",
        "",
        "| measure | ratio | must be | reached | figures |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | **{row.ratio:.2f}** | {row.bound} | {'yes' if row.reached else 'NO'} | {row.detail} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--comments", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3, help="repeats of the whole job; the median ratio is quoted")
    parser.add_argument("--only-verify", action="store_true", help="measure `verify` alone")
    parser.add_argument("--no-memory", action="store_true", help="leave out the crawls of ten times the posts and URLs")
    parser.add_argument("--million", type=int, default=20_000, help="posts of the dataset of 50 comments each; 0: none")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="blogark-bench-") as name:
        work = Path(name)
        if options.only_verify:
            row = verification(work, 500, options.rounds)
            print(row)
            return 0 if row.reached else 1
        job, archive = whole_job(work, options.posts, options.comments, options.rounds)
        rows = [job, extraction(archive), verification(work, 500, options.rounds)]
        rows.append(latency(work, "static"))
        if not options.no_memory:
            rows.append(memory(work, options.posts, options.posts * 10, options.comments))
            rows.append(frontier(work))
        if options.million:
            rows += million(work, options.million)
    text = table(rows, options.posts, options.comments)
    print(text)
    if options.write:
        PAGE.write_text(text)
    return 0 if all(row.reached for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
