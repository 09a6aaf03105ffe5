"""The ten questions of the docs have the answers that stand below them."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import blogark

DOCS = Path(blogark.__file__).parent / "docs"
PAGE = (DOCS / "questions.md").read_text("utf-8")


def test_every_question_has_the_answer_that_a_crawl_of_the_demo_gives(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("answer", DOCS / "answer.py")
    assert spec is not None
    assert spec.loader is not None
    answer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(answer)
    archive = tmp_path / "demo"
    subprocess.run([sys.executable, "-P", "-m", "blogark", "demo", "--quiet", "--archive", archive], check=True)
    assert answer.answered(PAGE, archive / "dataset.sqlite") == PAGE


def test_there_are_ten_and_each_is_asked_in_sql() -> None:
    assert 10 == len(re.findall(r"^## \d+\. .*\?$", PAGE, re.M)) == PAGE.count("```sql\n") == PAGE.count("```text\n")
