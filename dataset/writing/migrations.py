"""Makes `dataset.sqlite` what the schema says: a new file at once, an older one step by step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...archive.errors import ArchiveError
from ..keys import host_of, url_key
from ..tables.fulltext import full_text_sql
from ..tables.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES, Column, Table, table
from ..tables.sqlite_tools import Database
from ..tables.version import newer, unreadable, version_of
from ..tables.views import VIEWS
from .revisions import words_more


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One step that brings a dataset to ``version``; it runs in a transaction and must keep every row."""

    version: int
    what: str
    apply: Callable[[Database], None]


def _add_parts(db: Database) -> None:
    create_table(db, table("post_parts"))


def _add_presence(db: Database) -> None:
    create_table(db, table("left_out"))
    for name, column in (("captures", "location"), ("posts", "last_seen_at"), ("posts", "gone_at")):
        db.execute(f"ALTER TABLE {name} ADD COLUMN {column} TEXT")
    db.execute(
        "UPDATE posts SET last_seen_at = (SELECT captured_at FROM captures WHERE captures.id = posts.capture_id) "
        "WHERE body_text IS NOT NULL OR title IS NOT NULL"
    )


def _add_layout_rules(db: Database) -> None:
    create_table(db, table("layout_rules"))


def _add_labels(db: Database) -> None:
    """Comments and references get their labels when the dataset is next written to."""
    db.conn.create_function("host_key", 1, host_of, deterministic=True)
    db.conn.create_function("url_key", 1, url_key, deterministic=True)
    db.conn.create_function("words_more", 2, words_more, deterministic=True)
    for name, column in (
        ("captures", "location_key"), ("links", "host"), ("links", "url_key"), ("post_references", "host"),
    ):  # fmt: skip
        db.execute(f"ALTER TABLE {name} ADD COLUMN {column} TEXT")
    for column in ("words_added", "words_removed"):
        db.execute(f"ALTER TABLE post_revisions ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE captures SET location_key = url_key(location) WHERE location IS NOT NULL")
    db.execute("UPDATE links SET host = host_key(url), url_key = iif(scope = 'internal', url_key(url), NULL)")
    db.execute("UPDATE post_references SET host = host_key(url) WHERE url IS NOT NULL")
    db.execute(
        "UPDATE post_revisions SET words_added = words_more(body_text, previous_body_text), "
        "words_removed = words_more(previous_body_text, body_text)"
    )
    for name in ("comment_labels", "reference_labels", "commenters", "stale"):
        create_table(db, table(name))
    db.execute("DROP INDEX posts_by_kind_published")
    for name in ("posts", "comments", "links", "post_references"):
        _create_indexes(db, table(name), new_only=True)


def _add_redactions(db: Database) -> None:
    for name in ("redactions", "redacted_captures", "redacted_keys", "redacted_posts"):
        create_table(db, table(name))
    db.execute("ALTER TABLE captures ADD COLUMN withheld TEXT")
    for name in ("posts", "comments", "post_references"):
        db.execute(f'ALTER TABLE {name} ADD COLUMN redacted INTEGER REFERENCES "redactions" ("id")')


def _add_published_source(db: Database) -> None:
    db.execute("ALTER TABLE comments ADD COLUMN published_source TEXT")


def _add_answered_by(db: Database) -> None:
    db.execute("ALTER TABLE problems ADD COLUMN answered_by TEXT")
    _create_indexes(db, table("problems"), new_only=True)


def _add_comment_order(db: Database) -> None:
    """Comments keep the order that they have until their post's page is seen again."""
    db.execute('ALTER TABLE posts ADD COLUMN comments_capture_id INTEGER REFERENCES "captures" ("id")')
    db.execute("ALTER TABLE comments ADD COLUMN on_page INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE comments ADD COLUMN place TEXT")
    db.execute("UPDATE comments SET on_page = 1")


def _widen_index(db: Database) -> None:
    """`reference_summary` is counted from the index alone."""
    db.execute("DROP INDEX post_references_by_post_id_position")
    _create_indexes(db, table("post_references"), new_only=True)


MIGRATIONS: tuple[Migration, ...] = (
    Migration(version=2, what="posts that stand on several pages", apply=_add_parts),
    Migration(version=3, what="posts that are gone, and what was left out", apply=_add_presence),
    Migration(version=4, what="what was learned of the blog's layout", apply=_add_layout_rules),
    Migration(version=5, what="labels, commenters, hosts of links", apply=_add_labels),
    Migration(version=5, what="what was redacted", apply=_add_redactions),
    Migration(version=5, what="which dates of comments were counted back", apply=_add_published_source),
    Migration(version=5, what="what answers a problem", apply=_add_answered_by),
    Migration(version=6, what="where comments stand", apply=_add_comment_order),
    Migration(version=6, what="an index that holds all that is counted of references", apply=_widen_index),
)
"""Steps from version 1 on, in order. Views and the dictionary need no step: they are made anew after the last."""


