"""The data dictionary: `docs/dataset.md` below its mark is written from the schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..tables.schema import SCHEMA_VERSION, TABLES, Table
from ..tables.views import VIEWS
from ..writing.migrations import dictionary

MARK = "<!-- From here on written by `make docs` from dataset/tables/schema.py and dataset/tables/views.py. -->"


def document(text: str) -> str:
    """The text of `docs/dataset.md` with all below its mark written anew; what was written by hand above it stays."""
    by_hand, _, _ = text.partition(MARK)
    return f"{by_hand.rstrip()}\n\n{MARK}\n\n" + "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f"## Tables (schema version {SCHEMA_VERSION})"
    entries: dict[str, list[dict[str, str | None]]] = {}
    for entry in dictionary():
        entries.setdefault(str(entry["table_name"]), []).append(entry)
    for table in TABLES:
        yield from _section(table.name, table.meaning, entries[table.name], _notes(table))
    yield ""
    yield "## Full text"
    for table in TABLES:
        if table.full_text:
            name = f"{table.name}_fts"
            meaning = f"FTS5 over `{table.name}`; join on `{name}.rowid = {table.name}.id`."
            yield from _section(name, meaning, entries[name], "")
    yield ""
    yield "## Views"
    for view in VIEWS:
        yield from _section(view.name, view.meaning, entries[view.name], "")


def _section(name: str, meaning: str, entries: Sequence[dict[str, str | None]], notes: str) -> Iterator[str]:
    yield ""
    yield f"### {name}"
    yield ""
    yield meaning + notes
    yield ""
    yield "| column | type | meaning | source | NULL means |"
    yield "|---|---|---|---|---|"
    for entry in entries:
        cells = (f"`{entry['column_name']}`", entry["type"], entry["meaning"], entry["source"], entry["null_meaning"])
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _notes(table: Table) -> str:
    keys = [f"`{column.name}`" for column in table.columns if column.key]
    unique = [", ".join(f"`{name}`" for name in columns) for columns in table.unique]
    notes = f" Key: {', '.join(keys)}."
    return notes + (f" Unique: {'; '.join(unique)}." if unique else "")


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|")
