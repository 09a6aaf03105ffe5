"""Run a command as a whole process tree and say what it cost."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Cost:
    """`wall` and `cpu` in seconds; `peak` is the largest sum of PSS over the process tree, in bytes."""

    wall: float
    cpu: float
    peak: int


def run(command: Sequence[str | Path], *, cwd: Path | None = None, log: Path, allowed: tuple[int, ...] = (0,)) -> Cost:
    """Run to the end and measure; raises `RuntimeError` naming the log on another exit code."""
    compile_checkout()
    started = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command], cwd=cwd, stdout=output, stderr=output, start_new_session=True
        )
    watch = _Watch(process.pid)
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}; see {log}")
    return Cost(wall=wall, cpu=usage.ru_utime + usage.ru_stime, peak=watch.peak)


@cache
def compile_checkout() -> None:
    """Do to a checkout what pip does to all that it installs, our peers among them.

    Where PYTHONDONTWRITEBYTECODE is set, as in many containers, a checkout is else compiled anew by each process that
    starts: 0.28 s of CPU for a crawl's first, as much again for those beside it.
    """
    root = Path(__file__).resolve().parent.parent
    compileall.compile_dir(root, maxlevels=0, quiet=2)
    for folder in root.glob("[!.]*/"):
        compileall.compile_dir(folder, quiet=2)


@contextmanager
def site(posts: int, comments: int, log: Path) -> Iterator[str]:
    """The address of a generated blog, served by its own process on loopback."""
    command = [sys.executable, "-m", "blogark.demo.server", "--port", "0"]
    command += ["--posts", str(posts), "--comments", str(comments)]
    with log.open("ab") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        if not address.startswith("http"):
            raise RuntimeError(f"the generated blog did not start; see {log}")
        yield address
    finally:
        process.terminate()
        process.wait()


class _Watch(threading.Thread):
    """Adds up the memory of a session's processes five times a second."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._ended = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._ended.wait(0.2):
            self.peak = max(self.peak, sum(_pss(pid) for pid in _session_members(self._session)))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _session_members(session: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == session:
                    yield int(entry.name)
            except ProcessLookupError:
                continue


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
