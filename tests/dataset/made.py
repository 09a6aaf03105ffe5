"""Records made by hand: captures, posts and pages as the other stages would hand them over."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from blogark.archive.capture import Capture, CrawlInfo
from blogark.dataset.writing.store import Store
from blogark.parsers.model import Comment, Page, Post

BLOG = "http://blog.example/"
CONFIG = '{"url": "http://blog.example/"}'


def info(crawl_id: int = 1, **more) -> CrawlInfo:
    told = {"started_at": f"2026-11-2{crawl_id}T10:00:00Z", "software": "blogark/test", "config": CONFIG} | more
    return CrawlInfo(id=crawl_id, **told)


def capture(number: int, path: str = "/a", **more) -> Capture:
    told = {
        "crawl_id": 1,
        "url": path if ":" in path else f"http://blog.example{path}",
        "captured_at": f"2026-11-21T10:00:{number % 60:02}Z",
        "record_type": "response",
        "record_id": f"urn:uuid:{number:032x}",
        "warc_file": "a.warc.gz",
        "warc_offset": number * 1000,
        "warc_length": 900,
        "status": 200,
        "media_type": "text/html",
    } | more
    return Capture(id=number, **told)


def post(path: str = "/a", **more) -> Post:
    told = {"url": f"http://blog.example{path}", "title": "A title", "body_text": "Some text."} | more
    return Post(**told)


def page(path: str = "/a", **more) -> Page:
    """The page of a post; `post` and all other fields may be given."""
    told = {"kind": "post", "platform": "squarespace5", "parser_version": "1", "post": post(path)} | more
    return Page(url=f"http://blog.example{path}", **told)


def feed(*entries: Post, path: str = "/feed", **more) -> Page:
    told = {"kind": "feed", "platform": "squarespace5", "parser_version": "1", "entries": entries} | more
    return Page(url=f"http://blog.example{path}", **told)


def comment(number: int, **more) -> Comment:
    told = {
        "position": number,
        "native_id": str(number),
        "author_name": f"Author {number}",
        "published": "2010-10-22",
        "published_raw": "October 22, 2010",
        "body_text": f"Comment {number}.",
    } | more
    return Comment(**told)


def saved(path: Path, *pages: tuple[Capture, Page | None], crawls: int = 1) -> Path:
    """A dataset of these captures, in which each crawl begins with its first capture."""
    with Store(path) as store:
        begun = 0
        for one, read in pages:
            while begun < max(one.crawl_id, 1):
                begun += 1
                store.begin_crawl(info(begun))
            store.save(one, read)
    return path


def rows(path: Path, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql, parameters).fetchall()


def values(path: Path, sql: str, *parameters: object) -> list[object]:
    return [row[0] for row in rows(path, sql, *parameters)]


def dicts(path: Path, sql: str, *parameters: object) -> Iterator[dict[str, object]]:
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        yield from (dict(row) for row in db.execute(sql, parameters))
