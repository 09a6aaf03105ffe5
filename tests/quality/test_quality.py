"""No figure of the parsers falls below its floor."""

import importlib.util
import sys
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location("quality_measure", Path(__file__).with_name("measure.py"))
measure = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = measure  # where dataclasses look for their module
spec.loader.exec_module(measure)


def test_no_figure_over_the_golden_pages_has_fallen():
    assert measure.falls(measure.golden_figures(), measure.read_floors()["golden"]) == []


@pytest.mark.slow
def test_no_figure_over_real_pages_has_fallen():
    if not (measure.CORPUS / "score.py").is_file():
        pytest.skip(f"needs a corpus of real pages in {measure.CORPUS}")
    assert measure.falls(measure.corpus_figures(measure.CORPUS), measure.read_floors()["corpus"]) == []


def test_a_figure_below_its_floor_is_named():
    (fall,) = measure.falls({"wordpress": {"title": 0.8, "day": 1.0}}, {"wordpress": {"title": 0.9, "day": 1.0}})

    assert str(fall) == "wordpress: title is 0.8000, its floor is 0.9000"


def test_a_figure_that_is_no_longer_measured_has_fallen():
    (fall,) = measure.falls({}, {"wordpress": {"title": 0.9}})

    assert str(fall) == "wordpress: title is not measured, its floor is 0.9000"
