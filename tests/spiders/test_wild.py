"""On blogs whose traps nobody has named, each gets few requests, and no post is lost."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from blogark.tests.spiders.conftest import Archive, asked
from blogark.tests.spiders.odd_server import OddServer
from blogark.tests.spiders.wild import TRAPS, Trap, Wild

A_TRAP = 60
"""Some have addresses of several patterns: with and without further parameters, below a folder and at the root."""
TOGETHER = 150
"""Where five stand on one blog, pages of each lead on to the others, which are new for a while."""


def crawled(blog: Wild, path: Path) -> list[str]:
    """What was asked for until the crawl had come to its end."""
    with OddServer(replies=blog) as server:
        outcome = Archive(path).crawl(server.url("/"), max_pages=2_000, concurrency=8)
        assert outcome.exit_code == 0
        return asked(server)


def few(count: int, fast: int) -> list[object]:
    return [pytest.param(seed, marks=[pytest.mark.slow] if seed >= fast else []) for seed in range(count)]


@pytest.mark.parametrize("kind", TRAPS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", few(6, 2))
def test_few_requests_go_to_a_trap_and_no_post_is_lost(seed: int, kind: Callable[[Wild], Trap], tmp_path: Path) -> None:
    blog = Wild(seed, (kind,))
    paths = crawled(blog, tmp_path / "ark")
    assert blog.posts.keys() - set(paths) == set()
    assert sum(blog.owner(path) is not None for path in paths) <= A_TRAP


@pytest.mark.parametrize("seed", few(8, 4))
def test_a_blog_of_many_traps_is_crawled_whole_and_to_an_end(seed: int, tmp_path: Path) -> None:
    blog = Wild(seed)
    paths = crawled(blog, tmp_path / "ark")
    assert blog.posts.keys() - set(paths) == set()
    owners = Counter(trap.name for path in paths if (trap := blog.owner(path)) is not None)
    assert {name: number for name, number in owners.items() if number > TOGETHER} == {}
