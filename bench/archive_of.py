"""Writes an archive of a wanted size without a crawl: pages of a generated blog, and pictures, half the bytes each."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from blogark.archive.exchange import Exchange
from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import write_index
from blogark.archive.journal.journal import Journal
from blogark.archive.recording.recorder import Recorder
from blogark.demo.site import Site
from blogark.demo.synthetic import make_blog

BASE = "http://b.example"
POSTS = 2_000
"""Pages are rendered once and then told apart by a comment at their end, which costs less than rendering."""
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
PICTURE = (20_000, 150_000)
"""Bytes; like a JPEG, they do not compress."""


def bodies() -> Iterator[tuple[str, str, bytes]]:
    """Path, type and body without an end, with no two the same."""
    blog = make_blog(posts=POSTS)
    site = Site(blog, BASE)
    dice = random.Random(1934)
    pages = pictures = number = 0
    while True:
        number += 1
        if pictures < pages:
            body = dice.randbytes(dice.randint(*PICTURE))
            pictures += len(body)
            yield f"/pictures/{number}.jpg", "image/jpeg", body
        else:
            body = site.reply(blog.posts[number % POSTS].path).body + b"<!-- %d -->" % number
            pages += len(body) // 4  # about what is left of a page in its gzip member
            yield f"/{number}.html", "text/html; charset=utf-8", body


def write_archive(path: Path, size: int) -> int:
    """Write an archive whose WARC files have about `size` bytes; returns their exact size."""
    folder = ArchiveFolder.create(path)
    journal = Journal(folder.journal_path)
    recorder = Recorder(folder, journal, prefix="b.example", software="bench", config="{}", warcinfo={})
    for number, (place, media_type, body) in enumerate(bodies()):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (media_type.encode(), len(body))
        recorder.record(
            Exchange(
                url=BASE + place,
                started_at=BEGIN + timedelta(seconds=number),
                request=b"GET %s HTTP/1.1\r\nHost: b.example\r\n\r\n" % place.encode(),
                response=head + body,
                ip_address="127.0.0.1",
                via=f"{BASE}/",
            )
        )
        if number % 100 == 0:
            recorder.commit()
            if sum(file.stat().st_size for file in folder.warcs.iterdir()) >= size:
                break
    recorder.close(status="complete", exit_code=0)
    write_index(path, journal.captures())
    journal.settle()
    journal.close()
    return sum(file.stat().st_size for file in folder.warcs.iterdir())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=float, default=500, help="megabytes")
    options = parser.parse_args()
    print(write_archive(options.folder, int(options.size * 1e6)))
