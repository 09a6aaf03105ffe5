"""WARC/1.1 records (ISO 28500:2017): one exchange becomes request, response or revisit, and metadata.

Blocks are verbatim and digests are our own; warcio lays out the records. Each record is one gzip member.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address
from urllib.parse import quote

from ..capture import Capture, CrawlInfo, RecordType
from ..exchange import Exchange
from ..leftout import LeftOut, left_out_block, left_out_url
from ..spool import Spool
from .http import Message, media_type, read_response
from .layout import CONTROLS, Record, new_id, plain_record, sha256

FIELDS = "application/warc-fields"
SOURCE_URI = "WARC-Source-URI"
"""Where a web archive keeps the response; with ``WARC-Creation-Date``, when it was asked, as pywb writes both."""
PROFILE_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
PROFILE_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"

_UNSAFE_IN_URL = re.compile(r"[\x00-\x20\x7f<>]|[^\x00-\x7f]+")
_FIELD_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, kw_only=True)
class RecordGroup:
    """The records of one exchange, in their order, and what the one that is the capture says."""

    records: tuple[Record, ...]
    capture: int
    """Index of the response, revisit or lone metadata record."""
    record_type: RecordType
    url: str
    """As ``WARC-Target-URI`` has it."""
    date: str
    status: int | None = None
    media_type: str | None = None
    payload_digest: str | None = None
    truncated: str | None = None
    via: str | None = None


def warcinfo(crawl: CrawlInfo, *, filename: str, fields: Mapping[str, str]) -> Record:
    """The first record of a file: who made it and how, and the crawl it belongs to.

    ``fields`` are those that the crawler knows (robots, http-header-user-agent, operator, isPartOf …); they cannot
    replace what is said of the crawl, from which a rebuild restores its row.
    """
    told = {
        "software": crawl.software,
        "format": "WARC File Format 1.1",
        "conformsTo": CONFORMS_TO,
        "hostname": socket.gethostname(),
        "blogark-redaction": "none",
        **fields,
        "blogark-crawl": str(crawl.id),
        "blogark-crawl-started": crawl.started_at,
        "blogark-config": crawl.config,
    }
    headers = [("WARC-Filename", filename), ("WARC-Date", warc_date(datetime.now(UTC)))]
    return plain_record("warcinfo", new_id(), headers, FIELDS, fields_block(told))


def exchange_records(
    exchange: Exchange,
    *,
    warcinfo_id: str,
    message: Message | None = None,
    payload_digest: str | None = None,
    revisit_of: Capture | None = None,
) -> RecordGroup:
    """Request, response (or revisit of an earlier capture) and metadata; metadata alone if no byte was received.

    ``message`` and ``payload_digest`` are read from ``exchange.response`` when they are not given. A 304 that
    revisits carries the digest of the payload it stands for.
    """
    if not exchange.response:
        return _failure(exchange, warcinfo_id)
    message = message or read_response(exchange.response)
    digest = _payload_digest(message, payload_digest or exchange.payload_digest)
    url, date = safe_url(exchange.url), warc_date(exchange.started_at)
    request_id, response_id, metadata_id = new_id(), new_id(), new_id()
    common = _common(url, date, warcinfo_id)
    wire = [*common, *_wire_headers(exchange)]

    records = [
        plain_record(
            "request",
            request_id,
            [*wire, ("WARC-Concurrent-To", f"<{response_id}>")],
            "application/http;msgtype=request",
            exchange.request,
        )
    ]
    block: bytes | Spool = exchange.spool or exchange.response
    headers = [*wire, ("WARC-Concurrent-To", f"<{request_id}>")]
    record_type: RecordType = "response"
    if revisit_of is not None:
        record_type = "revisit"
        block = exchange.response[: message.header_length]
        not_modified = message.status == 304
        digest = revisit_of.payload_digest if not_modified else digest
        headers += [
            ("WARC-Profile", PROFILE_NOT_MODIFIED if not_modified else PROFILE_PAYLOAD),
            ("WARC-Refers-To", f"<{revisit_of.record_id}>"),
            ("WARC-Refers-To-Target-URI", safe_url(revisit_of.url)),
            ("WARC-Refers-To-Date", revisit_of.captured_at),
        ]
    if digest is not None:
        headers.append(("WARC-Payload-Digest", digest))
    if exchange.truncated:
        headers.append(("WARC-Truncated", exchange.truncated))
    records.append(plain_record(record_type, response_id, headers, "application/http;msgtype=response", block))
    records.append(
        plain_record(
            "metadata",
            metadata_id,
            [*common, ("WARC-Concurrent-To", f"<{response_id}>")],
            FIELDS,
            fields_block(_fetch_fields(exchange)),
        )
    )
    return RecordGroup(
        records=tuple(records),
        capture=1,
        record_type=record_type,
        url=url,
        date=date,
        status=message.status,
        media_type=media_type(message.headers),
        payload_digest=digest,
        truncated=exchange.truncated,
        via=_via(exchange),
    )


def crawl_end_url(crawl_id: int) -> str:
    """What the record of a crawl's end calls itself."""
    return f"urn:blogark:crawl:{crawl_id}"


