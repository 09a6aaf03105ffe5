"""The Scrapy download handler around our own client: every response carries its exchange, byte for byte.

Plug it in, in reactor-less mode, with all downloader middlewares off (redirects, retries and decoding are
not theirs here)::

    TWISTED_REACTOR_ENABLED = False
    DOWNLOAD_HANDLERS = {
        "http": "blogark.spiders.wire.handler.RecordingDownloadHandler",
        "https": "blogark.spiders.wire.handler.RecordingDownloadHandler",
        "data": None, "file": None, "ftp": None, "s3": None,
    }

Settings it reads:

- ``USER_AGENT``: what every request says it is from.
- ``BLOGARK_SEEDS`` (list of URLs): what the crawl was asked for. If a seed lies on this machine or in a private
  network, that network is open to the crawl; otherwise only public addresses are.
- ``BLOGARK_TLS_VERIFY`` (true): false takes any certificate, old TLS and weak ciphers too.
- ``BLOGARK_MAX_BODY`` (268435456): bytes of one response; what is over is cut, ``WARC-Truncated: length``.
- ``BLOGARK_MAX_REQUISITE`` (none): the same, of a picture, style, script, sound or film that a page needs.
- ``BLOGARK_SPOOL`` (none): the folder where responses of more than 1 MiB are kept, instead of in memory.
- ``BLOGARK_DEADLINE`` (300): seconds for one fetch as a whole; then cut, ``WARC-Truncated: time``.
- ``BLOGARK_CONNECT_TIMEOUT`` (20): seconds for name look-up, connection and TLS handshake.
- ``BLOGARK_HEADER_TIMEOUT`` (60): seconds from the request to the end of the header block.
- ``BLOGARK_STALL_TIMEOUT`` (60): seconds without a byte, once the body has begun.
- ``BLOGARK_IDLE_TIMEOUT`` (30): seconds an unused connection is kept.
- ``BLOGARK_MAX_CONNECTIONS`` (32): open connections over all hosts.

Scrapy's own ``DOWNLOAD_TIMEOUT``, ``DOWNLOAD_MAXSIZE``, ``DOWNLOAD_BIND_ADDRESS``, ``DOWNLOAD_FAIL_ON_DATALOSS`` and
proxy settings have no effect, and the signals ``headers_received`` and ``bytes_received`` are not sent.
``request.meta["visit"]``, if there, is the `Visit` that is fetched: its ``via`` and ``hops`` go into the exchange.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import NotSupported
from scrapy.http import Headers, Request, Response

from ...archive.exchange import Exchange
from ...archive.journal.queue import Visit
from ...archive.warc.http import Message, decode_content, media_type, read_response
from .addresses import BadUrl, target_of
from .client import Client, Limits

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

LONGEST_DOCUMENT = 64 * 2**20
"""Bytes that are read of a document that was spooled: what `decode_content` lets through, and a sitemap may have."""
_DOCUMENT = re.compile(r"text/|application/(?:.*(?:xml|json|javascript)|(?:x-)?gzip)")
STATUS_OF_HTTP_09 = 200
"""HTTP/0.9 has no status; that anything came is its success."""


class ArchivedResponse(Response):
    """A response with the exchange that brought it.

    ``body`` is the entity as sent: chunks joined, content coding kept. ``content`` is the entity with its content
    coding undone. Both, and ``headers``, are made when first asked for.
    """

    __slots__ = ("_content", "_head", "_message", "exchange")
    attributes: ClassVar[tuple[str, ...]] = ("exchange", "request", "flags")  # type: ignore[misc]

    def __init__(
        self,
        exchange: Exchange,
        *,
        status: int | None = None,
        headers: Sequence[tuple[bytes, bytes]] | None = None,
        request: Request | None = None,
        flags: list[str] | None = None,
    ) -> None:
        """`status` and `headers` are those of the response, if the caller has read them already."""
        self.exchange = exchange
        self._message: Message | None = None
        self._content: tuple[bytes, str | None] | None = None
        if status is None or headers is None:
            status, headers = self.message.status or STATUS_OF_HTTP_09, self.message.headers
        self._head = headers
        super().__init__(exchange.url, status, flags=flags, request=request, protocol=exchange.protocol.upper())

    @property
    def message(self) -> Message:
        """The response, read: its header fields as sent and its entity (of a spooled one, the beginning)."""
        if self._message is None:
            self._message = read_response(self.exchange.response)
        return self._message

    @property
    def media_type(self) -> str | None:
        """As in text/html; None if the response does not say."""
        return media_type(self._head)

    @property  # type: ignore[misc]  # What came cannot be set.
    def headers(self) -> Headers:
        if self._headers is None:
            self._headers = Headers(self._head)
        return self._headers

    @property
    def body(self) -> bytes:
        return self.message.entity

    @property
    def content(self) -> bytes:
        """What the parsers read; at most what `decode_content` lets through."""
        return self._decoded()[0]

    @property
    def content_defect(self) -> str | None:
        """What was wrong with the content coding: torn, a lie, a bomb."""
        spool = self.exchange.spool
        if spool is not None and (spool.length > LONGEST_DOCUMENT or not self._is_document):
            # Not looked through: a part would seem torn.
            return None
        return self._decoded()[1]

    def _decoded(self) -> tuple[bytes, str | None]:
        if self._content is None:
            self._content = decode_content(self._entity(), self._head)
        return self._content

    def _entity(self) -> bytes:
        """All of it of what may be a document; of long film and sound the beginning, which says what they are."""
        spool = self.exchange.spool
        if spool is None or not self._is_document:
            return self.message.entity
        return read_response(spool.beginning(LONGEST_DOCUMENT)).entity

    @property
    def _is_document(self) -> bool:
        return self.media_type is None or _DOCUMENT.match(self.media_type) is not None

    def _set_body(self, body: bytes | None) -> None:
        """The body is in the exchange."""


class RecordingDownloadHandler(BaseDownloadHandler):
    """Fetches for Scrapy; raises `FetchError`, with the exchange, when no response came."""

    _clients: ClassVar[WeakKeyDictionary[Crawler, Client]] = WeakKeyDictionary()
    """One a crawl: http and https share the look-ups, the address policy and the bound on connections."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        client = self._clients.get(crawler)
        if client is None:
            client = self._clients[crawler] = client_for(crawler.settings)
        self._client = client
        self._max_requisite = crawler.settings.getint("BLOGARK_MAX_REQUISITE") or None

    async def download_request(self, request: Request) -> ArchivedResponse:
        """Fetch; ``response.exchange`` is what to archive, also when it is ``truncated``."""
        if request.method not in ("GET", "HEAD") or request.body:
            raise NotSupported(f"{request.method} {request.url}: only GET and HEAD without a body are sent")
        visit = request.meta.get("visit")
        via, hops = (visit.via, visit.hops) if isinstance(visit, Visit) else (None, "")
        headers = [(name, value) for name, values in request.headers.items() for value in values]
        is_requisite = isinstance(visit, Visit) and visit.found_in == "requisite"
        exchange, head = await self._client.fetch_with_head(
            request.url,
            headers,
            method=request.method,
            via=via,
            hops=hops,
            max_body=self._max_requisite if is_requisite else None,
        )
        request.meta["download_latency"] = exchange.fetch_ms / 1000
        return ArchivedResponse(
            exchange, status=head.status or STATUS_OF_HTTP_09, headers=head.headers, request=request
        )

    async def close(self) -> None:
        """Close all connections, when the crawl ends."""
        await self._client.close()


