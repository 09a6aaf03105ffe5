"""What a verb loads when it starts: nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.demo.server import serving
from blogark.demo.synthetic import make_blog
from blogark.tests.dataset.crawled import crawled

CRAWLING = {"scrapy", "twisted", "aiohttp", "requests", "tldextract", "protego"}
PARSING = {"bs4", "lxml", "selectolax", "feedparser", "eld", "soupsieve"}
WRITING = {"sqlite_utils", "pandas", "numpy", "pyarrow"}
READING = CRAWLING | PARSING | WRITING | {"asyncio", "rich", "multiprocessing.pool"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    with serving(make_blog(posts=3, comments=1)) as server:
        return crawled(server.base, tmp_path_factory.mktemp("starts") / "archive")


def loaded_by(*arguments: str | Path) -> set[str]:
    """The modules that a verb has loaded when it ends; top-level packages by their names."""
    command = [sys.executable, "-P", "-X", "importtime", "-m", "blogark", *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 0, told.stdout
    names = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines() if line.startswith("import time:")}
    return names | {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    "arguments", [("--help",), ("--version",), ("crawl", "--help"), ("export", "--help")], ids=" ".join
)
def test_help_loads_no_more_than_the_command_line(arguments: tuple[str, ...]) -> None:
    loaded = loaded_by(*arguments)
    assert "click" in loaded
    assert set() == loaded & (READING | {"ssl", "urllib.request", "http.client", "email"})


@pytest.mark.parametrize("arguments", [("status",), ("search", "the"), ("changes",), ("cite",)], ids=" ".join)
def test_what_reads_the_dataset_loads_neither_crawler_nor_parsers(
    archive: ArchiveFolder, arguments: tuple[str, ...]
) -> None:
    loaded = loaded_by(*arguments, "--archive", archive.path)
    assert "sqlite3" in loaded
    assert set() == loaded & READING


def test_a_crawl_loads_nothing_of_scrapy_that_it_has_turned_off(tmp_path: Path) -> None:
    with serving(make_blog(posts=1, comments=0)) as server:
        loaded = loaded_by("crawl", server.base, "--archive", tmp_path / "a", "--delay", "0", "--quiet")
    assert "scrapy" in loaded
    assert set() == loaded & {"aiohttp", "twisted.conch.telnet", "ftplib", "pandas", "scrapy.extensions", "uvloop"}


def test_reading_a_page_loads_no_crawler(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>one</title><p>word")
    loaded = loaded_by("read", page, "--url", "http://blog.example/one")
    assert "bs4" in loaded
    assert set() == loaded & (CRAWLING | WRITING | {"asyncio"})
