"""`blogark import`: WARC files that others made become part of an archive, byte for byte.

A file is copied beside the others, hashed on the way, looked through, and only then named and told to the journal.
What is given twice is taken in once. A file that is not wrapped as replay needs it (`wrapping`) is wrapped anew, an
ARC file made into WARC records; nothing else is ever changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from warcio.exceptions import ArchiveLoadFailed

from ... import __version__
from ..addresses import check_url
from ..checking.repair import LOST_AND_FOUND, regain_journal
from ..errors import DiskFull, UsageError
from ..folder import ArchiveFolder
from ..journal.journal import Journal
from ..recording.recorder import Recorder
from ..recording.recovery import recover
from ..replacing import sync_folder
from ..warc.files import DIGITS, digest_of_import, imported_name, stamp_of, warc_files
from ..warc.scan import first_page
from ..warc.stored import Damage, read_records
from ..warc.wrapping import beginning, begins_as_gzip, rewrap
from .arc import as_warc, is_arc
from .parcels import UNREADABLE, Parcel, check_paths, delivery_of

PART = "import.part"
"""What is being copied; the next import begins it anew."""
REWRAPPED = "import.wrapped"
_PIECE = 1024 * 1024
_MOST_REMARKS = 20
"""Of one file; the others are counted."""

OnProgress = Callable[[int, int], object]
"""Bytes gone through, bytes in all."""


@dataclass(kw_only=True)
class Imported:
    """What an import has brought."""

    url: str | None = None
    """The blog's address; None if nothing was taken in."""
    files: list[str] = field(default_factory=list)
    """Names in the archive of what was taken in."""
    known: list[str] = field(default_factory=list)
    """What the archive had already."""
    refused: list[str] = field(default_factory=list)
    """A sentence for each file that could not be taken in."""
    remarks: list[str] = field(default_factory=list)
    """A sentence for each thing that is odd or damaged in what was taken in."""
    captures: int = 0
    bytes: int = 0
    """Of the files as they were given."""


def take_in(
    folder: ArchiveFolder,
    paths: tuple[Path, ...],
    *,
    url: str | None = None,
    min_free_disk: int = 0,
    on_progress: OnProgress | None = None,
) -> Imported:
    """Take the WARC files of others into an archive; the caller holds its lock.

    ``url`` is the blog's address; without it the first page of the first file tells. What is taken in stays when a
    later file fails. Raises `UsageError` for a path that is no file, and where no address can be learned, `DiskFull`
    when there is no room.
    """
    check_paths(paths)
    done = Imported(url=None if url is None else check_url(url))
    with ExitStack() as stack:
        done.remarks.extend(regain_journal(folder))
        journal = Journal(folder.journal_path)
        stack.callback(journal.close)
        done.remarks.extend(recover(folder, journal).notes)
        deliveries = [delivery_of(path, on_remark=lambda file, words: _remark(done, file, words)) for path in paths]
        done.refused.extend(f"{file}: {words}" for one in deliveries for file, words in one.refused)
        total = sum(parcel.size for one in deliveries for parcel in one.parcels)
        run = _Run(folder, journal, done, min_free_disk, lambda passed: on_progress and on_progress(passed, total))
        stack.callback(run.clear_away)
        for delivery in deliveries:
            for parcel in delivery.parcels:
                run.take(parcel, delivery.page)
        run.end()
    return done


