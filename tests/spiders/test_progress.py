"""What a crawl tells while it runs: what is true, what it waits for, never a URL that a terminal would act on."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from blogark.spiders.display.choice import progress_for
from blogark.spiders.display.forecast import Forecast
from blogark.spiders.display.live_line import LiveLine
from blogark.spiders.display.progress import PlainLines, Silent, Snapshot, about, shortened, size, span
from blogark.spiders.pace.politeness import Hold

HALF = Snapshot(done=1_200, known=2_400, failed=3, bytes=5_200_000, seconds=60.0, fetching="http://blog.example/a")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def live(*snapshots: Snapshot, width: int = 200) -> list[str]:
    """The lines that a terminal shows after the last of these."""
    stream = io.StringIO()
    line = LiveLine(Console(file=stream, force_terminal=True, width=width, color_system=None), lambda: (800, 1))
    for snapshot in snapshots:
        line.update(snapshot)
    shown = stream.getvalue().rpartition("\x1b[2K")[2]
    line.close()
    return [text.rstrip() for text in shown.splitlines()]


def steady(seconds: int, *, pages: int = 1, known: int = 1_000) -> list[Snapshot]:
    """A crawl of so many pages a second, second by second."""
    return [Snapshot(done=pages * second, known=known, seconds=float(second)) for second in range(seconds + 1)]


def test_the_live_lines_show_pages_rows_bytes_rate_and_the_url() -> None:
    far, doing = live(HALF)
    assert all(part in far for part in ("1,200 / 2,400 pages", "20.0 pages/s"))
    assert all(part in doing for part in ("800 posts", "1 comment", "5.2 MB", "3 failed", "blog.example/a"))


@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
def test_the_live_lines_stay_two_lines_on_any_terminal(width: int) -> None:
    long = Snapshot(**{**vars(HALF), "fetching": f"http://blog.example/{'long-' * 50}"})
    lines = live(*steady(30), long, width=width)
    assert 2 == len(lines)
    assert max(map(cell_len, lines)) <= width


def test_eighty_columns_have_room_for_all_that_matters() -> None:
    far, doing = live(*steady(70, pages=20, known=2_400), width=80)
    assert "1,400 / 2,400 pages" in far
    assert "━" in far
    assert far.endswith("20.0 pages/s · about 50 s left")
    assert cell_len(doing) <= 80


def test_the_end_is_foreseen_once_the_list_of_pages_grows_no_more() -> None:
    assert live(*steady(60))[0].endswith("1.0 pages/s · about 15 min left")


def test_while_ever_more_pages_are_found_no_end_is_told() -> None:
    grows = [Snapshot(done=second, known=20 + 3 * second, seconds=float(second)) for second in range(120)]
    far, _ = live(*grows)
    assert far.endswith("1.0 pages/s · finding more pages")
    assert "━" not in far


def test_an_end_that_a_limit_brings_is_told_instead() -> None:
    crawl = [Snapshot(**{**vars(one), "stops_in": 600.0 - one.seconds}) for one in steady(60)]
    assert live(*crawl)[0].endswith("--max-time in 9 min")
    few = [Snapshot(**{**vars(one), "left": 100 - one.done}) for one in steady(60)]
    assert live(*few)[0].endswith("about 40 s left")


def test_one_slow_page_moves_the_foreseen_end_little() -> None:
    forecast = Forecast()
    told = []
    for second in range(300):
        done = second if second < 150 else max(150, second - 20)
        forecast.see(float(second), done, 1_000 - done)
        if forecast.seconds_left is not None:
            told.append(second + forecast.seconds_left)
    assert max(told) - min(told) < 0.2 * 1_000
    assert told[-1] == pytest.approx(1_020, rel=0.1)


def test_a_crawl_that_stands_still_tells_no_end() -> None:
    forecast = Forecast()
    for second in range(200):
        forecast.see(float(second), min(second, 50), 900)
    assert forecast.seconds_left is None


def test_the_rate_is_that_of_the_last_seconds() -> None:
    forecast = Forecast()
    for second in range(101):
        forecast.see(float(second), second if second <= 80 else 80 + 10 * (second - 80), 1_000)
    assert forecast.rate == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("hold", "said"),
    [
        (
            Hold(why="delay", host="blog.example", seconds=9.0, every=10.0),
            "blog.example: next page in 9 s (one every 10 s)",
        ),
        (Hold(why="asked", host="blog.example", seconds=30.0), "blog.example asked for a pause, goes on in 30 s"),
        (Hold(why="silence", host="img.example", seconds=16.0), "img.example does not answer, tried again in 16 s"),
        (Hold(why="retry", seconds=4.0), "what failed is tried again in 4 s"),
        (Hold(why="robots", host="blog.example"), "asking blog.example for its robots.txt"),
        (Hold(why="delay", host="blog.example", seconds=1.0, every=1.0), "blog.example/a"),
    ],
)
def test_what_is_waited_for_is_told(hold: Hold, said: str) -> None:
    assert live(Snapshot(fetching="http://blog.example/a", hold=hold))[1].endswith(f" · {said}")


def test_a_long_wait_names_the_time_of_day_at_which_it_ends() -> None:
    hold = Hold(why="asked", host="blog.example", seconds=300.0)
    before, _, time = live(Snapshot(hold=hold))[1].rpartition(" at ")
    assert "blog.example asked for a pause" in before
    assert ":" == time[2]


def test_a_crawl_that_stops_says_so() -> None:
    assert live(Snapshot(stopping=True, fetching="http://blog.example/a"))[1].endswith("stopping…")


def test_plain_lines_come_every_ten_seconds_and_later_every_minute() -> None:
    stream, clock = io.StringIO(), Clock()
    lines = PlainLines(stream, clock=clock)
    for second in range(300):
        clock.now = float(second)
        lines.update(HALF)
    lines.close()
    assert (
        "1,200 / 2,400 pages · 5.2 MB · 3 failed · 20.0 pages/s · finding more pages"
        == stream.getvalue().splitlines()[0]
    )
    assert 12 + 2 == len(stream.getvalue().splitlines())


def test_plain_lines_tell_what_is_waited_for() -> None:
    stream, clock = io.StringIO(), Clock()
    lines = PlainLines(stream, clock=clock)
    clock.now = 10.0
    lines.update(Snapshot(hold=Hold(why="asked", host="blog.example", seconds=40.0)))
    assert stream.getvalue().endswith(" · blog.example asked for a pause, goes on in 40 s\n")


def test_a_stream_that_is_no_terminal_gets_plain_lines_and_quiet_gets_nothing() -> None:
    stream = io.StringIO()
    assert isinstance(progress_for(stream), PlainLines)
    assert isinstance(progress_for(stream, quiet=True), Silent)
    assert stream.getvalue() == ""


def test_a_long_url_loses_its_middle_and_a_hostile_one_its_teeth() -> None:
    assert shortened("http://blog.example/a") == "blog.example/a"
    assert len(shortened("http://blog.example/" + "x" * 500)) == 60
    assert "\x1b" not in shortened("http://blog.example/\x1b[2J")
    hostile = Hold(why="silence", host="\x1b[2Jblog.example", seconds=9.0)
    assert "\x1b[2J" not in live(Snapshot(hold=hostile))[1]


def test_sizes_and_times_are_written_for_people() -> None:
    assert [size(n) for n in (0, 999, 5_200_000, 2e13)] == ["0 B", "999 B", "5.2 MB", "20.0 TB"]
    assert [span(s) for s in (0.44, 42, 720, 12_000)] == ["0.4 s", "42 s", "12 min", "3 h 20 min"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "10 s"),
        (44, "40 s"),
        (55, "1 min"),
        (700, "12 min"),
        (1_100, "20 min"),
        (3_600, "1 h"),
        (12_345, "3 h 30 min"),
    ],
)
def test_a_foreseen_time_is_told_as_coarsely_as_it_is_known(seconds: float, said: str) -> None:
    assert said == about(seconds)
