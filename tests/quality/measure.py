"""`make quality`: how well the parsers read, engine by engine and field by field, and that it never gets worse.

Over the project's own golden pages always; over a corpus of real pages (its `score.py` beside its
`manifest.jsonl`) where one stands in ../shared/corpora or in the folder named by BLOGARK_CORPUS.
Floors are in floors.toml: a figure below its floor ends with exit 1. `--raise` lifts the floors to what
was measured; they are never lowered by a program.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FLOORS = HERE / "floors.toml"
CORPUS = Path(os.environ.get("BLOGARK_CORPUS", ROOT.parent / "shared" / "corpora"))

POST_FIELDS = ("title", "author_name", "byline", "published", "categories", "tags", "body_text", "body_html")
CORPUS_FIELDS = {
    "body_f1": "body",
    "snip_f1": "snippets",
    "title_norm": "title",
    "author": "author",
    "date": "day",
    "categories_f1": "categories",
    "tags_f1": "tags",
    "snipc_one": "comment snippets",
    "rec_f1": "comments",
    "rec_author": "their authors",
    "rec_date": "their days",
    "rec_parent": "their parents",
    "ref_f1": "references",
}
"""The scorer's measures that have a floor: higher is better."""

ENOUGH_PAGES = 20
"""Of fewer pages a share says little: such an engine is in the figures of all."""

Figures = Mapping[str, Mapping[str, float]]
"""Of each group (an engine), the share of each field that was read right: 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class Fall:
    """A figure below its floor."""

    group: str
    field: str
    figure: float | None
    floor: float

    def __str__(self) -> str:
        figure = "not measured" if self.figure is None else f"{self.figure:.4f}"
        return f"{self.group}: {self.field} is {figure}, its floor is {self.floor:.4f}"


def golden_figures() -> Figures:
    """Of the golden pages of each engine, the share of fields, comments and references that equal the gold."""
    regold = _regold()
    right: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for case in regold.CASES:
        gold = json.loads((case / "expected.json").read_text("utf-8"))
        found = json.loads(regold.told(regold.read_case(case)))
        for name, hit in _marks(gold, found):
            right[case.parent.name][name].append(hit)
    return {
        group: {name: sum(hits) / len(hits) for name, hits in sorted(fields.items())}
        for group, fields in sorted(right.items())
    }


def _marks(gold: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """What is missing in both was read right, but says nothing of the field: it is not marked."""
    yield "kind", gold["kind"] == found["kind"]
    post, other = gold.get("post", {}), found.get("post", {})
    for name in POST_FIELDS:
        if name in post or name in other:
            yield name, post.get(name) == other.get(name)
    for name in ("comments", "references", "entries"):
        mine, theirs = gold.get(name, []), found.get(name, [])
        for place in range(max(len(mine), len(theirs))):
            yield name, mine[place : place + 1] == theirs[place : place + 1]


def corpus_figures(corpus: Path) -> Figures:
    """The scorer's figures over the real pages: of all, and of each engine."""
    output = subprocess.run(
        [sys.executable, str(corpus / "score.py"), "--json", "--quiet", "--jobs", str(os.cpu_count() or 1)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    report = json.loads(output)
    report = report[0] if isinstance(report, list) else report
    engines = {name: totals for name, totals in report["engines"].items() if totals["pages"] >= ENOUGH_PAGES}
    groups = {"all": report["overall"], **engines}
    return {
        group: {name: totals[key] for key, name in CORPUS_FIELDS.items() if key in totals}
        for group, totals in groups.items()
    }


def falls(figures: Figures, floors: Figures) -> list[Fall]:
    """Every figure that is below its floor, or no longer measured."""
    return [
        Fall(group=group, field=field, figure=figures.get(group, {}).get(field), floor=floor)
        for group, fields in floors.items()
        for field, floor in fields.items()
        if figures.get(group, {}).get(field, -1.0) < floor
    ]


def table(title: str, figures: Figures) -> str:
    """Groups down, fields across."""
    fields = list(dict.fromkeys(name for group in figures.values() for name in group))
    width = max(map(len, figures), default=0) + 2
    lines = [title, " " * width + "  ".join(fields)]
    for group, of in figures.items():
        cells = (f"{of[name]:.3f}" if name in of else "-" for name in fields)
        lines.append(
            group.ljust(width) + "  ".join(cell.rjust(len(name)) for cell, name in zip(cells, fields, strict=True))
        )
    return "\n".join(lines)


def read_floors() -> dict[str, Figures]:
    return tomllib.loads(FLOORS.read_text("utf-8"))


def write_floors(measured: Mapping[str, Figures]) -> None:
    """Lift the floors to what was measured, rounded down to a thousandth; none is lowered."""
    floors = read_floors()
    lines = ["# What the parsers reach, and may not fall below. Lifted by `python tests/quality/measure.py --raise`."]
    for part in sorted({*floors, *measured}):
        old, new = floors.get(part, {}), measured.get(part, {})
        for group in sorted({*old, *new}):
            lines += ["", f'[{part}."{group}"]']
            before, now = old.get(group, {}), new.get(group, {})
            for name in dict.fromkeys([*before, *now]):
                floor = max(before.get(name, 0.0), math.floor(now.get(name, 0.0) * 1000) / 1000)
                lines.append(f'"{name}" = {floor}')
    FLOORS.write_text("\n".join(lines) + "\n", "utf-8")


def measure_all() -> dict[str, Figures]:
    """`golden`, and `corpus` where there is one."""
    measured: dict[str, Figures] = {"golden": golden_figures()}
    if (CORPUS / "score.py").is_file():
        measured["corpus"] = corpus_figures(CORPUS)
    return measured


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what is measured")
    options = parser.parse_args()
    measured = measure_all()
    for part, figures in measured.items():
        print(table(f"{part} pages: the share that was read right", figures), end="\n\n")
    if "corpus" not in measured:
        print(f"No corpus of real pages in {CORPUS}: only the golden pages were measured.")
    floors = read_floors()
    fallen = [fall for part, figures in measured.items() for fall in falls(figures, floors.get(part, {}))]
    for fall in fallen:
        print(f"FALLEN {fall}")
    if options.lift and not fallen:
        write_floors(measured)
    return 1 if fallen else 0


def _regold():  # type: ignore[no-untyped-def]  # a script beside the tests, not a module
    spec = importlib.util.spec_from_file_location("regold", ROOT / "tests" / "regold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
