"""The record that stands where another was withheld: what that was, why it is gone, and what may still be told of it.

It is a `metadata` record that refers to the withheld one, under its URL and date, and takes its place in the order of
captures. Its block is lines of JSON: first what the withheld record said of itself and on whose authority it is gone,
then, a line each, what parsers had read from it under each of its addresses, without what is redacted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, get_args

from ..capture import Capture, CaptureSource, RecordType
from .layout import Record, new_id, plain_record
from .redactions import Kind, Redaction
from .stored import StoredRecord, bare

WITHHELD = "application/vnd.blogark.withheld"
_TOLD = ("record_type", "status", "media_type", "payload_digest", "truncated", "via", "source")
"""What a capture keeps of the withheld record."""


@dataclass(frozen=True, kw_only=True)
class Withholding:
    """Why a record is withheld."""

    made_at: str
    software: str
    redactions: tuple[Redaction, ...]


def withheld_record(
    capture: Capture, record: StoredRecord, why: Withholding, pages: Iterable[Mapping[str, object]]
) -> Record:
    """The record that takes the place of `record`, which is that of `capture`."""
    told: dict[str, Any] = {
        "record_id": record.record_id,
        **{name: value for name in _TOLD if (value := getattr(capture, name)) is not None},
        "block_length": record.block_length,
        "block_digest": record.headers.get("warc-block-digest"),
        "made_at": why.made_at,
        "software": why.software,
        "redactions": [
            {name: asdict(one)[name] for name in ("id", "kind", "made_at", "reason", "authority")}
            for one in why.redactions
        ],
    }
    headers = [("WARC-Target-URI", capture.url), ("WARC-Date", capture.captured_at)]
    if warcinfo := record.headers.get("warc-warcinfo-id"):
        headers.append(("WARC-Warcinfo-ID", warcinfo))
    headers.append(("WARC-Refers-To", f"<{record.record_id}>"))
    lines = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in (told, *pages)]
    block = "".join(lines).encode("utf-8", "replace")
    return plain_record("metadata", new_id(), headers, WITHHELD, block)


def is_withheld(headers: Mapping[str, str]) -> bool:
    """Whether a record with these headers (by lower-case name) stands for a withheld one."""
    return headers.get("content-type") == WITHHELD and headers.get("warc-type", "").lower() == "metadata"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the withheld record said of itself, and why it is gone."""

    withheld: str
    """Its id."""
    record_type: RecordType
    status: int | None
    media_type: str | None
    payload_digest: str | None
    truncated: str | None
    via: str | None
    source: CaptureSource
    redactions: tuple[Redaction, ...]
    """Without what would find them again."""

    def of_capture(self) -> dict[str, Any]:
        """The fields that `Capture` takes from it."""
        return {name: getattr(self, name) for name in ("withheld", *_TOLD)}


def told_of(record: StoredRecord) -> Told | None:
    """What a record that stands for a withheld one tells of it; None if it is none, or cannot be understood."""
    if not is_withheld(record.headers):
        return None
    line, _, _ = record.block.partition(b"\n")
    try:
        told = json.loads(line)
        texts = {name: _text(told.get(name)) for name in ("media_type", "payload_digest", "truncated", "via")}
        status = told.get("status")
        if told["record_type"] not in get_args(RecordType) or told["source"] not in get_args(CaptureSource):
            return None
        return Told(
            withheld=bare(record.headers.get("warc-refers-to")),
            record_type=told["record_type"],
            status=status if isinstance(status, int) else None,
            source=told["source"],
            redactions=tuple(Redaction(software=str(told["software"]), **_words(one)) for one in told["redactions"]),
            **texts,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _words(told: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(told["id"], int) or told["kind"] not in get_args(Kind):
        raise ValueError("no redaction")
    return {"id": told["id"], **{name: str(told[name]) for name in ("kind", "made_at", "reason", "authority")}}


def pages_of(block: bytes) -> list[dict[str, Any]]:
    """What was read from a withheld record: an object with the ``url`` and the ``page`` for each of its addresses."""
    return [json.loads(line) for line in block.splitlines()[1:]]
