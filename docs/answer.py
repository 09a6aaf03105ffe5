"""Write the answers into docs/questions.md, from a crawl of the demo blog; `--check` tells whether they still hold."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

PAGE = Path(__file__).parent / "questions.md"
_QUERY = re.compile(r"(```sql\n(.*?)```\n)(?:\n```text\n.*?```\n)?", re.DOTALL)


def answered(text: str, dataset: Path) -> str:
    """The page with the dataset's answer below each query."""
    with closing(sqlite3.connect(f"{dataset.resolve().as_uri()}?mode=ro", uri=True)) as db:
        return _QUERY.sub(lambda found: f"{found[1]}\n```text\n{_table(db, found[2])}```\n", text)


def _table(db: sqlite3.Connection, query: str) -> str:
    cursor = db.execute(query)
    rows = [tuple(column[0] for column in cursor.description)]
    rows += [tuple("" if value is None else str(value) for value in row) for row in cursor]
    if len(rows) == 1:
        return "no rows\n"
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join("  ".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in rows)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "demo"
        subprocess.run([sys.executable, "-m", "blogark", "demo", "--quiet", "--archive", archive], check=True)
        text = answered(PAGE.read_text("utf-8"), archive / "dataset.sqlite")
    if "--check" in sys.argv:
        return int(text != PAGE.read_text("utf-8"))
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
