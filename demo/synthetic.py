"""Made-up blogs of any size, the same for the same numbers: what speed, memory and crashes are measured on.

A post page weighs about 20 kB, and a blog of N posts has about 1.6 N pages, lists included.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from .blog import Account, Blog, BlogComment, BlogPost, BlogReference

_WORDS = (
    "the a of and to in on under over beside slow grey green old new cold warm small wide narrow quiet loud early late "
    "boat tide plank oak larch copper nail harbour rock bell buoy rain lamp kettle rope sail mast keel seam mallet owl "
    "straw lane church hill forester surveyor postman choir saucepan fog island shadow anchor bread letter pencil stern "
    "went came stood held bent broke dried leaked waited listened planed hammered painted floated turned remembered "
    "never always almost perhaps again slowly together yesterday tomorrow while because until before after when where"
).split()
_NAMES = ("Alan", "Bjørn", "Chidi", "Dolores", "Étienne", "Fumiko", "Gary", "Hoa", "Inge", "João", "Katrin", "Liam")
_CATEGORIES = ("Boats", "Wood", "Weather", "Letters", "People", "Tools", "Lists", "Harbours")


def make_blog(*, posts: int, comments: int = 12, seed: int = 1934) -> Blog:
    """A blog of so many posts with so many comments each, one every five hours; every tenth has references."""
    first = datetime(2003, 1, 1, 8, 0)  # noqa: DTZ001  # site-local time, as blogs print it
    return Blog(
        title="A Long Log",
        subtitle=f"{posts} days at sea",
        about="\nA made-up log, for measurements.\n",
        accounts=(Account(login="keeper", name="The Keeper"),),
        posts=tuple(
            _post(
                number,
                first + timedelta(hours=5 * number, minutes=number % 60),
                comments,
                random.Random(seed * 10**6 + number),
            )
            for number in range(1, posts + 1)
        ),
        print_view=False,
    )


def _post(number: int, when: datetime, comments: int, dice: random.Random) -> BlogPost:
    paragraphs = [_sentences(dice, dice.randint(3, 6)) for _ in range(dice.randint(3, 6))]
    paragraphs.insert(1, "\n".join(f"- {_sentences(dice, 1)}" for _ in range(dice.randint(2, 6))))
    return BlogPost(
        id=3000000 + number,
        title=f"Day {number}: {' '.join(dice.sample(_WORDS, 4))}",
        published=when,
        author="keeper",
        byline=f"{dice.choice(_NAMES)} of the Watch" if number % 7 == 0 else None,
        categories=tuple(dice.sample(_CATEGORIES, dice.randint(1, 3))),
        tags=(f"log {number % 20}",),
        body="\n\n".join(paragraphs),
        comments=tuple(
            BlogComment(
                id=4000000 + number * 100 + place,
                name=f"{dice.choice(_NAMES)} {dice.choice('ABCDEFGH')}.",
                member="keeper" if place % 5 == 4 else None,
                published=(when + timedelta(days=place)).date(),
                body=_sentences(dice, dice.randint(1, 3)),
            )
            for place in range(comments)
        ),
        references=tuple(
            BlogReference(
                id=900000 + number * 10 + place,
                kind="Response",
                url=f"http://other{place}.example/{number}",
                title=f"On day {number}" if place else None,
                excerpt=_sentences(dice, 1),
            )
            for place in range(2 if number % 10 == 0 else 0)
        ),
    )


def _sentences(dice: random.Random, count: int) -> str:
    return " ".join(" ".join(dice.choices(_WORDS, k=dice.randint(6, 16))).capitalize() + "." for _ in range(count))
