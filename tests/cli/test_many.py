"""Several archives in one run: each gets its turn, and a bad one is told of and stops nobody."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from blogark.archive.config import Config, save
from blogark.demo.server import serving
from blogark.demo.synthetic import make_blog

Command = Callable[..., Any]


def archive(folder: Path, name: str, url: str) -> Path:
    """An archive that has been made ready, and not crawled."""
    path = folder / name
    path.mkdir(parents=True)
    save(path / "blogark.toml", Config(url=url, delay=0.0))
    return path


def posts(path: Path) -> int:
    with closing(sqlite3.connect(path / "dataset.sqlite")) as db:
        return int(db.execute("SELECT count(*) FROM posts WHERE kind = 'post'").fetchone()[0])


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_bad_archive_stops_no_other(blogark: Command, tmp_path: Path, jobs: str) -> None:
    with serving(make_blog(posts=3)) as one, serving(make_blog(posts=5)) as two:
        archive(tmp_path / "all", "a", f"{one.base}/")
        bad = archive(tmp_path / "all", "b", f"{one.base}/")
        (bad / "blogark.toml").write_text('url = "http://blog.example/"\ndelai = 3\n')
        archive(tmp_path / "all", "c", f"{two.base}/")
        done = blogark("crawl", "--all", "all", "--jobs", jobs)
    assert 2 == done.exit_code
    assert "2 of 3 archives done; exit codes: all/b 2" == done.sentence
    assert "the nearest is 'delay'" in done.err
    assert (3, 5) == (posts(tmp_path / "all" / "a"), posts(tmp_path / "all" / "c"))


def test_archives_can_be_named_one_by_one_and_options_reach_each(blogark: Command, tmp_path: Path) -> None:
    with serving(make_blog(posts=9)) as blog:
        for name in ("a", "b"):
            archive(tmp_path, name, f"{blog.base}/")
        done = blogark("crawl", "--archive", "a", "--archive", "b", "--max-pages", "2", "--max-time", "1h", "--json")
    assert 3 == done.exit_code
    assert [("a", 3), ("b", 3)] == [(one["archive"], one["exit_code"]) for one in json.loads(done.out)]


def test_quiet_says_nothing_unless_somebody_should_listen(blogark: Command, tmp_path: Path) -> None:
    with serving(make_blog(posts=3)) as blog:
        archive(tmp_path, "a", f"{blog.base}/")
        archive(tmp_path, "b", f"{blog.base}/")
        done = blogark("crawl", "--archive", "a", "--archive", "b", "--quiet")
        assert (0, "", "") == (done.exit_code, done.out, done.err)
        done = blogark("crawl", "--archive", "a", "--archive", "nowhere", "--quiet")
    assert 2 == done.exit_code
    assert ["nowhere", "blogark: nowhere"] == [line.split(":  ")[0][:16] for line in done.err.splitlines()]


def test_a_signal_stops_the_archive_that_runs_cleanly_and_begins_no_other(tmp_path: Path) -> None:
    asked = threading.Event()
    with serving(make_blog(posts=50)) as served:
        reply = served.reply

        def tell(target: str) -> object:
            asked.set()
            return reply(target)

        object.__setattr__(served, "reply", tell)
        for name in ("a", "b"):
            save(archive(tmp_path, name, f"{served.base}/") / "blogark.toml", Config(url=f"{served.base}/", delay=0.3))
        command = [sys.executable, "-P", "-m", "blogark", "crawl", "--archive", "a", "--archive", "b"]
        process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE)
        assert asked.wait(60)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=60)
    assert 143 == process.returncode, told.decode()
    assert not (tmp_path / "b" / "journal.sqlite").exists()
    assert [] == list((tmp_path / "a" / "archive").glob("*.open"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--all", "."], "holds no archive; make one there"),
        (["http://blog.example/", "--archive", "a", "--archive", "b"], "is one blog; name one --archive for it"),
    ],
)
def test_what_cannot_be_meant_is_told(blogark: Command, words: list[str], sentence: str) -> None:
    done = blogark("crawl", *words)
    assert 2 == done.exit_code
    assert sentence in done.sentence
