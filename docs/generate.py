"""Writes the pages that are made from the code: docs/cli.md and docs/dataset.md. With --check: says if they are old."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from blogark.cli import cli
from blogark.dataset.packing.dictionary import document

DOCS = Path(__file__).parent
EXIT_CODES = """
## Exit codes

| code | meaning |
|---|---|
| 0 | done; single pages that failed are listed, not fatal |
| 1 | unexpected failure, a bug: the message names the log |
| 2 | wrong usage or configuration |
| 3 | stopped at a limit that you set; run again to go on |
| 4 | disk full or below `--min-free-disk`; everything written is valid; run again to go on |
| 5 | nothing could be fetched: seed unreachable, refused, or closed by robots.txt |
| 6 | `verify` found damage |
| 7 | done, and an alarm went off: posts went, robots.txt closed, requests failed |
| 75 | another run holds this archive; its PID is named |
| 129, 130, 143 | SIGHUP, SIGINT, SIGTERM: stopped cleanly; run again to go on |
"""


def cli_page(_: str) -> str:
    """Every verb: its sentence, its example, its options."""
    parts = ["<!-- Written by `make docs` from verbs/ and archive/config.py. -->\n\n# The command line\n"]
    for name, verb in cli.commands.items():
        context = click.Context(verb, info_name=f"blogark {name}")
        parts.append(f"\n## blogark {name}\n\n{verb.help}\n")
        parts.append(f"\n```sh\n{(verb.epilog or '').removeprefix('Example: ')}\n```\n")
        usage = " ".join(verb.collect_usage_pieces(context))
        parts.append(f"\nUsage: `blogark {name} {usage}`\n\n| option | |\n|---|---|\n")
        for parameter in verb.get_params(context):
            record = parameter.get_help_record(context)
            if record and parameter.name != "help":
                option, text = (part.replace("|", "\\|") for part in record)
                parts.append(f"| `{option}` | {text} |\n")
    return "".join(parts) + EXIT_CODES


PAGES = {"cli.md": cli_page, "dataset.md": document}
"""What makes each page, from its own old text: docs/dataset.md begins with a part written by hand."""


def main() -> int:
    """0 if the pages are written, or if they were right; 1 if one was old."""
    old = []
    for name, make in PAGES.items():
        path = DOCS / name
        before = path.read_text("utf-8") if path.exists() else ""
        text = make(before)
        if before == text:
            continue
        if "--check" in sys.argv:
            old.append(name)
        else:
            path.write_text(text, "utf-8")
    if old:
        print(f"docs/{', docs/'.join(old)}: not what the code says; run `make docs` and read the diff", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
