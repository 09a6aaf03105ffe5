"""One blog, told once: what every generator is given in its own format, and what its pages are held against."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cached_property
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Berlin")
"""Where the blog is written; a date without a zone is a day there."""
AUTHORS = ("Marta Vos", "Jo Lindqvist")
TITLE, DESCRIPTION = "Der lange Steg", "Notes from a boatyard"
SAYINGS = {
    "en": (
        "The {0} held for most of the morning, but nobody wanted to trust it with the old {1} again.",
        "We had been told that a {0} is nothing without a {1}, and for once the people who said so were right.",
        "When the wind came round to the north, she put the {0} away and made tea for all of us.",
    ),
    "de": (
        "Der {0} hat den ganzen Vormittag gehalten, aber niemand wollte ihm noch einmal trauen.",
        "Man hatte uns gesagt, dass ein {0} ohne {1} nichts taugt, und dieses Mal war es wirklich so.",
        "Als der Wind auf Nord drehte, räumte sie den {0} weg und kochte Tee für uns alle.",
    ),
    "fr": (
        "Le {0} a tenu toute la matinée, mais personne ne voulait plus lui confier le vieux {1}.",
        "On nous avait dit qu'un {0} ne vaut rien sans son {1}, et pour une fois c'était la vérité.",
        "Quand le vent a tourné au nord, elle a rangé le {0} et préparé du thé pour nous tous.",
    ),
    "es": (
        "El {0} aguantó toda la mañana, pero nadie quiso confiarle otra vez el viejo {1}.",
        "Nos habían dicho que un {0} no vale nada sin su {1}, y esta vez tenían toda la razón.",
        "Cuando el viento giró hacia el norte, ella guardó el {0} y preparó té para todos.",
    ),
    "ru": (
        "Старый {0} держался всё утро, но никто больше не хотел доверить ему наш {1}.",
        "Нам говорили, что {0} ничего не стоит без него, и на этот раз это была чистая правда.",
        "Когда ветер повернул на север, она убрала {0} и приготовила чай для всех нас.",
    ),
}
WORDS = "halyard oakum transom bollard thwart gunwale fender cleat tholepin stempost keelson rowlock".split()
CATEGORIES = ("Boats & Oars", "Werkstatt", "Logbook")
TAGS = ("varnish", "tide tables", "Ölzeug", "knots", "C++")


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part of an entry: as Markdown, and the words a reader sees."""

    markdown: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A post or page as its writer keeps it."""

    number: int
    title: str
    slug: str
    when: datetime
    """Aware; in `HOME` unless the writer named another zone."""
    author: str = AUTHORS[0]
    language: str = "en"
    kind: str = "post"
    state: str = "public"
    """public, draft or future: whether readers may see it."""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lead: str | None = None
    blocks: tuple[Block, ...]
    notes: tuple[Block, ...] = ()
    """What only some dialects of Markdown know: footnotes."""

    def markdown(self, *, more: str = "", notes: bool = True) -> str:
        """The whole text; `more` is the generator's mark for where the excerpt ends."""
        parts = [block.markdown for block in (*self.blocks, *(self.notes if notes else ()))]
        if more:
            parts.insert(1, more)
        return "\n\n".join(parts) + "\n"

    def text(self, *, notes: bool = True) -> str:
        """What a reader of the whole text reads."""
        return "\n\n".join(block.text for block in (*self.blocks, *(self.notes if notes else ())))


@dataclass(frozen=True, kw_only=True)
class Said:
    """A comment on a post, where a generator keeps comments."""

    author: str
    text: str
    when: str
    """ISO 8601, UTC."""


THREADS = {
    "launch-day": (
        Said(
            author="Ada Quist", text="We heard the horn from the other side of the sound!", when="2018-10-01T10:00:00Z"
        ),
        Said(
            author=AUTHORS[1], text="So did the gulls.\n\nThey have not forgiven us yet.", when="2018-10-02T08:30:00Z"
        ),
        Said(author="Bram", text="Which ferry was late then?", when="2018-10-04T19:05:00Z"),
    ),
    "a-bold-claim": (Said(author="Per Holm", text="I would not be so sure.", when="2018-09-02T12:00:00Z"),),
}


class Teller:
    """Text in a language, the same for the same seed."""

    def __init__(self, seed: int, language: str) -> None:
        self.chance = random.Random(seed)
        self.language = language

    def sentence(self) -> str:
        return self.chance.choice(SAYINGS[self.language]).format(*self.chance.sample(WORDS, 2))

    def paragraph(self) -> Block:
        text = " ".join(self.sentence() for _ in range(self.chance.randint(3, 5)))
        return Block(markdown=text, text=text)


def _heading(text: str) -> Block:
    return Block(markdown=f"## {text}", text=text)


def _items(teller: Teller) -> Block:
    items = [teller.sentence() for _ in range(3)]
    return Block(markdown="\n".join(f"- {item}" for item in items), text="\n".join(items))


