"""Some posts of an archive as an archive of their own: their records, byte for byte, and the dataset cut to them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ...archive.errors import ArchiveError, UsageError
from ...archive.folder import ArchiveFolder
from ...archive.indexes.cdxj import write_index
from ...archive.indexes.pages import write_pages
from ...archive.warc.files import OPEN_SUFFIX, is_imported, warc_files
from ...archive.warc.records import crawl_end_url
from ...archive.warc.stored import StoredRecord, Unreadable, bare, read_record, read_records
from ..labels.commenters import count_commenters
from ..labels.labelling import is_waiting, label_some
from ..opened import opened, select_posts
from ..packaging import listed_pages
from ..tables.fulltext import index_changes, watch
from ..tables.schema import TABLES

SELECTION = "selection"
"""The row of `state` that says: of the archive's captures only some are here."""
_CRAWL_END = crawl_end_url(0).removesuffix("0")
_KEPT = """
CREATE TEMP TABLE kept (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE addresses AS SELECT url_key FROM post_urls WHERE post_id IN (SELECT id FROM selected);
CREATE TEMP TABLE shown AS SELECT DISTINCT url_key FROM media WHERE post_id IN (SELECT id FROM selected);
CREATE TEMP TABLE shown_elsewhere AS
    SELECT DISTINCT url_key FROM media WHERE url_key NOT IN (SELECT url_key FROM shown);
INSERT OR IGNORE INTO kept SELECT id FROM captures WHERE url_key IN (SELECT url_key FROM addresses)
    OR url_key IN (SELECT url_key FROM shown) OR status BETWEEN 300 AND 399;
INSERT OR IGNORE INTO kept SELECT id FROM captures WHERE page_kind IS NULL AND status BETWEEN 200 AND 299
    AND media_type NOT IN ('text/html', 'application/xhtml+xml', 'text/plain')
    AND media_type NOT LIKE '%xml' AND media_type NOT LIKE '%json'
    AND url_key NOT IN (SELECT url_key FROM shown_elsewhere);
"""
"""All captures of the posts' own pages and of what stands in their bodies; and every style, script, font and picture
that stands in no other post's: which of them a page needs, only a browser could tell."""


def cut(folder: ArchiveFolder, room: Path, *, where: str | None = None, since: str | None = None) -> ArchiveFolder:
    """Make an archive in the empty folder `room` of what belongs to the posts chosen; the caller holds the lock.

    Raises `UsageError` where no post is chosen, `ArchiveError` where the archive has no dataset or is damaged.
    """
    part = ArchiveFolder(room)
    with opened(folder.dataset_path):
        shutil.copyfile(folder.dataset_path, part.dataset_path)
    with closing(sqlite3.connect(part.dataset_path, isolation_level=None)) as db:
        if not select_posts(db, since=since, where=where):
            raise UsageError("no post is chosen by --posts and --since; widen them")
        _choose(db, folder)
        part.warcs.mkdir()
        _copy_records(db, folder, part)
        write_index(room)
        _cut_rows(db)
        write_pages(room, listed_pages(db))
        db.execute("VACUUM")
    return part


def _choose(db: sqlite3.Connection, folder: ArchiveFolder) -> None:
    """Fill `kept` with the captures that belong to the posts `selected`."""
    db.executescript(_KEPT)
    for table in TABLES:
        names = {column.name for column in table.columns}
        if {"capture_id", "post_id"} <= names or table.name == "posts":
            post = "id" if table.name == "posts" else "post_id"
            db.execute(
                f"INSERT OR IGNORE INTO kept SELECT capture_id FROM {table.name} "
                f"WHERE capture_id IS NOT NULL AND {post} IN (SELECT id FROM selected)"
            )
    db.execute(
        "INSERT OR IGNORE INTO kept SELECT comments_capture_id FROM posts "
        "WHERE comments_capture_id IS NOT NULL AND id IN (SELECT id FROM selected)"
    )
    seen: set[int] = set()
    while revisits := [
        row
        for row in db.execute(
            "SELECT id, warc_file, warc_offset, warc_length, refers_to FROM captures JOIN kept USING (id) "
            "WHERE record_type = 'revisit'"
        )
        if row[0] not in seen
    ]:
        for number, file, offset, length, refers_to in revisits:
            seen.add(number)
            named = _refers_to(folder, file, offset, length)
            db.execute(
                "INSERT OR IGNORE INTO kept SELECT id FROM captures WHERE id = ? OR record_id = ?", (refers_to, named)
            )


