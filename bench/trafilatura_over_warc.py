"""The peer: trafilatura, with metadata and comments, over every HTML response of WARC files."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from trafilatura import bare_extraction
from warcio.archiveiterator import ArchiveIterator


def main(warcs: list[str]) -> None:
    pages = found = 0
    spent = 0.0
    for name in warcs:
        with Path(name).open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type != "response" or record.http_headers is None:
                    continue
                if "html" not in (record.http_headers.get_header("Content-Type") or ""):
                    continue
                content = record.content_stream().read()
                url = record.rec_headers.get_header("WARC-Target-URI")
                started = time.perf_counter()
                document = bare_extraction(content, url=url, with_metadata=True, include_comments=True)
                spent += time.perf_counter() - started
                pages += 1
                found += document is not None
    print(json.dumps({"pages": pages, "found": found, "seconds": spent}))


if __name__ == "__main__":
    main(sys.argv[1:])
