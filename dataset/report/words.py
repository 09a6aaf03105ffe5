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
COMMON = 0.5
"""The words that stand in most posts and comments, so many that they make up this share of the text, are those of its
languages (`the`, `nicht`), and of what the whole blog is about: in the demo, all of 91 words but a dozen the former."""
COMMENTS = 20_000
"""So many comments tell enough of how people write."""
MOST_IN_A_POST = 3
"""A word counts so often in a post at most: one that says "day" on each line tells of itself, not of the blog."""
PRIOR = 500
"""Words of an imagined text in each half, in which each word stands as often as in both halves together."""
LEAST_SCORE = 1.5
"""Below, a word did not move: by chance alone, one in fifteen would seem to rise or fall so much."""
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

    Ranked by the log odds ratio, with an informative Dirichlet prior (Monroe, Colaresi and Quinn, "Fightin' Words",
    2008), which keeps rare words from looking dramatic; words that the blog has everywhere are none of them. Empty for
    a blog of fewer than two posts a period, and for one in which nothing moved.
    """
    posts = int(db.execute("SELECT count(*) FROM posts WHERE published IS NOT NULL AND kind = 'post'").fetchone()[0])
    periods = min(PERIODS, posts // 2)
    if periods < 2:
        return (), ()
    by_period: list[Counter[str]] = [Counter() for _ in range(periods)]
    capped: list[Counter[str]] = [Counter() for _ in range(periods)]
    in_posts: Counter[str] = Counter()
    for number, words in enumerate(_posts(db)):
        period = number * periods // posts
        counts = Counter(words)
        by_period[period].update(counts)
        capped[period].update({word: min(count, MOST_IN_A_POST) for word, count in counts.items()})
        in_posts.update(counts.keys())
    totals = [sum(counts.values()) for counts in by_period]
    half = periods // 2
    early, late = sum(by_period[:half], Counter()), sum(by_period[half:], Counter())
    sizes = sum(totals[:half]), sum(totals[half:])
    before, after = sum(capped[:half], Counter()), sum(capped[half:], Counter())
    all_before, all_after = before.total(), after.total()
    common = _common(db, early + late, in_posts)
    known = [word for word, number in in_posts.items() if number >= FEWEST_POSTS and word not in common]
    scored = sorted(
        ((_score(before[word], after[word], all_before, all_after), word) for word in known),
        key=lambda one: (-one[0], one[1]),
    )
    rising = [one for one in scored[:TOP] if one[0] >= LEAST_SCORE]
    falling = [one for one in scored[::-1][:TOP] if one[0] <= -LEAST_SCORE]

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


def _common(db: sqlite3.Connection, words: Counter[str], in_texts: Counter[str]) -> frozenset[str]:
    """The words of the blog's languages, by its own texts: what stands in most posts and comments."""
    counts, texts = Counter(words), Counter(in_texts)
    for (text,) in db.execute("SELECT body_text FROM comments WHERE body_text IS NOT NULL LIMIT ?", (COMMENTS,)):
        found = _WORD.findall(text.lower())
        counts.update(found)
        texts.update(set(found))
    left = COMMON * sum(counts.values())
    common = set()
    for word in sorted(texts, key=lambda word: (-texts[word], word)):
        if left <= 0:
            break
        common.add(word)
        left -= counts[word]
    return frozenset(common)


def _score(early: int, late: int, all_early: int, all_late: int) -> float:
    expected = PRIOR * (early + late) / (all_early + all_late)
    a, b = early + expected, late + expected
    odds = log(b / (all_late + PRIOR - b)) - log(a / (all_early + PRIOR - a))
    return odds / sqrt(1 / a + 1 / b)
