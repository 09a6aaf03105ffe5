from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest

from blogark.archive.exchange import Exchange
from blogark.spiders.wire.client import Client, FetchError, Limits
from blogark.tests.spiders.fetching import HELLO, LATE, OK, SOON, exchange, failure, fetch, with_client
from blogark.tests.spiders.odd_server import OddServer, Reply, make_certificate


def test_requests_to_one_origin_share_a_connection() -> None:
    with OddServer(replies={"/": HELLO}) as server:
        fetch(*[server.url("/")] * 3)
    assert [served.connection for served in server.served] == [1, 1, 1]


def test_a_request_on_a_connection_that_died_is_sent_once_more_on_a_new_one() -> None:
    dies = Reply(data=b"", then="close")
    with OddServer(replies={"/": HELLO, "/again": (dies, HELLO)}) as server:
        _, second = fetch(server.url("/"), server.url("/again"))
    assert [served.connection for served in server.served] == [1, 1, 2]
    assert isinstance(second, Exchange)
    assert HELLO.data == second.response


def test_a_request_that_a_new_connection_does_not_answer_is_not_sent_again() -> None:
    with OddServer(replies={"/": Reply(data=b"", then="close")}) as server:
        error = failure(server.url("/"))
    assert len(server.served) == 1
    assert error.kind == "closed"
    assert str(error) == "127.0.0.1: connection closed without an answer"
    assert server.served[0].received == error.exchange.request


def test_a_request_that_dies_twice_is_an_error_with_one_exchange() -> None:
    with OddServer(replies={"/": HELLO, "/dies": Reply(data=b"", then="close")}) as server:
        _, second = fetch(server.url("/"), server.url("/dies"))
    assert isinstance(second, FetchError)
    assert [served.connection for served in server.served] == [1, 1, 2]


def test_bytes_after_the_end_of_an_answer_close_the_connection_and_are_told_of() -> None:
    longer = Reply(data=OK + b"Content-Length: 5\r\n\r\nhello world")
    with OddServer(replies={"/": longer}) as server:
        first, _ = fetch(server.url("/"), server.url("/"))
    assert isinstance(first, Exchange)
    assert first.response == OK + b"Content-Length: 5\r\n\r\nhello"
    assert first.truncated == "unspecified"
    assert first.error == "127.0.0.1: more came after the end that the response names"
    assert [served.connection for served in server.served] == [1, 2]


def test_a_stray_line_end_after_an_answer_closes_the_connection_and_is_no_loss() -> None:
    with OddServer(replies={"/": Reply(data=HELLO.data + b"\r\n")}) as server:
        first, _ = fetch(server.url("/"), server.url("/"))
    assert isinstance(first, Exchange)
    assert first.truncated is None
    assert [served.connection for served in server.served] == [1, 2]


def test_bytes_that_come_while_a_connection_is_idle_close_it() -> None:
    async def run(client: Client) -> None:
        await client.fetch(server.url("/drips"))
        [idle] = client._pool._idle
        await idle.closed()
        await client.fetch(server.url("/"))

    with OddServer(replies={"/drips": Reply(data=HELLO.data, then="drip"), "/": HELLO}) as server:
        with_client(run)
    assert [served.connection for served in server.served] == [1, 2]


def test_an_idle_connection_is_closed_after_a_while() -> None:
    async def run(client: Client) -> None:
        await client.fetch(server.url("/"))
        [idle] = client._pool._idle
        await idle.closed()
        assert not client._pool._idle
        assert not client._pool._open

    with OddServer(replies={"/": HELLO}) as server:
        with_client(run, limits=Limits(idle_timeout=0.05, deadline=LATE))


def test_open_connections_are_bounded_and_the_longest_idle_makes_room() -> None:
    async def run(client: Client) -> None:
        await asyncio.gather(*(client.fetch(server.url(f"/{number}")) for number in range(12)))
        assert len(client._pool._open) <= 2
        for other in others:
            await client.fetch(other.url("/0"))
            assert len(client._pool._open) <= 2

    replies = {f"/{number}": HELLO for number in range(12)}
    with OddServer(replies=replies) as server, OddServer(replies=replies) as other, OddServer(replies=replies) as third:
        others = (other, third)
        with_client(run, limits=Limits(max_connections=2, deadline=LATE))
        assert server.connections <= 2


