"""What stands before the first element of an XML document, and what that element is."""

from __future__ import annotations

import re

_HEAD = 64_000
"""Characters that are looked at; longer licences before the root exist only to hide it."""
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})(?=[\s/>])")
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html[\s>])", re.I)
_SUBSET_END = re.compile(r"\]\s*>")
_ENTITY = re.compile(r"<!ENTITY\s", re.I)
_CHARACTER = re.compile(r"<!ENTITY\s+[\w.-]{1,30}\s+(?:\"(?:[^\"%&]|&#\w{1,7};)\"|'(?:[^'%&]|&#\w{1,7};)')\s*>", re.I)


def is_html(head: bytes) -> bool:
    """Whether a document begins as nearly all pages do: a cheap no to all other questions."""
    return _HTML.match(head) is not None


def root_of(text: str) -> str:
    """The local name of the first element ("html" of a page), "" if the text does not begin as XML."""
    found = _ROOT.match(text, _prolog(text))
    return found[1] if found else ""


def declares_entities(text: str) -> bool:
    """Whether the document type declares an entity that is more than one character.

    Names for single characters (``<!ENTITY nbsp "&#160;">``) are harmless; everything else is a way to blow a document
    up or to read other files, and no feed needs it (XML 1.0, 4.2; CWE-776, CWE-611).
    """
    prolog = text[: _prolog(text)]
    return len(_ENTITY.findall(prolog)) > len(_CHARACTER.findall(prolog))


def without_prolog(text: str) -> str:
    """The document from its first element on."""
    return text[_prolog(text) :]


def _prolog(text: str) -> int:
    """Where the first element begins: behind byte order mark, declarations, comments and document type."""
    text = text[:_HEAD]
    position = 0
    while position < len(text):
        while position < len(text) and (text[position].isspace() or text[position] == "\ufeff"):
            position += 1
        if text.startswith("<?", position):
            end = text.find("?>", position)
        elif text.startswith("<!--", position):
            end = text.find("-->", position)
        elif text.startswith("<!", position):
            if "[" in text[position : max(text.find(">", position), position)]:
                closed = _SUBSET_END.search(text, position)
                end = closed.end() - 1 if closed else -1
            else:
                end = text.find(">", position)
        else:
            return position
        if end < 0:
            return len(text)
        position = text.find(">", end) + 1
    return position
