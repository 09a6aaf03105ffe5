"""``datapackage.json`` and its digest: every file of the archive that is meant to last, with its hash.

So that the folder is an unpacked WACZ (1.1.1). The journal, the logs and what people edit are not listed: they change.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..folder import ArchiveFolder
from ..indexes.pages import PAGES
from ..replacing import replacing
from ..warc.files import OPEN_SUFFIX, warc_files

DATAPACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"
INDEX_FILE = "indexes/index.cdxj"
DATASET = "dataset.sqlite"
WACZ_VERSION = "1.1.1"
_KNOWN = ".hashes.json"
"""What each file's hash was, and its size and times then: for files that have not changed since."""
_NAME = re.compile(r"[^-a-z0-9._/]")


@dataclass(frozen=True, kw_only=True)
class Description:
    """What a data package says of the archive as a whole; no clock, so that the same archive gives the same words."""

    software: str
    """blogark/0.2.0"""
    title: str | None = None
    description: str | None = None
    created: str | None = None
    """When the first crawl began."""
    modified: str | None = None
    """When the newest record was captured."""
    main_page_url: str | None = None
    main_page_date: str | None = None


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A file, its size, and what its bytes hash to."""

    path: str
    """Within the package: archive/b.example-20261123101530123-00001.warc.gz."""
    bytes: int
    hash: str
    """sha256:hex"""


def write_datapackage(folder: ArchiveFolder, description: Description) -> tuple[Resource, ...]:
    """Write ``datapackage.json`` and ``datapackage-digest.json`` for the files that are there.

    A file whose size and times are those of the last time is not read again.
    """
    known = _Known(folder.path / _KNOWN)
    resources = tuple(known.resource(folder.path / path, path) for path in listed_files(folder))
    known.save()
    package = datapackage(resources, description)
    _replace(folder.path / DATAPACKAGE, package)
    _replace(folder.path / DIGEST, digest_of(package))
    return resources


def listed_files(folder: ArchiveFolder) -> Iterator[str]:
    """What the package lists: finished WARC files, index, pages and dataset, those that are there."""
    if folder.warcs.is_dir():
        yield from (f"archive/{path.name}" for path in warc_files(folder.warcs) if path.suffix != OPEN_SUFFIX)
    yield from (path for path in (INDEX_FILE, PAGES, DATASET) if (folder.path / path).is_file())


def datapackage(resources: Iterable[Resource], description: Description) -> bytes:
    """The bytes of a ``datapackage.json``."""
    told = {
        "title": description.title,
        "description": description.description,
        "created": description.created,
        "modified": description.modified,
        "software": description.software,
        # The specification says Url; py-wacz writes, and replayweb.page reads, URL.
        "mainPageUrl": description.main_page_url,
        "mainPageURL": description.main_page_url,
        "mainPageDate": description.main_page_date,
    }
    package = {
        "profile": "data-package",
        "wacz_version": WACZ_VERSION,
        **{name: value for name, value in told.items() if value},
        "resources": [
            {"name": name, "path": one.path, "hash": one.hash, "bytes": one.bytes} for name, one in _names(resources)
        ],
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def digest_of(package: bytes) -> bytes:
    """The bytes of the ``datapackage-digest.json`` of a ``datapackage.json``."""
    digest = {"path": DATAPACKAGE, "hash": _sha256(package)}
    return (json.dumps(digest, indent=2) + "\n").encode()


def hash_file(path: Path) -> str:
    """The hash as the package writes it; one pass, in flat memory."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def read_resources(package: bytes) -> tuple[Resource, ...]:
    """What a ``datapackage.json`` lists; raises ValueError, with what is wrong, where it cannot be read."""
    try:
        listed = json.loads(package)["resources"]
        return tuple(
            Resource(path=_text(one["path"]), bytes=int(one["bytes"]), hash=_text(one["hash"])) for one in listed
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no list of resources with path, bytes and hash ({error!r})") from error


def read_digest(digest: bytes) -> str:
    """The hash in a ``datapackage-digest.json``; raises ValueError where there is none."""
    try:
        return _text(json.loads(digest)["hash"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"no hash ({error!r})") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _replace(path: Path, content: bytes) -> None:
    with replacing(path) as file:
        file.write(content)


def _names(resources: Iterable[Resource]) -> Iterator[tuple[str, Resource]]:
    """Each resource with a name of its own, of the signs that a data package allows."""
    taken: Counter[str] = Counter()
    for one in resources:
        name = _NAME.sub("-", one.path.rpartition("/")[2].lower())
        taken[name] += 1
        yield name if taken[name] == 1 else f"{name}-{taken[name]}", one


class _Known:
    """The hashes of last time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = _remembered(path)
        self._now: dict[str, tuple[int, int, str]] = {}

    def resource(self, path: Path, name: str) -> Resource:
        there = path.stat()
        size, changed, found = self._before.get(name, (-1, -1, ""))
        if (size, changed) != (there.st_size, there.st_mtime_ns):
            found = hash_file(path)
        self._now[name] = (there.st_size, there.st_mtime_ns, found)
        return Resource(path=name, bytes=there.st_size, hash=found)

    def save(self) -> None:
        _replace(self._path, json.dumps(self._now, indent=0).encode())


def _remembered(path: Path) -> dict[str, tuple[int, int, str]]:
    """Empty where there is nothing, or nothing that can be read: then every file is."""
    try:
        read = json.loads(path.read_bytes())
        return {str(name): (int(size), int(changed), str(found)) for name, (size, changed, found) in read.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
