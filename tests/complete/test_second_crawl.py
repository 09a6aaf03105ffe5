"""The same command again, on a blog that has not changed: nothing new is stored, and little is asked for."""

from collections.abc import Iterator

import pytest

from blogark.archive.capture import Capture
from blogark.archive.config import options
from blogark.archive.folder import ArchiveFolder
from blogark.archive.warc.scan import scan
from blogark.tests.complete.laboratory import A_TRAP, LARGE, Case, Laboratory, Run, archive, parameter

SHARE = 0.05


def test_no_new_row(unchanged: Run, first: Run) -> None:
    assert {name: rows ^ first.table[name] for name, rows in unchanged.table.items() if rows != first.table[name]} == {}


@pytest.mark.parametrize("case", [parameter(case) for case in LARGE])
def test_few_bytes_are_received(unchanged: Run, first: Run) -> None:
    assert unchanged.received <= SHARE * first.received


@pytest.mark.parametrize("case", [parameter(case) for case in LARGE])
def test_few_bytes_are_stored(unchanged: Run, first: Run) -> None:
    assert unchanged.stored <= SHARE * first.stored


def test_it_asks_conditionally_wherever_it_can(unchanged: Run, first: Run) -> None:
    could = {one.url for one in first.log if one.status == 200 and one.target != "/robots.txt"}
    again = [one for one in unchanged.log if one.url in could]
    assert again
    assert [one.url for one in again if not one.conditional] == []


def test_an_answer_304_is_a_revisit_in_the_warc(unchanged: Run, first: Run) -> None:
    answers = [one.url for one in unchanged.log if one.status == 304]
    assert answers
    found = [one for one in _captures(unchanged) if one.crawl_id == 2 and one.status == 304]
    assert {(one.url, one.record_type) for one in found} == {(url, "revisit") for url in answers}


def test_feeds_and_lists_come_first(unchanged: Run) -> None:
    kinds = [unchanged.truth.matter.get(one.url) for one in unchanged.log]
    assert "feed" in kinds
    first_post = kinds.index("post") if "post" in kinds else len(kinds)
    # robots.txt, the front page and what was on its way.
    assert kinds.index("feed") < min(first_post, 12)


def test_traps_stay_shut(unchanged: Run) -> None:
    site = unchanged.server.site
    asked = [trap.name for one in unchanged.log for trap in site.traps if trap.owns(one.target)]
    assert {name: asked.count(name) for name in asked if asked.count(name) > A_TRAP} == {}


@pytest.fixture
def small() -> Case:
    return Case(shape="static", posts=48)


def test_full_asks_for_everything_unconditionally(laboratory: Laboratory, small: Case) -> None:
    assert "full" in {option.name for option in options()}
    first, full = laboratory.first(small), laboratory.again(small, "full", full=True)
    assert {one.url for one in full.log} >= set(first.truth.of_kind("post"))
    assert [one.url for one in full.log if one.conditional] == []


@pytest.mark.slow
def test_a_blog_without_validators_gives_no_new_row_and_few_bytes(laboratory: Laboratory) -> None:
    """WordPress by itself sends ETag and Last-Modified with feeds only."""
    server = laboratory.server(Case(shape="wordpress_plain", posts=300))
    before, server.validators = server.validators, frozenset()
    try:
        path = laboratory.folder / "no-validators"
        first = archive(server, path, limit=1000)
        table = first.table
        again = archive(server, path, limit=1000)
    finally:
        server.validators = before
    assert {name for name, rows in again.table.items() if rows != table[name]} == set()
    assert again.stored <= SHARE * first.stored


def _captures(run: Run) -> Iterator[Capture]:
    return (one for one in scan(ArchiveFolder(run.path).warcs) if isinstance(one, Capture))
