"""A long answer, kept on the disk from its first megabyte on: sixteen films at once must not fill the memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

SPOOLED = 2**20
"""Bytes from which on an answer is not held in memory. Of 100,000 pages and pictures of blogs few are longer."""
HELD = 64 * 1024
"""What is held of its body all the same: enough to tell what it is."""
_PIECE = 256 * 1024


class Spool:
    """Bytes in an unnamed file: a kill leaves nothing behind. What the disk refuses is raised as `OSError`."""

    def __init__(self, folder: Path) -> None:
        """`folder` is in the file system that has the room: that of the archive."""
        self.folder = folder
        self.length = 0
        self._file = cast(BinaryIO, TemporaryFile(dir=folder))  # noqa: SIM115  # closed by `close`, or when forgotten
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        """Of all bytes, as WARC headers write it."""
        return "sha256:" + self._hash.hexdigest()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Append."""
        self._file.write(data)
        self._hash.update(data)
        self.length += len(data)

    def reader(self) -> BinaryIO:
        """The file at its beginning; write no more once you have asked for it."""
        self._file.seek(0)
        return self._file

    def pieces(self) -> Iterator[bytes]:
        """All bytes, some at a time."""
        file = self.reader()
        while piece := file.read(_PIECE):
            yield piece

    def beginning(self, length: int) -> bytes:
        """The first bytes, at most so many."""
        return self.reader().read(length)

    def close(self) -> None:
        """Give the room back."""
        self._file.close()
