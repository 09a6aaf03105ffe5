"""Words that rise and fall: what a blog wrote about more, or less, as time went on."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log, sqrt

PERIODS = 12
"""Stretches of the blog's life, each of as many posts, over which a word's line is drawn."""
TOP = 12
FEWEST_POSTS = 4
"""A word in fewer posts says nothing about the blog."""
COMMON = 0.6
"""A word in more than this share of the posts is one of its language, such as `the`."""
PRIOR = 0.01
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word with its share of all words (per thousand) in each period, the oldest first."""

    word: str
    shares: tuple[float, ...]
    earlier: float
    later: float
    """Its share in the earlier and in the later half."""
    score: float
    """z-score of the log odds between the later and the earlier half; positive: it rose."""


def moving_words(db: sqlite3.Connection) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words that rose most and those that fell most, between the earlier and the later half of the dated posts.

    Ranked by the log odds ratio with a Dirichlet prior (Monroe, Colaresi and Quinn, "Fightin' Words", 2008), which
    keeps rare words from looking dramatic. Empty for a blog of fewer than two posts a period.
    """
    posts = int(db.execute("SELECT count(*) FROM posts WHERE published IS NOT NULL AND kind = 'post'").fetchone()[0])
    periods = min(PERIODS, posts // 2)
    if periods < 2:
        return (), ()
    by_period: list[Counter[str]] = [Counter() for _ in range(periods)]
    in_posts: Counter[str] = Counter()
    for number, words in enumerate(_posts(db)):
        by_period[number * periods // posts].update(words)
        in_posts.update(set(words))
    totals = [sum(counts.values()) for counts in by_period]
    half = periods // 2
    early, late = sum(by_period[:half], Counter()), sum(by_period[half:], Counter())
    sizes = sum(totals[:half]), sum(totals[half:])
    known = [word for word, number in in_posts.items() if FEWEST_POSTS <= number <= max(FEWEST_POSTS, COMMON * posts)]
    scored = sorted(
        ((_score(early[word], late[word], *sizes), word) for word in known), key=lambda one: (-one[0], one[1])
    )
    rising = [one for one in scored[:TOP] if one[0] > 0]
    falling = [one for one in scored[::-1][:TOP] if one[0] < 0]

    def told(found: list[tuple[float, str]]) -> tuple[Word, ...]:
        return tuple(
            Word(
                word=word,
                score=score,
                earlier=1000 * early[word] / (sizes[0] or 1),
                later=1000 * late[word] / (sizes[1] or 1),
                shares=tuple(
                    1000 * counts[word] / (total or 1) for counts, total in zip(by_period, totals, strict=True)
                ),
            )
            for score, word in found
        )

    return told(rising), told(falling)


def _posts(db: sqlite3.Connection) -> Iterator[list[str]]:
    for (text,) in db.execute(
        "SELECT coalesce(title, '') || ' ' || coalesce(body_text, '') FROM posts "
        "WHERE published IS NOT NULL AND kind = 'post' ORDER BY published, id"
    ):
        yield _WORD.findall(text.lower())


def _score(early: int, late: int, all_early: int, all_late: int) -> float:
    a, b = early + PRIOR * (early + late), late + PRIOR * (early + late)
    odds = log(b / max(all_late - b, 1)) - log(a / max(all_early - a, 1)) if a and b else 0.0
    return odds / sqrt(1 / a + 1 / b) if a and b else 0.0
