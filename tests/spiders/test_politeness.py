"""A host is asked again when its delay has passed, and not before it wants to be."""

from blogark.spiders.pace.politeness import LONGEST_PAUSE, Politeness, host_of


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_host_has_its_own_delay() -> None:
    politeness = Politeness(2.0, clock=Clock())
    politeness.asked("a")
    assert (2.0, 0.0) == (politeness.wait("a"), politeness.wait("b"))


def test_crawl_delay_counts_if_it_is_longer() -> None:
    politeness = Politeness(2.0, clock=Clock())
    politeness.slow_down("a", 10.0)
    politeness.slow_down("b", 1.0)
    politeness.asked("a")
    politeness.asked("b")
    assert (10.0, 2.0) == (politeness.wait("a"), politeness.wait("b"))


def test_a_pause_lasts_and_is_bounded() -> None:
    clock = Clock()
    politeness = Politeness(0.0, clock=clock)
    politeness.pause("a", 30.0)
    politeness.pause("a", 5.0)
    politeness.pause("b", 1e9)
    politeness.asked("a")
    assert (30.0, LONGEST_PAUSE) == (politeness.wait("a"), politeness.wait("b"))
    clock.now = 31.0
    politeness.asked("a")
    assert politeness.wait("a") == 0.0


def test_www_and_ports_are_one_host() -> None:
    assert host_of("http://www.blog.example:8080/") == host_of("https://blog.example/x") == "blog.example"
