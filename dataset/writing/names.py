"""Names that posts share: the accounts that post, and the categories and tags.

The name that a hidden post alone tells is a mark, `urn:blogark:redacted:…`, until another post tells it: so both have
the rows that they would have had.
"""

from __future__ import annotations

import sqlite3

from ...parsers.model import Term
from ..hiding.hidden_posts import LIKE_HIDDEN, hides_posts
from ..hiding.redacting import is_mark
from ..rows import insert, next_id, update
from .merge import Chosen


def author_of(db: sqlite3.Connection, blog_id: int, chosen: Chosen) -> int | None:
    """The account of that name: with that page, or else one whose page was not known until now."""
    name, url, kind = chosen.author_name, chosen.author_url, chosen.author_kind
    if name is None:
        return None
    found = db.execute(
        "SELECT id, url, kind FROM authors WHERE blog_id = ?1 AND name = ?2 "
        "AND (?3 IS NULL OR url IS NULL OR url = ?3) ORDER BY url IS NOT ?3, id LIMIT 1",
        (blog_id, name, url),
    ).fetchone() or _hidden_author(db, blog_id, chosen)
    if found is None:
        author_id = next_id(db, "authors")
        columns = ("id", "blog_id", "name", "url", "kind")
        insert(db, "authors", columns, [(author_id, blog_id, name, url, kind)])
        return author_id
    learned = (found[1] or url, kind or found[2])
    if learned != found[1:]:
        update(db, "authors", found[0], {"url": learned[0], "kind": learned[1]})
    return int(found[0])


def _hidden_author(db: sqlite3.Connection, blog_id: int, chosen: Chosen) -> tuple[int, str | None, str | None] | None:
    """The account under the mark that stands for its name, or of the name that the mark stands for."""
    if not hides_posts(db):
        return None
    name, url = chosen.author_name, chosen.author_url
    found = db.execute(
        f"SELECT id, url, kind FROM authors WHERE blog_id = ?1 AND {LIKE_HIDDEN.format('name', '?2')} "
        f"AND (?3 IS NULL OR url IS NULL OR {LIKE_HIDDEN.format('url', '?3')}) "
        "ORDER BY redacted_as(url) IS NOT redacted_as(?3), id LIMIT 1",
        (blog_id, name, url),
    ).fetchone()
    if found is None or is_mark(name):
        return None if found is None else (found[0], found[1], found[2])
    update(db, "authors", found[0], {"name": name, "url": url})
    return found[0], url, found[2]


def save_terms(
    db: sqlite3.Connection, blog_id: int, post_id: int, chosen: Chosen, *, fresh: bool, hidden: bool
) -> None:
    """Give a post its categories and tags; a `hidden` one has none, though their rows are made."""
    rows: dict[int, int] = {}
    for terms in (chosen.categories, chosen.tags):
        for position, term in enumerate(terms, start=1):
            rows.setdefault(_term(db, blog_id, term), position)
    if hidden:
        return
    query = "SELECT term_id, position FROM post_terms WHERE post_id = ?"
    old = {} if fresh else dict(db.execute(query, (post_id,)).fetchall())
    if rows != old:
        db.execute("DELETE FROM post_terms WHERE post_id = ?", (post_id,))
        insert(db, "post_terms", ("post_id", "term_id", "position"), [(post_id, *row) for row in rows.items()])


def _term(db: sqlite3.Connection, blog_id: int, term: Term) -> int:
    found = db.execute(
        "SELECT id, slug, url FROM terms WHERE blog_id = ? AND kind = ? AND name = ?", (blog_id, term.kind, term.name)
    ).fetchone() or _hidden_term(db, blog_id, term)
    if found is None:
        term_id = next_id(db, "terms")
        columns = ("id", "blog_id", "kind", "name", "slug", "url")
        insert(db, "terms", columns, [(term_id, blog_id, term.kind, term.name, term.slug, term.url)])
        return term_id
    learned = {"slug": found[1] or term.slug, "url": found[2] or term.url}
    if (learned["slug"], learned["url"]) != (found[1], found[2]):
        update(db, "terms", found[0], {**learned})
    return int(found[0])


def _hidden_term(db: sqlite3.Connection, blog_id: int, term: Term) -> tuple[int, str | None, str | None] | None:
    """The term under the mark that stands for its name, or of the name that the mark stands for."""
    if not hides_posts(db):
        return None
    found = db.execute(
        f"SELECT id, slug, url FROM terms WHERE blog_id = ? AND kind = ? AND {LIKE_HIDDEN.format('name', '?')}",
        (blog_id, term.kind, term.name),
    ).fetchone()
    if found is not None and not is_mark(term.name):
        update(db, "terms", found[0], {"name": term.name})
    return None if found is None else (found[0], found[1], found[2])
