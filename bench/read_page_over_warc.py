"""blogark's parsers over every HTML response of WARC files, in one process, for comparison with the peer."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from blogark.parsers import read_page


def main(warcs: list[str]) -> None:
    pages = found = comments = 0
    spent = 0.0
    for name in warcs:
        with Path(name).open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type != "response" or record.http_headers is None:
                    continue
                media_type = record.http_headers.get_header("Content-Type") or ""
                if "html" not in media_type:
                    continue
                content = record.content_stream().read()
                url = record.rec_headers.get_header("WARC-Target-URI")
                started = time.perf_counter()
                page = read_page(content, url=url, content_type=media_type)
                spent += time.perf_counter() - started
                pages += 1
                found += page.post is not None
                comments += len(page.comments)
    print(json.dumps({"pages": pages, "found": found, "comments": comments, "seconds": spent}))


if __name__ == "__main__":
    main(sys.argv[1:])
