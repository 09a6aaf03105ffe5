"""A web archive as it is asked: one polite request at a time, its pauses kept, its index and its mementos."""

from __future__ import annotations

import asyncio
import re
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from ...archive.config import Config
from ...archive.errors import NothingFetched
from ...archive.warc.http import decode_content, read_response
from ...archive.warc.memento_records import memento_time
from ...archive.warc.records import safe_url
from ..display.logs import log
from ..pace.politeness import LONGEST_PAUSE, Hold, Politeness, host_of
from ..pace.retry import LONGEST_RETRY_AFTER, back_off, phrase_of, retry_after
from ..wire.client import Client, FetchError
from ..wire.handler import LONGEST_DOCUMENT, ArchivedResponse
from .cdx_server import IndexPage, NotAnIndex, read_index

TRIES = 4
"""Of one memento, or of a page of the index, before it is given up."""
REFUSALS = 4
"""Answers 429 or 503 in a row, each with its pause kept, after which the archive is left in peace."""
REDIRECTS = 5
_LASTING = frozenset(("url", "address", "certificate", "name", "refused"))
"""Kinds of failure that another try a moment later would meet again."""
_REPLAYED = re.compile(r"(\d{14})(?:[a-z]{2}_)?/(https?:.*)", re.IGNORECASE | re.DOTALL)


class ArchiveClient:
    """Asks one web archive; whatever it says of itself, its delay and pauses are kept.

    Raises `NothingFetched`, with what to do, where it cannot be reached, wants to be left alone, or is none.
    """

    def __init__(self, config: Config, *, spool_folder: Path) -> None:
        """Long answers are kept in `spool_folder` and not in memory."""
        self.base = config.wayback_url.rstrip("/")
        """Mementos lie under ``BASE/<timestamp>id_/<URL>``."""
        self.requests = 0
        self.bytes = 0
        self.fetching = ""
        """The URL that went out last."""
        self._host = host_of(self.base)
        self._delay = config.delay
        self._politeness = Politeness(config.delay)
        self._refusals = 0
        self._asking = False
        host = urlsplit(self.base).hostname or ""
        self._client = Client(
            user_agent=config.agent, seed_hosts=[host], tls_verify=config.tls_verify, spool_folder=spool_folder
        )

    async def close(self) -> None:
        await self._client.close()

    def hold(self) -> Hold | None:
        """What is waited for, if the archive may not be asked yet."""
        return None if self._asking else self._politeness.hold(self._host)

    def back_off(self, tries: int) -> None:
        """Ask nothing for a while, the longer the more was tried."""
        self._politeness.pause(self._host, back_off(tries, self._delay))

    async def index_page(self, url: str) -> IndexPage:
        """A page of the archive's index."""
        for tries in range(1, TRIES + 1):
            answer = await self._ask(url, tries)
            if isinstance(answer, str) or (answer.status >= 500 and tries < TRIES):
                self.back_off(tries)
                continue
            with closing(answer.exchange):
                content, _ = decode_content(_entity(answer), answer.message.headers)
            if answer.status != 200 or answer.exchange.truncated:
                said = " ".join(content[:200].decode("utf-8", "replace").split())
                what = "broke off" if answer.status == 200 else f"answered {phrase_of(answer.status)}: {said}"
                raise NothingFetched(f"the index {_short(url)} {what}; check --wayback-url, or run again later")
            try:
                return read_index(content)
            except NotAnIndex as error:
                raise NothingFetched(
                    f"{_short(url)} answered with {error} instead of a list of captures; check --wayback-url"
                ) from None
        raise NothingFetched(f"the index {_short(url)} does not answer; run again later to go on")

    async def memento(self, timestamp: str, url: str, *, tries: int) -> tuple[ArchivedResponse | str, str]:
        """What the archive sends for a capture, or why nothing came; and the URL of which it is."""
        for _ in range(REDIRECTS):
            asked = f"{self.base}/{timestamp}id_/{url}"
            answer = await self._ask(asked, tries)
            if isinstance(answer, str) or not 300 <= answer.status < 400 or memento_time(answer.message) is not None:
                return answer, url
            # To another capture, where it has not this one; never to anywhere else.
            location = (answer.message.header(b"location") or b"").decode("latin-1")
            target = _REPLAYED.search(location)
            if target is None:
                return answer, url
            timestamp, url = target[1], safe_url(target[2])
        return "the archive leads on without end", url

    async def _ask(self, url: str, tries: int) -> ArchivedResponse | str:
        """One polite request; a sentence if nothing came. Raises where the archive wants to be left alone."""
        while True:
            await asyncio.sleep(self._politeness.wait(self._host))
            self._politeness.asked(self._host)
            self.fetching = url
            self.requests += 1
            self._asking = True
            try:
                exchange = await self._client.fetch(url)
            except FetchError as error:
                if tries >= TRIES or error.kind in _LASTING:
                    raise NothingFetched(f"{self._host} cannot be reached: {error}; run again later to go on") from None
                return str(error)
            finally:
                self._asking = False
            self.bytes += exchange.length
            answer = ArchivedResponse(exchange)
            if answer.status not in (429, 503):
                self._refusals = 0
                return answer
            self._pause(answer)

    def _pause(self, answer: ArchivedResponse) -> None:
        self._refusals += 1
        asked = retry_after(answer)
        pause = back_off(self._refusals, max(self._delay, 0.25)) if asked is None else asked
        if self._refusals >= REFUSALS or pause >= min(LONGEST_PAUSE, LONGEST_RETRY_AFTER):
            wants = f" and asks for a pause of {asked:.0f} s or more" if asked else ""
            raise NothingFetched(
                f"{self._host} refuses more requests ({phrase_of(answer.status)}){wants}; run again later to go on"
            )
        log.info("the archive asks for a pause", extra={"fields": {"url": answer.url, "seconds": pause}})
        self._politeness.pause(self._host, pause, asked=True)


def _entity(answer: ArchivedResponse) -> bytes:
    """All of an index, whatever type it is said to have."""
    spool = answer.exchange.spool
    return answer.message.entity if spool is None else read_response(spool.beginning(LONGEST_DOCUMENT)).entity


def _short(url: str) -> str:
    return url.partition("?")[0]
