"""`redact` at the command line: what it shows first, how it ends, and what it refuses."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
WHY = ("--reason", "its author asked", "--authority", "the board")


def texts(archive: Path) -> list[tuple]:
    with closing(sqlite3.connect(archive / "dataset.sqlite")) as db:
        return db.execute("SELECT id, author_name, body_text, redacted FROM comments ORDER BY id").fetchall()


def test_a_dry_run_shows_what_would_be_hidden_and_changes_nothing(blogark: Command, archive: Path) -> None:
    ((_, author, text, _), *_) = before = texts(archive)

    done = blogark("redact", "--comment", "1", *WHY, "--dry-run", "--archive", archive)

    assert 0 == done.exit_code
    assert "redaction 1: a comment on http://" in done.err
    assert f"{author}: {text}"[:40] in done.err
    assert done.sentence == "nothing was changed (--dry-run)"
    assert (before, False) == (texts(archive), (archive / "redactions.jsonl").exists())


def test_it_hides_withholds_lists_and_refuses_to_lift(blogark: Command, archive: Path) -> None:
    done = blogark("redact", "--comment", "1", *WHY, "--withhold", "--quiet", "--archive", archive)
    assert (0, "", "") == (done.exit_code, done.out, done.err)

    assert texts(archive)[0] == (1, None, None, 1)
    (tombstone,) = json.loads(blogark("redact", "--list", "--json", "--archive", archive).out)
    assert (tombstone["kind"], tombstone["reason"], tombstone["authority"]) == ("comment", WHY[1], WHY[3])
    assert "comment http://" in blogark("redact", "--list", "--archive", archive).out
    assert list((archive / "withheld").glob("withheld-*.warc.gz"))
    refused = blogark("redact", "--undo", "1", *WHY, "--archive", archive)
    assert (2, True) == (refused.exit_code, "records were withheld for redaction 1" in refused.sentence)
    assert 0 == blogark("verify", "--quiet", "--archive", archive).exit_code


def test_in_json_there_are_numbers_and_no_names(blogark: Command, archive: Path) -> None:
    ((_, author, _, _), *_) = texts(archive)
    done = blogark("redact", "--author", author, "--name-only", *WHY, "--json", "--archive", archive)

    told = json.loads(done.out)
    assert (told["redactions"][0]["kind"], told["dry_run"]) == ("name", False)
    assert told["redactions"][0]["comments"] > 0
    assert author not in done.out
    assert author not in [name for _, name, _, _ in texts(archive)]
    assert None not in [text for _, _, text, _ in texts(archive)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "name what to hide (--comment, --author or --post)"),
        (("--comment", "1"), "--reason and --authority are needed"),
        (("--comment", "1", "--reason", "", "--authority", "me"), "--reason is empty"),
        (("--comment", "1", "--undo", "1", *WHY), "name what to hide"),
        (("--name-only", "--list"), "--name-only goes with --author NAME"),
        (("--comment", "777", *WHY), "no comment has this number or address"),
        (("--post", "http://elsewhere.example/", *WHY), "no post has this number or address"),
        (("--author", "Nobody At All", *WHY), "nobody of that name has posted or commented"),
        (("--undo", "5", *WHY), "there is no redaction 5"),
        (("--undo", "0", *WHY), "Invalid value for '--undo'"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(blogark: Command, archive: Path, words, sentence) -> None:
    done = blogark("redact", *words, "--archive", archive)
    assert (2, True) == (done.exit_code, sentence in done.err)
    assert not (archive / "redactions.jsonl").exists()


def test_an_archive_that_is_none_is_refused(blogark: Command, tmp_path: Path) -> None:
    done = blogark("redact", "--list", "--archive", tmp_path / "nothing")
    assert (2, True) == (done.exit_code, "there is no such archive" in done.sentence)
