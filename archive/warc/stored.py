"""WARC records read back from gzip members: leniently, past damage, in flat memory.

`read_records` goes through a file, `read_record` jumps to one record. (`members` reads as strictly as `verify` needs.)
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Damaged
from .files import final_name

HELD = 512 * 1024
"""What is held of a record's beginning while the file is gone through: more than the HTTP headers that are read."""
MAX_HELD = 128 * 2**20
"""What `read_record` holds of a record; the parsers take half of that, and a film is a reader's to seek in."""

_AT_ONCE = 2**20
_AT_ONCE_INFLATED = 16 * 2**20
"""A shorter member is inflated in one go; one that turns out to be a bomb is begun anew, in pieces."""
_FIRST_PIECE = 8 * 1024
_PIECE = 32 * 1024
"""Compressed bytes inflated at once, to at most 33 MB."""
_SEARCHED = 2**20
_MAGIC = b"\x1f\x8b\x08"
_HEAD_END = b"\r\n\r\n"
_FOLD = re.compile(r"\r\n[ \t]+")


@dataclass(frozen=True, kw_only=True)
class Damage:
    """Bytes of a WARC file that hold no readable record."""

    file: str
    """Final name, without ``.open``."""
    offset: int
    reason: str
    skipped: int
    """Bytes up to the next readable member, or to the end of the file."""

    def __str__(self) -> str:
        return f"{self.file} at byte {self.offset}: {self.reason}, {self.skipped} bytes skipped"


OnDamage = Callable[[Damage], object]


@dataclass(frozen=True, kw_only=True)
class StoredRecord:
    """One record as it stands in the file; ``block`` may be only its beginning (`HELD`, `MAX_HELD`)."""

    file: str
    """Final name, without ``.open``."""
    offset: int
    length: int
    """Of the gzip member."""
    headers: Mapping[str, str]
    """By lower-case name, the first value of each."""
    block: bytes
    block_length: int

    @property
    def record_type(self) -> str:
        return self.headers.get("warc-type", "").lower()

    @property
    def record_id(self) -> str:
        return bare(self.headers.get("warc-record-id"))

    @property
    def is_http(self) -> bool:
        """The block is an HTTP message."""
        return self.headers.get("content-type", "").lower().startswith("application/http")


class Unreadable(Exception):
    """No record can be read here; ``length`` of the member where only its content is wrong."""

    def __init__(self, reason: str, length: int | None = None) -> None:
        super().__init__(reason)
        self.length = length


def read_records(path: Path, *, on_damage: OnDamage | None = None) -> Iterator[StoredRecord]:
    """The records of a ``.warc.gz`` in the order of the file.

    Damage is told to ``on_damage`` and passed over, up to the next gzip member that begins a record; without
    ``on_damage`` it raises `Damaged`.
    """
    file = final_name(path)
    handle = os.open(path, os.O_RDONLY)
    try:
        size = os.fstat(handle).st_size
        if size == 0:
            tell(Damage(file=file, offset=0, reason="the file is empty", skipped=0), on_damage)
        offset = 0
        while offset < size:
            try:
                record = _stream_record(handle, file, offset)
            except Unreadable as error:
                following = offset + error.length if error.length else next_record(handle, offset + 1, size)
                tell(Damage(file=file, offset=offset, reason=str(error), skipped=following - offset), on_damage)
                offset = following
            else:
                yield record
                offset += record.length
    finally:
        os.close(handle)


def read_record(handle: int, file: str, offset: int, length: int, *, most: int = MAX_HELD) -> StoredRecord:
    """The record in the gzip member of ``length`` bytes at ``offset``, of its block ``most`` bytes or a few less.

    Raises `Unreadable`.
    """
    if length <= _AT_ONCE:
        member = os.pread(handle, length, offset)
        if not member.startswith(_MAGIC):
            raise Unreadable("no gzip member begins here")
        inflater = zlib.decompressobj(31)
        try:
            content = inflater.decompress(member, min(most, _AT_ONCE_INFLATED))
        except zlib.error as error:
            raise _damaged(error) from error
        if not inflater.unconsumed_tail:
            if not inflater.eof or inflater.unused_data:
                raise Unreadable(f"no gzip member of {length} bytes begins here")
            return _record(content, len(content), content[-4:], file, offset, length)
    record = _stream_record(handle, file, offset, most=most)
    if record.length != length:
        raise Unreadable(f"no gzip member of {length} bytes begins here")
    return record


