"""A name that is redacted is gone from accounts, bylines and comments; what was said may stay."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from blogark.archive.errors import UsageError
from blogark.archive.folder import ArchiveFolder
from blogark.dataset.hiding.redacting import Word
from blogark.dataset.redaction.traces import Traces, leftovers
from blogark.tests.redact.conftest import changes, hide, rows


def test_an_account_loses_its_name_and_its_posts_stay(blog: ArchiveFolder, whole):
    before = whole / "dataset.sqlite"
    ((author, name),) = rows(before, "SELECT id, name FROM authors ORDER BY id LIMIT 1")
    posted = set(rows(before, f"SELECT id FROM posts WHERE author_id = {author} OR byline = ?", name))
    said = set(rows(before, "SELECT id FROM comments WHERE author_name = ?", name))

    hide(blog, "name", f"  {name.upper()} ")

    assert rows(blog.dataset_path, f"SELECT name FROM authors WHERE id = {author}") == [("urn:blogark:redacted:1",)]
    found = changes(before, blog.dataset_path)
    assert found.keys() <= {"authors", "post_facts", "posts", "comments", "comment_labels"}
    assert found["authors"] == {(author,)}
    assert found["post_facts"] <= posted
    assert found.get("comments", set()) == said
    assert rows(blog.dataset_path, "SELECT count(*) FROM posts WHERE title IS NULL OR body_text IS NULL") == [(0,)]
    assert rows(blog.dataset_path, "SELECT count(*) FROM comments WHERE body_text IS NULL") == [(0,)]
    query = "SELECT count(*) FROM post_overview WHERE author = ?"
    assert rows(blog.dataset_path, query, name) == [(0,)]


def test_a_name_that_nobody_has_is_refused(blog: ArchiveFolder):
    with pytest.raises(UsageError, match="nobody of that name has posted or commented"):
        hide(blog, "author", "Nobody At All")


def test_what_is_not_covered_is_named_without_the_name(blog: ArchiveFolder):
    ((post_id,),) = rows(blog.dataset_path, "SELECT id FROM posts WHERE body_text LIKE '%Mr Hocking%' LIMIT 1")
    (blog.path / "report.html").write_text("<h1>Who comments</h1><li>Mr&nbsp;Hocking</li>")

    hide(blog, "name", "P. Hocking")
    with pytest.raises(UsageError):
        hide(blog, "name", "Mr Hocking")
    left = traces_left(blog, "Mr Hocking")

    assert "report.html" in left
    assert any(place.startswith("posts.body_text (row ") and str(post_id) in place for place in left)
    assert not any("Hocking" in place for place in left)


def traces_left(folder: ArchiveFolder, name: str) -> list[str]:
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        return [str(one) for one in leftovers(folder, db, Traces([Word(redaction=1, text=name, is_name=True)]))]
