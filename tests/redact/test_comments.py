"""A comment that is redacted is gone from the dataset, for good, and everything else is as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from blogark.archive.errors import UsageError
from blogark.archive.folder import ArchiveFolder
from blogark.archive.warc.redactions import read_redactions
from blogark.dataset.asking.search import search
from blogark.dataset.reading.extract import extract
from blogark.dataset.redaction.redact import lift
from blogark.tests.redact.conftest import changes, hide, places, rows

PEDANT = "Pedantic of Penryn"
FUTTOCK = 'A futtock is no more "part of a frame" than'


def test_it_leaves_its_place_and_nothing_of_what_it_said(hidden: ArchiveFolder, whole: Path):
    ((number,),) = rows(whole / "dataset.sqlite", "SELECT id FROM comments WHERE native_id = '4538809'")

    assert changes(whole / "dataset.sqlite", hidden.dataset_path) == {
        "comments": {(number,)},
        "comment_labels": {(number,)},
    }
    assert rows(
        hidden.dataset_path,
        "SELECT author_name, author_url, url, body_text, body_html, redacted, native_id, published "
        f"FROM comments WHERE id = {number}",
    ) == [(None, None, None, None, None, 1, "4538809", "2009-05-20")]
    assert rows(hidden.dataset_path, "SELECT kind, native_id, reason, authority, lifted_at FROM redactions") == [
        ("comment", "4538809", "its author asked for it", "the archive's board", None)
    ]
    assert all(name.startswith(("archive/", "capture ")) for name in places(hidden.path, FUTTOCK))
    assert "redactions.jsonl" not in places(hidden.path, PEDANT)
    assert search(hidden.dataset_path, "futtock Penryn") == []


def test_a_rebuild_obeys_it_and_the_journal_is_not_needed(hidden: ArchiveFolder, whole: Path):
    before = Path(shutil.copy(hidden.dataset_path, hidden.path / "before"))
    hidden.journal_path.unlink()

    extract(hidden)

    assert changes(before, hidden.dataset_path) == {}
    assert changes(whole / "dataset.sqlite", hidden.dataset_path) == {"comments": {(12,)}, "comment_labels": {(12,)}}


def test_the_captures_that_hold_it_are_named(hidden: ArchiveFolder):
    held = rows(
        hidden.dataset_path,
        "SELECT DISTINCT url FROM captures JOIN redacted_captures ON capture_id = captures.id WHERE redaction_id = 1",
    )
    assert [url.partition("/journal/")[2] for (url,) in held] == ["2009/5/10/learning-the-words.html"]


@pytest.mark.parametrize("how", ["url", "post"])
def test_it_is_found_by_its_address(blog: ArchiveFolder, how):
    ((url, post_url),) = rows(
        blog.dataset_path,
        "SELECT comments.url, posts.url FROM comments JOIN posts ON posts.id = post_id WHERE comments.id = 12",
    )
    hide(blog, "comment", url if how == "url" else f"{post_url}#comment-4538809")

    assert rows(blog.dataset_path, "SELECT id FROM comments WHERE redacted = 1") == [(12,)]


def test_what_is_not_there_is_refused_and_changes_nothing(blog: ArchiveFolder):
    with pytest.raises(UsageError, match="no comment has this number or address"):
        hide(blog, "comment", 99999)
    with pytest.raises(UsageError, match="--reason is empty"):
        hide(blog, "comment", 12, reason=" ")
    assert not (blog.path / "redactions.jsonl").exists()


def test_redacting_twice_is_redacting_once(hidden: ArchiveFolder):
    again = hide(hidden, "comment", 12)

    assert again.touched == ()
    assert again.already == ("comment 12 is hidden by redaction 1 already",)
    assert len(read_redactions(hidden.path).entries) == 1


def test_it_can_be_lifted_and_the_tombstone_says_so(hidden: ArchiveFolder, whole: Path):
    lift(hidden, 1, reason="a mistake", authority="the archive's board")

    assert changes(whole / "dataset.sqlite", hidden.dataset_path) == {}
    assert rows(hidden.dataset_path, "SELECT id, lifted_reason FROM redactions") == [(1, "a mistake")]
    with pytest.raises(UsageError, match="redaction 1 was lifted at"):
        lift(hidden, 1, reason="again", authority="me")
    with pytest.raises(UsageError, match="there is no redaction 2"):
        lift(hidden, 2, reason="again", authority="me")


def test_who_is_asked_and_says_no_changes_nothing(blog: ArchiveFolder):
    before = blog.dataset_path.read_bytes()
    done = hide(blog, "comment", 12, agree=lambda touched: False)

    assert done.touched[0].first[0].startswith(f"{PEDANT}: A futtock")
    assert blog.dataset_path.read_bytes() == before
    assert not (blog.path / "redactions.jsonl").exists()