def prepare(
    connection: sqlite3.Connection,
    path: Path,
    *,
    migrations: tuple[Migration, ...] = MIGRATIONS,
    version: int = SCHEMA_VERSION,
) -> None:
    """Bring the database to `version`, all in one transaction, and turn its foreign keys on.

    Raises `UsageError` for a dataset of a newer schema, `ArchiveError` for a file that is no dataset.
    """
    db = Database(connection, recursive_triggers=False, execute_plugins=False)
    try:
        found = version_of(connection)
        if found > version:
            raise newer(path, found, version)
        if found == 0 and db.table_names():
            raise ArchiveError(path, "is an SQLite file, but no dataset of blogark; move it away and run again")
        connection.execute("PRAGMA foreign_keys = ON")
        if found == version:
            return
        with db.atomic():
            if found == 0:
                create(db)
            for step in migrations:
                if 0 < found < step.version <= version:
                    step.apply(db)
            _describe(db)
            connection.execute(f"PRAGMA user_version = {version}")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    except sqlite3.DatabaseError as error:
        raise unreadable(path, error) from error


def create(db: Database) -> None:
    """All tables, their indexes, full-text tables and triggers, in an empty database."""
    for declared in TABLES:
        create_table(db, declared)


def create_table(db: Database, declared: Table) -> None:
    """One table with what belongs to it."""
    db.execute(table_sql(declared))
    _create_indexes(db, declared)
    if declared.full_text:
        for statement in full_text_sql(declared):
            db.execute(statement)


def _create_indexes(db: Database, declared: Table, *, new_only: bool = False) -> None:
    there = {index.name for index in db.table(declared.name).indexes} if new_only else set()
    for index in declared.indexes:
        name = f"{declared.name}_by_{'_'.join(index.columns)}"
        if name in there:
            continue
        if index.where:
            # sqlite-utils writes no partial index.
            columns = ", ".join(f'"{column}"' for column in index.columns)
            db.execute(f'CREATE INDEX "{name}" ON "{declared.name}" ({columns}) WHERE {index.where}')
        else:
            db.table(declared.name).create_index(index.columns, index_name=name, unique=index.unique)


def table_sql(declared: Table) -> str:
    """The CREATE TABLE statement.

    Written here and not by sqlite-utils, which has no public way to CHECK and UNIQUE, nor to the comments that
    `.schema` shows everybody who opens the file: the statement is kept word by word inside the database.
    """
    keys = [column.name for column in declared.columns if column.key]
    lines = [(_column_sql(column, alone=len(keys) == 1), column.meaning) for column in declared.columns]
    if len(keys) > 1:
        lines.append((f"PRIMARY KEY ({', '.join(_quoted(keys))})", ""))
    lines += [(f"UNIQUE ({', '.join(_quoted(columns))})", "") for columns in declared.unique]
    body = "\n".join(
        f"  {definition}{',' if number < len(lines) else ''}{f'  -- {comment}' if comment else ''}"
        for number, (definition, comment) in enumerate(lines, start=1)
    )
    return f'CREATE TABLE "{declared.name}" (  -- {declared.meaning}\n{body}\n) STRICT'


_COLUMNS = {f"{declared.name}.{column.name}": column for declared in TABLES for column in declared.columns}


def dictionary() -> Iterator[dict[str, str | None]]:
    """The rows of the table `columns`."""
    for declared in TABLES:
        for column in declared.columns:
            yield _entry(declared.name, column.name, column.type, _meaning(column), column.source, column.null)
        for name in declared.full_text:
            meaning = f"Full text of `{declared.name}.{name}`; rowid is `{declared.name}.id`."
            yield _entry(f"{declared.name}_fts", name, None, meaning, "store", f"as `{declared.name}.{name}`")
    for view in VIEWS:
        for name, meaning in view.columns:
            same = _COLUMNS.get(meaning)
            if same:
                yield _entry(view.name, name, None, _meaning(same), same.source, same.null)
            else:
                yield _entry(view.name, name, None, meaning, "view", "as said" if "NULL" in meaning else None)


def _describe(db: Database) -> None:
    """Views and dictionary as this version has them."""
    for view in VIEWS:
        db.create_view(view.name, view.sql.strip(), replace=True)
    db.table("columns").delete_where()
    db.table("columns").insert_all(dictionary())


def _entry(
    table: str, column: str, kind: str | None, meaning: str, source: str, null: str | None
) -> dict[str, str | None]:
    return {
        "table_name": table,
        "column_name": column,
        "type": kind,
        "meaning": meaning,
        "source": source,
        "null_meaning": null,
    }


def _meaning(column: Column) -> str:
    parts = [column.meaning]
    if column.values:
        parts.append(f"One of: {', '.join(column.values)}.")
    if column.references:
        parts.append(f"→ `{column.references}.id`.")
    return " ".join(parts)


def _column_sql(column: Column, *, alone: bool) -> str:
    parts = [f'"{column.name}"', column.type]
    if column.key and alone:
        parts.append("PRIMARY KEY")
    if column.null is None and column.name != "id":
        parts.append("NOT NULL")
    if column.references:
        parts.append(f'REFERENCES "{column.references}" ("id")')
    if column.values:
        values = ", ".join(f"'{value}'" for value in column.values)
        parts.append(f'CHECK ("{column.name}" IN ({values}))')
    return " ".join(parts)


def _quoted(names: list[str] | tuple[str, ...]) -> list[str]:
    return [f'"{name}"' for name in names]
