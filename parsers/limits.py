"""What keeps a page that was made to exhaust its reader within bounds, without losing text silently.

lexbor compares every attribute with every other of its element, and walks up all open elements at each block: 50,000
nested ``div`` take it 5.4 s, 550,000 attributes more than a minute (measured). Pages are therefore looked at before:
what is beyond the bounds is simplified, and told.
"""

from __future__ import annotations

import re

LONGEST = 16_000_000
"""Characters; a tree of more needs over 500 MB."""
MOST_NODES = 60_000
"""Elements and texts; what follows is kept as plain text (see ``soup``). The largest of 1,077 real pages has 28,000."""
DEEPEST = 500
"""Open elements, in pages that nest deeper than ``_SUSPECT`` tags could; browsers stop at 512."""
MOST_ATTRIBUTES = 2_000
MOST_WORDS = 20_000
"""Different names of classes; the most of 1,077 real pages is 2,400."""

_SUSPECT = 10_000
"""Tags: a page of fewer cannot nest deep enough to be slow (10,000 open elements take lexbor 0.2 s)."""
_LONG = 200_000
"""Characters: the attributes of a shorter page are compared in 1.3 s at worst."""
_LONG_TAG = 20_000

# possessive, and the last ">" may be missing: each character is looked at once
_TAG = re.compile(r"<[a-zA-Z][^\"'>]*+(?:\"[^\"]*+\"?[^\"'>]*+|'[^']*+'?[^\"'>]*+)*+>?")
_ATTRIBUTE = re.compile(r"[\s/]++[^\s=>/]++(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]++))?")
_NAME = re.compile(r"<[a-zA-Z][^\s/>]*+")
_MARK = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)[^<>]*+>?")
_NO_END = "area base br col embed hr img input link meta param source track wbr"
_OPEN_END = "p li dt dd tr td th thead tbody tfoot option optgroup rp rt colgroup html head body"
"""Their end tags may be left out, so that counting them would take a long page for a deep one."""
_UNCOUNTED = frozenset(f"{_NO_END} {_OPEN_END}".split())


def tame(text: str) -> tuple[str, tuple[str, ...]]:
    """The text within bounds, and a sentence for each thing that was cut; almost always the text itself and nothing."""
    told: list[str] = []
    if len(text) > LONGEST:
        told.append(f"the page has {len(text)} characters; the first {LONGEST} were read")
        text = text[:LONGEST]
    if len(text) > _LONG:
        text = _shorten_tags(text, told)
    if len(text) > 2 * _SUSPECT and text.count("<") > _SUSPECT:
        text = _flatten(text, told)
    return text, tuple(told)


def _shorten_tags(text: str, told: list[str]) -> str:
    parts: list[str] = []
    done = 0
    for tag in _TAG.finditer(text):
        start, end = tag.span()
        if end - start < _LONG_TAG:
            continue
        name = _NAME.match(text, start)
        assert name is not None
        position, count = name.end(), 0
        while count < MOST_ATTRIBUTES and (attribute := _ATTRIBUTE.match(text, position, end)):
            position, count = attribute.end(), count + 1
        if count == MOST_ATTRIBUTES:
            told.append(f"a start tag {name[0]}> of {end - start} characters was cut to its first {count} attributes")
            parts += (text[done:position], ">")
            done = end
    return "".join((*parts, text[done:])) if parts else text


def _flatten(text: str, told: list[str]) -> str:
    depth = deepest = done = 0
    parts: list[str] = []
    for mark in _MARK.finditer(text):
        name = mark[2].lower()
        if name in _UNCOUNTED or mark[0].endswith("/>"):
            if depth > DEEPEST and name not in ("img", "br"):
                parts += (text[done : mark.start()], " ")
                done = mark.end()
            continue
        deep = depth > DEEPEST
        if mark[1]:
            depth = max(depth - 1, 0)
        else:
            depth += 1
            deepest = max(deepest, depth)
            deep = depth > DEEPEST
        if deep and name not in ("script", "style", "textarea"):
            parts += (text[done : mark.start()], " ")
            done = mark.end()
    if deepest > DEEPEST:
        told.append(f"elements stand {deepest} deep in each other; those below {DEEPEST} were read as text")
    return "".join((*parts, text[done:])) if parts else text