def _refers_to(folder: ArchiveFolder, file: str, offset: int, length: int) -> str:
    """The id of the record that a revisit names."""
    path = folder.warcs / file
    try:
        handle = os.open(path, os.O_RDONLY)
        try:
            return bare(read_record(handle, file, offset, length).headers.get("warc-refers-to"))
        finally:
            os.close(handle)
    except (OSError, Unreadable) as error:
        raise ArchiveError(
            path, f"the record at byte {offset} cannot be read ({error}); run `blogark verify`"
        ) from error


def _copy_records(db: sqlite3.Connection, folder: ArchiveFolder, part: ArchiveFolder) -> None:
    """Copy the members of the captures `kept`, and what was recorded with them; the rows learn where they are now."""
    db.execute("CREATE TEMP TABLE moved (record_id TEXT PRIMARY KEY, file TEXT, offset INTEGER)")
    kept = {row[0] for row in db.execute("SELECT record_id FROM captures JOIN kept USING (id)")}
    for path in warc_files(folder.warcs):
        if path.suffix == OPEN_SUFFIX:
            continue
        # What was imported keeps its name: it tells the import that it belongs to.
        name = path.name if is_imported(path) else f"subset-{path.name}"
        chosen = list(_chosen(path, kept))
        if not any(record.record_id in kept for record in chosen):
            continue
        with path.open("rb") as source, (part.warcs / name).open("wb") as target:
            for record in chosen:
                db.execute("INSERT OR IGNORE INTO moved VALUES (?, ?, ?)", (record.record_id, name, target.tell()))
                source.seek(record.offset)
                target.write(source.read(record.length))
    db.execute(
        "UPDATE captures SET warc_file = moved.file, warc_offset = moved.offset FROM moved "
        "WHERE moved.record_id = captures.record_id"
    )


def _chosen(path: Path, kept: set[str]) -> Iterator[StoredRecord]:
    for record in read_records(path):
        group = bare(record.headers.get("warc-concurrent-to"))
        of_crawl = record.record_type == "warcinfo" or record.headers.get("warc-target-uri", "").startswith(_CRAWL_END)
        if of_crawl or record.record_id in kept or group in kept:
            yield record


def _cut_rows(db: sqlite3.Connection) -> None:
    """Delete what does not belong to the posts `selected`, and all captures that are not `kept`."""
    watch(db)
    db.execute("BEGIN")
    for table in TABLES:
        names = {column.name for column in table.columns}
        if "post_id" in names:
            db.execute(f"DELETE FROM {table.name} WHERE post_id NOT IN (SELECT id FROM selected)")
    db.execute("DELETE FROM posts WHERE id NOT IN (SELECT id FROM selected)")
    db.execute("DELETE FROM terms WHERE id NOT IN (SELECT term_id FROM post_terms)")
    db.execute("DELETE FROM authors WHERE id NOT IN (SELECT author_id FROM posts WHERE author_id IS NOT NULL)")
    for table_name in ("known_posts", "problems"):
        db.execute(f"DELETE FROM {table_name} WHERE capture_id IS NULL OR capture_id NOT IN (SELECT id FROM kept)")
    db.execute("DELETE FROM known_posts WHERE url_key NOT IN (SELECT url_key FROM post_urls)")
    db.execute("DELETE FROM redacted_captures WHERE capture_id NOT IN (SELECT id FROM kept)")
    db.execute("DELETE FROM redacted_keys WHERE comment_id NOT IN (SELECT id FROM comments)")
    db.execute("DELETE FROM captures WHERE id NOT IN (SELECT id FROM kept)")
    for table_name in ("comment_labels", "reference_labels", "commenters", "stale"):
        db.execute(f"DELETE FROM {table_name}")
    db.execute("DELETE FROM state WHERE name LIKE 'labelled_%'")
    while is_waiting(db):
        if not label_some(db):
            count_commenters(db)
    db.execute("INSERT OR REPLACE INTO state (name, value) VALUES (?, 1)", (SELECTION,))
    index_changes(db)
    db.execute("COMMIT")
