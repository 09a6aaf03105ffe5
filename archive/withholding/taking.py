"""Records taken out of the WARC files: into a file of their own, each with another in its place that says so.

Everything new is written beside what is there, and synced. Then one file, `PLAN`, says what is to be renamed: before it
is there nothing has happened, from then on all of it has, since whoever takes the archive's lock first finishes it. The
other records are copied byte for byte; the journal learns where they are now.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from ..capture import Capture
from ..errors import ArchiveError
from ..replacing import replacing, sync_folder
from ..warc.files import OPEN_SUFFIX
from ..warc.layout import Record, new_id, plain_record
from ..warc.records import FIELDS, fields_block, warc_date
from ..warc.redactions import PLAN, REDACTIONS
from ..warc.stored import StoredRecord, Unreadable, read_record
from ..warc.withheld import Withholding, withheld_record
from .plan import finish

WITHHELD_FOLDER = "withheld"
"""Not part of the archive: to be kept elsewhere, or destroyed."""
MANIFEST = "manifest.jsonl"
_NEW = ".withheld.new"
_PIECE = 2**20


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A record that is to be taken out, and what may still be told of it."""

    capture: Capture
    redactions: tuple[int, ...]
    pages: tuple[Mapping[str, object], ...]
    """As `withheld.withheld_record` takes them."""


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """What was done."""

    file: Path
    manifest: Path
    records: int
    bytes: int
    """Of the records' gzip members."""


def withhold(folder: Path, taken: Sequence[Taken], why: Withholding, line: Mapping[str, object]) -> Withheld:
    """Take records out of the WARC files of the archive in `folder`; the caller holds its lock, and no run is open.

    `line` is added to ``redactions.jsonl`` with it. Raises `ArchiveError` where a record is not what its capture says.
    """
    clear_away(folder)
    place = folder / WITHHELD_FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    name = f"withheld-{datetime.now(UTC):%Y%m%d%H%M%S%f}.warc.gz"
    by_file: dict[str, list[Taken]] = {}
    for one in taken:
        by_file.setdefault(one.capture.warc_file, []).append(one)
    moves: list[tuple[str, str]] = []
    files: list[dict[str, Any]] = []
    entries: list[dict[str, object]] = []
    kept = place / f"{name}{_NEW}"
    with kept.open("xb") as target:
        _warcinfo(name, why).write_to(target)
        for file, here in sorted(by_file.items()):
            here.sort(key=lambda one: one.capture.warc_offset)
            moved, told = _rewrite(folder / "archive", file, here, why, target)
            files.append(moved)
            entries += [{"file": name, **one} for one in told]
            moves.append((f"archive/{file}{_NEW}", f"archive/{file}"))
        _sync(target)
        size = target.tell()
    moves.append((f"{WITHHELD_FOLDER}/{kept.name}", f"{WITHHELD_FOLDER}/{name}"))
    for path, lines in ((place / MANIFEST, entries), (folder / REDACTIONS, [line])):
        unfinished = path.with_name(f"{path.name}{_NEW}")
        _append(path, unfinished, lines)
        moves.append(tuple(str(one.relative_to(folder)) for one in (unfinished, path)))  # type: ignore[arg-type]
    sync_folder(place)
    sync_folder(folder / "archive")
    with replacing(folder / PLAN) as plan:
        plan.write(json.dumps({"moves": moves, "files": files}).encode())
    finish(folder)
    return Withheld(file=place / name, manifest=place / MANIFEST, records=len(taken), bytes=size)


def clear_away(folder: Path) -> None:
    """Remove what a run left that was killed before its plan stood."""
    for place in (folder, folder / "archive", folder / WITHHELD_FOLDER):
        for path in place.glob(f"*{_NEW}"):
            path.unlink()


def _rewrite(
    warcs: Path, file: str, taken: Sequence[Taken], why: Withholding, target: BinaryIO
) -> tuple[dict[str, Any], list[dict[str, object]]]:
    """Write a file without some of its records beside it; what has moved, and the manifest's entries."""
    path = warcs / file
    if not path.exists():
        advice = "run `blogark crawl` to finish it" if path.with_name(f"{file}{OPEN_SUFFIX}").exists() else "restore it"
        raise ArchiveError(path, f"is not there as a finished file; {advice}")
    replaced: list[dict[str, Any]] = []
    entries: list[dict[str, object]] = []
    reasons = {one.id: one for one in why.redactions}
    size = path.stat().st_size
    with path.open("rb") as source, path.with_name(f"{file}{_NEW}").open("xb") as rest:
        for one in taken:
            offset, length = one.capture.warc_offset, one.capture.warc_length
            _copy(source, rest, offset - source.tell())
            record = _read(source, path, one.capture)
            its = Withholding(
                made_at=why.made_at,
                software=why.software,
                redactions=tuple(reasons[number] for number in one.redactions),
            )
            new = withheld_record(one.capture, record, its, one.pages)
            entries.append(_entry(one.capture, record, its, at=target.tell(), replaced_by=new.record_id))
            _copy(source, target, length)
            place = {"offset": offset, "length": length, "new_length": new.write_to(rest)}
            replaced.append({**place, "record_id": new.record_id, "withheld": record.record_id})
        _copy(source, rest, size - source.tell())
        _sync(rest)
        return {"file": file, "size": rest.tell(), "replaced": replaced}, entries


def _entry(capture: Capture, record: StoredRecord, why: Withholding, *, at: int, replaced_by: str) -> dict[str, object]:
    """What the manifest tells of a record."""
    return {
        "offset": at,
        "length": capture.warc_length,
        "record_id": record.record_id,
        "record_type": record.record_type,
        "url": capture.url,
        "date": capture.captured_at,
        "block_digest": record.headers.get("warc-block-digest"),
        "payload_digest": capture.payload_digest,
        "block_length": record.block_length,
        "was_in": f"archive/{capture.warc_file}",
        "was_at": capture.warc_offset,
        "replaced_by": replaced_by,
        "withheld_at": why.made_at,
        "software": why.software,
        "redactions": [
            {"id": one.id, "kind": one.kind, "reason": one.reason, "authority": one.authority} for one in why.redactions
        ],
    }


def _read(source: BinaryIO, path: Path, capture: Capture) -> StoredRecord:
    try:
        record = read_record(source.fileno(), capture.warc_file, capture.warc_offset, capture.warc_length)
    except Unreadable as error:
        raise ArchiveError(path, f"capture {capture.id} cannot be read ({error}); run `blogark verify`") from error
    if record.record_id != capture.record_id:
        raise ArchiveError(path, f"capture {capture.id} is not where its row says; run `blogark verify`")
    return record


def _copy(source: BinaryIO, target: BinaryIO, length: int) -> None:
    while length > 0:
        piece = source.read(min(_PIECE, length))
        if not piece:
            raise ArchiveError(Path(source.name), "ends before its last record; run `blogark verify`")
        target.write(piece)
        length -= len(piece)


def _append(path: Path, unfinished: Path, lines: Iterable[Mapping[str, object]]) -> None:
    with unfinished.open("wb") as file:
        if path.exists():
            file.write(path.read_bytes())
        for line in lines:
            file.write((json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
        _sync(file)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _warcinfo(name: str, why: Withholding) -> Record:
    told = {
        "software": why.software,
        "format": "WARC File Format 1.1",
        "description": "Records that were withheld from an archive; manifest.jsonl tells of each",
    }
    headers = [("WARC-Filename", name), ("WARC-Date", warc_date(datetime.now(UTC)))]
    return plain_record("warcinfo", new_id(), headers, FIELDS, fields_block(told))
