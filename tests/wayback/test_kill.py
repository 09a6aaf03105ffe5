"""kill -9 at any moment: nothing that was committed is lost or fetched twice, and the next run goes on."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

from blogark.dataset.checking.verify import verify
from blogark.tests.wayback.archive_server import Reply

POST = """<!DOCTYPE html><html><head><title>{0}</title><meta property="og:type" content="article">
</head><body><article><h1>{0}</h1><p>All about {0}.</p></article></body></html>"""


def blogark(*words: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "blogark", *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def titles(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "dataset.sqlite")) as db:
        return [title for (title,) in db.execute("SELECT title FROM posts ORDER BY id")]


def test_a_killed_run_over_a_web_archive_goes_on(archive, folder):
    for number, word in enumerate("abcdef", start=1):
        archive.keep(f"/{word}.html", f"2009030{number}040506", POST.format(word))
    reached, go_on = threading.Event(), threading.Event()

    def hold(path: str) -> Reply | None:
        if path.endswith("/d.html"):
            reached.set()
            go_on.wait(30)
        return None

    archive.before = hold
    options = ("crawl", "http://blog.example/", "--source", "wayback", "--wayback-url", archive.base, "--delay", 0.4)
    running = blogark(*options, "--archive", folder.path)
    assert reached.wait(60)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    go_on.set()
    archive.before = lambda path: None
    before = list(archive.mementos)
    assert blogark(*options, "--archive", folder.path).wait(120) == 0

    assert titles(folder.path) == list("abcdef")
    again = [one for one in archive.mementos[len(before) :] if one in before]
    # What was in flight, and at most what came within the second before (a group commit).
    assert set(again) <= set(before[-3:])
    assert verify(folder).errors == 0
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        assert db.execute("SELECT count(DISTINCT url), count(*) FROM captures").fetchone() == (6, 6)
