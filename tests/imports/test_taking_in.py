"""What is taken in stays as it was given, is found again, and belongs to a crawl of its own."""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from blogark.archive.errors import DiskFull, UsageError
from blogark.archive.folder import ArchiveFolder
from blogark.archive.importing.imports import take_in
from blogark.archive.journal.journal import Journal
from blogark.archive.warc.files import imported_name, is_imported
from blogark.archive.warc.scan import read_capture
from blogark.dataset.asking.status import status
from blogark.dataset.checking.verify import verify
from blogark.dataset.packaging import write_package
from blogark.dataset.reading.extract import extract
from blogark.dataset.tables.dump import dump
from blogark.tests.imports.makers import PAGES, POST, answer, members, page, record


def rows(folder: ArchiveFolder, query: str) -> list[tuple]:
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        return db.execute(query).fetchall()


def imported(folder: ArchiveFolder) -> list[Path]:
    return sorted(path for path in folder.warcs.iterdir() if is_imported(path))


TITLES = "SELECT title FROM posts ORDER BY id"


def test_a_file_with_a_member_a_record_is_kept_byte_for_byte(given, folder, taken):
    content = members(*PAGES)

    done = taken(given("old.warc.gz", content))

    assert [path.read_bytes() for path in imported(folder)] == [content]
    assert (done.captures, done.bytes, done.remarks, done.refused) == (3, len(content), [], [])
    assert rows(folder, TITLES) == [("boats",), ("wood",), ("tar",)]
    assert rows(folder, "SELECT DISTINCT source FROM captures") == [("import",)]
    assert verify(folder).errors == 0


@pytest.mark.parametrize(
    "pack",
    [
        pytest.param(b"".join, id="plain"),
        pytest.param(lambda records: gzip.compress(b"".join(records)), id="one stream"),
        pytest.param(
            lambda records: b"".join(
                gzip.compress(b"".join(records)[begin : begin + 100]) for begin in range(0, len(b"".join(records)), 100)
            ),
            id="blocks",
        ),
    ],
)
def test_records_that_cannot_be_jumped_to_are_wrapped_anew_and_otherwise_unchanged(given, folder, taken, pack):
    done = taken(given("old.warc", pack(PAGES)))

    (path,) = imported(folder)
    assert gzip.decompress(path.read_bytes()) == b"".join(PAGES)
    assert path.name.endswith("-old.warc.gz")
    assert "wrapped anew" in done.remarks[0]
    assert rows(folder, TITLES) == [("boats",), ("wood",), ("tar",)]
    assert verify(folder).errors == 0


def test_a_rebuild_gives_the_same_rows_with_the_same_ids(given, folder, taken):
    taken(given("a.warc.gz", members(*PAGES[:2])), given("b.warc", PAGES[2]))
    taken(given("c.warc.gz", members(page(9, "rope"))))
    before = list(dump(folder.dataset_path))

    extract(folder)

    assert list(dump(folder.dataset_path)) == before
    folder.journal_path.unlink()
    extract(folder)
    assert list(dump(folder.dataset_path)) == before


def test_each_import_is_a_crawl_that_says_what_it_was(given, folder, taken):
    taken(given("a.warc.gz", members(*PAGES[:2])))
    taken(given("b.warc.gz", members(PAGES[2])))

    crawls = rows(folder, "SELECT id, status, exit_code, new_captures, config FROM crawls ORDER BY id")
    assert [one[:4] for one in crawls] == [(1, "complete", 0, 2), (2, "complete", 0, 1)]
    assert [json.loads(one[4]) for one in crawls] == [{"source": "import", "url": "http://blog.example/"}] * 2


def test_the_same_file_is_taken_in_once_whatever_it_is_called(given, folder, taken):
    taken(given("a.warc.gz", members(*PAGES)))
    done = taken(given("a.warc.gz", members(*PAGES)), given("copy of a.warc.gz", members(*PAGES)))

    assert done.files == []
    assert len(done.known) == 2
    assert len(imported(folder)) == 1
    assert rows(folder, "SELECT count(*) FROM crawls") == [(1,)]


