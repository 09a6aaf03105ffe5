"""What can be mended is mended, no good record is touched, and nothing is thrown away."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from blogark.archive.errors import Locked
from blogark.archive.folder import ArchiveFolder
from blogark.archive.warc.files import warc_files
from blogark.archive.warc.stored import read_records
from blogark.dataset.checking.repair import repair_archive
from blogark.dataset.checking.verify import Verification, verify
from blogark.dataset.reading.extract import extract
from blogark.dataset.tables.dump import dump
from blogark.demo.server import serving
from blogark.demo.site import Site
from blogark.demo.synthetic import make_blog
from blogark.tests.dataset.crawled import crawled


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(make_blog(posts=6, comments=2)) as one:
        yield one


@pytest.fixture(scope="module")
def whole(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blog, crawled twice: two WARC files."""
    path = tmp_path_factory.mktemp("repair") / "blog"
    crawled(site.base, path)
    return crawled(site.base, path).path


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> ArchiveFolder:
    return ArchiveFolder(Path(shutil.copytree(whole, tmp_path / "blog")))


def repaired(folder: ArchiveFolder) -> tuple[list[str], Verification]:
    done = repair_archive(folder, verify(folder)).done
    return done, verify(folder)


def contents(folder: ArchiveFolder) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder.path)): path.read_bytes()
        for path in sorted(folder.path.rglob("*"))
        if path.is_file() and path.name not in (".lock", ".hashes.json")
    }


def first(folder: ArchiveFolder) -> Path:
    return warc_files(folder.warcs)[0]


def test_an_archive_that_is_whole_stays_as_it_is(folder: ArchiveFolder) -> None:
    before = contents(folder)
    done, report = repaired(folder)
    after = contents(folder)
    assert [] == done
    assert 0 == report.errors + report.warnings
    before.pop("journal.sqlite"), after.pop("journal.sqlite")
    assert before == after


@pytest.mark.parametrize("missing", [1, 10, 700, 3000])
def test_a_torn_tail_is_cut_and_kept_aside(folder: ArchiveFolder, missing: int) -> None:
    path = first(folder)
    torn = path.read_bytes()[:-missing]
    path.write_bytes(torn)

    done, report = repaired(folder)

    assert 0 == report.errors, str(report)
    aside = list((folder.path / "lost+found").glob(f"{path.name}.at-*"))
    cut = b"".join(one.read_bytes() for one in aside)
    assert torn == path.read_bytes() + cut
    if cut:
        assert [f"{path.name}.at-{len(torn) - len(cut)}"] == [one.name for one in aside]
        assert any(f"cut off at byte {len(torn) - len(cut):,}" in sentence for sentence in done)


def test_what_was_lost_is_fetched_again_by_the_next_crawl(folder: ArchiveFolder, site: Site) -> None:
    path = first(folder)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    _, report = repaired(folder)
    # Revisits of what is gone stay errors: their payload is.
    assert {"revisit-target"} >= {one.code for one in report.findings if one.severity == "error"}

    crawled(site.base, folder.path)

    with closing(sqlite3.connect(folder.dataset_path)) as db:
        assert 6 == db.execute("SELECT count(*) FROM posts WHERE kind = 'post'").fetchone()[0]
    before = list(dump(folder.dataset_path))
    extract(folder)
    assert before == list(dump(folder.dataset_path))


