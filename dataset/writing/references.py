"""References of a post: recognised when seen again, and put in order."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterable
from typing import cast

from ...archive.capture import Capture
from ...parsers.model import Reference
from ..hiding.redacting import HiddenReference
from ..keys import host_of, safe_value
from ..rows import SqlValue, insert, match, update

_TOLD_OF_REFERENCE = (
    "position", "kind", "native_id", "title", "url", "site_name", "excerpt",
    "published", "published_utc", "published_raw",
)  # fmt: skip
_REFERENCE = (*_TOLD_OF_REFERENCE, "host", "redacted")


def save_references(
    db: sqlite3.Connection,
    post_id: int,
    capture: Capture,
    references: Iterable[Reference],
    *,
    own_page: bool,
    only_gaps: bool,
    fresh: bool,
) -> None:
    """Bring the references of one post up to date; one that this capture does not show stays, after the others.

    The order is that of the post's own page (`own_page`): a further page of comments shows some of them only.

    With `only_gaps` what is known stays as it is: an older capture tells it, or a feed, which cannot tell a
    trackback from a pingback and may be read before the page or after it.
    """
    seen = [_reference(reference) for reference in references]
    if not seen:
        return
    known: list[dict[str, SqlValue]] = []
    if not fresh:
        query = f"SELECT id, {', '.join(_REFERENCE)} FROM post_references WHERE post_id = ? ORDER BY position, id"
        known = [dict(zip(("id", *_REFERENCE), row, strict=True)) for row in db.execute(query, (post_id,))]
    shown: set[object] = set()
    new = []
    orders = own_page and not only_gaps
    position = 0 if orders else max((cast(int, row["position"]) for row in known), default=0)
    pairs = match(known, seen, native=_reference_native, key=_reference_key)
    left = [row for row in known if not any(row is found for _, found in pairs)]
    for reference, found in pairs:
        row = found or next((one for one in left if _is_told_apart(one, reference)), None)
        if row is not None and found is None:
            left.remove(row)
        if row is None or orders:
            position += 1
            reference["position"] = position
        else:
            reference["position"] = row["position"]
        if row is None:
            new.append((post_id, capture.id, *(reference[name] for name in _REFERENCE)))
            continue
        shown.add(row["id"])
        changed = {
            name: value
            for name, value in reference.items()
            if value is not None and value != row[name] and (row[name] is None or not only_gaps)
        }
        if changed.keys() - {"position"}:
            changed["capture_id"] = capture.id
        if changed:
            update(db, "post_references", cast(int, row["id"]), changed)
    for row in known if orders else ():
        if row["id"] not in shown:
            position += 1
            if row["position"] != position:
                update(db, "post_references", cast(int, row["id"]), {"position": position})
    insert(db, "post_references", ("post_id", "capture_id", *_REFERENCE), new)


def _reference(reference: Reference) -> dict[str, SqlValue]:
    told = {name: safe_value(getattr(reference, name)) for name in _TOLD_OF_REFERENCE}
    redacted = reference.redacted if isinstance(reference, HiddenReference) else None
    return {**told, "host": host_of(reference.url) if reference.url else None, "redacted": redacted}


def _is_told_apart(row: dict[str, SqlValue], reference: dict[str, SqlValue]) -> bool:
    """Whether one of two tells the number of a ping and the other its address: WordPress' feed and many a theme."""
    return (
        row["title"] is not None
        and row["title"] == reference["title"]
        and None in (row["native_id"], reference["native_id"])
        and None in (row["url"], reference["url"])
    )


def _reference_native(row: dict[str, SqlValue]) -> str | None:
    return cast("str | None", row["native_id"])


def _reference_key(row: dict[str, SqlValue]) -> Hashable:
    return tuple(row[name] for name in ("kind", "url", "title", "excerpt", "published_raw"))
