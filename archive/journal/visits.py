"""What the frontier hands out and takes back: URLs that were found, visits to them, and what became of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FoundIn = Literal["seed", "page", "listing", "headline", "feed", "sitemap", "redirect", "requisite", "robots"]
State = Literal["pending", "in flight", "done", "failed", "skipped"]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A URL that something led to; `hops` is the whole path from the seed, a letter a hop."""

    url: str
    hops: str = ""
    priority: int = 0
    found_in: FoundIn = "page"


@dataclass(frozen=True, kw_only=True)
class Copy:
    """The newest whole answer 200 to a URL, and the validators that came with it, as sent (RFC 9110 8.8)."""

    capture_id: int
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, kw_only=True)
class Past:
    """What earlier visits of a URL found."""

    visits: int = 0
    changes: int = 0
    changed: float | None = None
    """When it last changed, as far as anybody tells, Unix time."""
    called: bool = False
    """It is visited because another document told that it has changed."""


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What a visit found, and when the next is due."""

    due: float = 0.0
    """Unix time; 0 for every crawl."""
    changed: float | None = None
    has_changed: bool = False


UNLOOKED = Looked()
"""Nothing is known of it: the next crawl visits it again."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A URL on its way to be fetched."""

    id: int
    url: str
    via: str | None
    hops: str
    attempts: int
    priority: int
    found_in: FoundIn
    copy: Copy | None = None
    """What is archived already."""
    past: Past = Past()


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many URLs are in each state."""

    pending: int = 0
    in_flight: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def known(self) -> int:
        """All but the skipped: what the crawl means to fetch."""
        return self.pending + self.in_flight + self.done + self.failed


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why so many URLs were not archived."""

    state: State
    reason: str
    number: int
    example: str
    """The first of them."""


@dataclass(frozen=True, kw_only=True)
class Left:
    """A URL that was not archived, and the reason."""

    url: str
    state: State
    reason: str
    via: str | None
