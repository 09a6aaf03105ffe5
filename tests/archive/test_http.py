"""Responses as servers send them: where they end, what they say, what is wrong with them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blogark.archive.warc.http import MAX_HEADER_LINES, ResponseReader, decode_content, media_type, read_response

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def fed(*pieces: bytes, closed: bool = False, method: str = "GET", **limits) -> ResponseReader:
    reader = ResponseReader(method=method, **limits)
    for piece in pieces:
        reader.feed(piece)
    if closed:
        reader.eof()
    return reader


def told(pieces: list[bytes], *, closed: bool) -> tuple:
    """All that a reader says of a response that comes in these pieces."""
    entity: list[bytes] = []
    reader = ResponseReader(sink=lambda piece: entity.append(bytes(piece)))
    belong = sum(reader.feed(piece) for piece in pieces)
    if closed:
        reader.eof()
    return (
        belong, b"".join(entity), reader.entity_length, reader.status, reader.reason, reader.version, reader.headers,
        reader.interim, reader.head_complete, reader.header_length, reader.complete, reader.keep_alive,
        reader.gave_up, reader.defect,
    )  # fmt: skip


# Where a response ends.


def test_a_response_ends_where_its_content_length_says_and_the_rest_is_not_ours():
    reader = ResponseReader()
    response = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    assert len(response) == reader.feed(response + b"HTTP/1.1 404 Not Found\r\n")
    assert (reader.complete, reader.keep_alive, reader.entity_length) == (True, True, 5)


def test_bytes_after_the_end_belong_to_nobody():
    reader = fed(b"HTTP/1.1 204 No Content\r\n\r\n")
    assert reader.feed(b"surplus") == 0


def test_chunks_and_trailer_belong_to_the_response():
    message = read_response(CHUNKED + b"5;name=value\r\nhello\r\n1\r\n!\r\n0\r\nX-Trailer: yes\r\n\r\n")
    assert (message.entity, message.complete, message.defect) == (b"hello!", True, None)


def test_chunks_with_bare_line_feeds_are_chunks():
    assert read_response(CHUNKED.replace(b"\r", b"") + b"5\nhello\n0\n\n").entity == b"hello"


def test_a_server_may_close_right_after_the_last_chunk():
    reader = fed(CHUNKED + b"5\r\nhello\r\n0\r\n", closed=True)
    assert (reader.complete, reader.keep_alive, reader.defect) == (True, False, None)


def test_without_length_the_body_lasts_until_the_connection_closes():
    reader = fed(b"HTTP/1.0 200 OK\r\n\r\nhel", b"lo")
    assert not reader.complete
    reader.eof()
    assert (reader.complete, reader.entity_length, reader.keep_alive) == (True, 5, False)


@pytest.mark.parametrize("status", [204, 304])
def test_some_statuses_have_no_body_whatever_their_headers_say(status: int):
    reader = fed(b"HTTP/1.1 %d X\r\nContent-Length: 100\r\n\r\n" % status)
    assert (reader.complete, reader.keep_alive, reader.entity_length) == (True, True, 0)


def test_the_answer_to_head_has_no_body():
    assert fed(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", method="HEAD").complete


def test_interim_responses_are_passed_over():
    block = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    message = read_response(block + b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    assert (message.status, message.headers, message.entity) == (200, ((b"Content-Length", b"2"),), b"ok")
    assert message.header_length == len(block) + 38
    assert fed(block).interim == (103, 100)


def test_switching_protocols_is_final_and_lasts_until_close():
    reader = fed(b"HTTP/1.1 101 Switching Protocols\r\n\r\n", b"\x81\x05hello", closed=True)
    assert (reader.status, reader.complete, reader.entity_length) == (101, True, 7)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive, Close\r\n\r\n", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n", True),
        (CHUNKED + b"0\r\n\r\n", True),
        (CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Length: 0\r\n\r\n") + b"0\r\n\r\n", False),
    ],
)
def test_a_connection_is_used_again_only_when_both_sides_know_where_it_stands(head: bytes, expected: bool):
    assert fed(head).keep_alive is expected


# What a head says.


def test_headers_are_kept_as_sent():
    reader = fed(b"HTTP/1.1 200 Fine \r\nsEt-cookie: a=1\r\nSet-Cookie:b=2\r\nX-Latin: caf\xe9\r\nEmpty:\r\n\r\n")
    assert reader.headers == [
        (b"sEt-cookie", b"a=1"), (b"Set-Cookie", b"b=2"), (b"X-Latin", b"caf\xe9"), (b"Empty", b""),
    ]  # fmt: skip
    assert (reader.header(b"SET-COOKIE"), reader.header(b"missing")) == (b"a=1", None)
    assert (reader.status, reader.reason, reader.version) == (200, b"Fine", b"HTTP/1.1")


def test_line_feeds_alone_end_lines():
    message = read_response(b"HTTP/1.1 200 OK\nContent-Length: 2\nX: y\n\nok")
    assert (message.headers, message.entity) == (((b"Content-Length", b"2"), (b"X", b"y")), b"ok")


def test_folded_headers_are_one():
    assert read_response(b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\tc\r\nY: d\r\n\r\n").headers == (
        (b"X", b"a b c"),
        (b"Y", b"d"),
    )


def test_a_line_without_colon_is_passed_over():
    message = read_response(b"HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 2\r\n\r\nok")
    assert (message.headers, message.entity, message.defect) == (((b"Content-Length", b"2"),), b"ok", None)


def test_blank_lines_before_the_status_line_are_forgiven():
    message = read_response(b"\r\n\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    assert (message.status, message.entity, message.header_length) == (200, b"ok", 41)


@pytest.mark.parametrize(
    "line", [b"HTTP/1.1 200", b"HTTP/1.1  200  OK", b"http/1.1 200 OK", b"HTTP/1.1 200OK", b"HTTP/2 200 OK"]
)
def test_status_lines_are_read_leniently(line: bytes):
    assert read_response(line + b"\r\n\r\n").status == 200


@pytest.mark.parametrize("line", [b"HTTP/1.1 OK", b"HTTP/1.1 2000 OK", b"HTTP/ 200", b"HTTP/1.1"])
def test_an_unreadable_status_line_is_named_and_the_body_kept(line: bytes):
    message = read_response(line + b"\r\nContent-Length: 2\r\n\r\nok")
    assert (message.status, message.entity, message.defect) == (None, b"ok", "status line unreadable")


@pytest.mark.parametrize("body", [b"<html>plain</html>", b"\r\n\n<html>", b"HTML", b"H"])
def test_a_response_without_status_line_is_all_body(body: bytes):
    reader = fed(*(body[at : at + 1] for at in range(len(body))), b"\n", closed=True)
    assert (reader.status, reader.header_length, reader.entity_length) == (None, 0, len(body) + 1)
    assert (reader.version, reader.complete, reader.keep_alive) == (b"HTTP/0.9", True, False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"Text/HTML; charset=utf-8", "text/html"),
        (b"application/rss+xml", "application/rss+xml"),
        (b"text/html charset=utf-8", "text/html"),
        (b"text/html,text/html", "text/html"),
        (b"html", None),
        (b"", None),
        (b"\xe9/\xe8", None),
    ],
)
def test_the_media_type_is_the_type_alone(value: bytes, expected: str | None):
    assert media_type([(b"CONTENT-TYPE", value)]) == expected


# What servers get wrong.


def test_a_body_cut_short_is_told_in_bytes():
    reader = fed(b"HTTP/1.1 200 OK\r\nContent-Length: 125\r\n\r\nhello", closed=True)
    assert (reader.complete, reader.defect) == (False, "closed 120 bytes before the end")


@pytest.mark.parametrize(
    ("sent", "defect"),
    [
        (b"", "closed before the status line"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html", "closed inside the header block"),
        (CHUNKED + b"5\r\nhel", "closed inside a chunk"),
        (CHUNKED + b"5\r\nhello\r\n", "closed before the last chunk"),
        (CHUNKED + b"5\r\nhello\r\n3", "closed before the last chunk"),
    ],
)
def test_a_response_cut_anywhere_is_incomplete_and_says_where(sent: bytes, defect: str):
    reader = fed(sent, closed=True)
    assert (reader.complete, reader.keep_alive, reader.defect) == (False, False, defect)


def test_of_a_cut_header_block_what_came_is_read():
    reader = fed(b"HTTP/1.1 301 Moved\r\nLocation: /new\r\nX-Cut", closed=True)
    assert (reader.status, reader.header(b"location"), reader.head_complete) == (301, b"/new", False)


def test_a_body_that_is_not_chunked_although_the_header_says_so_is_taken_as_it_is():
    message = read_response(CHUNKED + b"<html>\n<p>not chunked</p>\n</html>")
    assert message.entity == b"<html>\n<p>not chunked</p>\n</html>"
    assert (message.complete, message.defect) == (False, "chunk size unreadable")


@pytest.mark.parametrize("size", [b"-5", b"0x5", b"5_0", b"", b"fffffffffffffffff", b"5 5"])
def test_a_bad_chunk_size_is_not_guessed(size: bytes):
    assert read_response(CHUNKED + size + b"\r\nhello\r\n0\r\n\r\n").defect == "chunk size unreadable"


def test_a_chunk_longer_than_its_size_keeps_the_rest_as_body():
    message = read_response(CHUNKED + b"2\r\nhello\r\n0\r\n\r\n")
    assert (message.entity, message.defect) == (b"hello\r\n0\r\n\r\n", "chunk longer than its size says")


@pytest.mark.parametrize("lengths", [b"5\r\nContent-Length: 5", b"5, 5"])
def test_the_same_content_length_twice_is_one(lengths: bytes):
    message = read_response(b"HTTP/1.1 200 OK\r\nContent-Length: " + lengths + b"\r\n\r\nhello")
    assert (message.entity, message.complete, message.defect) == (b"hello", True, None)


@pytest.mark.parametrize(
    ("lengths", "defect"),
    [
        (b"5\r\nContent-Length: 6", "Content-Length sent twice, with different values"),
        (b"-5", "Content-Length unreadable"),
        (b"five", "Content-Length unreadable"),
        (b"9" * 16, "Content-Length unreadable"),
        (b"\xb2", "Content-Length unreadable"),
    ],
)
def test_a_content_length_that_cannot_be_trusted_means_until_close(lengths: bytes, defect: str):
    message = read_response(b"HTTP/1.1 200 OK\r\nContent-Length: " + lengths + b"\r\n\r\nhello world")
    assert (message.entity, message.complete, message.defect) == (b"hello world", True, defect)


def test_more_than_the_response_in_a_stored_block_is_told():
    message = read_response(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok, and more")
    assert (message.entity, message.defect) == (b"ok", "10 bytes after the end")


# What attackers send.


def test_a_header_block_past_its_limit_ends_the_reading():
    reader = fed(b"HTTP/1.1 200 OK\r\n", *[b"X: " + b"y" * 997 + b"\r\n"] * 300)
    assert (reader.gave_up, reader.complete, reader.keep_alive) == (True, False, False)
    assert (reader.status, reader.defect) == (200, "header block over 262144 bytes")


def test_a_header_of_100_kb_is_accepted():
    message = read_response(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\nContent-Length: 2\r\n\r\nok")
    assert (message.entity, message.defect) == (b"ok", None)


def test_twenty_thousand_headers_are_refused_with_a_reason():
    reader = fed(b"HTTP/1.1 200 OK\r\n" + b"a:b\r\n" * 20_000 + b"\r\n")
    assert (reader.gave_up, reader.defect) == (True, f"over {MAX_HEADER_LINES} header lines")


def test_endless_interim_responses_count_as_header_block():
    reader = fed(*[b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000] * 20)
    assert reader.gave_up


def test_an_endless_trailer_ends_the_reading():
    reader = fed(CHUNKED + b"0\r\n", *[b"X: " + b"y" * 997 + b"\r\n"] * 300)
    assert (reader.gave_up, reader.defect) == (True, "trailer over 262144 bytes")


def test_an_endless_chunk_size_is_not_waited_for():
    reader = fed(CHUNKED, *[b"0" * 1_000] * 10)
    assert reader.defect == "chunk size unreadable"


def test_a_header_block_that_drips_byte_by_byte_costs_linear_time():
    reader = ResponseReader()
    head = b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 4_000 + b"Content-Length: 1\r\n\r\n"
    for at in range(len(head)):
        assert reader.feed(head[at : at + 1]) == 1
    assert (reader.head_complete, len(reader.headers)) == (True, 4_001)


def test_a_body_is_never_held():
    reader = fed(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(100):
        reader.feed(b"x" * 100_000)
    assert (len(reader._buffer), reader.entity_length) == (0, 10_000_000)


def test_a_header_value_with_nul_or_bare_carriage_return_stays_one_value():
    assert read_response(b"HTTP/1.1 200 OK\r\nLocation: /a\rX: b\x00\r\n\r\n").header(b"location") == b"/a\rX: b\x00"


def test_no_byte_of_the_class_of_regular_expression_attacks_slows_a_head():
    message = read_response(
        b"HTTP/1.1 200 OK\r\nX:" + b" \t" * 100_000 + b"\r\nContent-Type: " + b"a" * 40_000 + b"\r\n\r\n"
    )
    assert media_type(message.headers) is None


# However the bytes are cut.

_LINES = (
    b"HTTP/1.1 200 OK|HTTP/1.0 404 Gone|HTTP/1.1 100 Continue|HTTP/1.1 304 Same|HTTP/1.1 x|Content-Length: 5|"
    b"Content-Length: 6|Transfer-Encoding: chunked|Transfer-Encoding: gzip|Connection: close|X: y| folded|no colon||"
    b"5|hello|0|5;x=y|hell|HT"
).split(b"|")
_ENDS = st.sampled_from([b"\r\n", b"\n"])


@st.composite
def responses(draw: st.DrawFn) -> bytes:
    """Bytes that look like a response often enough, mangled."""
    text = b"".join(line + draw(_ENDS) for line in draw(st.lists(st.sampled_from(_LINES), max_size=14)))
    return draw(st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", CHUNKED])) + text + draw(st.binary(max_size=8))


@given(responses(), st.data(), st.booleans())
@example(CHUNKED + b"5\r\nhello\r\n0\r\nX: y\r\n\r\n", None, True)
def test_however_a_response_is_cut_into_pieces_it_says_the_same(response: bytes, data: st.DataObject, closed: bool):
    if data is None:
        pieces = [response[at : at + 1] for at in range(len(response))]
    else:
        cuts = sorted(data.draw(st.lists(st.integers(0, len(response)), max_size=8)))
        pieces = [response[a:b] for a, b in zip([0, *cuts], [*cuts, len(response)], strict=True)]
    assert told([response], closed=closed) == told(pieces, closed=closed)


@given(st.binary(max_size=300))
def test_any_body_comes_back_from_content_length_and_from_chunks(body: bytes):
    counted = read_response(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in re.findall(rb"(?s).{1,7}", body))
    chunked = read_response(CHUNKED + chunks + b"0\r\n\r\n")
    assert (counted.entity, chunked.entity) == (body, body)
    assert (counted.complete, chunked.complete, counted.defect, chunked.defect) == (True, True, None, None)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise(block: bytes):
    for begin in (b"", b"HTTP/1.1 200 OK\r\n", CHUNKED):
        message = read_response(begin + block)
        decode_content(message.entity, message.headers)
