"""The tables are those of the contract, they explain themselves, and an older dataset becomes a newer one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from blogark.archive.errors import ArchiveError, UsageError
from blogark.dataset.tables.schema import SCHEMA_VERSION, TABLES
from blogark.dataset.tables.views import VIEWS
from blogark.dataset.writing.migrations import Migration, prepare
from blogark.dataset.writing.store import Store
from blogark.tests.dataset.made import capture, info, page, rows, saved, values

CONTRACT = {
    "blogs": "id url title description platform platform_version language timezone feed_url",
    "crawls": "id blog_id started_at finished_at status exit_code software config requests new_captures revisits "
    "failures bytes",
    "captures": "id crawl_id url captured_at status media_type record_type payload_digest record_id warc_file "
    "warc_offset warc_length truncated via source",
    "authors": "id blog_id name url",
    "posts": "id blog_id url kind native_id title author_id byline published published_utc published_raw updated "
    "excerpt body_html body_text word_count language lead_image_url comments_claimed references_claimed previous_url "
    "next_url platform parser_version field_sources content_digest capture_id",
    "terms": "id blog_id kind name slug url",
    "post_terms": "post_id term_id position",
    "comments": "id post_id parent_id depth position native_id url author_name author_url author_kind published "
    "published_utc published_raw body_html body_text capture_id",
    "post_references": "id post_id position kind native_id title url site_name excerpt published published_utc "
    "published_raw capture_id",
    "links": "id post_id comment_id position url text rel scope",
    "media": "id post_id position kind url alt caption width height capture_id",
    "post_revisions": "id post_id capture_id seen_at content_digest title body_text",
    "problems": "id capture_id url stage field message",
    "posts_fts": "title byline body_text",
    "comments_fts": "author_name body_text",
}


@pytest.fixture
def dataset(tmp_path):
    return saved(tmp_path / "dataset.sqlite", (capture(1), page()))


@pytest.mark.parametrize("table", CONTRACT)
def test_a_table_has_the_columns_of_the_contract(dataset, table):
    assert set(CONTRACT[table].split()) <= set(values(dataset, "SELECT name FROM pragma_table_info(?)", table))


def test_the_views_of_the_contract_answer(dataset):
    for view in ("post_overview", "comment_thread", "coverage"):
        rows(dataset, f"SELECT * FROM {view}")


def test_all_tables_are_strict(dataset):
    loose = "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict"
    assert {"sqlite_schema", "sqlite_stat1", "sqlite_stat4"} >= set(values(dataset, loose))


def test_the_file_says_that_it_is_a_dataset_and_of_which_version(dataset):
    assert [(SCHEMA_VERSION,)] == rows(dataset, "PRAGMA user_version")
    assert dataset.read_bytes()[68:72] == b"BLOG"


def test_every_column_of_every_table_is_in_the_dictionary(dataset):
    there = {
        (table, column, kind)
        for declared in TABLES
        for table, column, kind in rows(dataset, "SELECT ?1, name, type FROM pragma_table_info(?1)", declared.name)
    }
    told = set(rows(dataset, "SELECT table_name, column_name, type FROM columns WHERE type IS NOT NULL"))
    assert there == told


def test_every_column_of_every_view_and_full_text_table_is_in_the_dictionary(dataset):
    names = [view.name for view in VIEWS] + ["posts_fts", "comments_fts"]
    there = {(name, row[0]) for name in names for row in rows(dataset, "SELECT name FROM pragma_table_info(?)", name)}
    assert there == set(rows(dataset, "SELECT table_name, column_name FROM columns WHERE type IS NULL"))


def test_a_column_may_be_null_only_if_the_dictionary_says_what_that_means(dataset):
    for declared in TABLES:
        for name, required, key in rows(dataset, 'SELECT name, "notnull", pk FROM pragma_table_info(?)', declared.name):
            meaning = values(
                dataset,
                "SELECT null_meaning FROM columns WHERE table_name = ? AND column_name = ?",
                declared.name,
                name,
            )
            assert [(meaning[0] is None)] == [bool(required or key)], f"{declared.name}.{name}"


def test_the_schema_explains_itself_to_whoever_opens_the_file(dataset):
    sql = str(values(dataset, "SELECT sql FROM sqlite_schema WHERE name = 'posts'")[0])
    assert "The OLDER post." in sql


def test_foreign_keys_hold(dataset):
    assert [] == rows(dataset, "PRAGMA foreign_key_check")
    with Store(dataset) as store, pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        store.db.execute("INSERT INTO post_terms (post_id, term_id, position) VALUES (99, 99, 1)")


def test_a_dataset_of_a_newer_schema_is_refused_with_both_versions_and_what_to_do(dataset):
    with closing(sqlite3.connect(dataset)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 8}")
    before = dataset.read_bytes()
    with pytest.raises(UsageError) as error:
        Store(dataset)
    assert str(error.value).startswith(
        f"{dataset}: the dataset has schema version {SCHEMA_VERSION + 8}, this blogark knows up to {SCHEMA_VERSION}; "
    )
    assert "blogark extract" in str(error.value)
    assert before == dataset.read_bytes()


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path):
    path = tmp_path / "dataset.sqlite"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(ArchiveError, match="cannot be read as a dataset"):
        Store(path)
    assert path.read_text().startswith("Dear diary")


def test_a_database_of_another_program_is_refused_and_kept(tmp_path):
    path = tmp_path / "dataset.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(ArchiveError, match="no dataset of blogark"):
        Store(path)
    assert ["recipes"] == values(path, "SELECT name FROM sqlite_schema")


def test_a_folder_in_the_place_of_the_dataset_is_one_sentence(tmp_path):
    with pytest.raises(ArchiveError, match="cannot be read as a dataset"):
        Store(tmp_path)


STEPS = (
    Migration(
        version=SCHEMA_VERSION + 1,
        what="names",
        apply=lambda db: db.execute("ALTER TABLE authors ADD COLUMN nick TEXT"),
    ),
    Migration(
        version=SCHEMA_VERSION + 2,
        what="nicks",
        apply=lambda db: db.execute("UPDATE authors SET nick = lower(name)"),
    ),
)


def migrated(path, steps=STEPS, version=SCHEMA_VERSION + 2):
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        prepare(db, path, migrations=steps, version=version)


def test_an_older_dataset_is_brought_up_step_by_step_and_keeps_its_rows(tmp_path):
    path = tmp_path / "dataset.sqlite"
    with Store(path) as store:
        store.begin_crawl(info())
        store.db.execute("INSERT INTO authors (id, blog_id, name) VALUES (1, 1, 'Liz')")

    migrated(path)

    assert [(1, "Liz", "liz")] == rows(path, "SELECT id, name, nick FROM authors")
    assert [(SCHEMA_VERSION + 2,)] == rows(path, "PRAGMA user_version")


def test_migrating_twice_is_migrating_once(dataset):
    migrated(dataset)
    before = dataset.read_bytes()
    migrated(dataset)
    assert before == dataset.read_bytes()


def test_a_step_that_fails_leaves_the_dataset_as_it_was(dataset):
    def fail(db):
        raise sqlite3.IntegrityError("no")

    before = rows(dataset, "SELECT name, sql FROM sqlite_schema ORDER BY name")
    with pytest.raises(ArchiveError):
        migrated(dataset, (STEPS[0], Migration(version=SCHEMA_VERSION + 2, what="fails", apply=fail)))
    assert before == rows(dataset, "SELECT name, sql FROM sqlite_schema ORDER BY name")
    assert [(SCHEMA_VERSION,)] == rows(dataset, "PRAGMA user_version")


OLD = """
INSERT INTO blogs (id, url, field_sources) VALUES (1, 'http://blog.example/', '{}');
INSERT INTO crawls VALUES (1, 1, '2026-01-01T00:00:00Z', NULL, 'complete', 0, NULL, NULL, 1, 1, 0, 0, 900);
INSERT INTO captures (id, crawl_id, url, captured_at, status, record_type, record_id, warc_file, warc_offset,
  warc_length, source, page_kind, url_key, location) VALUES
  (1, 1, 'http://blog.example/a', '2026-01-01T00:00:00Z', 200, 'response', 'urn:uuid:1', 'a.warc.gz', 0, 900, 'live',
   'post', 'blog.example/a', NULL),
  (2, 1, 'http://blog.example/?p=1', '2026-01-01T00:00:00Z', 301, 'response', 'urn:uuid:2', 'a.warc.gz', 900, 900,
   'live', NULL, 'blog.example?p=1', 'http://www.blog.example/a/');
