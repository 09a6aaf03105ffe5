"""Files and folders that are replaced whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes the place of `path`, durably, when the block ends without an error.

    Its folder is made if it is not there. A killed run leaves a hidden file beside it, which the next replaces.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.new")
    try:
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """An empty folder to fill that takes the place of `path` when the block ends without an error.

    The folder in which it lies is made if it is not there. Whoever fills it makes its files last. What a run left that
    was killed while it put its folder in place is put back.
    """
    unfinished, aside = path.with_name(f".{path.name}.new"), path.with_name(f".{path.name}.old")
    if aside.exists() and not path.exists():
        aside.rename(path)
    for left in (unfinished, aside):
        shutil.rmtree(left, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        yield unfinished
        if path.exists():
            path.rename(aside)
        unfinished.rename(path)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    sync_folder(path.parent)
    shutil.rmtree(aside, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Make the folder's entries last: a new or renamed file is only safe after that."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
