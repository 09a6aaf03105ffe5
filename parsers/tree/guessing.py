"""The charset of bytes that declare none, or a false one: a guess, as browsers make it (HTML 13.2.3.2, step 9).

Only what the bytes themselves tell: two bytes a character in the ways of China, Japan and Korea, or an alphabet of its
own whose ten most frequent letters make up half of the text. Latin letters stand alone between ASCII; which they are
hangs on the language that the page says, and without one they are those of windows-1252.
"""

from __future__ import annotations

import re
from collections import Counter

_LONGEST = 100_000
_FEWEST = 20
"""Bytes that are no ASCII; fewer tell nothing."""
_RUN = re.compile(rb"[\x80-\xff]+")
_PAIRS = re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe]){4,}")
_LANGUAGE = re.compile(rb"<html\b[^>]{0,300}?\blang\s*=\s*[\"']?([a-z]{2})\b", re.IGNORECASE)
_RUSSIAN, _ARABIC, _GREEK = "оеаинтсрвл", "اليمنوترهب", "αοιετσνηυρς"
_FREQUENT = {
    **dict.fromkeys(("cp1251", "koi8-u", "iso8859-5"), _RUSSIAN),
    **dict.fromkeys(("cp1253", "iso8859-7"), _GREEK),
    **dict.fromkeys(("cp1256", "iso8859-6"), _ARABIC),
    "cp1255": "יוהלאתמרבש",
    "cp874": "านรอกเงวม่ยลตทด้ั",
}
"""Encoding → the letters that those who use it write most often; the more frequent encodings first."""
_BY_LANGUAGE = {b"tr": "cp1254", b"lt": "cp1257", b"lv": "cp1257", b"et": "cp1257", b"vi": "cp1258", b"hu": "cp1250"}
_POLISH = re.compile(rb"[\xb1\xb6\xbc\xa6\xac]"), re.compile(rb"[\xb9\x9c\x9f\x8c\x8f]")
"""ą ś ź Ś Ź in iso-8859-2, and in windows-1250."""
_CENTRAL = re.compile(rb"[\xb9\xbe\xbb\xa9\xae]"), re.compile(rb"[\x9a\x9e\x9d\x8a\x8e]")
"""š ž ť Š Ž in the two."""


def guessed(content: bytes) -> str:
    """Python's name of the encoding of a content that is no UTF-8."""
    content = content[:_LONGEST].replace(b"\xa0", b" ")  # a blank in all of these
    runs = _RUN.findall(content)
    high = sum(map(len, runs))
    if high < _FEWEST:
        return _latin(content)
    found = None
    if sum(len(run) for run in runs if len(run) > 2) > 0.6 * high:
        controls = sum(1 for run in runs for byte in run if byte < 0xA1)
        if controls < 0.03 * high and sum(len(run) for run in runs if len(run) % 2 == 0) > 0.9 * high:
            found = _of_pairs(runs)
        found = found or _of_alphabet(b" ".join(runs))
    return found or _of_mixed_pairs(content, high) or _latin(content)


def _of_pairs(runs: list[bytes]) -> str | None:
    """EUC-JP, EUC-KR or GBK, by the rows that their characters stand in."""
    rows = Counter(run[at] for run in runs for at in range(0, len(run), 2))
    total = rows.total()
    if rows[0xA4] + rows[0xA5] > 0.2 * total:
        return "euc_jp"
    letters = sum(number for row, number in rows.items() if 0xB0 <= row <= 0xF7)
    if letters < 0.6 * total:
        return None
    hangul = sum(number for row, number in rows.items() if 0xB0 <= row <= 0xC8)
    return "cp949" if hangul > 0.9 * letters else "gb18030"


def _of_mixed_pairs(content: bytes, high: int) -> str | None:
    """Shift_JIS or Big5, whose second bytes may be ASCII."""
    rows = _PAIRS.findall(content)
    if sum(1 for row in rows for byte in row if byte >= 0x80) < 0.6 * high:
        return None
    pairs = [row[at : at + 2] for row in rows for at in range(0, len(row), 2)]
    kana = sum(1 for lead, trail in pairs if lead == 0x82 and trail >= 0x9F or lead == 0x83 and trail <= 0x96)
    if kana > 0.2 * len(pairs):
        return "cp932"
    return "big5hkscs" if sum(1 for lead, _ in pairs if 0xA4 <= lead <= 0xC6) > 0.6 * len(pairs) else None


def _of_alphabet(runs: bytes) -> str | None:
    """An alphabet of one byte a letter, by its most frequent letters; text is written in small ones."""
    best, share = None, 0.5
    for encoding, frequent in _FREQUENT.items():
        text = runs.decode(encoding, "replace")
        letters = len(text) - text.count(" ")
        found = sum(map(text.count, frequent)) / max(letters, 1)
        if found > share and sum(map(str.isupper, text)) < 0.4 * letters and text.count("\ufffd") < 0.02 * letters:
            best, share = encoding, found
    return best


def _latin(content: bytes) -> str:
    said = _LANGUAGE.search(content[:4_096])
    language = said[1].lower() if said else b""
    if language in (b"pl", b"cs", b"sk", b"hr", b"sl"):
        iso, windows = _POLISH if language == b"pl" else _CENTRAL
        return "iso8859-2" if len(iso.findall(content)) > len(windows.findall(content)) else "cp1250"
    return _BY_LANGUAGE.get(language, "cp1252")
