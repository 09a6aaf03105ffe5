"""How often the spam label calls honest comments spam: over the comments of a corpus of real pages.

What stands on these pages was let stand by their blogs, so it is taken for honest; some of it is spam all the same, and
is counted against the label here. Prints the share, the reasons, and with `--show N` so many of those called spam.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sqlite3
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

from blogark.archive.capture import Capture, CrawlInfo
from blogark.dataset.labels.spam import LIKELY
from blogark.dataset.writing.store import Store
from blogark.parsers import read_page
from blogark.parsers.model import Page

HERE = Path(__file__).resolve().parent
CORPUS = Path(os.environ.get("BLOGARK_CORPUS", HERE.parents[1] / "shared" / "corpora"))


def read(task: tuple[str, str]) -> Page:
    path, url = task
    with gzip.open(path) as file:
        return read_page(file.read(), url, "text/html")


def pages() -> list[tuple[str, Page]]:
    """Each address with its page, each page once."""
    tasks: dict[str, str] = {}
    with (CORPUS / "manifest.jsonl").open(encoding="utf-8") as file:
        for line in file:
            told = json.loads(line)
            tasks.setdefault(told["url"], str(CORPUS / told["file"]))
    found = [(path, url) for url, path in tasks.items() if Path(path).is_file()]
    with ProcessPoolExecutor() as pool:
        return [(url, page) for (_, url), page in zip(found, pool.map(read, found, chunksize=8), strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="blogark-labels-") as folder:
        path = Path(folder) / "dataset.sqlite"
        with Store(path) as store:
            store.begin_crawl(CrawlInfo(id=1, started_at="", software="", config='{"url": "http://corpus.example/"}'))
            for number, (url, page) in enumerate(pages(), start=1):
                store.save(_capture(number, url), page)
        with closing(sqlite3.connect(path)) as db:
            for labels, key, table, name in (
                ("comment_labels", "comment_id", "comments", "author_name"),
                ("reference_labels", "reference_id", "post_references", "title"),
            ):
                rows = db.execute(f"SELECT spam, spam_reasons, language, repeats FROM {labels}").fetchall()
                called = [row for row in rows if row[0] >= LIKELY]
                share = len(called) / len(rows) if rows else 0
                told = sum(row[2] is not None for row in rows)
                print(f"{table}: {len(called)} of {len(rows)} called spam ({share:.2%}), {told} have a language")
                print(Counter(reason.partition(":")[0] for row in called for reason in (row[1] or "").split("; ")))
                text = "body_text" if table == "comments" else "excerpt"
                for row in db.execute(
                    f"SELECT spam, spam_reasons, {name}, url, substr({text}, 1, 200) FROM {labels} "
                    f"JOIN {table} ON id = {key} WHERE spam >= ? ORDER BY spam DESC, id LIMIT ?",
                    (LIKELY, options.show),
                ):
                    print(row)


def _capture(number: int, url: str) -> Capture:
    return Capture(
        id=number, crawl_id=1, url=url, captured_at="2026-01-01T00:00:00Z", record_type="response",
        record_id=f"urn:uuid:{number:032x}", warc_file="a.warc.gz", warc_offset=number, warc_length=1, status=200,
        media_type="text/html",
    )  # fmt: skip


if __name__ == "__main__":
    main()
