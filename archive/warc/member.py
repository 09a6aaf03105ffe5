"""One gzip member of a WARC file as `verify` sees it: the record in it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from .stored import bare


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
    over_chunks: bool = False
    """It does not match, but it would if it were meant over the body with its chunks, as many writers have it."""


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
