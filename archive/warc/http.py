"""HTTP/1.x responses as servers really send them, read without I/O: on the wire and from stored records alike.

`ResponseReader` finds where a response ends while its bytes arrive; it holds the header block and only counts
the body. It follows RFC 9112 where servers do and is lenient where they do not, because what a browser would have
shown has to be archived too; what it had to forgive in the framing is named in ``defect``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .coding import MAX_DECODED, too_long, undo
from .headers import Headers, find_header, media_type, tokens

__all__ = ["Headers", "Message", "ResponseReader", "decode_content", "find_header", "media_type", "read_response"]

MAX_HEADER_BYTES = 256 * 1024
"""Header block, interim responses included, and as much again for a trailer; curl allows 300 KiB."""
MAX_HEADER_LINES = 5_000
"""Lines of one header block; curl allows as many fields."""
MAX_CHUNK_LINE = 4 * 1024
"""A chunk size with its extensions."""

_BLANK = re.compile(rb"[\r\n]{0,64}")
_HEAD_END = re.compile(rb"\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_STATUS_LINE = re.compile(rb"HTTP/(\d{1,3}(?:\.\d{1,3})?)[ \t]+(\d{3})(?!\d)[ \t]*(.*)", re.IGNORECASE | re.DOTALL)
_CHUNK_LINE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;.*)?\r?\n", re.DOTALL)


class ResponseReader:
    """Follows one response through its bytes, however they are cut into pieces.

    The pieces of the entity (de-chunked, content coding kept) go to ``sink`` as they come, if one is given; nothing
    of it is held. Interim (1xx) responses are read and passed over. A response without a status line is HTTP/0.9:
    ``status`` None, ``version`` ``HTTP/0.9``, all of it body.
    """

    def __init__(
        self,
        *,
        method: str = "GET",
        max_header_bytes: int = MAX_HEADER_BYTES,
        sink: Callable[[memoryview], object] | None = None,
    ) -> None:
        self.interim: tuple[int, ...] = ()
        self.status: int | None = None
        self.reason = b""
        self.version = b""
        """As sent: HTTP/1.1."""
        self.headers: list[tuple[bytes, bytes]] = []
        """Of the final response: names as sent, values without outer blanks, folds joined by one space."""
        self.head_complete = False
        self.header_length = 0
        """Bytes before the body, interim responses included."""
        self.entity_length = 0
        self.complete = False
        """The message has ended as its framing says."""
        self.gave_up = False
        """Past the limits of a header block or trailer: close the connection, nothing more will be read."""
        self.defect: str | None = None
        """The first thing that was wrong with the framing."""
        self._method = method.upper()
        self._max_header_bytes = max_header_bytes
        self._sink = sink
        self._buffer = bytearray()
        self._scanned = 0
        self._left = 0
        self._delimited = False
        self._broken = False
        self._step: Callable[[bytes, int], int] | None = self._head

    @property
    def keep_alive(self) -> bool:
        """The response has ended, cleanly, and the connection may carry the next request (RFC 9112, 9.3)."""
        if not self.complete or not self._delimited or self.defect is not None:
            return False
        options = tokens(self.headers, b"connection")
        if b"close" in options:
            return False
        return self.version != b"HTTP/1.0" or b"keep-alive" in options

    def header(self, name: bytes) -> bytes | None:
        """The first value sent under ``name``, in any case."""
        return find_header(self.headers, name)

    def feed(self, data: bytes) -> int:
        """Take the next bytes; returns how many of them belong to this response (the rest came after its end)."""
        position = 0
        end = len(data)
        while position < end and self._step is not None:
            position = self._step(data, position)
        return position

    def eof(self) -> None:
        """Tell that the peer closed the connection, or that the stored block ends here."""
        step, self._step = self._step, None
        if step is None:
            return
        if step == self._head:
            self._note("closed inside the header block" if self._buffer else "closed before the status line")
            self._read_head(bytes(self._buffer).lstrip(b"\r\n"))
        elif step == self._until_close:
            self.complete = not self._broken
        elif step == self._counted:
            self._note(f"closed {self._left} bytes before the end")
        elif step == self._trailer:
            # Some servers close right after "0\r\n"; the entity is whole.
            self.complete, self._delimited = True, False
        else:
            self._note("closed inside a chunk" if self._left else "closed before the last chunk")

    # One method a state: takes `data` from `position`, returns the new position, sets the next state.

    def _head(self, data: bytes, position: int) -> int:
        buffer = self._buffer
        held = len(buffer)
        whole: bytes | bytearray
        if held:
            buffer += data[position:]
            whole = buffer
        else:
            whole = data[position:]
        # Empty lines before the status line: left over from a response whose length was too short.
        blank = _BLANK.match(whole).end()  # type: ignore[union-attr]  # matches the empty string too
        if not b"HTTP/".startswith(whole[blank : blank + 5].upper()):
            return self._http_0_9(whole, len(data))
        found = _HEAD_END.search(whole, max(blank, self._scanned))
        length = found.end() if found else len(whole)
        if self.header_length + length > self._max_header_bytes:
            self.header_length += length
            self._read_head(bytes(whole[blank:length]))
            return self._give_up(f"header block over {self._max_header_bytes} bytes", len(data))
        if found is None:
            if not held:
                buffer += whole
            self._scanned = max(0, len(buffer) - 2)
            return len(data)
        self.header_length += length
        head = bytes(whole[blank:length])
        self._scanned = 0
        buffer.clear()
        self._read_head(head)
        if self.gave_up:
            return len(data)
        if self.status is not None and 100 <= self.status < 200 and self.status != 101:
            self.interim += (self.status,)
            self.status = None
        else:
            self.head_complete = True
            self._frame()
        return position + length - held

    def _http_0_9(self, whole: bytes | bytearray, end: int) -> int:
        self.version = b"HTTP/0.9"
        self.head_complete = True
        self._step = self._until_close
        body = bytes(whole)
        self._buffer.clear()
        self._piece(body, 0, len(body))
        return end

    def _read_head(self, head: bytes) -> None:
        if head.count(b"\n") > MAX_HEADER_LINES:
            self._give_up(f"over {MAX_HEADER_LINES} header lines", 0)
            head = head.partition(b"\n")[0]
        if b"\n " in head or b"\n\t" in head:
            head = _FOLD.sub(b" ", head)
        lines = head.split(b"\n")
        status_line = _STATUS_LINE.match(lines[0].strip())
        if status_line is None:
            self.status, self.version, self.reason = None, lines[0][:8].strip(), b""
            self._note("status line unreadable")
        else:
            self.status = int(status_line[2])
            self.version, self.reason = b"HTTP/" + status_line[1], status_line[3]
        self.headers = []
        for line in lines[1:]:
            name, colon, value = line.partition(b":")
            if colon:
                self.headers.append((name.strip(), value.strip()))

    def _frame(self) -> None:
        """Choose how the body ends (RFC 9112, 6.3)."""
        codings = tokens(self.headers, b"transfer-encoding")
        lengths = set(tokens(self.headers, b"content-length"))
        self._step = self._until_close
        if self._method == "HEAD" or self.status in (204, 304):
            self._delimited = True
            self._end()
        elif self.status == 101:
            pass
        elif codings and codings[-1] == b"chunked":
            self._step = self._chunk_line
            # Both headers at once is how messages are smuggled: read as chunked, then close (RFC 9112, 6.1).
            self._delimited = not lengths
        elif codings and codings != [b"identity"]:
            pass
        elif len(lengths) > 1:
            self._note("Content-Length sent twice, with different values")
        elif lengths:
            (length,) = lengths
            if not length.isdigit() or len(length) > 15:
                self._note("Content-Length unreadable")
                return
            self._delimited = True
            self._left = int(length)
            self._step = self._counted
            if not self._left:
                self._end()

    def _counted(self, data: bytes, position: int) -> int:
        position = self._piece_left(data, position)
        if not self._left:
            self._end()
        return position

    def _until_close(self, data: bytes, position: int) -> int:
        self._piece(data, position, len(data))
        return len(data)

    def _chunk_line(self, data: bytes, position: int) -> int:
        """``size[;extensions]``, which may arrive in pieces."""
        end = data.find(b"\n", position) + 1
        self._buffer += data[position : end or len(data)]
        if not end and len(self._buffer) <= MAX_CHUNK_LINE:
            return len(data)
        line = bytes(self._buffer)
        self._buffer.clear()
        size = _CHUNK_LINE.fullmatch(line) if len(line) <= MAX_CHUNK_LINE else None
        if size is None:
            # Often the header says chunked and the body is not: what follows is taken as it is.
            self._break_off("chunk size unreadable")
            self._piece(line, 0, len(line))
        else:
            self._left = int(size[1], 16)
            self._step = self._chunk_data if self._left else self._trailer
        return end or len(data)

    def _chunk_data(self, data: bytes, position: int) -> int:
        position = self._piece_left(data, position)
        if not self._left:
            self._step = self._chunk_end
        return position

    def _chunk_end(self, data: bytes, position: int) -> int:
        byte = data[position]
        if byte == 13 and not self._buffer:
            self._buffer += b"\r"
            return position + 1
        self._buffer.clear()
        if byte == 10:
            self._step = self._chunk_line
            return position + 1
        self._break_off("chunk longer than its size says")
        return position

    def _trailer(self, data: bytes, position: int) -> int:
        """Lines up to the empty one; ``_scanned`` counts them, the buffer holds the one that is being read."""
        end = data.find(b"\n", position) + 1 or len(data)
        self._buffer += data[position:end]
        self._scanned += end - position
        if self._scanned > self._max_header_bytes:
            return self._give_up(f"trailer over {self._max_header_bytes} bytes", len(data))
        if self._buffer.endswith(b"\n"):
            if bytes(self._buffer) in (b"\n", b"\r\n"):
                self._end()
            self._buffer.clear()
        return end

    def _piece_left(self, data: bytes, position: int) -> int:
        end = min(len(data), position + self._left)
        self._left -= end - position
        self._piece(data, position, end)
        return end

    def _piece(self, data: bytes, position: int, end: int) -> None:
        self.entity_length += end - position
        if self._sink is not None:
            self._sink(memoryview(data)[position:end])

    def _end(self) -> None:
        self.complete = True
        self._step = None

    def _break_off(self, defect: str) -> None:
        self._note(defect)
        self._broken, self._delimited = True, False
        self._step = self._until_close

    def _give_up(self, defect: str, end: int) -> int:
        self._note(defect)
        self.gave_up = True
        self._step = None
        self._buffer.clear()
        return end

    def _note(self, defect: str) -> None:
        if self.defect is None:
            self.defect = defect


@dataclass(frozen=True, kw_only=True)
class Message:
    """One whole response; of several in a row (1xx) the final one."""

    status: int | None
    reason: bytes
    version: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    entity: bytes
    """De-chunked, content coding kept: what the payload digest is over."""
    header_length: int
    """Bytes of the block before the body, interim responses included."""
    head_complete: bool
    complete: bool
    defect: str | None

    def header(self, name: bytes) -> bytes | None:
        """The first value sent under ``name``, in any case."""
        return find_header(self.headers, name)


def read_response(block: bytes, *, method: str = "GET") -> Message:
    """Read one stored response block; never raises. ``method="HEAD"`` for a block that is a head only (revisit)."""
    pieces: list[memoryview] = []
    reader = ResponseReader(method=method, sink=pieces.append)
    surplus = len(block) - reader.feed(block)
    reader.eof()
    return Message(
        status=reader.status,
        reason=reader.reason,
        version=reader.version,
        headers=tuple(reader.headers),
        entity=b"".join(pieces),
        header_length=reader.header_length,
        head_complete=reader.head_complete,
        complete=reader.complete,
        defect=reader.defect or (f"{surplus} bytes after the end" if surplus else None),
    )


def decode_content(entity: bytes, headers: Headers, *, limit: int = MAX_DECODED) -> tuple[bytes, str | None]:
    """Undo the content codings that the headers name (and transfer codings before them, other than chunked).

    Returns what could be decoded, at most ``limit`` bytes, and what was wrong: a torn or lying coding, a bomb.
    Never raises.
    """
    codings = tokens(headers, b"content-encoding")
    codings += [coding for coding in tokens(headers, b"transfer-encoding") if coding != b"chunked"]
    return undo(entity, codings, limit=limit) if codings else (entity[:limit], too_long(entity, limit))
