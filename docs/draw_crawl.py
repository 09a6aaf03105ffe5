"""Draws docs/pictures/crawl.svg: a real crawl of the demo blog in a real terminal, half-way and at its end."""

from __future__ import annotations

import io
import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from blogark.demo.blog import slow_boat
from blogark.demo.server import serving

WIDTH = 110
QUERY = "sqlite-utils slow-boat/dataset.sqlite 'SELECT title, author, published FROM post_overview LIMIT 4' --table"
ERASE = re.compile(r"(?:\r?\x1b\[2K(?:\x1b\[1A)?)+")
"""With this the progress lines are taken back, to be written anew."""
THEME = TerminalTheme(
    (24, 36, 33),
    (226, 226, 214),
    [
        (24, 36, 33),
        (205, 92, 92),
        (131, 165, 98),
        (205, 165, 92),
        (92, 140, 180),
        (160, 120, 170),
        (92, 170, 160),
        (226, 226, 214),
    ],
    [
        (110, 125, 118),
        (225, 120, 110),
        (160, 195, 120),
        (230, 190, 120),
        (120, 170, 210),
        (190, 150, 200),
        (120, 200, 190),
        (250, 250, 240),
    ],
)


def run(words: list[str], *, folder: Path) -> str:
    """What a command writes to its terminal, control sequences and all."""
    main, terminal = pty.openpty()
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": str(WIDTH), "LINES": "30"}
    command = str(Path(sys.executable).with_name(words[0]))
    process = subprocess.Popen(
        [command, *words[1:]], cwd=folder, env=environment, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    written = b""
    try:
        while data := os.read(main, 65536):
            written += data
    except OSError:  # so Linux says that the other end of a terminal is closed
        pass
    os.close(main)
    assert process.wait() == 0, written.decode()
    return written.decode().replace("\r\n", "\n")


def main() -> None:
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")

    def show(text: str) -> None:
        console.print(Text.from_ansi(text.strip("\n")), overflow="fold")

    with tempfile.TemporaryDirectory() as folder, serving(slow_boat()) as site:
        crawl = f"blogark crawl {site.base}/ --archive slow-boat --delay 0.2"
        for command in (crawl, QUERY, "blogark search straw --limit 2"):
            show(f"\x1b[1;32m$\x1b[0m \x1b[1m{command}\x1b[0m")
            *live, last = [
                frame for frame in ERASE.split(run(shlex.split(command), folder=Path(folder))) if frame.strip()
            ]
            # Of the lines that are written over and over: as they were when the end was in sight.
            if foreseen := [frame for frame in live if " left" in frame]:
                show(foreseen[len(foreseen) // 3])
            show(last)
            console.print()
    form = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)  # no fonts from elsewhere
    svg = console.export_svg(title="blogark", theme=THEME, code_format=form, unique_id="crawl")
    Path(sys.argv[1]).write_text(svg.replace("Fira Code", "Menlo, DejaVu Sans Mono"), "utf-8")


if __name__ == "__main__":
    main()
