"""What must agree between records, index and journal, each as a query over `verify`'s scratch database.

A query gives one row a fault: file, offset, record id, and what stands in the message for ``{}``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable
from dataclasses import dataclass

from .findings import Findings, Severity

SCRATCH = """
CREATE TABLE records (
    id TEXT, file TEXT, offset INTEGER, length INTEGER, type TEXT, captured INTEGER, url TEXT, date TEXT, digest TEXT,
    refers_to TEXT, refers_url TEXT, refers_date TEXT, warcinfo TEXT
);
CREATE TABLE links (source TEXT, target TEXT);
CREATE TABLE cdx (line INTEGER, file TEXT, offset INTEGER, length INTEGER, url TEXT, date TEXT, digest TEXT);
"""
"""`captured`: 1 for the records that are captures (response, revisit, resource, metadata that stands alone); of others
url to refers_date are NULL. `warcinfo`: the id that the record names, where it is not that of the record before."""

INDEXES = """
CREATE INDEX records_id ON records (id);
CREATE INDEX records_place ON records (file, offset) WHERE captured;
CREATE INDEX records_moment ON records (url, date) WHERE captured;
CREATE INDEX records_warcinfo ON records (file, offset, id) WHERE type = 'warcinfo';
CREATE INDEX links_target ON links (target, source);
CREATE INDEX records_file ON records (file, offset);
CREATE INDEX records_withheld ON records (refers_to) WHERE type = 'withheld';
CREATE INDEX cdx_place ON cdx (file, offset);
"""

CUT = "restore the file from a copy if there is one; else `blogark verify --repair` cuts it off and keeps it aside"
RESTORE = "restore the file from a copy if there is one; all other records stay readable"
FOREIGN = "the file was changed after it was written; restore it from a copy"
ODD = "its maker wrote it so; it is kept as it is"
REMAKE = "run `blogark verify --repair`: it is made anew from the WARC files"
JOURNAL = "the WARC or the journal was changed by hand; restore both from one copy"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One thing that must hold everywhere."""

    code: str
    query: str
    message: str
    advice: str
    severity: Severity = "error"
    of_ours: bool = False
    """Holds in the files that blogark wrote; nothing asks it of others."""


RECORDS = (
    Comparison(
        code="duplicate-id",
        query="""SELECT r.file, r.offset, r.id, f.file || ' at byte ' || f.offset
            FROM (SELECT id, min(rowid) AS first FROM records WHERE id <> '' GROUP BY id HAVING count(*) > 1) AS twice
            JOIN records r ON r.id = twice.id AND r.rowid <> twice.first JOIN records f ON f.rowid = twice.first""",
        message="its WARC-Record-ID stands also in {}",
        advice=FOREIGN,
    ),
    Comparison(
        code="warcinfo-id",
        query="""SELECT r.file, r.offset, r.id, r.warcinfo FROM records r WHERE r.warcinfo IS NOT (
            SELECT w.id FROM records w WHERE w.type = 'warcinfo' AND w.file = r.file AND w.offset < r.offset
            ORDER BY w.offset DESC LIMIT 1) AND r.warcinfo <> ''""",
        message="WARC-Warcinfo-ID names {}, which is not the warcinfo record before it",
        advice=FOREIGN,
    ),
    Comparison(
        code="concurrent-to",
        query="""SELECT r.file, r.offset, r.id, l.target FROM links l JOIN records r ON r.id = l.source
            WHERE r.type = 'request' AND NOT EXISTS (SELECT 1 FROM records t WHERE t.id = l.target)
            AND NOT EXISTS (SELECT 1 FROM records w WHERE w.type = 'withheld' AND w.refers_to = l.target)
            AND NOT EXISTS (SELECT 1 FROM records t WHERE t.file = r.file AND t.offset > r.offset)""",
        message="WARC-Concurrent-To names {}, which would have come next and was cut off",
        advice="nothing can bring it back but a copy; the next crawl asks again",
        severity="warning",
    ),
    Comparison(
        code="concurrent-to",
        query="""SELECT r.file, r.offset, r.id, l.target FROM links l JOIN records r ON r.id = l.source
            WHERE NOT EXISTS (SELECT 1 FROM records t WHERE t.id = l.target)
            AND NOT EXISTS (SELECT 1 FROM records w WHERE w.type = 'withheld' AND w.refers_to = l.target)
            AND NOT (r.type = 'request'
                     AND NOT EXISTS (SELECT 1 FROM records t WHERE t.file = r.file AND t.offset > r.offset))""",
        message="WARC-Concurrent-To names {}, which is in no file",
        advice=FOREIGN,
    ),
    Comparison(
        code="concurrent-to",
        query="""SELECT r.file, r.offset, r.id, l.target FROM links l JOIN records r ON r.id = l.source
            JOIN records t ON t.id = l.target WHERE r.type <> 'metadata' AND t.type <> 'metadata'
            AND NOT EXISTS (SELECT 1 FROM links b WHERE b.source = l.target AND b.target = l.source)""",
        message="WARC-Concurrent-To names {}, which does not name it in return",
        advice=FOREIGN,
        of_ours=True,
    ),
    Comparison(
        code="revisit-target",
        query="""SELECT r.file, r.offset, r.id, coalesce(r.refers_url, r.refers_to) FROM records r
            WHERE r.type = 'revisit' AND (r.refers_to IS NOT NULL OR r.refers_url IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM records t WHERE t.id = r.refers_to
                            AND t.type IN ('response', 'resource', 'withheld'))
            AND NOT EXISTS (SELECT 1 FROM records t WHERE t.captured AND t.url = r.refers_url
                            AND t.date = r.refers_date AND t.type IN ('response', 'resource', 'withheld'))""",
        message="it is a revisit of {}, which is in no file",
        advice="its payload is lost unless the file that held it is restored",
    ),
    Comparison(
        code="revisit-target",
        query="""SELECT r.file, r.offset, r.id, r.refers_url || ' of ' || r.refers_date FROM records r
            JOIN records t ON t.id = r.refers_to WHERE r.type = 'revisit'
            AND (r.refers_url <> t.url OR r.refers_date <> t.date OR r.digest <> t.digest)""",
        message="it is a revisit of {}, but the record that it names has another URL, date or payload",
        advice=FOREIGN,
    ),
)

