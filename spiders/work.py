"""What one crawl works with, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy import Request

from ..archive.config import Config
from ..archive.queue import UrlQueue, Visit
from ..archive.recorder import Recorder
from .politeness import Politeness
from .scope import Scope
from .url import Role

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from ..parsers.base import Parser

PRIORITY: dict[Role, int] = {"sitemap": 500, "feed": 400, "listing": 300, "page": 200, "requisite": 100}
SEED_PRIORITY = 1000
_ROLE = {priority: role for role, priority in PRIORITY.items()}


def request_for(visit: Visit, *, errback: Callable[[Failure], None] | None = None) -> Request:
    """The request of a visit: its URL goes out as it was found, where Scrapy would quote ``|`` anew."""
    return Request(visit.url, errback=errback, dont_filter=True, meta={"visit": visit, "verbatim_url": True})


def role_of_visit(visit: Visit) -> Role:
    """What the visit's URL seemed to lead to when it was queued; its priority tells."""
    return _ROLE.get(visit.priority, "page")


@dataclass(kw_only=True)
class Work:
    """What one crawl works with."""

    config: Config
    queue: UrlQueue
    recorder: Recorder
    scope: Scope
    politeness: Politeness
    detect: Callable[[bytes, str], type[Parser]]
    blog_url: str
