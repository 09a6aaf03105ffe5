"""What the test WordPress says: posts, pages, comments and pings made from a seed, with everything that goes wrong."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

WORDS = [
    "harbour",
    "rope",
    "tide",
    "varnish",
    "keel",
    "lantern",
    "mast",
    "oar",
    "plank",
    "rudder",
    "sail",
    "anchor",
    "gull",
    "channel",
    "buoy",
    "lock",
    "mooring",
    "bilge",
    "compass",
    "chart",
    "knot",
    "wake",
    "hull",
    "cabin",
    "deck",
    "galley",
    "winch",
    "tiller",
    "fender",
    "jetty",
    "estuary",
    "reed",
    "heron",
    "fog",
    "squall",
    "ballast",
]
READERS = (
    "Ada",
    "Björn Åström",
    "Chidi O'Neill",
    "Ιωάννα",
    "d'Arcy & Söhne",
    "田中さくら",
    "Émile",
    "<b>Bold</b>",
    "Пётр",
)
SAYINGS = (
    "The {0} held, but the {1} did not; we turned back before the {2}.",
    "Nobody had told me that a {0} needs a {1} as much as a {2}.",
    "“Never trust a {0},” said the keeper, “nor a {1} without {2}.”",
    "In the {0} we found an old {1}, two {2}s and a letter.",
    "Ça marche avec un {0}, pas sans {1} – même par {2}.",
    "Der {0} und die {1} kosten weniger als ein {2}, sagt man.",
)

LOCKED = "What is said behind a password stays there, whatever the tide brings in."


class Teller:
    """Sentences, one after the other, the same for the same seed."""

    def __init__(self, seed: object) -> None:
        self.chance = random.Random(str(seed))

    def sentence(self) -> str:
        return self.chance.choice(SAYINGS).format(*self.chance.sample(WORDS, 3))

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(2, 5)))


def _comments(teller: Teller, begun: datetime, number: int, authors: list[dict[str, str]]) -> list[dict[str, object]]:
    chance, made = teller.chance, []
    depth: dict[int, int] = {}
    for place in range(number):
        kind = chance.choices(("comment", "pingback", "trackback"), (10, 1, 1))[0]
        parents = [one for one in depth if depth[one] < 5]
        parent = chance.choice(parents) if kind == "comment" and parents and chance.random() < 0.45 else None
        approved = chance.choices(("1", "0", "spam"), (12, 1, 1))[0]
        if approved == "1" and kind == "comment":
            depth[place] = 1 if parent is None else depth[parent] + 1
        owner = chance.choice(authors) if kind == "comment" and chance.random() < 0.15 else None
        text = teller.paragraph() if chance.random() < 0.7 else f"{teller.sentence()}\n\n<em>{teller.sentence()}</em>"
        made.append(
            {
                "type": kind,
                "author": owner["name"]
                if owner
                else chance.choice(READERS)
                if kind == "comment"
                else teller.sentence()[:60],
                "login": owner["login"] if owner else None,
                "url": f"http://site{place}.example/{kind}" if kind != "comment" or chance.random() < 0.3 else "",
                "content": f"{text} #{place}" if kind == "comment" else f"[…] {teller.sentence()} #{place} […]",
                "parent": parent,
                "approved": approved,
                "date": (begun + timedelta(minutes=7 + 61 * place)).strftime("%Y-%m-%d %H:%M:%S"),
            }
        )
    return made


def blog(
    language: str,
    date_format: str,
    time_format: str,
    zone: str,
    *,
    posts: int = 40,
    permalinks: str = "/%year%/%monthnum%/%day%/%postname%/",
    **options: str,
) -> dict[str, object]:
    """A whole blog: `posts` published posts, four pages, and what must not be found (drafts, private, held, locked).

    `zone` is a name or an offset in hours; `options` are WordPress' own.
    """
    teller = Teller(f"{language}-{zone}")
    chance = teller.chance
    authors = [
        {"login": "marta", "name": "Marta Vos", "url": "http://marta.example/"},
        {"login": "jo", "name": "Jo “Captain” Lindqvist", "url": ""},
    ]
    categories = ["Boats & Oars", "Wetter", "Réparations", "Logbook"]
    made = []
    for number in range(posts + 4 + 4):
        kind = "page" if posts <= number < posts + 4 else "post"
        status = "publish" if number < posts + 4 else ("draft", "private", "pending", "draft")[number - posts - 4]
        begun = datetime(2009, 1, 5, 8, 30, tzinfo=UTC) + timedelta(days=31 * number, minutes=97 * number)
        paragraphs = [teller.paragraph() for _ in range(chance.randint(3, 8))]
        if number % 5 == 1:
            paragraphs.insert(2, "<!--more-->")
        if number % 9 == 3:
            paragraphs.insert(3, "<!--nextpage-->")
        if number % 4 == 2:
            items = "".join(f"<li>{teller.sentence()}</li>" for _ in range(3))
            paragraphs.append(f"<ul>{items}</ul>")
        if number % 6 == 2:
            paragraphs.append(
                f"<blockquote><p>{teller.sentence()}</p></blockquote>\n<pre><code>a = {number}\nb = a</code></pre>"
            )
        titles = chance.sample(WORDS, 2)
        made.append(
            {
                "title": f"{titles[0].title()} & {titles[1]} – {number}",
                "content": "\n\n".join(paragraphs),
                "status": status,
                "type": kind,
                "author": chance.choice(authors)["login"],
                "date": begun.strftime("%Y-%m-%d %H:%M:%S"),
                "categories": chance.sample(categories, chance.randint(1, 3)) if kind == "post" else [],
                "tags": chance.sample(WORDS, chance.randint(0, 4)) if kind == "post" else [],
                "comments": _comments(teller, begun, 47 if number % 13 == 0 else chance.randint(0, 9), authors),
            }
        )
    made.append({**made[0], "title": "Locked away", "content": LOCKED, "password": "sesame", "comments": []})
    is_offset = zone.lstrip("-").replace(".", "").isdigit()
    return {
        "title": "The Slow Estuary",
        "permalinks": permalinks,
        "authors": authors,
        "categories": categories,
        "posts": made,
        "options": {
            "blogdescription": "Tides, ropes & patience",
            "WPLANG": language,
            "date_format": date_format,
            "time_format": time_format,
            "timezone_string": "" if is_offset else zone,
            "gmt_offset": zone if is_offset else "",
            "page_comments": "1",
            "comments_per_page": "20",
            "default_comments_page": "newest",
            "thread_comments": "1",
            "thread_comments_depth": "5",
            "posts_per_page": "7",
            "posts_per_rss": "10",
            "blog_public": "1",
            "default_pingback_flag": "0",
            **options,
        },
    }
