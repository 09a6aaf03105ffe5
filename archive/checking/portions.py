"""The record-by-record part of `verify`, cut into portions of files that processes check side by side.

A portion begins at the first record behind its nominal start. Whether one truly begins there is only known when
the portion before it has been read, so the reader of the results compares, and reads a portion anew where
the two disagree: what is found is what one process reading from the first byte to the last would find.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import BlogarkError
from ..warc.member import Broken, Digest, Record
from ..warc.members import first_record, read_records
from ..warc.records import safe_url
from ..warc.stored import bare
from ..warc.withheld import is_withheld
from .child import Child, begin_child
from .comparisons import CUT, FOREIGN, ODD, RESTORE
from .findings import Finding, Severity
from .rules import header_faults

PORTION = 8_000_000
"""Bytes; about a tenth of a second of work."""
AHEAD = 2
"""Portions that a process has been given and not answered: it never waits for the next."""

DAMAGE = frozenset({"block-digest", "payload-digest", "content-length", "short-block", "two-in-one"})
"""Faults that are damage in a file of any maker; all else in the files of others is told, and is theirs."""

Row = tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class Extent:
    """A WARC file, and how much of it is committed."""

    path: Path
    name: str
    end: int
    ours: bool
    """blogark wrote it: what WARC/1.1 only recommends, and what we promise beyond it, must hold too."""

    @property
    def place(self) -> str:
        """Where it lies, below the archive's folder."""
        return f"archive/{self.name}"


@dataclass(frozen=True, kw_only=True)
class Portion:
    """The records of a file that begin in `start` to `stop`."""

    extent: Extent
    start: int
    stop: int


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the records of one portion hold."""

    extent: Extent
    began: int
    """Where the first of them begins."""
    ended: int
    """Where the next one should begin."""
    records: tuple[Row, ...]
    """As `comparisons.SCRATCH` has them."""
    links: tuple[tuple[str, str], ...]
    """Id of a record, id of one that its WARC-Concurrent-To names; without those that portion itself answers."""
    findings: tuple[Finding, ...]


def check_portions(extents: list[Extent], *, workers: int) -> Iterator[Checked]:
    """Check every record of the files; the portions come in the order of the files and of their bytes."""
    portions = [
        Portion(extent=extent, start=start, stop=min(start + PORTION, extent.end))
        for extent in extents
        for start in range(0, extent.end, PORTION)
    ]
    checked = map(_check, portions) if workers < 2 or len(portions) < 4 else _side_by_side(portions, workers)
    place = 0
    for portion, one in zip(portions, checked, strict=True):
        expected = 0 if portion.start == 0 else place
        if expected >= portion.stop:
            continue
        if one.began != expected:
            one = check_portion(portion, expected)  # noqa: PLW2901
        place = one.ended
        yield one


def check_portion(portion: Portion, start: int) -> Checked:
    """Check the records of a portion, of which the first begins at `start`."""
    extent = portion.extent
    records: list[Row] = []
    links: dict[tuple[str, str], str] = {}
    findings: list[Finding] = []
    place = start
    warcinfo = ""
    try:
        for one in read_records(extent.path, end=extent.end, start=start, stop=portion.stop):
            if isinstance(one, Broken):
                place = one.next_offset
                findings.append(_gap(extent, one))
                continue
            place = one.offset + one.length
            findings.extend(_findings(extent, one))
            belongs = bare(one.fields.get("warc-warcinfo-id"))
            records.append(_row(one, extent, None if belongs == warcinfo else belongs))
            warcinfo = one.id if one.type == "warcinfo" else warcinfo or belongs
            links.update(((one.id, bare(target)), one.type) for target in one.concurrent_to)
    except OSError as error:
        findings.append(
            Finding(
                severity="error",
                code="unreadable",
                message=f"the file cannot be read ({error.strerror})",
                advice=RESTORE,
                file=extent.place,
                offset=place,
            )
        )
        place = extent.end
    return Checked(
        extent=extent,
        began=start,
        ended=place,
        records=tuple(records),
        links=_open_links(records, links),
        findings=tuple(findings),
    )


def main() -> None:
    """Run by `Child`: portions come over the pipe, and go back checked."""
    connection, _ = begin_child()
    while True:
        try:
            portion = connection.recv()
        except EOFError:
            return
        connection.send(_check(portion))


def processors() -> int:
    """How many processes can work at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check(portion: Portion) -> Checked:
    try:
        began = first_record(portion.extent.path, portion.start, portion.extent.end) if portion.start else 0
    except OSError:
        began = portion.stop
    # A portion without a beginning is read anew, or passed over, by who knows where the one before it ended.
    nothing = Checked(extent=portion.extent, began=-1, ended=-1, records=(), links=(), findings=())
    return nothing if began >= portion.stop else check_portion(portion, began)


