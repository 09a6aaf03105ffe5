"""1,000,000 comments: what the views, the labels and the exports cost a researcher who has a large blog."""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from measure import Cost, run
from million_blog import build
from pyarrow import parquet

from blogark.dataset.tables.schema import table
from blogark.dataset.tables.views import VIEWS

ANSWER = 0.1
"""Seconds in which each view answers."""
SECONDS, BYTES = 60, 300e6
"""What an export may take."""
ROUNDS = 5
SHOWN = {**{view.name: "LIMIT 100" for view in VIEWS}, "commenters": "ORDER BY comments DESC LIMIT 100"}
"""What a reader looks at first."""
WHOLE = ("reference_summary", "posts_by_month", "links_by_host", "references_by_host", "revision_diffs", "commenters")
"""Summaries, which are read to their end; the others have a row for each comment, link or known address."""
COMMENTS = tuple(column.name for column in table("comments").columns if column.name != "post_id")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How long a view took: the first time from disk, then from memory (medians), in seconds."""

    view: str
    rows: int
    cold: float
    warm: float
    cpu: float
    """Of `warm`, what the processor worked: other programs do not change it as much."""


def answers(dataset: Path) -> list[Answer]:
    """Time what is asked of each view."""
    asked = [(name, f"SELECT * FROM {name} {rest}") for name, rest in SHOWN.items()]
    asked += [(f"{name}, whole", f"SELECT * FROM {name}") for name in WHOLE]
    return [_answer(dataset, name, sql) for name, sql in asked]


def _answer(dataset: Path, name: str, sql: str) -> Answer:
    _forget(dataset)
    times: list[float] = []
    work: list[float] = []
    with closing(sqlite3.connect(f"{dataset.resolve().as_uri()}?mode=ro", uri=True)) as db:
        for _ in range(ROUNDS + 1):
            begin, busy = time.perf_counter(), time.process_time()
            rows = len(db.execute(sql).fetchall())
            times.append(time.perf_counter() - begin)
            work.append(time.process_time() - busy)
    return Answer(view=name, rows=rows, cold=times[0], warm=median(times[1:]), cpu=median(work[1:]))


def _forget(path: Path) -> None:
    """Have the operating system drop what it holds of a file."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)


def export(archive: Path, form: str, to: Path, log: Path) -> Cost:
    """What `blogark export` costs; raises `ValueError` unless the files hold every comment as the dataset has it."""
    command = [sys.executable, "-m", "blogark", "export", "--archive", archive, "--format", form, "--to", to, "--quiet"]
    cost = run(command, log=log)
    with closing(sqlite3.connect(archive / "dataset.sqlite")) as db:
        expected = _digest(db.execute(f"SELECT {', '.join(COMMENTS)} FROM comments ORDER BY id"))
    found = _digest(_READERS[form](to))
    if found != expected:
        raise ValueError(f"{form}: {found} comments and their hash, not {expected}")
    return cost


def _digest(rows: Iterable[Iterable[object]]) -> tuple[int, str]:
    """The number of rows, and a hash over them as text."""
    digest = hashlib.sha256()
    number = 0
    for number, row in enumerate(rows, start=1):  # noqa: B007  # the last is their number
        digest.update(json.dumps(["" if value is None else str(value) for value in row]).encode())
    return number, digest.hexdigest()


def _csv(folder: Path) -> Iterator[list[object]]:
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield [row[name] for name in COMMENTS]


def _jsonl(folder: Path) -> Iterator[list[object]]:
    with (folder / "posts.jsonl").open(encoding="utf-8") as file:
        for line in file:
            for row in json.loads(line)["comments"]:
                yield [row[name] for name in COMMENTS]


def _parquet(folder: Path) -> Iterator[list[object]]:
    for batch in parquet.ParquetFile(folder / "comments.parquet").iter_batches(10_000, columns=list(COMMENTS)):
        for row in batch.to_pylist():
            yield [_text(row[name]) for name in COMMENTS]


def _text(value: object) -> object:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value


_READERS = {"csv": _csv, "jsonl": _jsonl, "parquet": _parquet}
FORMS = tuple(_READERS)


def made(archive: Path, posts: int) -> tuple[float, int]:
    """Build the dataset; the seconds of CPU that it took, and its size in bytes."""
    (archive / "archive").mkdir(parents=True)
    begin = time.process_time()
    build(archive / "dataset.sqlite", posts=posts)
    return time.process_time() - begin, (archive / "dataset.sqlite").stat().st_size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000, help="each has 50 comments")
    parser.add_argument("--dataset", type=Path, help="a dataset that was built before")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="blogark-million-") as name:
        archive = Path(name) / "archive"
        if options.dataset:
            (archive / "archive").mkdir(parents=True)
            (archive / "dataset.sqlite").symlink_to(options.dataset.resolve())
        else:
            seconds, size = made(archive, options.posts)
            print(f"built and labelled in {seconds:.0f} s of CPU, {size / 1e6:.0f} MB")
        for one in answers((archive / "dataset.sqlite").resolve()):
            times = f"{1000 * one.cold:.0f} ms cold, {1000 * one.warm:.0f} ms warm ({1000 * one.cpu:.0f} ms CPU)"
            print(f"{one.view}: {one.rows} rows, {times}")
        for form in FORMS:
            cost = export(archive, form, Path(name) / form, Path(name) / "log")
            print(f"{form}: {cost.wall:.0f} s ({cost.cpu:.0f} s CPU), {cost.peak / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
