"""`blogark demo`: the built-in blog at an address, and what to look at when it has been archived."""

from __future__ import annotations

import shlex
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from ..archive.config import Config, load
from ..archive.errors import UsageError
from .blog import slow_boat
from .server import serving

DELAY = 0.0
"""Nobody else is served by this server, so it needs no pause between requests."""
SHOWN = "%/launch-day.html"
"""The post whose bytes the tour shows."""


@contextmanager
def demo_blog(archive: Path) -> Iterator[Config]:
    """Serve the blog while the context is open; yields what a crawl of it into `archive` needs to know.

    A second run serves it at the address that the archive knows, so that it is the same blog.
    """
    kept = archive / "blogark.toml"
    config = load(kept) if kept.is_file() else None
    port = (urlsplit(config.url).port if config else None) or 0
    with ExitStack() as stack:
        try:
            site = stack.enter_context(serving(slow_boat(), port=port))
        except OSError as error:
            raise UsageError(
                f"{archive} knows its blog at port {port}, which cannot be had now ({error.strerror}); "
                "name another folder with --archive DIR"
            ) from error
        yield config or Config(url=f"{site.base}/", delay=DELAY, concurrency=8)


def next_steps(archive: Path) -> str:
    """Three commands that work as they stand: a query, a search, a look at the bytes of one post."""
    database = archive / "dataset.sqlite"
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as db:
        file, offset = db.execute(
            "SELECT warc_file, warc_offset FROM captures WHERE url LIKE ? AND status = 200 ORDER BY id", (SHOWN,)
        ).fetchone()
    query = "SELECT title, published, comments_found FROM post_overview ORDER BY comments_found DESC LIMIT 5"
    steps = (
        ("The posts that were talked about most", "sqlite-utils", [str(database), query, "--table"]),
        ("Who wrote about straw", "blogark", ["search", "straw", "--archive", str(archive)]),
        (
            "The bytes of one post, as the server sent them",
            "warcio",
            ["extract", str(archive / "archive" / file), str(offset)],
        ),
    )
    return "\n".join(f"\n{what}:\n  {_command(tool)} {shlex.join(words)}" for what, tool, words in steps)


def _command(tool: str) -> str:
    """The tool as it can be called from here: by its name, or by the folder of this Python."""
    folder = Path(sys.executable).parent
    if shutil.which(tool) == str(folder / tool):
        return tool
    return shlex.quote(
        str(folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder) + f"/{tool}"
    )
