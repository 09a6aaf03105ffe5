"""A dataset that does not say what the WARC files say is found."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import write_index
from blogark.dataset.checking.verify import verify
from blogark.dataset.reading.extract import extract

ENTRY = """<!DOCTYPE html><html><head><title>A post</title>
<meta property="og:type" content="article"><meta property="og:title" content="A post about {0}">
<meta property="article:published_time" content="2010-10-19T15:30:00Z"></head>
<body><article><h1>A post about {0}</h1><p>It says {0}, and it says it well.</p></article></body></html>"""


@pytest.fixture(scope="module")
def whole(crawl_at, tmp_path_factory):
    path = tmp_path_factory.mktemp("whole") / "blog"
    with crawl_at(path) as crawl:
        crawl.page("/robots.txt", "User-agent: *\nAllow: /", media_type="text/plain")
        crawl.record("/gone", b"", error="connection refused")
        for word in ("boats", "wood", "tar", "rope"):
            crawl.page(f"/{word}.html", ENTRY.format(word))
        crawl.page("/boats-again.html", ENTRY.format("boats"))
    write_index(path)
    extract(crawl.folder)
    return path


@pytest.fixture
def blog(whole, tmp_path) -> ArchiveFolder:
    """A copy to be damaged."""
    shutil.copytree(whole, tmp_path / "blog")
    return ArchiveFolder(tmp_path / "blog")


def codes(folder):
    """What is found of the dataset; that its file is not as datapackage.json lists it any more is found as well."""
    found = {(finding.severity, finding.code) for finding in verify(folder).findings}
    return sorted(one for one in found if one not in {("warning", "package-hash"), ("warning", "package-missing")})


def test_a_whole_archive_has_no_findings(blog):
    report = verify(blog)

    assert str(report) == "whole: 21 records in 1 WARC file, 6 captures"
    assert not report.is_damaged
    assert report.findings == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("DELETE FROM captures WHERE id = 4", "dataset-missing"),
        ("UPDATE captures SET warc_offset = warc_offset + 1 WHERE id = 4", "dataset-stray"),
        ("UPDATE captures SET record_id = 'urn:uuid:0' WHERE id = 4", "dataset-differs"),
        ("UPDATE captures SET payload_digest = NULL WHERE id = 4", "dataset-differs"),
        ("UPDATE captures SET url = 'http://elsewhere.example/' WHERE id = 4", "dataset-differs"),
        ("UPDATE captures SET id = 99 WHERE id = 4", "dataset-missing"),
        ("UPDATE posts SET title = 'Not what it said' WHERE id = 1", "dataset-text"),
        ("UPDATE posts SET body_text = NULL WHERE id = 1", "dataset-text"),
        ("UPDATE posts SET capture_id = 77 WHERE id = 1", "dataset-key"),
        ("DELETE FROM posts_fts_docsize WHERE id = 1", "dataset-index"),
        ("UPDATE state SET value = 20", "dataset-ahead"),
        ("DROP TABLE comments", "dataset-broken"),
    ],
)
def test_a_row_that_was_changed_by_hand_is_found(blog, change, code):
    with closing(sqlite3.connect(blog.dataset_path, isolation_level=None)) as db:
        db.execute(change)

    report = verify(blog)

    assert report.is_damaged
    assert code in {finding.code for finding in report.findings if finding.severity == "error"}
    assert "run `blogark extract`" in str(report)


def test_a_dataset_that_is_behind_is_a_warning(blog):
    with closing(sqlite3.connect(blog.dataset_path, isolation_level=None)) as db:
        db.execute("UPDATE state SET value = 6")

    assert codes(blog) == [("warning", "dataset-behind")]


def test_a_missing_dataset_is_a_warning(blog):
    blog.dataset_path.unlink()

    assert codes(blog) == [("warning", "dataset")]


@pytest.mark.parametrize("content", [b"", b"no database " * 1000, b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_dataset_does_not_end_in_a_traceback(blog, content):
    blog.dataset_path.write_bytes(content)

    assert codes(blog) in ([("error", "dataset-broken")], [("warning", "dataset-version")])


def test_a_page_overwritten_inside_the_dataset_is_found(blog):
    data = bytearray(blog.dataset_path.read_bytes())
    for place in range(20):
        data[8192 * (place + 1) : 8192 * (place + 1) + 100] = bytes(100)
    blog.dataset_path.write_bytes(data)

    assert ("error", "dataset-broken") in codes(blog)


def test_without_a_journal_the_dataset_is_held_against_the_files(blog):
    blog.journal_path.unlink()
    assert codes(blog) == [("warning", "journal")]
    with closing(sqlite3.connect(blog.dataset_path, isolation_level=None)) as db:
        db.execute("DELETE FROM captures WHERE id = 4")
    assert ("error", "dataset-missing") in codes(blog)


def test_extract_makes_whole_what_verify_found(blog):
    with closing(sqlite3.connect(blog.dataset_path, isolation_level=None)) as db:
        db.execute("UPDATE posts SET title = 'Not what it said' WHERE id = 1")
    assert verify(blog).is_damaged

    extract(blog)

    assert codes(blog) == []


def test_the_report_counts_what_it_does_not_show(blog):
    with closing(sqlite3.connect(blog.journal_path, isolation_level=None)) as db:
        db.execute("UPDATE captures SET url = url || '?'")
    report = verify(blog)

    assert report.errors == 8
    assert str(report).splitlines()[-1] == "damaged: 8 errors in 21 records in 1 WARC file, 6 captures"
    assert report.as_dict()["damaged"] is True
