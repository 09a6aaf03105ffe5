"""One file that others can open: complete, checked while it is written, the same each time, and never half."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from blogark.archive.errors import ArchiveError, Damaged, DiskFull, Locked, UsageError
from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import write_index
from blogark.archive.wacz import packing as wacz
from blogark.archive.warc.stored import bare, read_records
from blogark.dataset.checking.verify import verify
from blogark.dataset.packing.pack import pack
from blogark.demo.server import serving, slow_boat
from blogark.tests.dataset.crawled import crawled


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo blog, crawled twice, so that there are revisits."""
    path = tmp_path_factory.mktemp("pack") / "blog"
    with serving(slow_boat()) as site:
        crawled(site.base, path)
        return crawled(site.base, path).path


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> ArchiveFolder:
    """A copy to be damaged."""
    return ArchiveFolder(Path(shutil.copytree(whole, tmp_path / "blog")))


def unpacked(file: Path, to: Path) -> ArchiveFolder:
    """A WACZ as the archive folder that it was."""
    with zipfile.ZipFile(file) as package:
        package.extractall(to)
    (to / "indexes" / "index.cdx").rename(to / "indexes" / "index.cdxj")
    (to / "dataset" / "dataset.sqlite").rename(to / "dataset.sqlite")
    (to / "datapackage.json").unlink()
    (to / "datapackage-digest.json").unlink()
    return ArchiveFolder(to)


def test_it_holds_the_archive_and_the_dataset_beside_it(folder: ArchiveFolder, tmp_path: Path) -> None:
    pack(folder, tmp_path / "blog.wacz")

    with zipfile.ZipFile(tmp_path / "blog.wacz") as package:
        assert package.testzip() is None
        names = package.namelist()
        manifest = json.loads(package.read("datapackage.json"))
        for path in folder.warcs.iterdir():
            info = package.getinfo(f"archive/{path.name}")
            assert zipfile.ZIP_STORED == info.compress_type
            assert path.read_bytes() == package.read(info)
        assert folder.dataset_path.read_bytes() == package.read("dataset/dataset.sqlite")
        assert (folder.indexes / "index.cdxj").read_bytes() == package.read("indexes/index.cdx")
    assert ["datapackage.json", "datapackage-digest.json"] == names[-2:]
    assert names[:-2] == [one["path"] for one in manifest["resources"]]
    assert ("data-package", "1.1.1", "The Slow Boat") == tuple(
        manifest[name] for name in ("profile", "wacz_version", "title")
    )


def test_what_was_packed_is_whole_when_it_is_unpacked(folder: ArchiveFolder, tmp_path: Path) -> None:
    pack(folder, tmp_path / "blog.wacz")
    report = verify(unpacked(tmp_path / "blog.wacz", tmp_path / "again"))
    assert 0 == report.errors, str(report)


def test_packing_twice_gives_the_same_bytes(folder: ArchiveFolder, tmp_path: Path) -> None:
    for name in ("one", "two"):
        pack(folder, tmp_path / f"{name}.wacz")
        pack(folder, tmp_path / f"{name}-some.wacz", posts="id < 4")
    assert (tmp_path / "one.wacz").read_bytes() == (tmp_path / "two.wacz").read_bytes()
    assert (tmp_path / "one-some.wacz").read_bytes() == (tmp_path / "two-some.wacz").read_bytes()


def test_some_posts_are_an_archive_of_their_own(folder: ArchiveFolder, tmp_path: Path) -> None:
    pack(folder, tmp_path / "some.wacz", posts="title LIKE '%boat%'")
    part = unpacked(tmp_path / "some.wacz", tmp_path / "some")

    report = verify(part)
    assert 0 == report.errors, str(report)
    with closing(sqlite3.connect(folder.dataset_path)) as db, closing(sqlite3.connect(part.dataset_path)) as cut:
        for query in (
            "SELECT * FROM posts WHERE title LIKE '%boat%' ORDER BY id",
            "SELECT * FROM comments WHERE post_id IN (SELECT id FROM posts WHERE title LIKE '%boat%') ORDER BY id",
            "SELECT url, captured_at FROM captures WHERE media_type IN ('text/css', 'text/javascript') "
            "AND status = 200 ORDER BY id",
        ):
            rows = db.execute(query).fetchall()
            assert rows
            assert rows == cut.execute(query).fetchall()
        total, left = (one.execute("SELECT count(*) FROM posts").fetchone()[0] for one in (db, cut))
        assert 0 < left < total
        assert left == cut.execute("SELECT count(*) FROM posts_fts WHERE posts_fts MATCH 'boat'").fetchone()[0]
        assert [] == cut.execute("PRAGMA foreign_key_check").fetchall()
        urls = {url for (url,) in cut.execute("SELECT url FROM posts")}
    listed = [json.loads(line) for line in (part.path / "pages" / "pages.jsonl").read_text().splitlines()[1:]]
    assert urls <= {page["url"] for page in listed}


