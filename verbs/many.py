"""Several archives in one run: a process each, so that none can stop the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import click

from ..archive.config import key_of, options
from ..archive.errors import UsageError
from ..archive.quantities import duration_text, size_text
from ..archive.stopping import stopping
from .console import print_json, safe

GRAVEST = (1, 4, 5, 2, 6, 7, 75, 3, 0)
"""Of several exit codes the first of these tells how the run ended: a bug first, a limit last."""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How one archive's run ended."""

    archive: Path
    exit_code: int
    out: bytes
    err: bytes


@dataclass
class _Running:
    """The processes that run, so that a signal reaches them all."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    processes: set[subprocess.Popen[bytes]] = field(default_factory=set)
    stopped: int = 0
    """The signal that told the run to stop."""

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped = number
        for process in tuple(self.processes):
            process.send_signal(number)


def archives_in(folder: Path) -> tuple[Path, ...]:
    """The archives in a folder, by name; raises `UsageError` if there is none."""
    found = tuple(sorted(path.parent for path in folder.glob("*/blogark.toml")))
    if not found:
        raise UsageError(f"{folder}: holds no archive; make one there with `blogark crawl URL --archive {folder}/NAME`")
    return found


def crawl_many(archives: Sequence[Path], told: Mapping[str, object], *, jobs: int, as_json: bool, quiet: bool) -> int:
    """Bring archives up to date, `jobs` at a time; returns the exit code of the whole run.

    A single one at a time shows its own progress; of several side by side each is told of when it has ended.
    """
    running = _Running()
    words = [*_words(told), *(["--json"] if as_json else []), *(["--quiet"] if quiet else [])]
    alone = jobs == 1

    def run(archive: Path) -> Ended | None:
        with running.lock:
            if running.stopped:
                return None
            if alone and not quiet:
                click.echo(click.style(safe(str(archive)), bold=True), err=True)
            process = subprocess.Popen(  # noqa: S603  # our own interpreter and package
                [sys.executable, "-P", "-m", __package__.partition(".")[0], "crawl", "--archive", archive, *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=None if alone and not quiet else subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)},
                # Ctrl-C reaches the children through `stop`, once.
                start_new_session=True,
            )
            running.processes.add(process)
        out, err = process.communicate()
        running.processes.discard(process)
        return Ended(archive=archive, exit_code=_code(process.returncode), out=out, err=err or b"")

    ended: list[Ended] = []
    with _stopping(running), ThreadPoolExecutor(jobs) as pool:
        for one in pool.map(run, archives):
            if one is not None:
                ended.append(one)
                _tell(one)
    if as_json:
        print_json([_document(one) for one in ended])
    if not quiet:
        done = sum(one.exit_code == 0 for one in ended)
        others = ", ".join(f"{one.archive} {one.exit_code}" for one in ended if one.exit_code)
        click.echo(
            safe(f"{done} of {len(archives)} archives done{f'; exit codes: {others}' if others else ''}"), err=True
        )
    if running.stopped:
        return 128 + running.stopped
    codes = {one.exit_code for one in ended}
    return next((code for code in GRAVEST if code in codes), max(codes, default=0))


def _words(told: Mapping[str, object]) -> Iterator[str]:
    """The options of a run as words of a command line."""
    kinds = {option.name: (key_of(option), option.metadata["kind"]) for option in options()}
    for name, value in told.items():
        key, kind = kinds[name]
        if isinstance(value, bool):
            yield f"--{key}" if value else f"--no-{key}"
        elif isinstance(value, tuple):
            yield from (word for item in value for word in (f"--{key}", str(item)))
        elif kind == "duration" and isinstance(value, int | float):
            yield from (f"--{key}", duration_text(value))
        elif kind == "size" and isinstance(value, int):
            yield from (f"--{key}", size_text(value))
        else:
            yield from (f"--{key}", str(value))


def _tell(ended: Ended) -> None:
    """What a process said that could not speak for itself, under the name of its archive."""
    if ended.err:
        click.echo(click.style(safe(str(ended.archive)), bold=True), err=True)
        click.echo(safe(ended.err.decode(errors="replace")), err=True, nl=False)


def _document(ended: Ended) -> object:
    try:
        return json.loads(ended.out)
    except ValueError:
        return {"archive": str(ended.archive), "exit_code": ended.exit_code}


def _code(status: int) -> int:
    """An exit code, as a shell tells it of a process that a signal ended."""
    return 128 - status if status < 0 else status


@contextmanager
def _stopping(running: _Running) -> Iterator[None]:
    before = {number: signal.signal(number, running.stop) for number in stopping()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
