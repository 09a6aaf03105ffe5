"""What is installed: one name, complete, from a checkout that may be called anything."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import blogark

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of a copy of the checkout under another name."""
    checkout = tmp_path_factory.mktemp("wheel") / "some-other-name"
    built = ("build", "dist", ".*", "*.egg-info", "__pycache__", "blogark-demo")
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(*built))
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", "dist", ".", folder=checkout)
    (file,) = (checkout / "dist").glob("blogark-*.whl")
    return zipfile.ZipFile(file)


@pytest.mark.slow
def test_the_wheel_holds_only_blogark(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {"blogark", f"blogark-{blogark.__version__}.dist-info"} == tops


@pytest.mark.slow
def test_the_wheel_holds_every_module_and_no_test(wheel: zipfile.ZipFile) -> None:
    stages = PYPROJECT["tool"]["setuptools"]["packages"]
    folders = [ROOT / stage.removeprefix("blogark").strip(".").replace(".", "/") for stage in stages]
    expected = {f"blogark/{path.relative_to(ROOT)}" for folder in folders for path in folder.glob("*.py")}
    assert expected == {name for name in wheel.namelist() if name.endswith(".py")}


@pytest.mark.slow
def test_the_wheel_holds_the_demo_blog_and_says_that_it_is_typed(wheel: zipfile.ZipFile) -> None:
    posts = {f"blogark/demo/posts/{path.name}" for path in (ROOT / "demo" / "posts").iterdir()}
    assert posts | {"blogark/py.typed"} <= set(wheel.namelist())


def test_every_folder_of_the_package_is_declared() -> None:
    outside = {"build", "dist", "docs", "tests", ".venv"}
    folders = {path.parent.relative_to(ROOT) for path in ROOT.rglob("__init__.py")}
    stages = {".".join(("blogark", *folder.parts)) for folder in folders if not outside & set(folder.parts)}
    assert stages == set(PYPROJECT["tool"]["setuptools"]["packages"])


def test_scrapy_lists_the_spider_in_the_checkout() -> None:
    assert ["blog"] == run(sys.executable, "-m", "scrapy", "list", folder=ROOT).split()


def test_the_command_works_from_any_folder(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("blogark")
    assert f"blogark {blogark.__version__}\n" == run(command, "--version", folder=tmp_path)


def test_the_module_is_the_command(tmp_path: Path) -> None:
    assert f"blogark {blogark.__version__}\n" == run(sys.executable, "-m", "blogark", "--version", folder=tmp_path)


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## {blogark.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_citation_is_of_this_version() -> None:
    assert f"version: {blogark.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")


def test_the_pinned_versions_name_no_index_and_hash_every_file() -> None:
    text = (ROOT / "constraints.txt").read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    blocks = text.replace("\\\n", " ").splitlines()
    assert all("--hash=sha256:" in block for block in blocks)


def test_every_dependency_is_pinned() -> None:
    pinned = {
        line.split("==")[0] for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if "==" in line
    }
    declared = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["project"]["optional-dependencies"]["dev"]]
    declared = [name for name in declared if not name.startswith("blogark[")]
    declared += PYPROJECT["project"]["optional-dependencies"]["export"]
    assert {name.split(">=")[0] for name in declared} <= pinned
