"""When a post's content was seen changed by the blog, and not merely told by another source."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass

from ..rows import SqlValue, insert, next_id, update
from .merge import Facts, Sighting, winner


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a revision is about."""

    title: str | None
    body_text: str | None
    digest: str | None


def note_revision(
    db: sqlite3.Connection,
    post_id: int,
    sighting: Sighting,
    *,
    before: Facts,
    facts: Facts,
    is_late: bool,
    old: Content,
    new: Content,
) -> None:
    """Add a revision if this sighting shows the content changed; `is_late`: it shows a part that was missing.

    Within the crawl that first saw a post, only its own page can show a change: what differs otherwise is a fuller
    telling (the page after its feed entry). In later crawls a change is one row, though feed and page both tell of it,
    or several parts do.
    """
    if old.digest == new.digest:
        return
    by_page = sighting.post.part is None and any(
        _changed_by_page(before, facts, field)
        for field, changed in (("title", old.title != new.title), ("body", old.body_text != new.body_text))
        if changed
    )
    if not by_page and not _known_since_earlier(before, sighting.epoch):
        return
    if not by_page and not any(_told_before(before, facts, field) for field in ("title", "body")):
        return
    last = db.execute(
        "SELECT revisions.id, captures.page_kind, previous_digest, previous_body_text FROM post_revisions AS revisions "
        "JOIN captures ON captures.id = revisions.capture_id "
        "WHERE revisions.post_id = ? AND captures.crawl_id = (SELECT crawl_id FROM captures WHERE id = ?) "
        "ORDER BY revisions.id DESC LIMIT 1",
        (post_id, sighting.capture_id),
    ).fetchone()
    row: dict[str, SqlValue] = {
        "capture_id": sighting.capture_id,
        "seen_at": db.execute("SELECT captured_at FROM captures WHERE id = ?", (sighting.capture_id,)).fetchone()[0],
        "content_digest": new.digest,
        "title": new.title,
        "body_text": new.body_text,
    }
    if last is not None and (last[1] == "feed" or not by_page):
        if last[2] == new.digest:
            db.execute("DELETE FROM post_revisions WHERE id = ?", (last[0],))
        else:
            update(db, "post_revisions", last[0], row | words_changed(last[3], new.body_text))
        return
    if is_late:
        return
    row |= {
        "id": next_id(db, "post_revisions"),
        "post_id": post_id,
        "previous_title": old.title,
        "previous_body_text": old.body_text,
        "previous_digest": old.digest,
        **words_changed(old.body_text, new.body_text),
    }
    insert(db, "post_revisions", tuple(row), [tuple(row.values())])


def words_changed(before: str | None, now: str | None) -> dict[str, SqlValue]:
    """How many words of a text came and went, as columns of `post_revisions`."""
    return {"words_added": words_more(now, before), "words_removed": words_more(before, now)}


def words_more(text: str | None, other: str | None) -> int:
    """How many words of a text the other has not, or not as often; their order does not matter."""
    return sum((Counter((text or "").split()) - Counter((other or "").split())).values())


def _changed_by_page(before: Facts, facts: Facts, field: str) -> bool:
    """Whether the source that is believed now is the post's own page, and had told the field before."""
    now = winner(facts, field)
    return now is not None and now[0] != "feed" and "/" not in now[0] and now[0] in before.get(field, {})


def _told_before(before: Facts, facts: Facts, field: str) -> bool:
    now = winner(facts, field)
    return now is not None and "/" not in now[0] and now[0] in before.get(field, {})


def _known_since_earlier(before: Facts, epoch: int) -> bool:
    return any(fact.epoch < epoch or fact.before is not None for told in before.values() for fact in told.values())