def _side_by_side(portions: list[Portion], workers: int) -> Iterator[Checked]:
    children = [Child(__name__) for _ in range(min(workers, len(portions)))]
    waiting = deque(portions)
    given: deque[Child] = deque()
    try:
        for child in children * AHEAD:
            _give(child, waiting, given)
        while given:
            child = given.popleft()
            try:
                checked = child.connection.recv()
            except EOFError as error:
                cause = child.bury().cause
                raise BlogarkError(f"a process that checks WARC files died ({cause}); run it again") from error
            assert isinstance(checked, Checked)
            _give(child, waiting, given)
            yield checked
    finally:
        for child in children:
            child.kill()
            child.close()


def _give(child: Child, waiting: deque[Portion], given: deque[Child]) -> None:
    if waiting:
        child.connection.send(waiting.popleft())
        given.append(child)


def _gap(extent: Extent, broken: Broken) -> Finding:
    """What stands between two records and is none."""
    until = "the file's end" if broken.at_end else f"byte {broken.next_offset}, where the next one begins"
    return Finding(
        severity="error",
        code="torn-tail" if broken.at_end else "broken-record",
        message=f"{broken.message}; no record up to {until}",
        advice=CUT if broken.at_end else RESTORE,
        file=extent.place,
        offset=broken.offset,
    )


def _findings(extent: Extent, record: Record) -> Iterator[Finding]:
    """All that is wrong in one record: in the files of others only damage is an error."""
    for severity, code, message, advice in _faults(record):
        theirs = severity == "error" and not extent.ours and code not in DAMAGE
        yield Finding(
            severity="warning" if theirs else severity,
            code=code,
            message=message,
            advice=ODD if theirs else advice,
            file=extent.place,
            offset=record.offset,
            record_id=record.id,
        )


def _faults(record: Record) -> Iterator[tuple[Severity, str, str, str]]:
    """Severity, code, message and advice of all that is wrong in one record."""
    for fault in (*record.faults, *header_faults(record)):
        yield "error", fault.code, fault.message, FOREIGN
    if record.offset == 0 and record.type != "warcinfo":
        message = f"the file begins with a {record.type} record instead of warcinfo"
        yield "error", "warcinfo-first", message, FOREIGN
    yield from _digest_faults(record.block_digest, "block-digest", "WARC-Block-Digest")
    yield from _digest_faults(record.payload_digest, "payload-digest", "WARC-Payload-Digest")


def _digest_faults(digest: Digest | None, code: str, name: str) -> Iterator[tuple[Severity, str, str, str]]:
    if digest is None or digest.matches is not False:
        return
    if digest.over_chunks:
        message = f"{name} is over the body with its chunks ({digest.declared}), not over the entity as WARC/1.1 asks"
        yield "note", "digest-over-chunks", message, "nothing is lost: many writers do so, and the bytes are as written"
        return
    yield "error", code, f"its bytes do not have the digest that {name} gives ({digest.declared})", FOREIGN


def _open_links(records: list[Row], links: dict[tuple[str, str], str]) -> tuple[tuple[str, str], ...]:
    """The links that this portion does not answer: nearly all lead to a neighbour, and need no query."""
    types = {row[0]: row[4] for row in records}

    def answered(source: str, target: str, kind: str) -> bool:
        return target in types and ("metadata" in (kind, types[target]) or (target, source) in links)

    return tuple(pair for pair, kind in links.items() if not answered(*pair, kind))


def _row(record: Record, extent: Extent, belongs: str | None) -> Row:
    """A row of `records`: of what is no capture only what is compared; `belongs` where it is another warcinfo's."""
    field = record.fields.get
    kind = record.type
    if is_withheld(record.fields):
        kind = "withheld"
    captured = kind in ("response", "revisit", "resource", "withheld")
    # As `scan` takes them: what others say in a metadata record is not of a crawl of ours.
    if not captured and not (kind == "metadata" and extent.ours and not record.concurrent_to):
        return (record.id, extent.name, record.offset, record.length, kind, False, *(None,) * 6, belongs)
    target, refers_to = field("warc-target-uri"), field("warc-refers-to")
    return (
        record.id,
        extent.name,
        record.offset,
        record.length,
        kind,
        True,
        None if target is None else safe_url(bare(target)),
        field("warc-date"),
        field("warc-payload-digest"),
        None if refers_to is None else bare(refers_to),
        field("warc-refers-to-target-uri"),
        field("warc-refers-to-date"),
        belongs,
    )
