"""Our client, run for a moment: what tests fetch with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from blogark.archive.exchange import Exchange
from blogark.spiders.wire.client import Client, FetchError, Limits
from blogark.tests.spiders.odd_server import Reply

T = TypeVar("T")

OK = b"HTTP/1.1 200 OK\r\n"
HELLO = Reply(data=OK + b"Content-Length: 5\r\n\r\nhello")
SOON = 0.3
LATE = 20.0
"""Far above anything that happens here: a test that takes this long has failed."""


def with_client(
    run: Callable[[Client], Awaitable[T]],
    *,
    limits: Limits | None = None,
    seed_hosts: tuple[str, ...] = ("127.0.0.1",),
    tls_verify: bool = True,
) -> T:
    async def main() -> T:
        client = Client(
            user_agent="blogark/test",
            seed_hosts=seed_hosts,
            tls_verify=tls_verify,
            limits=limits or Limits(deadline=LATE),
        )
        try:
            return await run(client)
        finally:
            await client.close()

    return asyncio.run(main())


def fetch(
    *urls: str, limits: Limits | None = None, seed_hosts: tuple[str, ...] = ("127.0.0.1",), tls_verify: bool = True
) -> list[Exchange | FetchError]:
    """One after the other, with one client."""

    async def run(client: Client) -> list[Exchange | FetchError]:
        results: list[Exchange | FetchError] = []
        for url in urls:
            try:
                results.append(await client.fetch(url, via="https://blog.example/", hops="LE"))
            except FetchError as error:
                results.append(error)
        return results

    return with_client(run, limits=limits, seed_hosts=seed_hosts, tls_verify=tls_verify)


def failure(url: str, **options: object) -> FetchError:
    [result] = fetch(url, **options)  # type: ignore[arg-type]
    assert isinstance(result, FetchError)
    assert result.exchange.response == b""
    assert result.exchange.error == str(result)
    assert result.exchange.url == url
    assert (result.exchange.via, result.exchange.hops) == ("https://blog.example/", "LE")
    return result


def exchange(url: str, **options: object) -> Exchange:
    [result] = fetch(url, **options)  # type: ignore[arg-type]
    assert isinstance(result, Exchange)
    return result
