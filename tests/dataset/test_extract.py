"""A rebuild from the WARC files: what it needs, what it passes over, what it leaves alone."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from blogark.archive.errors import ArchiveError, Locked
from blogark.archive.folder import ArchiveFolder
from blogark.archive.journal.journal import Journal
from blogark.dataset.reading.extract import extract
from blogark.dataset.reading.following import Counts, follow

POST = """<!DOCTYPE html><html><head><title>{0}</title><meta property="og:type" content="article">
</head><body><article><h1>{0}</h1><p>All about {0}.</p></article></body></html>"""
WORDS = ("boats", "wood", "tar", "rope", "nails")


def record(crawl) -> None:
    for word in WORDS:
        crawl.page(f"/{word}.html", POST.format(word))


def rows(folder: ArchiveFolder, query: str) -> list[tuple]:
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        return db.execute(query).fetchall()


@pytest.fixture
def blog(crawl) -> ArchiveFolder:
    with crawl() as one:
        record(one)
    return one.folder


def test_it_needs_nothing_but_the_warc_files(blog, dump):
    extract(blog)
    with_journal = dump(blog.dataset_path)
    blog.journal_path.unlink()
    blog.dataset_path.unlink()

    summary = extract(blog)

    assert dump(blog.dataset_path) == with_journal
    assert summary.counts == Counts(posts=5, comments=0, captures=5)
    assert summary.damages == ()


def test_progress_comes_with_bytes_and_counts(blog, monkeypatch):
    monkeypatch.setattr("blogark.dataset.reading.extract.PROGRESS_SECONDS", 0)
    seen = []
    extract(blog, on_progress=seen.append)

    size = sum(path.stat().st_size for path in blog.warcs.iterdir())
    assert [one.bytes_total for one in seen] == [size] * 6
    assert [one.bytes_read for one in seen] == sorted({one.bytes_read for one in seen})
    assert seen[-1].bytes_read < size


def test_a_damaged_record_is_named_and_the_rest_is_extracted(blog):
    (path,) = blog.warcs.iterdir()
    with closing(Journal(blog.journal_path, read_only=True)) as journal:
        tar = journal.capture(3)
    data = bytearray(path.read_bytes())
    data[tar.warc_offset + 60] ^= 0xFF
    path.write_bytes(data)

    summary = extract(blog)

    assert [(one.file, one.offset) for one in summary.damages] == [(path.name, tar.warc_offset)]
    (warning,) = summary.warnings
    assert warning.startswith(f"archive/{path.name} at byte {tar.warc_offset}: ")
    assert "restore the file from a copy" in warning
    assert rows(blog, "SELECT title FROM posts ORDER BY id") == [(word,) for word in WORDS if word != "tar"]
    assert rows(blog, "SELECT stage, message FROM problems") == [("archive", str(summary.damages[0]))]


def test_a_crawl_after_a_rebuild_around_damage_has_every_capture_once(blog, crawl):
    (path,) = blog.warcs.iterdir()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    extract(blog)

    with crawl() as one, follow(one.folder, workers=1) as following:
        one.page("/new.html", POST.format("new"))
        one.end()
        following.finish()

    ids = [row[0] for row in rows(blog, "SELECT record_id FROM captures")]
    assert len(ids) == len(set(ids))
    assert rows(blog, "SELECT count(*) FROM posts WHERE title = 'new'") == [(1,)]


def test_what_a_killed_run_had_not_committed_is_not_extracted(crawl):
    with crawl(killed=True) as one:
        record(one)
        (path,) = one.folder.warcs.iterdir()
        committed = path.stat().st_size
        one.page("/late.html", POST.format("late"))
        one.journal.write().execute("UPDATE warcs SET committed = ?", (committed,))
        one.journal.write().execute("DELETE FROM captures WHERE id = 6")
        one.journal.commit()
        with path.open("ab") as file:
            file.write(b"\x1f\x8b\x08 torn")

    summary = extract(one.folder)

    assert rows(one.folder, "SELECT title FROM posts ORDER BY id") == [(word,) for word in WORDS]
    assert summary.damages == ()


def test_without_warc_files_there_is_a_sentence(tmp_path):
    with pytest.raises(ArchiveError, match="there is no WARC file in archive/; run `blogark crawl` first"):
        extract(ArchiveFolder.create(tmp_path / "blog"))


def test_while_a_crawl_runs_the_dataset_is_left_alone(blog):
    extract(blog)
    before = blog.dataset_path.stat()
    with blog.lock(), pytest.raises(Locked):
        extract(blog)

    assert blog.dataset_path.stat() == before


def test_the_old_dataset_stays_when_the_rebuild_fails(blog, hostile):
    extract(blog)
    before = blog.dataset_path.read_bytes()

    with pytest.raises(Exception, match="do not start"):
        extract(blog, reader="no_such_module:read")

    assert blog.dataset_path.read_bytes() == before
    assert sorted(path.name for path in blog.path.glob("dataset*")) == ["dataset.sqlite"]


def test_what_a_killed_rebuild_left_is_cleared_away(blog):
    (blog.path / "dataset.sqlite.new").write_bytes(b"half")
    (blog.path / "dataset.sqlite.new-wal").write_bytes(b"half")

    extract(blog)

    assert sorted(path.name for path in blog.path.glob("dataset*")) == ["dataset.sqlite"]


def test_the_log_of_a_killed_writer_is_not_played_into_the_new_dataset(blog, dump):
    extract(blog)
    whole = dump(blog.dataset_path)
    # A writer that is killed leaves its -wal; a copy of both while it writes is the same.
    with closing(sqlite3.connect(blog.dataset_path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("UPDATE posts SET title = 'from the log'")
        killed = {name: (blog.path / name).read_bytes() for name in ("dataset.sqlite", "dataset.sqlite-wal")}
    for name, content in killed.items():
        (blog.path / name).write_bytes(content)

    extract(blog)

    assert dump(blog.dataset_path) == whole
    assert sorted(path.name for path in blog.path.glob("dataset*")) == ["dataset.sqlite"]


def test_a_revisit_is_read_from_the_bytes_that_it_repeats(crawl):
    with crawl() as one:
        one.page("/one.html", POST.format("boats"))
        one.page("/two.html", POST.format("boats"))
    extract(one.folder)

    assert rows(one.folder, "SELECT record_type, refers_to, page_kind FROM captures ORDER BY id") == [
        ("response", None, "post"),
        ("revisit", 1, "post"),
    ]


def test_a_script_without_a_main_guard_may_call_it(blog, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from blogark.archive.folder import ArchiveFolder\n"
        "from blogark.dataset.reading.extract import extract\n"
        f"print(extract(ArchiveFolder(Path({str(blog.path)!r}))).counts.posts)\n"
    )
    ended = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)

    assert ended.stdout == "5\n"
