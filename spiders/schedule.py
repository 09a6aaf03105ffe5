"""When a URL is visited again.

A page that has not changed for long will most likely not change soon. So the time to the next visit is a tenth of the
time since the page last changed, as far as anybody tells: an observed change, ``Last-Modified``, what a feed or sitemap
says, or a date in its address. That is what HTTP caches do where a server names no expiry (RFC 9111 4.2.2), and it
follows each page's own habits: a new post is visited daily, one of last year once a month, and one that gets comments
again daily again. Bounds: a page is visited at most twice a day and at least once in `--max-age`; one of which nobody
tells anything counts as old. Visits of one age are spread over half their time by a hash of the URL, so that what was
archived in one night does not fall due in one night.

Whatever the schedule says, every crawl asks for the front page, the sitemaps and the blog's main feeds, and follows
what they tell (`archive/journal/mentions.py`).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import blake2b

from ..archive.journal.queue import Visit
from .links.paging import is_main
from .links.url import Role
from .work import role_of_visit

DAY = 86_400.0
PART = 0.1
"""Of the time since the last change (RFC 9111 4.2.2 names this fraction as typical)."""
SOONEST = DAY / 2
"""Half a day, so that a daily run, which never begins at quite the same second, finds due what it visited yesterday."""
LISTS = 14 * DAY
"""The longest time for lists: a post that stands on one of them alone is found within it."""

GONE = 7 * DAY
"""The longest time for what was there and is not any more."""
_FEED = re.compile(
    r"[?&]feed=|/(?:feed|rss2?|atom|rdf)/?$|/[\w-]*(?:rss|atom|feed|index)\w*\.(?:xml|rdf|rss|atom)$", re.I
)
_DATED = re.compile(r"/((?:19|20)\d\d)/(?:(0?[1-9]|1[0-2])(?:/(0?[1-9]|[12]\d|3[01]))?)?(?:/|$)")


def due(visit: Visit, *, now: float, changed: float | None, max_age: float, is_view: bool = False) -> float:
    """The Unix time from which a re-crawl visits the URL again; 0 for every crawl.

    `is_view`: it is one of a pattern, and shows what other pages show.
    """
    role = role_of_visit(visit)
    if is_source(visit, role) or not max_age:
        return 0.0
    dated = told_by_address(visit.url)
    # What a list of all times shows may change on any day; a month that has passed grows old as its posts do.
    longest = min(LISTS, max_age) if role == "listing" and dated is None and not is_view else max_age
    if role == "requisite":
        # A picture that changes gets another name, and the page that needs it names it.
        wait = longest
    else:
        known = changed if changed is not None else dated
        wait = longest if known is None else min(PART * max(now - known, 0.0), longest)
    return now + min(max(wait * _spread(visit.url), SOONEST), max_age)


def is_source(visit: Visit, role: Role) -> bool:
    """Whether every crawl asks for it: the front page, sitemaps, main feeds."""
    if visit.found_in == "seed" or not visit.hops.strip("R") or role == "sitemap":
        return True
    # The further pages of a feed are found in the feed, and visited when the page before has brought something new.
    return is_feed(visit, role) and is_main(visit.hops) and visit.found_in != "feed"


def is_feed(visit: Visit, role: Role) -> bool:
    """Whether it was announced as a feed, or has the address of one: old themes link theirs as they link pages."""
    return role == "feed" or (role == "page" and has_address_of_feed(visit.url))


def has_address_of_feed(url: str) -> bool:
    """Whether feeds have such addresses: ``/feed/``, ``/index.rdf``, ``?feed=rss2``."""
    return _FEED.search(url) is not None


def told_by_address(url: str) -> float | None:
    """The date in an address such as /2010/10/19/title.html: the earliest moment that it may mean."""
    found = _DATED.search(url.partition("?")[0], url.find("/", 8))
    if found is None:
        return None
    try:
        return datetime(int(found[1]), int(found[2] or 1), int(found[3] or 1), tzinfo=UTC).timestamp()
    except ValueError:
        return None


def _spread(url: str) -> float:
    """From a half up to one, the same for the same URL."""
    return 0.5 + int.from_bytes(blake2b(url.encode("utf-8", "replace"), digest_size=4).digest()) / 2**33
