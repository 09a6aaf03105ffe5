"""The verb `combine`: one dataset over many archives.

Every id of an archive's dataset is moved by a number that comes from the blog's address alone. So a row has the same
id in every combination, whichever archives stand beside it: ``combined id = blog id * 2**27 + id``.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ...archive.errors import ArchiveError, DiskFull, UsageError
from ..export.tables import EXPORTED
from ..opened import opened
from ..tables.schema import Column, Table, table
from ..writing.migrations import prepare

ROWS = 27
"""Bits for the rows of one table of one archive: 134 million. Blog and row together stay under 2**53, up to which
JSON and JavaScript hold integers exactly."""
BLOGS = 26
COMBINED: tuple[Table, ...] = (*EXPORTED, *(table(name) for name in ("post_urls", "known_posts")))
"""What the views and a researcher need; the store's own notes stay in each archive."""
OnProgress = Callable[[int, int], object]

_ARCHIVES = """
CREATE TABLE archives (  -- The archives that were put together here.
  blog_id INTEGER PRIMARY KEY REFERENCES blogs (id),  -- The blog; its rows begin at blog_id << 27.
  path TEXT NOT NULL,  -- Where the archive was: `captures.warc_file` is in its folder `archive/`.
  sha256 TEXT NOT NULL  -- Of its dataset.sqlite.
) STRICT
"""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One archive of a combination."""

    blog_id: int
    url: str
    path: str
    sha256: str
    posts: int
    comments: int


def combine(
    out: Path, datasets: Sequence[Path], *, force: bool = False, on_progress: OnProgress | None = None
) -> tuple[Part, ...]:
    """Put the datasets together in the file `out`, whole or not at all; returns its parts by blog id.

    The order of `datasets` does not matter. Raises `UsageError` if `out` is there and `force` is not given, if two are
    archives of one blog or hold one post, or if one is of another schema; `ArchiveError` for what is no dataset.
    """
    if out.exists() and not force:
        raise UsageError(f"{out}: is there already; name another file, or replace it with --force")
    parts = _parts(datasets)
    unfinished = out.with_name(f".{out.name}.new")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as db:
            prepare(db, unfinished)
            db.execute("PRAGMA synchronous = OFF")  # it is put in its place when it is whole, or thrown away
            db.execute("PRAGMA journal_mode = OFF")
            db.execute(_ARCHIVES)
            for number, part in enumerate(parts):
                _add(db, part)
                if on_progress is not None:
                    on_progress(number + 1, len(parts) + 1)
            for declared in COMBINED:
                if declared.full_text:
                    db.execute(f"INSERT INTO {declared.name}_fts ({declared.name}_fts) VALUES ('rebuild')")
            db.execute("ANALYZE")
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(out)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise DiskFull(f"{out}: the disk is full; make room and run again") from error
        raise ArchiveError(out, f"cannot be written ({error}); choose another place") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return parts


def blog_number(url: str) -> int:
    """The number of a blog by its address alone, however its scheme, `www.` and last slash are written."""
    key = url.lower().partition("://")[2].removeprefix("www.").rstrip("/")
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") >> (64 - BLOGS)


def _parts(datasets: Iterable[Path]) -> tuple[Part, ...]:
    found: dict[int, Part] = {}
    for path in datasets:
        with opened(path) as db:
            rows = db.execute(
                "SELECT url, (SELECT count(*) FROM posts), (SELECT count(*) FROM comments) FROM blogs"
            ).fetchall()
        if not rows:
            raise ArchiveError(path, "holds no blog yet; run `blogark crawl` on its archive first")
        if len(rows) > 1:
            raise UsageError(f"{path}: is a combination itself; name the archives it was made from")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        ((url, posts, comments),) = rows
        part = Part(
            blog_id=blog_number(url) or 1, url=url, path=str(path), sha256=digest, posts=posts, comments=comments
        )
        if (other := found.get(part.blog_id)) is not None:
            raise UsageError(f"{other.path} and {path} are archives of one blog ({url}); leave one of them out")
        found[part.blog_id] = part
    return tuple(found[number] for number in sorted(found))


def _add(db: sqlite3.Connection, part: Part) -> None:
    db.execute("ATTACH ? AS one", (f"{Path(part.path).resolve().as_uri()}?mode=ro",))
    try:
        db.execute("BEGIN")
        # Rows name each other in any order: an answer may stand before what it answers.
        db.execute("PRAGMA defer_foreign_keys = ON")
        for declared in COMBINED:
            names = ", ".join(f'"{column.name}"' for column in declared.columns)
            moved = ", ".join(_moved(declared, column, part.blog_id) for column in declared.columns)
            rows = f"SELECT {moved} FROM one.{declared.name} ORDER BY rowid"
            db.execute(f"INSERT INTO main.{declared.name} ({names}) {rows}")
        db.execute("INSERT INTO archives VALUES (?, ?, ?)", (part.blog_id, part.path, part.sha256))
        db.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        (url,) = db.execute(
            "SELECT coalesce((SELECT url FROM one.posts WHERE url IN (SELECT url FROM main.posts)), 'an address')"
        ).fetchone()
        raise UsageError(f"{part.path}: holds {url}, which another archive holds too; leave one of them out") from error
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
        db.execute("DETACH one")


def _moved(declared: Table, column: Column, blog_id: int) -> str:
    """A column with the ids in it moved; NULL stays NULL."""
    if column.references == "blogs" or (declared.name == "blogs" and column.key):
        return str(blog_id)
    if column.references or (column.key and column.type == "INTEGER"):
        return f'"{column.name}" + {blog_id << ROWS}'
    return f'"{column.name}"'