@pytest.mark.parametrize(
    ("name", "pack", "aside"),
    [("old.warc.gz", members, 0), ("old.warc", lambda *all_of_them: b"".join(all_of_them), 1)],
)
def test_a_file_that_lies_in_the_archive_by_hand_is_no_part_of_it_until_it_is_taken_in(
    given, folder, taken, name, pack, aside
):
    taken(given("first.warc.gz", members(PAGES[0])))
    before = list(dump(folder.dataset_path))
    by_hand = folder.warcs / name
    by_hand.write_bytes(pack(*PAGES[1:]))
    if name.endswith(".gz"):
        (sentence,) = status(folder).notes
        assert f"take it in with `blogark import {by_hand} --archive {folder.path}`" in sentence
        assert [sentence] == list(extract(folder).warnings)
        assert list(dump(folder.dataset_path)) == before

    done = taken(by_hand)
    write_package(folder)

    assert 2 == done.captures
    assert not by_hand.exists()
    assert aside == len(list(folder.path.glob(f"lost+found/{name}.*")))
    assert rows(folder, TITLES) == [("boats",), ("wood",), ("tar",)]
    assert ((), 0) == (status(folder).notes, verify(folder).errors)
    taken(given("last.warc.gz", members(page(9, "rope"))))
    before = list(dump(folder.dataset_path))
    extract(folder)
    assert list(dump(folder.dataset_path)) == before


def test_a_file_that_is_a_part_of_the_archive_is_not_taken_in_again(given, folder, taken):
    taken(given("a.warc.gz", members(*PAGES)))

    for path in sorted(folder.warcs.iterdir()):
        done = taken(path)
        assert ([], [str(path)]) == (done.files, done.known)
        assert path.exists()


def test_a_copy_of_what_was_taken_in_is_put_aside(given, folder, taken):
    taken(given("a.warc.gz", members(*PAGES)))
    by_hand = folder.warcs / "a.warc.gz"
    by_hand.write_bytes(members(*PAGES))

    done = taken(by_hand)

    assert ([], [str(by_hand)]) == (done.files, done.known)
    assert not by_hand.exists()
    assert 1 == len(list(folder.path.glob("lost+found/a.warc.gz.*")))


def test_a_name_cannot_leave_the_folder_or_hide_that_it_is_imported():
    for name in (
        "../../x.warc.gz",
        "a/b\\c.warc",
        "…",
        "",
        "x\n.warc",
        "blog-20261123101530123-00001.warc.gz",
        "a" * 999,
    ):
        found = imported_name("20261123101530123", 7, "0123456789abcdef" * 4, name)
        assert is_imported(Path(found)), found
        assert found == Path(found).name
        assert len(found) < 200


def test_a_file_of_ours_that_somebody_imports_brings_its_captures_and_not_its_crawls(given, folder, taken):
    ours = record("warcinfo", None, b"blogark-crawl: 7\r\nsoftware: x\r\n", content_type="application/warc-fields")
    end = record(
        "metadata",
        "urn:blogark:crawl:7",
        b"crawlStatus: failed\r\nexitCode: 5\r\n",
        content_type="application/warc-fields",
    )
    taken(given("blog-20261123101530123-00001.warc.gz", members(ours, *PAGES, end)))

    assert rows(folder, "SELECT id, status FROM crawls") == [(1, "complete")]
    assert rows(folder, "SELECT count(*) FROM captures WHERE crawl_id = 1") == [(3,)]


def test_pages_of_other_sites_are_listed_and_not_read(given, folder, taken):
    frame = record(url="https://video.example/embed", block=answer(POST.format("frame")), number=8)
    www = record(url="http://www.blog.example:80/wood2.html", block=answer(POST.format("www")), number=9)
    taken(given("a.warc.gz", members(*PAGES, frame, www)))

    assert rows(folder, "SELECT count(*) FROM captures") == [(5,)]
    assert rows(folder, TITLES) == [("boats",), ("wood",), ("tar",), ("www",)]


