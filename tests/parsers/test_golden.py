"""The golden pages read as they did; ``python tests/regold.py`` writes down a change that was meant."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("regold", Path(__file__).parents[1] / "regold.py")
assert _SPEC is not None
assert _SPEC.loader is not None
regold = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(regold)

NAMES = [case.relative_to(regold.PAGES).as_posix() for case in regold.CASES]


@pytest.mark.parametrize("case", regold.CASES, ids=NAMES)
def test_a_golden_page_reads_as_expected(case: Path) -> None:
    expected = (case / "expected.json").read_text("utf-8")
    assert expected == regold.told(regold.read_case(case))


@pytest.mark.parametrize("case", regold.CASES, ids=NAMES)
def test_a_golden_page_belongs_to_the_engine_it_is_filed_under(case: Path) -> None:
    assert case.parent.name == regold.read_case(case).platform