INDEX = (
    Comparison(
        code="cdxj-stray",
        query="""SELECT 'indexes/index.cdxj', NULL, NULL, 'line ' || c.line || ' leads to ' || c.file || ' at byte '
            || c.offset FROM cdx c LEFT JOIN records r ON r.file = c.file AND r.offset = c.offset AND r.captured
            WHERE r.id IS NULL""",
        message="{}, where no record begins",
        advice=REMAKE,
    ),
    Comparison(
        code="cdxj-differs",
        query="""SELECT 'indexes/index.cdxj', NULL, r.id, 'line ' || c.line FROM cdx c
            JOIN records r ON r.file = c.file AND r.offset = c.offset AND r.captured
            WHERE c.length <> r.length OR c.url <> r.url OR c.date <> substr(replace(replace(replace(
                r.date, '-', ''), ':', ''), 'T', ''), 1, 14) OR (c.digest <> '' AND c.digest <> '-'
                AND c.digest <> r.digest AND c.digest <> substr(r.digest, instr(r.digest, ':') + 1))""",
        message="{} gives another URL, date, length or digest than the record",
        advice=REMAKE,
    ),
    Comparison(
        code="cdxj-missing",
        query="""SELECT r.file, r.offset, r.id, r.url FROM records r
            LEFT JOIN cdx c ON c.file = r.file AND c.offset = r.offset
            WHERE r.type IN ('response', 'revisit') AND r.captured AND c.line IS NULL""",
        message="the index has no line for {}",
        advice=REMAKE,
    ),
)

JOURNAL_ROWS = (
    Comparison(
        code="journal-stray",
        query="""SELECT c.warc_file, c.warc_offset, c.record_id, c.id FROM journal.captures c
            LEFT JOIN records r ON r.file = c.warc_file AND r.offset = c.warc_offset AND r.captured
            WHERE c.id <= :last AND r.id IS NULL""",
        message="the journal's capture {} should begin here and does not",
        advice=RESTORE,
    ),
    Comparison(
        code="journal-differs",
        query="""SELECT r.file, r.offset, r.id, c.id FROM journal.captures c
            JOIN records r ON r.file = c.warc_file AND r.offset = c.warc_offset AND r.captured
            WHERE c.id <= :last AND (c.record_id <> r.id OR c.warc_length <> r.length
            OR c.url <> r.url OR c.captured_at <> r.date
            OR (r.type <> 'withheld' AND (c.record_type <> r.type OR c.payload_digest IS NOT r.digest)))""",
        message="the journal's capture {} has another id, length, type, URL, date or digest than the record",
        advice=JOURNAL,
    ),
    Comparison(
        code="journal-missing",
        query="""SELECT r.file, r.offset, r.id, r.url FROM records r
            JOIN journal.warcs w ON w.name = r.file
            LEFT JOIN journal.captures c ON c.warc_file = r.file AND c.warc_offset = r.offset
            WHERE r.captured AND c.id IS NULL""",
        message="the journal has no capture for {}",
        advice=JOURNAL,
    ),
    Comparison(
        code="journal-order",
        query="""SELECT file, offset, record_id, number FROM (
                SELECT r.file, r.offset, r.id AS record_id, c.id AS number, lag(c.id) OVER (ORDER BY r.rowid) AS before
                FROM records r JOIN journal.captures c ON c.warc_file = r.file AND c.warc_offset = r.offset
                WHERE r.captured AND c.id <= :last
            ) WHERE number <= before""",
        message="the journal's capture {} stands behind one with a higher number",
        advice=JOURNAL,
    ),
)


def compare(
    db: sqlite3.Connection,
    comparisons: Iterable[Comparison],
    findings: Findings,
    *,
    last: int = 0,
    foreign: Container[str] = (),
) -> None:
    """Run the queries; `last` is the newest capture that they may look at.

    What is wrong in the files called `foreign` is told as a warning: their makers may know other rules.
    """
    for one in comparisons:
        for file, offset, record_id, detail in db.execute(one.query, {"last": last}):
            theirs = file in foreign
            if theirs and one.of_ours:
                continue
            findings.add(
                "warning" if theirs else one.severity,
                one.code,
                one.message.format(detail),
                ODD if theirs else one.advice,
                # Records name their file inside archive/.
                file=file if file is None or "/" in file or file.endswith(".sqlite") else f"archive/{file}",
                offset=offset,
                record_id=record_id,
            )
