"""What a page says that others do not: the runs of text and the pictures of its bytes, and where they were met before.

A form that thanks for a vote, a month without posts, an error page that answers 200: each says what its kind says.
A post says something of its own. To tell them apart needs no parser, and no memory that grows with the blog.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from heapq import nlargest
from typing import NamedTuple

MOST_HEADINGS = 4
LONGEST = 1_000_000
"""Bytes of a page that are read."""
MOST = 24
"""Runs of a page that are remembered, the longest; what half of the blog's pages say is not among them."""
A_PICTURE = 100
"""What a picture or a film counts as, in bytes of text."""
USUAL = 8
"""What so many pages of a kind have said is none's own; of few pages, what half of them say."""
FEW = 4
"""So few pages of a kind show nothing yet."""

# Scripts, styles and comments to their end or the end of the text; time grows with length only.
_SILENT = re.compile(
    rb"<!--[^-]*+(?:-(?!->)[^-]*+)*+|<(script|style|select|noscript)(?=[\s/>])[^<]*+(?:<(?!/\1)[^<]*+)*+", re.IGNORECASE
)
_RUN = re.compile(rb">\s*+([^<\s][^<]{9,}+)")
_HEADING = re.compile(rb"<h[12][\s>]", re.IGNORECASE)
_SHOWN = re.compile(
    rb"""<(?:img|iframe|embed|source|video|audio)\s(?:[^<>]*?\s)??src\s*+=\s*+["']?([^"'\s<>?]{4,500})["'\s>]""",
    re.IGNORECASE,
)
# In scripts (JSON), and in attributes that describe the page.
_QUOTED = re.compile(rb'"([^"<>\\]{40,}+)"')
# A month, a number or a counter in a sentence makes no other sentence.
_WITHOUT_DIGITS = bytes.maketrans(b"123456789", b"000000000")

_BITS = 23
_MASK = (1 << _BITS) - 1
_ROOM = 2_000_000
"""Runs that fit in before strangers are taken for each other (one in thirty then); after that all is forgotten."""
_MOST_KINDS = 20_000


class Heard(NamedTuple):
    """What a page said, in bytes."""

    own: int
    """That pages of its kind do not usually say."""
    new: int
    """That no page of its kind had said."""


def is_list(body: bytes) -> bool:
    """Whether a page has more headings than a single text has."""
    return len(_HEADING.findall(body[:LONGEST])) > MOST_HEADINGS


def sayings_of(body: bytes) -> dict[int, int]:
    """The runs of text, quoted text and the pictures of an HTML page, as hashes of this process, with their weights."""
    body = body[:LONGEST]
    found = {hash(source): A_PICTURE for source in _SHOWN.findall(body)}
    for run in _QUOTED.findall(body):
        if run.count(b" ") > 4:
            found[hash(run)] = len(run)
    for run in _RUN.findall(_SILENT.sub(b">", body).translate(_WITHOUT_DIGITS)):
        text = run.strip()
        found[hash(text)] = len(text)
    return found


class Said:
    """How often runs were met among pages of a kind, in 16 MB whatever the number of pages (a count-min sketch)."""

    def __init__(self) -> None:
        self._counts = bytearray(2 << _BITS)
        self._pages: Counter[str] = Counter()
        self._held = 0

    def distinct(self, sayings: Mapping[int, int]) -> dict[int, int]:
        """The longest runs of a page that are not those of the blog's frame, which half of its pages have."""
        usual = max(FEW, self._pages[""] / 2)
        rare = [(weight, run) for run, weight in sayings.items() if self._count(hash(("", run))) < usual]
        return {run: weight for weight, run in nlargest(MOST, rare)}

    def hear(self, kind: str, sayings: Mapping[int, int]) -> Heard:
        """What a page of this kind says, compared with those before it; it is one of them from now on."""
        pages = self._pages[kind]
        usual = min(USUAL, pages / 2) if pages >= FEW else USUAL
        own = new = 0
        for run, weight in sayings.items():
            place = hash((kind, run))
            count = self._count(place)
            if count < usual:
                own += weight
            if not count:
                new += weight
            self._add(place)
        self._pages[kind] += 1
        if self._held > _ROOM or len(self._pages) > _MOST_KINDS:
            self.__init__()  # type: ignore[misc]  # As at the beginning: what is not remembered counts as new.
        return Heard(own, new)

    def unheard(self, kind: str, sayings: Mapping[int, int]) -> int:
        """How much no page of this kind has said."""
        return sum(weight for run, weight in sayings.items() if not self._count(hash((kind, run))))

    def _count(self, place: int) -> int:
        return min(self._counts[place & _MASK], self._counts[(place >> _BITS & _MASK) + _MASK + 1])

    def _add(self, place: int) -> None:
        counts = self._counts
        for at in (place & _MASK, (place >> _BITS & _MASK) + _MASK + 1):
            if counts[at] < 255:
                counts[at] += 1
        self._held += 1
