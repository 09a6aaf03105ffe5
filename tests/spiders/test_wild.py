"""On blogs whose traps nobody has named, each gets few requests, and no post is lost; `soak.py` takes more seeds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from blogark.tests.spiders.soak import measured
from blogark.tests.spiders.wild import TRAPS, Trap, Wild


def few(count: int, fast: int) -> list[object]:
    return [pytest.param(seed, marks=[pytest.mark.slow] if seed >= fast else []) for seed in range(count)]


@pytest.mark.parametrize("kind", TRAPS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", few(6, 2))
def test_few_requests_go_to_a_trap_and_no_post_is_lost(seed: int, kind: Callable[[Wild], Trap], tmp_path: Path) -> None:
    found = measured(Wild(seed, (kind,)), tmp_path / "ark")
    assert found.lost == ()
    assert found.too_many() == {}
    assert found.ended


@pytest.mark.parametrize("seed", few(16, 4))
def test_a_blog_of_many_traps_is_crawled_whole_and_to_an_end(seed: int, tmp_path: Path) -> None:
    found = measured(Wild(seed), tmp_path / "ark")
    assert found.lost == ()
    assert found.too_many() == {}
    assert found.ended
