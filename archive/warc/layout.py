"""How a record is laid out: one gzip member, its block as it is, written in pieces where it is long.

warcio writes the headers and says what stands where; what it would add or leave out by itself is kept from it.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from uuid import uuid4

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ..spool import Spool

GZIP_LEVEL = 6
"""Of 200 pages of 10 to 60 kB, a 20 kB page: level 4 0.22 ms and 26.1 %, 6 0.33 ms and 25.3 %, 9 0.48 ms and 25.2 %."""
_SAMPLE = 64 * 1024
_SHRINKS = 0.97
"""Film and sound do not shrink, and deflate needs ten seconds for 300 MB to find that out: what is longer in a
sample is stored as it is, in a tenth of the time."""
CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True, kw_only=True)
class LongMember:
    """A gzip member that is made while it is written."""

    laid_out: ArcWarcRecord
    block: Spool

    def write_to(self, file: BinaryIO) -> int:
        """Append it to a file; returns how many bytes it has."""
        sample = self.block.beginning(_SAMPLE)
        level = GZIP_LEVEL if len(zlib.compress(sample, 1)) < _SHRINKS * len(sample) else 0
        self.laid_out.raw_stream = self.block.reader()
        member = _Member(file.write, level)
        _write(self.laid_out, member)
        return member.length


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record, ready to append."""

    record_type: str
    record_id: str
    """Without angle brackets: urn:uuid:…"""
    member: bytes | LongMember
    """The gzip member."""

    def write_to(self, file: BinaryIO) -> int:
        """Append the member to a file; returns how many bytes it has."""
        if isinstance(self.member, LongMember):
            return self.member.write_to(file)
        return file.write(self.member)


def sha256(data: bytes) -> str:
    """The digest as WARC headers write it: lower-case hex."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def new_id() -> str:
    """A new WARC-Record-ID, without angle brackets."""
    return uuid4().urn


class _Member:
    """A file, as warcio wants it, that becomes one gzip member."""

    def __init__(self, put: Callable[[bytes], object], level: int = GZIP_LEVEL) -> None:
        self.length = 0
        self._put = put
        self._compressor = zlib.compressobj(level, zlib.DEFLATED, 31)

    def write(self, data: bytes) -> None:
        self._hand_on(self._compressor.compress(data))

    def flush(self) -> None:
        self._hand_on(self._compressor.flush())

    def _hand_on(self, packed: bytes) -> None:
        if packed:
            self._put(packed)
            self.length += len(packed)


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio publishes no types
    """Writes records as they are: warcio would add a payload digest even where there is no payload."""

    def ensure_digest(self, record: ArcWarcRecord, block: bool = True, payload: bool = True) -> None:
        pass


def _write(laid_out: ArcWarcRecord, member: _Member) -> None:
    _Writer(member, gzip=False, warc_version="WARC/1.1").write_record(laid_out)


def plain_record(
    record_type: str, record_id: str, headers: Iterable[tuple[str, str]], content_type: str, block: bytes | Spool
) -> Record:
    """One record as one gzip member, its block as it is; raises `ValueError` for a value that would forge a header."""
    fields = [
        ("WARC-Type", record_type),
        ("WARC-Record-ID", f"<{record_id}>"),
        *headers,
        ("WARC-Block-Digest", block.digest if isinstance(block, Spool) else sha256(block)),
        ("Content-Type", content_type),
    ]
    for name, value in fields:
        if CONTROLS.search(value):
            raise ValueError(f"{name}: {value!r} holds a control character, which would forge a WARC header")
    laid_out = ArcWarcRecord(
        "warc",
        # warcio leaves out the block of what it knows as a revisit when it has not parsed its headers.
        "response" if record_type == "revisit" else record_type,
        StatusAndHeaders("", fields, protocol="WARC/1.1"),
        None if isinstance(block, Spool) else BytesIO(block),
        None,
        content_type,
        block.length if isinstance(block, Spool) else len(block),
    )
    if isinstance(block, Spool):
        member: bytes | LongMember = LongMember(laid_out=laid_out, block=block)
    else:
        pieces: list[bytes] = []
        _write(laid_out, _Member(pieces.append))
        member = b"".join(pieces)
    return Record(record_type=record_type, record_id=record_id, member=member)
