"""WARC records read strictly, for `verify`: one gzip member at a time, hashed while it streams past.

No lenient reader can be used for this: warcio's and fastwarc's skip or mend much of what has to be named.
Memory is bounded by one compressed piece, which inflates to at most 33 MB, whatever a record's length.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .http import ResponseReader
from .stored import bare

PIECE = 32 * 1024
"""Compressed bytes read at a time; most records need one piece."""
MAX_HEADER = 1024 * 1024
MAGIC = b"\x1f\x8b\x08"
END = b"\r\n\r\n"

REPEATABLE = frozenset({"warc-protocol"})
"""Besides WARC-Concurrent-To; WARC-Protocol stands once a layer (http/1.1, tls/1.3)."""

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VERSION = re.compile(rb"WARC/[01]\.\d+")
_ALGORITHMS = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something wrong in how one record is written."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Digest:
    """A digest as the record declares it, and whether its bytes have it; None where the algorithm is not known."""

    declared: str
    matches: bool | None


@dataclass(frozen=True, kw_only=True)
class Record:
    """One gzip member that holds a record."""

    offset: int
    length: int
    fields: dict[str, str]
    """By lower-case name, the first value of each; see `concurrent_to` for the one that may be repeated."""
    concurrent_to: tuple[str, ...]
    block_digest: Digest | None
    payload_digest: Digest | None
    faults: tuple[Fault, ...]

    @property
    def type(self) -> str:
        return self.fields.get("warc-type", "")

    @property
    def id(self) -> str:
        """As `Capture.record_id`, without angle brackets."""
        return bare(self.fields.get("warc-record-id", ""))


@dataclass(frozen=True, kw_only=True)
class Broken:
    """Bytes that hold no record, up to `next_offset`, where the next one begins (or the file ends)."""

    offset: int
    next_offset: int
    at_end: bool
    """No record follows: a torn tail."""
    message: str


def read_records(path: Path, *, end: int) -> Iterator[Record | Broken]:
    """The records of a `.warc.gz` in the order of the file, up to the byte `end`."""
    handle = os.open(path, os.O_RDONLY)
    try:
        offset = 0
        while offset < end:
            record = _read_member(handle, offset, end)
            if isinstance(record, Record):
                offset += record.length
                yield record
            else:
                following = _next_member(handle, offset + 1, end)
                begin, offset = offset, end if following is None else following
                yield Broken(offset=begin, next_offset=offset, at_end=following is None, message=record)
    finally:
        os.close(handle)


def _read_member(handle: int, offset: int, end: int) -> Record | str:
    """The record at `offset`, or why there is none."""
    inflate = zlib.decompressobj(wbits=31)
    reader = _RecordReader()
    at = offset
    while not inflate.eof:
        piece = os.pread(handle, min(PIECE, end - at), at)
        if not piece:
            return f"the file ends inside a record ({at - offset} bytes of it are there)"
        if at == offset and not piece.startswith(MAGIC):
            return "no gzip member begins here"
        at += len(piece)
        try:
            fault = reader.feed(inflate.decompress(piece))
        except zlib.error as error:
            return f"the gzip member cannot be read ({_zlib_words(error)})"
        if fault is not None:
            return fault
    return reader.finish(offset, at - len(inflate.unused_data) - offset)


def _zlib_words(error: zlib.error) -> str:
    """``Error -3 while decompressing data: incorrect data check`` without its beginning."""
    return str(error).rpartition(": ")[2]


def _next_member(handle: int, start: int, end: int) -> int | None:
    """Where the next member that holds a WARC record begins; chance finds of the magic number are tried and passed."""
    at = start
    while at < end:
        piece = os.pread(handle, min(2**20, end - at), at)
        found = piece.find(MAGIC)
        while found >= 0:
            try:
                if zlib.decompressobj(wbits=31).decompress(os.pread(handle, 512, at + found), 5) == b"WARC/":
                    return at + found
            except zlib.error:
                pass
            found = piece.find(MAGIC, found + 1)
        if len(piece) < len(MAGIC):
            return None
        at += len(piece) - len(MAGIC) + 1
    return None


@lru_cache(maxsize=256)
def _field_name(sent: str) -> str | None:
    """The name in lower case, None for what is no token."""
    return sent.lower() if _TOKEN.fullmatch(sent) else None


class _RecordReader:
    """Takes the inflated bytes of one member; knows at its end what the record is and what is wrong with it."""

    def __init__(self) -> None:
        self._held = b""
        self._fields: dict[str, str] | None = None
        self._concurrent: list[str] = []
        self._faults: list[Fault] = []
        self._length = 0
        self._left = 0
        self._tail = b""
        self._behind = 0
        self._block: _Hasher | None = None
        self._payload: _Hasher | None = None
        self._http: ResponseReader | None = None

    def feed(self, data: bytes) -> str | None:
        """Take the next bytes; returns why this is no record, None if all is well so far."""
        if self._fields is None:
            self._held += data
            if not _VERSION.match(self._held) and len(self._held) > 8:
                return "the gzip member does not hold a WARC record"
            head_end = self._held.find(END)
            if head_end < 0:
                return "the record's header does not end" if len(self._held) > MAX_HEADER else None
            data = self._held[head_end + len(END) :]
            self._begin(self._held[:head_end])
            self._held = b""
        if self._left:
            block = data[: self._left] if len(data) > self._left else data
            self._left -= len(block)
            if self._block is not None:
                self._block.update(block)
            if self._http is not None:
                self._http.feed(block)
            elif self._payload is not None:
                self._payload.update(block)
            data = data[len(block) :]
        if data:
            self._tail += data[: len(END) + 1]
            self._behind += len(data)
        return None

    def finish(self, offset: int, length: int) -> Record | str:
        if self._fields is None:
            return "the gzip member holds no whole WARC header"
        if self._left:
            self._fault("short-block", f"the block is {self._left} bytes shorter than Content-Length says")
        elif self._tail[:4] != END:
            self._fault("record-end", "the record does not end with two line breaks where Content-Length says")
        elif self._behind > len(END):
            self._fault("two-in-one", f"{self._behind - len(END)} bytes follow the record in the same gzip member")
        if self._http is not None:
            self._http.eof()
        return Record(
            offset=offset,
            length=length,
            fields=self._fields,
            concurrent_to=tuple(self._concurrent),
            block_digest=None if self._block is None else self._block.result(),
            payload_digest=None if self._payload is None else self._payload.result(),
            faults=tuple(self._faults),
        )

    def _begin(self, head: bytes) -> None:
        self._fields = fields = self._parse(head)
        length = fields.get("content-length", "")
        if length.isascii() and length.isdigit():
            self._left = int(length)
        else:
            self._fault("content-length", f"Content-Length is not a number ({length[:40]!r})")
        self._block = _hasher(fields.get("warc-block-digest"))
        kind = fields.get("warc-type")
        if kind == "response" and fields.get("content-type", "").lower().startswith("application/http"):
            self._payload = _hasher(fields.get("warc-payload-digest"))
            if self._payload is not None:
                self._http = ResponseReader(sink=self._payload.update)
        elif kind in ("resource", "metadata", "warcinfo", "conversion"):
            self._payload = _hasher(fields.get("warc-payload-digest"))

    def _parse(self, head: bytes) -> dict[str, str]:
        fields: dict[str, str] = {}
        for line in head.decode("utf-8", "replace").split("\r\n")[1:]:
            sent, colon, value = line.partition(":")
            name = _field_name(sent)
            if not colon or name is None:
                self._fault("header-line", f"the header line {line[:80]!r} is not of the form Name: value")
            elif name == "warc-concurrent-to":
                self._concurrent.append(value.strip())
            elif name not in fields:
                fields[name] = value.strip()
            elif name not in REPEATABLE:
                self._fault("repeated-header", f"the header {sent} stands twice")
        return fields

    def _fault(self, code: str, message: str) -> None:
        self._faults.append(Fault(code=code, message=message))


class _Hasher:
    def __init__(self, declared: str, algorithm: str | None) -> None:
        self._declared = declared
        self._hash = None if algorithm is None else hashlib.new(algorithm)
        self.update: Callable[[bytes | memoryview], object] = (
            self._hash.update if self._hash is not None else lambda data: None
        )

    def result(self) -> Digest:
        if self._hash is None:
            return Digest(declared=self._declared, matches=None)
        # Both forms are in use for every algorithm; neither can be taken for the other.
        value = self._declared.partition(":")[2].strip().rstrip("=").lower()
        matches = value == self._hash.hexdigest()
        if not matches:
            matches = value == base64.b32encode(self._hash.digest()).decode().rstrip("=").lower()
        return Digest(declared=self._declared, matches=matches)


def _hasher(declared: str | None) -> _Hasher | None:
    if declared is None:
        return None
    algorithm = declared.partition(":")[0].strip().lower().replace("-", "")
    return _Hasher(declared, algorithm if algorithm in _ALGORITHMS else None)
