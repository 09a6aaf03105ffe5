"""One WARC record, for people: where it lies, its headers, and the head of the answer in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..archive.capture import Capture
from ..archive.errors import ArchiveError
from ..archive.folder import ArchiveFolder
from ..archive.warc.scan import CaptureReader

COLUMNS = (
    "id, crawl_id, url, captured_at, record_type, record_id, warc_file, warc_offset, warc_length, status, media_type, "
    "payload_digest, truncated, via, source"
)
BY_ID = f"SELECT {COLUMNS}, refers_to FROM captures WHERE id = ?"
LONGEST_HEAD = 16_384


@dataclass(frozen=True, kw_only=True)
class RecordPage:
    """What is shown of a record; `defect` says why nothing could be read."""

    capture: Capture
    refers_to: int | None
    warc_headers: tuple[tuple[str, str], ...] = ()
    http_head: str = ""
    body_length: int = 0
    defect: str | None = None


def capture_of(row: tuple[object, ...]) -> tuple[Capture, int | None]:
    """A row of `BY_ID`: the capture, and the one that a revisit refers to."""
    names = COLUMNS.split(", ")
    fields = dict(zip(names, row, strict=False))
    refers_to = row[len(names)]
    return Capture(**fields), refers_to if isinstance(refers_to, int) else None  # type: ignore[arg-type]


def read_record_page(folder: ArchiveFolder, row: tuple[object, ...]) -> RecordPage:
    """Read the record of a row of `BY_ID`."""
    capture, refers_to = capture_of(row)
    try:
        with CaptureReader(folder.warcs) as reader:
            record = reader.record(capture)
    except ArchiveError as error:
        return RecordPage(capture=capture, refers_to=refers_to, defect=str(error))
    head, end, _ = record.block.partition(b"\r\n\r\n") if record.is_http else (b"", b"", b"")
    return RecordPage(
        capture=capture,
        refers_to=refers_to,
        warc_headers=tuple(sorted(record.headers.items())),
        http_head=head[:LONGEST_HEAD].decode("utf-8", "replace").replace("\r\n", "\n"),
        body_length=record.block_length - len(head) - len(end),
    )


def member(folder: ArchiveFolder, row: tuple[object, ...]) -> bytes:
    """The record as it lies in its file: one gzip member; raises `ArchiveError` where it is not there."""
    capture, _ = capture_of(row)
    with CaptureReader(folder.warcs) as reader:
        reader.record(capture)
    for name in (capture.warc_file, f"{capture.warc_file}.open"):
        path = Path(folder.warcs, name)
        if path.is_file():
            with path.open("rb") as file:
                return os.pread(file.fileno(), capture.warc_length, capture.warc_offset)
    raise ArchiveError(folder.warcs / capture.warc_file, "is missing; `blogark verify` says what else is")
