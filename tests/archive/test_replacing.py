"""A file or folder that is replaced is the old one or the new one, whatever happens."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from blogark.archive.config import Config, save
from blogark.archive.replacing import replacing, replacing_folder


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "text").write_text("old")
    return tmp_path


def test_a_folder_is_replaced_when_the_new_one_is_whole(old: Path) -> None:
    with replacing_folder(old / "bag") as new:
        (new / "other").write_text("new")
        assert (old / "bag" / "text").read_text() == "old"
    assert contents(old) == {"bag/other": "new"}


def test_a_folder_that_is_not_finished_leaves_the_old_one_and_nothing_else(old: Path) -> None:
    with suppress(ZeroDivisionError), replacing_folder(old / "bag") as new:
        (new / "other").write_text("new")
        raise ZeroDivisionError
    assert contents(old) == {"bag/text": "old"}


def test_what_a_run_set_aside_that_was_killed_is_put_back(old: Path) -> None:
    (old / "bag").rename(old / ".bag.old")
    with suppress(ZeroDivisionError), replacing_folder(old / "bag"):
        raise ZeroDivisionError
    assert contents(old) == {"bag/text": "old"}


def test_a_file_that_is_not_finished_leaves_the_old_one_and_nothing_else(old: Path) -> None:
    with suppress(ZeroDivisionError), replacing(old / "bag" / "text") as file:
        file.write(b"new")
        raise ZeroDivisionError
    assert contents(old) == {"bag/text": "old"}


def test_the_configuration_leaves_no_draft(tmp_path: Path) -> None:
    save(tmp_path / "blogark.toml", Config(url="http://blog.example/"))
    assert [path.name for path in tmp_path.iterdir()] == ["blogark.toml"]
