"""Full-text search over posts and comments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .opened import opened

Place = Literal["posts", "comments"]

MARKS = ("[", "]")
"""What stands around a match in a snippet."""
SNIPPET_WORDS = 24
MAX_TERMS = 64
"""More words than this are not looked for: a pasted book is not a question."""

_TERM = re.compile(r'"([^"]*)"?|(\S+)')

_POSTS = """
SELECT posts.id, NULL, posts.title, posts.url, authors.name, posts.published,
  snippet(posts_fts, -1, ?, ?, '…', ?), bm25(posts_fts, 8.0, 4.0, 1.0) AS score
FROM posts_fts JOIN posts ON posts.id = posts_fts.rowid LEFT JOIN authors ON authors.id = posts.author_id
WHERE posts_fts MATCH ? ORDER BY score, posts.id LIMIT ?
"""
_COMMENTS = """
SELECT comments.post_id, comments.id, posts.title, coalesce(comments.url, posts.url), comments.author_name,
  comments.published, snippet(comments_fts, -1, ?, ?, '…', ?), bm25(comments_fts, 2.0, 1.0) AS score
FROM comments_fts JOIN comments ON comments.id = comments_fts.rowid JOIN posts ON posts.id = comments.post_id
WHERE comments_fts MATCH ? ORDER BY score, comments.id LIMIT ?
"""


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
    marks: tuple[str, str] = MARKS,
) -> list[Hit]:
    """Posts and comments that hold every word of `query`, the best first; "words in quotes" stand together.

    Any text at all is a query; one without a word finds nothing. Posts are ranked by BM25, a word in the title eight
    times a word in the body. Raises `ArchiveError` if there is no dataset, `UsageError` if it is of a newer schema.
    """
    words = match_expression(query)
    hits: list[Hit] = []
    with opened(dataset) as db:
        if words is None or limit < 1:
            return []
        values = (*marks, SNIPPET_WORDS, words, limit)
        if "posts" in in_:
            hits += [_hit("post", row) for row in db.execute(_POSTS, values)]
        if "comments" in in_:
            hits += [_hit("comment", row) for row in db.execute(_COMMENTS, values)]
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


def _hit(kind: Literal["post", "comment"], row: tuple[object, ...]) -> Hit:
    post_id, comment_id, title, url, author, published, snippet, score = row
    assert isinstance(post_id, int)
    assert comment_id is None or isinstance(comment_id, int)
    assert isinstance(score, float)
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
