"""The archive folder: one blog, one folder, one writer at a time."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .errors import ArchiveError, Locked
from .warc.redactions import PLAN

PATIENCE = 2.0
"""Seconds to wait for a lock whose file names no process that lives: somebody looks, or is about to write its PID."""
_WRITTEN = (
    "archive/*.warc.gz", "archive/*.warc.gz.open", "indexes/index.cdxj", "logs/crawl-*.jsonl", "logs/alarms.json",
    "pages/pages.jsonl", "journal.sqlite*", "dataset.sqlite*", "datapackage.json", "datapackage-digest.json",
    ".hashes.json", "blogark.toml", ".dataset.lock", ".lock",
)  # fmt: skip
"""What runs write into an archive."""


@dataclass(frozen=True)
class ArchiveFolder:
    """Where the parts of an archive lie; nothing is read or written by naming them."""

    path: Path

    @property
    def warcs(self) -> Path:
        return self.path / "archive"

    @property
    def indexes(self) -> Path:
        return self.path / "indexes"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def config_path(self) -> Path:
        return self.path / "blogark.toml"

    @property
    def journal_path(self) -> Path:
        return self.path / "journal.sqlite"

    @property
    def dataset_path(self) -> Path:
        return self.path / "dataset.sqlite"

    @property
    def lock_path(self) -> Path:
        return self.path / ".lock"

    @classmethod
    def open(cls, path: Path) -> ArchiveFolder:
        """An archive that exists; raises `ArchiveError` where there is none."""
        folder = cls(path)
        if not path.exists():
            raise ArchiveError(path, "there is no such archive; `blogark crawl URL --archive DIR` makes one")
        if not path.is_dir():
            raise ArchiveError(path, "is a file, not an archive folder; name a folder with --archive")
        if not (folder.warcs.is_dir() or folder.config_path.is_file()):
            raise ArchiveError(path, "is not a blogark archive (no blogark.toml, no archive/); name another folder")
        return folder

    @classmethod
    def create(cls, path: Path) -> ArchiveFolder:
        """The archive at `path`, made if it is not there; raises `ArchiveError` where it cannot be made."""
        folder = cls(path)
        if path.exists() and not path.is_dir():
            raise ArchiveError(path, "is a file, not an archive folder; name a folder with --archive")
        try:
            for part in (folder.warcs, folder.indexes, folder.logs):
                part.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(path, f"cannot be written ({error.strerror}); choose another folder") from error
        return folder

    def discard(self, *, keep_folder: bool = False) -> None:
        """Take away an archive that was made in vain, by a caller who made it and holds its lock: what a run writes.

        Files of others stay, and the folders that they are in; the archive's own folder, too, if it was there before.
        """
        for pattern in _WRITTEN:
            for path in self.path.glob(pattern):
                path.unlink()
        parts = (self.warcs, self.indexes, self.logs, self.path / "pages", *(() if keep_folder else (self.path,)))
        for part in parts:
            with suppress(OSError):  # somebody else's file is in it
                part.rmdir()

    def holder(self) -> int | None:
        """The PID of the run that holds this archive, None if nobody does."""
        try:
            handle = os.open(self.lock_path, os.O_RDWR)
        except OSError:
            return None
        try:
            # Shared, so that two who look do not take each other for a run.
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _pid_in(handle)
        finally:
            os.close(handle)
        return None

    @contextmanager
    def lock(self, *, reading: bool = False) -> Iterator[None]:
        """Hold the archive for writing; raises `Locked` at once if another run does.

        One who is only `reading` needs no lock where nobody may write: on a disc, say.

        The kernel drops an flock with its process, so a killed run leaves no stale lock;
        the PID in the file is only there to be named.
        """
        try:
            handle = os.open(self.lock_path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            if reading and error.errno == errno.EROFS:
                yield
                return
            raise ArchiveError(self.path, f"cannot be written ({error.strerror}); choose another folder") from error
        try:
            self._take(handle)
            if (self.path / PLAN).exists():
                # A run was killed while it took records out. Imported here, since the index takes long to load.
                from .withholding.plan import finish

                finish(self.path)
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
            try:
                yield
            finally:
                os.ftruncate(handle, 0)
        finally:
            os.close(handle)

    def _take(self, handle: int) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                    raise ArchiveError(self.path, f"cannot be locked ({error.strerror})") from error
                pid = _pid_in(handle)
                if _is_alive(pid) or time.monotonic() >= until:
                    raise Locked(
                        f"{self.path}: another run holds this archive (PID {pid or 'unknown'}); "
                        "wait for it, or stop it, and run again"
                    ) from error
                time.sleep(0.01)
            else:
                return


def _is_alive(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # somebody else's
        return True
    return True


def _pid_in(handle: int) -> int | None:
    text = os.pread(handle, 32, 0).strip()
    return int(text) if text.isdigit() else None
