"""`verify` and `pack` at the command line: what they print, how they end, and that nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


def tear(archive: Path) -> Path:
    (file,) = (archive / "archive").iterdir()
    with file.open("r+b") as warc:
        warc.truncate(file.stat().st_size - 100)
    return file


def test_a_torn_archive_is_repaired_by_one_command(blogark: Command, archive: Path) -> None:
    file = tear(archive)
    found = blogark("verify", "--archive", archive)
    assert 6 == found.exit_code
    assert "`blogark verify --repair` cuts it off and keeps it aside" in found.err

    done = blogark("verify", "--repair", "--archive", archive, "--json")

    told = json.loads(done.out)
    assert (0, False, True) == (done.exit_code, told["damaged"], told["before"]["damaged"])
    assert any(f"kept as lost+found/{file.name}.at-" in sentence for sentence in told["repaired"])
    assert (0, "", "") == tuple(vars(blogark("verify", "--archive", archive, "--quiet")).values())


def test_a_finding_in_json_has_place_record_and_advice(blogark: Command, archive: Path) -> None:
    file = tear(archive)
    told = json.loads(blogark("verify", "--archive", archive, "--json").out)
    torn = next(one for one in told["findings"] if one["code"] == "torn-tail")
    assert {"severity", "code", "message", "advice", "file", "offset", "record_id"} == set(torn)
    assert ("error", f"archive/{file.name}") == (torn["severity"], torn["file"])


def test_a_changed_row_is_found_by_a_deep_check(blogark: Command, archive: Path) -> None:
    assert 0 == blogark("verify", "--deep", "--archive", archive).exit_code
    code = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); "
    code += "db.execute(\"UPDATE comments SET body_text = 'forged' WHERE id = 1\"); db.commit()"
    subprocess.run([sys.executable, "-c", code, archive / "dataset.sqlite"], check=True)
    assert 0 == blogark("verify", "--archive", archive).exit_code
    done = blogark("verify", "--deep", "--archive", archive)
    assert 6 == done.exit_code
    assert "comments: 1 row is (id: 1)" in done.err


def test_pack_says_what_it_made(blogark: Command, archive: Path, tmp_path: Path) -> None:
    done = blogark("pack", "--archive", archive, "--to", "blog.wacz", "--json")
    told = json.loads(done.out)
    assert (0, "blog.wacz", (tmp_path / "blog.wacz").stat().st_size) == (done.exit_code, told["to"], told["bytes"])
    with zipfile.ZipFile(tmp_path / "blog.wacz") as package:
        assert {one["path"] for one in told["files"]} < set(package.namelist())


@pytest.mark.parametrize(
    ("words", "exit_code", "sentence"),
    [
        (["--to", "blog.zip"], 2, "a WACZ file is called something.wacz"),
        (["--to", "mine.wacz"], 2, "is there already; name another, or replace it with --force"),
        (["--to", "no/blog.wacz"], 2, "there is no such folder"),
        (["--to", "blog.wacz", "--posts", "nonsense !"], 2, "is no SQL expression over the columns of `posts`"),
        (["--to", "blog.wacz", "--posts", "id > 99"], 2, "no post is chosen"),
        (["--to", "blog.wacz", "--since", "yesterday"], 2, "a day is written as 2010-10-19"),
        (["--to", "mine.wacz", "--bagit", "--force"], 2, "is no bag"),
    ],
)
def test_what_cannot_be_packed_is_said_in_one_sentence(
    blogark: Command, archive: Path, tmp_path: Path, words: list[str], exit_code: int, sentence: str
) -> None:
    (tmp_path / "mine.wacz").write_bytes(b"mine")
    done = blogark("pack", "--archive", archive, *words)
    assert exit_code == done.exit_code, done.err
    assert sentence in done.sentence
    assert 1 == len(done.err.strip().splitlines())
    assert ["archive", "mine.wacz"] == sorted(path.name for path in tmp_path.iterdir())
    assert b"mine" == (tmp_path / "mine.wacz").read_bytes()


def test_a_damaged_archive_is_not_packed(blogark: Command, archive: Path, tmp_path: Path) -> None:
    tear(archive)
    done = blogark("pack", "--archive", archive, "--to", "blog.wacz")
    assert 6 == done.exit_code
    assert "run `blogark verify` to see what is damaged" in done.sentence
    assert not (tmp_path / "blog.wacz").exists()


@pytest.mark.parametrize("verb", [["verify"], ["verify", "--repair"], ["verify", "--deep"], ["pack", "--to", "a.wacz"]])
def test_an_archive_that_is_not_there_is_named(blogark: Command, tmp_path: Path, verb: list[str]) -> None:
    done = blogark(*verb, "--archive", "nowhere")
    assert 2 == done.exit_code
    assert "nowhere: there is no such archive" in done.sentence
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("verb", [["verify", "--repair"], ["pack", "--to", "a.wacz"]])
def test_beside_a_running_crawl_it_waits_for_nobody(blogark: Command, archive: Path, verb: list[str]) -> None:
    tear(archive)
    holding = "import sys; from pathlib import Path; from blogark.archive.folder import ArchiveFolder\n"
    holding += "with ArchiveFolder(Path(sys.argv[1])).lock(): print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holding, archive], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        run.stdout.readline()
        done = blogark(*verb, "--archive", archive)
        run.kill()
    assert 75 == done.exit_code
    assert f"PID {run.pid}" in done.sentence


def test_an_archive_with_nothing_left_in_it_is_told(blogark: Command, archive: Path) -> None:
    for file in (archive / "archive").iterdir():
        file.write_bytes(b"Dear diary")
    done = blogark("verify", "--repair", "--archive", archive)
    assert 6 == done.exit_code
    assert "holds no record; moved to lost+found/" in done.err
    assert "the journal knows this file and it is not there" in done.err
