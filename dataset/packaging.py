"""What makes the folder an unpacked WACZ, written from the dataset: the list of pages, and the data package."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from .. import __version__
from ..archive.folder import ArchiveFolder
from ..archive.indexes.pages import ListedPage, write_pages
from ..archive.wacz.datapackage import Description, write_datapackage
from .opened import opened

_REPLAYED = """(c.record_type = 'revisit' OR c.status BETWEEN 200 AND 299) AND NOT EXISTS
    (SELECT 1 FROM captures w WHERE w.id IN (c.id, c.refers_to) AND w.withheld IS NOT NULL)"""
_PAGES = f"""
    WITH shown AS (SELECT url, max(captured_at) AS moment FROM captures c WHERE {_REPLAYED} GROUP BY url)
    SELECT url, moment, title, NULL, 0 AS place FROM blogs JOIN shown USING (url)
    UNION ALL
    SELECT url, moment, title, body_text, id FROM posts JOIN shown USING (url)
        WHERE url NOT IN (SELECT url FROM blogs) AND redacted IS NULL {{among}}
    ORDER BY place
"""
"""The front page, then every post and page that was captured at its own address: what only a feed told of cannot be
opened in replay."""
SOFTWARE = f"blogark/{__version__}"


def write_package(folder: ArchiveFolder) -> None:
    """Bring ``pages/pages.jsonl``, ``datapackage.json`` and its digest up to date with the archive.

    Cheap for what has not changed: only new files are hashed. An archive without a dataset keeps the pages it has.
    """
    if not folder.dataset_path.is_file():
        write_datapackage(folder, Description(software=SOFTWARE))
        return
    with opened(folder.dataset_path) as db:
        write_pages(folder.path, listed_pages(db))
        write_datapackage(folder, description(db))


def listed_pages(db: sqlite3.Connection, *, selected: bool = False) -> Iterator[ListedPage]:
    """The pages of a dataset; of the posts in the table ``selected`` alone, if so asked."""
    among = "AND id IN (SELECT id FROM selected)" if selected else ""
    for url, ts, title, text, _ in db.execute(_PAGES.format(among=among)):
        yield ListedPage(url=url, ts=ts, title=title, text=text)


def description(db: sqlite3.Connection) -> Description:
    """What the dataset tells of the blog and its crawls."""
    url, title, subtitle = db.execute("SELECT url, title, description FROM blogs").fetchone() or (None, None, None)
    created, modified = db.execute(
        "SELECT (SELECT min(started_at) FROM crawls), (SELECT max(captured_at) FROM captures)"
    ).fetchone()
    front = db.execute(f"SELECT max(captured_at) FROM captures c WHERE url = ? AND {_REPLAYED}", (url,)).fetchone()[0]
    return Description(
        software=SOFTWARE,
        title=title or url,
        description=subtitle,
        created=created,
        modified=modified,
        main_page_url=url if front else None,
        main_page_date=front,
    )
