"""`blogark verify`: WARC files, indexes, journal and dataset against each other."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive.errors import Damaged
from ..archive.folder import ArchiveFolder
from .console import (
    archive_option,
    found_here,
    json_option,
    meter,
    print_json,
    quiet_option,
    safe,
    workers_option,
)


@click.command(epilog="Example: blogark verify --archive example.org")
@archive_option
@click.option("--deep", is_flag=True, help="Parse the whole archive again, and compare every row of the dataset.")
@click.option("--repair", is_flag=True, help="Cut torn tails, and make anew what the records tell; nothing is lost.")
@workers_option
@json_option
@quiet_option
@click.pass_context
def verify(
    context: click.Context,
    /,
    archive: Path | None,
    deep: bool,
    repair: bool,
    workers: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Check WARCs, indexes, journal and dataset against each other."""
    from ..dataset.verify import verify as verify_archive

    folder = ArchiveFolder.open(archive or found_here())
    with meter("Checking the WARC files", hidden=quiet) as move:
        report = verify_archive(folder, deep=deep, workers=workers, on_progress=move)
    done, before = [], report
    if repair and any(finding.severity != "note" for finding in report.findings):
        from ..dataset.repair import repair_archive

        done = repair_archive(folder, report, workers=workers).done
        with meter("Checking what was repaired", hidden=quiet) as move:
            report = verify_archive(folder, deep=deep, workers=workers, on_progress=move)
    if as_json:
        repaired = {"repaired": done, "before": before.as_dict()} if repair else {}
        print_json({**report.as_dict(), **repaired})
    for sentence in () if quiet else done:
        click.echo(safe(f"repaired: {sentence}"), err=True)
    if report.is_damaged or not quiet:
        click.echo(safe(str(report)), err=True)
    context.exit(Damaged.exit_code if report.is_damaged else 0)
