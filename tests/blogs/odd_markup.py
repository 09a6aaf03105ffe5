"""A blog of an engine that nobody has described: its elements have names without meaning, and every page repeats much.

The feed tells the newest posts; the archive has older ones. What the reader cannot know of one page, that the sidebar's
long text and the lines inside the article are on every page, the feed shows.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

_NOUNS = (
    "boat oar tide lamp rope gull shed plank knot river mud sail anchor bell fog pier eel lock bridge stone".split()
)
_VERBS = (
    "mend carry watch paint lift find leave sell build count hear row sink raise scrape tar trade name keep".split()
)
_SMALL = ("slowly before after beside without under toward against behind along until because although when").split()

PROMOTION = "The second edition of our tide tables has arrived. Order it at the lock house, or ask the keeper for one."
ABOUT = (
    "This logbook is written by the river, between the old lock and the new bridge, by a keeper who has "
    "neither time nor patience for the telephone. Boats are repaired on weekdays only. Whoever wants to rent a "
    "mooring writes a letter, and waits. We do not sell eels any more, and we never sold advice. The river "
    "rises in March and falls in June."
)
NEWS = (
    "Next market: the first Sunday of the month, on the quay, if the water allows it. The ferry goes every "
    "hour while there is light. Lost oars are kept in the shed behind the bell until somebody asks for them, "
    "or until winter comes."
)


@dataclass(frozen=True, kw_only=True)
class OddPost:
    """A post as its author wrote it."""

    number: int
    title: str
    author: str
    published: datetime
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def path(self) -> str:
        return f"/log/{self.number:03}-{self.title.lower().replace(' ', '-')}"


def make_posts(number: int) -> tuple[OddPost, ...]:
    """So many posts, the oldest first; always the same."""
    return tuple(_post(place) for place in range(1, number + 1))


def _post(number: int) -> OddPost:
    chance = random.Random(number)

    def sentence() -> str:
        words = [
            f"{chance.choice(_SMALL)} the {chance.choice(_NOUNS)} we {chance.choice(_VERBS)} a {chance.choice(_NOUNS)}"
            for _ in range(chance.randint(1, 3))
        ]
        return (", ".join(words) + ".").capitalize()

    paragraphs = tuple(" ".join(sentence() for _ in range(chance.randint(2, 5))) for _ in range(chance.randint(3, 9)))
    return OddPost(
        number=number,
        title=f"{chance.choice(_NOUNS).capitalize()} and {chance.choice(_NOUNS)} {number}",
        author=("Ada Quay", "Ben Lock")[number % 2],
        published=datetime(2009, 3, 2, 7, 30, tzinfo=UTC) + timedelta(days=11 * number),
        paragraphs=paragraphs,
    )


def page_of(post: OddPost) -> bytes:
    """A post's page: the article is one element among others, a promotion stands in it, the sidebar is longer."""
    half = len(post.paragraphs) // 2
    parts = [escape(text) for text in post.paragraphs]
    inside = (
        "<br><br>".join(parts[:half]) + f'<div>{escape(PROMOTION)}</div>' + "<br><br>".join(parts[half:])
        + f'<div class="w3">Filed by {post.author} among {post.title.split()[0].lower()}s</div>'
    )  # fmt: skip
    return (
        f'<!DOCTYPE html><html><head><title>{post.title} - The Lock Logbook</title><meta charset="utf-8">'
        '<meta property="og:type" content="article"></head><body>'
        '<div class="a1"><div class="a2">The Lock Logbook</div><div class="a3"><a href="/">Home</a></div></div>'
        '<div class="b1"><div class="b2">'
        f'<div class="c1">{post.title}</div><div class="c2">{post.published:%d.%m.%Y}</div>'
        f'<div class="c4">{post.author}</div>'
        f'<div class="c3">{inside}</div></div>'
        f'<div class="b3"><div>{escape(ABOUT)}</div><div>{escape(NEWS)}</div><div>{escape(ABOUT[::-1])}</div></div>'
        "</div>"
        '<div class="d1">Made by hand.</div></body></html>'
    ).encode()


def other_page_of(post: OddPost) -> bytes:
    """The same under a later theme, which says what it is."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in post.paragraphs)
    return (
        f'<!DOCTYPE html><html><head><title>{post.title}</title><meta property="og:type" content="article"></head>'
        f"<body><main><article><h1>{post.title}</h1>"
        f'<time datetime="{post.published:%Y-%m-%d}">{post.published:%d.%m.%Y}</time>'
        f'<div class="entry-content">{paragraphs}</div></article></main></body></html>'
    ).encode()


def feed_of(posts: tuple[OddPost, ...], home: str, *, whole: bool = True) -> bytes:
    """RSS of these posts: with their whole text, or with their first paragraph."""
    items = "".join(
        f"<item><title>{post.title}</title><link>{home}{post.path}</link><dc:creator>{post.author}</dc:creator>"
        f"<pubDate>{format_datetime(post.published)}</pubDate>"
        f"<description>{escape(_html(post.paragraphs if whole else post.paragraphs[:1]))}</description></item>"
        for post in reversed(posts)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>The Lock Logbook</title><link>{home}/</link>{items}</channel></rss>"
    ).encode()


def _html(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
