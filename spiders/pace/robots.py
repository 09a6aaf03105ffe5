"""robots.txt as RFC 9309 wants it: fetched once a host and archived, redirects followed, errors told apart.

4xx is "no rules" (2.3.1.3), 5xx and no answer are "everything closed" (2.3.1.4), at least 500 KiB are parsed (2.5).
Scrapy's own middleware is not used: it goes on after a 5xx, and what it fetches never comes to the archive.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from ..links.url import base_of, resolve

MAX_BYTES = 500 * 1024
MAX_REDIRECTS = 5
TRIES = 3
"""So often a robots.txt that does not come is asked for before all is taken as closed."""

_AGENT_LINE = re.compile(r"^([ \t]*user[- ]?agent[ \t]*:?)([^#\r\n]*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came for one robots.txt; `status` is None if nothing did, and `error` then says why."""

    url: str
    status: int | None
    content: bytes = b""
    location: str | None = None
    error: str | None = None
    again: bool = True
    """Whether asking once more in a while may bring another answer."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What one host allows us."""

    closed: str | None = None
    """Why the whole host is closed; None if it is not."""
    silence: str | None = None
    """Why the host gave no answer at all; None if it gave one."""
    delay: float | None = None
    sitemaps: tuple[str, ...] = ()
    agent: str = ""
    matcher: Protego | None = field(default=None, repr=False)

    def objection(self, url: str) -> str | None:
        """Why `url` may not be fetched; None if it may."""
        if self.closed is not None:
            return self.closed
        if self.matcher is not None and not self.matcher.can_fetch(url, self.agent):
            return "closed by robots.txt"
        return None


def token_of(user_agent: str) -> str:
    """The product token that robots.txt addresses us by (RFC 9309 2.2.1): "blogark" of "blogark/0.1.0 (…)".

    A user agent that the user set is matched as a whole: it may carry the token in its comment.
    """
    name = user_agent.partition("/")[0]
    return name if name == "blogark" else user_agent


def read_rules(content: bytes, url: str, agent: str) -> Rules:
    """The rules in a robots.txt; what is none of its lines (an HTML page, say) is passed over."""
    text = content[:MAX_BYTES].decode("utf-8-sig", "replace").replace("\x00", "")
    matcher = Protego.parse(_for_us(text, agent))
    sitemaps = (resolve(base_of(url), sitemap) for sitemap in matcher.sitemaps)
    return Rules(
        agent=agent,
        matcher=matcher,
        delay=matcher.crawl_delay(agent),
        sitemaps=tuple(dict.fromkeys(sitemap for sitemap in sitemaps if sitemap is not None)),
    )


def _for_us(text: str, agent: str) -> str:
    """Rename the agents that are not us to one name.

    Protego keeps each rule once for each agent of its group: 500 KiB of agents and rules make
    18,000 × 18,000 of them. With one name for all others it is three times the rules at most.
    """
    ours = agent.lower()

    def renamed(match: re.Match[str]) -> str:
        name = match[2].strip().lower()
        if name == "*" or (name.replace("*", "") or "\n") in ours:
            return match[0]
        return f"{match[1]} \N{BULLET}"

    return _AGENT_LINE.sub(renamed, text)


class Robots:
    """The rules of every host met so far, each fetched once in a crawl.

    `fetch(url, via, hops)` gets and archives one URL and never raises for what the net does.
    """

    def __init__(
        self,
        fetch: Callable[[str, str, str], Awaitable[Answer]],
        *,
        agent: str,
        rest: Callable[[int], Awaitable[None]],
        learned: Callable[[str, Rules], None] = lambda _url, _rules: None,
    ) -> None:
        """`rest(tries)` waits before the next try; `learned` hears of each host's rules."""
        self._fetch = fetch
        self._agent = agent
        self._rest = rest
        self._learned = learned
        self._known: dict[str, Rules] = {}
        self._asked: dict[str, asyncio.Task[Rules]] = {}

    def known(self, url: str) -> Rules | None:
        """The rules for `url`, if its host's robots.txt has been read."""
        return self._known.get(_origin(url))

    async def rules_for(self, url: str) -> Rules:
        """The rules for `url`, its host's robots.txt fetched if this is the first URL of that host."""
        origin = _origin(url)
        if (known := self._known.get(origin)) is not None:
            return known
        task = self._asked.get(origin)
        if task is None:
            task = self._asked[origin] = asyncio.ensure_future(self._ask(origin, url))
        # Shielded: others may be waiting for the same rules when one visit is given up.
        return await asyncio.shield(task)

    async def _ask(self, origin: str, via: str) -> Rules:
        rules = Rules()
        for tries in range(1, TRIES + 1):
            answer = await self._follow(f"{origin}/robots.txt", via)
            rules = self._judge(answer)
            if rules.closed is None or not answer.again:
                break
            if tries < TRIES:
                await self._rest(tries)
        self._known[origin] = rules
        del self._asked[origin]
        self._learned(f"{origin}/robots.txt", rules)
        return rules

    async def _follow(self, url: str, via: str) -> Answer:
        hops = "P"
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._fetch(url, via, hops)
            target = resolve(base_of(url), answer.location) if answer.location else None
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            if target is None:
                break
            via, url, hops = url, target, hops + "R"
        # RFC 9309 2.3.1.2: a robots.txt behind more redirects may be taken as not there.
        return Answer(url=url, status=404)

    def _judge(self, answer: Answer) -> Rules:
        if answer.status is None:
            closed = f"robots.txt did not come ({answer.error}), so all counts as closed (RFC 9309)"
            return Rules(closed=closed, silence=answer.error)
        if answer.status >= 500 or answer.status == 429:
            return Rules(closed=f"robots.txt answered {answer.status}, so all counts as closed (RFC 9309)")
        if 200 <= answer.status < 300:
            return read_rules(answer.content, answer.url, self._agent)
        return Rules()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
