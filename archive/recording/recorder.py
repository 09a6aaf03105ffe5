"""The one writer of an archive: exchanges in, WARC records and journal rows out, committed together."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from ..capture import Capture, CaptureSource, CrawlInfo
from ..errors import ArchiveError, DiskFull
from ..exchange import Exchange
from ..folder import ArchiveFolder
from ..journal.journal import Journal
from ..leftout import LeftOut
from ..replacing import sync_folder
from ..spool import Spool
from ..warc.files import OPEN_SUFFIX, WarcWriter, Written
from ..warc.http import Message, read_response
from ..warc.layout import sha256
from ..warc.memento_records import Memento
from ..warc.records import warc_date
from ..warc.scan import scan_imported
from ..warc.stored import OnDamage

COMMIT_SECONDS = 1.0
COMMIT_BYTES = 8_000_000
"""A group commit is due after this much time or written bytes: a kill costs at most that."""
SOONEST_COMMIT_SECONDS = 0.2
COMMIT_SHARE = 0.05
"""Of the time: where the disk is quick (a commit takes 2 to 20 ms), commits come sooner, and the dataset, which is made
of what is committed, lags less behind; what is left of it to do when a crawl has ended took half a second."""


class Recorder:
    """Records the exchanges of one crawl.

    `record` appends and describes, `commit` makes it last: the WARC file is flushed and fsynced,
    *then* the journal's transaction is committed, so that the journal never describes a byte that
    is not on the disk. Raises `DiskFull` when there is no room; what was committed stays valid.
    """

    def __init__(
        self,
        folder: ArchiveFolder,
        journal: Journal,
        *,
        prefix: str,
        software: str,
        config: str,
        warcinfo: Mapping[str, str],
        min_free_disk: int = 0,
        max_warc_bytes: int = 1_000_000_000,
    ) -> None:
        self.folder = folder
        self.journal = journal
        self.min_free_disk = min_free_disk
        self._check_room()
        self.crawl: CrawlInfo = journal.begin_crawl(started_at=_now(), software=software, config=config)
        self._next_id = journal.last_capture_id() + 1
        self._last_commit = time.monotonic()
        self._commit_took = 0.0
        self._uncommitted = 0
        self._lost: ArchiveError | DiskFull | None = None
        self._writer = WarcWriter(
            folder.warcs,
            prefix=prefix,
            crawl=self.crawl,
            fields=warcinfo,
            max_bytes=max_warc_bytes,
            on_open=self._begin_file,
        )
        try:
            self.first_file = self._writer.open()
            """Final name of the file that begins this crawl."""
            self.commit()
        except OSError as error:
            raise self._out_of_room(error) from error

    def record(self, exchange: Exchange, *, message: Message | None = None, copy: int | None = None) -> Capture:
        """Append the exchange to the WARC; an answer whose payload is archived already becomes a revisit.

        `message` is `exchange.response` as `read_response` reads it, if the caller has it already. `copy` is the
        capture that the request asked about (If-None-Match): what a 304 stands for.
        """
        try:
            self._begin()
            if message is None and exchange.response:
                message = read_response(exchange.response)
            digest = None if message is None else exchange.payload_digest or sha256(message.entity)
            if message is not None and message.status == 304:
                known = None if copy is None else self.journal.payload_of(copy)
            else:
                known = self._known(exchange, message, digest)
            written = self._writer.write(exchange, message=message, payload_digest=digest, revisit_of=known)
        except OSError as error:
            raise self._out_of_room(error) from error
        return self._add(written)

    def record_memento(self, memento: Memento) -> Capture:
        """Append what an archive has kept; a payload that is archived already becomes a revisit."""
        message = read_response(memento.beginning)
        is_long = isinstance(memento.response, Spool)
        digest = (memento.source.payload_digest if is_long else None) or sha256(message.entity)
        try:
            self._begin()
            known = self._known(memento.source, message, digest)
            written = self._writer.write_memento(memento, message=message, payload_digest=digest, revisit_of=known)
        except OSError as error:
            raise self._out_of_room(error) from error
        return self._add(written, source="memento")

    def maybe_commit(self) -> bool:
        """Commit if a group commit is due; returns whether it did."""
        if not self._uncommitted and not self.journal.has_changes:
            return False
        due = min(COMMIT_SECONDS, max(SOONEST_COMMIT_SECONDS, self._commit_took / COMMIT_SHARE))
        if self._uncommitted < COMMIT_BYTES and time.monotonic() - self._last_commit < due:
            return False
        self.commit()
        return True

    def commit(self) -> None:
        """Make everything recorded and queued so far last."""
        self._refuse_if_lost()
        began = time.monotonic()
        try:
            name, offset = self._writer.sync()
        except OSError as error:
            raise self._out_of_room(error) from error
        try:
            self.journal.warc_committed(name, offset)
            self.journal.commit()
        except (DiskFull, sqlite3.OperationalError) as error:
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode not in (
                sqlite3.SQLITE_FULL,
                sqlite3.SQLITE_IOERR_WRITE,
                sqlite3.SQLITE_IOERR_FSYNC,
            ):
                raise
            raise self._out_of_room(OSError(errno.ENOSPC, str(error))) from error
        self._last_commit = time.monotonic()
        self._commit_took = self._last_commit - began
        self._uncommitted = 0
        self._check_room()

    def leave_out(self, number: int, left: Iterable[LeftOut]) -> None:
        """Write down which addresses were not asked for; `number` counts these records of a crawl, from 1."""
        self._refuse_if_lost()
        try:
            written = self._writer.write_left_out(number, left)
        except OSError as error:
            raise self._out_of_room(error) from error
        self._add(written)

    def close(self, *, status: str, exit_code: int, fields: Mapping[str, str] | None = None) -> None:
        """Write the crawl's last record, which tells how it ended, and finish the WARC file."""
        self._refuse_if_lost()
        finished_at = _now()
        end = {"crawlStatus": status, "exitCode": str(exit_code), "crawlFinished": finished_at, **(fields or {})}
        try:
            written = self._writer.write_crawl_end(end)
        except OSError as error:
            raise self._out_of_room(error) from error
        self._add(written)
        self.journal.end_crawl(self.crawl.id, status=status, exit_code=exit_code, finished_at=finished_at)
        self._finish_file()

    def adopt(self, part: Path, name: str, *, on_damage: OnDamage) -> int:
        """Make a WARC file of others, whole in its folder under the name ``part``, a part of this crawl.

        Returns how many captures it has. All or nothing: after a kill the next run removes what was not committed.
        """
        try:
            if self._writer.is_open:
                self._finish_file()
            self.journal.warc_begun(name, self.crawl.id)
            self.journal.commit()
            path = part.rename(self.folder.warcs / f"{name}{OPEN_SUFFIX}")
            sync_folder(self.folder.warcs)
            captures = 0
            for capture in scan_imported(path, self.crawl, first=self._next_id, on_damage=on_damage):
                self.journal.add_capture(capture)
                captures += 1
            self.journal.warc_committed(name, path.stat().st_size)
            self.journal.commit()
            path.rename(self.folder.warcs / name)
            sync_folder(self.folder.warcs)
            self.journal.warc_finished(name)
            self.journal.commit()
        except OSError as error:
            raise self._out_of_room(error) from error
        self._next_id += captures
        return captures

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.abandon()

    def _add(self, written: Written, *, source: CaptureSource = "live") -> Capture:
        capture = Capture(
            id=self._next_id,
            crawl_id=self.crawl.id,
            url=written.url,
            captured_at=written.date,
            record_type=written.record_type,
            record_id=written.record_id,
            warc_file=written.file,
            warc_offset=written.offset,
            warc_length=written.length,
            status=written.status,
            media_type=written.media_type,
            payload_digest=written.payload_digest,
            truncated=written.truncated,
            via=written.via,
            source=source,
        )
        self.journal.add_capture(capture)
        self._next_id += 1
        self._uncommitted += written.bytes
        return capture

    def _known(self, exchange: Exchange, message: Message | None, digest: str | None) -> Capture | None:
        """The capture that has this payload already, if this answer may stand as a revisit of it."""
        if message is None or digest is None or message.status != 200 or not message.entity or exchange.truncated:
            return None
        return self.journal.first_with_digest(digest)

    def _begin_file(self, name: str) -> None:
        self.journal.warc_begun(name, self.crawl.id)
        self.journal.commit()

    def _begin(self) -> None:
        """Before an exchange is written."""
        self._refuse_if_lost()
        if self._writer.is_full():
            self._finish_file()

    def _refuse_if_lost(self) -> None:
        # Answers still come in after the disk was full: a file begun for them would follow one that was cut back.
        if self._lost is not None:
            raise self._lost

    def _finish_file(self) -> None:
        self.commit()
        try:
            name = self._writer.finish()
        except OSError as error:
            raise self._out_of_room(error) from error
        self.journal.warc_finished(name)
        self.journal.commit()

    def _check_room(self) -> None:
        free = shutil.disk_usage(self.folder.warcs).free
        if free < self.min_free_disk:
            raise DiskFull(
                f"{self.folder.path}: {free / 1e9:.2f} GB are free, less than --min-free-disk "
                f"{self.min_free_disk / 1e9:.2f} GB; make room and run again to go on"
            )

    def _out_of_room(self, error: OSError) -> ArchiveError | DiskFull:
        self.journal.rollback()
        self._writer.abandon()
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            self._lost = DiskFull(f"{self.folder.path}: the disk is full; make room and run again to go on")
        else:
            why = f"cannot be written ({error.strerror}); check the disk and run again"
            self._lost = ArchiveError(self.folder.path, why)
        return self._lost


def _now() -> str:
    return warc_date(datetime.now(UTC))
