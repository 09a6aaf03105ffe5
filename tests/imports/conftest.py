"""Files that people give, and archives to take them into."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.archive.importing.imports import Imported, take_in
from blogark.archive.indexes.cdxj import write_index
from blogark.archive.journal.journal import Journal
from blogark.dataset.reading.following import follow


@pytest.fixture
def given(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Writes a file as somebody gives it."""

    def write(name: str, content: bytes) -> Path:
        path = tmp_path / "given" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def folder(tmp_path: Path) -> ArchiveFolder:
    return ArchiveFolder.create(tmp_path / "blog")


@pytest.fixture
def taken(folder: ArchiveFolder) -> Callable[..., Imported]:
    """Takes files in and brings dataset and index up to date, as the verb does."""

    def take(*paths: Path, **options: object) -> Imported:
        with folder.lock():
            done = take_in(folder, paths, **options)
            with closing(Journal(folder.journal_path)) as journal, follow(folder, workers=1) as extraction:
                extraction.finish()
                write_index(folder.path, journal.captures())
                journal.settle()
        return done

    return take
