"""What a view of `dataset.sqlite` is declared as."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class View:
    """A view: its query, and the meaning of each column that it adds to the tables' own."""

    name: str
    meaning: str
    sql: str
    columns: tuple[tuple[str, str], ...]
