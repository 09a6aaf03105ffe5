"""The tables of `journal.sqlite`, and what brings a journal of an earlier version to this one."""

from __future__ import annotations

SCHEMA_VERSION = 5
MENTIONS = """
CREATE TABLE mentions (                     -- what feeds, sitemaps and lists said of a page; see mentions.py
    key INTEGER PRIMARY KEY,                -- hash of the source and of the entry's address
    source INTEGER NOT NULL,                -- hash of the source
    said INTEGER NOT NULL,                  -- hash of the entry
    crawl_id INTEGER NOT NULL,              -- the last crawl that met it
    url TEXT NOT NULL                       -- the page that it is about
) STRICT;
CREATE INDEX mentions_by_source ON mentions (source, crawl_id);
"""
ORIGINALS = """
CREATE INDEX captures_by_record ON captures (record_id) WHERE source = 'import';
CREATE INDEX captures_by_time ON captures (url, captured_at) WHERE source = 'import';
"""
SCHEMA = f"""
CREATE TABLE crawls (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    software TEXT NOT NULL,
    config TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'running',
    exit_code INTEGER,
    finished_at TEXT,
    settled INTEGER NOT NULL DEFAULT 0      -- 1 once dataset and index have followed
) STRICT;
CREATE TABLE warcs (
    name TEXT PRIMARY KEY,                  -- final name, without .open
    crawl_id INTEGER NOT NULL REFERENCES crawls (id),
    committed INTEGER NOT NULL DEFAULT 0,   -- bytes that are safe on disk and described here
    finished INTEGER NOT NULL DEFAULT 0     -- 1 once the file carries its final name
) STRICT;
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    crawl_id INTEGER NOT NULL REFERENCES crawls (id),
    url TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    record_type TEXT NOT NULL,
    record_id TEXT NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL,
    status INTEGER,
    media_type TEXT,
    payload_digest TEXT,
    truncated TEXT,
    via TEXT,
    source TEXT NOT NULL,
    withheld TEXT                           -- the id of the record that was taken out
) STRICT;
CREATE INDEX captures_by_digest ON captures (payload_digest) WHERE record_type = 'response';
CREATE TABLE urls (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL DEFAULT 'pending',  -- pending, in flight, done, failed, skipped
    priority INTEGER NOT NULL DEFAULT 0,    -- higher is fetched first
    not_before REAL NOT NULL DEFAULT 0,     -- Unix time; a retry waits until then
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT,                            -- why it failed, was skipped, or will be tried again
    via TEXT,
    hops TEXT NOT NULL DEFAULT '',
    found_in TEXT NOT NULL,
    capture_id INTEGER,                     -- the last answer 200; what a 304 stands for
    etag TEXT,                              -- of that answer, as sent
    last_modified TEXT,
    visited REAL,                           -- Unix time of the last answer; NULL: never
    visits INTEGER NOT NULL DEFAULT 0,      -- answers, over all crawls
    changes INTEGER NOT NULL DEFAULT 0,     -- of these, how many were found changed
    changed REAL,                           -- when it last changed, as far as anybody tells; NULL: nobody does
    due REAL NOT NULL DEFAULT 0,            -- Unix time from which a re-crawl visits it; 0: in every one
    called INTEGER NOT NULL DEFAULT 0,      -- 1: another document told that it has changed
    false_calls INTEGER NOT NULL DEFAULT 0, -- in a row: it was called and had not changed
    told TEXT                               -- why it was left out, as the WARC files tell it already
) STRICT;
CREATE INDEX urls_waiting ON urls (priority DESC, id) WHERE state = 'pending';
CREATE INDEX urls_unhappy ON urls (state, reason) WHERE state IN ('failed', 'skipped', 'in flight');
{MENTIONS}{ORIGINALS}"""
MIGRATIONS = {
    1: "ALTER TABLE urls ADD COLUMN capture_id INTEGER; ALTER TABLE urls ADD COLUMN etag TEXT; "
    "ALTER TABLE urls ADD COLUMN last_modified TEXT;",
    2: "ALTER TABLE urls ADD COLUMN visited REAL; ALTER TABLE urls ADD COLUMN visits INTEGER NOT NULL DEFAULT 0; "
    "ALTER TABLE urls ADD COLUMN changes INTEGER NOT NULL DEFAULT 0; ALTER TABLE urls ADD COLUMN changed REAL; "
    "ALTER TABLE urls ADD COLUMN due REAL NOT NULL DEFAULT 0; "
    "ALTER TABLE urls ADD COLUMN called INTEGER NOT NULL DEFAULT 0; "
    "ALTER TABLE urls ADD COLUMN false_calls INTEGER NOT NULL DEFAULT 0; "
    f"ALTER TABLE urls ADD COLUMN told TEXT; {MENTIONS}",
    3: "ALTER TABLE captures ADD COLUMN withheld TEXT;",
    4: ORIGINALS,
}
"""What brings a journal of one version to the next."""
