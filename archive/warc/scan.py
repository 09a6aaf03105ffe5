"""Captures read back from the WARC files: all in order, for a rebuild, or one at its offset, for the extraction."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from ..capture import Capture, CaptureSource, CrawlInfo, RecordType
from ..errors import ArchiveError
from .files import OPEN_SUFFIX, is_imported, is_ours, stamp_of, warc_files
from .http import Message, ResponseReader, decode_content, media_type, read_response
from .records import FIELDS, SOURCE_URI, read_fields, safe_url
from .stored import (
    HELD,
    MAX_HELD,
    Damage,
    OnDamage,
    StoredRecord,
    Unreadable,
    bare,
    read_record,
    read_records,
    tell,
)  # fmt: skip
from .withheld import Told, told_of

__all__ = [
    "CaptureReader", "Damage", "StoredResponse", "first_page", "read_capture", "read_metadata", "scan", "scan_imported",
]  # fmt: skip

FOREIGN_CRAWL = 0
"""Crawl id of captures in files whose warcinfo names none of ours."""
STRANGER = "the record names another warcinfo record than the one its file begins with"


def scan(
    folder: Path, *, but: Collection[Path] = (), on_damage: OnDamage | None = None
) -> Iterator[CrawlInfo | Capture]:
    """Every crawl and capture in the WARC files of ``folder``, in the order of writing, captures numbered from 1.

    A crawl comes before its first capture, once. Memory is flat. Files in ``but`` are passed over. Damage is told to
    ``on_damage`` and passed over; without it the first damage raises `Damaged`.
    """
    scanner = _Scanner()
    for path in warc_files(folder):
        if path in but:
            continue
        scanner.begin_file(path)
        for record in read_records(path, on_damage=on_damage):
            if scanner.knows(record):
                yield from scanner.take(record)
            else:
                tell(Damage(file=record.file, offset=record.offset, reason=STRANGER, skipped=record.length), on_damage)
        yield from scanner.flush()


def scan_imported(path: Path, crawl: CrawlInfo, *, first: int, on_damage: OnDamage | None = None) -> Iterator[Capture]:
    """The captures of one imported file, numbered from ``first``, as `scan` will find them behind those of before."""
    scanner = _Scanner(first=first, crawl=crawl, stamp=stamp_of(path))
    scanner.begin_file(path)
    for record in read_records(path, on_damage=on_damage):
        for one in scanner.take(record):
            assert isinstance(one, Capture)  # its crawl has begun
            yield one
    yield from scanner.flush()


def first_page(path: Path) -> str | None:
    """The URL of the first HTML page in a WARC file; None if it holds none."""
    for record in read_records(path, on_damage=lambda _: None):
        if record.record_type not in ("response", "resource"):
            continue
        head = _head(record)
        headers = head.headers if head else [(b"content-type", record.headers.get("content-type", "").encode())]
        if media_type(headers) in ("text/html", "application/xhtml+xml") and (head is None or head.status == 200):
            return safe_url(bare(record.headers.get("warc-target-uri")))
    return None


@dataclass(frozen=True, kw_only=True)
class StoredResponse:
    """What one capture holds, as stored and as it reads."""

    url: str
    status: int | None
    headers: tuple[tuple[bytes, bytes], ...]
    content_type: str | None
    """The header as sent: text/html; charset=utf-8."""
    media_type: str | None
    body: bytes
    """The entity with its content coding undone: what a parser wants."""
    entity: bytes
    """De-chunked, content coding kept: what the payload digest is over."""
    block: bytes
    """Verbatim."""
    defects: tuple[str, ...] = ()


class CaptureReader:
    """Reads captures at their offsets, keeping the last used files of ``folder`` open.

    Raises `ArchiveError` where a capture's record is not what its row says.
    """

    MAX_FILES = 16

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._handles: OrderedDict[str, int] = OrderedDict()

    def read(self, capture: Capture) -> StoredResponse:
        """Headers and body of one capture; a revisit has headers only, its body is that of the capture it refers to."""
        record = self.record(capture)
        if capture.withheld is not None:
            told = f"capture {capture.id} ({capture.url}) is withheld; `blogark redact --list` tells why"
            raise ArchiveError(self.folder / capture.warc_file, told)
        cut = _cut(record)
        if not record.is_http:
            content_type = record.headers.get("content-type")
            headers = ((b"Content-Type", (content_type or "").encode()),) if content_type else ()
            return StoredResponse(
                url=capture.url,
                status=None,
                headers=headers,
                content_type=content_type,
                media_type=media_type(headers),
                body=record.block,
                entity=record.block,
                block=record.block,
                defects=cut,
            )
        message = read_response(record.block, method="HEAD" if capture.record_type == "revisit" else "GET")
        entity, framing = message.entity, message.defect
        if capture.source == "import" and _is_longer_than_told(message, record.block):
            entity, framing = record.block[message.header_length :], None
        body, defect = decode_content(entity, message.headers)
        content_type_sent = message.header(b"content-type")
        return StoredResponse(
            url=capture.url,
            status=message.status,
            headers=message.headers,
            content_type=None if content_type_sent is None else content_type_sent.decode("latin-1"),
            media_type=media_type(message.headers),
            body=body,
            entity=entity,
            block=record.block,
            defects=cut or tuple(one for one in (framing, defect) if one is not None),
        )

    def metadata(self, capture: Capture) -> dict[str, str]:
        """The fields of a metadata record that stands alone."""
        return read_fields(self.record(capture).block)

    def record(self, capture: Capture) -> StoredRecord:
        """The capture's record; of one whose block is longer than `MAX_HELD` the beginning."""
        return self._record(capture, most=MAX_HELD)

    def beginning(self, capture: Capture) -> bytes:
        """The first bytes of a capture's body, its content coding undone: enough to tell what it is."""
        record = self._record(capture, most=HELD)
        if not record.is_http:
            return record.block
        message = read_response(record.block)
        return decode_content(message.entity, message.headers)[0]

    def _record(self, capture: Capture, *, most: int) -> StoredRecord:
        handle = self._handle(capture.warc_file)
        try:
            record = read_record(handle, capture.warc_file, capture.warc_offset, capture.warc_length, most=most)
        except Unreadable as error:
            raise self._damaged(capture, str(error)) from error
        if record.record_id != capture.record_id:
            raise self._damaged(capture, f"expected the record {capture.record_id}, found {record.record_id}")
        return record

    def close(self) -> None:
        while self._handles:
            os.close(self._handles.popitem()[1])

    def __enter__(self) -> CaptureReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _handle(self, file: str) -> int:
        handle = self._handles.pop(file, None)
        if handle is None:
            handle = self._open(file)
            if len(self._handles) >= self.MAX_FILES:
                os.close(self._handles.popitem(last=False)[1])
        self._handles[file] = handle
        return handle

    def _open(self, file: str) -> int:
        path = self.folder / file
        # The last try is for a file that was finished, and renamed, between the first two.
        for name in (file, file + OPEN_SUFFIX, file):
            try:
                return os.open(self.folder / name, os.O_RDONLY)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise ArchiveError(path, f"cannot be read ({error.strerror}); check its permissions") from error
        raise ArchiveError(path, "is missing; bring the file back from a copy, or run `blogark verify`")

    def _damaged(self, capture: Capture, reason: str) -> ArchiveError:
        return ArchiveError(
            self.folder / capture.warc_file,
            f"capture {capture.id} at byte {capture.warc_offset} cannot be read: {reason}; run `blogark verify`",
        )


