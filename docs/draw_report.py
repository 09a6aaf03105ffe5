"""Draws docs/pictures/report.png: the head of the report of the demo blog, as Chromium shows it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from blogark.dataset.report.page import report
from blogark.demo.blog import slow_boat
from blogark.demo.server import serving
from blogark.serving.chromium import find_browser

WINDOW = "900,1010"


def main() -> None:
    picture = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder, serving(slow_boat()) as site:
        archive = Path(folder) / "slow-boat"
        words = ["crawl", f"{site.base}/", "--archive", str(archive), "--delay", "0", "--quiet"]
        subprocess.run([sys.executable, "-P", "-m", "blogark", *words], check=True)
        page = report(archive / "dataset.sqlite", archive / "report.html")
        # As root, say in a container, it starts without its sandbox only; the page is our own.
        words = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={WINDOW}"]
        subprocess.run(
            [find_browser(None), *words, f"--screenshot={picture}", page.resolve().as_uri()],
            check=True,
            stderr=subprocess.DEVNULL,
        )


if __name__ == "__main__":
    main()
