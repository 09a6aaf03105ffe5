"""What WARC/1.1 (ISO 28500:2017) asks of the header of each kind of record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..warc.member import Fault, Record

TYPES = frozenset({"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"})
_MANDATORY = ("warc-type", "warc-record-id", "warc-date", "content-length")
_NEEDS_TARGET = TYPES - {"warcinfo", "metadata"}
_NO_REFERS_TO = frozenset({"warcinfo", "response", "resource", "request", "continuation"})
_NO_CONCURRENT_TO = frozenset({"warcinfo", "conversion", "continuation"})
_NO_IP_ADDRESS = frozenset({"warcinfo", "conversion", "continuation"})
_CONTENT_TYPES = {
    "warcinfo": "application/warc-fields",
    "request": "application/http",
    "response": "application/http",
}
_TRUNCATED = frozenset({"length", "time", "disconnect", "unspecified"})
_REVISIT_NEEDS = {
    "identical-payload-digest": ("warc-payload-digest", "warc-refers-to-target-uri", "warc-refers-to-date"),
    "server-not-modified": ("warc-refers-to-target-uri", "warc-refers-to-date"),
}
"""Replay finds the payload by URI and date, which the standard only recommends."""

# 5.4: W3C date; 1.1 allows any precision from the year to nanoseconds.
_DATE = re.compile(
    r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?Z)?)?)?"
)
_RECORD_ID = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+>")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>]+")
_NAMES = {
    "warc-type": "WARC-Type",
    "warc-record-id": "WARC-Record-ID",
    "warc-date": "WARC-Date",
    "content-length": "Content-Length",
    "warc-payload-digest": "WARC-Payload-Digest",
    "warc-refers-to-target-uri": "WARC-Refers-To-Target-URI",
    "warc-refers-to-date": "WARC-Refers-To-Date",
}


def header_faults(record: Record) -> Iterator[Fault]:
    """All that the record's header lacks, has too much, or has in a wrong form."""
    fields, kind = record.fields, record.type
    content_type = fields.get("content-type", "").partition(";")[0].strip().lower()
    over_http = kind == "warcinfo" or fields.get("warc-target-uri", "").startswith(("http:", "https:"))
    profile = fields.get("warc-profile", "").rpartition("/")[2]
    yield from _shape_faults(kind, tuple(fields), bool(record.concurrent_to), content_type, over_http, profile)
    # 5.5: software must skip the types that it does not know.
    if not kind or kind in TYPES:
        yield from _forms(record)


@lru_cache(maxsize=1024)
def _shape_faults(
    kind: str, names: tuple[str, ...], concurrent: bool, content_type: str, over_http: bool, profile: str
) -> tuple[Fault, ...]:
    """What is wrong with which headers there are: the same for nearly all records of a type."""
    return tuple(_missing_or_misplaced(kind, frozenset(names), concurrent, content_type, over_http, profile))


def _missing_or_misplaced(
    kind: str, names: frozenset[str], concurrent: bool, content_type: str, over_http: bool, profile: str
) -> Iterator[Fault]:
    for name in _MANDATORY:
        if name not in names:
            yield Fault(code="header-missing", message=f"{_NAMES[name]} is missing")
    if kind and kind not in TYPES:
        return
    if "warc-target-uri" not in names and kind in _NEEDS_TARGET:
        yield Fault(code="header-missing", message=f"WARC-Target-URI is missing in a {kind} record")
    if "warc-target-uri" in names and kind == "warcinfo":
        yield _misplaced("WARC-Target-URI", kind)
    if "warc-refers-to" in names and kind in _NO_REFERS_TO:
        yield _misplaced("WARC-Refers-To", kind)
    if concurrent and kind in _NO_CONCURRENT_TO:
        yield _misplaced("WARC-Concurrent-To", kind)
    if "warc-ip-address" in names and kind in _NO_IP_ADDRESS:
        yield _misplaced("WARC-IP-Address", kind)
    if "warc-filename" in names and kind != "warcinfo":
        yield _misplaced("WARC-Filename", kind)
    expected = _CONTENT_TYPES.get(kind)
    if expected is not None and content_type != expected and over_http:
        yield Fault(code="content-type", message=f"the Content-Type of a {kind} record is {content_type!r}")
    if kind == "revisit":
        yield from _revisit_faults(names, profile)


def _forms(record: Record) -> Iterator[Fault]:
    fields = record.fields
    date = fields.get("warc-date")
    if date is not None and not _DATE.fullmatch(date):
        yield Fault(code="warc-date", message=f"WARC-Date {date[:40]!r} is not a UTC time (2026-11-23T10:15:30Z)")
    record_id = fields.get("warc-record-id")
    if record_id is not None and not _RECORD_ID.fullmatch(record_id):
        yield Fault(code="record-id", message=f"WARC-Record-ID {record_id[:80]!r} is not a URI in angle brackets")
    target = fields.get("warc-target-uri")
    if target is not None and not _URI.fullmatch(target):
        yield Fault(code="target-uri", message=f"WARC-Target-URI {target[:80]!r} is not a plain URI")
    truncated = fields.get("warc-truncated")
    if truncated is not None and truncated not in _TRUNCATED:
        yield Fault(code="truncated", message=f"WARC-Truncated {truncated[:40]!r} is not one of the four known reasons")


def _revisit_faults(names: frozenset[str], profile: str) -> Iterator[Fault]:
    if "warc-profile" not in names:
        yield Fault(code="header-missing", message="WARC-Profile is missing in a revisit record")
        return
    for name in _REVISIT_NEEDS.get(profile, ()):
        if name not in names:
            yield Fault(code="header-missing", message=f"{_NAMES[name]} is missing in a revisit record")


def _misplaced(name: str, kind: str) -> Fault:
    return Fault(code="header-misplaced", message=f"{name} must not stand in a {kind} record")
