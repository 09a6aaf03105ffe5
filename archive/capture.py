"""A capture: where one archived answer lies, and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RecordType = Literal["response", "revisit", "resource", "metadata"]
CaptureSource = Literal["live", "memento", "import"]


@dataclass(frozen=True, kw_only=True)
class Capture:
    """One response, revisit or resource record, or a metadata record that stands alone.

    A metadata record stands alone when it tells of a fetch that brought no byte
    (``fetchError``), or of the end of a crawl (``crawlStatus``). Captures are numbered
    in the order of their records in the WARC files, so that a scan of the files gives the
    same numbers as the crawl did.
    """

    id: int
    crawl_id: int
    url: str
    captured_at: str
    """WARC-Date, such as 2026-11-23T10:15:30.123456Z."""
    record_type: RecordType
    record_id: str
    warc_file: str
    """The file's final name, without ``.open``, inside ``archive/``."""
    warc_offset: int
    warc_length: int
    """Length of the gzip member, bytes."""
    status: int | None = None
    media_type: str | None = None
    """Lower case, without parameters: text/html."""
    payload_digest: str | None = None
    """sha256:hex of the entity body, de-chunked, content coding kept."""
    truncated: str | None = None
    via: str | None = None
    source: CaptureSource = "live"
    withheld: str | None = None
    """The id of the record that was taken out of the archive; `record_id` is that of the one in its place."""


@dataclass(frozen=True, kw_only=True)
class CrawlInfo:
    """The beginning of a crawl, as the first record (warcinfo) of each of its WARC files tells it."""

    id: int
    started_at: str
    software: str
    config: str
    """JSON object: the options in force."""
