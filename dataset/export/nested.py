"""Posts with all that belongs to them, one after the other: for the forms that nest."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from ..tables.schema import table

Row = dict[str, object]

_OWN = tuple(column.name for column in table("posts").columns if column.name not in ("blog_id", "author_id"))
_PARTS = {
    name: tuple(column.name for column in table(name).columns if column.name not in ("post_id", "url_key"))
    for name in ("comments", "post_references", "links", "media", "post_revisions")
}
_LABELS = {"comments": "comment_labels", "post_references": "reference_labels"}
_TOLD = ("language", "spam", "spam_reasons", "repeats")
"""What labels say of a comment or reference, beside its own columns."""
_ORDER = {"links": "post_id, comment_id, position", "post_revisions": "post_id, id"}
_BATCH = 500


def nested_posts(db: sqlite3.Connection, *parts: str) -> Iterator[Row]:
    """Each selected post by id: its columns, `author`, `categories`, `tags`, and a list for each of `parts`.

    `parts` are of comments, post_references, links, media and post_revisions; all by default. Rows are read as they
    are asked for, so that a blog of any size takes the memory of its longest post.
    """
    wanted = parts or tuple(_PARTS)
    children = {name: _children(db, name) for name in wanted}
    waiting: dict[str, tuple[int, Row] | None] = {name: next(rows, None) for name, rows in children.items()}
    terms = _terms(db)
    term = next(terms, None)
    own = ", ".join(f'p."{name}"' for name in _OWN)
    found = db.execute(
        f"SELECT {own}, a.name, a.url, a.kind FROM posts p LEFT JOIN authors a ON a.id = p.author_id "
        "WHERE p.id IN (SELECT id FROM selected) ORDER BY p.id"
    )
    found.arraysize = _BATCH
    for values in found:
        post: Row = dict(zip(_OWN, values, strict=False))
        name, url, kind = values[-3:]
        post["author"] = None if name is None else {"name": name, "url": url, "kind": kind}
        post["field_sources"] = json.loads(str(post["field_sources"]))
        kinds: dict[str, list[str]] = {"category": [], "tag": []}
        while term is not None and term[0] == post["id"]:
            kinds[term[1]].append(term[2])
            term = next(terms, None)
        post["categories"], post["tags"] = kinds["category"], kinds["tag"]
        for part in wanted:
            rows: list[Row] = []
            while (child := waiting[part]) is not None and child[0] == post["id"]:
                rows.append(child[1])
                waiting[part] = next(children[part], None)
            post[part] = rows
        yield post


def _children(db: sqlite3.Connection, name: str) -> Iterator[tuple[int, Row]]:
    columns, source = _PARTS[name], name
    names = ", ".join(f'{name}."{column}"' for column in columns)
    if labels := _LABELS.get(name):
        columns = (*columns, *_TOLD)
        names += "".join(f', {labels}."{column}"' for column in _TOLD)
        source += f" LEFT JOIN {labels} ON {table(labels).columns[0].name} = {name}.id"
    found = db.execute(
        f"SELECT post_id, {names} FROM {source} WHERE post_id IN (SELECT id FROM selected) "
        f"ORDER BY {_ORDER.get(name, 'post_id, position, id')}"
    )
    for post_id, *values in found:
        yield post_id, dict(zip(columns, values, strict=True))


def _terms(db: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    yield from db.execute(
        "SELECT post_id, kind, name FROM post_terms JOIN terms ON terms.id = term_id "
        "WHERE post_id IN (SELECT id FROM selected) ORDER BY post_id, kind, position"
    )
