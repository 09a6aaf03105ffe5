"""What changed in posts between crawls, as unified diffs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import takewhile
from pathlib import Path

from ...archive.errors import UsageError
from ..keys import url_key
from ..opened import check_day, opened

MOST_LINES = 2000
"""Of more lines that differ nobody waits for the shortest way from one to the other."""
_CONTEXT = 3
_CHANGES = """
SELECT post_revisions.post_id, posts.url, seen_at, post_revisions.capture_id, words_added, words_removed,
  previous_title, previous_body_text, post_revisions.title, post_revisions.body_text, posts.redacted IS NOT NULL
FROM post_revisions JOIN posts ON posts.id = post_revisions.post_id
WHERE (:post IS NULL OR post_id = :post) AND (:since IS NULL OR seen_at >= :since)
ORDER BY seen_at, post_revisions.id
"""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A title or text that was seen changed."""

    post_id: int
    url: str
    seen_at: str
    """When the new content was captured, UTC."""
    capture_id: int
    """The capture that shows it."""
    words_added: int
    words_removed: int
    diff: str
    """Title, an empty line and text, before and after, as a unified diff; empty if the post is redacted."""


def changes(dataset: Path, *, post: str | None = None, since: str | None = None) -> list[Change]:
    """All changes, the oldest first: of one `post` (its number or an address), seen `since` a year, month or day.

    Raises `ArchiveError` if there is no dataset, `UsageError` if it has no such post or is of a newer schema.
    """
    if since is not None:
        check_day(since)
    with opened(dataset) as db:
        meant = None
        if post is not None:
            is_number = post.isascii() and post.isdigit() and len(post) < 19
            where = "posts WHERE id = ?" if is_number else "posts JOIN post_urls ON post_id = id WHERE url_key = ?"
            found = db.execute(f"SELECT id FROM {where}", (int(post) if is_number else url_key(post),)).fetchone()
            if found is None:
                raise UsageError(f"{post}: no post has this number or address; see `posts.id` and `posts.url`")
            meant = found[0]
        rows = db.execute(_CHANGES, {"post": meant, "since": since}).fetchall()
    return [
        Change(
            post_id=post_id,
            url=url,
            seen_at=seen_at,
            capture_id=capture_id,
            words_added=added,
            words_removed=removed,
            diff="" if is_redacted else _diff(_lines(old_title, old), _lines(title, new), url=url, seen_at=seen_at),
        )
        for post_id, url, seen_at, capture_id, added, removed, old_title, old, title, new, is_redacted in rows
    ]


def _lines(title: str | None, text: str | None) -> list[str]:
    return [title or "", "", *(text or "").split("\n")]


def _diff(old: Sequence[str], new: Sequence[str], *, url: str, seen_at: str) -> str:
    head = {"fromfile": f"{url} before", "tofile": f"{url} {seen_at}"}
    begin = _same(old, new)
    end = _same(old[begin:][::-1], new[begin:][::-1])
    went, came = old[begin : len(old) - end], new[begin : len(new) - end]
    if len(went) + len(came) > MOST_LINES:
        lines = [f"--- {head['fromfile']}", f"+++ {head['tofile']}"]
        lines.append(f"@@ -{_span(begin, went)} +{_span(begin, came)} @@")
        lines += [f"-{line}" for line in went] + [f"+{line}" for line in came]
    else:
        lines = list(unified_diff(old, new, **head, lineterm="", n=_CONTEXT))
    return "".join(f"{line}\n" for line in lines)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _span(begin: int, lines: Sequence[str]) -> str:
    """As in the head of a hunk: of no lines the one before is named."""
    return f"{begin + 1 if lines else begin},{len(lines)}"
