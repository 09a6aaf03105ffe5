from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blogark.archive.exchange import Exchange
from blogark.archive.warc.http import ResponseReader
from blogark.spiders.wire.addresses import target_of
from blogark.spiders.wire.client import Client, FetchError, Limits, build_request
from blogark.tests.spiders.fetching import HELLO, LATE, OK, SOON, exchange, failure, fetch, with_client
from blogark.tests.spiders.odd_server import OddServer, Reply


def test_a_silent_server_is_left_at_the_header_timeout() -> None:
    with OddServer(replies={"/": Reply(data=b"", then="silence")}) as server:
        error = failure(server.url("/"), limits=Limits(header_timeout=SOON, deadline=LATE))
    assert error.kind == "timeout"
    assert error.exchange.truncated == "time"
    assert str(error).startswith("127.0.0.1: timed out after 0.3")
    assert str(error).endswith("before any answer came")


def test_headers_that_drip_are_left_at_the_header_timeout_and_kept() -> None:
    drip = Reply(data=OK + b"X-Endless: ", then="drip")
    with OddServer(replies={"/": drip}) as server:
        [result] = fetch(server.url("/"), limits=Limits(header_timeout=SOON, deadline=LATE))
    assert isinstance(result, FetchError)
    assert result.kind == "timeout"
    assert result.exchange.response.rstrip(b".") == drip.data
    assert str(result).endswith("before its headers came")


def test_a_dripping_body_is_cut_at_the_deadline_and_kept() -> None:
    drip = Reply(data=OK + b"Content-Length: 1000000\r\n\r\nhello", then="drip")
    with OddServer(replies={"/": drip}) as server:
        result = exchange(server.url("/"), limits=Limits(deadline=SOON))
    assert result.truncated == "time"
    assert result.response.rstrip(b".") == drip.data
    assert SOON * 1000 <= result.fetch_ms < LATE * 1000
    assert str(result.error).endswith("before the rest of its body came")


def test_a_body_that_stalls_is_cut_long_before_the_deadline() -> None:
    stall = Reply(data=OK + b"Content-Length: 10\r\n\r\nhello", then="silence")
    with OddServer(replies={"/": stall}) as server:
        result = exchange(server.url("/"), limits=Limits(header_timeout=SOON, stall_timeout=SOON, deadline=LATE))
    assert result.truncated == "time"
    assert stall.data == result.response
    assert result.fetch_ms < LATE * 1000


def test_a_body_over_the_limit_is_cut_there() -> None:
    endless = Reply(data=OK + b"\r\n" + b"x" * 1_000_000, then="drip")
    with OddServer(replies={"/": endless}) as server:
        result = exchange(server.url("/"), limits=Limits(max_body=300_000, deadline=LATE))
    assert result.truncated == "length"
    assert endless.data[:300_000] == result.response
    assert result.error == "127.0.0.1: cut at 300000 bytes"


@pytest.mark.parametrize("length", ["300001", "9" * 30])
def test_a_body_that_is_announced_as_too_long_is_not_waited_for(length: str) -> None:
    announced = Reply(data=OK + f"Content-Length: {length}\r\n\r\nhello".encode(), then="silence")
    with OddServer(replies={"/": announced}) as server:
        result = exchange(server.url("/"), limits=Limits(max_body=300_000, stall_timeout=LATE, deadline=LATE))
    assert (result.truncated, result.response) == ("length", announced.data)
    assert result.error == f"127.0.0.1: {length[:18]} bytes, where 300000 are kept at most"


def test_a_body_that_just_fits_is_whole() -> None:
    with OddServer(replies={"/": HELLO}) as server:
        first, second = fetch(*[server.url("/")] * 2, limits=Limits(max_body=len(HELLO.data), deadline=LATE))
    assert isinstance(first, Exchange)
    assert isinstance(second, Exchange)
    assert first.truncated is second.truncated is None
    assert server.connections == 1


def test_an_endless_header_block_is_cut_and_kept() -> None:
    endless = Reply(data=OK + b"X-A: " + b"a" * 1_000_000, then="drip")
    with OddServer(replies={"/": endless}) as server:
        result = exchange(server.url("/"))
    assert result.truncated == "length"
    assert endless.data.startswith(result.response)
    assert "header block" in str(result.error)


def test_a_reset_in_the_middle_is_a_disconnect_and_what_came_is_kept() -> None:
    reset = Reply(data=OK + b"Content-Length: 10\r\n\r\nhello", then="reset")
    with OddServer(replies={"/": reset}) as server:
        result = exchange(server.url("/"))
    assert result.truncated == "disconnect"
    assert reset.data == result.response


def test_an_answer_of_interim_responses_only_is_no_response() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    with OddServer(replies={"/": Reply(data=hints, then="close")}) as server:
        [result] = fetch(server.url("/"))
    assert isinstance(result, FetchError)
    assert result.kind == "closed"
    assert hints == result.exchange.response