def bare(record_id: str | None) -> str:
    """A record id, or a URL as old wget wrote it, without angle brackets."""
    return (record_id or "").strip().removeprefix("<").removesuffix(">")


def _stream_record(handle: int, file: str, offset: int, *, most: int = HELD) -> StoredRecord:
    inflater = zlib.decompressobj(31)
    held = bytearray()
    total = 0
    tail = b""
    at = offset
    while not inflater.eof:
        piece = os.pread(handle, _PIECE if held else _FIRST_PIECE, at)
        if not piece:
            raise Unreadable(f"the file ends inside a record, torn after {at - offset} bytes")
        if at == offset and not piece.startswith(_MAGIC):
            raise Unreadable("no gzip member begins here")
        at += len(piece)
        try:
            content = inflater.decompress(piece)
        except zlib.error as error:
            raise _damaged(error) from error
        total += len(content)
        tail = (tail + content[-4:])[-4:]
        if len(held) < most:
            held += content[: most - len(held)]
    return _record(bytes(held), total, tail, file, offset, at - len(inflater.unused_data) - offset)


def _record(held: bytes, total: int, tail: bytes, file: str, offset: int, length: int) -> StoredRecord:
    if not held.startswith(b"WARC/"):
        raise Unreadable("the gzip member holds no WARC record", length)
    head_end = held.find(_HEAD_END)
    if head_end < 0:
        raise Unreadable("the WARC header does not end", length)
    head = held[:head_end].decode("utf-8", "replace")
    lines = (_FOLD.sub(" ", head) if "\n " in head or "\n\t" in head else head).split("\r\n")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    behind = total - head_end - len(_HEAD_END)
    said = headers.get("content-length", "")
    block_length = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else -1
    # Makers differ in the two line breaks that end a record: some write one, or LF alone; `verify` is strict.
    rest = behind - block_length
    if block_length < 0 or not 0 <= rest <= len(_HEAD_END) or tail[len(tail) - rest :].strip(b"\r\n"):
        found = max(0, behind - len(_HEAD_END))
        raise Unreadable(f"Content-Length says {said or None}, the gzip member holds {found}", length)
    return StoredRecord(
        file=file,
        offset=offset,
        length=length,
        headers=headers,
        block=held[head_end + len(_HEAD_END) :][:block_length],
        block_length=block_length,
    )


def next_record(handle: int, start: int, size: int) -> int:
    """Where the next gzip member that holds a record begins, or the file's end."""
    at = start
    while at < size:
        piece = os.pread(handle, _SEARCHED, at)
        found = piece.find(_MAGIC)
        while found >= 0:
            try:
                beginning = zlib.decompressobj(31).decompress(os.pread(handle, 512, at + found), 5)
            except zlib.error:
                beginning = b""  # the magic number by chance
            if beginning == b"WARC/":
                return at + found
            found = piece.find(_MAGIC, found + 1)
        if len(piece) < _SEARCHED:
            break
        at += len(piece) - len(_MAGIC) + 1
    return size


def _damaged(error: zlib.error) -> Unreadable:
    """``Error -3 while decompressing data: incorrect data check``, without its beginning."""
    return Unreadable(f"the gzip member is damaged ({str(error).rpartition(': ')[2]})")


def tell(damage: Damage, on_damage: OnDamage | None) -> None:
    """Hand damage to who listens; raise `Damaged` where nobody does."""
    if on_damage is None:
        raise Damaged(f"{damage}; run `blogark verify` to see all damage")
    on_damage(damage)
