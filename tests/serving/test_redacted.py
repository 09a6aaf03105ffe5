"""What is redacted is not replayed, in no form, and a page says why; everything else is."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import timestamp
from blogark.dataset.redaction.redact import Target, redact
from blogark.dataset.redaction.withhold import withhold_records
from blogark.serving.serve import Serving, serve

from .conftest import get

PEDANT = "A futtock is no more"


@pytest.fixture(scope="module")
def redacted(folder: ArchiveFolder, tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    """The demo blog without a comment."""
    copy = ArchiveFolder(Path(shutil.copytree(folder.path, tmp_path_factory.mktemp("redacted") / "blog")))
    ((number,),) = rows(copy, "SELECT id FROM comments WHERE native_id = '4538809'")
    redact(copy, [Target(kind="comment", what=str(number))], reason="a <reason>", authority="the board")
    return copy


@pytest.fixture(scope="module", params=["redacted", "withheld"])
def served(request: pytest.FixtureRequest, redacted: ArchiveFolder) -> Iterator[Serving]:
    if request.param == "withheld":
        withhold_records(redacted)
    with serve(redacted, port=0) as running:
        yield running


def rows(folder: ArchiveFolder, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        return db.execute(sql).fetchall()


def test_the_page_is_answered_with_451_and_the_reason(served: Serving) -> None:
    ((number, url, moment),) = rows(
        served.folder,
        "SELECT id, url, captured_at FROM captures JOIN redacted_captures ON capture_id = id",
    )
    for path in (f"/blog/{timestamp(moment)}mp_/{url}", f"/blog/{timestamp(moment)}id_/{url}", f"/blog/id_/{url}"):
        answer = get(served.places.replay + path)
        assert (451, True) == (answer.status, "a &lt;reason&gt;" in answer.text), path
        assert "the board" in answer.text
        assert PEDANT not in answer.text
    assert get(f"{served.places.dataset}/-/record/{number}.warc.gz").status in (451, 404)


def test_every_other_page_is_there_and_none_says_it(served: Serving) -> None:
    pages = rows(
        served.folder,
        "SELECT url, captured_at FROM captures WHERE page_kind IS NOT NULL AND record_type = 'response' "
        "AND id NOT IN (SELECT capture_id FROM redacted_captures) ORDER BY id LIMIT 20",
    )
    for url, moment in pages:
        answer = get(f"{served.places.replay}/blog/{timestamp(moment)}id_/{url}")
        assert 200 == answer.status
        assert PEDANT.encode() not in answer.body


def test_the_dataset_shows_the_tombstone(served: Serving) -> None:
    answer = get(f"{served.places.dataset}/dataset/redactions.json?_shape=array")
    assert '"authority": "the board"' in answer.text
    assert PEDANT not in get(f"{served.places.dataset}/dataset/comments.json?_shape=array&_size=max").text