class _Run:
    """One import; its crawl begins with the first file that can be taken in."""

    def __init__(
        self,
        folder: ArchiveFolder,
        journal: Journal,
        done: Imported,
        min_free_disk: int,
        on_read: Callable[[int], object],
    ) -> None:
        self._folder = folder
        self._journal = journal
        self._done = done
        self._min_free_disk = min_free_disk
        self._on_read = on_read
        self._passed = 0
        """Bytes of the files that were gone through before this one."""
        self._waiting: list[Parcel] = []
        self._recorder: Recorder | None = None
        self._part = folder.warcs / PART
        self._rewrapped = folder.warcs / REWRAPPED
        self._has = {digest for path in warc_files(folder.warcs) if (digest := digest_of_import(path))}
        self._known = {warc.name for warc in journal.warcs()}

    def take(self, parcel: Parcel, page: str | None) -> None:
        """Take one file in, or say why not; one that does not tell of which blog it is waits for one that does."""
        self._take(parcel, page)
        self._passed += parcel.size
        self._on_read(self._passed)

    def _take(self, parcel: Parcel, page: str | None) -> None:
        is_inside = parcel.entry is None and parcel.path.resolve().parent == self._folder.warcs.resolve()
        if is_inside and parcel.path.name in self._known:
            self._done.known.append(parcel.source)
            return
        self._check_room(parcel)
        try:
            digest = self._copy(parcel)
        except UNREADABLE as error:
            self._refused(
                parcel, f"cannot be unpacked ({str(error) or type(error).__name__}); restore the WACZ from a copy"
            )
            return
        known = digest[:DIGITS]
        if known in self._has:
            self._done.known.append(parcel.source)
            if is_inside:
                self._put_away(parcel)
            return
        ready = self._made_ready(parcel)
        if ready is None:
            return
        if parcel.claimed is not None and parcel.claimed.removeprefix("sha256:").lower() != digest:
            _remark(self._done, parcel.source, "its bytes do not have the hash that datapackage.json gives")
        self._done.url = self._done.url or _blog_url(page or first_page(ready))
        if self._done.url is None:
            self._waiting.append(parcel)
            return
        recorder = self._begun(self._done.url)
        stamp = stamp_of(Path(recorder.first_file))
        assert stamp is not None  # our own writer named it
        name = imported_name(stamp, len(self._done.files) + 1, digest, parcel.name)
        damages: list[Damage] = []
        captures = recorder.adopt(ready, name, on_damage=damages.append)
        self._has.add(known)
        self._done.files.append(name)
        self._done.captures += captures
        self._done.bytes += parcel.size
        self._tell(parcel, damages, captures)
        if is_inside and ready == self._part:
            # It is here byte for byte under the name that it was given.
            parcel.path.unlink()
        elif is_inside:
            self._put_away(parcel)

    def _put_away(self, parcel: Parcel) -> None:
        """Move a file that somebody has put into the archive by hand out of the way of what was taken in from it."""
        place = self._folder.path / LOST_AND_FOUND
        place.mkdir(exist_ok=True)
        target = place / f"{parcel.name}.{parcel.path.stat().st_mtime_ns}"
        parcel.path.rename(target)
        sync_folder(self._folder.warcs)
        _remark(self._done, parcel.source, f"was taken in under another name; moved to {LOST_AND_FOUND}/{target.name}")

    def end(self) -> None:
        """Take in what waited, and write the crawl's end, if it has begun."""
        waiting, self._waiting = self._waiting, []
        if waiting and self._done.url is None:
            raise UsageError(
                f"{waiting[0].source}: holds no page that tells of which blog it is; name its address with --url URL"
            )
        for parcel in waiting:
            self._take(parcel, None)
        if self._recorder is not None:
            files = json.dumps(self._done.files)
            self._recorder.close(status="complete", exit_code=0, fields={"importedFiles": files})

    def clear_away(self) -> None:
        if self._recorder is not None:
            self._recorder.__exit__(None, None, None)
        self._part.unlink(missing_ok=True)
        self._rewrapped.unlink(missing_ok=True)

    def _copy(self, parcel: Parcel) -> str:
        """Copy the file beside the others; returns its SHA-256 in hex."""
        digest, checksum = hashlib.sha256(), 0
        copied = 0
        with parcel.opened() as source, self._part.open("wb") as target:
            while piece := source.read(_PIECE):
                digest.update(piece)
                checksum = zlib.crc32(piece, checksum)
                target.write(piece)
                copied += len(piece)
                self._on_read(self._passed + copied)
            target.flush()
            os.fsync(target.fileno())
        if parcel.checksum not in (None, checksum):
            _remark(
                self._done, parcel.source, "is damaged inside its WACZ: its bytes do not have the CRC-32 of the zip"
            )
        return digest.hexdigest()

    def _made_ready(self, parcel: Parcel) -> Path | None:
        """The file with its records wrapped one by one; None if it holds none."""
        begins = beginning(self._part)
        if not self._part.stat().st_size:
            self._refused(parcel, "is empty")
            return None
        if is_arc(begins):
            return self._from_arc(parcel)
        damages: list[Damage] = []
        readable = (
            sum(1 for _ in read_records(self._part, on_damage=damages.append)) if begins_as_gzip(self._part) else 0
        )
        if readable and not damages:
            return self._part
        wrapped = rewrap(self._part, self._rewrapped)
        if wrapped.records <= readable:
            if readable:
                return self._part
            self._refused(parcel, "holds no WARC record")
            return None
        words = f"its {wrapped.records:,} records are wrapped anew, each by itself, for replay; they are unchanged"
        _remark(self._done, parcel.source, words)
        if wrapped.lost:
            _remark(self._done, parcel.source, f"{wrapped.lost:,} bytes of its gzip stream are damaged and left out")
        return self._rewrapped

    def _from_arc(self, parcel: Parcel) -> Path | None:
        records = 0
        with self._rewrapped.open("wb") as target:
            try:
                for record in as_warc(self._part):
                    record.write_to(target)
                    records += 1
            except (ArchiveLoadFailed, EOFError, OSError, zlib.error) as error:
                if isinstance(error, OSError) and error.errno is not None:
                    raise
                _remark(self._done, parcel.source, f"cannot be read behind its record {records} ({error})")
            target.flush()
            os.fsync(target.fileno())
        if records < 2:
            self._refused(parcel, "is an ARC file without a record")
            return None
        words = f"its {records - 1:,} ARC records are kept as WARC records; keep the ARC file if you need its own form"
        _remark(self._done, parcel.source, words)
        return self._rewrapped

    def _begun(self, url: str) -> Recorder:
        if self._recorder is None:
            self._recorder = Recorder(
                self._folder,
                self._journal,
                prefix="import",
                software=f"blogark/{__version__}",
                config=json.dumps({"source": "import", "url": url}, sort_keys=True),
                warcinfo={"isPartOf": url, "description": "WARC files of others, taken in as they are"},
            )
        return self._recorder

    def _check_room(self, parcel: Parcel) -> None:
        free = shutil.disk_usage(self._folder.warcs).free
        if free - parcel.size < self._min_free_disk:
            raise DiskFull(
                f"{parcel.source}: {parcel.size / 1e9:.2f} GB do not fit beside --min-free-disk "
                f"{self._min_free_disk / 1e9:.2f} GB ({free / 1e9:.2f} GB are free); make room and run again to go on"
            )

    def _refused(self, parcel: Parcel, words: str) -> None:
        self._done.refused.append(f"{parcel.source}: {words}; it was not taken in")

    def _tell(self, parcel: Parcel, damages: list[Damage], captures: int) -> None:
        for damage in damages[:_MOST_REMARKS]:
            words = f"at byte {damage.offset}: {damage.reason}, {damage.skipped} bytes skipped"
            _remark(self._done, parcel.source, words)
        if len(damages) > _MOST_REMARKS:
            _remark(self._done, parcel.source, f"… and {len(damages) - _MOST_REMARKS:,} more places like these")
        if not captures:
            _remark(self._done, parcel.source, "holds no answer of a server, only records about others")


def _remark(done: Imported, file: str, words: str) -> None:
    done.remarks.append(f"{file}: {words}")


def _blog_url(page: str | None) -> str | None:
    """The address of the blog that a page belongs to: itself, if it is a folder, else the front page of its host."""
    if page is None or not urlsplit(page).hostname or not page.startswith(("http://", "https://")):
        return None
    plain = page.partition("#")[0].partition("?")[0]
    return plain if urlsplit(plain).path.endswith("/") else urljoin(page, "/")