def test_a_revisit_in_a_part_has_the_record_that_it_refers_to(folder: ArchiveFolder, tmp_path: Path) -> None:
    pack(folder, tmp_path / "some.wacz", posts="id = 7")
    part = unpacked(tmp_path / "some.wacz", tmp_path / "some")
    records = [record for path in part.warcs.iterdir() for record in read_records(path)]
    revisits = [record for record in records if record.record_type == "revisit"]
    assert revisits
    ids = {record.record_id for record in records}
    assert {bare(record.headers["warc-refers-to"]) for record in revisits} <= ids


def test_the_pictures_of_other_posts_are_left_out_of_a_part(folder: ArchiveFolder, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        ours, theirs = (
            db.execute(f"SELECT url FROM media WHERE post_id {sign} (SELECT min(post_id) FROM media)").fetchone()[0]
            for sign in ("=", ">")
        )
        pack(folder, tmp_path / "some.wacz", posts="id = (SELECT min(post_id) FROM media)")
    with zipfile.ZipFile(tmp_path / "some.wacz") as package:
        index = package.read("indexes/index.cdx").decode()
    assert json.dumps(ours) in index
    assert json.dumps(theirs) not in index


def test_posts_are_chosen_by_their_day(folder: ArchiveFolder, tmp_path: Path) -> None:
    pack(folder, tmp_path / "some.wacz", since="2011")
    part = unpacked(tmp_path / "some.wacz", tmp_path / "some")
    with closing(sqlite3.connect(part.dataset_path)) as cut:
        assert "2011" <= cut.execute("SELECT min(published) FROM posts").fetchone()[0]


def test_a_bag_is_checked_by_the_tool_of_those_who_made_the_standard(folder: ArchiveFolder, tmp_path: Path) -> None:
    bagit = pytest.importorskip("bagit")
    pack(folder, tmp_path / "bag", bag=True)
    bagit.Bag(str(tmp_path / "bag")).validate()
    assert (tmp_path / "bag" / "data" / "dataset.sqlite").read_bytes() == folder.dataset_path.read_bytes()
    (tmp_path / "bag" / "data" / "indexes" / "index.cdxj").write_bytes(b"changed")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(tmp_path / "bag")).validate()


def test_a_bag_verifies_as_the_archive_that_it_holds(folder: ArchiveFolder, tmp_path: Path) -> None:
    pack(folder, tmp_path / "bag", bag=True)
    report = verify(ArchiveFolder(tmp_path / "bag" / "data"))
    assert 0 == report.errors, str(report)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("bag", [False, True], ids=["wacz", "bag"])
@pytest.mark.parametrize(
    ("damage", "error", "words"),
    [
        (lambda folder: flip(next(folder.warcs.iterdir())), Damaged, "does not have the hash that datapackage.json"),
        (lambda folder: shutil.rmtree(folder.warcs), ArchiveError, "no finished WARC file"),
        (lambda folder: (folder.indexes / "index.cdxj").unlink(), ArchiveError, "verify --repair"),
        (lambda folder: shutil.rmtree(folder.path / "pages"), ArchiveError, "verify --repair"),
        (lambda folder: (folder.path / "datapackage.json").write_text("{"), ArchiveError, "verify --repair"),
        (lambda folder: (folder.warcs / "b.warc.gz.open").write_bytes(b""), ArchiveError, "crawl` again"),
        (lambda folder: (folder.path / "dataset.sqlite-wal").write_bytes(b"x"), ArchiveError, "extract`"),
    ],
)
def test_an_archive_that_is_not_whole_is_not_packed(
    folder: ArchiveFolder,
    tmp_path: Path,
    damage: Callable[[ArchiveFolder], object],
    error: type[Exception],
    words: str,
    bag: bool,
) -> None:
    damage(folder)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(error, match=words):
        pack(folder, tmp_path / "out.wacz", bag=bag)
    assert before == sorted(tmp_path.iterdir())


