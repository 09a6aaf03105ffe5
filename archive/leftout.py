"""What a crawl left out, and why, as its WARC files tell it.

The dataset knows only what the WARC files hold, and an address that was never asked for leaves no trace there. So each
crawl that ends writes metadata records of its own: JSON, ``{"leftOut": {reason: [URL, …]}}``, at most `PAGE` addresses
a record. Each tells what is new since the last crawl's: a blog that has not changed costs nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PAGE = 5_000
"""Addresses in one record: some 400 kB."""
_NAME = re.compile(r"urn:blogark:crawl:\d+:left-out:\d+")


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """An address that was not asked for, and the reason, in words."""

    url: str
    reason: str


def left_out_url(crawl_id: int, number: int) -> str:
    """What such a record calls itself."""
    return f"urn:blogark:crawl:{crawl_id}:left-out:{number}"


def is_left_out(url: str) -> bool:
    """Whether a metadata record is one of these."""
    return _NAME.fullmatch(url) is not None


def left_out_block(left: Iterable[LeftOut]) -> bytes:
    """The block of such a record."""
    by_reason: dict[str, list[str]] = {}
    for one in left:
        by_reason.setdefault(one.reason, []).append(one.url)
    return json.dumps({"leftOut": by_reason}).encode()


def read_left_out(block: bytes) -> Iterator[LeftOut]:
    """What `left_out_block` wrote; nothing of what it did not."""
    try:
        told = json.loads(block)
    except (ValueError, RecursionError):
        return
    by_reason = told.get("leftOut") if isinstance(told, dict) else None
    for reason, urls in by_reason.items() if isinstance(by_reason, dict) else ():
        for url in urls if isinstance(urls, list) else ():
            if reason and isinstance(url, str) and url:
                yield LeftOut(url=url, reason=reason)
