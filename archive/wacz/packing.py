"""An archive as one file (WACZ 1.1.1), or as a bag (BagIt 1.0, RFC 8493): the same members, the same data package.

BagIt is four text files; `bagit.py` makes bags in place, moving the files it is given and reading each twice, so
the few lines are here, and its validator reads them in the tests.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ..errors import ArchiveError, Damaged, DiskFull, UsageError
from ..replacing import replacing, replacing_folder
from .datapackage import DATAPACKAGE, DIGEST, Description, Resource, datapackage, digest_of

SUFFIX = ".wacz"
_PIECE = 1024 * 1024
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file can name."""

OnProgress = Callable[[int, int], object]
"""Bytes packed, bytes in all."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """A file that goes into the package."""

    path: str
    """Within the package: archive/b.example-20261123101530123-00001.warc.gz."""
    source: Path
    expected: str | None = None
    """The hash it must have; `Damaged` is raised if it has another."""

    @property
    def is_compressed(self) -> bool:
        """It is gzip already: a ZIP must store it, so that a reader can jump into it."""
        return self.path.endswith(".gz")


@dataclass(kw_only=True)
class Packed:
    """What was packed."""

    to: Path
    resources: list[Resource] = field(default_factory=list)
    bytes: int = 0
    """Of the finished file, or of all files of the bag."""


def write_wacz(
    to: Path,
    members: Iterable[Member],
    description: Description,
    *,
    force: bool = False,
    on_progress: OnProgress | None = None,
) -> Packed:
    """Write a WACZ file, whole or not at all; the same members give the same bytes.

    The data package comes last, since it tells what was packed before it. Raises `UsageError` where `to` cannot be
    written or is there already, `DiskFull`, and `Damaged` for a file that is not what the archive's list says.
    """
    if to.suffix != SUFFIX:
        raise UsageError(f"{to}: a WACZ file is called something{SUFFIX}; change its name")
    members = tuple(members)
    _check_target(to, members, force=force)
    done = Packed(to=to)
    moment = _zip_time(description.modified)
    copied = _Progress(members, on_progress)
    with _writing(to), replacing(to) as file, zipfile.ZipFile(file, "w", allowZip64=True) as package:
        for member in members:
            info = _zip_info(member.path, moment, stored=member.is_compressed, size=member.source.stat().st_size)
            with package.open(info, "w") as out:
                done.resources.append(_copy(member, out, copied))
        manifest = datapackage(done.resources, description)
        for name, content in ((DATAPACKAGE, manifest), (DIGEST, digest_of(manifest))):
            package.writestr(_zip_info(name, moment, stored=False, size=len(content)), content)
    done.bytes = to.stat().st_size
    return done


def write_bag(
    to: Path,
    members: Iterable[Member],
    description: Description,
    *,
    force: bool = False,
    on_progress: OnProgress | None = None,
) -> Packed:
    """Write a bag: a folder whose ``data/`` is the unpacked WACZ. Errors as `write_wacz`."""
    members = tuple(members)
    _check_target(to, members, force=force, folder=True)
    done = Packed(to=to)
    copied = _Progress(members, on_progress)
    with _writing(to), replacing_folder(to) as unfinished:
        for member in members:
            path = unfinished / "data" / member.path
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                done.resources.append(_copy(member, out, copied))
                os.fsync(out.fileno())
        manifest = datapackage(done.resources, description)
        hashes = {one.path: one.hash for one in done.resources}
        for name, content in ((DATAPACKAGE, manifest), (DIGEST, digest_of(manifest))):
            (unfinished / "data" / name).write_bytes(content)
            hashes[name] = f"sha256:{hashlib.sha256(content).hexdigest()}"
        size = sum(path.stat().st_size for path in (unfinished / "data").rglob("*") if path.is_file())
        _write_tags(unfinished, hashes, size, description)
    done.bytes = sum(path.stat().st_size for path in to.rglob("*") if path.is_file())
    return done


def _write_tags(bag: Path, hashes: dict[str, str], size: int, description: Description) -> None:
    """The tag files of RFC 8493, 2.1 and 2.2; the tag manifest comes last."""
    told = {
        "Bag-Software-Agent": description.software,
        "External-Description": description.title,
        "External-Identifier": description.main_page_url,
        "Payload-Oxum": f"{size}.{len(hashes)}",
    }
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{name}: {_one_line(value)}\n" for name, value in told.items() if value),
        "manifest-sha256.txt": _manifest((f"data/{path}", digest) for path, digest in hashes.items()),
    }
    for name, text in tags.items():
        (bag / name).write_text(text, "utf-8")
    digests = ((name, hashlib.sha256(text.encode()).hexdigest()) for name, text in tags.items())
    (bag / "tagmanifest-sha256.txt").write_text(_manifest(digests), "utf-8")


def _manifest(lines: Iterable[tuple[str, str]]) -> str:
    # 2.1.3: of a path, CR, LF and % are percent-encoded.
    quoted = ((path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D"), digest) for path, digest in lines)
    return "".join(f"{digest.removeprefix('sha256:')}  {path}\n" for path, digest in sorted(quoted))


def _one_line(value: str) -> str:
    return " ".join(value.split())


class _Progress:
    def __init__(self, members: tuple[Member, ...], on_progress: OnProgress | None) -> None:
        self._total = sum(member.source.stat().st_size for member in members)
        self._done = 0
        self._tell = on_progress

    def add(self, size: int) -> None:
        self._done += size
        if self._tell is not None:
            self._tell(self._done, self._total)


def _copy(member: Member, out: IO[bytes], progress: _Progress) -> Resource:
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(member.source):
        digest.update(piece)
        size += len(piece)
        out.write(piece)
        progress.add(len(piece))
    found = f"sha256:{digest.hexdigest()}"
    if member.expected is not None and found != member.expected:
        raise Damaged(
            f"{member.source}: does not have the hash that {DATAPACKAGE} gives, so nothing was packed; "
            "run `blogark verify` to see what is damaged"
        )
    return Resource(path=member.path, bytes=size, hash=found)


def _pieces(source: Path) -> Iterator[bytes]:
    with ExitStack() as stack:
        try:
            file = stack.enter_context(source.open("rb"))
            piece = file.read(_PIECE)
            while piece:
                yield piece
                piece = file.read(_PIECE)
        except OSError as error:
            raise ArchiveError(source, f"cannot be read ({error.strerror}); run `blogark verify`") from error


def _zip_info(name: str, moment: tuple[int, int, int, int, int, int], *, stored: bool, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, moment)
    info.create_system = 3
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.file_size = size  # decides whether ZIP64 is needed
    return info


def _zip_time(moment: str | None) -> tuple[int, int, int, int, int, int]:
    """That of the newest capture, not of the clock: packed again, the same archive gives the same bytes."""
    if moment is None or len(moment) < 19 or not moment[:4].isdigit() or not 1980 <= int(moment[:4]) <= 2107:
        return _EARLIEST
    year, month, day, hour, minute, second = (
        int(moment[begin:end]) for begin, end in ((0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19))
    )
    return year, month, day, hour, minute, second


def _check_target(to: Path, members: tuple[Member, ...], *, force: bool, folder: bool = False) -> None:
    if not to.parent.is_dir():
        raise UsageError(f"{to.parent}: there is no such folder; make it first")
    if to.exists():
        if not force:
            raise UsageError(f"{to}: is there already; name another, or replace it with --force")
        replaceable = (to / "bagit.txt").is_file() if folder else to.is_file()
        if not replaceable:
            raise UsageError(f"{to}: is no {'bag' if folder else 'file'}, so it is not replaced; name another")
    # Roughly: texts become smaller, and the data package is not counted.
    needed = sum(member.source.stat().st_size for member in members if folder or member.is_compressed)
    free = shutil.disk_usage(to.parent).free
    if free < needed:
        raise DiskFull(f"{to.parent}: {needed:,} bytes are needed and {free:,} are free; make room and run again")


@contextmanager
def _writing(to: Path) -> Iterator[None]:
    """What the target's disk refuses, in a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(f"{to}: the disk is full, and nothing was left there; make room and run again") from error
        raise UsageError(f"{to}: cannot be written ({error.strerror}); name another place") from error
