"""What a crawl tells while it runs: never a URL that a terminal would act on, never more than a line."""

import io

import pytest
from rich.console import Console

from blogark.spiders.progress import LiveLine, PlainLines, Rate, Silent, Snapshot, progress_for, shortened, size, span

HALF = Snapshot(done=1_200, known=2_400, failed=3, bytes=5_200_000, seconds=60.0, fetching="http://blog.example/a")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def live(snapshot: Snapshot, width: int = 200) -> str:
    stream = io.StringIO()
    line = LiveLine(Console(file=stream, force_terminal=True, width=width, color_system=None), lambda: (800, 1))
    line.update(snapshot)
    line.close()
    return stream.getvalue()


def test_the_live_line_shows_pages_rows_bytes_rate_and_the_url() -> None:
    shown = live(HALF)
    parts = ("1,200 / 2,400 pages", "800 posts", "1 comment", "5.2 MB", "20.0 pages/s", "3 failed", "blog.example/a")
    for part in parts:
        assert part in shown


def test_the_live_line_stays_one_line_on_a_narrow_terminal() -> None:
    assert "\n" not in live(HALF, width=40).replace("\r\n", "").split("pages")[0]


def test_waiting_for_politeness_is_told() -> None:
    assert "waiting 9 s" in live(Snapshot(fetching="http://blog.example/a", waiting=9.0))


def test_plain_lines_come_every_ten_seconds_and_at_the_end() -> None:
    stream, clock = io.StringIO(), Clock()
    lines = PlainLines(stream, clock=clock)
    for clock.now in (1.0, 9.0, 10.0, 11.0):
        lines.update(HALF)
    lines.close()
    assert stream.getvalue() == "1,200 / 2,400 pages · 5.2 MB · 20.0 pages/s · 3 failed\n"


def test_a_stream_that_is_no_terminal_gets_plain_lines_and_quiet_gets_nothing() -> None:
    stream = io.StringIO()
    assert isinstance(progress_for(stream), PlainLines)
    assert isinstance(progress_for(stream, quiet=True), Silent)
    assert stream.getvalue() == ""


def test_the_rate_is_that_of_the_last_seconds() -> None:
    rate = Rate()
    for second in range(101):
        pages = second if second <= 80 else 80 + 10 * (second - 80)
        told = rate.of(Snapshot(done=pages, seconds=float(second)))
    assert told == pytest.approx(10.0)


def test_a_long_url_loses_its_middle_and_a_hostile_one_its_teeth() -> None:
    assert shortened("http://blog.example/a") == "blog.example/a"
    assert len(shortened("http://blog.example/" + "x" * 500)) == 60
    assert "\x1b" not in shortened("http://blog.example/\x1b[2J")


def test_sizes_and_times_are_written_for_people() -> None:
    assert [size(n) for n in (0, 999, 5_200_000, 2e13)] == ["0 B", "999 B", "5.2 MB", "20.0 TB"]
    assert [span(s) for s in (0.44, 42, 720, 12_000)] == ["0.4 s", "42 s", "12 min", "3 h 20 min"]
