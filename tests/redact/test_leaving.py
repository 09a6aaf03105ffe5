"""What leaves the house does not hold what is redacted: packages, exports, combinations, and what others take in."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from blogark.archive.errors import UsageError
from blogark.archive.folder import ArchiveFolder
from blogark.dataset.export.exporting import export
from blogark.dataset.packing.combine import combine
from blogark.dataset.packing.pack import pack
from blogark.dataset.reading.extract import extract
from blogark.dataset.redaction.withhold import withhold_records
from blogark.tests.redact.conftest import places, rows

PENRYN = "A futtock is no more"


def test_a_package_waits_until_the_records_are_withheld(hidden: ArchiveFolder, tmp_path: Path):
    with pytest.raises(UsageError, match="1 record holds what is redacted; take them out with"):
        pack(hidden, tmp_path / "blog.wacz")
    with pytest.raises(UsageError, match="1 record holds what is redacted"):
        pack(hidden, tmp_path / "blog.wacz", posts="id = (SELECT post_id FROM comments WHERE comments.id = 12)")
    assert not (tmp_path / "blog.wacz").exists()
    pack(hidden, tmp_path / "other.wacz", posts="title = 'Fog'")
    pack(hidden, tmp_path / "full.wacz", include_withheld=True)

    withhold_records(hidden)
    pack(hidden, tmp_path / "blog.wacz")

    with zipfile.ZipFile(tmp_path / "blog.wacz") as package:
        assert not any("withheld" in name or "redactions" in name for name in package.namelist())
        package.extractall(tmp_path / "unpacked")
    assert places(tmp_path / "unpacked", PENRYN) == set()


def test_an_unpacked_package_tells_of_its_redactions_by_its_records(withheld: ArchiveFolder, tmp_path: Path):
    pack(withheld, tmp_path / "blog.wacz")
    with zipfile.ZipFile(tmp_path / "blog.wacz") as package:
        package.extractall(tmp_path / "unpacked")
    unpacked = ArchiveFolder(tmp_path / "unpacked")

    extract(unpacked)

    for query in (
        "SELECT id, author_name, body_text, redacted FROM comments",
        "SELECT id, kind, reason, authority, made_at FROM redactions",
        "SELECT * FROM redacted_captures",
    ):
        assert rows(unpacked.dataset_path, query) == rows(withheld.dataset_path, query)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_exports_and_combinations_have_the_tombstone(hidden: ArchiveFolder, tmp_path: Path, form):
    export(hidden.dataset_path, tmp_path / "out", form=form)
    combine(tmp_path / "all.sqlite", [hidden.dataset_path])

    for path in (tmp_path / "out").iterdir():
        assert PENRYN.encode() not in path.read_bytes()
    query = "SELECT redactions.authority FROM comments JOIN redactions ON redactions.id = redacted"
    assert rows(tmp_path / "all.sqlite", query) == [("the archive's board",)]
