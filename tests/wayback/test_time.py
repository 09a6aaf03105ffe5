"""What was captured when decides what is believed, whenever it came into the archive."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import permutations

import pytest

from blogark.archive.exchange import Exchange
from blogark.archive.journal.journal import Journal
from blogark.archive.recording.recorder import Recorder
from blogark.archive.recording.recovery import recover
from blogark.dataset.reading.extract import extract
from blogark.dataset.reading.following import follow
from blogark.dataset.tables.dump import dump

PAGE = """<!DOCTYPE html><html><head><title>{title} - A blog</title><meta property="og:type" content="article">
<meta property="og:site_name" content="{blog}"></head>
<body><article><h1>{title}</h1><p>{text} is what we did to the boat this week, and it took us all day long.</p>
<p>The other day of the week it rained, as it does.</p></article></body></html>"""


def page(text: str, *, title: str = "Boats", blog: str = "A blog") -> str:
    return PAGE.format(title=title, text=text, blog=blog)


def word(column: str) -> str:
    """SQL for the first word of a text, behind the title where that is part of it."""
    return f"replace(substr({column}, 1, instr({column}, ' is what') - 1), title || char(10) || char(10), '')"


WORD = word("body_text")


def rows(folder, query: str) -> list[tuple]:
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        return db.execute(query).fetchall()


@pytest.fixture
def live(folder) -> Callable[[str], None]:
    """A crawl of the blog as it is today, of one post."""

    def crawl(text: str) -> None:
        body = text.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        exchange = Exchange(
            url="http://blog.example/a.html", started_at=datetime.now(UTC), request=b"GET", response=head + body
        )
        told = {"prefix": "blog", "software": "x", "config": '{"url": "http://blog.example/"}', "warcinfo": {}}
        with folder.lock(), closing(Journal(folder.journal_path)) as journal:
            recover(folder, journal)
            with Recorder(folder, journal, **told) as recorder:
                recorder.record(exchange)
                recorder.close(status="complete", exit_code=0)
            with follow(folder, workers=1) as extraction:
                extraction.finish()
            journal.settle()

    return crawl


REVISIONS = f"SELECT {word('previous_body_text')}, {WORD}, substr(seen_at, 1, 4) FROM post_revisions ORDER BY seen_at"


def test_an_older_capture_that_comes_later_does_not_replace_what_is_newer(archive, folder, live, crawled):
    live(page("new", title="New", blog="New name"))
    archive.keep("/a.html", "20090101000000", page("old", title="Old", blog="Old name"))
    crawled()

    assert rows(folder, f"SELECT title, {WORD} FROM posts") == [("New", "new")]
    assert rows(folder, "SELECT title FROM blogs") == [("New name",)]
    before = list(dump(folder.dataset_path))
    extract(folder)
    assert list(dump(folder.dataset_path)) == before


def test_what_is_live_replaces_what_an_archive_had(archive, folder, live, crawled):
    archive.keep("/a.html", "20090101000000", page("old"))
    crawled()
    live(page("new"))
    year = str(datetime.now(UTC).year)
    assert rows(folder, f"SELECT {WORD} FROM posts") == [("new",)]
    assert rows(folder, REVISIONS) == [("old", "new", year)]


def test_several_captures_of_a_post_are_its_revisions(archive, folder, crawled):
    for year, text in ((2009, "one"), (2010, "two"), (2011, "two"), (2012, "three")):
        archive.keep("/a.html", f"{year}0101000000", page(text) + f"<!-- {year} -->")
    crawled(mementos="all")
    assert rows(folder, f"SELECT {WORD} FROM posts") == [("three",)]
    assert rows(folder, REVISIONS) == [("one", "two", "2010"), ("two", "three", "2012")]


@pytest.mark.parametrize("order", list(permutations((2009, 2011, 2013))), ids=str)
def test_the_revisions_are_the_same_whatever_comes_first(order, archive, folder, crawled):
    texts = {2009: "one", 2011: "two", 2013: "three"}
    for year in order:
        archive.keep("/a.html", f"{year}0101000000", page(texts[year]))
        crawled(mementos="all", begin=str(year), end=str(year))
    assert rows(folder, f"SELECT {WORD} FROM posts") == [("three",)]
    assert rows(folder, REVISIONS) == [("one", "two", "2011"), ("two", "three", "2013")]
    before = list(dump(folder.dataset_path))
    extract(folder)
    assert list(dump(folder.dataset_path)) == before


def test_a_version_that_was_there_earlier_than_thought_moves_its_revision(archive, folder, crawled):
    for year, text in ((2009, "one"), (2013, "two"), (2011, "two")):
        archive.keep("/a.html", f"{year}0101000000", page(text) + f"<!-- {year} -->")
        crawled(mementos="all", begin=str(year), end=str(year))
    assert rows(folder, REVISIONS) == [("one", "two", "2011")]
