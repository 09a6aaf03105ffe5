"""What people hand over to be imported: WARC and ARC files, and the WACZ files (zip) that hold some."""

from __future__ import annotations

import json
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from ..errors import UsageError

ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")
BOMB_RATIO = 200
"""A WARC file does not shrink to a two-hundredth; what claims to is made to fill the disk."""
BOMB_BYTES = 100_000_000
UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, NotImplementedError)
"""What `zipfile` raises for entries that are torn, encrypted, or packed in a way it does not know."""
_MOST_JSON = 16 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"

OnRemark = Callable[[str, str], object]
"""Hears of something odd: the file, and one sentence about it."""


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One WARC or ARC file."""

    source: str
    """What people know it by: the path, and behind it the name inside the WACZ."""
    name: str
    """Its own name, which may be anything: never to be used as a path."""
    size: int
    path: Path
    entry: int | None = None
    """Which of the WACZ's entries it is."""
    checksum: int | None = None
    """Its CRC-32, as the zip file has it."""
    claimed: str | None = None
    """The hash that the WACZ's datapackage.json gives: sha256:hex."""

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes; reading may raise any of `UNREADABLE`."""
        if self.entry is None:
            with self.path.open("rb") as file:
                yield file
            return
        with zipfile.ZipFile(self.path) as wacz:
            info = wacz.infolist()[self.entry]
            # Without it `zipfile` reads on where bytes were changed: of a WARC file all other records are still good.
            del info.CRC
            with wacz.open(info) as file:
                yield cast(BinaryIO, file)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What one path holds."""

    parcels: tuple[Parcel, ...] = ()
    page: str | None = None
    """The address of the first page that a WACZ lists."""
    refused: tuple[tuple[str, str], ...] = ()
    """What cannot be taken in, and why."""


def check_paths(paths: tuple[Path, ...]) -> None:
    """Raise `UsageError` for a path that is no file, before anything is done."""
    for path in paths:
        if path.is_dir():
            raise UsageError(f"{path}: is a folder; name the WARC or WACZ files in it, such as {path}/*.warc.gz")
        if not path.is_file():
            raise UsageError(f"{path}: there is no such file; check its name")


def delivery_of(path: Path, *, on_remark: OnRemark) -> Delivery:
    """What is to be taken in from a file that people named. Judged by its bytes, not by its name."""
    with path.open("rb") as file:
        begins = file.read(4)
    if begins not in (_ZIP, _EMPTY_ZIP):
        return Delivery(parcels=(Parcel(source=str(path), name=path.name, size=path.stat().st_size, path=path),))
    try:
        with zipfile.ZipFile(path) as wacz:
            return _contents(path, wacz, on_remark)
    except UNREADABLE as error:
        return Delivery(refused=((str(path), f"the zip file cannot be read ({error}); restore it from a copy"),))


def _contents(path: Path, wacz: zipfile.ZipFile, on_remark: OnRemark) -> Delivery:
    entries = [(number, info) for number, info in enumerate(wacz.infolist()) if not info.is_dir()]
    if sum(info.compress_size for _, info in entries) > path.stat().st_size:
        return Delivery(refused=((str(path), "its entries overlap, which makes it a zip bomb; it was left alone"),))
    claimed = _claimed(wacz)
    parcels: list[Parcel] = []
    refused: list[tuple[str, str]] = []
    for number, info in entries:
        source = f"{path}!{info.filename}"
        if info.filename.lower().endswith(".wacz"):
            refused.append((source, "a WACZ inside a WACZ; unpack it and import it by itself"))
        if not info.filename.lower().endswith(ENDINGS):
            continue
        if info.file_size > BOMB_BYTES and info.file_size > BOMB_RATIO * max(1, info.compress_size):
            words = f"{info.compress_size:,} bytes that claim to be {info.file_size:,}: a zip bomb; it was left alone"
            refused.append((source, words))
            continue
        inside = PurePosixPath(info.filename.replace("\\", "/"))
        if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
            on_remark(source, "its name leads out of the folder; it is taken in under a name of its own")
        parcels.append(
            Parcel(
                source=source,
                name=inside.name,
                size=info.file_size,
                path=path,
                entry=number,
                checksum=info.CRC,
                claimed=claimed.get(info.filename),
            )
        )
    if not parcels and not refused:
        refused.append((str(path), "holds no WARC file; a WACZ has them in its folder archive/"))
    return Delivery(parcels=tuple(parcels), page=_first_page(wacz), refused=tuple(refused))


def _claimed(wacz: zipfile.ZipFile) -> dict[str, str]:
    """The hashes that datapackage.json gives, by path."""
    try:
        with wacz.open("datapackage.json") as file:
            told = json.loads(file.read(_MOST_JSON))
        return {
            str(one["path"]): str(one["hash"])
            for one in told["resources"]
            if isinstance(one, dict) and "path" in one and "hash" in one
        }
    except (KeyError, TypeError, ValueError, RecursionError, OSError, *UNREADABLE):
        return {}


def _first_page(wacz: zipfile.ZipFile) -> str | None:
    """The first page of pages/pages.jsonl, whose first line is a header without a URL."""
    try:
        with wacz.open("pages/pages.jsonl") as file:
            for line in file.read(_MOST_JSON).splitlines()[:3]:
                told = json.loads(line)
                if isinstance(told, dict) and isinstance(told.get("url"), str):
                    return str(told["url"])
    except (KeyError, ValueError, RecursionError, OSError, *UNREADABLE):
        pass
    return None
