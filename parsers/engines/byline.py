"""The author that a text itself names: "By Liz Koch" among its first lines, apart from the account that posted it."""

from __future__ import annotations

import re

from ..generic.signatures import is_full_name

_BY = re.compile(
    r"(?:(?:a )?(?:guest (?:post|article|column)|written|words|story|text|article|posted|review|interview)\s+)?"
    r"by\s*:?\s+(?P<name>[^,;:!?()|/\d]{2,60})(?:[,(|/].{0,80})?$",
    re.I,
)
_ABROAD = re.compile(
    r"(?:(?:(?:eine?|un|une|una|een)\s)?(?:gast)?(?:kolumne|beitrag|artikel|kommentar|text|interview|reportage|essay"
    r"|rezension|bericht|article|articolo|artículo|artigo|texte|texto|testo|chronique|column|gastbijdrage)\s)?"
    r"(?:von|par|por|di|door|av|af)\s+(?P<name>[^,;:!?()|/\d]{2,60})",
    re.I,
)
"""The same in other languages: "Eine Kolumne von Anne Lund"; first and last name, for "Von Hand" begins a sentence."""
_PARTICLES = frozenset("and & de del della den der di dos du la le van von zu bin ibn al el y e of the ter ten".split())
LINES_OF_BYLINE = 8
"""A title, an editor's note and a picture's caption may stand before it; blank lines count."""


def byline_in(text: str | None) -> str | None:
    """The name behind "By" on a line of its own among the first lines of a body."""
    for line in map(str.strip, (text or "")[:1500].split("\n", LINES_OF_BYLINE)[:LINES_OF_BYLINE]):
        if len(line) < 160 and (found := _BY.fullmatch(line)) and _is_name(name := " ".join(found["name"].split())):
            return name
        if len(line) < 80 and (found := _ABROAD.fullmatch(line)) and is_full_name(name := found["name"].strip(" .")):
            return name
    return None


def _is_name(text: str) -> bool:
    """Words that begin with a capital, but for particles: "By Hand" passes, "By the way" does not."""
    words = text.rstrip(".").split()
    if not 1 <= len(words) <= 6 or not words[0][0].isupper() or words[-1].lower() in _PARTICLES:
        return False
    return all(word[0].isupper() or word.lower() in _PARTICLES or not word[0].isalpha() for word in words)