def crawl_end(crawl_id: int, *, warcinfo_id: str, fields: Mapping[str, str]) -> RecordGroup:
    """The last record of a crawl: how it ended (crawlStatus, exitCode …), so that a rebuild knows it too."""
    url, date = crawl_end_url(crawl_id), warc_date(datetime.now(UTC))
    record = plain_record("metadata", new_id(), _common(url, date, warcinfo_id), FIELDS, fields_block(fields))
    return RecordGroup(records=(record,), capture=0, record_type="metadata", url=url, date=date)


def left_out(crawl_id: int, number: int, *, warcinfo_id: str, left: Iterable[LeftOut]) -> RecordGroup:
    """A record of a crawl's end: which addresses it did not ask for, and why."""
    url, date = left_out_url(crawl_id, number), warc_date(datetime.now(UTC))
    block = left_out_block(left)
    record = plain_record("metadata", new_id(), _common(url, date, warcinfo_id), "application/json", block)
    return RecordGroup(records=(record,), capture=0, record_type="metadata", url=url, date=date)


def warc_date(moment: datetime) -> str:
    """UTC with microseconds: 2026-11-23T10:15:30.123456Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def safe_url(url: str) -> str:
    """The URL as a WARC header may carry it: controls, blanks, angle brackets and non-ASCII percent-encoded.

    A line break here would let a link forge headers, or a whole record.
    """
    return _UNSAFE_IN_URL.sub(lambda match: quote(match[0].encode("utf-8", "surrogatepass"), safe=""), url)


def safe_ip(address: str | None) -> str | None:
    """RFC 5952 form, IPv4 mapped into IPv6 as IPv4; None for what is no address."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return str(parsed)


def fields_block(fields: Mapping[str, str]) -> bytes:
    """The block of an ``application/warc-fields`` record; a line break in a value becomes a blank."""
    lines = []
    for name, value in fields.items():
        if not _FIELD_NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot name a warc-field; use letters, digits, '.', '_' and '-'")
        lines.append(f"{name}: {_line(value)}\r\n")
    return "".join(lines).encode("utf-8", "replace")


def read_fields(block: bytes) -> dict[str, str]:
    """The fields of an ``application/warc-fields`` block; of a repeated one the first."""
    fields: dict[str, str] = {}
    for line in re.sub(r"\r?\n[ \t]+", " ", block.decode("utf-8", "replace")).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip(), value.strip())
    return fields


def _failure(exchange: Exchange, warcinfo_id: str) -> RecordGroup:
    url, date = safe_url(exchange.url), warc_date(exchange.started_at)
    fields = _fetch_fields(exchange)
    fields.setdefault("fetchError", "nothing was received")
    headers = _common(url, date, warcinfo_id)
    if address := safe_ip(exchange.ip_address):
        headers.append(("WARC-IP-Address", address))
    record = plain_record("metadata", new_id(), headers, FIELDS, fields_block(fields))
    return RecordGroup(records=(record,), capture=0, record_type="metadata", url=url, date=date, via=_via(exchange))


def _payload_digest(message: Message, known: str | None) -> str | None:
    """None where no header block ends (HTTP/0.9, or past the limits): every reader would see another payload."""
    if message.status is None or not message.head_complete:
        return None
    return known or sha256(message.entity)


def _fetch_fields(exchange: Exchange) -> dict[str, str]:
    fields: dict[str, str] = {}
    if via := _via(exchange):
        fields["via"] = via
    if exchange.hops:
        fields["hopsFromSeed"] = exchange.hops
    fields["fetchTimeMs"] = str(exchange.fetch_ms)
    if exchange.error:
        fields["fetchError"] = exchange.error
    return fields


def _via(exchange: Exchange) -> str | None:
    return safe_url(exchange.via) if exchange.via else None


def _common(url: str, date: str, warcinfo_id: str) -> list[tuple[str, str]]:
    return [("WARC-Target-URI", url), ("WARC-Date", date), ("WARC-Warcinfo-ID", f"<{warcinfo_id}>")]


def _wire_headers(exchange: Exchange) -> Iterable[tuple[str, str]]:
    if address := safe_ip(exchange.ip_address):
        yield "WARC-IP-Address", address
    yield "WARC-Protocol", _line(exchange.protocol)
    if exchange.tls_protocol:
        yield "WARC-Protocol", _line(exchange.tls_protocol)
    if exchange.cipher_suite:
        yield "WARC-Cipher-Suite", _line(exchange.cipher_suite)


def _line(value: str) -> str:
    return CONTROLS.sub(" ", value).strip()
