"""A job that runs every night on a blog that does not change is silent and keeps only that it was there."""

import importlib.util
import sys
from pathlib import Path

import pytest

from blogark.spiders.display.logs import KEPT, crawl_log

spec = importlib.util.spec_from_file_location("cron_harness", Path(__file__).with_name("harness.py"))
harness = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = harness  # where dataclasses look for their module
spec.loader.exec_module(harness)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    return harness.soak(12, folder=tmp_path_factory.mktemp("nights"), days=9)


@pytest.mark.slow
def test_nothing_is_printed_and_no_row_is_added_but_those_of_the_run(done):
    assert [] == done.faults


@pytest.mark.slow
def test_a_visit_costs_less_than_two_kilobytes_of_records_and_one_of_databases(done):
    first, last = done.nights[0], done.nights[-1]
    requests = sum(night.requests for night in done.nights[1:])
    assert requests > 500  # every page has been due
    assert last.warc_bytes - first.warc_bytes < 2_000 * requests
    assert last.dataset_bytes + last.journal_bytes - first.dataset_bytes - first.journal_bytes < 1_000 * requests
    assert 13 == last.warc_files


def test_the_oldest_logs_go(tmp_path):
    for _ in range(KEPT + 20):
        with crawl_log(tmp_path) as newest:
            pass
    assert KEPT == len(list(tmp_path.iterdir()))
    assert newest.exists()
