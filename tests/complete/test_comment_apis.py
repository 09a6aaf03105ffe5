"""Comments that only an engine's API tells: a crawl fetches them, and they stand under their posts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from blogark.archive.config import Config
from blogark.archive.folder import ArchiveFolder
from blogark.archive.journal.journal import Journal
from blogark.dataset.reading.extract import extract
from blogark.dataset.reading.following import follow
from blogark.dataset.tables.dump import dump
from blogark.spiders.crawl import crawl
from blogark.tests.blogs.apis import API_BLOGS, ApiBlog, GhostBlog, serving_api

COMMENTS = """SELECT p.url, c.author_name, c.published_utc, above.body_text, c.body_text, c.depth FROM comments c
    JOIN posts p ON p.id = c.post_id LEFT JOIN comments above ON above.id = c.parent_id"""


def archived(blog: ApiBlog, path: Path) -> ArchiveFolder:
    folder = ArchiveFolder.create(path)
    with folder.lock(), closing(Journal(folder.journal_path)) as journal:
        with follow(folder, workers=1) as extraction:
            outcome = crawl(folder, Config(url=f"{blog.base}/", delay=0.0, min_free_disk=0, max_pages=200))
            extraction.finish()
        journal.settle()
    assert outcome.exit_code == 0, outcome.message
    return folder


@pytest.mark.parametrize("kind", API_BLOGS, ids=[kind.kind for kind in API_BLOGS])
@pytest.mark.usefixtures("made_up_names")
def test_comments_of_an_api_stand_under_their_posts(kind: type[ApiBlog], tmp_path: Path) -> None:
    with serving_api(kind, f"boats-{kind.kind}.test") as blog:
        folder = archived(blog, tmp_path / "blog")
    truth = blog.truth()
    texts = {told.number: told.text for told in truth}
    depths: dict[int | None, int] = {None: -1}
    for told in truth:
        depths[told.number] = depths[told.parent] + 1

    with closing(sqlite3.connect(folder.dataset_path)) as dataset:
        found = dataset.execute(COMMENTS).fetchall()
        posts = dataset.execute("SELECT count(*) FROM posts WHERE kind = 'post'").fetchone()[0]

    assert sorted(
        (
            blog.base + blog.path(told.post),
            told.author,
            told.published,
            None if told.parent is None else texts[told.parent],
            told.text,
            depths[told.number],
        )
        for told in truth
    ) == sorted(found)
    assert posts == len(blog.posts)

    crawled = list(dump(folder.dataset_path))
    extract(folder, workers=1)
    assert list(dump(folder.dataset_path)) == crawled


@pytest.mark.usefixtures("made_up_names")
def test_a_list_that_the_engine_knows_is_asked_to_its_end(tmp_path: Path) -> None:
    with serving_api(GhostBlog, "boats-ghost.test") as blog:
        folder = archived(blog, tmp_path / "blog")

    with closing(sqlite3.connect(folder.dataset_path)) as dataset:
        query = "SELECT count(*) FROM captures WHERE url LIKE '%/ghost/api/content/posts/%' AND status = 200"
        assert dataset.execute(query).fetchone()[0] == GhostBlog.pages
