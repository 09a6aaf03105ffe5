"""The demo blog, crawled twice, to be redacted: what must stay equal is compared row by row."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from blogark.archive.capture import Capture
from blogark.archive.folder import ArchiveFolder
from blogark.archive.warc.scan import CaptureReader, scan
from blogark.dataset.redaction.redact import Redacted, Target, redact
from blogark.dataset.redaction.withhold import withhold_records
from blogark.dataset.tables.schema import TABLES
from blogark.demo.server import serving, slow_boat
from blogark.tests.dataset.crawled import crawled

OWN = {"redactions", "redacted_captures", "redacted_keys", "redacted_posts", "state", "columns", "commenters"}
"""Tables that tell of redactions themselves, or count over all comments."""


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo blog, crawled twice, so that there are revisits."""
    path = tmp_path_factory.mktemp("redact") / "blog"
    with serving(slow_boat()) as site:
        crawled(site.base, path)
        return crawled(site.base, path).path


@pytest.fixture
def blog(whole: Path, tmp_path: Path) -> ArchiveFolder:
    """A copy to be redacted."""
    return ArchiveFolder(Path(shutil.copytree(whole, tmp_path / "blog")))


@pytest.fixture(scope="session")
def whole_hidden(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copytree(whole, tmp_path_factory.mktemp("hidden") / "blog"))
    hide(ArchiveFolder(path), "comment", 12)
    return path


@pytest.fixture(scope="session")
def whole_withheld(whole_hidden: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copytree(whole_hidden, tmp_path_factory.mktemp("withheld") / "blog"))
    withhold_records(ArchiveFolder(path))
    return path


@pytest.fixture
def hidden(whole_hidden: Path, tmp_path: Path) -> ArchiveFolder:
    """A copy in which comment 12 is redacted."""
    return ArchiveFolder(Path(shutil.copytree(whole_hidden, tmp_path / "hidden")))


@pytest.fixture
def withheld(whole_withheld: Path, tmp_path: Path) -> ArchiveFolder:
    """A copy in which comment 12 is redacted, and the record that holds it is taken out."""
    return ArchiveFolder(Path(shutil.copytree(whole_withheld, tmp_path / "withheld")))


def rows(dataset: Path, sql: str, *values: object) -> list[tuple]:
    with closing(sqlite3.connect(dataset)) as db:
        return db.execute(sql, values).fetchall()


def tables(dataset: Path) -> dict[str, dict[tuple, tuple]]:
    """The rows of all tables but those about redactions, by their keys."""
    found = {}
    for table in TABLES:
        if table.name not in OWN:
            keys = [number for number, column in enumerate(table.columns) if column.key]
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            found[table.name] = {
                tuple(row[key] for key in keys): row for row in rows(dataset, f"SELECT {names} FROM {table.name}")
            }
    return found


def changes(before: Path, after: Path) -> dict[str, set[tuple]]:
    """The keys of all rows that are not the same in both, by table; a row that is in one alone counts."""
    old, new = tables(before), tables(after)
    differing = {
        name: {key for key in old[name].keys() | new[name].keys() if old[name].get(key) != new[name].get(key)}
        for name in old
    }
    return {name: keys for name, keys in differing.items() if keys}


def hide(folder: ArchiveFolder, kind: str, what: object, **more) -> Redacted:
    told = {"reason": "its author asked for it", "authority": "the archive's board"} | more
    return redact(folder, [Target(kind=kind, what=str(what))], **told)


def plain(folder: Path, *, but: frozenset[str] = frozenset()) -> Iterator[tuple[str, bytes]]:
    """Every file of an archive as its bytes, WARC files unpacked record by record with their payloads decoded."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if not path.is_file() or name.split("/")[0] in but:
            continue
        yield name, path.read_bytes()
        if ".warc.gz" in path.name:
            yield name, gzip.decompress(path.read_bytes())
    if (folder / "archive").is_dir() and "archive" not in but:
        with CaptureReader(folder / "archive") as reader:
            for one in scan(folder / "archive"):
                if isinstance(one, Capture) and one.withheld is None:
                    yield f"capture {one.id}", reader.read(one).body


def places(folder: Path, text: str, *, but: frozenset[str] = frozenset()) -> set[str]:
    """Where a text stands in an archive's folder."""
    forms = {text.encode(), json.dumps(text)[1:-1].encode(), text.encode("utf-16-le")}
    return {name for name, content in plain(folder, but=but) if any(form in content for form in forms)}
