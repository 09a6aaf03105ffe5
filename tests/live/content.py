"""What the engines are filled with: the blog of the generators, with three authors and comments that are answered."""

from __future__ import annotations

import html
import random
from datetime import datetime, timedelta

from blogark.tests.generators.source import EMBED, WORDS, Block, Entry, blog

AUTHORS = {"marta": ("Marta", "Vos"), "jo": ("Jo", "Lindqvist"), "soeren": ("Sören", "Æbelø")}
READERS = (
    "Ada",
    "Björn Åström",
    "Chidi O'Neill",
    "Ιωάννα",
    "d'Arcy & Söhne",
    "田中さくら",
    "Пётр",
    "x",
    "J. R. Hartley III",
)
TALES = (
    "The {0} held, but the {1} did not; we turned back early.",
    "Nobody told me that a {0} needs a {1} that much.",
    "Der {0} kostet weniger als ein {1}, sagt man bei uns.",
    "Ça marche avec un {0}, pas sans {1}.",
    "I wrote about this in 2011 and the {0} still leaks into the {1}.",
)
HIDDEN = "quayhidden"
"""Stands in every draft and every comment that was held back, and nowhere else."""
ONE_LONG = 4
"""The number of the post with a long discussion."""


def _markup(block: Block) -> str:
    kind, escape = block.markdown, html.escape
    lines = block.text.split("\n")
    if kind.startswith("## "):
        return f"<h2>{escape(block.text)}</h2>"
    if kind.startswith("- "):
        return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
    if kind.startswith("> "):
        return f"<blockquote><p>{escape(block.text)}</p></blockquote>"
    if kind.startswith("```"):
        return f"<pre><code>{escape(block.text)}</code></pre>"
    if kind.startswith("|"):
        rows = [row.strip("|").split("|") for row in kind.split("\n") if "---" not in row]
        marked = ("".join(f"<td>{cell.strip()}</td>" for cell in row) for row in rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in marked)}</table>"
    return kind if kind.startswith("<") else f"<p>{escape(kind, quote=False)}</p>"


def _comments(number: int, chance: random.Random, begun: datetime, count: int) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    depth: dict[int, int] = {}
    for place in range(count):
        is_held = chance.random() < 0.1
        open_to = [one for one, level in depth.items() if level < 4]
        parent = chance.choice(open_to) if open_to and chance.random() < 0.45 else None
        if not is_held:
            depth[place] = 1 + (depth[parent] if parent is not None else 0)
        said = [chance.choice(TALES).format(*chance.sample(WORDS, 2)) for _ in range(chance.randint(1, 4))]
        said[-1] += f" {HIDDEN}" if is_held else f" No. {number}/{place}."
        made.append(
            {
                "is_held": is_held,
                "parent": parent,
                "name": chance.choice(READERS),
                "url": f"http://site{place}.example/" if chance.random() < 0.4 else "",
                "text": chance.choice((" ", "\n\n")).join(said),
                "when": (begun + timedelta(hours=2, minutes=97 * place + 13 * number)).isoformat(),
            }
        )
    return made


def _entry(entry: Entry) -> dict[str, object]:
    chance = random.Random(entry.slug)
    count = 40 if entry.number == ONE_LONG else chance.randint(0, 6)
    blocks = [block for block in entry.blocks if block is not EMBED]
    is_public = entry.state == "public"
    return {
        "title": entry.title,
        "slug": entry.slug,
        "is_public": is_public,
        "author": "soeren" if entry.number % 7 == 3 else "jo" if entry.number % 3 == 1 else "marta",
        "when": entry.when.isoformat(),
        "categories": entry.categories,
        "tags": entry.tags,
        "html": "\n".join(map(_markup, blocks)) + ("" if is_public else f"<p>{HIDDEN}</p>"),
        "text": "\n\n".join(block.text for block in blocks),
        "comments": _comments(entry.number, chance, entry.when, count),
    }


def content() -> dict[str, object]:
    """The blog as JSON can hold it."""
    return {"authors": AUTHORS, "posts": [_entry(entry) for entry in blog(25).entries if entry.kind == "post"]}
