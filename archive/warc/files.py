"""The WARC file that is being written: appended to, synced, finished, cut back after a crash."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from ..capture import Capture, CrawlInfo, RecordType
from ..exchange import Exchange
from ..leftout import LeftOut
from ..replacing import sync_folder
from .http import Message
from .layout import Record
from .memento_records import Memento, memento_records
from .records import RecordGroup, crawl_end, exchange_records, left_out, warcinfo

SUFFIX = ".warc.gz"
OPEN_SUFFIX = ".open"
MAX_BYTES = 1_000_000_000

_STAMP = "%Y%m%d%H%M%S"
_NAME = re.compile(r".*-(\d{17})-(\d{5})\.warc\.gz(?:\.open)?")
_IMPORTED = re.compile(r"import-(\d{17})-(\d{5})-([0-9a-f]{16})(?:-[A-Za-z0-9._-]+)?\.warc\.gz(?:\.open)?")
DIGITS = 16
"""Of the hash that stands in the name of an imported file."""
_LONGEST_SLUG = 80
_BUFFER = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class Written:
    """Where the record that is the capture lies, and what it says; the columns of `Capture`."""

    file: str
    """Final name, without ``.open``."""
    offset: int
    length: int
    bytes: int
    """Length of all records written for this exchange."""
    record_type: RecordType
    record_id: str
    url: str
    """As the record has it: what no header may carry is percent-encoded."""
    date: str
    status: int | None
    media_type: str | None
    payload_digest: str | None
    truncated: str | None
    via: str | None


class WarcWriter:
    """Appends the records of one crawl to files of bounded size in ``folder``.

    Files are named ``<prefix>-<UTC time, milliseconds>-<serial>.warc.gz``, with ``.open`` until they are finished, each
    after all that are in the folder already, whatever the clock says. ``on_open`` hears the final name before the file
    is made. A file that `is_full` is finished by the caller, between two exchanges; the next `write` opens another.
    Not a byte counts as written before `sync`. Raises OSError; then `abandon` is what is left to do.
    """

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str,
        crawl: CrawlInfo,
        fields: Mapping[str, str],
        max_bytes: int = MAX_BYTES,
        on_open: Callable[[str], object] | None = None,
    ) -> None:
        self.folder = folder
        self.name: str | None = None
        """Final name of the file that is being written, or was last."""
        self.offset = 0
        self._prefix = prefix
        self._crawl = crawl
        self._fields = dict(fields)
        self._max_bytes = max_bytes
        self._on_open = on_open
        self._serial = 0
        self._file: BinaryIO | None = None
        self._warcinfo_id = ""
        self._synced = 0

    def open(self) -> str:
        """Begin a file with its warcinfo record; returns its final name. `write` does so when it must."""
        name = _next_name(self.folder, self._prefix, self._serial, datetime.now(UTC))
        record = warcinfo(self._crawl, filename=name, fields=self._fields)
        if self._on_open is not None:
            self._on_open(name)
        self._file = (self.folder / (name + OPEN_SUFFIX)).open("xb", buffering=_BUFFER)
        self._serial += 1
        self.name, self.offset, self._synced = name, 0, 0
        self._warcinfo_id = record.record_id
        sync_folder(self.folder)
        self._append(record)
        return name

    @property
    def is_open(self) -> bool:
        """A file has been begun and not finished."""
        return self._file is not None

    def is_full(self) -> bool:
        """The open file has reached its size."""
        return self._file is not None and self.offset >= self._max_bytes

    def write(
        self,
        exchange: Exchange,
        *,
        message: Message | None = None,
        payload_digest: str | None = None,
        revisit_of: Capture | None = None,
    ) -> Written:
        """Append request, response or revisit, and metadata of one exchange; metadata alone if nothing came."""
        if self._file is None:
            self.open()
        return self._write(
            exchange_records(
                exchange,
                warcinfo_id=self._warcinfo_id,
                message=message,
                payload_digest=payload_digest,
                revisit_of=revisit_of,
            )
        )

    def write_memento(
        self, memento: Memento, *, message: Message, payload_digest: str, revisit_of: Capture | None
    ) -> Written:
        """Append what an archive has kept of a response: response or revisit, and what came with it."""
        if self._file is None:
            self.open()
        return self._write(
            memento_records(
                memento,
                warcinfo_id=self._warcinfo_id,
                message=message,
                payload_digest=payload_digest,
                revisit_of=revisit_of,
            )
        )

    def write_crawl_end(self, fields: Mapping[str, str]) -> Written:
        """Append the record that tells how the crawl ended."""
        if self._file is None:
            self.open()
        return self._write(crawl_end(self._crawl.id, warcinfo_id=self._warcinfo_id, fields=fields))

    def write_left_out(self, number: int, left: Iterable[LeftOut]) -> Written:
        """Append a record that tells which addresses were not asked for."""
        if self._file is None:
            self.open()
        return self._write(left_out(self._crawl.id, number, warcinfo_id=self._warcinfo_id, left=left))

    def sync(self) -> tuple[str, int]:
        """Bring everything written to the disk; returns the file's final name and the offset that is now safe."""
        if self.name is None:
            raise ValueError("no WARC file has been opened yet")
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._synced = self.offset
        return self.name, self._synced

    def finish(self) -> str:
        """Sync the file and give it its final name."""
        name, _ = self.sync()
        if self._file is not None:
            self._file.close()
            self._file = None
            (self.folder / (name + OPEN_SUFFIX)).rename(self.folder / name)
            sync_folder(self.folder)
        return name

    def abandon(self) -> None:
        """Close without finishing: what was not synced is cut off, ``.open`` stays for the next run."""
        if self._file is None:
            return
        file, self._file = self._file, None
        with contextlib.suppress(OSError):
            file.close()
        self.offset = self._synced
        with contextlib.suppress(OSError):
            cut_back(self.folder / f"{self.name}{OPEN_SUFFIX}", self._synced)

    def _write(self, group: RecordGroup) -> Written:
        begin = self.offset
        offset = length = 0
        for index, record in enumerate(group.records):
            if index == group.capture:
                offset = self.offset
            written = self._append(record)
            if index == group.capture:
                length = written
        assert self.name is not None
        return Written(
            file=self.name,
            offset=offset,
            length=length,
            bytes=self.offset - begin,
            record_type=group.record_type,
            record_id=group.records[group.capture].record_id,
            url=group.url,
            date=group.date,
            status=group.status,
            media_type=group.media_type,
            payload_digest=group.payload_digest,
            truncated=group.truncated,
            via=group.via,
        )

    def _append(self, record: Record) -> int:
        assert self._file is not None
        length = record.write_to(self._file)
        self.offset += length
        return length


