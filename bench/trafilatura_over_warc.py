"""The peer: trafilatura, with metadata and comments, over every HTML response of WARC files."""

from __future__ import annotations

import json
import sys
import time

from html_records import html_records
from trafilatura import bare_extraction


def main(warcs: list[str]) -> None:
    pages = found = 0
    spent = 0.0
    for content, url, _ in html_records(warcs):
        started = time.perf_counter()
        document = bare_extraction(content, url=url, with_metadata=True, include_comments=True)
        spent += time.perf_counter() - started
        pages += 1
        found += document is not None
    print(json.dumps({"pages": pages, "found": found, "seconds": spent}))


if __name__ == "__main__":
    main(sys.argv[1:])
