"""A dataset as text, to be compared with another."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from .schema import TABLES
from .version import version_of


def dump(path: Path) -> Iterator[str]:
    """Every row of every table as a line of text, in a fixed order: two datasets are equal if their dumps are."""
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        yield f"version {version_of(db)}"
        for table in sorted(TABLES, key=lambda one: one.name):
            keys = ", ".join(column.name for column in table.columns if column.key)
            for row in db.execute(f"SELECT * FROM {table.name} ORDER BY {keys}"):
                yield f"{table.name} {json.dumps(row, ensure_ascii=False)}"
    finally:
        db.close()
