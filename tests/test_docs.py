"""Documentation is run: examples in docstrings, the README's Python, its commands, the links, the generated pages."""

from __future__ import annotations

import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from blogark.cli import cli

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES = sorted(
    ".".join(("blogark", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    for stage in ("archive", "dataset", "demo", "parsers", "spiders")
    for path in (ROOT / stage).rglob("*.py")
    if ">>> " in path.read_text("utf-8")
)
README = (ROOT / "README.md").read_text("utf-8")


def block_after(mark: str) -> list[str]:
    """The lines of the code block behind a mark of the README."""
    found = re.search(rf"<!-- {mark} -->\n```sh\n(.*?)```\n<!-- end -->", README, re.DOTALL)
    assert found, mark
    return found[1].splitlines()


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_are_true(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted
    assert 0 == found.failed


@pytest.mark.parametrize("mark", ["demo", "test"])
def test_a_command_of_the_readme_is_one_line_that_makes_its_own_environment(mark: str) -> None:
    (line,) = block_after(mark)
    assert line.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")


def test_the_python_of_the_readme_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    page = ROOT / "tests" / "pages" / "squarespace5" / "follow-up" / "page.html"
    exec(code, {"content": page.read_bytes()})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    missing = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize("verb", list(cli.commands))
def test_the_readme_names_every_verb(verb: str) -> None:
    assert f"`blogark {verb}" in README


def test_every_path_that_the_architecture_names_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`((?:archive|dataset|parsers|spiders|tests|demo)/[\w/]+\.py)`", text))
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]


def test_the_generated_pages_are_what_the_code_says() -> None:
    done = subprocess.run([sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr)
