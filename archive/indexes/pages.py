"""``pages/pages.jsonl`` of a WACZ: the pages that a reader may want to open, with their text for search."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..replacing import replacing

PAGES = "pages/pages.jsonl"
_HEADER = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}


@dataclass(frozen=True, kw_only=True)
class ListedPage:
    """A page that replays: its URL and time are those of a capture."""

    url: str
    ts: str
    """RFC 3339, as the WARC-Date of the capture."""
    title: str | None = None
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class PageLine:
    """A line as it was read; `page` is None, with a `fault`, where it is none."""

    number: int
    page: ListedPage | None = None
    fault: str | None = None


def write_pages(folder: Path, pages: Iterable[ListedPage]) -> int:
    """Write ``pages/pages.jsonl`` of the archive in ``folder``, whole or not at all; returns the number of pages.

    The same pages give the same bytes.
    """
    count = 0
    with replacing(folder / PAGES) as file:
        for line in page_lines(pages):
            file.write(line)
            count += 1
    return count - 1


def page_lines(pages: Iterable[ListedPage]) -> Iterator[bytes]:
    """The lines of the file, its header first."""
    yield _line(_HEADER)
    for page in pages:
        digest = hashlib.sha256(f"{page.url}\n{page.ts}".encode("utf-8", "surrogatepass")).hexdigest()
        fields = {"id": digest[:20], "url": page.url, "ts": page.ts, "title": page.title, "text": page.text}
        yield _line({name: value for name, value in fields.items() if value is not None})


def read_pages(path: Path) -> Iterator[PageLine]:
    """Every line of the file but a header that is right; blank lines are passed over."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            fields = _fields(line)
            if number == 1:
                if fields is None or fields.get("format") != _HEADER["format"]:
                    yield PageLine(number=1, fault="the first line is not the header of a list of pages")
            elif line.strip():
                yield _read(number, fields)


def _read(number: int, fields: dict[str, object] | None) -> PageLine:
    if fields is None:
        return PageLine(number=number, fault=f"line {number} is no JSON object")
    url, ts, title = fields.get("url"), fields.get("ts"), fields.get("title")
    if not isinstance(url, str) or not isinstance(ts, str):
        return PageLine(number=number, fault=f"line {number} has no url, or no ts")
    return PageLine(number=number, page=ListedPage(url=url, ts=ts, title=title if isinstance(title, str) else None))


def _fields(line: bytes) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except ValueError:  # UnicodeDecodeError is one
        return None
    return found if isinstance(found, dict) else None


def _line(fields: Mapping[str, object]) -> bytes:
    return (json.dumps(fields, ensure_ascii=False) + "\n").encode("utf-8", "replace")
