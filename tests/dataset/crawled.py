"""An archive as the command makes it, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from blogark.archive.folder import ArchiveFolder


def crawled(address: str, path: Path) -> ArchiveFolder:
    """The archive of the blog at an address of this machine, crawled as fast as it goes."""
    command = [sys.executable, "-P", "-m", "blogark", "crawl", f"{address}/", "--delay", "0", "--quiet", "--archive"]
    subprocess.run([*command, path], check=True)
    return ArchiveFolder(path)