def test_a_cancelled_fetch_gives_its_place_and_its_connection_back() -> None:
    async def run(client: Client) -> bytes:
        waiting = asyncio.create_task(client.fetch(server.url("/silent")))
        while not server.served:  # noqa: ASYNC110  # the server is a thread
            await asyncio.sleep(0.001)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return (await client.fetch(server.url("/"))).response

    with OddServer(replies={"/": HELLO, "/silent": Reply(data=b"", then="silence")}) as server:
        assert HELLO.data == with_client(run, limits=Limits(max_connections=1, deadline=LATE))


def test_ipv6_literals_are_connected_to() -> None:
    try:
        server = OddServer(replies={"/": HELLO}, host="::1").__enter__()
    except OSError:
        pytest.skip("no IPv6 on this machine")
    with server:
        result = exchange(server.url("/"), seed_hosts=("::1",))
    assert HELLO.data == result.response
    assert result.ip_address == "::1"
    assert b"\r\nHost: [::1]:%d\r\n" % server.port in result.request


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with OddServer(replies={"/": HELLO}) as server:
        assert HELLO.data == exchange(server.url("/")).response


def test_a_refused_connection_is_told_with_host_and_port() -> None:
    with OddServer(replies={}) as server:
        url = server.url("/")
    error = failure(url)
    assert error.kind == "refused"
    assert f"127.0.0.1: connection to port {server.port} refused" == str(error)
    assert error.exchange.request == b""


def test_an_unknown_host_is_told() -> None:
    error = failure("http://no-such-host.invalid/")
    assert error.kind == "name"
    assert str(error).startswith("no-such-host.invalid: ")


@pytest.mark.parametrize("url", ["ftp://blog.example/", "blog.example", "http://", "http://a:99999/"])
def test_a_url_that_is_none_is_told(url: str) -> None:
    assert failure(url).kind == "url"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]"])
def test_a_public_blog_cannot_lead_to_loopback_however_it_is_spelled(host: str) -> None:
    with OddServer(replies={"/": HELLO}) as server:
        error = failure(f"http://{host}:{server.port}/", seed_hosts=("93.184.215.14",))
        assert server.connections == 0
    assert error.kind == "address"
    assert "a loopback address that the blog itself is not at: not connected" in str(error)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with OddServer(replies={"/": HELLO}, tls=make_certificate(tmp_path).server_context()) as server:
        error = failure(server.url("/"))
    assert error.kind == "certificate"
    assert str(error) == "127.0.0.1: its TLS certificate is not valid (self-signed certificate)"


def test_a_certificate_that_has_expired_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path, days=-1)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    with OddServer(replies={"/": HELLO}, tls=certificate.server_context()) as server:
        error = failure(server.url("/"))
    assert str(error) == "127.0.0.1: its TLS certificate is not valid (certificate has expired)"


def test_a_certificate_for_another_host_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path, names=("other.example",))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    with OddServer(replies={"/": HELLO}, tls=certificate.server_context()) as server:
        error = failure(server.url("/"))
    assert error.kind == "certificate"
    assert "mismatch" in str(error)


def test_without_verification_any_certificate_and_old_tls_will_do(tmp_path: Path) -> None:
    context = make_certificate(tmp_path, names=("other.example",), days=-1).server_context(
        newest=ssl.TLSVersion.TLSv1_2
    )
    with OddServer(replies={"/": HELLO}, tls=context) as server:
        result = exchange(server.url("/"), tls_verify=False)
    assert HELLO.data == result.response
    assert result.tls_protocol == "tls/1.2"


def test_the_server_hears_the_host_name_without_its_final_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(client: Client) -> Exchange:
        # Not every system knows localhost under its full name.
        resolver = client._pool._resolver
        await resolver.resolve("127.0.0.1")
        resolver._known["localhost."] = resolver._known["127.0.0.1"]
        return await client.fetch(f"https://localhost.:{server.port}/")

    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    heard: list[str | None] = []
    context = certificate.server_context()
    context.sni_callback = lambda _sock, name, _context: heard.append(name)
    with OddServer(replies={"/": HELLO}, tls=context) as server:
        result = with_client(run)
    assert result.response == HELLO.data
    assert b"\r\nHost: localhost.:%d\r\n" % server.port in result.request
    assert heard == ["localhost"]


def test_a_server_that_speaks_no_tls_is_told() -> None:
    with OddServer(replies={"/": HELLO}) as server:
        # It reads the ClientHello as the beginning of a request and waits for more.
        error = failure(f"https://127.0.0.1:{server.port}/", limits=Limits(connect_timeout=SOON, deadline=LATE))
    assert error.kind == "timeout"
    assert f"127.0.0.1: no connection to port {server.port} within 0.3 s" == str(error)
