"""ARC files, as archives were written before 2009, made into WARC records: what servers sent stays as it is.

ARC (https://archive.org/web/researcher/ArcFileFormat.php) has one line of URL, address, date, type and length before
each answer. All of it goes into the header of a response record (a resource record, where it is no HTTP).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from ... import __version__
from ..spool import SPOOLED, Spool
from ..warc.layout import Record, new_id, plain_record
from ..warc.records import FIELDS, fields_block, safe_ip, safe_url
from ..warc.wrapping import begins_as_gzip

EARLIEST = "1996-05-01T00:00:00Z"
"""The date of an answer of which the file tells none: before it no ARC file was written."""
_DIGITS = re.compile(r"(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)([0-5]\d)")


def is_arc(beginning: bytes) -> bool:
    """Whether a file that begins so (inflated) is an ARC file."""
    return beginning.startswith(b"filedesc:")


def as_warc(path: Path) -> Iterator[Record]:
    """The records of an ARC file, in its order, behind a warcinfo record.

    Where the file cannot be read any further it raises what warcio does, `ArchiveLoadFailed`, or what `gzip` does:
    `EOFError`, `OSError` without a number, `zlib.error`.
    """
    began = EARLIEST
    # Inflated here: warcio reads no file that is one gzip stream.
    with gzip.open(path) if begins_as_gzip(path) else path.open("rb") as file:
        for arc in ArchiveIterator(file, no_record_parse=True):
            date = _date(arc) or began
            if arc.rec_type == "arc_header":
                began = date
                told = {"software": f"blogark/{__version__}", "description": f"made from the ARC file {path.name}"}
                yield plain_record("warcinfo", new_id(), [("WARC-Date", date)], FIELDS, fields_block(told))
            else:
                yield _record(arc, date, path.parent)


def _date(arc: ArcWarcRecord) -> str | None:
    """The 14 digits of the record's line as WARC writes them; None where they are not there."""
    found = _DIGITS.fullmatch(arc.rec_headers.get_header("archive-date") or "")
    return None if found is None else "{}-{}-{}T{}:{}:{}Z".format(*found.groups())


def _record(arc: ArcWarcRecord, date: str, folder: Path) -> Record:
    told = arc.rec_headers
    beginning = arc.raw_stream.read(SPOOLED)
    block: bytes | Spool = beginning
    if len(beginning) == SPOOLED:
        block = Spool(folder)
        block.write(beginning)
        while piece := arc.raw_stream.read(SPOOLED):
            block.write(piece)
    is_http = beginning.startswith(b"HTTP/")
    headers = [("WARC-Target-URI", safe_url(told.get_header("uri") or "")), ("WARC-Date", date)]
    if address := safe_ip(told.get_header("ip-address")):
        headers.append(("WARC-IP-Address", address))
    sent = safe_url(told.get_header("content-type") or "application/octet-stream")
    content_type = "application/http;msgtype=response" if is_http else sent
    return plain_record("response" if is_http else "resource", new_id(), headers, content_type, block)
