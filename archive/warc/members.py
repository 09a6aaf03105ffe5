"""The gzip members of a WARC file, one at a time, for `verify`: each hashed while it streams past.

Memory is bounded by one compressed piece, which inflates to at most 33 MB, whatever a record's length.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from .inflate import ERRORS, NotInflated, check_header, inflater, words
from .member import Broken, Record
from .quick import quick_record
from .stored import next_record
from .strict import RecordReader

PIECE = 32 * 1024
"""Compressed bytes read at a time; most records need one piece."""


def read_records(path: Path, *, end: int, start: int = 0, stop: int | None = None) -> Iterator[Record | Broken]:
    """The records of a `.warc.gz` that begin in `start` to `stop`, in the order of the file, which counts up to `end`.

    `start` must be where a record begins, or should begin.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        offset = start
        while offset < (end if stop is None else stop):
            record = _read_member(handle, offset, end)
            if isinstance(record, Record):
                offset += record.length
                yield record
            else:
                begin, offset = offset, next_record(handle, offset + 1, end)
                yield Broken(offset=begin, next_offset=offset, at_end=offset >= end, message=record)
    finally:
        os.close(handle)


def first_record(path: Path, start: int, end: int) -> int:
    """Where the first gzip member at or behind `start` begins that seems to hold a record; `end` if there is none."""
    handle = os.open(path, os.O_RDONLY)
    try:
        return next_record(handle, start, end)
    finally:
        os.close(handle)


def _read_member(handle: int, offset: int, end: int) -> Record | str:
    """The record at `offset`, or why there is none."""
    inflate = inflater()
    reader = RecordReader()
    at = offset
    while True:
        piece = os.pread(handle, min(PIECE, end - at), at)
        if not piece:
            return f"the file ends inside a record ({at - offset} bytes of it are there)"
        begins = at == offset
        at += len(piece)
        try:
            if begins:
                check_header(piece)
            content = inflate.decompress(piece)
        except NotInflated as error:
            return str(error)
        except ERRORS as error:
            return f"the gzip member cannot be read ({words(error)})"
        if begins and inflate.eof:
            length = at - len(inflate.unused_data) - offset
            if (record := quick_record(content, offset, length)) is not None:
                return record
        fault = reader.feed(content)
        if fault is not None:
            return fault
        if inflate.eof:
            return reader.finish(offset, at - len(inflate.unused_data) - offset)
