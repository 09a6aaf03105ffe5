"""Content codings undone: torn, joined, lying, exploding."""

import gzip
import sys
import tracemalloc
import zlib
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogark.archive.warc.http import decode_content

PAGE = b"".join(b"<p>paragraph %d</p>\n" % number for number in range(2_000))


def decoded(entity: bytes, coding: bytes, **options) -> tuple[bytes, str | None]:
    return decode_content(entity, [(b"Content-Encoding", coding)], **options)


def bare_deflate(data: bytes) -> bytes:
    return zlib.compress(data, wbits=-15)


@pytest.mark.parametrize(
    ("coding", "encode"),
    [(b"gzip", gzip.compress), (b"X-GZIP", gzip.compress), (b"deflate", zlib.compress), (b"deflate", bare_deflate)],
)
def test_the_usual_codings_are_undone(coding: bytes, encode):
    assert decoded(encode(PAGE), coding) == (PAGE, None)


def test_brotli_is_undone_where_the_package_is_there():
    brotli = pytest.importorskip("brotli", minversion="1.2")
    assert decoded(brotli.compress(PAGE), b"br") == (PAGE, None)


def test_brotli_is_undone_where_brotlipy_hides_the_package(monkeypatch):
    brotli = pytest.importorskip("brotli", minversion="1.2")
    coded = brotli.compress(PAGE)
    hiding = ModuleType("brotli")
    hiding.Decompressor = type("Decompressor", (), {"decompress": None})
    monkeypatch.setitem(sys.modules, "brotli", hiding)
    assert decoded(coded, b"br") == (PAGE, None)


def test_without_coding_the_entity_is_the_content():
    assert decode_content(PAGE, []) == (PAGE, None)
    assert decoded(PAGE, b"identity") == (PAGE, None)


def test_several_codings_are_undone_from_the_last():
    twice = [(b"Content-Encoding", b"deflate"), (b"content-encoding", b"gzip")]
    assert decode_content(gzip.compress(zlib.compress(PAGE)), twice) == (PAGE, None)


def test_a_compressed_transfer_is_undone_too():
    assert decode_content(gzip.compress(PAGE), [(b"Transfer-Encoding", b"gzip, chunked")]) == (PAGE, None)


def test_members_of_gzip_are_joined_and_zeros_behind_them_ignored():
    assert decoded(gzip.compress(PAGE) + gzip.compress(b"more") + b"\0" * 100, b"gzip") == (PAGE + b"more", None)


def test_torn_gzip_gives_what_there_is():
    content, defect = decoded(gzip.compress(PAGE)[:-100], b"gzip")
    assert PAGE.startswith(content)
    assert len(content) > len(PAGE) / 2
    assert defect == "ends in the middle of the compressed stream"


def test_gzip_with_a_wrong_checksum_loses_nothing():
    entity = bytearray(gzip.compress(PAGE))
    entity[-8] ^= 1
    assert decoded(bytes(entity), b"gzip") == (
        PAGE,
        "compressed stream unreadable: Error -3 while decompressing data: incorrect data check",
    )


def test_rubbish_behind_gzip_is_told():
    assert decoded(gzip.compress(PAGE) + b"rubbish", b"gzip") == (PAGE, "7 bytes after the end of gzip")


@pytest.mark.parametrize("coding", [b"gzip", b"deflate"])
def test_content_that_is_not_coded_as_it_says_is_taken_as_it_is(coding: bytes):
    content, defect = decoded(PAGE, coding)
    assert (content, defect and defect.startswith(f"said {coding.decode()}, is not")) == (PAGE, True)


def test_nothing_decoded_from_torn_gzip_is_nothing_and_not_rubbish():
    assert decoded(gzip.compress(PAGE)[:10], b"gzip") == (b"", "ends in the middle of the compressed stream")


def test_an_unknown_coding_is_named():
    assert decoded(PAGE, b"zstd") == (PAGE, "content coding 'zstd' is not known")


def test_an_empty_entity_has_no_defect():
    assert decoded(b"", b"gzip") == (b"", None)


def test_a_bomb_is_cut_at_the_limit_in_bounded_memory():
    bomb = gzip.compress(bytes(200_000_000))
    tracemalloc.start()
    content, defect = decoded(bomb, b"gzip", limit=1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(content), defect) == (1_000_000, "cut at 1000000 bytes")
    assert peak < 10_000_000


def test_a_bomb_in_a_bomb_is_cut_too():
    content, defect = decoded(gzip.compress(gzip.compress(bytes(200_000_000))), b"gzip, gzip", limit=1_000_000)
    assert (len(content), defect) == (1_000_000, "cut at 1000000 bytes")


def test_a_brotli_bomb_is_cut_at_the_limit():
    brotli = pytest.importorskip("brotli", minversion="1.2")
    content, defect = decoded(brotli.compress(bytes(100_000_000)), b"br", limit=1_000_000)
    assert (len(content), defect) == (1_000_000, "cut at 1000000 bytes")


def test_many_empty_members_are_not_followed_for_ever():
    content, defect = decoded(gzip.compress(b"") * 50_000, b"gzip")
    assert (content, defect) == (b"", "980000 bytes after the end of gzip")


def test_many_codings_are_refused():
    assert decoded(PAGE, b"gzip," * 1_000) == (PAGE, "1000 content codings on one response")


@given(st.binary(max_size=5_000), st.integers(1, 4), st.sampled_from([b"gzip", b"deflate"]))
def test_any_content_comes_back(content: bytes, members: int, coding: bytes):
    if coding == b"gzip":
        assert decoded(gzip.compress(content) * members, coding) == (content * members, None)
    else:
        assert decoded(zlib.compress(content), coding) == (content, None)