def read_capture(folder: Path, capture: Capture) -> StoredResponse:
    """`CaptureReader.read` for a single capture."""
    with CaptureReader(folder) as reader:
        return reader.read(capture)


def read_metadata(folder: Path, capture: Capture) -> dict[str, str]:
    """`CaptureReader.metadata` for a single capture."""
    with CaptureReader(folder) as reader:
        return reader.metadata(capture)


class _Scanner:
    """Joins records to captures: a capture waits for the metadata record that tells where its URL was found."""

    def __init__(self, *, first: int = 1, crawl: CrawlInfo | None = None, stamp: str | None = None) -> None:
        self._next_id = first
        self._crawl = crawl
        self._stamp = stamp
        """That of the newest file of ours."""
        self._seen: set[int] = set()
        self._waiting: Capture | None = None
        self._ours = False
        self._imported = False
        self._warcinfo_id: str | None = None

    def begin_file(self, path: Path) -> None:
        self._ours = is_ours(path)
        self._imported = is_imported(path)
        self._warcinfo_id = None
        # One of our files whose first record is damaged goes on with the crawl before it. What was imported belongs
        # to the crawl that a file of ours with the same stamp has begun.
        if not self._ours and not (self._imported and stamp_of(path) == self._stamp):
            self._crawl = None
        if self._ours:
            self._stamp = stamp_of(path)

    def knows(self, record: StoredRecord) -> bool:
        """Whether our writer put this record into this file.

        A blog may serve WARC files too. gzip stores what it cannot compress as it is, so that behind damage a
        record may be found that only lay in the body of another; it cannot know the id of our warcinfo.
        """
        if record.offset == 0 and record.record_type == "warcinfo":
            self._ours = self._ours and _crawl_info(record).id != FOREIGN_CRAWL
            self._warcinfo_id = record.record_id
            return True
        if self._warcinfo_id is None:
            self._warcinfo_id = bare(record.headers.get("warc-warcinfo-id"))
        return not self._ours or bare(record.headers.get("warc-warcinfo-id")) == self._warcinfo_id

    def take(self, record: StoredRecord) -> Iterator[CrawlInfo | Capture]:
        match record.record_type:
            case "warcinfo":
                yield from self.flush()
                if not self._imported:
                    yield from self._begin_crawl(record)
            case "response" | "revisit" | "resource" as record_type:
                yield from self.flush()
                yield from self._begin_capture(record, record_type)
            case "metadata" if (told := told_of(record)) is not None:
                yield from self.flush()
                yield from self._begin_capture(record, "metadata", told)
            case "metadata" if record.headers.get("warc-concurrent-to") is None:
                yield from self.flush()
                # What others say there (wget a list of its files) tells nothing of a crawl of ours.
                if self._ours:
                    yield from self._begin_capture(record, "metadata")
            case "metadata":
                self._attach(record)

    def flush(self) -> Iterator[Capture]:
        if self._waiting is not None:
            yield self._waiting
            self._waiting = None

    def _begin_crawl(self, record: StoredRecord) -> Iterator[CrawlInfo]:
        self._crawl = crawl = _crawl_info(record)
        if crawl.id not in self._seen:
            self._seen.add(crawl.id)
            yield crawl

    def _begin_capture(
        self, record: StoredRecord, record_type: RecordType, told: Told | None = None
    ) -> Iterator[CrawlInfo]:
        if self._crawl is None:
            yield from self._begin_crawl(record)
        assert self._crawl is not None
        message = _head(record)
        via = read_fields(record.block).get("via") if record_type == "metadata" else None
        headers = message.headers if message else [(b"content-type", record.headers.get("content-type", "").encode())]
        self._waiting = Capture(
            id=self._next_id,
            crawl_id=self._crawl.id,
            url=safe_url(bare(record.headers.get("warc-target-uri"))),
            captured_at=record.headers.get("warc-date", ""),
            record_type=record_type,
            record_id=record.record_id,
            warc_file=record.file,
            warc_offset=record.offset,
            warc_length=record.length,
            status=message.status if message else None,
            media_type=None if record_type == "metadata" else media_type(headers),
            payload_digest=record.headers.get("warc-payload-digest"),
            truncated=record.headers.get("warc-truncated"),
            via=via,
            source=self._source(record),
        )
        if told is not None:
            self._waiting = replace(self._waiting, **told.of_capture())
        self._next_id += 1

    def _source(self, record: StoredRecord) -> CaptureSource:
        if not self._ours:
            return "import"
        return "memento" if SOURCE_URI.lower() in record.headers else "live"

    def _attach(self, record: StoredRecord) -> None:
        if self._waiting is None or not record.headers.get("content-type", "").startswith(FIELDS):
            return
        if bare(record.headers.get("warc-concurrent-to")) == self._waiting.record_id:
            self._waiting = replace(self._waiting, via=read_fields(record.block).get("via"))


