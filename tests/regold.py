"""Writes down what the parsers see in the golden pages: ``python tests/regold.py [PLATFORM[/CASE] ...]``.

Each case is a folder ``tests/pages/<platform>/<case>/`` with a page (page.html, page.xml or page.json), page.toml (its
``url``, ``content_type``, and what it ``shows``) and expected.json: the page as ``read_page`` reads it, without what is
missing. Run it after a change that was meant, and read the diff: the tests only say that nothing changed.
"""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from blogark.parsers import Page, read_page

PAGES = Path(__file__).with_name("pages")
CASES = tuple(sorted(path.parent for path in PAGES.glob("*/*/page.toml")))


def read_case(case: Path) -> Page:
    """The page of a case as the parsers read it."""
    about = tomllib.loads((case / "page.toml").read_text("utf-8"))
    [page] = (path for path in case.glob("page.*") if path.suffix != ".toml")
    return read_page(page.read_bytes(), about["url"], about.get("content_type"))


def told(page: Page) -> str:
    """The page as it stands in expected.json; the parser's version is left out, for it changes without the reading."""
    record = _without_missing(asdict(page))
    record.pop("parser_version", None)
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _without_missing(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_missing(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner is not None and inner not in ([], {})}
    if isinstance(value, list | tuple):
        return [_without_missing(inner) for inner in value]
    return value


def main(wanted: list[str]) -> int:
    """Write the expected.json of all cases, or of those that are named; tell which changed."""
    for case in CASES:
        name = case.relative_to(PAGES).as_posix()
        if wanted and not any(name == word or name.startswith(f"{word}/") for word in wanted):
            continue
        expected = case / "expected.json"
        before = expected.read_text("utf-8") if expected.exists() else None
        after = told(read_case(case))
        if before != after:
            expected.write_text(after, "utf-8")
            print("new    " if before is None else "changed", name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
