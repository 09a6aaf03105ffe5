"""`blogark verify`: WARC files, indexes, journal and dataset against each other."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive.errors import BlogarkError, Damaged
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
@click.option(
    "--replay",
    is_flag=True,
    help="Open the pages in Chromium (as root, without its sandbox), answered from the archive.",
)
@click.option("--replay-sample", type=click.IntRange(1), metavar="N", help="Open N pages, spread evenly.")
@click.option("--browser", metavar="PATH", help="Chromium or Chrome [default: the one installed].")
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
    replay: bool,
    replay_sample: int | None,
    browser: str | None,
    workers: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Check WARCs, indexes, journal and dataset against each other."""
    from ..dataset.checking.verify import verify as verify_archive

    folder = ArchiveFolder.open(archive or found_here())
    replays = replay or replay_sample is not None
    if replays:
        from ..serving.chromium import find_browser

        program = find_browser(browser)
    with meter("Checking the WARC files", hidden=quiet) as move:
        report = verify_archive(folder, deep=deep, workers=workers, on_progress=move)
    done, before = [], report
    if repair and any(finding.severity != "note" for finding in report.findings):
        from ..dataset.checking.repair import repair_archive

        done = repair_archive(folder, report, workers=workers).done
        with meter("Checking what was repaired", hidden=quiet) as move:
            report = verify_archive(folder, deep=deep, workers=workers, on_progress=move)
    replayed = None
    if replays:
        from ..serving.check import check_replay

        with meter("Opening the pages", hidden=quiet) as move:
            replayed = check_replay(folder, program, sample=replay_sample, on_progress=move)
        report = report.joined(replayed.findings, errors=replayed.errors, warnings=replayed.warnings)
    if as_json:
        repaired = {"repaired": done, "before": before.as_dict()} if repair else {}
        told = {"replay": replayed.as_dict()} if replayed else {}
        print_json({**report.as_dict(), **repaired, **told})
    for sentence in () if quiet else done:
        click.echo(safe(f"repaired: {sentence}"), err=True)
    if report.is_damaged or not quiet:
        click.echo(safe(str(report)), err=True)
    if replayed is not None and (replayed.errors or not quiet):
        click.echo(safe(str(replayed)), err=True)
    if replayed is not None and replayed.wanted:
        sentence = _ask_again(folder, replayed.wanted)
        if sentence and not quiet:
            click.echo(safe(sentence), err=True)
    context.exit(Damaged.exit_code if report.is_damaged else 0)


def _ask_again(folder: ArchiveFolder, wanted: tuple[tuple[str, str, str], ...]) -> str:
    """Have the next crawl fetch what is lacking, and say so."""
    from ..spiders.missed import ask_again

    if not (folder.journal_path.is_file() and folder.config_path.is_file()):
        return ""
    try:
        number = ask_again(folder, wanted)
    except BlogarkError as error:
        return f"the next crawl was not told of what is missing: {error}"
    return f"{number:,} addresses are waiting for the next `blogark crawl`" if number else ""
