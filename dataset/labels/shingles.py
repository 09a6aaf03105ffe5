"""When two texts say nearly the same: by their words, three by three.

Two texts are nearly the same if they share two fifths of all their triples: some four words in five, in the same order.
To find such pairs among a million without comparing all with all, each text has two keys, the least and the greatest
hash of its triples (minhash; Broder, On the resemblance and containment of documents, 1997): as likely as two texts
share a triple, they share a key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

FEWEST = 8
"""Words: `Thanks for sharing this` says nothing of who copied from whom."""
ALIKE = 0.4
_FEWEST_SIGNS = 24
"""Where words are not set apart by blanks, signs count as words; in Chinese these are some ten words."""
_LONGEST = 20_000
_WORD = re.compile(r"[^\W\d_]+")

Shingles = frozenset[int]


def words_of(text: str | None) -> Sequence[str]:
    """The words of a text in small letters, without addresses and figures; of a long text those of its beginning."""
    low = (text or "")[:_LONGEST].lower()
    if "://" in low or "www." in low:
        low = " ".join(word for word in low.split() if "://" not in word and not word.startswith("www."))
    return _WORD.findall(low)


def shingles_of(words: Sequence[str]) -> Shingles | None:
    """The hashes of all triples of words; None for less than `FEWEST` words.

    >>> shingles_of(words_of("Nice post!")) is None
    True
    >>> len(shingles_of(words_of("The reeds bend and the wind comes and goes")))
    7
    """
    if len(words) < FEWEST:
        words = "".join(words)
        if words.isascii() or len(words) < _FEWEST_SIGNS:
            return None
    triples = zip(words, words[1:], words[2:], strict=False)
    return frozenset([crc32(" ".join(triple).encode()) for triple in triples])


def is_alike(one: Shingles, other: Shingles) -> bool:
    """Whether two texts say nearly the same."""
    shared = len(one & other)
    return shared >= ALIKE * (len(one) + len(other) - shared)
