"""The frontier: every URL once, in the right order, with its reason when it is left out."""

from pathlib import Path

import pytest

from blogark.archive.journal.journal import Journal
from blogark.archive.journal.queue import Counts, Found, Left, Looked, Reason, UrlQueue


@pytest.fixture
def journal(tmp_path: Path):
    journal = Journal(tmp_path / "journal.sqlite")
    yield journal
    journal.close()


@pytest.fixture
def queue(journal: Journal) -> UrlQueue:
    return UrlQueue(journal)


def urls_taken(queue: UrlQueue, limit: int = 10) -> list[str]:
    return [visit.url for visit in queue.take(limit)]


def test_a_url_found_twice_is_fetched_once(queue):
    assert queue.add([Found(url="http://b.example/1"), Found(url="http://b.example/1")], via=None) == 1
    assert queue.add([Found(url="http://b.example/1")], via="http://b.example/") == 0
    assert urls_taken(queue) == ["http://b.example/1"]


def test_the_urgent_come_first_and_the_older_before_the_younger(queue):
    queue.add([Found(url="http://b.example/post-1"), Found(url="http://b.example/post-2")], via=None)
    queue.add([Found(url="http://b.example/feed", priority=10)], via=None)

    assert urls_taken(queue) == ["http://b.example/feed", "http://b.example/post-1", "http://b.example/post-2"]


def test_a_visit_remembers_how_the_url_was_found(queue):
    queue.add([Found(url="http://b.example/1", hops="LL", found_in="listing")], via="http://b.example/")

    (visit,) = queue.take()

    assert (visit.via, visit.hops, visit.found_in, visit.attempts) == ("http://b.example/", "LL", "listing", 0)


def test_a_retry_waits_for_its_time(queue):
    queue.add([Found(url="http://b.example/1")], via=None)
    (visit,) = queue.take()

    queue.retry(visit, "connection reset", delay=3600)

    assert queue.take() == []
    assert 3500 < queue.next_due() <= 3600


def test_a_retry_that_is_due_counts_its_attempts(queue):
    queue.add([Found(url="http://b.example/1")], via=None)
    (visit,) = queue.take()

    queue.retry(visit, "connection reset", delay=0)

    assert [again.attempts for again in queue.take()] == [1]


def test_counts_follow_every_change(queue):
    queue.add([Found(url=f"http://b.example/{number}") for number in range(6)], via=None)
    done, failed, skipped, retried, returned = queue.take(5)
    queue.done(done)
    queue.failed(failed, "timed out")
    queue.skip(skipped, "closed by robots.txt")
    queue.retry(retried, "503", delay=0)
    queue.put_back(returned)

    assert queue.counts() == Counts(pending=3, done=1, failed=1, skipped=1)
    assert UrlQueue(queue.journal).counts() == queue.counts()


def test_what_was_left_out_is_kept_with_its_reason(queue):
    queue.skip(Found(url="http://b.example/login"), "login page", via="http://b.example/")
    queue.skip(Found(url="http://b.example/login2"), "login page", via="http://b.example/")
    queue.add([Found(url="http://b.example/1")], via=None)
    queue.failed(queue.take()[0], "timed out")

    assert queue.left_out()[0] == Left(url="http://b.example/1", state="failed", reason="timed out", via=None)
    assert queue.reasons() == [
        Reason(state="skipped", reason="login page", number=2, example="http://b.example/login"),
        Reason(state="failed", reason="timed out", number=1, example="http://b.example/1"),
    ]


def test_a_skipped_url_is_not_fetched_when_it_is_found_again(queue):
    queue.skip(Found(url="http://b.example/login"), "login page")

    assert queue.add([Found(url="http://b.example/login")], via=None) == 0
    assert queue.take() == []


