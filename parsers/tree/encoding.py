"""Bytes in, text out, as the WHATWG Encoding Standard and HTML 13.2.3 decode a page.

The order: byte order mark, the charset of the Content-Type header, the declaration in the first bytes of the page,
UTF-8 if the bytes are valid UTF-8, else what ``guessing`` sees in them. Two lies are overruled, because text that the
bytes still hold would be lost: a declared UTF-8 that is mostly false (old exports of cp1252 pages), and another charset
over what is valid UTF-8 (pages that a browser or an archive saved again).
"""

from __future__ import annotations

import codecs
import re
from itertools import islice

from .guessing import guessed
from .soup import words

_PRESCAN = 4096
"""Browsers look at 1,024 bytes; old templates put comments and scripts before the declaration."""

_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"<meta\b([^>]{0,300}?)charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_BEFORE_CHARSET = re.compile(
    rb"(?:[^\"']*(?:\"[^\"]*\"|'[^']*'))*(?:[^\"']*[\s/])?"
    rb"|.*content\s*=\s*[\"']?\s*(?:text|application)/[\w.+-]{1,40}[\s;,]*"
    rb"|.*content-type.*",
    re.IGNORECASE | re.DOTALL,
)
"""The declaration is an attribute of its own or stands behind a media type; others speak of charsets."""
_XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)

_SHORT = re.compile(r"iso8859(\d{1,2})|x-(cp125\d)")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# The encodings of the WHATWG standard by Python's names, and the labels whose meaning differs between the two:
# https://encoding.spec.whatwg.org/#names-and-labels. UTF-7, EBCDIC and the like are attacks, "hex" is no charset.
_ENCODINGS = words(
    "utf-8 cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13"
    " iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255"
    " cp1256 cp1257 cp1258 mac-cyrillic gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949"
)
_LABELS = {
    label: name
    for name, labels in {
        "cp1252": "ascii us-ascii ansi_x3.4-1968 latin1 latin-1 l1 iso-8859-1 iso8859-1 iso_8859-1 iso88591 cp819"
        " x-cp1252 csisolatin1 ibm819 iso-ir-100 iso_8859-1:1987",
        "cp1254": "iso-8859-9 iso8859-9 iso_8859-9 latin5 l5 x-cp1254 csisolatin5 iso-ir-148 iso88599 iso_8859-9:1989",
        "gb18030": "gb2312 gbk x-gbk gb_2312-80 chinese cp936 csgb2312 csiso58gb231280 gb_2312 iso-ir-58",
        "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j csshiftjis",
        "cp949": "euc-kr euckr ks_c_5601-1987 ksc5601 ksc_5601 korean ks_c_5601-1989 windows-949 cseuckr csksc56011987"
        " iso-ir-149",
        "euc_jp": "x-euc-jp cseucpkdfmtjapanese",
        "cp874": "tis-620 iso-8859-11 iso8859-11 dos-874 windows-874 iso885911",
        "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5 csbig5",
        "iso8859-6": "iso-8859-6-e iso-8859-6-i csiso88596e csiso88596i",
        "iso8859-7": "sun_eu_greek",
        "iso8859-8": "iso-8859-8-i iso-8859-8-e logical visual csiso88598e csiso88598i",
        "iso8859-15": "csisolatin9",
        "koi8-r": "koi koi8",
        "koi8-u": "koi8-ru",
        "utf-8": "unicode utf-16 utf-16le utf-16be utf8 unicode-1-1-utf-8 x-unicode20utf8 unicode11utf8 unicode20utf8",
        "mac-roman": "macintosh mac x-mac-roman csmacintosh",
        "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    }.items()
    for label in labels.split()
}


def decode(content: bytes, content_type: str | None = None) -> str:
    """The text of a page; never raises; U+FFFD stands for what cannot be read, for NUL and for lone surrogates."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _clean(content[len(mark) :].decode(encoding, "replace"))
    if content[:2] in (b"<\0", b"\0<") and (unmarked := _utf_16(content[:400])):
        return _clean(content.decode(unmarked, "replace"))
    label = _labelled(content, content_type)
    if label is not None and label != "utf-8":
        if _is_really_utf8(content):
            return _clean(content.decode("utf-8"))
        return _clean(_decoded(content, label))
    try:
        return _clean(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        if label == "utf-8":
            text = content.decode("utf-8", "replace")
            # a cut or spoiled byte here and there is UTF-8; hundreds of them and no good sequence is not
            if not _mostly_false(content, text) or _cut_at_end(content, error):
                return _clean(text)
        return _clean(_decoded(content, guessed(content)))


def _utf_16(head: bytes) -> str | None:
    """UTF-16 without its mark: markup is ASCII, and every other byte of it 0."""
    pairs = len(head) // 2
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if head[first::2].count(0) > 0.6 * pairs and not head[1 - first :: 2].count(0):
            return encoding
    return None


def _labelled(content: bytes, content_type: str | None) -> str | None:
    found = _HEADER.search(content_type[:500]) if content_type else None
    if found and (encoding := _known(found[1])):
        return encoding
    head = content[:_PRESCAN]
    declared = _XML.search(head[:300])
    if declared and (encoding := _known(declared[1].decode("ascii", "replace"))):
        return encoding
    for meta in _META.finditer(_COMMENT.sub(b" ", head) if b"<!--" in head else head):
        if _BEFORE_CHARSET.fullmatch(meta[1]) and (encoding := _known(meta[2].decode("ascii", "replace"))):
            return encoding
    return None


def _known(label: str) -> str | None:
    label = label.strip().lower()
    if short := _SHORT.fullmatch(label):
        label = f"iso8859-{short[1]}" if short[1] else short[2]
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
    except (LookupError, UnicodeError, ValueError):
        return None
    return name if name in _ENCODINGS else None


def _is_really_utf8(content: bytes) -> bool:
    """Whether a page that calls itself something else holds UTF-8, as pages do that were saved again.

    Multi-byte sequences do not come about by chance: ten characters of EUC text are valid UTF-8 once in 10^10.
    """
    sequences = sum(1 for _ in islice(_SEQUENCE.finditer(content), 10))
    if sequences < 10 and not (sequences >= 3 and content.count(b"\xe2\x80") + content.count(b"\xc3") >= 3):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _mostly_false(content: bytes, text: str) -> bool:
    false = text.count("\ufffd") - content.count(b"\xef\xbf\xbd")
    true = sum(1 for _ in _SEQUENCE.finditer(content[:2_000_000]))
    return false > 3 and false > true


def _cut_at_end(content: bytes, error: UnicodeDecodeError) -> bool:
    return error.start >= len(content) - 4


_EVERY_BYTE = frozenset(f"cp125{page}" for page in range(9)) | {"cp874", "gb18030"}


def _decoded(content: bytes, encoding: str) -> str:
    return content.decode(encoding, "blogark-whatwg" if encoding in _EVERY_BYTE else "replace")


def _as_whatwg(error: UnicodeError) -> tuple[str, int]:
    """WHATWG reads bytes that Python refuses: C1 controls in the code pages of Windows, the euro sign in GBK."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start]
    if error.encoding == "gb18030":
        return ("€", error.start + 1) if byte == 0x80 else ("\ufffd", error.end)
    return (chr(byte) if byte < 0xA0 else "\ufffd"), error.start + 1


codecs.register_error("blogark-whatwg", _as_whatwg)


def _clean(text: str) -> str:
    # none of these decoders makes a lone surrogate
    return text.replace("\x00", "\ufffd") if "\x00" in text else text
