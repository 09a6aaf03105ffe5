"""The folder is an unpacked WACZ: pages with their text, and every file with its hash, kept true."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.archive.wacz import datapackage
from blogark.dataset.checking.verify import verify
from blogark.dataset.packaging import write_package
from blogark.demo.server import serving
from blogark.demo.synthetic import make_blog
from blogark.tests.dataset.crawled import crawled


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    with serving(make_blog(posts=4, comments=1)) as site:
        return crawled(site.base, tmp_path_factory.mktemp("packaging") / "blog")


def pages(folder: ArchiveFolder) -> list[dict[str, str]]:
    lines = (folder.path / "pages" / "pages.jsonl").read_text("utf-8").splitlines()
    assert {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True} == json.loads(lines[0])
    return [json.loads(line) for line in lines[1:]]


def test_the_front_page_comes_first_and_then_every_post_with_its_text(folder: ArchiveFolder) -> None:
    with sqlite3.connect(folder.dataset_path) as db:
        posts = db.execute("SELECT url, title, body_text FROM posts ORDER BY id").fetchall()
        blog = db.execute("SELECT url, title FROM blogs").fetchone()
    assert blog == (pages(folder)[0]["url"], pages(folder)[0]["title"])
    assert posts == [(page["url"], page["title"], page["text"]) for page in pages(folder)[1:]]
    assert 5 == len(posts)  # with the page about the blog


def test_every_page_is_in_the_index_under_its_moment(folder: ArchiveFolder) -> None:
    index = (folder.indexes / "index.cdxj").read_text("utf-8")
    for page in pages(folder):
        moment = "".join(sign for sign in page["ts"][:19] if sign.isdigit())
        assert any(moment in line and json.dumps(page["url"]) in line for line in index.splitlines())


def test_every_file_that_lasts_is_listed_with_its_hash(folder: ArchiveFolder) -> None:
    package = json.loads((folder.path / "datapackage.json").read_text("utf-8"))
    listed = {one["path"]: (one["bytes"], one["hash"]) for one in package["resources"]}
    warcs = {f"archive/{path.name}" for path in folder.warcs.iterdir()}
    assert warcs | {"indexes/index.cdxj", "pages/pages.jsonl", "dataset.sqlite"} == set(listed)
    for name, told in listed.items():
        data = (folder.path / name).read_bytes()
        assert (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}") == told
    digest = json.loads((folder.path / "datapackage-digest.json").read_text("utf-8"))
    found = hashlib.sha256((folder.path / "datapackage.json").read_bytes()).hexdigest()
    assert {"path": "datapackage.json", "hash": f"sha256:{found}"} == digest


def test_the_same_archive_gives_the_same_package(folder: ArchiveFolder) -> None:
    names = ("datapackage.json", "datapackage-digest.json", "pages/pages.jsonl")
    before = [(folder.path / name).read_bytes() for name in names]
    (folder.path / ".hashes.json").unlink()
    write_package(folder)
    assert before == [(folder.path / name).read_bytes() for name in names]


def test_only_what_changed_is_hashed_again(folder: ArchiveFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    honest = datapackage.hash_file

    def watched(path: Path) -> str:
        hashed.append(path.name)
        return honest(path)

    monkeypatch.setattr(datapackage, "hash_file", watched)
    write_package(folder)
    assert ["pages.jsonl"] == hashed
    os.utime(folder.dataset_path)
    write_package(folder)
    assert ["pages.jsonl", "pages.jsonl", "dataset.sqlite"] == hashed


def test_a_post_that_only_a_feed_tells_of_is_not_listed_as_a_page(folder: ArchiveFolder, tmp_path: Path) -> None:
    copy = ArchiveFolder(tmp_path)
    copy.dataset_path.write_bytes(folder.dataset_path.read_bytes())
    with sqlite3.connect(copy.dataset_path) as db:
        db.execute("UPDATE posts SET url = url || '/elsewhere' WHERE id = 1")
    db.close()
    write_package(copy)
    assert 5 == len(pages(copy))


def test_file_names_that_differ_in_their_case_alone_get_names_of_their_own() -> None:
    resources = [datapackage.Resource(path=f"archive/{name}.warc.gz", bytes=1, hash="sha256:0") for name in ("A", "a")]
    package = json.loads(datapackage.datapackage(resources, datapackage.Description(software="test")))
    assert ["a.warc.gz", "a.warc.gz-2"] == [one["name"] for one in package["resources"]]


@pytest.mark.parametrize("change", [b"", b'{"id": "x", "url": "http://b.example/", "ts": "2026-01-01T00:00:00Z"}\n'])
def test_a_list_of_pages_that_is_not_what_the_dataset_tells_is_found(
    folder: ArchiveFolder, tmp_path: Path, change: bytes
) -> None:
    copy = ArchiveFolder(Path(shutil.copytree(folder.path, tmp_path / "copy")))
    assert not [one for one in verify(copy).findings if one.severity != "note"]
    path = copy.path / "pages" / "pages.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-1], change]))
    assert "pages-differ" in {one.code for one in verify(copy).findings}
