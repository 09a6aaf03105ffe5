"""What one crawl works with, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy import Request

from ..archive.config import Config
from ..archive.journal.queue import Copy, UrlQueue, Visit
from ..archive.recording.recorder import Recorder
from .links.url import Role
from .pace.politeness import Politeness
from .scope import Scope
from .traps.budgets import Budgets
from .traps.patterns import Pattern, doubt, is_dated

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from ..parsers.base import Parser

PRIORITY: dict[Role, int] = {"sitemap": 500, "feed": 400, "listing": 300, "page": 200, "requisite": 100}
SEED_PRIORITY = 1000
DOUBTFUL = 150
"""The priority of what may be another view of other pages, less by one for each degree of doubt (`Budgets.doubt`)."""
INFERRED = "I"
"""The hop to an address that no document names: the engine's file knows it, so no pattern holds it back."""
LATE = 160
"""The priority of feeds that an API may make superfluous: by then, it is known whether the API works."""
DATED = 199
"""The priority of lists by date: calendars look like them, and the pages that they lead to show what they are worth."""
_ROLE: dict[int, Role] = {**{priority: role for role, priority in PRIORITY.items()}, LATE: "feed", DATED: "listing"}


def request_for(
    visit: Visit, *, errback: Callable[[Failure], None] | None = None, conditional: bool = False
) -> Request:
    """The request of a visit: its URL goes out as it was found, where Scrapy would quote ``|`` anew.

    A ``conditional`` one asks only for what has changed since the copy that is archived.
    """
    headers = conditions(visit.copy) if conditional and visit.copy is not None else None
    meta = {"visit": visit, "verbatim_url": True}
    return Request(visit.url, errback=errback, headers=headers, dont_filter=True, meta=meta)


def conditions(copy: Copy) -> dict[str, bytes]:
    """RFC 9110 13.1: both, where both are known; servers that know entity tags leave the date aside."""
    told = {"If-None-Match": copy.etag, "If-Modified-Since": copy.last_modified}
    return {name: value.encode("latin-1") for name, value in told.items() if value is not None}


VOUCHED = frozenset(("seed", "headline", "feed", "sitemap"))
"""Where a URL is found that the blog names as a post or page of its own: such a list ends, and no trap is in it."""


def place_of(role: Role, patterns: frozenset[Pattern]) -> int:
    """The priority of a URL of these patterns, of which nobody but a page tells."""
    if role in ("page", "listing") and (doubted := doubt(patterns)):
        return DOUBTFUL - doubted
    return DATED if role == "listing" and is_dated(patterns) else PRIORITY[role]


def role_of_visit(visit: Visit) -> Role:
    """What the visit's URL seemed to lead to when it was queued; its priority tells."""
    return role_of_priority(visit.priority)


def role_of_priority(priority: int) -> Role:
    return _ROLE.get(priority, "page")


@dataclass(kw_only=True)
class Work:
    """What one crawl works with."""

    config: Config
    queue: UrlQueue
    recorder: Recorder
    scope: Scope
    politeness: Politeness
    budgets: Budgets
    detect: Callable[[bytes, str], type[Parser]]
    endpoints: Callable[[bytes, str, type[Parser] | None], tuple[str, ...]]
    blog_url: str