def _cut(record: StoredRecord) -> tuple[str, ...]:
    """What to say of a record that is too long to be read whole."""
    if len(record.block) == record.block_length:
        return ()
    return (f"it has {record.block_length} bytes; the first {len(record.block)} were read",)


def _is_longer_than_told(message: Message, block: bytes) -> bool:
    """Whether the body goes on behind its Content-Length: browsers tell that of the coded body beside the decoded."""
    if not message.complete or message.header(b"transfer-encoding") is not None:
        return False
    return 0 < message.header_length + len(message.entity) < len(block)


def _head(record: StoredRecord) -> ResponseReader | None:
    if not record.is_http:
        return None
    reader = ResponseReader()
    reader.feed(record.block)
    reader.eof()
    return reader


def _crawl_info(record: StoredRecord) -> CrawlInfo:
    fields = read_fields(record.block) if record.record_type == "warcinfo" else {}
    number = fields.get("blogark-crawl", "")
    ours = number.isascii() and number.isdigit() and int(number[:15]) > 0
    return CrawlInfo(
        id=int(number[:15]) if ours else FOREIGN_CRAWL,
        started_at=fields.get("blogark-crawl-started") or record.headers.get("warc-date", ""),
        software=fields.get("software", "unknown"),
        config=fields.get("blogark-config", "{}"),
    )
