"""The verb `export`: the dataset in other forms, each with a description that machines read (Frictionless)."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ... import __version__
from ...archive.errors import UsageError
from ...archive.replacing import replacing_folder
from ..opened import opened, select_posts
from ..tables.schema import Table, table
from .markdown import write_markdown
from .nested import nested_posts
from .tables import EXPORTED, MOMENTS, count, write_csv, write_parquet

Form = Literal["csv", "jsonl", "parquet", "markdown"]
FORMS: tuple[Form, ...] = get_args(Form)
DESCRIPTION = "datapackage.json"
OnProgress = Callable[[int, int], object]
"""Told how many rows (Markdown, JSON Lines: posts) are written, of how many."""

_MEDIA_TYPES = {".csv": "text/csv", ".jsonl": "application/jsonl", ".parquet": "application/vnd.apache.parquet"}
_FIELD_TYPES = {"INTEGER": "integer", "TEXT": "string", "REAL": "number"}


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What was written."""

    to: str
    form: Form
    posts: int
    files: tuple[ExportedFile, ...]
    """Markdown: the description only, as there is a file for each post."""


@dataclass(frozen=True, kw_only=True)
class ExportedFile:
    """One file of an export; ``hash`` is of its bytes."""

    path: str
    rows: int
    bytes: int
    hash: str


def export(
    dataset: Path,
    to: Path,
    *,
    form: Form,
    since: str | None = None,
    where: str | None = None,
    raw: bool = False,
    on_progress: OnProgress | None = None,
) -> Exported:
    """Write the dataset into the folder `to` in another form; the same dataset gives the same bytes.

    CSV and Parquet: one file a table. JSON Lines: ``posts.jsonl``, a post a line with comments, references, links,
    media and revisions inside. Markdown: one file a post. `since` and `where` as `select_posts` takes them; what hangs
    on no post (captures, crawls, problems) is always whole. Everything is written beside `to` and put in its place at
    the end; an earlier export that stands there is replaced, anything else is left alone: `UsageError`.
    """
    _check_target(to)
    with replacing_folder(to) as unfinished:
        with opened(dataset) as db:
            db.execute("BEGIN")  # one state of the dataset for all files, though a crawl may be writing
            posts = select_posts(db, since=since, where=where)
            meter = _Meter(on_progress, posts if form in ("jsonl", "markdown") else _rows(db))
            files = _write(db, unfinished, form, raw=raw, meter=meter)
            described = _describe(db, files, form, since=since, where=where, raw=raw)
        (unfinished / DESCRIPTION).write_text(described, encoding="utf-8")
    return Exported(to=str(to), form=form, posts=posts, files=tuple(files))


class _Meter:
    def __init__(self, on_progress: OnProgress | None, total: int) -> None:
        self._told = on_progress
        self._done = 0
        self._total = total

    def move(self, rows: int) -> None:
        self._done += rows
        if self._told is not None:
            self._told(self._done, self._total)


def _check_target(to: Path) -> None:
    if to.is_dir() and any(to.iterdir()):
        try:
            if json.loads((to / DESCRIPTION).read_text("utf-8"))["created_by"] == "blogark":
                return
        except (OSError, ValueError, KeyError, TypeError):
            pass
        raise UsageError(f"{to}: is not empty and no earlier export; name another folder with --to")
    if to.exists() and not to.is_dir():
        raise UsageError(f"{to}: is a file; name a folder with --to")


def _rows(db: sqlite3.Connection) -> int:
    return sum(count(db, declared) for declared in EXPORTED)


def _write(db: sqlite3.Connection, folder: Path, form: Form, *, raw: bool, meter: _Meter) -> list[ExportedFile]:
    if form == "markdown":
        for _ in write_markdown(db, folder, on_posts=meter.move):
            pass
        return []
    if form == "jsonl":
        path = folder / "posts.jsonl"
        return [_file(path, _write_lines(db, path, meter))]
    files = []
    for declared in EXPORTED:
        path = folder / f"{declared.name}.{form}"
        if form == "csv":
            rows = write_csv(db, declared, path, raw=raw, on_rows=meter.move)
        else:
            rows = write_parquet(db, declared, path, on_rows=meter.move)
        files.append(_file(path, rows))
    return files


def _write_lines(db: sqlite3.Connection, path: Path, meter: _Meter) -> int:
    number = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for post in nested_posts(db):
            file.write(json.dumps(post, ensure_ascii=False, separators=(",", ":")) + "\n")
            number += 1
            meter.move(1)
    return number


def _file(path: Path, rows: int) -> ExportedFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ExportedFile(path=path.name, rows=rows, bytes=path.stat().st_size, hash=f"sha256:{digest}")


def _describe(
    db: sqlite3.Connection, files: list[ExportedFile], form: Form, *, since: str | None, where: str | None, raw: bool
) -> str:
    """The Data Package descriptor (Frictionless, specs.frictionlessdata.io/data-package)."""
    url, title = db.execute("SELECT url, title FROM blogs").fetchone() or (None, None)
    told = {
        "name": f"blogark-{form}",
        "title": title or url,
        "homepage": url,
        "created_by": "blogark",
        "blogark_version": __version__,
        "selection": {"since": since, "where": where},
        "formulas_escaped": form == "csv" and not raw,
        "resources": [_resource(file) for file in files],
    }
    if not files:
        # A package has at least one resource; the posts of a Markdown export are found by pattern.
        told["resources"] = [{"name": "posts", "path": ["posts"], "format": "md", "mediatype": "text/markdown"}]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _resource(file: ExportedFile) -> dict[str, object]:
    name, _, form = file.path.rpartition(".")
    told: dict[str, object] = {
        "name": name,
        "path": file.path,
        "format": form,
        "mediatype": _MEDIA_TYPES[f".{form}"],
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": file.hash,
        "rows": file.rows,
    }
    if form != "jsonl":
        told |= {"profile": "tabular-data-resource", "schema": _schema(table(name))}
    return told


def _schema(declared: Table) -> dict[str, object]:
    keys = [column.name for column in declared.columns if column.key]
    fields: list[dict[str, object]] = []
    for column in declared.columns:
        kind = "datetime" if column.name in MOMENTS else _FIELD_TYPES[column.type]
        constraints: dict[str, object] = {"required": column.null is None}
        if column.values:
            constraints["enum"] = list(column.values)
        meaning = column.meaning if column.null is None else f"{column.meaning} Empty: {column.null}."
        fields.append({"name": column.name, "type": kind, "description": meaning, "constraints": constraints})
    told: dict[str, object] = {"fields": fields, "primaryKey": keys, "missingValues": [""]}
    known = {one.name for one in EXPORTED}
    links = [column for column in declared.columns if column.references in known]
    if links:
        told["foreignKeys"] = [
            {"fields": one.name, "reference": {"resource": one.references, "fields": "id"}} for one in links
        ]
    return told
