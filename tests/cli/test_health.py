"""A health check is told of each run, and no health check, however it behaves, holds a run up or makes it fail."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from blogark.verbs import health
from blogark.verbs.health import health_check, ring

Answer = Callable[[socket.socket, threading.Event], None]


def silent(_: socket.socket, over: threading.Event) -> None:
    over.wait()


def trickling(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not over.wait(0.1):
        connection.sendall(b"x")


def nonsense(connection: socket.socket, _: threading.Event) -> None:
    connection.sendall(b"\x16\x03\x01 this is no HTTP\r\n\r\n")


def endless(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not over.is_set():
        connection.sendall(b"x" * 65536)


def round_and_round(connection: socket.socket, _: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /ping\r\nContent-Length: 0\r\n\r\n")


def away_from_http(connection: socket.socket, _: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n")


def broken_off(connection: socket.socket, _: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nx")


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """A server on loopback that gives each connection to `answer`."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                connection.recv(4096)
                answer(connection, over)

        def listen() -> None:
            with suppress(OSError):
                while not over.is_set():
                    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/ping"
        over.set()
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "answer",
    [silent, trickling, nonsense, endless, round_and_round, away_from_http, broken_off],
    ids=lambda one: one.__name__,
)
def test_a_health_check_that_behaves_badly_is_given_up(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    monkeypatch.setattr(health, "SECONDS", 1.0)
    with answering(answer) as url:
        began = time.monotonic()
        with health_check(url) as told:
            told.well = True
    assert time.monotonic() - began < 2 * 1.0 + 1.5


def test_a_name_that_nobody_knows_and_an_address_that_is_none_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "SECONDS", 1.0)
    began = time.monotonic()
    for url in ("http://no-such-host.invalid/ping", "http://[::1/ping", "http://127.0.0.1:99999/", "http://\udcff/"):
        ring(url)
    assert time.monotonic() - began < 4 * 1.0 + 1.5


def test_what_ends_the_run_is_not_hidden_by_the_ring() -> None:
    with answering(broken_off) as url, pytest.raises(ZeroDivisionError), health_check(url):
        raise ZeroDivisionError
