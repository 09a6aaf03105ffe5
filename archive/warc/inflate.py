"""gzip members inflated: by isal where it is installed (``pip install 'blogark[fast]'``), by zlib else.

Both check header, checksum and length. isal alone lets the header bits pass that RFC 1952 reserves, so those are
looked at here. Inflating is more than half of what `verify` has to do, and isal needs half the time.
"""

from __future__ import annotations

import zlib
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

GZIP = import_module("isal.isal_zlib") if find_spec("isal") else zlib
MAGIC = b"\x1f\x8b\x08"
_RESERVED = 0xE0
_WITH_HEADER = 31


class Inflater(Protocol):
    """What is used of zlib's and isal's decompression objects."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class NotInflated(Exception):
    """No gzip member, or a damaged one; says why, in few words."""


ERRORS: tuple[type[Exception], ...] = (zlib.error, GZIP.error)


def inflater() -> Inflater:
    """For one gzip member, after `check_header`; its methods raise one of `ERRORS`."""
    return cast(Inflater, GZIP.decompressobj(_WITH_HEADER))


def check_header(beginning: bytes) -> None:
    """Raise `NotInflated` if no gzip member begins so."""
    if not beginning.startswith(MAGIC):
        raise NotInflated("no gzip member begins here")
    if len(beginning) > len(MAGIC) and beginning[len(MAGIC)] & _RESERVED:
        raise NotInflated("the gzip member cannot be read (unknown header flags set)")


def words(error: Exception) -> str:
    """``Error -3 while decompressing data: incorrect data check`` without its beginning, whoever found it."""
    text = str(error)
    return (text.rpartition(": ")[2] if ": " in text else text.split(" ", 2)[-1]).lower()
