"""Bytes to text as browsers do it."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blogark.parsers.tree.encoding import decode


def declared(charset: str, text: str, encoding: str) -> bytes:
    return f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">{text}'.encode(encoding)


def test_a_byte_order_mark_beats_the_header_and_is_no_text() -> None:
    assert decode(codecs.BOM_UTF8 + "naïve".encode(), "text/html; charset=iso-8859-1") == "naïve"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_by_its_mark(encoding: str) -> None:
    assert decode(("\ufeff" + "zwölf").encode(encoding)) == "zwölf"


def test_the_header_beats_the_declaration() -> None:
    content = declared("windows-1251", "é", "cp1252")
    assert decode(content, "text/html; charset=windows-1252").endswith(">é")


@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "us-ascii", "ISO8859-1", "windows-1252"])
def test_latin_1_means_windows_1252(label: str) -> None:
    assert decode(b"\x93quoted\x94 \x80 5", f"text/html; charset={label}") == "“quoted” € 5"


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("shift_jis", "cp932", "日記"),
        ("euc-jp", "euc_jp", "日記"),
        ("gb2312", "gb18030", "博客"),
        ("big5", "big5", "部落格"),
        ("euc-kr", "cp949", "블로그"),
        ("koi8-r", "koi8-r", "дневник"),
        ("windows-1251", "cp1251", "дневник"),
        ("iso-8859-2", "iso8859-2", "žluťoučký"),
        ("iso-8859-9", "cp1254", "günlüğü"),
    ],
)
def test_a_declared_charset_is_believed(label: str, encoding: str, text: str) -> None:
    assert decode(declared(label, text, encoding)).endswith(text)


def test_a_declaration_behind_scripts_is_found() -> None:
    content = b"<script>" + b"x" * 2_000 + b"</script>" + declared("windows-1251", "дневник", "cp1251")
    assert decode(content).endswith("дневник")


def test_an_xml_declaration_counts() -> None:
    content = '<?xml version="1.0" encoding="windows-1251"?><a>дневник'.encode("cp1251")
    assert decode(content).endswith("дневник")


def test_a_page_without_any_label_is_utf_8_if_it_can_be() -> None:
    assert decode("Ärger".encode()) == "Ärger"


def test_a_page_without_any_label_is_windows_1252_if_it_is_not_utf_8() -> None:
    assert decode("Ärger".encode("cp1252")) == "Ärger"


@pytest.mark.parametrize("label", ["utf-7", "hex", "rot13", "idna", "cp037", "no-such-charset", ""])
def test_labels_that_are_no_charset_of_the_web_are_passed_over(label: str) -> None:
    assert decode("Ärger".encode(), f"text/html; charset={label}") == "Ärger"


def test_a_page_that_calls_its_utf_8_latin_1_is_read_as_utf_8() -> None:
    text = "Über Äpfel, Öl, „Grüße“ und Straßen – größer, schöner"
    assert decode(declared("iso-8859-1", text, "utf-8")).endswith(text)


def test_a_page_that_calls_its_windows_1252_utf_8_is_read_as_windows_1252() -> None:
    text = "Über Äpfel, Öl, Grüße und Straßen, größer, schöner"
    assert decode(declared("utf-8", text, "cp1252")).endswith(text)


def test_one_spoiled_byte_in_utf_8_costs_one_character() -> None:
    content = "Ärger und Öl".encode() + b"\xff" + "Übel".encode()
    assert decode(content, "text/html; charset=utf-8") == "Ärger und Öl\ufffdÜbel"


def test_a_page_cut_within_a_character_stays_utf_8() -> None:
    assert decode("Ärger".encode() + b"\xe2\x82", "text/html; charset=utf-8") == "Ärger\ufffd"


def test_nul_becomes_the_replacement_character() -> None:
    assert decode(b"a\x00b") == "a\ufffdb"


@given(st.binary(max_size=400), st.sampled_from([None, "text/html; charset=utf-16", "text/html; charset=big5", "x"]))
@example(b"\xed\xa0\x80\xed\xb0\x80", "text/html; charset=utf-8")
@example(b"\xff\xfe\x00\xd8", None)
def test_any_bytes_become_text_that_can_be_stored(content: bytes, content_type: str | None) -> None:
    text = decode(content, content_type)
    assert "\x00" not in text
    assert text.encode("utf-8").decode("utf-8") == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode(), "text/html; charset=utf-8") == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("x-euc-jp", "euc_jp", "日記"),
        ("iso88592", "iso8859-2", "žluťoučký"),
        ("iso885915", "iso8859-15", "5 €"),
        ("x-cp1251", "cp1251", "дневник"),
        ("koi8-ru", "koi8-u", "щоденник"),
        ("csmacintosh", "mac-roman", "naïve"),
        ("csbig5", "big5", "部落格"),
        ("iso_8859-1:1987", "cp1252", "“naïve”"),
    ],
)
def test_the_rarer_labels_of_the_standard_are_known(label: str, encoding: str, text: str) -> None:
    assert decode(declared(label, text, encoding)).endswith(text)


@pytest.mark.parametrize(
    "other",
    [
        '<!-- <meta charset="koi8-r"> -->',
        '<meta name="description" content="how to set charset=koi8-r">',
        '<meta http-equiv="refresh" content="0; url=/x?charset=koi8-r">',
        '<meta data-charset="koi8-r">',
        '<meta charset="bogus">',
        '<?xml version="1.0" encoding="bogus"?>',
    ],
)
def test_what_only_looks_like_a_declaration_is_passed_over(other: str) -> None:
    assert decode(other.encode() + declared("windows-1251", "дневник", "cp1251")).endswith("дневник")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_seen_by_its_zeros(encoding: str) -> None:
    text = "<html><title>zwölf</title><p>" + "Text " * 40
    assert decode(text.encode(encoding)) == decode(text.encode(encoding), "text/html; charset=utf-16") == text


def test_the_euro_of_gbk_and_the_controls_of_windows_are_read() -> None:
    assert decode(b"\xb2\xa9\xbf\xcd 5 \x80 \xff", "text/html; charset=gbk") == "博客 5 € \ufffd"
    assert decode(b"\xf4\x98", "text/html; charset=windows-1251") == "ф\x98"
