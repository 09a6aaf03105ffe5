"""WARC files wrapped as replay needs them: one gzip member a record, so that a reader can jump to each.

Files come as plain WARC, as one gzip stream over everything, in blocks of bgzip. Tools that index them refuse
(``cdxj-indexer``: "non-chunked gzip file detected") and tell people to compress them again. `rewrap` does that and
nothing else: what was between the gzip headers is the same, byte for byte, before and after.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .layout import GZIP_LEVEL
from .stored import next_record

MAGIC = b"\x1f\x8b"
_PIECE = 64 * 1024
_MOST_HEADER = 1024 * 1024
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\nContent-Length[ \t]*:[ \t]*(\d{1,18})[ \t]*(?=\r\n)", re.IGNORECASE)
_BEGIN = re.compile(rb"WARC/[01]\.\d")
_LATER_BEGIN = re.compile(rb"(?<=\n)WARC/[01]\.\d{1,2}\r\n[A-Za-z]")
_MOST_TRIES = 8
"""How often a file is gone through again because a record said to be longer than the rest of the file."""

OnRead = Callable[[int], object]
"""Hears how many bytes of the file have been read."""


@dataclass(frozen=True, kw_only=True)
class Wrapped:
    """What `rewrap` has found."""

    records: int
    stray: int
    """Bytes between records that belong to none; each run of them is a member of its own."""
    lost: int
    """Bytes of a damaged gzip stream that could not be inflated, and so are not in the new file."""


def rewrap(path: Path, target: Path, *, on_read: OnRead | None = None) -> Wrapped:
    """Write the records of ``path`` to ``target``, one gzip member each; memory stays flat.

    A record that says to be longer than all that follows is taken for stray bytes, so that it cannot swallow others.
    """
    too_long: set[int] = set()
    while True:
        source = _Source(path, on_read)
        with target.open("wb") as file:
            cutter = _Cutter(file, too_long if len(too_long) < _MOST_TRIES else None)
            for piece in source:
                cutter.feed(piece)
            swallowing = cutter.finish()
            file.flush()
            os.fsync(file.fileno())
        if swallowing is None:
            return Wrapped(records=cutter.records, stray=cutter.stray, lost=source.lost)
        too_long.add(swallowing)


def begins_as_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def beginning(path: Path, length: int = 16) -> bytes:
    """The first bytes of a file, or of what it holds if it is gzipped; b"" where that cannot be inflated."""
    with path.open("rb") as file:
        head = file.read(_PIECE)
    if not head.startswith(MAGIC):
        return head[:length]
    try:
        return zlib.decompressobj(31).decompress(head, length)
    except zlib.error:
        return b""


class _Source:
    """The bytes of a file, inflated if it is gzipped; behind damage it goes on with the next record."""

    def __init__(self, path: Path, on_read: OnRead | None) -> None:
        self.lost = 0
        self._path = path
        self._on_read = on_read

    def __iter__(self) -> Iterator[bytes]:
        handle = os.open(self._path, os.O_RDONLY)
        try:
            size = os.fstat(handle).st_size
            yield from self._inflated(handle, size) if begins_as_gzip(self._path) else self._plain(handle)
        finally:
            os.close(handle)

    def _plain(self, handle: int) -> Iterator[bytes]:
        at = 0
        while piece := os.pread(handle, _PIECE, at):
            at += len(piece)
            self._tell(at)
            yield piece

    def _inflated(self, handle: int, size: int) -> Iterator[bytes]:
        at = 0
        inflater = zlib.decompressobj(31)
        while piece := os.pread(handle, _PIECE, at):
            try:
                content = inflater.decompress(piece)
            except zlib.error:
                following = next_record(handle, at + 1, size)
                self.lost += following - at
                at, inflater = following, zlib.decompressobj(31)
                continue
            at += len(piece) - len(inflater.unused_data)
            self._tell(at)
            yield content
            if inflater.eof:
                inflater = zlib.decompressobj(31)

    def _tell(self, at: int) -> None:
        if self._on_read is not None:
            self._on_read(at)


class _Cutter:
    """Cuts a stream into records, each written as one gzip member."""

    def __init__(self, file: BinaryIO, too_long: set[int] | None) -> None:
        self.records = 0
        self.stray = 0
        self._file = file
        self._too_long = too_long
        self._at = 0
        """Where the buffer begins in the stream."""
        self._buffer = bytearray()
        self._left = 0
        self._begun: int | None = None
        """Where the record begins whose block is passing."""
        self._ending = False
        self._member: zlib._Compress | None = None

    def feed(self, data: bytes) -> None:
        self._buffer += data
        while self._buffer and self._step(at_end=False):
            pass

    def finish(self) -> int | None:
        """Write what is left; returns where a record begins that is longer than the rest, if it was not known."""
        if self._left and self._begun is not None and self._too_long is not None:
            return self._begun
        while self._buffer and self._step(at_end=True):
            pass
        self._close()
        return None

    def _step(self, *, at_end: bool) -> bool:
        """Take what can be taken from the buffer; False if more is needed."""
        if self._left:
            length = min(self._left, len(self._buffer))
            self._left -= length
            self._write(length)
            self._ending = not self._left
            return True
        if self._ending:
            # The line breaks behind a record are its own, however many there are.
            blank = len(self._buffer) - len(self._buffer.lstrip(b"\r\n"))
            self._write(blank)
            self._ending = not self._buffer
            return bool(self._buffer)
        return self._head(at_end=at_end)

    def _head(self, *, at_end: bool) -> bool:
        buffer = self._buffer
        if len(buffer) < 8 and not at_end:
            return False
        if not _BEGIN.match(buffer) or (self._too_long is not None and self._at in self._too_long):
            return self._pass_over(at_end=at_end)
        end = buffer.find(_HEAD_END)
        if end < 0 and not at_end and len(buffer) <= _MOST_HEADER:
            return False
        length = _LENGTH.search(buffer, 0, end + 2) if end >= 0 else None
        if length is None:
            return self._pass_over(at_end=at_end)
        self._close()
        self._begun, self._left = self._at, int(length[1])
        self.records += 1
        self._write(end + len(_HEAD_END))
        self._ending = not self._left
        return True

    def _pass_over(self, *, at_end: bool) -> bool:
        """Stray bytes up to where the next record seems to begin."""
        found = _LATER_BEGIN.search(self._buffer, 1)
        if found is None and not at_end and len(self._buffer) < _PIECE:
            return False
        # The beginning of a record may be cut in two by the end of the buffer.
        length = found.start() if found else len(self._buffer) if at_end else len(self._buffer) - 16
        if self._begun is not None:
            self._close()
        self._begun = None
        self.stray += length
        self._write(length)
        return True

    def _write(self, length: int) -> None:
        if not length:
            return
        if self._member is None:
            self._member = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 31)
        self._file.write(self._member.compress(bytes(self._buffer[:length])))
        del self._buffer[:length]
        self._at += length

    def _close(self) -> None:
        if self._member is not None:
            self._file.write(self._member.flush())
            self._member = None
