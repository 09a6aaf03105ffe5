"""Names that stand alone: with their degrees under the title, under the text, in a credit in Chinese or Japanese.

Nothing says "by" before them, so that each has to stand where nothing but a signature stands.
"""

from __future__ import annotations

import re

from ..marks.structured import Person
from ..tree.soup import Element, Soup, children, walk, words
from ..tree.text import text_of
from .signatures import is_full_name

_DEGREES = words(
    "md do phd dphil dvm vmd dds dmd rn bsn msn dnp np pa-c jd esq mph mba msw lcsw lmft lpc cfa cpa cfp rd rdn ldn edd"
    " psyd pharmd dacvb dabvp dacvim dpt faap facs facp facog foma dabom lvt cvt vts ma ba ms bs bsc msc meng frcs"
)
_CERTAIN = 3
"""Letters of a degree that is no state of the USA: "Silver Spring, MD"."""
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_BETWEEN = re.compile(r"\s*[;,&]\s*|\s+and\s+")
_MARKS = frozenset(("em", "i", "strong", "b"))
_LONGEST = 40
_PROSE = 500
"""Characters of a text that somebody signs."""
_BEHIND = 120
"""Characters of buttons behind the text."""
_EAST = re.compile(r"[\u4e00-\u9fff々\u3040-\u30ff]{2,4}[ \u3000・]?[\u4e00-\u9fff々\u3040-\u30ff]{0,4}")
_NO_EAST = re.compile(
    r"編集|記者|取材|新聞|通信|提供|写真|撮影|出典|時事|会社|広告|公式|更新|公開|翻訳|記事|[部局社者]$|编辑|来源|图片"
)


def with_degrees(text: str) -> list[Person]:
    """The names of a line in which all else are degrees: "Ann Lee, DVM, DACVB; Bo Ek, BA, LVT" → Ann Lee, Bo Ek."""
    pieces = [piece for piece in _BETWEEN.split(_BRACKETS.sub("", text)) if piece]
    names = [piece for piece in pieces if is_full_name(piece)]
    degrees = [piece for piece in pieces if piece.replace(".", "").lower() in _DEGREES]
    if not names or pieces[0] != names[0] or len(names) + len(degrees) != len(pieces):
        return []
    sure = len(degrees) > len(names) or any(len(degree.replace(".", "")) >= _CERTAIN for degree in degrees)
    return [Person(name) for name in names] if sure else []


def under_text(soup: Soup, anchor: int) -> Element | None:
    """The last paragraph of a text, if it is a name, set off, and no more: ``<p><em>Ann Lee</em></p>``.

    Its words must be none that the text uses for things.
    """
    for tag in reversed(soup.by_name("p")):
        if tag.order <= anchor or not 6 < tag.chars <= _LONGEST or tag.link_chars:
            continue
        marked = any(part.name in _MARKS and part.chars == tag.chars for part in walk(tag))
        text = (text_of(tag) or "").strip("–—- .") if marked else ""
        if text[-1:].isalpha() and is_full_name(text):
            whole = _text_above(tag)
            if whole is not None and not _uses(whole, text):
                return tag
    return None


def _text_above(tag: Element) -> Element | None:
    """The text that ends with an element; None if other things follow."""
    whole = tag.parent
    if not isinstance(whole, Element) or whole.chars - whole.link_chars < _PROSE:
        return None
    inside = [child for child in children(whole) if child.chars]
    at = next(place for place, child in enumerate(inside) if child is tag)
    if at < 2 or sum(child.chars for child in inside[at + 1 :]) > _BEHIND:
        return None
    return whole


def _uses(whole: Element, name: str) -> bool:
    """Whether a text uses a word of a name in small letters: "Learn More" is no name."""
    text = text_of(whole) or ""
    return any(re.search(rf"\b{re.escape(word.lower())}\b", text) for word in name.split() if word[0].isupper())


def is_east_asian(text: str) -> bool:
    """Whether a text can be the name of a person in Chinese or Japanese, and no desk, paper or remark."""
    return len(text) <= 8 and _EAST.fullmatch(text) is not None and not _NO_EAST.search(text)
