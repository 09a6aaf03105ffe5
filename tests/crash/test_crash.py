"""A crawl that is killed at any moment loses nothing; `make crash` kills a hundred times."""

import importlib.util
import sys
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location("crash_harness", Path(__file__).with_name("harness.py"))
harness = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = harness  # where dataclasses look for their module
spec.loader.exec_module(harness)


@pytest.mark.slow
def test_ten_kills_lose_nothing_and_double_nothing():
    tally = harness.torture(kills=10, seed=1, posts=90)

    assert tally.faults == []
    assert tally.kills >= 10
