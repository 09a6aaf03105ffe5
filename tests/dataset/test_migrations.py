"""A dataset that the first release wrote becomes one of today, with every row, as one that was made new."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from blogark.dataset.asking.search import search
from blogark.dataset.tables.schema import SCHEMA_VERSION
from blogark.dataset.writing.migrations import prepare
from blogark.dataset.writing.store import Store
from blogark.tests.dataset.made import capture, info, page, rows, values

VERSION_1 = Path(__file__).with_name("version1.sql")
"""The demo's dataset as schema version 1 had it, cut to three posts, with a revision and a problem more."""

TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%fts%' AND name NOT LIKE 'sqlite%'"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "dataset.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(VERSION_1.read_text())
    return path


@pytest.fixture
def new(old: Path) -> Path:
    migrate(old)
    return old


def migrate(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        prepare(db, path)


def fresh(path: Path) -> Path:
    migrate(path)
    return path


def contents(path: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of all tables but the dictionary, as columns and values."""
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        tables = [name for (name,) in db.execute(TABLES) if name != "columns"]
        return {name: [dict(row) for row in db.execute(f'SELECT * FROM "{name}"')] for name in tables}


def declared(path: Path) -> dict[str, set[str]]:
    """What each table is made of, line by line: columns, their types, checks and keys."""
    found = {}
    for name, sql in rows(path, "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT'"):
        # A column that is added and may not be NULL needs a value for the rows that are there.
        plain = re.sub(r"--[^\n]*| DEFAULT 0", "", sql).replace("\n", " ")
        body = plain[plain.index("(") + 1 : plain.rindex(")")]
        found[name] = {re.sub(r"[\s\"]+", "", part) for part in re.split(r",(?![^(]*\))", body)}
    return found


def test_the_old_dataset_is_one_of_version_1_and_has_rows(old: Path) -> None:
    assert values(old, "PRAGMA user_version") == [1]
    assert [name for name, found in contents(old).items() if not found] == []
    assert "post_parts" not in contents(old)


def test_every_row_and_value_is_kept(old: Path) -> None:
    before = contents(old)
    migrate(old)
    after = contents(old)
    for name, found in before.items():
        kept = [{column: row[column] for column in found[0]} for row in after[name]]
        assert kept == found, name


def test_it_is_made_as_a_new_dataset_is(new: Path, tmp_path: Path) -> None:
    made = fresh(tmp_path / "new.sqlite")
    assert values(new, "PRAGMA user_version") == [SCHEMA_VERSION]
    assert declared(new) == declared(made)
    others = "SELECT type, name, sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL ORDER BY 1, 2"
    assert rows(new, others) == rows(made, others)
    every = "SELECT table_name, column_name, type, meaning FROM columns ORDER BY 1, 2"
    assert rows(new, every) == rows(made, every)


def test_it_is_whole(new: Path) -> None:
    assert values(new, "PRAGMA integrity_check") == ["ok"]
    assert rows(new, "PRAGMA foreign_key_check") == []
    for name in values(new, "SELECT name FROM sqlite_schema WHERE type = 'view'"):
        rows(new, f"SELECT * FROM {name}")


def test_what_the_steps_fill_in_is_told_by_the_old_rows(new: Path) -> None:
    assert (
        rows(new, "SELECT p.last_seen_at = c.captured_at FROM posts p JOIN captures c ON c.id = p.capture_id")
        == [(1,)] * 3
    )
    assert values(new, "SELECT gone_at FROM posts") == [None] * 3
    assert values(new, "SELECT count(*) FROM links WHERE host IS NULL") == [0]
    assert set(values(new, "SELECT host FROM post_references WHERE url IS NOT NULL")) == {"coastmuseum.example"}
    [(added, removed)] = rows(new, "SELECT words_added, words_removed FROM post_revisions")
    assert added > 100
    assert 0 < removed <= 5


def test_it_is_searched(new: Path) -> None:
    assert {hit.title for hit in search(new, "spider")} == {"The first rotten plank"}


def test_it_is_written_to_and_read_from_by_the_code_of_today(new: Path) -> None:
    with Store(new) as store:
        store.begin_crawl(info(2))
        store.save(capture(200, crawl_id=2), page())
    assert values(new, "SELECT count(*) FROM posts") == [4]
    assert rows(new, "PRAGMA foreign_key_check") == []