def warc_files(folder: Path) -> list[Path]:
    """The WARC files of a folder, unfinished ones too, in the order of writing; those of other makers last."""
    files = [*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{SUFFIX}{OPEN_SUFFIX}")]
    return sorted(files, key=_order)


def final_name(path: Path) -> str:
    """The file's name without ``.open``."""
    return path.name.removesuffix(OPEN_SUFFIX)


def strangers(folder: Path, known: Collection[str]) -> list[Path]:
    """WARC files that neither blogark named nor the journal knows, which knows others (`known`: final names).

    Somebody has put them there: they are no part of the archive until they are imported.
    """
    if not known or not folder.is_dir():
        return []
    return [path for path in warc_files(folder) if stamp_of(path) is None and final_name(path) not in known]


def to_be_imported(path: Path) -> str:
    """What to do about one of the `strangers`."""
    archive = path.parent.parent
    return f"take it in with `blogark import {shlex.quote(str(path))} --archive {shlex.quote(str(archive))}`"


def is_ours(path: Path) -> bool:
    """The file is named as `WarcWriter` names files."""
    return _NAME.fullmatch(path.name) is not None and not is_imported(path)


def is_imported(path: Path) -> bool:
    """The file is named as `imported_name` names files: others made it, and `blogark import` took it in."""
    return _IMPORTED.fullmatch(path.name) is not None


def imported_name(stamp: str, serial: int, digest: str, original: str) -> str:
    """What a file of others is called in an archive: in the order of its import, under a name that cannot collide.

    ``stamp`` is that of the file that begins the import, ``digest`` the SHA-256 of the file as it was given, in hex,
    of which the beginning is kept, so that a file is known again whatever it is called. Of its ``original`` name
    only what is safe in any file system stays.
    """
    stem = re.sub(r"(?:\.w?arc)?(?:\.gz)?$", "", re.split(r"[/\\]", original)[-1], flags=re.IGNORECASE)
    slug = re.sub(r"[^A-Za-z0-9._-]+|\.{2,}", "_", stem)[:_LONGEST_SLUG].strip("._-")
    return f"import-{stamp}-{serial:05}-{digest[:DIGITS]}{'-' if slug else ''}{slug}{SUFFIX}"


def digest_of_import(path: Path) -> str | None:
    """The first 16 hex digits of the SHA-256 of the file that was imported under this name."""
    name = _IMPORTED.fullmatch(path.name)
    return name[3] if name else None


def stamp_of(path: Path) -> str | None:
    """The 17 digits in the name of a file of ours, or of one that was imported: of one import they are the same."""
    name = _IMPORTED.fullmatch(path.name) or _NAME.fullmatch(path.name)
    return name[1] if name else None


def cut_back(path: Path, offset: int) -> int:
    """Cut the file off at ``offset``, durably; returns how many bytes that were."""
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        if size <= offset:
            return 0
        file.truncate(offset)
        os.fsync(file.fileno())
    return size - offset


def _order(path: Path) -> tuple[str, str, str]:
    name = _IMPORTED.fullmatch(path.name) or _NAME.fullmatch(path.name)
    return (name[1], name[2], path.name) if name else ("~", "", path.name)


def _next_name(folder: Path, prefix: str, serial: int, now: datetime) -> str:
    stamps = map(stamp_of, folder.iterdir())
    taken = [moment for moment in (_moment(stamp) for stamp in stamps if stamp) if moment is not None]
    # Two files within a millisecond, or a clock that was set back.
    moment = max([now, *(moment + timedelta(milliseconds=1) for moment in taken)])
    return f"{prefix}-{moment.strftime(_STAMP)}{moment.microsecond // 1000:03}-{serial:05}{SUFFIX}"


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(f"{stamp}000+0000", f"{_STAMP}%f%z")
    except ValueError:
        return None