def test_while_a_crawl_runs_nothing_is_packed(folder: ArchiveFolder, tmp_path: Path) -> None:
    holding = "import sys, time; from pathlib import Path; from blogark.archive.folder import ArchiveFolder\n"
    holding += "with ArchiveFolder(Path(sys.argv[1])).lock(): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", holding, folder.path], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        run.stdout.readline()
        with pytest.raises(Locked, match=str(run.pid)):
            pack(folder, tmp_path / "out.wacz")
        run.kill()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("there.wacz", "is there already; name another, or replace it with --force"),
        ("out.zip", "is called something.wacz"),
        ("no/such/out.wacz", "there is no such folder"),
    ],
)
def test_a_target_that_cannot_be_is_refused(folder: ArchiveFolder, tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "there.wacz").write_bytes(b"mine")
    with pytest.raises(UsageError, match=words):
        pack(folder, tmp_path / name)
    assert b"mine" == (tmp_path / "there.wacz").read_bytes()


def test_by_force_a_file_is_replaced_and_nothing_else(folder: ArchiveFolder, tmp_path: Path) -> None:
    (tmp_path / "there.wacz").write_bytes(b"mine")
    pack(folder, tmp_path / "there.wacz", force=True)
    assert zipfile.is_zipfile(tmp_path / "there.wacz")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    with pytest.raises(UsageError, match="is no bag"):
        pack(folder, tmp_path / "mine", bag=True, force=True)
    (tmp_path / "folder.wacz").mkdir()
    with pytest.raises(UsageError, match="is no file"):
        pack(folder, tmp_path / "folder.wacz", force=True)
    assert "keep me" == (tmp_path / "mine" / "letter.txt").read_text()


@pytest.mark.parametrize("posts", ["no such column = 1", "id < 0", "1); DROP TABLE posts; --"])
def test_an_expression_that_chooses_nothing_says_so(folder: ArchiveFolder, tmp_path: Path, posts: str) -> None:
    with pytest.raises(UsageError):
        pack(folder, tmp_path / "out.wacz", posts=posts)
    assert ["blog"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-23T10:15:30.123456Z", (2026, 11, 23, 10, 15, 30)),
        ("1980-01-02T03:04:05Z", (1980, 1, 2, 3, 4, 5)),
        ("2107-12-31T00:00:00Z", (2107, 12, 31, 0, 0, 0)),
        ("1979-12-31T23:59:59Z", (1980, 1, 1, 0, 0, 0)),
        ("2108-01-01T00:00:00Z", (1980, 1, 1, 0, 0, 0)),
        ("2026-11-23", (1980, 1, 1, 0, 0, 0)),
        ("hello, whatever it is", (1980, 1, 1, 0, 0, 0)),
        (None, (1980, 1, 1, 0, 0, 0)),
    ],
)
def test_a_member_has_the_time_of_the_newest_capture_where_a_zip_can_name_it(moment: str | None, told: tuple) -> None:
    assert told == wacz._zip_time(moment)


def test_a_disk_that_is_too_small_is_known_beforehand(
    folder: ArchiveFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wacz.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 1000))
    with pytest.raises(DiskFull, match="make room"):
        pack(folder, tmp_path / "out.wacz")


@pytest.mark.parametrize("bag", [False, True], ids=["wacz", "bag"])
def test_a_disk_that_fills_up_is_left_as_it_was(folder: ArchiveFolder, tmp_path: Path, bag: bool) -> None:
    """On a file system of 400 kB, in a mount namespace of its own, where the machine allows one."""
    small = tmp_path / "small"
    small.mkdir()
    code = (
        "import os, subprocess, sys\n"
        f"subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=400k', 'none', {str(small)!r}], check=True)\n"
        "sys.exit(subprocess.run([sys.executable, '-P', '-c', "
        "'import shutil; shutil.disk_usage = lambda path: type(chr(68), (), dict(free=10**12));'"
        "'from blogark.cli import main; import sys; main()', 'pack', '--archive', "
        f"{str(folder.path)!r}, '--to', {str(small / 'out.wacz')!r}, {'--bagit' if bag else '--quiet'!r}]).returncode"
        f" * 10 + len(os.listdir({str(small)!r})))\n"
    )
    probe = subprocess.run(["unshare", "-m", "true"], capture_output=True)
    if probe.returncode:
        pytest.skip("no mount namespace here")
    done = subprocess.run(["unshare", "-m", sys.executable, "-c", code], capture_output=True, text=True)
    if "mount" in done.stderr:
        pytest.skip("no file system can be mounted here")
    assert (40, "") == (done.returncode, done.stdout)
    assert "the disk is full, and nothing was left there" in done.stderr


def test_the_index_of_a_part_is_that_of_its_records(folder: ArchiveFolder, tmp_path: Path) -> None:
    pack(folder, tmp_path / "some.wacz", posts="id < 9")
    part = unpacked(tmp_path / "some.wacz", tmp_path / "some")
    before = (part.indexes / "index.cdxj").read_bytes()
    write_index(part.path)
    assert before == (part.indexes / "index.cdxj").read_bytes()
