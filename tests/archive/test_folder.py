"""The archive folder: who may write, and what is said to those who may not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from blogark.archive.errors import ArchiveError, Locked
from blogark.archive.folder import ArchiveFolder

HOLD = """
import sys
from pathlib import Path
from blogark.archive.folder import ArchiveFolder
with ArchiveFolder(Path(sys.argv[1])).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> ArchiveFolder:
    return ArchiveFolder.create(tmp_path / "blog")


@pytest.fixture
def other_run(folder: ArchiveFolder):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_run_is_refused_and_told_who_holds_the_archive(folder, other_run):
    with pytest.raises(Locked, match=f"PID {other_run.pid}") as caught, folder.lock():
        pass

    assert caught.value.exit_code == 75


def test_a_killed_run_leaves_no_stale_lock(folder, other_run):
    other_run.kill()
    other_run.wait()

    with folder.lock():
        assert folder.holder() == os.getpid()


def test_nobody_holds_an_archive_that_is_not_being_written(folder):
    with folder.lock():
        pass

    assert folder.holder() is None


def test_a_file_is_not_taken_for_an_archive(tmp_path):
    (tmp_path / "notes.txt").write_text("not an archive")

    with pytest.raises(ArchiveError, match="is a file, not an archive folder"):
        ArchiveFolder.create(tmp_path / "notes.txt")
    with pytest.raises(ArchiveError, match="is a file, not an archive folder"):
        ArchiveFolder.open(tmp_path / "notes.txt")


def test_a_missing_archive_is_named_with_the_command_that_makes_one(tmp_path):
    with pytest.raises(ArchiveError, match="no such archive; `blogark crawl URL"):
        ArchiveFolder.open(tmp_path / "nowhere")


def test_an_ordinary_folder_is_not_an_archive(tmp_path):
    with pytest.raises(ArchiveError, match="is not a blogark archive"):
        ArchiveFolder.open(tmp_path)


def test_a_target_that_cannot_be_made_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(ArchiveError, match="cannot be written"):
        ArchiveFolder.create(tmp_path / "file" / "blog")
