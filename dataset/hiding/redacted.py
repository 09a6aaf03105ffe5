"""What the dataset tells of its redactions: which there are, and which captures hold what they hide."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from ...archive.warc.redactions import Redaction, Redactions
from ..rows import SqlValue, insert

STATE = "redactions"
"""The row of `state` that says how many lines of ``redactions.jsonl`` the rows obey."""
_COLUMNS = (
    "id", "kind", "post_url", "native_id", "made_at", "reason", "authority", "software",
    "lifted_at", "lifted_reason", "lifted_authority",
)  # fmt: skip


def obeys(db: sqlite3.Connection, redactions: Redactions) -> bool:
    """Whether the rows were written under these redactions."""
    found = db.execute("SELECT value FROM state WHERE name = ?", (STATE,)).fetchone()
    return (found[0] if found else 0) == redactions.lines


def is_obedient(dataset: Path, redactions: Redactions) -> bool:
    """As `obeys`, of a file, which need not be there; what is no dataset is left to others to complain of."""
    if not dataset.is_file():
        return True
    with closing(sqlite3.connect(f"{dataset.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
        try:
            return obeys(db, redactions)
        except sqlite3.DatabaseError:
            return True


def obey(db: sqlite3.Connection, redactions: Redactions) -> None:
    """Tell of the redactions in an empty dataset, whose rows will obey them."""
    insert(db, "redactions", _COLUMNS, [_row(one) for one in redactions.entries])
    insert(db, "state", ("name", "value"), [(STATE, redactions.lines)])


def tell(db: sqlite3.Connection, one: Redaction) -> bool:
    """Tell of a redaction that a record tells of; False if another has its number."""
    found = db.execute("SELECT made_at FROM redactions WHERE id = ?", (one.id,)).fetchone()
    if found is None:
        insert(db, "redactions", _COLUMNS, [_row(one)])
    return found is None or found[0] == one.made_at


def _row(one: Redaction) -> tuple[SqlValue, ...]:
    lifted = (one.lifted.made_at, one.lifted.reason, one.lifted.authority) if one.lifted else (None, None, None)
    told = (one.id, one.kind, one.post_url, one.native_id, one.made_at, one.reason, one.authority, one.software)
    return *told, *lifted


def note_redacted(db: sqlite3.Connection, capture_id: int, redactions: Iterable[int]) -> None:
    """Note that a capture holds what these redactions hide."""
    db.executemany(
        "INSERT OR IGNORE INTO redacted_captures (capture_id, redaction_id) VALUES (?, ?)",
        [(capture_id, one) for one in redactions],
    )
