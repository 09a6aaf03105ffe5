"""Content codings undone with bounded memory: torn, joined, lying and exploding ones too."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from importlib import import_module
from types import ModuleType

MAX_DECODED = 64 * 2**20
MAX_CODINGS = 4
MAX_MEMBERS = 1_000
"""Members of one gzip stream; bgzip's of 64 KiB reach MAX_DECODED with as many."""
_WINDOW = 32 * 1024
"""Compressed bytes taken at once: deflate makes at most 1,032 times as many of them."""
_PIECE = 2**20
_GZIP_MAGIC = b"\x1f\x8b"


def undo(entity: bytes, codings: Sequence[bytes], *, limit: int = MAX_DECODED) -> tuple[bytes, str | None]:
    """Undo ``codings`` (lower case, in the order applied); returns what there is, cut at ``limit``, and the defect."""
    if len(codings) > MAX_CODINGS:
        return entity[:limit], f"{len(codings)} content codings on one response"
    defect = None
    for coding in reversed(codings):
        if coding == b"identity" or not entity:
            continue
        decoder = _DECODERS.get(coding)
        if decoder is None:
            defect = defect or f"content coding {coding.decode('latin-1')!r} is not known"
            break
        decoded, problem = _limited(decoder(entity), limit)
        if problem is not None and not decoded and not entity.startswith(_GZIP_MAGIC):
            # Said compressed, sent plain: a page in clear is worth more than none.
            decoded, problem = entity, f"said {coding.decode('latin-1')}, is not: {problem}"
        entity, defect = decoded, defect or problem
    return entity[:limit], defect or too_long(entity, limit)


def too_long(entity: bytes, limit: int) -> str | None:
    """The defect of content longer than ``limit``."""
    return f"cut at {limit} bytes" if len(entity) > limit else None


class _CodingError(Exception):
    """The stream cannot be read further; what was yielded before stands."""


def _limited(pieces: Iterator[bytes], limit: int) -> tuple[bytes, str | None]:
    decoded: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            decoded.append(piece)
            size += len(piece)
            if size > limit:
                return b"".join(decoded)[:limit], f"cut at {limit} bytes"
    except _CodingError as error:
        return b"".join(decoded), str(error)
    return b"".join(decoded), None


def _gunzip(entity: bytes) -> Iterator[bytes]:
    """All members, joined (RFC 1952, 2.2); zeros after the last are padding."""
    position = 0
    for _ in range(MAX_MEMBERS):
        position = yield from _inflate(entity, position, 31)
        if not entity[position : position + 1].strip(b"\0"):
            if entity[position:].strip(b"\0"):
                break
            return
        if not entity.startswith(_GZIP_MAGIC, position):
            break
    raise _CodingError(f"{len(entity) - position} bytes after the end of gzip")


def _deflate(entity: bytes) -> Iterator[bytes]:
    """A zlib stream, as RFC 9110 says, or bare deflate as some servers send."""
    zlib_header = len(entity) > 1 and entity[0] & 15 == 8 and int.from_bytes(entity[:2], "big") % 31 == 0
    position = yield from _inflate(entity, 0, 15 if zlib_header else -15)
    if position < len(entity):
        raise _CodingError(f"{len(entity) - position} bytes after the end of deflate")


def _inflate(entity: bytes, position: int, wbits: int) -> Generator[bytes, None, int]:
    """One zlib stream in pieces of bounded size; returns where it ended."""
    inflater = zlib.decompressobj(wbits)
    piece = b""
    while not inflater.eof:
        window = entity[position : position + _WINDOW]
        if not window and len(piece) < _PIECE:
            raise _CodingError("ends in the middle of the compressed stream")
        before = inflater.copy()
        try:
            piece = inflater.decompress(window, _PIECE)
        except zlib.error as error:
            yield _byte_by_byte(before, window)
            raise _CodingError(f"compressed stream unreadable: {error}") from error
        yield piece
        position += len(window) - len(inflater.unconsumed_tail) - len(inflater.unused_data)
    return position


def _brotli(entity: bytes) -> Iterator[bytes]:
    """RFC 7932, where the package is there and can bound its output (from 1.2); it is never asked for."""
    # brotlipy, which pywb brings, hides `brotli` behind a package of that name; what `brotli` is made of stays.
    package = _optional("_brotli") or _optional("brotli")
    if package is None or not hasattr(package.Decompressor, "can_accept_more_data"):
        raise _CodingError("brotli >= 1.2 is not installed")
    inflater = package.Decompressor()
    window = entity
    try:
        while not inflater.is_finished():
            piece = inflater.process(window, output_buffer_limit=_PIECE)
            yield piece
            if not piece and inflater.can_accept_more_data():
                raise _CodingError("ends in the middle of the compressed stream")
            window = b""
    except package.error as error:
        raise _CodingError(f"compressed stream unreadable: {error}") from error


def _optional(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        return None


def _byte_by_byte(inflater: zlib._Decompress, window: bytes) -> bytes:
    """What zlib holds before the error in ``window``: it drops all output of the call that fails."""
    held = bytearray()
    try:
        for index in range(len(window)):
            held += inflater.decompress(window[index : index + 1])
    except zlib.error:
        return bytes(held)
    return bytes(held)


_DECODERS: Mapping[bytes, Callable[[bytes], Iterator[bytes]]] = {
    b"gzip": _gunzip,
    b"x-gzip": _gunzip,
    b"deflate": _deflate,
    b"br": _brotli,
}
