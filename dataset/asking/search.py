"""Full-text search over posts and comments."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ...archive.errors import UsageError
from ..opened import check_day, opened

Place = Literal["posts", "comments"]

MARKS = ("[", "]")
"""What stands around a match in a snippet."""
SNIPPET_WORDS = 24
MAX_TERMS = 64
"""More words than this are not looked for: a pasted book is not a question."""

_TERM = re.compile(r'"([^"]*)"?|(\S+)')

_RANKED = """
SELECT rowid, bm25({fts}, {weights}) AS score FROM {fts} WHERE {fts} MATCH :words {narrowed}
ORDER BY score, rowid LIMIT :limit
"""
"""The best first and their snippets after: with a snippet for every hit, a common word in 1,000,000 comments takes
1.7 s instead of 0.5."""
_POST = """
SELECT posts.id, NULL, posts.title, posts.url, authors.name, posts.published,
  snippet(posts_fts, -1, :begin, :end, '…', :length)
FROM posts_fts JOIN posts ON posts.id = posts_fts.rowid LEFT JOIN authors ON authors.id = posts.author_id
WHERE posts_fts MATCH :words AND posts_fts.rowid = :id
"""
_COMMENT = """
SELECT comments.post_id, comments.id, posts.title, coalesce(comments.url, posts.url), comments.author_name,
  comments.published, snippet(comments_fts, -1, :begin, :end, '…', :length)
FROM comments_fts JOIN comments ON comments.id = comments_fts.rowid JOIN posts ON posts.id = comments.post_id
WHERE comments_fts MATCH :words AND comments_fts.rowid = :id
"""
_WEIGHTS = {"posts": "8.0, 4.0, 1.0", "comments": "2.0, 1.0"}
_HIT = {"posts": _POST, "comments": _COMMENT}
_WITH_TERM = "SELECT post_id FROM post_terms JOIN terms ON terms.id = term_id WHERE name = :category COLLATE NOCASE"
_NARROWED: dict[Place, dict[str, str]] = {
    "posts": {
        "author": "SELECT posts.id FROM posts LEFT JOIN authors ON authors.id = author_id "
        "WHERE instr(lower(coalesce(name, '') || char(10) || coalesce(byline, '')), lower(:author))",
        "since": "SELECT id FROM posts WHERE published >= :since",
        "category": _WITH_TERM,
    },
    "comments": {
        "author": "SELECT id FROM comments WHERE instr(lower(author_name), lower(:author))",
        "since": "SELECT id FROM comments WHERE published >= :since",
        "category": f"SELECT id FROM comments WHERE post_id IN ({_WITH_TERM})",
    },
}


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A post or comment that holds all words; the best have the highest ``score``."""

    kind: Literal["post", "comment"]
    post_id: int
    comment_id: int | None
    title: str | None
    """The post's title, of a comment too."""
    url: str
    author: str | None
    published: str | None
    snippet: str
    score: float


def search(
    dataset: Path,
    query: str,
    *,
    limit: int = 20,
    in_: Sequence[Place] = ("posts", "comments"),
    author: str | None = None,
    since: str | None = None,
    category: str | None = None,
    fts: bool = False,
    marks: tuple[str, str] = MARKS,
) -> list[Hit]:
    """Posts and comments that hold every word of `query`, the best first; "words in quotes" stand together.

    Any text at all is a query; one without a word finds nothing. With `fts` it is in FTS5's own syntax
    (sqlite.org/fts5.html, section 3), and `UsageError` says what is wrong with it. `author` is a part of the name of
    who posted, or wrote the comment; `since` a year, month or day; `category` the name of a category or tag of the
    post. Posts are ranked by BM25, a word in the title eight times a word in the body. Raises `ArchiveError` if there
    is no dataset, `UsageError` if it is of a newer schema.
    """
    if since is not None:
        check_day(since)
    words = query if fts else match_expression(query)
    hits: list[Hit] = []
    with opened(dataset) as db:
        if words is None or limit < 1:
            return []
        narrow = {"author": author, "since": since, "category": category}
        asked = {name: value for name, value in narrow.items() if value is not None}
        for place in dict.fromkeys(in_):
            narrowed = "".join(f" AND rowid IN ({_NARROWED[place][name]})" for name in asked)
            ranked = _RANKED.format(fts=f"{place}_fts", weights=_WEIGHTS[place], narrowed=narrowed)
            try:
                best = db.execute(ranked, {"words": words, "limit": limit, **asked}).fetchall()
            except sqlite3.OperationalError as error:
                if not fts:
                    raise
                raise UsageError(f"{query}: is no query in FTS5's syntax ({error}); leave out --fts") from error
            shown = {"words": words, "begin": marks[0], "end": marks[1], "length": SNIPPET_WORDS}
            for number, score in best:
                row = db.execute(_HIT[place], shown | {"id": number}).fetchone()
                hits.append(_hit("post" if place == "posts" else "comment", row, score))
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


def match_expression(query: str) -> str | None:
    """The query in FTS5's own syntax, every term quoted; None if it holds no word.

    >>> match_expression('psoas "core muscle" AND -x*')
    '"psoas" "core muscle" "AND" "-x*"'
    """
    terms: list[str] = []
    for found in _TERM.finditer(query[:100_000]):
        term = "".join(character for character in found[1] or found[2] or "" if _is_safe(character))
        if any(unicodedata.category(character)[0] in "LN" for character in term):
            terms.append('"' + term.replace('"', '""') + '"')
    return " ".join(dict.fromkeys(terms[:MAX_TERMS])) or None


def _is_safe(character: str) -> bool:
    """NUL would end the expression; lone surrogates cannot be encoded."""
    return character != "\x00" and not "\ud800" <= character <= "\udfff"


def _hit(kind: Literal["post", "comment"], row: tuple[object, ...], score: float) -> Hit:
    post_id, comment_id, title, url, author, published, snippet = row
    assert isinstance(post_id, int)
    assert comment_id is None or isinstance(comment_id, int)
    return Hit(
        kind=kind,
        post_id=post_id,
        comment_id=comment_id,
        title=_text(title),
        url=str(url),
        author=_text(author),
        published=_text(published),
        snippet=str(snippet).replace("\n", " "),
        score=-score,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
