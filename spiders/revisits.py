"""What a re-crawl learns from each answer: whether the page has changed, when to come again, who else has changed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..archive.errors import BlogarkError
from ..archive.journal.mentions import Mentions
from ..archive.journal.queue import Looked, Visit
from ..archive.warc.scan import CaptureReader
from .guesses import is_nothing
from .links.discover import unpacked
from .links.entries import entries_of, moment
from .pace.changes import has_changed, lines_of
from .schedule import GONE, due, is_feed
from .work import INFERRED, Work, role_of_visit

if TYPE_CHECKING:
    from ..archive.capture import Capture
    from .wire.handler import ArchivedResponse

LONGEST_COMPARED = 8 * 2**20
"""Bytes of a record: no page is longer. That a film has changed is told by its digest alone."""
HOUR = 3_600.0
"""A ``Last-Modified`` that is younger is the time of the answer: many engines send that."""
_PAGE = re.compile("(?:page|paged|start|start-index|offset|skip|updated-max|max-results|per_page)=", re.IGNORECASE)


class Revisits:
    """Looks at answers on behalf of the visits to come."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._recorder = work.recorder
        self._mentions = Mentions(work.recorder.journal, work.recorder.crawl.id)
        self._stored = CaptureReader(work.recorder.folder.warcs)
        self.has_past = work.queue.has_past()
        self._around: frozenset[int] = frozenset()
        """Lines of the front page, now and when it was last archived."""

    def close(self) -> None:
        self._stored.close()

    def look(self, visit: Visit, response: ArchivedResponse, capture: Capture) -> Looked:
        """What an answer says of the page itself; `capture` is the answer's, already recorded."""
        now = self._work.queue.clock()
        changed, anew = visit.past.changed, False
        if response.status == 200:
            old = self._old(visit, capture)
            if not visit.hops.strip("R"):
                self._around = lines_of(response.content) | (frozenset() if old is None else lines_of(old))
            if visit.copy is None:
                told = moment((response.headers.get(b"Last-Modified") or b"").decode("latin-1"))
                if told is not None and told < now - HOUR:
                    changed = max(told, changed or 0.0)
            elif old is not None and has_changed(old, response.content, around=self._around):
                changed, anew = now, True
        elif response.status >= 500 or response.status == 429:
            return self.missed(visit)
        role = role_of_visit(visit)
        is_view = role != "requisite" and self._work.budgets.doubt(visit.url, role) > 0
        at = due(visit, now=now, changed=changed, max_age=self._work.config.max_age, is_view=is_view)
        if visit.hops.endswith(INFERRED) and visit.copy is None and is_nothing(response.status, response.content):
            # Nobody said that it is there.
            at = max(at, now + self._work.config.max_age)
        if response.status in (404, 410) and visit.copy is not None:
            # What was there may come back; and a server that has lost a folder is set right within days.
            at = min(at, now + GONE)
        return Looked(due=at, changed=changed, has_changed=anew)

    def missed(self, visit: Visit) -> Looked:
        """Of a visit without an answer: the next crawl tries again, but not for pictures, whose hosts may be gone."""
        now = self._work.queue.clock()
        pictures = role_of_visit(visit) == "requisite"
        at = due(visit, now=now, changed=None, max_age=self._work.config.max_age) if pictures else 0.0
        return Looked(due=at, changed=visit.past.changed)

    def _old(self, visit: Visit, capture: Capture) -> bytes | None:
        """The body of the copy that is archived, if this capture brought another."""
        journal = self._recorder.journal
        before = None if visit.copy is None else journal.payload_of(visit.copy.capture_id)
        if before is None or before.payload_digest == capture.payload_digest:
            return None
        if before.warc_length > LONGEST_COMPARED:
            return b""
        with contextlib.suppress(BlogarkError):
            return self._stored.read(before).body
        return b""

    def hear(self, visit: Visit, content: bytes) -> int:
        """Call the pages of which this document tells something new; returns how many come."""
        kind = _kind_of(visit)
        if kind is None:
            return 0
        queue, at_home = self._work.queue, self._work.scope.at_home
        called = 0
        for one in self._mentions.hear(visit.url, entries_of(unpacked(content), visit.url), kind=kind):
            url = at_home(one.url)
            if one.at is not None:
                queue.told_changed(url, one.at)
            called += self.has_past and queue.call(url, doubted=True, newest=one.newest)
        if kind == "sitemap" and self.has_past:
            called += sum(queue.call(at_home(url), doubted=True) for url in self._mentions.dropped(visit.url))
        return called

    def call(self, urls: Iterable[str]) -> None:
        """Visit in this crawl what hangs on a page that has changed."""
        if self.has_past:
            for url in urls:
                self._work.queue.call(self._work.scope.at_home(url))


def _kind_of(visit: Visit) -> str | None:
    """Documents that say the same of an entry; None for what tells of itself only.

    A feed is known by its address without what tells its pages apart.
    """
    role = role_of_visit(visit)
    if role == "sitemap":
        return "sitemap"
    if is_feed(visit, role):
        path, _, query = visit.url.partition("?")
        return f"{path}?{'&'.join(part for part in query.split('&') if not _PAGE.match(part))}"
    return "list" if role == "listing" or not visit.hops.strip("R") else None
