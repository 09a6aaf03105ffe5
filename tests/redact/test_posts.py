"""A post that is redacted says where it stood and nothing else; the rows of all other posts stay as they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.dataset.reading.extract import extract
from blogark.tests.redact.conftest import changes, hide, places, rows

BELONGS = {
    "posts": "SELECT id FROM posts WHERE id = ?",
    "post_facts": "SELECT post_id FROM post_facts WHERE post_id = ?",
    "comments": "SELECT id FROM comments WHERE post_id = ?",
    "comment_labels": "SELECT id FROM comments WHERE post_id = ?",
    "reference_labels": "SELECT id FROM post_references WHERE post_id = ?",
    "post_references": "SELECT id FROM post_references WHERE post_id = ?",
    "links": "SELECT id FROM links WHERE post_id = ?",
    "media": "SELECT id FROM media WHERE post_id = ?",
    "post_revisions": "SELECT id FROM post_revisions WHERE post_id = ?",
}


@pytest.fixture
def bilge(whole: Path) -> int:
    ((number,),) = rows(whole / "dataset.sqlite", "SELECT id FROM posts WHERE title = 'Intro to the bilge'")
    return number


def test_nothing_of_it_stays_but_where_and_when_it_stood(blog: ArchiveFolder, whole: Path, bilge: int):
    said = [
        text
        for row in rows(whole / "dataset.sqlite", f"SELECT title, body_text FROM posts WHERE id = {bilge}")
        for text in row
    ]
    commented = rows(whole / "dataset.sqlite", f"SELECT body_text FROM comments WHERE post_id = {bilge}")
    assert commented

    hide(blog, "post", bilge)

    ((url, published),) = rows(whole / "dataset.sqlite", f"SELECT url, published FROM posts WHERE id = {bilge}")
    kept = "url, published, title, author_id, byline, excerpt, body_html, body_text, word_count, redacted"
    assert rows(blog.dataset_path, f"SELECT {kept} FROM posts WHERE id = {bilge}") == [
        (url, published, None, None, None, None, None, None, None, 1)
    ]
    for text in (said[0], said[1][:60], *(text for (text,) in commented)):
        assert all(name.startswith(("archive/", "capture ")) for name in places(blog.path, text.splitlines()[0])), text
    for table in ("links", "media"):
        query = f"SELECT DISTINCT url FROM {table} WHERE post_id = {bilge}"
        assert rows(blog.dataset_path, query) == [("urn:blogark:redacted:1",)]
    assert rows(blog.dataset_path, f"SELECT count(*) FROM post_terms WHERE post_id = {bilge}") == [(0,)]


def test_the_rows_of_all_other_posts_stay_with_their_numbers(blog: ArchiveFolder, whole: Path):
    before = whole / "dataset.sqlite"
    for (post_id,) in rows(before, "SELECT id FROM posts WHERE id IN (2, 13, 23)"):
        folder = ArchiveFolder(Path(shutil.copytree(whole, blog.path.with_name(f"blog-{post_id}"))))
        hide(folder, "post", post_id)
        for table, keys in changes(before, folder.dataset_path).items():
            if table == "post_terms":
                assert {post for post, _ in keys} == {post_id}
            elif table == "terms":
                gone = rows(folder.dataset_path, "SELECT id FROM terms WHERE name LIKE 'urn:blogark:redacted:%'")
                assert keys == set(gone)
            else:
                assert keys <= set(rows(before, BELONGS[table], post_id)), table


def test_a_rebuild_gives_the_same(blog: ArchiveFolder, bilge: int):
    hide(blog, "post", bilge)
    before = Path(shutil.copy(blog.dataset_path, blog.path / "before"))
    extract(blog)
    assert changes(before, blog.dataset_path) == {}
