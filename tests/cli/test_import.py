"""`blogark import` as people run it: what it says, and how it ends."""

import gzip
import json
from pathlib import Path

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.tests.imports.makers import PAGES, members


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    path = tmp_path / "old.warc.gz"
    path.write_bytes(members(*PAGES))
    return path


def test_a_file_is_taken_in_and_can_be_searched(blogark, warc):
    done = blogark("import", warc, "--archive", "blog")
    assert done.exit_code == 0
    assert done.err.startswith("1 file taken in with 3 captures\n3 posts and 0 comments: ")
    assert blogark("search", "tar", "--archive", "blog").out.startswith("tar")
    assert blogark("verify", "--archive", "blog").exit_code == 0


def test_what_cannot_be_taken_in_is_named_and_the_exit_code_says_so(blogark, warc, tmp_path):
    (tmp_path / "empty.warc.gz").write_bytes(b"")
    (tmp_path / "text.warc.gz").write_bytes(gzip.compress(b"Dear archive"))
    done = blogark("import", "empty.warc.gz", "text.warc.gz", warc, "--archive", "blog", "--json")

    assert done.exit_code == 2
    told = json.loads(done.out)
    assert [len(told[name]) for name in ("files", "refused")] == [1, 2]
    assert "empty.warc.gz: is empty; it was not taken in" in done.err
    assert "text.warc.gz: holds no WARC record; it was not taken in" in done.err
    assert blogark("search", "tar", "--archive", "blog").exit_code == 0


def test_a_second_import_of_the_same_file_says_that_it_is_here(blogark, warc):
    blogark("import", warc, "--archive", "blog")
    done = blogark("import", warc, "--archive", "blog")
    assert (done.exit_code, done.sentence) == (0, "0 files taken in, 1 here already")


@pytest.mark.parametrize("name", ["nix.warc.gz", "."])
def test_a_path_that_is_no_file_ends_it_before_an_archive_is_made(name, blogark, tmp_path):
    done = blogark("import", name, "--archive", "blog")
    assert done.exit_code == 2
    assert done.sentence.startswith(f"blogark: {name}: ")
    assert not (tmp_path / "blog").exists()


def test_an_archive_that_another_run_holds_is_left_alone(blogark, warc, tmp_path):
    folder = ArchiveFolder.create(tmp_path / "blog")
    with folder.lock():
        done = blogark("import", warc, "--archive", "blog")
    assert done.exit_code == 75
    assert list(folder.warcs.iterdir()) == []


def test_the_archive_must_be_named(blogark, warc):
    assert blogark("import", warc).exit_code == 2
