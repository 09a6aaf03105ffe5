"""The shape of the code: who may import whom, and the smells that a machine can find."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = ("archive", "parsers", "dataset", "spiders", "serving", "demo", "verbs")
MAY_IMPORT = {
    "archive": set(),
    "parsers": set(),
    "dataset": {"archive", "parsers"},
    "spiders": {"archive", "parsers"},
    "serving": {"archive", "dataset"},
    "demo": {"archive", "parsers"},
    "verbs": {"archive", "parsers", "dataset", "spiders", "serving", "demo"},
    "cli": {"verbs"},
    "__main__": {"cli"},
    "__init__": set(),
}
"""One way: cli, verbs, then spiders, dataset and demo, then archive and parsers. All may ask the root its version."""
ROOMS = {
    "parsers": ("model", "tree", "marks", "dates", "base", "feeds", "generic", "engines", "reading"),
    "archive": (
        *("errors", "addresses", "quantities", "replacing", "spool", "capture", "exchange"),
        *("leftout", "loading", "stopping"),
        *("config", "warc", "indexes", "journal", "withholding", "folder", "recording"),
        *("wacz", "checking", "importing"),
    ),
    "dataset": (
        *("keys", "moments", "rows", "epochs", "tables", "opened", "packaging"),
        *("labels", "hiding", "writing", "reading", "redaction", "export", "report", "packing", "checking", "asking"),
    ),
    "spiders": (
        *("wire", "links", "settings", "scope", "traps", "pace", "work", "display", "recording", "missed", "schedule"),
        *("wayback", "guesses", "revisits", "leads", "blog", "frontier", "middleware", "crawl"),
    ),
}
"""Inside a stage one way too: each room may ask those before it."""
LONGEST = 400
"""Lines. Most files stay under 300; one engine's knowledge stays in one file even where it is long."""
LONGER = {"dataset/tables/schema.py"}
"""A comment a column."""
BROAD = {"Exception", "BaseException"}
FILES = sorted([*ROOT.glob("*.py"), *(path for stage in STAGES for path in (ROOT / stage).rglob("*.py"))])


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(params=FILES, ids=name_of)
def source(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Level (0: absolute) and dotted name of every import, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is None:
            yield from ((node.level, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


def places_of(path: Path) -> Iterator[tuple[str, ...]]:
    """What a file imports from the package, as paths below its root."""
    folder = path.relative_to(ROOT).parent.parts
    for level, name in imports_of(path):
        if level:
            yield *folder[: len(folder) - level + 1], *name.split(".")


def targets_of(path: Path) -> set[str]:
    """The parts of the package that a file imports from: stages, or modules of the root."""
    return {place[0] for place in places_of(path)} - {"__version__"}


def files_of(path: Path) -> set[Path]:
    """The files that a file imports from, those inside functions and those for types only too."""
    asked = set()
    for place in places_of(path):
        module = ROOT.joinpath(*place)
        asked |= {file for file in (module.with_suffix(".py"), module / "__init__.py") if file.exists()}
    return asked - {path}


def part_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[0] if len(parts) > 1 else path.stem


def test_imports_run_one_way(source: Path) -> None:
    part = part_of(source)
    assert targets_of(source) <= MAY_IMPORT[part] | {part}


def test_no_file_asks_itself_by_way_of_others() -> None:
    TopologicalSorter({path: files_of(path) for path in FILES}).prepare()  # raises CycleError, which names the files


@pytest.mark.parametrize(("stage", "room"), [(stage, room) for stage, rooms in ROOMS.items() for room in rooms])
def test_a_room_asks_only_those_below_it(stage: str, room: str) -> None:
    above = set(ROOMS[stage][ROOMS[stage].index(room) + 1 :])
    place = ROOT / stage / room
    files = [*place.rglob("*.py")] or [place.with_suffix(".py")]
    asked = {target[1] for path in files for target in places_of(path) if stage == target[0] and len(target) > 1}
    assert not asked & above


@pytest.mark.parametrize("stage", ROOMS)
def test_every_room_of_a_stage_has_its_place(stage: str) -> None:
    assert {*ROOMS[stage]} == {path.stem for path in (ROOT / stage).glob("[a-z]*")}


def test_imports_inside_the_package_are_relative(source: Path) -> None:
    own = {"blogark", *STAGES, "cli"}
    assert not {name for level, name in imports_of(source) if level == 0 and name.split(".")[0] in own}


def test_parsers_know_no_network_disk_or_clock() -> None:
    banned = {
        "socket",
        "ssl",
        "urllib.request",
        "http.client",
        "requests",
        "sqlite3",
        "pathlib",
        "io",
        "time",
        "random",
    }
    for path in (ROOT / "parsers").rglob("*.py"):
        found = {name for level, name in imports_of(path) if level == 0} & banned
        assert not found, f"{name_of(path)} imports {found}"


def test_files_stay_short(source: Path) -> None:
    assert len(source.read_text("utf-8").splitlines()) <= LONGEST or name_of(source) in LONGER


def test_nothing_is_called_utils(source: Path) -> None:
    assert source.stem.strip("_") not in {"utils", "util", "helpers", "common", "misc"}


def test_the_root_holds_no_other_module() -> None:
    assert {"__init__", "__main__", "cli"} == {path.stem for path in ROOT.glob("*.py")}


def test_one_place_catches_everything() -> None:
    places = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler) and not isinstance(node.body[-1], ast.Raise):
                kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                if any(kind is None or (isinstance(kind, ast.Name) and kind.id in BROAD) for kind in kinds):
                    places.append(name_of(path))
    assert ["parsers/base.py"] == places


def test_every_module_says_what_it_is_for(source: Path) -> None:
    text = source.read_text("utf-8")
    assert not text or ast.get_docstring(ast.parse(text))