def test_a_damaged_middle_stays_and_the_good_records_around_it(folder: ArchiveFolder) -> None:
    path = first(folder)
    records = list(read_records(path))
    data = bytearray(path.read_bytes())
    data[records[7].offset + 30] ^= 0xFF
    path.write_bytes(data)

    done, report = repaired(folder)

    assert bytes(data) == path.read_bytes()
    broken = next(one for one in report.findings if one.code == "broken-record")
    assert records[7].offset == broken.offset
    assert f"byte {records[8].offset}" in broken.message
    assert not {one.code for one in report.findings} & {"journal-stray", "cdxj-stray", "pages-stray", "dataset-stray"}
    assert any("kept as lost+found/datapackage.json" in sentence for sentence in done)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("rubbish behind the last record", lambda folder: first(folder).open("ab").write(b"rubbish")),
        ("no index", lambda folder: (folder.indexes / "index.cdxj").unlink()),
        ("an index of another archive", lambda folder: (folder.indexes / "index.cdxj").write_bytes(b"a 2 {}")),
        ("no pages", lambda folder: shutil.rmtree(folder.path / "pages")),
        ("no list of files", lambda folder: (folder.path / "datapackage.json").unlink()),
        ("a list that was changed", lambda folder: (folder.path / "datapackage.json").write_text("{}")),
        ("no digest", lambda folder: (folder.path / "datapackage-digest.json").unlink()),
        ("no dataset", lambda folder: folder.dataset_path.unlink()),
        ("a dataset that is none", lambda folder: folder.dataset_path.write_bytes(b"x" * 5000)),
        ("no journal", lambda folder: folder.journal_path.unlink()),
        ("a journal that is none", lambda folder: folder.journal_path.write_bytes(b"x" * 5000)),
        ("half a journal", lambda folder: folder.journal_path.write_bytes(folder.journal_path.read_bytes()[:9000])),
        ("a journal without captures", lambda folder: sql(folder.journal_path, "DELETE FROM captures WHERE id > 3")),
        ("an empty file", lambda folder: (folder.warcs / "x.warc.gz").write_bytes(b"")),
        ("a text file", lambda folder: (folder.warcs / "x.warc.gz").write_bytes(b"Dear diary")),
    ],
)
def test_what_the_records_tell_is_made_anew(
    folder: ArchiveFolder, name: str, damage: Callable[[ArchiveFolder], object]
) -> None:
    rows = list(dump(folder.dataset_path))
    records = {path.name: path.read_bytes() for path in folder.warcs.iterdir()}
    damage(folder)
    assert verify(folder).errors + verify(folder).warnings

    _, report = repaired(folder)

    assert (0, 0) == (report.errors, report.warnings), str(report)
    assert records == {path.name: path.read_bytes() for path in folder.warcs.iterdir()}
    assert rows == list(dump(folder.dataset_path))


def sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(statement)


def test_what_a_killed_run_left_is_kept_aside(folder: ArchiveFolder) -> None:
    path = warc_files(folder.warcs)[-1]
    sql(folder.journal_path, f"UPDATE warcs SET finished = 0 WHERE name = '{path.name}'")
    committed = path.read_bytes()
    path.rename(f"{path}.open").open("ab").write(gzip.compress(b"WARC/1.1 begun"))

    _, report = repaired(folder)

    assert 0 == report.errors, str(report)
    assert committed == path.read_bytes()
    (aside,) = (folder.path / "lost+found").glob(f"{path.name}.open.at-*")
    assert b"WARC/1.1 begun" == gzip.decompress(aside.read_bytes())


def test_two_repairs_keep_both_tails(folder: ArchiveFolder) -> None:
    path = first(folder)
    for tail in (b"one", b"another"):
        path.open("ab").write(tail)
        repaired(folder)
    assert {b"one", b"another"} == {one.read_bytes() for one in (folder.path / "lost+found").glob("*.warc.gz.at-*")}


def test_while_a_crawl_runs_nothing_is_repaired(folder: ArchiveFolder) -> None:
    before = contents(folder)
    report = verify(folder)
    holding = "import sys, time; from pathlib import Path; from blogark.archive.folder import ArchiveFolder\n"
    holding += "with ArchiveFolder(Path(sys.argv[1])).lock(): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", holding, folder.path], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        run.stdout.readline()
        with pytest.raises(Locked, match=str(run.pid)):
            repair_archive(folder, report)
        run.kill()
    assert before == contents(folder)


def test_a_fresh_parse_of_a_good_archive_is_its_dataset(folder: ArchiveFolder) -> None:
    before = contents(folder)
    report = verify(folder, deep=True)
    assert (0, 0) == (report.errors, report.warnings), str(report)
    assert before == contents(folder)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE comments SET author_name = 'Somebody' WHERE id = 2", "comments: 1 row is (id: 2)"),
        ("UPDATE posts SET published = '1999-01-01' WHERE id = 3", "posts: 1 row is (id: 3)"),
        ("DELETE FROM comments WHERE id = 1", "comments: 1 row is (id: 1)"),
        ("INSERT INTO terms (id, blog_id, kind, name) VALUES (99, 1, 'tag', 'forged')", "terms: 1 row is (id: 99)"),
        ("DELETE FROM post_terms", "post_terms"),
    ],
)
def test_a_row_that_was_changed_by_hand_is_found_by_a_fresh_parse(
    folder: ArchiveFolder, statement: str, words: str
) -> None:
    sql(folder.dataset_path, statement)
    found = [one.message for one in verify(folder, deep=True).findings if one.code == "dataset-deep"]
    assert any(words in message for message in found)