def test_a_status_line_that_cannot_be_read_is_no_response_and_is_kept() -> None:
    garbled = b"HTTP/1.1 fine, thanks\r\nContent-Length: 0\r\n\r\n"
    with OddServer(replies={"/": Reply(data=garbled, then="close")}) as server:
        [result] = fetch(server.url("/"))
    assert isinstance(result, FetchError)
    assert result.kind == "garbled"
    assert garbled == result.exchange.response


@pytest.fixture(scope="module")
def odd() -> Iterator[OddServer]:
    with OddServer(replies={}) as server:
        yield server


FRAGMENTS = (
    OK, b"HTTP/1.0 404 None\n", b"HTTP/1.1 103 \r\n\r\n", b"HTTP/1.1 99\r\n", b"HTTP/", b"HTTP/9.9 1000 ",
    b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Content-Length: 99999999999999999999\r\n",
    b"Transfer-Encoding: chunked\r\n", b"transfer-encoding:gzip, CHUNKED\n", b"Connection: close\r\n",
    b"\r\n", b"\n", b"\r", b" ", b":", b"5\r\n", b"0\r\n\r\n", b"5;a=b\r\nhello\r\n", b"hello", b"\x00", b"\xff\xfe",
)  # fmt: skip


@settings(deadline=None)
@given(fragments=st.lists(st.sampled_from(FRAGMENTS) | st.binary(max_size=8), max_size=12))
@example(fragments=[OK, b"\r\n", b"hello"])
def test_whatever_a_server_writes_is_kept_up_to_the_end_it_names(odd: OddServer, fragments: list[bytes]) -> None:
    sent = b"".join(fragments)
    odd.replies = {"/": Reply(data=sent, then="close")}
    [result] = fetch(odd.url("/"))
    kept = result.exchange if isinstance(result, FetchError) else result
    reader = ResponseReader()
    ours = reader.feed(sent)
    assert kept.response == sent[:ours]
    assert kept.request == odd.served[-1].received
    if sent[ours:].strip(b"\r\n"):
        assert kept.truncated == "unspecified"


def request_lines(url: str, *headers: tuple[bytes, bytes]) -> list[bytes]:
    return build_request(target_of(url), headers, method="GET", user_agent=b"blogark/test").split(b"\r\n")


def test_headers_of_the_request_follow_ours_or_replace_them() -> None:
    lines = request_lines("http://blog.example/", (b"If-None-Match", b'"x"'), (b"accept", b"*/*"))
    assert lines == [
        b"GET / HTTP/1.1",
        b"Host: blog.example",
        b"User-Agent: blogark/test",
        b"accept: */*",
        b"Accept-Encoding: gzip, deflate",
        b'If-None-Match: "x"',
        b"Connection: keep-alive",
        b"",
        b"",
    ]


def test_host_and_connection_are_ours() -> None:
    lines = request_lines("http://blog.example/", (b"host", b"evil.example"), (b"Connection", b"close"))
    assert b"Host: blog.example" in lines
    assert b"Connection: keep-alive" in lines
    assert len(lines) == 7 + 1


def test_a_value_cannot_become_a_header_of_its_own() -> None:
    lines = request_lines("http://blog.example/", (b"If-None-Match", b'"x"\r\nX-Evil: 1\n\x00\rX: 2'))
    assert b'If-None-Match: "x" X-Evil: 1 X: 2' in lines


@pytest.mark.parametrize("name", [b"", b"a b", b"a:", b"a\r\nb", b"caf\xe9"])
def test_a_name_that_is_no_header_name_is_refused(name: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a header"):
        request_lines("http://blog.example/", (name, b""))


def test_a_url_cannot_become_a_second_request() -> None:
    with OddServer(replies={}) as server:
        result = exchange(server.url("/a HTTP/1.1\r\nHost: evil\r\n\r\nGET /b\x00"))
    assert len(server.served) == 1
    assert result.request.startswith(b"GET /a%20HTTP/1.1%0D%0AHost:%20evil%0D%0A%0D%0AGET%20/b%00 HTTP/1.1\r\n")
    assert result.url == server.url("/a%20HTTP/1.1%0D%0AHost:%20evil%0D%0A%0D%0AGET%20/b%00")


def test_a_head_request_has_no_body_to_wait_for() -> None:
    async def run(client: Client) -> bytes:
        return (await client.fetch(server.url("/"), method="HEAD")).response

    head = OK + b"Content-Length: 5000\r\n\r\n"
    with OddServer(replies={"/": Reply(data=head)}) as server:
        assert head == with_client(run)


def test_the_exchange_says_when_it_began_and_how_long_it_took() -> None:
    before = time.time()
    with OddServer(replies={"/": HELLO}) as server:
        result = exchange(server.url("/"))
    assert before <= result.started_at.timestamp() <= time.time()
    assert result.started_at.strftime("%z") == "+0000"
    assert 0 <= result.fetch_ms < LATE * 1000
