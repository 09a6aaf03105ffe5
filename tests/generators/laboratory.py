"""A built blog on loopback, crawled twice with the real command: what was asked for, and what the dataset holds."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from blogark.tests.generators.makers import Maker
from blogark.tests.generators.source import Blog, Entry

GROWING = ("posts", "comments", "terms", "post_terms", "authors", "links", "media", "post_revisions")
"""Tables to which a second crawl of the same blog adds nothing."""


class _Files(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map: ClassVar[dict[str, str]] = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".atom": "application/atom+xml",
    }

    def __init__(self, *given: Any, asked: list[str], **more: Any) -> None:
        self.asked = asked
        super().__init__(*given, **more)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self.asked.append(f"{code.value if isinstance(code, HTTPStatus) else code} {self.path}")

    def list_directory(self, path: object) -> None:  # type: ignore[override]
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(work: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """An address, the folder that is served there once it is built, and the list of what was asked for."""
    asked: list[str] = []
    folder = work / "served"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder), asked=asked)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", folder, asked
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True, kw_only=True)
class Run:
    """Two crawls of one generator's blog."""

    maker: Maker
    blog: Blog
    folder: Path
    archive: Path
    first: tuple[str, ...]
    second: tuple[str, ...]
    """What each crawl asked for: status and path."""
    rows: tuple[Counter[str], Counter[str]]
    """Rows of the tables in `GROWING` after each crawl."""

    def ask(self, sql: str) -> list[sqlite3.Row]:
        """Rows of the dataset."""
        with closing(sqlite3.connect(self.archive / "dataset.sqlite")) as dataset:
            dataset.row_factory = sqlite3.Row
            return dataset.execute(sql).fetchall()

    @cached_property
    def found(self) -> dict[str, sqlite3.Row]:
        """The posts of the dataset by the slug in their address."""
        sql = "SELECT p.*, a.name author FROM posts p LEFT JOIN authors a ON a.id = p.author_id WHERE p.kind = 'post'"
        return {slug_of(row["url"]): row for row in self.ask(sql)}

    @cached_property
    def pairs(self) -> list[tuple[Entry, sqlite3.Row]]:
        """Each post that was written, with what was found of it."""
        return [(entry, self.found[entry.slug]) for entry in self.blog.posts if entry.slug in self.found]


def slug_of(url: str) -> str:
    """What names a post in its address, whatever the generator wraps around it."""
    return unquote(urlsplit(url).path).removesuffix("index.html").strip("/").rpartition("/")[2].removesuffix(".html")


def run(maker: Maker, blog: Blog, work: Path) -> Run:
    """Build, serve and crawl twice."""
    with serving(work) as (url, folder, asked):
        source = work / "source"
        source.mkdir()
        folder.symlink_to(maker.build(blog, source, url))
        archive = work / "ark"
        counts, logs = [], []
        for _ in range(2):
            # themes load their scripts from other hosts: none of them is asked
            options = ["--archive", str(archive), "--delay", "0", "--no-requisites", "--quiet"]
            command = [sys.executable, "-m", "blogark", "crawl", f"{url}/", *options]
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            with closing(sqlite3.connect(archive / "dataset.sqlite")) as dataset:
                count = {table: dataset.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in GROWING}
            counts.append(Counter(count))
            logs.append(tuple(asked))
            asked.clear()
    return Run(
        maker=maker,
        blog=blog,
        folder=folder,
        archive=archive,
        first=logs[0],
        second=logs[1],
        rows=(counts[0], counts[1]),
    )
