"""A WARC record read as strictly as the standard allows, from the inflated bytes of its member as they stream past.

No lenient reader can be used for this: warcio's and fastwarc's skip or mend much of what has to be named.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from .headers import tokens
from .http import ResponseReader
from .member import Digest, Fault, Record

MAX_HEADER = 1024 * 1024
END = b"\r\n\r\n"
REPEATABLE = frozenset({"warc-protocol"})
"""Besides WARC-Concurrent-To; WARC-Protocol stands once a layer (http/1.1, tls/1.3)."""

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VERSION = re.compile(rb"WARC/[01]\.\d+")
_ALGORITHMS = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})


@lru_cache(maxsize=256)
def _field_name(sent: str) -> str | None:
    """The name in lower case, None for what is no token."""
    return sent.lower() if _TOKEN.fullmatch(sent) else None


class RecordReader:
    """Takes the inflated bytes of one member; knows at its end what the record is and what is wrong with it."""

    def __init__(self) -> None:
        self._held = b""
        self._fields: dict[str, str] | None = None
        self._concurrent: list[str] = []
        self._faults: list[Fault] = []
        self._left = 0
        self._tail = b""
        self._behind = 0
        self._block: _Hasher | None = None
        self._payload: _Hasher | None = None
        self._http: ResponseReader | None = None
        self._chunks: _Hasher | None = None
        self._seen = 0

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
                self._feed_http(self._http, block)
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
        payload = None if self._payload is None else self._payload.result()
        if payload is not None and payload.matches is False and self._chunks is not None:
            payload = replace(payload, over_chunks=bool(self._chunks.result().matches))
        return Record(
            offset=offset,
            length=length,
            fields=self._fields,
            concurrent_to=tuple(self._concurrent),
            block_digest=None if self._block is None else self._block.result(),
            payload_digest=payload,
            faults=tuple(self._faults),
        )

    def _feed_http(self, http: ResponseReader, block: bytes) -> None:
        before_head = not http.head_complete
        http.feed(block)
        if self._chunks is not None:
            self._chunks.update(block)
        elif before_head and http.head_complete and b"chunked" in tokens(http.headers, b"transfer-encoding"):
            self._chunks = _hasher((self._fields or {}).get("warc-payload-digest"))
            if self._chunks is not None:
                self._chunks.update(block[http.header_length - self._seen :])
        self._seen += len(block)

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
        lines = head.decode("utf-8", "replace").split("\r\n")
        for line in lines[1:]:
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
