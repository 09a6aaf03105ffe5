"""Records that hold what is redacted leave the archive; all else stays, byte for byte and row for row."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from blogark.archive.errors import ArchiveError, UsageError
from blogark.archive.folder import ArchiveFolder
from blogark.archive.journal.journal import Journal
from blogark.archive.warc.stored import StoredRecord, read_records
from blogark.dataset.checking.verify import verify
from blogark.dataset.reading.extract import extract
from blogark.dataset.redaction.redact import lift
from blogark.dataset.redaction.withhold import withhold_records
from blogark.tests.redact.conftest import changes, hide, places, rows

WHERE_RECORDS_ARE = {"captures", "crawls"}
"""Tables that tell where records lie, and how long they are."""
OUTSIDE = frozenset({"withheld"})


def records(folder: Path) -> dict[str, bytes]:
    """The gzip members of all records, by their ids."""
    found = {}
    for path in sorted(folder.glob("*.warc.gz")):
        data = path.read_bytes()
        for one in read_records(path):
            found[one.record_id] = data[one.offset : one.offset + one.length]
    return found


def record(folder: ArchiveFolder, capture_id: int) -> StoredRecord:
    ((file, offset),) = rows(
        folder.dataset_path, f"SELECT warc_file, warc_offset FROM captures WHERE id = {capture_id}"
    )
    return next(one for one in read_records(folder.warcs / file) if one.offset == offset)


TEXTS = {
    ("comment", "12"): ["A futtock is no more", "than a wheel"],
    ("author", "P. Hocking"): ["P. Hocking", "It was three cups of tea."],
    ("post", "13"): [],
}


@pytest.mark.parametrize(("kind", "what"), TEXTS)
def test_what_is_redacted_is_nowhere_but_in_the_file_that_was_withheld(blog: ArchiveFolder, kind, what):
    texts = list(TEXTS[kind, what])
    if kind == "post":
        ((title, body),) = rows(blog.dataset_path, "SELECT title, body_text FROM posts WHERE id = 13")
        texts += [title, *(line for line in body.splitlines() if len(line) > 40)]
        texts += [line for (line,) in rows(blog.dataset_path, "SELECT body_text FROM comments WHERE post_id = 13")]
    found = [text for text in texts if places(blog.path, text)]
    assert len(found) > 1

    hide(blog, kind, what)
    done = withhold_records(blog)

    assert done.withheld is not None
    assert done.leftovers == ()
    for text in found:
        assert places(blog.path, text, but=OUTSIDE) == set(), text
    assert any("withheld" in name for text in found for name in places(blog.path, text))


def test_all_other_records_and_rows_stay_as_they_were(blog: ArchiveFolder):
    hide(blog, "author", "Inge Dahl")
    before = records(blog.warcs)
    dataset = Path(shutil.copy(blog.dataset_path, blog.path.with_name("before")))

    done = withhold_records(blog)

    after = records(blog.warcs)
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    assert len(gone) == len(new) == done.withheld.records
    assert all(after[number] == member for number, member in before.items() if number not in gone)
    kept = records(blog.path / "withheld")
    assert {number: before[number] for number in gone} == {number: kept[number] for number in gone}
    assert changes(dataset, blog.dataset_path).keys() == WHERE_RECORDS_ARE


def test_a_rebuild_tells_the_same_without_the_records_and_without_the_journal(blog: ArchiveFolder):
    hide(blog, "post", 13)
    withhold_records(blog)
    before = Path(shutil.copy(blog.dataset_path, blog.path.with_name("before")))
    shutil.rmtree(blog.path / "withheld")
    with closing(Journal(blog.journal_path, read_only=True)) as journal:
        captures = list(journal.captures())
    blog.journal_path.unlink()

    extract(blog)

    assert changes(before, blog.dataset_path) == {}
    wanted = rows(blog.dataset_path, "SELECT id, record_id, warc_offset, withheld FROM captures")
    known = {one.id: (one.id, one.record_id, one.warc_offset, one.withheld) for one in captures}
    assert wanted == [known[row[0]] for row in wanted]


def test_verify_knows_that_records_were_withheld(hidden: ArchiveFolder):
    found = {one.code: one.message for one in verify(hidden).findings}
    assert found == {"redacted": "1 record holds what is redacted"}

    withhold_records(hidden)

    report = verify(hidden, deep=True)
    assert not report.is_damaged
    assert {one.code: one.message for one in report.findings} == {"withheld": "1 record was withheld"}


def test_the_record_in_its_place_says_why_and_the_manifest_what(hidden: ArchiveFolder):
    ((capture_id, url),) = rows(
        hidden.dataset_path,
        "SELECT captures.id, captures.url FROM comments JOIN captures ON captures.id = capture_id "
        "WHERE comments.id = 12",
    )
    was = record(hidden, capture_id)
    done = withhold_records(hidden).withheld

    now = record(hidden, capture_id)
    told = json.loads(now.block.splitlines()[0])
    assert (now.record_type, now.headers["warc-target-uri"]) == ("metadata", url)
    assert now.headers["warc-refers-to"] == f"<{was.record_id}>"
    assert now.headers["warc-date"] == was.headers["warc-date"]
    assert told["redactions"][0]["reason"] == "its author asked for it"
    assert told["redactions"][0]["authority"] == "the archive's board"
    (entry,) = map(json.loads, done.manifest.read_text().splitlines())
    assert (entry["record_id"], entry["url"], entry["replaced_by"]) == (was.record_id, url, now.record_id)
    assert entry["block_digest"] == was.headers["warc-block-digest"]
    assert entry["file"] == done.file.name
    (kept,) = (one for one in read_records(done.file) if one.record_id == was.record_id)
    assert (kept.offset, kept.length) == (entry["offset"], entry["length"])


def test_withholding_twice_is_withholding_once(withheld: ArchiveFolder):
    before = {path: path.read_bytes() for path in withheld.warcs.iterdir()}

    assert withhold_records(withheld).withheld is None
    assert {path: path.read_bytes() for path in withheld.warcs.iterdir()} == before


def test_what_was_withheld_cannot_be_lifted(withheld: ArchiveFolder):
    with pytest.raises(UsageError, match="records were withheld for redaction 1"):
        lift(withheld, 1, reason="a mistake", authority="me")


def test_a_file_that_a_killed_crawl_left_open_is_refused(hidden: ArchiveFolder):
    (path, *_) = hidden.warcs.glob("*.warc.gz")
    path.rename(f"{path}.open")
    with pytest.raises(ArchiveError, match="its last crawl was killed"):
        withhold_records(hidden)
