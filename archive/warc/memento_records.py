"""Answers that a web archive has kept, as WARC records: what the blog's server sent, and what the archive says of it.

The response record is the original answer: its URL, its time, its status, its headers as far as the archive gives
them back (``X-Archive-Orig-*``), its body. ``WARC-Source-URI`` and ``WARC-Creation-Date`` say from where and when it
was had, as pywb's recorder writes them. Beside it the head of the archive's own answer is kept, byte for byte, as a
metadata record: with the body, which is the same, that is the whole of what the archive sent.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ..capture import Capture
from ..exchange import Exchange
from ..spool import SPOOLED, Spool
from .headers import Headers, find_header
from .http import Message, ResponseReader, decode_content, media_type, read_response
from .layout import new_id, plain_record
from .records import (
    FIELDS,
    PROFILE_PAYLOAD,
    SOURCE_URI,
    RecordGroup,
    fields_block,
    safe_ip,
    safe_url,
    warc_date,
)

CREATION_DATE = "WARC-Creation-Date"
PREFIX = b"x-archive-orig-"
DATETIME = b"memento-datetime"
_REPRESENTATION = frozenset(
    (b"content-type", b"content-language", b"content-disposition", b"content-encoding", b"location")
)
"""What an archive passes on without the prefix, because it describes the body that it sends."""
_FRAMING = frozenset((b"content-length", b"transfer-encoding", b"content-encoding"))
"""What described the body as it once came; it is told anew of the body as it is here."""
LONGEST_UNPACKED = 64 * 2**20
"""Of what came under a content coding; a longer one stays as it came."""
_GZIP = b"\x1f\x8b"
_REPLAY = re.compile(rb"^(?:https?://[^/]+)?/.*?/\d{14}(?:[a-z]{2}_)?/(?=https?:)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Memento:
    """An original answer, put together again from what an archive sent."""

    url: str
    """Of the original."""
    captured_at: datetime
    """When the archive had it from the blog's server."""
    response: bytes | Spool
    """Status line, headers and body."""
    source: Exchange
    """What was asked of the archive, and what it sent."""
    digest: str | None = None
    """What the archive's index says of the body."""
    is_as_indexed: bool | None = None
    """Whether the body has that digest; None where it cannot be told."""

    @property
    def beginning(self) -> bytes:
        """Of a long response what tells what it is, with the whole head."""
        return self.response.beginning(SPOOLED) if isinstance(self.response, Spool) else self.response

    def close(self) -> None:
        """Give back the room that a long one takes on the disk, once it is recorded and read."""
        self.source.close()
        if isinstance(self.response, Spool):
            self.response.close()


def memento_time(message: Message) -> datetime | None:
    """The time in ``Memento-Datetime``; None where an answer is no memento (RFC 7089, 2.1.1)."""
    told = message.header(DATETIME)
    try:
        moment = parsedate_to_datetime(told.decode("latin-1")) if told is not None else None
    except ValueError:
        return None
    return None if moment is None else moment.astimezone(UTC)


def memento_of(url: str, captured_at: datetime, source: Exchange, message: Message, *, digest: str | None) -> Memento:
    """The original answer in ``message``, which is the archive's answer ``source`` as `read_response` reads it."""
    originals = [(name[len(PREFIX) :], value) for name, value in message.headers if name.lower().startswith(PREFIX)]
    spool = source.spool
    if spool is None or (spool.length <= LONGEST_UNPACKED and message.header(b"content-encoding") is not None):
        if spool is not None:
            message = read_response(spool.beginning(spool.length))
        body, coding = _body(message, find_header(originals, b"content-encoding"), digest)
        head = _head(message, originals, coding, len(body))
        response: bytes | Spool = head + body
        is_as_indexed = _has_digest(body, digest)
    else:
        coding = message.header(b"content-encoding")
        if coding is None and message.entity.startswith(_GZIP):
            coding = find_header(originals, b"content-encoding")
        found = hashlib.sha1(usedforsecurity=False)
        length = _pass_entity(spool, found.update)
        response = Spool(spool.folder)
        response.write(_head(message, originals, coding, length))
        _pass_entity(spool, response.write)
        is_as_indexed = _is_digest(found.digest(), digest)
    return Memento(
        url=url,
        captured_at=captured_at,
        response=response,
        source=source,
        digest=digest,
        is_as_indexed=is_as_indexed,
    )


