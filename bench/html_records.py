"""The HTML responses of WARC files: the same input for each tool that is compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator


def html_records(warcs: Iterable[str]) -> Iterator[tuple[bytes, str, str]]:
    """Body, URL and media type of each."""
    for name in warcs:
        with Path(name).open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type != "response" or record.http_headers is None:
                    continue
                media_type = record.http_headers.get_header("Content-Type") or ""
                if "html" in media_type:
                    yield record.content_stream().read(), record.rec_headers.get_header("WARC-Target-URI"), media_type
