"""blogark's parsers over every HTML response of WARC files, in one process, for comparison with the peer."""

from __future__ import annotations

import json
import sys
import time

from html_records import html_records

from blogark.parsers import read_page


def main(warcs: list[str]) -> None:
    pages = found = comments = 0
    spent = 0.0
    for content, url, media_type in html_records(warcs):
        started = time.perf_counter()
        page = read_page(content, url=url, content_type=media_type)
        spent += time.perf_counter() - started
        pages += 1
        found += page.post is not None
        comments += len(page.comments)
    print(json.dumps({"pages": pages, "found": found, "comments": comments, "seconds": spent}))


if __name__ == "__main__":
    main(sys.argv[1:])