def _head(message: Message, originals: Headers, coding: bytes | None, length: int) -> bytes:
    """Status line and headers of the original, of a body that is here under this coding and length."""
    named = {name.lower() for name, _ in originals}
    passed_on = [
        (name, value)
        for name, value in message.headers
        if name.lower() in _REPRESENTATION and name.lower() not in named | {b"content-encoding"}
    ]
    headers = [(name, value) for name, value in (*originals, *passed_on) if name.lower() not in _FRAMING]
    headers = [(name, _REPLAY.sub(b"", value) if name.lower() == b"location" else value) for name, value in headers]
    if coding is not None:
        headers.append((b"Content-Encoding", coding))
    headers.append((b"Content-Length", str(length).encode()))
    status_line = b"HTTP/1.1 %d %s" % (message.status or 200, message.reason.strip())
    return b"\r\n".join((status_line.rstrip(), *(name + b": " + value for name, value in headers))) + b"\r\n\r\n"


def _pass_entity(spool: Spool, sink: Callable[[memoryview], object]) -> int:
    """Hand on the entity of a long response piece by piece, chunks joined; its length."""
    reader = ResponseReader(sink=sink)
    for piece in spool.pieces():
        reader.feed(piece)
    reader.eof()
    return reader.entity_length


def memento_records(
    memento: Memento, *, warcinfo_id: str, message: Message, payload_digest: str, revisit_of: Capture | None
) -> RecordGroup:
    """Response (or revisit), metadata, and the head of the archive's answer."""
    url, date = safe_url(memento.url), f"{memento.captured_at:%Y-%m-%dT%H:%M:%SZ}"
    source = memento.source
    asked_at, asked_for = warc_date(source.started_at), safe_url(source.url)
    response_id = new_id()
    belongs = ("WARC-Warcinfo-ID", f"<{warcinfo_id}>")
    beside = ("WARC-Concurrent-To", f"<{response_id}>")
    headers = [("WARC-Target-URI", url), ("WARC-Date", date), belongs]
    headers += [(SOURCE_URI, asked_for), (CREATION_DATE, asked_at), ("WARC-Payload-Digest", payload_digest)]
    block = memento.response
    if revisit_of is not None:
        block = memento.beginning[: message.header_length]
        headers += [
            ("WARC-Profile", PROFILE_PAYLOAD),
            ("WARC-Refers-To", f"<{revisit_of.record_id}>"),
            ("WARC-Refers-To-Target-URI", safe_url(revisit_of.url)),
            ("WARC-Refers-To-Date", revisit_of.captured_at),
        ]
    if source.truncated:
        headers.append(("WARC-Truncated", source.truncated))
    told = {"fetchTimeMs": str(source.fetch_ms)}
    if memento.digest is not None:
        told["archiveDigest"] = memento.digest
    if memento.is_as_indexed is not None:
        told["archiveDigestFits"] = "yes" if memento.is_as_indexed else "no"
    archived = [("WARC-Target-URI", asked_for), ("WARC-Date", asked_at), belongs, beside]
    if address := safe_ip(source.ip_address):
        archived.append(("WARC-IP-Address", address))
    archive_head = source.response[: read_response(source.response).header_length]
    record_type = "response" if revisit_of is None else "revisit"
    response = "application/http;msgtype=response"
    return RecordGroup(
        records=(
            plain_record(record_type, response_id, headers, response, block),
            plain_record(
                "metadata",
                new_id(),
                [("WARC-Target-URI", url), ("WARC-Date", date), belongs, beside],
                FIELDS,
                fields_block(told),
            ),
            plain_record("metadata", new_id(), archived, response, archive_head),
        ),
        capture=0,
        record_type="response" if revisit_of is None else "revisit",
        url=url,
        date=date,
        status=message.status,
        media_type=media_type(message.headers),
        payload_digest=payload_digest,
        truncated=source.truncated,
    )


def _body(message: Message, original_coding: bytes | None, digest: str | None) -> tuple[bytes, bytes | None]:
    """The body as the blog's server sent it, chunks joined, and its content coding.

    A coding may be the server's own, or one that the archive put on for the way; the digest in its index tells.
    """
    entity, coding = message.entity, message.header(b"content-encoding")
    if coding is None:
        return entity, original_coding if entity.startswith(_GZIP) else None
    plain, defect = decode_content(entity, message.headers)
    if _has_digest(entity, digest) or defect is not None:
        return entity, coding
    if _has_digest(plain, digest) or original_coding is None:
        return plain, None
    return entity, coding


def _has_digest(body: bytes, digest: str | None) -> bool | None:
    return _is_digest(hashlib.sha1(body, usedforsecurity=False).digest(), digest)


def _is_digest(found: bytes, digest: str | None) -> bool | None:
    """None where the digest is not SHA-1 in Base32, as all archives that are known to us write it."""
    told = (digest or "").upper().removeprefix("SHA1:")
    return base64.b32encode(found).decode() == told if re.fullmatch(r"[A-Z2-7]{32}", told) else None
