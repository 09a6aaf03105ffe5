"""kill -9 at any moment of an import: the next one takes in what is missing, once."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.dataset.checking.verify import verify
from blogark.dataset.reading.extract import extract
from blogark.dataset.tables.dump import dump
from blogark.tests.imports.makers import answer, members, page, record

pytestmark = pytest.mark.slow


def test_an_import_that_was_killed_many_times_ends_as_one_that_was_not(given, tmp_path):
    noise = [
        record(
            url=f"http://blog.example/{number}.bin",
            block=answer(os.urandom(200_000), media_type="image/png"),
            number=number,
        )
        for number in range(100, 200)
    ]
    files = [
        given("a.warc.gz", members(page(1, "boats"), *noise[:50])),
        given("b.warc", b"".join([page(2, "wood"), *noise[50:]])),
        given("c.warc.gz", members(page(3, "tar"))),
    ]
    folder = ArchiveFolder(tmp_path / "blog")
    command = [sys.executable, "-P", "-m", "blogark", "import", *map(str, files), "--archive", str(folder.path)]
    for seconds in (0.5, 0.8, 1.1, 1.4, 1.7, 2.0, 2.5, 3.0):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with suppress(subprocess.TimeoutExpired):
            running.wait(seconds)
        with suppress(ProcessLookupError):
            os.kill(running.pid, signal.SIGKILL)
        running.wait()
    done = subprocess.run(command, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()

    with closing(sqlite3.connect(folder.dataset_path)) as db:
        assert db.execute("SELECT title FROM posts ORDER BY title").fetchall() == [("boats",), ("tar",), ("wood",)]
        assert db.execute("SELECT count(*), count(DISTINCT url) FROM captures").fetchone() == (103, 103)
    assert sorted(path.name.rpartition("-")[2] for path in folder.warcs.glob("import-*-*-*-*")) == [
        "a.warc.gz",
        "b.warc.gz",
        "c.warc.gz",
    ]
    assert [path for path in folder.warcs.iterdir() if not Path(path).name.endswith(".warc.gz")] == []
    assert verify(folder).errors == 0
    before = list(dump(folder.dataset_path))
    extract(folder)
    assert list(dump(folder.dataset_path)) == before
