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
MOST_TAGS = 200_000
"""Start and end tags, and what looks like one; each element takes lexbor 200 bytes. Real pages have up to 20,000."""
MOST_ATTRIBUTES = 2_000
"""Of one element. Real ones have up to 40, but ``a<b`` in a script looks like a tag of many."""
MOST_WORDS = 20_000
"""Different names of classes; the most of 1,077 real pages is 2,400."""

MOST_SEPARATORS = 500_000
"""Blanks, quotes and strokes in start tags of a page of more than ``_COUNTED`` characters: more than it can have
attributes, each of which takes lexbor 200 bytes. A real page has up to 11,000 attributes."""
FEW = 3

_COUNTED = 1_000_000
_SUSPECT = 10_000
"""Tags: a page of fewer cannot nest deep enough to be slow (10,000 open elements take lexbor 0.2 s)."""
_LONG = 200_000
"""Characters: the attributes of a shorter page are compared in 1.3 s at worst."""
_LONG_TAG = 2_000

# Possessive, and the last ">" may be missing: each character is looked at once. As in HTML5 a quote opens a value only
# behind "=" ("<p title=Don't>" is a whole tag), and no blank is needed behind a value.
_TAG = re.compile(r"<[a-zA-Z][^>=]*+(?:=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)?[^>=]*+)*+>?")
_ATTRIBUTE = re.compile(r"[\s/]*+(?:=?[^\s=>/]++|=)(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]++))?")
_ANY_TAG = re.compile(r"<[^<>]*+>?")
_CODE = re.compile(r"<(?:script|style)\b[^<]*+(?:<(?!/script|/style)[^<]*+)*+", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s/\"']")
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
    if len(text) > MOST_TAGS and (count := text.count("<")) > MOST_TAGS:
        told.append(f"the page has {count} tags; behind the first {MOST_TAGS} only text was read")
        text = _text_behind(text)
    if len(text) > _LONG:
        text = _shorten_tags(text, told)
    if len(text) > 2 * _SUSPECT and text.count("<") > _SUSPECT:
        text = _flatten(text, told)
    return text, tuple(told)


def _text_behind(text: str) -> str:
    """The text with its first ``MOST_TAGS`` tags, and no other; scripts behind them are none."""
    at = -1
    for _ in range(MOST_TAGS):
        at = text.find("<", at + 1)
    at = text.find("<", at + 1)
    return text[:at] + _ANY_TAG.sub(" ", _CODE.sub(" ", text[at:]))


def _shorten_tags(text: str, told: list[str]) -> str:
    """The text with fewer attributes in tags that have very many, and in all tags once there were too many."""
    parts: list[str] = []
    done = shortened = longest = separators = 0
    counting = len(text) > _COUNTED
    if not counting and max(map(len, _TAG.findall(text)), default=0) < _LONG_TAG:
        return text
    most, long = MOST_ATTRIBUTES, _LONG_TAG
    at = 0
    while tag := _TAG.search(text, at):
        start, at = tag.span()
        if at - start >= long:
            name = _NAME.match(text, start)
            assert name is not None
            end, count = name.end(), 0
            while count < most and (attribute := _ATTRIBUTE.match(text, end, at)):
                end, count = attribute.end(), count + 1
            if count == most:
                shortened += most == MOST_ATTRIBUTES
                longest = max(longest, at - start)
                parts += (text[done:end], ">")
                done = at
            else:
                # the tag ends where no attribute follows: "<p a=b='>"
                at = end
            separators += count
        elif counting:
            separators += len(_SEPARATOR.findall(text, start, at))
        if counting and separators > MOST_SEPARATORS:
            told.append(f"the page has very many attributes; behind the first each tag keeps {FEW}")
            counting, most, long = False, FEW, 2 * FEW
    if shortened:
        told.append(f"{shortened} start tags of up to {longest} characters keep {MOST_ATTRIBUTES} attributes each")
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