def test_sessions_are_no_addresses_and_searches_no_pages(given, folder, taken):
    """As wget has a blog that passes a session on in its links, and a search on."""
    ids = ("81081f5f120be58db50cb3e0f563b2a1", "6da2b7293fd67e03e826e78fc4e9e8aa")
    links = "".join(f"<h2><a href='/{word}.html?sid=%s'>{word}</a></h2>" for word in ("boats", "wood"))
    found = "<title>Search</title><h1>Results for tar</h1>" + "<p>Of tar and of all that it is good for.</p>" * 20
    told = []
    for one in ids:
        told.append(
            record(url=f"http://blog.example/?sid={one}", block=answer(links.replace("%s", one)), number=len(told))
        )
        for word in ("boats", "wood"):
            block = answer(POST.format(word))
            told.append(record(url=f"http://blog.example/{word}.html?sid={one}", block=block, number=len(told)))
        told.append(record(url=f"http://blog.example/search/?q=tar&sid={one}", block=answer(found), number=len(told)))

    taken(given("wget.warc.gz", members(*told)), url="http://blog.example/")

    addresses = [("http://blog.example/boats.html",), ("http://blog.example/wood.html",)]
    assert rows(folder, "SELECT url FROM posts WHERE url <> 'http://blog.example/' ORDER BY id") == addresses
    assert rows(folder, "SELECT count(*) FROM coverage WHERE state <> 'archived'") == [(0,)]
    assert rows(folder, "SELECT DISTINCT page_kind FROM captures WHERE url LIKE '%search%'") == [("listing",)]


def test_the_blog_is_that_of_the_first_page_unless_told(given, taken):
    robots = record(url="http://blog.example/robots.txt", block=answer("User-agent: *", media_type="text/plain"))
    done = taken(given("a.warc.gz", members(robots, *PAGES)))
    assert done.url == "http://blog.example/"


def test_a_file_without_a_page_needs_the_address_of_the_blog(given, folder, taken):
    picture = record(url="http://blog.example/a.png", block=answer(b"\x89PNG", media_type="image/png"))
    path = given("a.warc.gz", members(picture))

    with pytest.raises(UsageError, match="--url URL"):
        taken(path)
    assert imported(folder) == []
    taken(path, url="http://blog.example/")
    assert rows(folder, "SELECT url, media_type FROM captures") == [("http://blog.example/a.png", "image/png")]


def test_a_path_that_is_not_there_ends_it_before_anything_is_done(given, folder, tmp_path):
    for path, words in ((tmp_path / "nix.warc.gz", "no such file"), (tmp_path, "is a folder")):
        with pytest.raises(UsageError, match=words):
            take_in(folder, (given("a.warc.gz", members(*PAGES)), path))
    assert list(folder.warcs.iterdir()) == []


def test_no_file_is_begun_that_does_not_fit(given, folder):
    with pytest.raises(DiskFull, match="do not fit"):
        take_in(folder, (given("a.warc.gz", members(*PAGES)),), min_free_disk=2**60)
    assert list(folder.warcs.iterdir()) == []


def test_what_was_not_committed_when_a_run_was_killed_is_taken_in_by_the_next(given, folder, taken):
    """The states between two steps of `Recorder.adopt`, made by hand."""
    first, second = given("a.warc.gz", members(*PAGES)), given("b.warc.gz", members(page(9, "rope")))
    taken(first)
    (folder.warcs / "import.part").write_bytes(b"half")
    with closing(Journal(folder.journal_path)) as journal:
        journal.begin_crawl(started_at="2026-11-23T10:15:30.000000Z", software="x", config="{}")
        journal.warc_begun("import-20991123101530123-00001-0123456789abcdef-b.warc.gz", 2)
        journal.commit()
    (folder.warcs / "import-20991123101530123-00001-0123456789abcdef-b.warc.gz.open").write_bytes(
        members(PAGES[0])[:50]
    )

    done = taken(first, second)

    assert len(done.files) == 1
    assert rows(folder, TITLES) == [("boats",), ("wood",), ("tar",), ("rope",)]
    assert [path.name for path in folder.warcs.iterdir() if not path.name.endswith(".warc.gz")] == []
    before = list(dump(folder.dataset_path))
    extract(folder)
    assert list(dump(folder.dataset_path)) == before


def test_the_digests_of_others_stand_for_nothing_of_ours(given, folder, taken):
    lie = "sha256:" + "0" * 64
    taken(given("a.warc.gz", members(page(1, "boats", WARC_Payload_Digest=lie))))
    with closing(Journal(folder.journal_path, read_only=True)) as journal:
        assert journal.first_with_digest(lie) is None
        assert journal.first_with_digest(lie, imported=True) is not None


def test_every_capture_is_read_back_at_its_offset(given, folder, taken):
    taken(given("a.warc", b"".join(PAGES)))
    with closing(Journal(folder.journal_path, read_only=True)) as journal:
        bodies = [read_capture(folder.warcs, one).body.decode() for one in journal.captures() if one.status == 200]
    assert bodies == [POST.format(word) for word in ("boats", "wood", "tar")]
