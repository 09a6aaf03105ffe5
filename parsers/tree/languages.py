"""The language of a text: the tag that a page gives it, else what its words look like.

Words are looked at by ``eld``: of the detectors compared on 992 real pages (py3langid, langdetect, lingua, simplemma)
it is the smallest and the fastest (0.07 s to load, 0.3 ms a text), needs no network and answers the same each time.
Its own measure of trust falls with the length of a text; here several pieces of the text must agree instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eld import LanguageDetector

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_NO_LANGUAGE = frozenset(("und", "mul", "zxx", "mis"))
"""ISO 639-2: undetermined, several, none, not coded."""
_PIECE = 250
"""Characters looked at in one go."""
_PIECES = 3
_LEAST = 120
"""Letters as bytes of UTF-8: 40 signs of Chinese say as much as 120 Latin letters."""
_ADDRESS = re.compile(r"://|www\.|@")
_WORDLESS = re.compile(r"[^\w\s]|[\d_]")
_TWINS = (frozenset(("cs", "sk")), frozenset(("da", "no")))
"""Languages that the detector mistakes for each other where little is said."""
_SHARED = frozenset(("ms", "hr"))
"""Names that the detector gives to Indonesian and Bosnian as well, which it does not know."""


def tag_of(told: Iterable[str | None]) -> str | None:
    """The first language tag among these texts: "en_US" → "en-US"; templates leave "{{ lang }}", too."""
    for text in told:
        word = (text or "").partition(",")[0].strip()
        if _TAG.fullmatch(word) and word.partition("-")[0].lower() not in _NO_LANGUAGE:
            return word.replace("_", "-")
    return None


def detected(text: str | None) -> str | None:
    """The language that a text is written in, ISO 639-1; None where it says too little or its parts disagree.

    >>> detected("The reeds stand in the water, and when the wind comes they bend together. " * 3)
    'en'
    >>> detected("Reeds!") is None
    True
    """
    words = _words_of(text or "")
    if len(words.encode()) < _LEAST:
        return None
    step = max(len(words) // _PIECES, _PIECE)
    pieces = [words[at : at + _PIECE] for at in range(0, min(step * _PIECES, len(words)), step)]
    found = [_detector().detect(piece) for piece in pieces if len(piece.encode()) >= _LEAST]
    names = {result.language for result in found}
    if len(names) != 1 or not (name := names.pop()) or name in _SHARED:
        return None
    scores = found[0].scores()
    twins = next((group for group in _TWINS if name in group), frozenset())
    if any(scores.get(other, 0.0) > 0.9 * scores[name] for other in twins - {name}):
        return None
    return str(name)


def _words_of(text: str) -> str:
    """The beginning of a text without lines that are no prose: addresses, figures, code."""
    lines = []
    size = 0
    for line in text[:20_000].split("\n"):
        # word by word: a pattern for whole addresses would look at each sign of a line as often as the line is long
        prose = " ".join(word for word in line.split() if not _ADDRESS.search(word))
        words = " ".join(_WORDLESS.sub(" ", prose).split())
        if len(words) < 0.7 * len(line):
            continue
        lines.append(words)
        size += len(words)
        if size > _PIECE * _PIECES * 2:
            break
    return " ".join(lines)


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    from eld import LanguageDetector  # its tables take 0.07 s and 50 MB, and most pages tell their language

    return LanguageDetector()
