"""Every exchange that the client hands over, and every record made of it, equals what crossed the wire, byte for byte.

The server writes its own bytes and remembers them; the WARC is read back by warcio, which is told to parse nothing.
"""

from __future__ import annotations

import asyncio
import gzip
import ssl
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from blogark.archive.capture import CrawlInfo
from blogark.archive.exchange import Exchange, Truncation
from blogark.archive.warc.files import WarcWriter
from blogark.spiders.wire.client import Client, FetchError, Limits
from blogark.tests.spiders.odd_server import OddServer, Reply, make_certificate

PAGE = b"<!DOCTYPE html><title>A post</title><p>" + b"Shavings on the floor. " * 40
GZIPPED = gzip.compress(PAGE, mtime=0)
SECONDS = 20.0


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a server writes, what it does then, and what has to be said of it."""

    name: str
    reply: Reply
    status: int | None = 200
    truncated: Truncation | None = None
    entity: bytes | None = None
    protocol: str = "http/1.1"
    reused: bool = True
    """The next request may go over the same connection."""


def kept(name: str, data: bytes, *, entity: bytes | None = PAGE, status: int = 200) -> Case:
    return Case(name=name, reply=Reply(data=data), entity=entity, status=status)


def chunked(body: bytes, *, size: int = 97, extension: bytes = b"") -> bytes:
    pieces = [body[place : place + size] for place in range(0, len(body), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces)


LENGTH = b"Content-Length: %d\r\n" % len(PAGE)
OK = b"HTTP/1.1 200 OK\r\n"

CASES = (
    kept("a plain page", OK + LENGTH + b"Content-Type: text/html\r\n\r\n" + PAGE),
    kept(
        "header names in odd case and order",
        OK + b"x-ZZ: 1\r\ncOnTeNt-lEnGtH:%d\r\nDATE : now\r\n\r\n" % len(PAGE) + PAGE,
    ),
    kept(
        "Set-Cookie three times",
        OK + b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n" + LENGTH + b"Set-Cookie: a=1\r\n\r\n" + PAGE,
    ),
    kept("lines that end in LF only", b"HTTP/1.1 200 OK\nContent-Length: %d\nX-A: b\n\n" % len(PAGE) + PAGE),
    kept("folded headers", OK + b"X-Long: one\r\n two\r\n\tthree\r\n" + LENGTH + b"\r\n" + PAGE),
    kept("a header line without a colon", OK + b"no colon here\r\n" + LENGTH + b"\r\n" + PAGE),
    kept("no blank after the colon, many before the value", OK + b"A:b\r\nC:   d   \r\n" + LENGTH + b"\r\n" + PAGE),
    kept("Latin-1 in a header", OK + b"X-Author: Caf\xe9 Zo\xeb\r\n" + LENGTH + b"\r\n" + PAGE),
    kept("UTF-8 in a header", OK + "X-Author: Café Zoë 日本\r\n".encode() + LENGTH + b"\r\n" + PAGE),
    kept("an empty reason", b"HTTP/1.1 200 \r\n" + LENGTH + b"\r\n" + PAGE),
    kept("no reason at all", b"HTTP/1.1 200\r\n" + LENGTH + b"\r\n" + PAGE),
    kept("an odd reason", b"HTTP/1.1 200 Tr\xe8s bien: oui\r\n" + LENGTH + b"\r\n" + PAGE),
    kept("chunked", OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(PAGE) + b"0\r\n\r\n"),
    kept(
        "chunks with extensions, then trailers",
        OK
        + b"Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
        + chunked(PAGE, extension=b'; a="b"')
        + b"000\r\nX-Sum: 7\r\nX-Sum: 8\r\n\r\n",
    ),
    kept("gzip", OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(GZIPPED) + GZIPPED, entity=GZIPPED),
    kept(
        "gzip in chunks",
        OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(GZIPPED, size=11) + b"0\r\n\r\n",
        entity=GZIPPED,
    ),
    kept("a coding that lies", OK + b"Content-Encoding: gzip\r\n" + LENGTH + b"\r\n" + PAGE),
    kept(
        "100 and 103 before the answer",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
        + OK
        + LENGTH
        + b"\r\n"
        + PAGE,
    ),
    kept("204 with a length", b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", entity=b"", status=204),
    kept("304", b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 5000\r\n\r\n', entity=b"", status=304),
    kept(
        "302 with a body",
        b"HTTP/1.1 302 Found\r\nLocation: /plain\r\nContent-Length: 4\r\n\r\ngone",
        entity=b"gone",
        status=302,
    ),
    kept("404 with a body", b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone", entity=b"gone", status=404),
    kept("Content-Length twice, the same", OK + LENGTH + LENGTH + b"\r\n" + PAGE),
    kept("an empty body", OK + b"Content-Length: 0\r\n\r\n", entity=b""),
    kept("every byte value", OK + b"Content-Length: 256\r\n\r\n" + bytes(range(256)), entity=bytes(range(256))),
    kept("twenty thousand bytes of one header", OK + b"X-A: " + b"a" * 20_000 + b"\r\n" + LENGTH + b"\r\n" + PAGE),
    Case(
        name="every byte in a packet of its own",
        reply=Reply(
            data=b"HTTP/1.1 100 Continue\r\n\r\n"
            + OK
            + b"Transfer-Encoding: chunked\r\n\r\n"
            + chunked(PAGE[:300], size=9)
            + b"0\r\nA: b\r\n\r\n",
            one_by_one=True,
        ),
        entity=PAGE[:300],
    ),
    Case(
        name="Connection: close",
        reply=Reply(data=OK + b"Connection: close\r\n" + LENGTH + b"\r\n" + PAGE),
        entity=PAGE,
        reused=False,
    ),
    Case(
        name="HTTP/1.0 until close",
        reply=Reply(data=b"HTTP/1.0 200 OK\r\nServer: old\r\n\r\n" + PAGE, then="close"),
        entity=PAGE,
        protocol="http/1.0",
        reused=False,
    ),
    Case(
        name="HTTP/1.1 without a length until close",
        reply=Reply(data=OK + b"\r\n" + PAGE, then="close"),
        entity=PAGE,
        reused=False,
    ),
    Case(
        name="HTTP/0.9",
        reply=Reply(data=PAGE, then="close"),
        status=None,
        protocol="http/0.9",
        reused=False,
    ),
    Case(
        name="Content-Length twice, differing",
        reply=Reply(data=OK + LENGTH + b"Content-Length: 7\r\n\r\n" + PAGE, then="close"),
        entity=PAGE,
        reused=False,
    ),
    Case(
        name="a Content-Length that is too long",
        reply=Reply(data=OK + b"Content-Length: %d\r\n\r\n" % (len(PAGE) + 1) + PAGE, then="close"),
        entity=PAGE,
        truncated="disconnect",
        reused=False,
    ),
    Case(
        name="a chunk cut in the middle",
        reply=Reply(data=OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(PAGE)[:-50], then="close"),
        truncated="disconnect",
        reused=False,
    ),
    Case(
        name="chunks without the last one",
        reply=Reply(data=OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(PAGE), then="close"),
        entity=PAGE,
        truncated="disconnect",
        reused=False,
    ),
    Case(
        name="a body that is not chunked though it says so",
        reply=Reply(data=OK + b"Transfer-Encoding: chunked\r\n\r\n" + PAGE, then="close"),
        truncated="disconnect",
        reused=False,
    ),
    Case(
        name="a header block cut in the middle",
        reply=Reply(data=OK + b"Server: Apa", then="close"),
        truncated="disconnect",
        reused=False,
    ),
    Case(
        name="gzip cut in the middle",
        reply=Reply(
            data=OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(GZIPPED) + GZIPPED[:40],
            then="close",
        ),
        entity=GZIPPED[:40],
        truncated="disconnect",
        reused=False,
    ),
    Case(
        name="raw deflate until close",
        reply=Reply(data=b"HTTP/1.0 200 OK\r\nContent-Encoding: deflate\r\n\r\n" + zlib.compress(PAGE), then="close"),
        entity=zlib.compress(PAGE),
        protocol="http/1.0",
        reused=False,
    ),
)

every_case = pytest.mark.parametrize("case", CASES, ids=[case.name.replace(" ", "_") for case in CASES])
"""Also the order in which they are sent over the connections of one client."""


def path_of(case: Case) -> str:
    return f"/{CASES.index(case)}?q=%C3%A9&a=b|c[d]"


@pytest.fixture(scope="module")
def server() -> Iterator[OddServer]:
    with OddServer(replies={path_of(case): case.reply for case in CASES}) as server:
        yield server


def fetch_all(urls: Iterable[str], *, limits: Limits | None = None) -> list[Exchange]:
    """One after the other, with one client; also what came with an error."""

    async def run() -> list[Exchange]:
        client = Client(
            user_agent="blogark/test (+https://blogark.example/)",
            seed_hosts=["127.0.0.1"],
            limits=limits or Limits(deadline=SECONDS),
        )
        exchanges = []
        for url in urls:
            try:
                exchanges.append(await client.fetch(url, via="http://127.0.0.1/", hops="L"))
            except FetchError as error:
                exchanges.append(error.exchange)
        await client.close()
        return exchanges

    return asyncio.run(run())


@every_case
def test_the_exchange_is_what_was_sent_and_received(server: OddServer, case: Case) -> None:
    [exchange] = fetch_all([server.url(path_of(case))])
    served = server.served[-1]
    assert served.received == exchange.request
    assert served.sent == exchange.response
    assert case.truncated == exchange.truncated
    assert (case.truncated is None) == (exchange.error is None)
    assert case.protocol == exchange.protocol
    assert exchange.ip_address == "127.0.0.1"


def test_all_of_them_in_a_row_share_connections_and_stay_apart(server: OddServer) -> None:
    before = server.connections
    first = len(server.served)
    exchanges = fetch_all(server.url(path_of(case)) for case in CASES)
    served = server.served[first:]
    assert [(one.received, one.sent) for one in served] == [(one.request, one.response) for one in exchanges]
    assert [case.truncated for case in CASES] == [exchange.truncated for exchange in exchanges]
    # A connection that could be kept was kept: it ends only where the answer ends it.
    assert server.connections - before == 1 + sum(not case.reused for case in CASES[:-1])


@every_case
def test_the_warc_holds_what_was_sent_and_received(server: OddServer, case: Case, tmp_path: Path) -> None:
    [exchange] = fetch_all([server.url(path_of(case))])
    served = server.served[-1]
    writer = warc_writer(tmp_path)
    written = writer.write(exchange)
    writer.finish()
    blocks = blocks_of(tmp_path / written.file)
    assert blocks["request"] == [served.received]
    assert blocks["response"] == [served.sent]
    assert case.status == written.status
    assert case.truncated == written.truncated
    if case.entity is not None:
        assert f"sha256:{sha256(case.entity).hexdigest()}" == written.payload_digest


@pytest.mark.parametrize(
    ("newest", "protocol"),
    [(ssl.TLSVersion.TLSv1_2, "tls/1.2"), (ssl.TLSVersion.TLSv1_3, "tls/1.3")],
    ids=["TLS_1.2", "TLS_1.3"],
)
def test_over_tls_too(newest: ssl.TLSVersion, protocol: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    replies = {path_of(case): case.reply for case in CASES}
    with OddServer(replies=replies, tls=certificate.server_context(newest=newest)) as server:
        exchanges = fetch_all(server.url(path_of(case)) for case in CASES)
        served = server.served
        connections = server.connections
    assert [(one.received, one.sent) for one in served] == [(one.request, one.response) for one in exchanges]
    assert [case.truncated for case in CASES] == [exchange.truncated for exchange in exchanges]
    assert {protocol} == {exchange.tls_protocol for exchange in exchanges}
    assert all(exchange.cipher_suite for exchange in exchanges)
    assert connections == 1 + sum(not case.reused for case in CASES[:-1])


def test_the_request_is_written_as_it_stands_here(server: OddServer) -> None:
    [exchange] = fetch_all([server.url(path_of(CASES[0]))])
    assert exchange.request == (
        b"GET /0?q=%%C3%%A9&a=b|c[d] HTTP/1.1\r\n"
        b"Host: 127.0.0.1:%d\r\n"
        b"User-Agent: blogark/test (+https://blogark.example/)\r\n"
        b"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
        b"Accept-Encoding: gzip, deflate\r\n"
        b"Connection: keep-alive\r\n\r\n" % server.port
    )


def test_what_came_before_a_limit_is_kept(server: OddServer) -> None:
    [exchange] = fetch_all([server.url(path_of(CASES[0]))], limits=Limits(max_body=100, deadline=SECONDS))
    assert exchange.response == CASES[0].reply.data[:100]
    assert exchange.truncated == "length"


def warc_writer(folder: Path) -> WarcWriter:
    crawl = CrawlInfo(id=1, started_at="2026-11-23T10:00:00.000000Z", software="blogark/test", config="{}")
    return WarcWriter(folder, prefix="test", crawl=crawl, fields={})


def blocks_of(path: Path) -> dict[str, list[bytes]]:
    """The blocks of a WARC file by record type, as an independent reader sees them."""
    blocks: dict[str, list[bytes]] = {}
    with path.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            blocks.setdefault(record.rec_type, []).append(record.raw_stream.read())
    return blocks
