"""WARC records as other tools write them."""

from __future__ import annotations

import gzip

POST = """<!DOCTYPE html><html><head><title>{0}</title><meta property="og:type" content="article">
</head><body><article><h1>{0}</h1><p>All about {0}.</p></article></body></html>"""


def record(
    kind: str = "response",
    url: str | None = "http://blog.example/",
    block: bytes = b"",
    *,
    version: str = "WARC/1.0",
    date: str = "2012-03-04T05:06:07Z",
    number: int = 1,
    content_type: str | None = "application/http;msgtype=response",
    **fields: str,
) -> bytes:
    """One record, not compressed; fields such as ``warc_payload_digest`` are added as they are."""
    head = {
        "WARC-Type": kind,
        "WARC-Date": date,
        "WARC-Record-ID": f"<urn:uuid:{number:08}-0000-4000-8000-000000000000>",
    }
    if url is not None:
        head["WARC-Target-URI"] = url
    if content_type is not None:
        head["Content-Type"] = content_type
    head |= {name.replace("_", "-"): value for name, value in fields.items()}
    head.setdefault("Content-Length", str(len(block)))
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"{version}\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def answer(body: str | bytes, *, media_type: str = "text/html", head: str = "") -> bytes:
    """An HTTP answer; ``head`` are more header lines, each with its line break."""
    content = body.encode() if isinstance(body, str) else body
    return f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n{head}\r\n".encode() + content


def page(number: int, word: str, **fields: str) -> bytes:
    return record(url=f"http://blog.example/{word}.html", block=answer(POST.format(word)), number=number, **fields)


PAGES = [page(number, word) for number, word in enumerate(("boats", "wood", "tar"), start=1)]


def members(*records: bytes) -> bytes:
    """As WARC tools write them: one gzip member a record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)
