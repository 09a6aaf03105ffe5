"""What is shipped for operators works as it stands: the units, and what the page promises."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import blogark
from blogark.archive.config import Config, key_of, options
from blogark.cli import cli
from blogark.spiders.display.logs import KEPT
from blogark.verbs.health import SECONDS
from blogark.verbs.many import GRAVEST

ROOT = Path(blogark.__file__).parent
UNITS = ROOT / "docs" / "systemd"
PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units beside each other, with a command that exists."""
    for path in UNITS.iterdir():
        text = path.read_text("utf-8").replace("/opt/blogark/bin/blogark", "/bin/true")
        (tmp_path / path.name).write_text(text, "utf-8")
    return tmp_path


@needs_systemd
@pytest.mark.parametrize("name", ["blogark.service", "blogark.timer"])
def test_systemd_takes_the_units_without_a_word(units: Path, name: str) -> None:
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", units / name], capture_output=True, text=True)
    told = [line for line in done.stderr.splitlines() if "blogark" in line]
    assert (0, []) == (done.returncode, told)


@needs_systemd
def test_the_service_is_hardened(units: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=25", units / "blogark.service"],
        capture_output=True,
        text=True,
    )
    assert 0 == done.returncode, done.stdout[-600:]


def test_the_sandbox_lets_those_who_read_pages_bound_their_memory() -> None:
    allowed = re.findall(r"^SystemCallFilter=(.*)$", (UNITS / "blogark.service").read_text(), re.MULTILINE)
    last = {call: number for number, line in enumerate(allowed) for call in line.lstrip("~").split()}
    assert last["setrlimit"] > last["@resources"]
    assert not allowed[last["setrlimit"]].startswith("~")


def test_the_timer_makes_up_for_a_night_that_was_slept_through() -> None:
    assert "Persistent=true" in (UNITS / "blogark.timer").read_text().splitlines()


def test_the_line_for_cron_is_one() -> None:
    (line,) = (line for line in PAGE.splitlines() if line.endswith("--quiet") and line[0].isdigit())
    *fields, command = line.split(None, 5)
    bounds = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
    assert all(field == "*" or low <= int(field) <= high for field, (low, high) in zip(fields, bounds, strict=True))
    assert "%" not in command  # cron's own sign for a line feed
    assert command.startswith("/opt/blogark/bin/blogark crawl --all /")


def test_logs_need_no_rotation_as_the_page_says() -> None:
    assert f"the newest {KEPT} are kept" in " ".join(PAGE.split())


def test_the_page_says_how_long_a_health_check_is_waited_for() -> None:
    assert 10.0 == SECONDS
    assert "waits ten seconds at most" in " ".join(PAGE.split())


def test_the_commands_of_the_page_are_those_of_the_command_line() -> None:
    said = {
        line.rpartition("ExecStart=/opt/blogark/bin/")[2]
        for line in (UNITS / "blogark.service").read_text().splitlines()
    }
    commands = re.findall(
        r"\bblogark (crawl|verify|status|report|extract|config)((?: [^`\n|]*)?)", PAGE + "\n".join(said)
    )
    assert len(commands) > 8
    for verb, words in commands:
        known = {name for parameter in cli.commands[verb].params for name in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", words)) <= known, f"{verb}{words}"


def test_the_page_names_every_alarm_with_its_default_and_every_exit_code() -> None:
    for option in options():
        if option.name.startswith("alarm_"):
            (told,) = re.findall(rf"\| `{key_of(option)}` \|.*\| (.*) \|", PAGE)
            defaults = {None: "off", True: "on"}
            expected = f"{option.default:g}" if isinstance(option.default, float) else defaults[option.default]
            assert expected == told
    for code in (0, 3, 4, 5, 6, 7, 75):
        assert f"| {code} |" in PAGE
    assert ", ".join(map(str, GRAVEST)) in PAGE
    assert Config(url="http://blog.example/").health_url is None
