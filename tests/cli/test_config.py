"""`blogark.toml`: what is written is read back, and what is wrong is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogark.archive.config import (
    Config,
    check_url,
    from_values,
    key_of,
    load,
    options,
    save,
)
from blogark.archive.errors import ArchiveError, UsageError
from blogark.archive.quantities import parse_duration, parse_size

BLOG = "https://example.org/blog/"

headers = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1)
lasting = st.builds(
    Config,
    url=st.sampled_from([BLOG, "http://127.0.0.1:8000/", "https://blog.example/größe/"]),
    delay=st.floats(0, 1e6),
    concurrency=st.integers(1, 1000),
    min_free_disk=st.integers(0, 10**15),
    include=st.lists(st.sampled_from([r"/20\d\d/", '"quoted"', "tab\tand\x7f", "naïve"])).map(tuple),
    exclude=st.lists(st.just(r"\?print=")).map(tuple),
    ignore_robots=st.booleans(),
    tls_verify=st.booleans(),
    user_agent=st.none() | headers,
    operator=st.none() | headers,
    workers=st.none() | st.integers(1, 64),
)


@given(config=lasting)
def test_what_is_saved_is_loaded(config: Config, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("config") / "blogark.toml"
    save(path, config)
    assert config == load(path)


def test_every_option_stands_in_the_file_with_its_explanation(tmp_path: Path) -> None:
    path = tmp_path / "blogark.toml"
    save(path, Config(url=BLOG))
    lines = path.read_text("utf-8").splitlines()
    for option in options():
        place = next(i for i, line in enumerate(lines) if line.removeprefix("# ").startswith(f"{key_of(option)} = "))
        assert f"# {option.metadata['help']}" == lines[place - 1]


def test_every_commented_line_is_valid_when_uncommented(tmp_path: Path) -> None:
    path = tmp_path / "blogark.toml"
    save(path, Config(url=BLOG))
    text = "".join(
        line.removeprefix("# ") + "\n"
        for line in path.read_text("utf-8").splitlines()
        if any(line.startswith(f"# {key_of(option)} = ") for option in options())
    )
    path.write_text(f'url = "{BLOG}"\n{text}', "utf-8")
    assert 9000 == load(path).max_time


def test_limits_of_one_run_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "blogark.toml"
    save(path, Config(url=BLOG, delay=2, max_pages=10, max_time=60))
    assert Config(url=BLOG, delay=2) == load(path)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(9000, "2h30m"), (90, "90s"), (90, "90"), (86400, "1d"), (5400, "90m"), (1.5, "1.5s"), (60, 60)],
)
def test_a_duration_is_read(seconds: float, text: str) -> None:
    assert seconds == parse_duration(text)


@pytest.mark.parametrize(
    ("size", "text"),
    [(5 * 10**9, "5GB"), (5 * 10**8, "500 mb"), (3 * 2**29, "1.5GiB"), (1000, "1k"), (7, "7"), (7, 7), (0, "0")],
)
def test_a_size_is_read(size: int, text: str) -> None:
    assert size == parse_size(text)


@pytest.mark.parametrize("text", ["", "soon", "2 h 3 x", "m2", "h", "-5m", "1e3s"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a time; write it like 2h30m"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["", "big", "5 XB", "GB", "-1GB", "1e9"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a size; write it like 5GB"):
        parse_size(text)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("there is no option 'dealy'; the nearest is 'delay'", {"url": BLOG, "dealy": 1}),
        ("there is no option 'maxpages'; the nearest is 'max-pages'", {"url": BLOG, "maxpages": 1}),
        ("delay must be a number, not 'slow'", {"url": BLOG, "delay": "slow"}),
        ("delay must be a number, not True", {"url": BLOG, "delay": True}),
        ("delay must be a number of 0 or more, not -1", {"url": BLOG, "delay": -1}),
        ("delay must be a number of 0 or more, not nan", {"url": BLOG, "delay": float("nan")}),
        ("max-pages must be at least 1", {"url": BLOG, "max-pages": 0}),
        ("max-time: 'soon' is not a time", {"url": BLOG, "max-time": "soon"}),
        ("include must be a list of regular expressions", {"url": BLOG, "include": "/blog/"}),
        ("include: '\\(' is no regular expression", {"url": BLOG, "include": ["("]}),
        ("log-format must be text or json, not 'xml'", {"url": BLOG, "log-format": "xml"}),
        ("operator may hold printable ASCII only", {"url": BLOG, "operator": "a\r\nX: b"}),
        ("names no blog; add a line such as url =", {}),
    ],
)
def test_a_wrong_value_is_named(sentence: str, values: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=sentence):
        from_values(values)


@pytest.mark.parametrize(
    ("sentence", "url"),
    [
        (r"example\.org/blog has no scheme; did you mean https://example\.org/blog \?", "example.org/blog"),
        (r"//example\.org has no scheme; did you mean https://example\.org \?", "//example.org"),
        ("cannot be crawled: only http:// and https:// can", "ftp://example.org/"),
        ("names no host", "https:///path"),
        ("names no host", "https://example.org:99999/"),
        ("holds a blank or a control character", "https://example.org/a b"),
        ("holds a blank or a control character", "https://example.org/\r\nX"),
    ],
)
def test_a_url_that_cannot_be_crawled_is_refused(sentence: str, url: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        check_url(url)


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "blogark.toml"
    path.write_text('url = "https://example.org/"\ndelay = = 1\n')
    with pytest.raises(UsageError, match=r"blogark\.toml: is not valid TOML .*line 2"):
        load(path)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="cannot be written"):
        save(tmp_path / "file" / "blogark.toml", Config(url=BLOG))


def test_the_user_agent_names_project_and_operator() -> None:
    agent = Config(url=BLOG, operator="me@example.org").agent
    assert agent.startswith("blogark/")
    assert "me@example.org" in agent
    assert "mine/1" == replace(Config(url=BLOG), user_agent="mine/1").agent


def test_every_option_is_shown_with_where_it_comes_from(blogark: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    save(tmp_path / "here" / "blogark.toml", replace(Config(url=BLOG), delay=2.5))
    done = blogark("config", "--show", "--archive", "here")
    lines = {line.split()[0]: line.split()[1:] for line in done.out.splitlines()}
    assert {key_of(option) for option in options()} == set(lines)
    assert ["2.5", "blogark.toml"] == lines["delay"]
    assert ['"1GB"', "default"] == lines["min-free-disk"]
    assert ["none", "default"] == lines["operator"]


def test_options_are_shown_for_machines_too(blogark: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    save(tmp_path / "here" / "blogark.toml", Config(url=BLOG, exclude=("/private/",)))
    told = json.loads(blogark("config", "--archive", "here", "--json").out)["options"]
    assert {"value": ["/private/"], "from": "blogark.toml"} == told["exclude"]
    assert {"value": 1.0, "from": "default"} == told["delay"]