def _quote(teller: Teller) -> Block:
    said = teller.sentence()
    return Block(markdown=f"> {said}", text=said)


def _code(number: int) -> Block:
    lines = [f"def haul(rope, turns={number}):", "    for turn in range(turns):", "        rope.take(turn)"]
    lines += ["    return rope  # slack", "", "haul(Rope(12))"]
    return Block(markdown="\n".join(("```python", *lines, "```")), text="\n".join(lines))


def _table(teller: Teller) -> Block:
    rows = [("Day", "Level", "Remark")]
    rows += [(f"Day {n}", f"{n}.4 m", teller.chance.choice(WORDS)) for n in range(1, 4)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "| --- | --- | --- |")
    return Block(markdown="\n".join(lines), text="\n".join(" ".join(row) for row in rows))


def _figure(teller: Teller, number: int) -> Block:
    caption = teller.sentence()
    markup = f'<figure><img src="/pictures/{number}.png" alt=""><figcaption>{caption}</figcaption></figure>'
    return Block(markdown=markup, text=caption)


EMBED = Block(
    markdown='<iframe src="https://video.example/embed/slip" width="560" height="315" title="A slip"></iframe>', text=""
)
FOOTNOTE = (
    Block(markdown="The yard closes at six.[^late]", text="The yard closes at six.1"),
    Block(markdown="[^late]: Except when the ferry is late.", text="Except when the ferry is late."),
)
TITLES = (
    ("Ropes & knots: “what holds”", "ropes-and-knots", "en"),
    ("Ölzeug im Regen", "oelzeug-im-regen", "de"),
    ("L'été à l'écluse", "l-ete-a-l-ecluse", "fr"),
    ("¿Quién teme al mar?", "quien-teme-al-mar", "es"),
    ("Утро на верфи", "utro-na-verfi", "ru"),
    ("A <b>bold</b> claim", "a-bold-claim", "en"),
    ("Launch day 🚢", "launch-day", "en"),
    ("2018", "the-year-2018", "en"),
    ("C++ on board", "cpp-on-board", "en"),
)


def _blocks(number: int, teller: Teller) -> Iterator[Block]:
    yield teller.paragraph()
    yield teller.paragraph()
    if number % 3 == 0:
        yield _heading(teller.sentence().rstrip("."))
        yield _items(teller)
    if number % 4 == 1:
        yield _quote(teller)
        yield _code(number)
    if number % 5 == 2:
        yield _table(teller)
    if number % 6 == 3:
        yield _figure(teller, number)
        yield EMBED
    yield teller.paragraph()
    if number % 7 == 4:
        yield _heading(teller.sentence().rstrip("."))
        yield teller.paragraph()


def _entry(number: int, title: str, slug: str, language: str, **more: object) -> Entry:
    teller = Teller(number, language)
    begun = datetime(2018, 1, 9, 8, 12, tzinfo=HOME) + timedelta(days=41 * number, minutes=193 * number)
    when = begun.replace(tzinfo=timezone(timedelta(hours=-8))) if number % 6 == 5 else begun
    fields: dict[str, object] = {
        "when": when,
        "author": AUTHORS[number % 3 == 1],
        "categories": CATEGORIES[number % 3 :][:1],
        "tags": tuple(teller.chance.sample(TAGS, number % 3)),
        "lead": f"/pictures/lead-{number}.png" if number % 4 == 0 else None,
        "blocks": tuple(_blocks(number, teller)),
        "notes": FOOTNOTE if number % 8 == 6 else (),
    }
    return Entry(number=number, title=title, slug=slug, language=language, **{**fields, **more})  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Blog:
    """All entries, oldest first; of the hidden ones no word may be found."""

    entries: tuple[Entry, ...]

    def of(self, kind: str, state: str = "public") -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if (entry.kind, entry.state) == (kind, state))

    @cached_property
    def posts(self) -> tuple[Entry, ...]:
        return self.of("post")


def blog(posts: int = 25) -> Blog:
    """`posts` posts of three years, two drafts, one of a day to come, a page."""
    plain = ((f"Slipway notes no. {number}", f"slipway-notes-{number}", "en") for number in range(1, posts))
    titles = [*TITLES, *plain][:posts]
    made = [_entry(number, *told) for number, told in enumerate(titles)]
    for number, (title, state) in enumerate((("Unfinished one", "draft"), ("Half a thought", "draft")), posts):
        made.append(_entry(number, title, title.lower().replace(" ", "-"), "en", state=state))
    later = datetime(2038, 1, 1, 12, tzinfo=HOME)
    made.append(_entry(posts + 2, "Not yet", "not-yet", "en", state="future", when=later))
    bare = {"kind": "page", "categories": (), "tags": (), "lead": None, "notes": ()}
    made.append(_entry(posts + 3, "The yard", "the-yard", "en", when=datetime(2018, 1, 2, tzinfo=HOME), **bare))
    return Blog(entries=tuple(made))
