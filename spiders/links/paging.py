"""The next page of a feed or of an API's list, where the document itself does not name it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .url import base_of, resolve

_NEXT = re.compile(r'<([^<>]*)>(?:\s*;\s*(?!rel\b)\w+\*?=(?:"[^"]*"|[^\s",;]*))*\s*;\s*rel="?next\b', re.IGNORECASE)
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_COUNT = re.compile(rb"<openSearch:(totalResults|startIndex)>\s*(\d{1,9})\s*<", re.IGNORECASE)
_START = re.compile(r"([?&]start-index=)\d{1,9}")
_NUMBERED = re.compile(r"[?&](\w+)=\{page\}")


def next_in_header(links: Iterable[str], url: str) -> Iterator[str]:
    """What a ``Link`` header calls next (RFC 8288): the WordPress REST API says it nowhere else."""
    for line in links:
        for match in _NEXT.finditer(line[:4_000]):
            target = resolve(base_of(url), match[1])
            if target is not None:
                yield target


def next_by_number(url: str, templates: Iterable[str], content: bytes) -> str | None:
    """The feed's next page by the engine's parameter (``paged``), if this page has entries."""
    if not _ENTRY.search(content):
        return None
    for template in templates:
        if (named := _NUMBERED.search(template)) is not None:
            parameter = re.compile(rf"([?&]){named[1]}=(\d{{1,6}})")
            if (given := parameter.search(url)) is not None:
                return f"{url[: given.start()]}{given[1]}{named[1]}={int(given[2]) + 1}{url[given.end() :]}"
            return f"{url}{'&' if '?' in url else '?'}{named[1]}=2"
    return None


def next_by_counts(url: str, content: bytes) -> str | None:
    """The next page of a feed that counts its entries (OpenSearch); Blogger gives fewer than it is asked for."""
    counts = {name.lower(): int(number) for name, number in _COUNT.findall(content[:100_000])}
    entries = len(_ENTRY.findall(content))
    following = counts.get(b"startindex", 1) + entries
    if not entries or following > counts.get(b"totalresults", 0):
        return None
    if _START.search(url):
        return _START.sub(rf"\g<1>{following}", url, count=1)
    return f"{url}{'&' if '?' in url else '?'}start-index={following}"


def is_main(hops: str) -> bool:
    """Whether a feed was found on the front page, or follows one that was: not that of a single post or term."""
    return hops.rstrip("I") in ("", "L", "R", "RL")