def client_for(settings: BaseSettings) -> Client:
    """A client as the crawl's settings want it."""
    default = Limits()
    spool = settings.get("BLOGARK_SPOOL")
    return Client(
        user_agent=settings.get("USER_AGENT"),
        seed_hosts=[host for url in settings.getlist("BLOGARK_SEEDS") for host in _host_of(url)],
        tls_verify=settings.getbool("BLOGARK_TLS_VERIFY", True),
        spool_folder=Path(spool) if spool else None,
        limits=Limits(
            max_body=settings.getint("BLOGARK_MAX_BODY", default.max_body),
            deadline=settings.getfloat("BLOGARK_DEADLINE", default.deadline),
            connect_timeout=settings.getfloat("BLOGARK_CONNECT_TIMEOUT", default.connect_timeout),
            header_timeout=settings.getfloat("BLOGARK_HEADER_TIMEOUT", default.header_timeout),
            stall_timeout=settings.getfloat("BLOGARK_STALL_TIMEOUT", default.stall_timeout),
            idle_timeout=settings.getfloat("BLOGARK_IDLE_TIMEOUT", default.idle_timeout),
            max_connections=settings.getint("BLOGARK_MAX_CONNECTIONS", default.max_connections),
        ),
    )


def _host_of(url: str) -> list[str]:
    try:
        return [target_of(url).host]
    except BadUrl:
        return []
