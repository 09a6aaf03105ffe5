"""A run that is killed while it takes records out has done nothing, or all of it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from blogark.archive.checking.findings import Findings
from blogark.archive.checking.verify import check_archive
from blogark.archive.folder import ArchiveFolder
from blogark.archive.warc.redactions import PLAN, read_redactions
from blogark.archive.warc.stored import read_records
from blogark.dataset.checking.verify import verify
from blogark.dataset.redaction.withhold import withhold_records
from blogark.tests.redact.conftest import hide, rows

KILLED_AT = """
import os, signal, sys
from pathlib import Path
from blogark.archive.folder import ArchiveFolder
from blogark.archive.journal.journal import Journal
from blogark.archive.warc.redactions import read_redactions
from blogark.archive.warc.withheld import Withholding
from blogark.archive.withholding.taking import Taken, withhold

folder, last = ArchiveFolder(Path(sys.argv[1])), int(sys.argv[2])
done = 0

def counted(call):
    def wrapped(*words, **more):
        global done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*words, **more)
    return wrapped

redactions = read_redactions(folder.path).active
journal = Journal(folder.journal_path, read_only=True)
taken = [Taken(capture=journal.capture(number), redactions=(1,), pages=()) for number in map(int, sys.argv[3:])]
journal.close()
with folder.lock():
    for name in ("fsync", "replace", "rename", "unlink"):
        setattr(os, name, counted(getattr(os, name)))
    why = Withholding(made_at="2026-11-23T00:00:00Z", software="blogark/test", redactions=redactions)
    withhold(folder.path, taken, why, {"withheld": [1], "made_at": why.made_at})
"""
MOST = 60


@pytest.fixture(scope="module")
def redacted(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    folder = ArchiveFolder(Path(shutil.copytree(whole, tmp_path_factory.mktemp("killed") / "blog")))
    hide(folder, "author", "P. Hocking")
    return folder


def ids(folder: Path) -> set[str]:
    return {one.record_id for path in folder.glob("*.warc.gz") for one in read_records(path)}


def withheld_until(folder: ArchiveFolder, step: int, numbers: list[int]) -> int:
    """Take records out in a process that kills itself before its nth change of what lies on the disk."""
    command = [sys.executable, "-P", "-c", KILLED_AT, folder.path, str(step), *map(str, numbers)]
    return subprocess.run([*map(str, command)], check=False).returncode


def test_whenever_it_is_killed_the_archive_is_the_old_or_the_new(redacted: ArchiveFolder, tmp_path: Path):
    numbers = [row[0] for row in rows(redacted.dataset_path, "SELECT DISTINCT capture_id FROM redacted_captures")]
    assert len(numbers) > 2
    before = ids(redacted.warcs)
    journal = redacted.journal_path.read_bytes()
    seen = set()
    for step in range(1, MOST):
        folder = ArchiveFolder(Path(shutil.copytree(redacted.path, tmp_path / f"blog-{step}")))
        ended = withheld_until(folder, step, numbers)

        with folder.lock():
            assert not (folder.path / PLAN).exists()
        now = ids(folder.warcs)
        outside = folder.path / "withheld"
        if now == before:
            seen.add("old")
            assert not list(outside.glob("*.warc.gz"))
            assert not any(one.withheld for one in read_redactions(folder.path).entries)
            assert folder.journal_path.read_bytes() == journal
        else:
            seen.add("new")
            gone = before - now
            assert len(gone) == len(now - before) == len(numbers)
            assert gone <= ids(outside)
            assert read_redactions(folder.path).entries[0].withheld
            assert not list(folder.path.rglob("*.new"))
        findings = Findings()
        with check_archive(folder, findings, workers=1):
            # The list of hashes is written with the dataset, by whoever goes on.
            wrong = [one for one in findings.kept if one.severity == "error" and one.code != "package-hash"]
            assert wrong == []
        shutil.rmtree(folder.path)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
    else:
        pytest.fail("it never came to its end")
    assert seen == {"old", "new"}
    assert step > 10


def test_the_next_command_finishes_what_was_killed(redacted: ArchiveFolder, tmp_path: Path):
    folder = ArchiveFolder(Path(shutil.copytree(redacted.path, tmp_path / "blog")))
    numbers = [row[0] for row in rows(folder.dataset_path, "SELECT DISTINCT capture_id FROM redacted_captures")]
    step = 1
    while not (folder.path / PLAN).exists():
        withheld_until(folder, step, numbers)
        step += 1

    report = verify(folder)

    assert not report.is_damaged, str(report)
    assert not (folder.path / PLAN).exists()
    assert rows(folder.dataset_path, "SELECT count(*) FROM captures WHERE withheld IS NOT NULL") == [(len(numbers),)]


def test_what_a_killed_run_left_is_cleared_away_by_the_next(redacted: ArchiveFolder, tmp_path: Path):
    folder = ArchiveFolder(Path(shutil.copytree(redacted.path, tmp_path / "blog")))
    assert withheld_until(folder, 3, [67]) == -signal.SIGKILL
    assert list(folder.path.rglob("*.withheld.new"))

    withhold_records(folder)

    assert not list(folder.path.rglob("*.withheld.new"))
