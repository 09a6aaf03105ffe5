"""Real crawls of the test blogs: what a run is, and which runs are made."""

from __future__ import annotations

import shutil
import sqlite3
import ssl
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from blogark.archive.config import Config
from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import write_index
from blogark.archive.journal.journal import Journal
from blogark.dataset.reading.following import follow
from blogark.spiders.crawl import Outcome, crawl
from blogark.tests.blogs.connection import Asked
from blogark.tests.blogs.resources import Truth
from blogark.tests.blogs.server import BlogServer, serving
from blogark.tests.blogs.shapes import SHAPES

A_TRAP = 50
"""Requests that each trap may get."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A blog to crawl."""

    shape: str
    posts: int

    def __str__(self) -> str:
        return f"{self.shape}-{self.posts}"


CASES = [Case(shape=shape, posts=posts) for posts in (48, 300) for shape in SHAPES]


LARGE = [case for case in CASES if case.posts > 100]
"""Where a share is claimed: of a small blog, what is asked in any case is too large a part."""


def parameter(case: Case, *more: object) -> Any:
    """A parameter set for a case: slow, if the blog is large."""
    marks = (pytest.mark.slow,) if case in LARGE else ()
    return pytest.param(case, *more, marks=marks, id="-".join(map(str, (case, *more))))


@dataclass(frozen=True, kw_only=True)
class Run:
    """One crawl and what it left; `truth` is what the blog held then."""

    server: BlogServer
    path: Path
    truth: Truth
    outcome: Outcome
    log: tuple[Asked, ...]
    stored: int
    """Bytes of WARC files that this crawl wrote."""

    @property
    def received(self) -> int:
        """Bytes that the server sent."""
        return sum(asked.bytes for asked in self.log)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the dataset."""
        return self._ask("dataset.sqlite", query, values)

    def known(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the journal."""
        return self._ask("journal.sqlite", query, values)

    def _ask(self, name: str, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path / name)) as database:
            return database.execute(query, values).fetchall()

    @cached_property
    def table(self) -> dict[str, set[tuple[Any, ...]]]:
        """All rows of what was read from the blog, by table; ids and captures, which may grow, are left out."""
        return {name: set(self.rows(query)) for name, query in CONTENT.items()}


CONTENT = {
    "posts": """SELECT url, kind, native_id, title, byline, published, body_text, previous_url, next_url,
        (SELECT name FROM authors WHERE id = author_id) FROM posts""",
    "claims": "SELECT url, comments_claimed FROM posts",
    "comments": """SELECT p.url, c.native_id, c.author_name, c.author_url, c.published, c.body_text,
        (SELECT native_id FROM comments WHERE id = c.parent_id) FROM comments c JOIN posts p ON p.id = c.post_id""",
    "terms": "SELECT kind, name, slug, url FROM terms",
    "post_terms": """SELECT p.url, t.kind, t.name FROM post_terms x JOIN posts p ON p.id = x.post_id
        JOIN terms t ON t.id = x.term_id""",
    "links": """SELECT p.url, l.url, l.text, l.position, l.comment_id IS NULL FROM links l
        JOIN posts p ON p.id = l.post_id""",
    "media": "SELECT p.url, m.url, m.position FROM media m JOIN posts p ON p.id = m.post_id",
    "references": "SELECT p.url, r.native_id, r.title, r.url FROM post_references r JOIN posts p ON p.id = r.post_id",
    "authors": "SELECT name, url FROM authors",
    "revisions": "SELECT p.url, r.body_text FROM post_revisions r JOIN posts p ON p.id = r.post_id",
}


def archive(
    server: BlogServer, path: Path, *, limit: int | None = None, url: str | None = None, days: float = 0, **options: Any
) -> Run:
    """Crawl and extract, side by side, as `blogark crawl` does; so many `days` later by the crawl's clock."""
    told: dict[str, Any] = {"delay": 0.0, "concurrency": 8, "min_free_disk": 0, "tls_verify": False, "workers": 1}
    config = Config(url=url or server.url, max_pages=limit, **(told | options))
    folder = ArchiveFolder.create(path)
    before = sum(file.stat().st_size for file in folder.warcs.iterdir())
    server.log.clear()
    with folder.lock(), closing(Journal(folder.journal_path)) as journal:
        with follow(folder, workers=config.workers) as extraction:
            outcome = crawl(folder, config, clock=lambda: time.time() + days * 86_400)
            extraction.finish()
        write_index(path, journal.captures())
        journal.settle()
    return Run(
        server=server,
        path=path,
        truth=server.truth,
        outcome=outcome,
        log=tuple(server.log),
        stored=sum(file.stat().st_size for file in folder.warcs.iterdir()) - before,
    )


class Laboratory:
    """The blogs of a session and the runs over them, each made when it is first asked for."""

    def __init__(self, folder: Path, tls: ssl.SSLContext, stack: ExitStack) -> None:
        self.folder = folder
        self._tls = tls
        self._stack = stack
        self._servers: dict[Case, BlogServer] = {}
        self._runs: dict[tuple[Case, str], Run] = {}

    def server(self, case: Case) -> BlogServer:
        if case not in self._servers:
            self._servers[case] = self._stack.enter_context(serving(case.shape, posts=case.posts, tls=self._tls))
        return self._servers[case]

    def first(self, case: Case) -> Run:
        """The first run; fails where it did not come to its end, since nothing else can be said of it then."""
        run = self._once(case, "first")
        assert run.outcome.exit_code == 0, f"the first crawl did not end: {run.outcome.message}"
        return run

    def again(self, case: Case, what: str, **options: Any) -> Run:
        """The same command again: "unchanged", "grown" (the blog has reached its second generation) or "full"."""
        self.first(case)
        return self._once(case, what, **options)

    def copy(self, run: Run, folder: Path) -> Path:
        """A copy of a run's archive, to go on from."""
        return Path(shutil.copytree(run.path, folder / "copy"))

    def _once(self, case: Case, what: str, **options: Any) -> Run:
        if (case, what) not in self._runs:
            self._runs[case, what] = self._make(case, what, **options)
        return self._runs[case, what]

    def _make(self, case: Case, what: str, **options: Any) -> Run:
        server = self.server(case)
        path = self.folder / f"{case}-{what}"
        # So that a trap without bounds cannot hold up the tests.
        limit = 2 * len(server.truth.matter) + A_TRAP * len(server.truth.traps)
        if what != "first":
            shutil.copytree(self.first(case).path, path)
        if what == "grown":
            server.grow()
        try:
            return archive(server, path, limit=limit, **options)
        finally:
            server.shrink()
