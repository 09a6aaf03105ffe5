"""What datasette shows of the dataset beside its rows: made from the schema, so that both always say the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from ..dataset.tables.schema import TABLES
from ..dataset.tables.views import VIEWS
from ..dataset.writing.migrations import dictionary
from .questions import QUESTIONS


class TableMetadata(TypedDict, total=False):
    """Of datasette's names those that are used here."""

    description: str
    columns: dict[str, str]
    facets: list[str]
    label_column: str
    sort: str
    sort_desc: str
    fts_table: str
    fts_pk: str
    hidden: bool


FACETS: Mapping[str, tuple[str, ...]] = {
    "posts": ("kind", "platform", "language"),
    "comments": ("author_kind",),
    "captures": ("media_type", "status", "record_type", "page_kind"),
    "terms": ("kind",),
    "post_references": ("kind",),
    "links": ("scope",),
    "media": ("kind",),
    "problems": ("stage",),
    "known_posts": ("source",),
    "crawls": ("status",),
    "post_overview": ("kind", "author"),
    "comment_thread": ("author_kind",),
    "coverage": ("state",),
    "comment_labels": ("language",),
    "reference_labels": ("language",),
    "references_by_host": ("label",),
}
LABELS: Mapping[str, str] = {"posts": "title", "authors": "name", "terms": "name", "blogs": "title"}
SORTED: Mapping[str, TableMetadata] = {
    "posts": {"sort_desc": "published"},
    "post_overview": {"sort_desc": "published"},
    "comments": {"sort_desc": "published"},
    "comment_thread": {"sort_desc": "published"},
}
SEARCHED: Mapping[str, TableMetadata] = {
    "post_overview": {"fts_table": "posts_fts", "fts_pk": "id"},
    "comment_thread": {"fts_table": "comments_fts", "fts_pk": "id"},
}
WORKINGS = (
    "state",
    "columns",
    "layout_rules",
    "post_urls",
    "post_facts",
    "post_parts",
    "left_out",
    "known_posts",
    "stale",
)
"""Shown last, among what datasette calls hidden: nobody begins with them."""


def tables() -> dict[str, TableMetadata]:
    """Each table and view with its meaning, that of its columns, and what to begin with."""
    meanings: dict[str, dict[str, str]] = {}
    for entry in dictionary():
        null = f" NULL: {entry['null_meaning']}." if entry["null_meaning"] else ""
        text = f"{entry['meaning']}{null}".replace("`", "")
        meanings.setdefault(str(entry["table_name"]), {})[str(entry["column_name"])] = text
    made: dict[str, TableMetadata] = {}
    told = [(one.name, one.meaning) for one in TABLES] + [(one.name, one.meaning) for one in VIEWS]
    for name, meaning in told:
        found = TableMetadata(description=meaning.replace("`", ""), columns=meanings[name])
        if name in FACETS:
            found["facets"] = list(FACETS[name])
        if name in LABELS:
            found["label_column"] = LABELS[name]
        if name in WORKINGS:
            found["hidden"] = True
        made[name] = {**found, **SORTED.get(name, {}), **SEARCHED.get(name, {})}
    return made


def metadata(database: str, *, title: str | None, description: str | None, url: str) -> dict[str, object]:
    """The metadata of one dataset, in datasette's form."""
    queries = {
        one.name: {"title": one.title, "sql": one.sql.strip(), "description": one.about, "hide_sql": True}
        for one in QUESTIONS
    }
    return {
        "title": title or url,
        "description": description or "",
        "source": url,
        "source_url": url,
        "databases": {database: {"title": title or url, "tables": tables(), "queries": queries}},
    }