INSERT INTO posts (id, blog_id, url, kind, field_sources, capture_id) VALUES
  (1, 1, 'http://blog.example/a', 'post', '{}', 1);
INSERT INTO comments (id, post_id, depth, position, author_name, body_text, capture_id, thread_path, source) VALUES
  (1, 1, 0, 1, 'Ann', 'viagra casino', 1, '00001', 'dom');
INSERT INTO post_references (id, post_id, position, kind, url, capture_id) VALUES
  (1, 1, 1, 'trackback', 'http://www.other.example/x', 1);
INSERT INTO links (id, post_id, position, url, scope) VALUES
  (1, 1, 1, 'http://www.other.example/y', 'external'), (2, 1, 2, 'http://www.blog.example/?p=1', 'internal');
INSERT INTO post_revisions (id, post_id, capture_id, seen_at, body_text, previous_body_text) VALUES
  (1, 1, 1, '2026-01-01T00:00:00Z', 'one two four', 'one two three three');
"""


@pytest.fixture
def older(tmp_path):
    """A dataset of version 4 with a row of each kind that a later version adds to, brought up by the next run."""
    path = tmp_path / "older.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((Path(__file__).parent / "schema_4.sql").read_text("utf-8") + OLD)
    with Store(path):
        pass
    return path


def shape_of(path):
    """The columns of each table, in any order, and all indexes."""
    columns = "SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list t JOIN pragma_table_info(t.name) c"
    return (
        sorted(rows(path, f"{columns} WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'")),
        sorted(rows(path, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")),
    )


def test_a_dataset_of_version_4_becomes_what_a_new_one_is(older, dataset):
    assert shape_of(dataset) == shape_of(older)


def test_a_dataset_of_version_4_gets_hosts_keys_words_and_labels(older):
    assert [("other.example", None), ("blog.example", "blog.example?p=1")] == rows(
        older, "SELECT host, url_key FROM links"
    )
    assert ["other.example"] == values(older, "SELECT host FROM post_references")
    assert [None, "blog.example/a"] == values(older, "SELECT location_key FROM captures ORDER BY id")
    assert [(1, 2)] == rows(older, "SELECT words_added, words_removed FROM post_revisions")
    assert [(1, 0.7, "words: casino, viagra")] == rows(
        older, "SELECT comment_id, spam, spam_reasons FROM comment_labels"
    )
    assert ["Ann"] == values(older, "SELECT name FROM commenters")
