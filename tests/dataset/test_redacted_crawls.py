"""What is redacted comes again with the next crawl, and stays hidden; a run that was killed shows nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from blogark.archive.errors import ArchiveError
from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import write_index
from blogark.archive.warc.redactions import add_lines, read_redactions
from blogark.dataset.checking.verify import verify
from blogark.dataset.reading.extract import extract
from blogark.dataset.reading.following import follow
from blogark.dataset.redaction.redact import Target, redact
from blogark.dataset.redaction.withhold import withhold_records

HEAD = '<!DOCTYPE html><html><head><title>Boats</title><meta name="generator" content="WordPress 6.4">'
SECRET = "The harbour master has three wives and pays tax for none of them."
COMMENT = """<li class="comment" id="comment-{0}"><div class="comment-body" id="div-comment-{0}">
<div class="comment-author vcard"><cite class="fn">{1}</cite></div>
<div class="comment-meta"><a href="http://blog.example/boats/#comment-{0}"><time datetime="2010-10-22T10:0{0}:00+00:00">
October 22, 2010</time></a></div><p>{2}</p></div>{3}</li>"""


def page(*comments: str, side: str = "") -> str:
    return (
        f"{HEAD}</head><body class='single'><article class='post' id='post-7'><h1 class='entry-title'>Boats</h1>"
        "<div class='entry-content'><p>All about boats, and how they are built of wood.</p></div></article>"
        f"<ol class='commentlist'>{''.join(comments)}</ol><aside>{side}</aside></body></html>"
    )


ANSWER = COMMENT.format(2, "Ruth", "That is not so.", "")
THREAD = COMMENT.format(1, "Jane Doe", SECRET, f"<ol class='children'>{ANSWER}</ol>")
LATER = COMMENT.format(3, "Mike", "A third comment, of a later day.", "")


def rows(folder: ArchiveFolder, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        return db.execute(sql).fetchall()


def followed(folder: ArchiveFolder) -> None:
    with follow(folder, workers=1) as one:
        one.finish()


@pytest.fixture
def blog(crawl) -> ArchiveFolder:
    with crawl() as one:
        one.page("/boats/", page(THREAD))
        one.page("/about/", f"{HEAD}</head><body><p>Lately: {SECRET}</p></body></html>")
    write_index(one.folder.path)
    extract(one.folder)
    assert rows(one.folder, "SELECT id, author_name, parent_id FROM comments") == [
        (1, "Jane Doe", None),
        (2, "Ruth", 1),
    ]
    redact(one.folder, [Target(kind="comment", what="1")], reason="so", authority="me")
    return one.folder


THREADS = "SELECT id, author_name, body_text, parent_id, redacted FROM comments ORDER BY id"
HIDDEN = [(1, None, None, None, 1), (2, "Ruth", "That is not so.", 1, None)]


def test_an_answer_still_answers_it_and_all_that_shows_it_is_named(blog: ArchiveFolder):
    assert rows(blog, THREADS) == HIDDEN
    held = "SELECT url FROM captures JOIN redacted_captures ON capture_id = captures.id ORDER BY captures.id"
    assert rows(blog, held) == [("http://blog.example/boats/",), ("http://blog.example/about/",)]


@pytest.mark.parametrize("withheld", [False, True])
def test_the_next_crawl_hides_it_and_says_that_it_is_there_again(blog: ArchiveFolder, crawl, withheld):
    if withheld:
        withhold_records(blog)
    with crawl() as one:
        one.page("/boats/", page(THREAD, LATER))
    followed(blog)
    live = rows(blog, THREADS)
    write_index(blog.path)

    assert live == [*HIDDEN, (3, "Mike", "A third comment, of a later day.", None, None)]
    (told,) = (one.message for one in verify(blog).findings if one.code == "redacted")
    assert told == ("1 record holds" if withheld else "3 records hold") + " what is redacted"
    extract(blog)
    assert rows(blog, THREADS) == live


def test_the_same_bytes_are_not_stored_again_once_they_are_withheld(blog: ArchiveFolder, crawl):
    withhold_records(blog)
    with crawl() as one:
        one.page("/boats/", page(THREAD))
    followed(blog)

    again = "SELECT record_type, refers_to, withheld FROM captures WHERE url LIKE '%boats%' ORDER BY id"
    ((_, _, gone), *revisits) = rows(blog, again)
    assert gone is not None
    assert revisits == [("revisit", 1, None)]
    assert rows(blog, THREADS) == HIDDEN
    for path in blog.warcs.iterdir():
        assert SECRET.encode() not in path.read_bytes()


def test_a_run_killed_before_the_dataset_was_made_anew_is_finished_by_the_next_crawl(blog: ArchiveFolder, crawl):
    redactions = read_redactions(blog.path)
    add_lines(blog.path, redactions, [{"lift": 1, "made_at": "2026-11-24T00:00:00Z", "reason": "x", "authority": "y"}])
    assert rows(blog, THREADS) == HIDDEN
    assert "redactions" in {one.code for one in verify(blog).findings}
    with crawl():
        pass
    followed(blog)

    assert rows(blog, THREADS)[0] == (1, "Jane Doe", SECRET, None, None)
    assert not blog.path.joinpath("dataset.sqlite.old").exists()


def test_a_file_that_cannot_be_read_stops_every_rebuild(blog: ArchiveFolder):
    path = Path(blog.path, "redactions.jsonl")
    path.write_text(path.read_text().replace('"kind": "comment"', '"kind": "nothing"'))
    with pytest.raises(ArchiveError, match="it says what must not be shown"):
        extract(blog)