def test_after_a_kill_what_was_in_flight_is_pending_again(tmp_path):
    first = Journal(tmp_path / "j.sqlite")
    queue = UrlQueue(first)
    queue.add([Found(url="http://b.example/1")], via=None)
    queue.take()
    first.commit()
    first.close()

    after = UrlQueue(Journal(tmp_path / "j.sqlite"))

    assert after.resume() == 1
    assert urls_taken(after) == ["http://b.example/1"]


def test_what_was_not_committed_never_happened(tmp_path):
    first = Journal(tmp_path / "j.sqlite")
    UrlQueue(first).add([Found(url="http://b.example/1")], via=None)
    first.close()

    assert UrlQueue(Journal(tmp_path / "j.sqlite")).counts() == Counts()


def test_a_recrawl_judges_every_url_anew(queue):
    queue.add([Found(url="http://b.example/1"), Found(url="http://b.example/2")], via=None)
    one, two = queue.take(2)
    queue.done(one)
    queue.failed(two, "timed out")
    queue.skip(Found(url="http://b.example/login"), "login page")

    assert queue.restart() == 3
    assert queue.counts() == Counts(pending=3)
    assert urls_taken(queue) == ["http://b.example/1", "http://b.example/2", "http://b.example/login"]


URL = "http://b.example/1"


class Clock:
    """The time that a queue is told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def visited(journal: Journal, clock: Clock, *, has_changed: bool = False, called: bool | None = None) -> bool:
    """A run a day later that visits the URL, if it is due or `called`; whether it did."""
    clock.now += 86_400
    queue = UrlQueue(journal, clock=clock)
    queue.add([Found(url=URL)], via=None)
    if called is not None:
        queue.call(URL, doubted=called)
    for visit in queue.take():
        queue.done(visit, looked=Looked(due=clock.now + 10 * 86_400, has_changed=has_changed))
        return True
    return False


def test_who_called_in_vain_three_times_in_a_row_is_heard_no_more(journal, clock):
    assert visited(journal, clock)
    assert [True, True, True, False] == [visited(journal, clock, called=True) for _ in range(4)]


def test_a_change_makes_good_what_was_called_in_vain(journal, clock):
    assert visited(journal, clock)
    assert [True, True] == [visited(journal, clock, called=True) for _ in range(2)]
    assert visited(journal, clock, called=True, has_changed=True)
    assert [True, True, True, False] == [visited(journal, clock, called=True) for _ in range(4)]


def test_who_is_not_doubted_is_always_heard(journal, clock):
    assert visited(journal, clock)
    assert [True] * 5 == [visited(journal, clock, called=False) for _ in range(5)]


def test_a_page_is_called_once_in_a_run(journal, clock):
    visited(journal, clock)
    clock.now += 86_400
    queue = UrlQueue(journal, clock=clock)
    assert [True, False] == [queue.call(URL), queue.call(URL)]
    queue.done(*queue.take())
    assert not queue.call(URL)


def test_what_is_older_than_the_last_visit_calls_nobody(journal, clock):
    visited(journal, clock)
    seen = clock.now
    clock.now += 86_400
    queue = UrlQueue(journal, clock=clock)
    assert [False, False, True] == [queue.call(URL, newest=moment) for moment in (seen - 1, seen, seen + 1)]


def test_of_the_times_at_which_a_page_is_said_to_have_changed_the_latest_counts(queue):
    queue.add([Found(url=URL)], via=None)
    for moment in (200.0, 100.0, 300.0, 50.0):
        queue.told_changed(URL, moment)
    (visit,) = queue.take()
    assert 300.0 == visit.past.changed


def test_what_a_run_has_settled_shrinks_by_what_is_called_back(journal, clock):
    first = UrlQueue(journal, clock=clock)
    first.add([Found(url=URL), Found(url="http://b.example/2")], via=None)
    for visit in first.take(2):
        first.done(visit)
    assert 2 == first.settled
    clock.now += 1
    going_on = UrlQueue(journal, clock=clock)
    assert going_on.call(URL)
    assert 1 == going_on.settled
