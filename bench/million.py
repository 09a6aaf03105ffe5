"""A dataset of 1,000,000 comments: what views and exports cost a researcher who has a large blog."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from blogark.dataset.migrations import prepare

WORDS = (Path(__file__).parents[1] / "demo" / "synthetic.py").read_text("utf-8").split()
FIRST = datetime(2004, 1, 1, 8, tzinfo=UTC)


def build(path: Path, *, posts: int = 20_000, comments: int = 50) -> None:
    """Write a dataset of so many posts, with so many comments each, straight into its tables."""
    dice = random.Random(2004)
    with closing(sqlite3.connect(path)) as db:
        prepare(db, path)
        db.execute("INSERT INTO blogs (id, url, title, field_sources) VALUES (1, 'http://blog.example/', 'Big', '{}')")
        db.execute(
            "INSERT INTO crawls (id, blog_id, started_at, status, requests, new_captures, revisits, failures, bytes) "
            "VALUES (1, 1, '2026-01-01T00:00:00Z', 'complete', 0, 0, 0, 0, 0)"
        )
        db.executemany(
            "INSERT INTO captures (id, crawl_id, url, captured_at, status, media_type, record_type, record_id, "
            "warc_file, warc_offset, warc_length, source, page_kind, url_key) VALUES (?, 1, ?, "
            "'2026-01-01T00:00:00Z', 200, 'text/html', 'response', ?, 'a.warc.gz', ?, 900, 'live', 'post', ?)",
            ((n, f"http://blog.example/{n}", f"urn:uuid:{n:032x}", n * 1000, f"{n}") for n in range(1, posts + 1)),
        )
        db.executemany("INSERT INTO authors (id, blog_id, name) VALUES (?, 1, ?)", ((n, f"A{n}") for n in range(1, 6)))
        db.executemany(
            "INSERT INTO posts (id, blog_id, url, kind, title, author_id, published, published_utc, body_html, "
            "body_text, word_count, field_sources, capture_id) "
            "VALUES (?, 1, ?, 'post', ?, ?, ?, ?, ?, ?, 200, '{}', ?)",
            _posts(posts, dice),
        )
        db.executemany(
            "INSERT INTO comments (id, post_id, parent_id, depth, position, native_id, author_name, author_url, "
            "published, published_utc, body_html, body_text, capture_id, thread_path, source) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'dom')",
            _comments(posts, comments, dice),
        )
        db.executemany(
            "INSERT INTO links (post_id, position, url, text, scope) VALUES (?, ?, ?, 'text', ?)",
            (
                (post, place, f"http://host{dice.randrange(500)}.example/{dice.randrange(999)}", "external")
                for post in range(1, posts + 1)
                for place in range(1, 6)
            ),
        )
        for name in ("posts", "comments"):
            db.execute(f"INSERT INTO {name}_fts ({name}_fts) VALUES ('rebuild')")
        db.commit()


def _posts(number: int, dice: random.Random) -> Iterator[tuple[object, ...]]:
    for post in range(1, number + 1):
        when = FIRST + timedelta(hours=8 * post)
        text = _text(dice, 200)
        yield (
            post, f"http://blog.example/{post}", _text(dice, 6), post % 5 + 1, when.isoformat(), _utc(when),
            f"<p>{text}</p>", text, post,
        )  # fmt: skip


def _comments(posts: int, each: int, dice: random.Random) -> Iterator[tuple[object, ...]]:
    number = 0
    for post in range(1, posts + 1):
        for place in range(1, each + 1):
            number += 1
            answers = place > 1 and place % 3 == 0
            when = FIRST + timedelta(hours=8 * post + place)
            name = f"Reader {int(dice.paretovariate(0.7)) % 50_000}"
            text = _text(dice, 40)
            path = f"{place - 1:06}.{place:06}" if answers else f"{place:06}"
            yield (
                number, post, number - 1 if answers else None, int(answers), place, str(number), name,
                f"http://{name.replace(' ', '').lower()}.example/", when.isoformat(), _utc(when), f"<p>{text}</p>",
                text, post, path,
            )  # fmt: skip


def _text(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(WORDS, k=words))


def _utc(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")
