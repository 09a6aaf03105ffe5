"""Traps: at most fifty requests go to each, and what was not followed is told with its reason."""

import pytest

from blogark.tests.blogs.server import BlogServer
from blogark.tests.complete.laboratory import A_TRAP, CASES, Case, Laboratory, Run, parameter

TRAPS = [parameter(case, name) for case in CASES for name in BlogServer(case.shape, posts=12, port=1).truth.traps]


def owned(run: Run, name: str, targets: list[str]) -> list[str]:
    trap = next(trap for trap in run.server.site.traps if trap.name == name)
    return [target for target in targets if trap.owns(target)]


@pytest.mark.parametrize(("case", "trap"), TRAPS)
def test_a_trap_gets_few_requests(laboratory: Laboratory, case: Case, trap: str) -> None:
    run = laboratory.first(case)
    assert len(owned(run, trap, [one.target for one in run.log])) <= A_TRAP


@pytest.mark.parametrize(("case", "trap"), TRAPS)
def test_what_a_trap_offers_is_known_with_the_reason_why_it_was_left(
    laboratory: Laboratory, case: Case, trap: str
) -> None:
    run = laboratory.first(case)
    base = run.server.site.names.base
    reasons = {str(url).removeprefix(base): reason for url, reason in run.known("SELECT url, reason FROM urls")}
    asked = {one.target for one in run.log}
    left = [target for target in owned(run, trap, list(reasons)) if target not in asked]
    assert left
    assert [target for target in left if not reasons[target]] == []
