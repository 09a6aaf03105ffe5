"""What says what must not be shown is understood whole, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from blogark.archive.errors import ArchiveError
from blogark.archive.warc.redactions import (
    NOTHING_REDACTED,
    REDACTIONS,
    Redaction,
    add_lines,
    begin_redactions,
    line_of,
    read_redactions,
)

MADE = {"made_at": "2026-11-23T10:15:30Z", "reason": "asked for", "authority": "the board"}
POST = Redaction(id=1, kind="post", software="blogark/test", keys=("http://blog.example/a",), **MADE)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A folder in which a post is redacted."""
    add_lines(tmp_path, begin_redactions(tmp_path), [line_of(POST)])
    return tmp_path


def test_an_archive_without_the_file_has_none(tmp_path: Path) -> None:
    assert read_redactions(tmp_path) is NOTHING_REDACTED


def test_what_was_written_is_read(written: Path) -> None:
    found = read_redactions(written)
    assert ((POST,), (POST,), 2) == (found.entries, found.active, found.lines)


def test_what_was_lifted_is_kept_and_not_in_force(written: Path) -> None:
    found = add_lines(written, read_redactions(written), [{"lift": 1} | MADE])
    assert (1, ()) == (len(found.entries), found.active)


def test_records_that_are_found_later_are_added_once(written: Path) -> None:
    for records in (["a", "b"], ["b", "c"]):
        add_lines(written, read_redactions(written), [{"found": 1, "records": records}])
    (entry,) = add_lines(written, read_redactions(written), [{"withheld": [1]}]).entries
    assert (("a", "b", "c"), True) == (entry.records, entry.withheld)


def test_the_key_stays_when_lines_are_added(written: Path) -> None:
    before = read_redactions(written)
    after = add_lines(written, before, [{"withheld": [1]}])
    assert before.digest("name", "Ann") == after.digest("name", "Ann")
    assert before.digest("name", "Ann") != before.digest("text", "Ann")


@pytest.mark.parametrize(
    "line",
    [
        json.dumps(line_of(POST) | {"kind": "mood"}),
        json.dumps(line_of(POST) | {"also_hide": "what a later blogark knows of"}),
        json.dumps({name: value for name, value in line_of(POST).items() if name != "authority"}),
        json.dumps({"lift": 7} | MADE),
        json.dumps({"withheld": [7]}),
        json.dumps({"found": 7, "records": []}),
        '{"id": 2, "kind": "po',
        "[]",
        "",
    ],
    ids=["kind", "field", "missing", "lift", "withheld", "found", "torn", "list", "empty"],
)
def test_a_line_that_cannot_be_understood_stops_whoever_would_show_what_it_hides(written: Path, line: str) -> None:
    with (written / REDACTIONS).open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(ArchiveError, match="restore it from a copy: it says what must not be shown"):
        read_redactions(written)


def test_a_file_of_a_newer_blogark_says_so(written: Path) -> None:
    path = written / REDACTIONS
    path.write_text(path.read_text().replace('"redactions": 1', '"redactions": 2', 1))
    with pytest.raises(ArchiveError, match="newer blogark \\(version 2\\); update blogark"):
        read_redactions(written)


def test_an_empty_file_is_not_one_without_redactions(tmp_path: Path) -> None:
    (tmp_path / REDACTIONS).touch()
    with pytest.raises(ArchiveError, match="restore it from a copy"):
        read_redactions(tmp_path)
