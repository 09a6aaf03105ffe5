"""The CDXJ index of an archive: where replay tools find each capture by its URL and time.

The lines are those of ``cdxj-indexer``, with two differences: media types are in lower case, and what is no
fact (a "status" cut out of the text of a response without status line) is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import ExitStack
from functools import lru_cache
from heapq import merge
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile

from surt import surt

from ..capture import Capture
from ..replacing import replacing
from ..warc.records import safe_url
from ..warc.scan import scan
from ..warc.stored import OnDamage

INDEX = "index.cdxj"
RUN = 20_000
"""Lines sorted in memory at once, about 8 MB; longer indexes are merged from sorted runs on the disk."""


def write_index(folder: Path, captures: Iterable[Capture] | None = None, *, on_damage: OnDamage | None = None) -> int:
    """Write ``indexes/index.cdxj`` of the archive in ``folder``, whole or not at all; returns the number of lines.

    ``captures`` are all of the archive, as its journal has them; without them the WARC files are scanned.
    """
    if captures is None:
        found = scan(folder / "archive", on_damage=on_damage)
        captures = (one for one in found if isinstance(one, Capture))
    lines = (line for line in map(index_line, captures) if line is not None)
    target = folder / "indexes" / INDEX
    count = 0
    with ExitStack() as stack, replacing(target) as file:
        runs: list[Iterable[bytes]] = [sorted(islice(lines, RUN))]
        while run := sorted(islice(lines, RUN)):
            if len(runs) == 1:
                runs = [_on_disk(runs[0], target.parent, stack)]
            runs.append(_on_disk(run, target.parent, stack))
        for line in merge(*runs):
            file.write(line)
            count += 1
    return count


def index_line(capture: Capture) -> bytes | None:
    """The line of one capture; None for what replay does not serve (a metadata record, one that is withheld)."""
    if capture.record_type == "metadata" or capture.withheld is not None:
        return None
    fields = {
        "url": capture.url,
        "mime": "warc/revisit" if capture.record_type == "revisit" else capture.media_type,
        "status": None if capture.status is None else str(capture.status),
        "digest": capture.payload_digest,
        "length": str(capture.warc_length),
        "offset": str(capture.warc_offset),
        "filename": capture.warc_file,
    }
    told = json.dumps({name: value for name, value in fields.items() if value is not None})
    return f"{url_key(capture.url)} {timestamp(capture.captured_at)} {told}\n".encode()


@lru_cache(maxsize=8_192)
def url_key(url: str) -> str:
    """The URL in sortable form, host reversed: org,example)/blog?page=2."""
    try:
        return str(surt(url))
    except (ValueError, AttributeError):  # what surt raises for a port that is no number, and for an empty URL
        return safe_url(url)


def timestamp(date: str) -> str:
    """The 14 digits of a WARC-Date, its fraction dropped."""
    return re.sub(r"\D", "", date[:19]).ljust(14, "0")


def _on_disk(run: Iterable[bytes], folder: Path, stack: ExitStack) -> Iterable[bytes]:
    file = stack.enter_context(TemporaryFile(dir=folder))  # noqa: SIM115 the stack closes it
    file.writelines(run)
    file.seek(0)
    return file
