"""What an open dataset hides of what is saved into it: the redactor, and what the rows tell it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ...archive.capture import Capture
from ...archive.errors import ArchiveError
from ...archive.warc.redactions import REDACTIONS, Redactions
from ...archive.warc.withheld import Told
from ...parsers.model import Page
from ..hiding.redacted import obey, obeys, tell
from ..hiding.redacting import Redactor, mark_of
from .pages import led_here


class Hiding:
    """Belongs to one connection; who writes with it is in a transaction."""

    def __init__(self, db: sqlite3.Connection, redactions: Redactions) -> None:
        self._db = db
        self._redactions = redactions
        self._redactor = Redactor(redactions)
        db.create_function("redacted_as", 1, self._mark, deterministic=True)
        self.learn()

    def begins_with(self, path: Path, applied: int) -> bool:
        """Whether the dataset, which is empty, has to be told of the redactions.

        Raises `ArchiveError` for rows that were written under others.
        """
        if obeys(self._db, self._redactions):
            return False
        if applied:
            raise ArchiveError(path, f"shows what {REDACTIONS} hides; run `blogark extract`")
        return True

    def begin(self) -> None:
        """Tell an empty dataset of the redactions."""
        obey(self._db, self._redactions)

    def clear(
        self, capture: Capture, page: Page | None, referred: Capture | None = None
    ) -> tuple[Page | None, frozenset[int]]:
        """The page without what is redacted, and which redactions the record holds something of."""
        held = self._redactor.of_record(capture.withheld or capture.record_id)
        if referred is not None:
            held |= self._redactor.of_record(referred.withheld or referred.record_id)
        if page is None or not self._redactor:
            return page, held
        cleared = self._redactor.clear(page, led_here(self._db, capture) if self._redactor.hides_posts else ())
        return cleared.page, held | cleared.redactions

    def learn(self) -> None:
        """Know hidden posts under each address at which they were seen."""
        if self._redactor.hides_posts:
            query = "SELECT url_key, redacted FROM post_urls JOIN posts ON posts.id = post_id WHERE redacted NOTNULL"
            self._redactor.learn(self._db.execute(query))

    def hear(self, told: Told | None) -> frozenset[int] | None:
        """The redactions that a withheld record tells of; None if they are another archive's, with its own numbers."""
        redactions = told.redactions if told else ()
        ours = frozenset(one.id for one in redactions if tell(self._db, one))
        return ours if ours and len(ours) == len(redactions) else None

    def _mark(self, name: str | None) -> str | None:
        return None if name is None else mark_of(self._redactions, name)
