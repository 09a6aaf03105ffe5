"""Many runs on one archive at the same moment: one works, the others end at once and name it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.demo.server import serving
from blogark.demo.synthetic import make_blog

Command = Callable[..., Any]
RUNS = 20


@contextmanager
def slow_to_answer(posts: int) -> Iterator[tuple[str, threading.Event]]:
    """A blog that gives its first answer when it is told to, so that whoever asks it is at work until then."""
    go_on = threading.Event()
    with serving(make_blog(posts=posts, comments=1)) as blog:
        reply = blog.reply

        def wait(target: str) -> object:
            assert go_on.wait(240)
            return reply(target)

        object.__setattr__(blog, "reply", wait)
        try:
            yield f"{blog.base}/", go_on
        finally:
            go_on.set()


@pytest.mark.parametrize("known", [False, True], ids=["a folder that is not there", "an archive that is there"])
def test_of_twenty_runs_at_once_one_works_and_the_others_name_it(blogark: Command, tmp_path: Path, known: bool) -> None:
    with slow_to_answer(posts=3) as (url, go_on):
        words = [sys.executable, "-P", "-m", "blogark", "crawl", url, "--archive", "blog", "--delay", "0"]
        if known:
            go_on.set()
            assert 0 == blogark(*words[4:]).exit_code
            go_on.clear()
        runs = [
            subprocess.Popen([*words, "--quiet"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(RUNS)
        ]
        holder = threading.Thread(target=_go_on_when_all_but_one_have_ended, args=(runs, go_on))
        holder.start()
        said = {run: run.communicate(timeout=240) for run in runs}
        holder.join()
    (winner,) = (run for run in runs if run.returncode == 0)
    assert (b"", b"") == said[winner]
    sentence = (
        f"blogark: blog: another run holds this archive (PID {winner.pid}); wait for it, or stop it, and run again\n"
    )
    losers = [(run.returncode, *said[run]) for run in runs if run is not winner]
    assert [(75, b"", sentence.encode())] * (RUNS - 1) == losers
    assert 0 == blogark("verify", "--archive", "blog", "--quiet").exit_code


def _go_on_when_all_but_one_have_ended(runs: list[subprocess.Popen[bytes]], go_on: threading.Event) -> None:
    at_work = list(runs)
    while len(at_work) > 1 and not go_on.wait(0.05):
        at_work = [run for run in at_work if run.poll() is None]
    go_on.set()


def test_who_looks_whether_an_archive_is_held_never_keeps_a_run_from_it(tmp_path: Path) -> None:
    folder = ArchiveFolder.create(tmp_path)
    with folder.lock():
        pass
    enough = threading.Event()

    def look() -> None:
        while not enough.is_set():
            folder.holder()

    lookers = [threading.Thread(target=look) for _ in range(4)]
    for looker in lookers:
        looker.start()
    try:
        for _ in range(200):
            with folder.lock():
                pass
    finally:
        enough.set()
        for looker in lookers:
            looker.join()
