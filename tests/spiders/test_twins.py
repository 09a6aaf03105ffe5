"""Parts of addresses that change nothing are told by pages that say the same without them."""

from collections.abc import Collection

from blogark.spiders.traps.budgets import Budgets
from blogark.spiders.traps.patterns import BARREN
from blogark.spiders.traps.twins import ENOUGH, KEPT, Twins
from blogark.tests.spiders.test_budgets import HOME, post, visits


def twins_of(count: int, *, other: Collection[int] = ()) -> Twins:
    twins = Twins()
    for number in range(count):
        said = {number * 10 + run for run in range(5)}
        twins.compare(f"/{number}", [], said)
        twins.compare(f"/view/{number}", [("view", f"/{number}")], other or said)
    return twins


def test_pages_that_say_the_same_without_a_part_are_twins_after_some() -> None:
    assert not twins_of(ENOUGH - 1).are_alike("view")
    assert twins_of(ENOUGH).are_alike("view")


def test_one_page_that_says_something_else_ends_it() -> None:
    twins = twins_of(ENOUGH)
    assert not twins.compare("/view/9", [("view", "/1")], {1, 2, 3})
    assert not twins.are_alike("view")
    assert not twins.compare("/view/1", [("view", "/1")], {10, 11, 12, 13, 14})


def test_a_sidebar_that_differs_makes_no_other_page() -> None:
    twins = twins_of(ENOUGH)
    assert twins.compare("/view/1/x", [("view", "/1")], {10, 11, 12, 13, 99})
    assert not twins.compare("/view/1/y", [("view", "/1")], {10, 11, 97, 98, 99})


def test_what_says_more_is_no_twin_such_as_the_comments_below_a_post() -> None:
    twins = Twins()
    for number in range(9):
        post = {number * 100 + run for run in range(5)}
        twins.compare(f"/{number}", [], post)
        assert not twins.compare(f"/{number}/comments/", [("comments", f"/{number}")], post | {number * 100 + 9, 7, 8})
    assert not twins.are_alike("comments")


def test_a_page_that_says_nothing_is_nobodys_twin() -> None:
    twins = Twins()
    twins.compare("/1", [], ())
    for _ in range(9):
        assert not twins.compare("/view/1", [("view", "/1")], ())


def test_memory_is_bounded() -> None:
    twins = Twins()
    for number in range(KEPT + 9):
        twins.compare(f"/{number}", [], {number})
    for _ in range(ENOUGH):
        assert not twins.compare("/view/0", [("view", "/0")], {0})


def test_folders_of_session_ids_over_few_known_pages_are_left() -> None:
    known = ("/", "/page/2/", "/page/3/")
    some = Budgets({HOME + path for path in known}.__contains__)
    assert visits(some, *known, page=post) == len(known)
    ids = [f"{number:010x}8f3a2c" for number in range(0x9A1B, 0x9A1B + 60)]
    for form in ("/s-{0}{1}", "/area/{0}{1}"):
        views = [form.format(one, known[at % 3]) for at, one in enumerate(ids)]
        assert visits(some, *views, page=lambda path: post(path[path.index("8f3a2c") + 6 :])) <= 2 * BARREN
