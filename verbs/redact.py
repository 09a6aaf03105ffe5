"""`blogark redact`: a comment, a name or a post is hidden, and says so."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..archive.errors import UsageError
from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, meter, print_json, quiet_option, safe, workers_option

if TYPE_CHECKING:
    from ..dataset.redaction.redact import Redacted, Target, Touched
    from ..dataset.redaction.traces import Leftover


@click.command(
    epilog="Example: blogark redact --comment 203 --reason 'asked for by its author' --authority 'Archive board' "
    "--archive example.org"
)
@archive_option
@click.option("--comment", "comments", multiple=True, metavar="ID_OR_URL", help="Hide a comment.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Hide all comments of a person, and the name.")
@click.option("--name-only", is_flag=True, help="With --author: hide the name alone; what was said stays.")
@click.option("--post", "posts", multiple=True, metavar="ID_OR_URL", help="Hide a post, and all comments on it.")
@click.option("--reason", metavar="TEXT", help="Why; everybody can read it.")
@click.option("--authority", metavar="TEXT", help="Who has decided it; everybody can read it.")
@click.option("--undo", type=click.IntRange(1), metavar="N", help="Lift redaction N.")
@click.option("--withhold", is_flag=True, help="Take the records that hold it out of the WARC files, into withheld/.")
@click.option("--list", "listed", is_flag=True, help="List what is redacted.")
@click.option("--dry-run", is_flag=True, help="Only show what would be hidden.")
@click.option("--yes", is_flag=True, help="Do not ask. Scripts, which have no terminal, are not asked.")
@workers_option
@json_option
@quiet_option
def redact(
    archive: Path | None,
    comments: tuple[str, ...],
    authors: tuple[str, ...],
    name_only: bool,
    posts: tuple[str, ...],
    reason: str | None,
    authority: str | None,
    undo: int | None,
    withhold: bool,
    listed: bool,
    dry_run: bool,
    yes: bool,
    workers: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Hide what a person said, a name or a post, from now on and in every rebuild."""
    from ..dataset.redaction.redact import Target, lift
    from ..dataset.redaction.redact import redact as redact_archive

    folder = ArchiveFolder.open(archive or found_here())
    targets = [
        *(Target(kind="comment", what=one) for one in comments),
        *(Target(kind="name" if name_only else "author", what=one) for one in authors),
        *(Target(kind="post", what=one) for one in posts),
    ]
    _check(targets, undo=undo, withhold=withhold, listed=listed, name_only=name_only and not authors)
    if listed:
        _list(folder, as_json=as_json)
        return
    if withhold and not targets:
        _withhold(folder, workers=workers, as_json=as_json, quiet=quiet)
        return
    if reason is None or authority is None:
        raise UsageError("--reason and --authority are needed: a redaction says why it was made and who has decided it")
    with meter("Reading the WARC files", hidden=quiet or as_json) as move:
        if undo is not None:
            lift(
                folder,
                undo,
                reason=reason,
                authority=authority,
                workers=workers,
                on_progress=lambda now: move(now.bytes_read, now.bytes_total),
            )
            _tell(f"redaction {undo} is lifted", quiet=quiet)
            return
        done = redact_archive(
            folder,
            targets,
            reason=reason,
            authority=authority,
            agree=lambda touched: _agree(touched, dry_run=dry_run, yes=yes, quiet=quiet),
            workers=workers,
            on_progress=lambda now: move(now.bytes_read, now.bytes_total),
        )
    if as_json:
        print_json(_as_dict(done, dry_run=dry_run))
    for sentence in done.already:
        _tell(sentence, quiet=quiet)
    if done.held and not withhold:
        held = "1 record holds" if done.held == 1 else f"{done.held:,} records hold"
        _tell(f"{held} it still; they are not replayed, and `--withhold` takes them out of the WARC files", quiet=quiet)
    _tell_leftovers(done.leftovers, quiet=quiet)
    if withhold and done.touched and not dry_run:
        _withhold(folder, workers=workers, as_json=as_json, quiet=quiet)


def _withhold(folder: ArchiveFolder, *, workers: int | None, as_json: bool, quiet: bool) -> None:
    from ..dataset.redaction.withhold import withhold_records

    with meter("Taking records out", hidden=quiet or as_json) as move:
        done = withhold_records(folder, workers=workers, on_progress=lambda now: move(now.bytes_read, now.bytes_total))
    if as_json:
        print_json(asdict(done))
    if done.withheld is None:
        _tell("no record holds what is redacted", quiet=quiet)
    else:
        number = "1 record" if done.withheld.records == 1 else f"{done.withheld.records:,} records"
        _tell(f"{number} withheld: {done.withheld.file}; keep it elsewhere, or destroy it", quiet=quiet)
    _tell_leftovers(done.leftovers, quiet=quiet)


def _tell_leftovers(left: Sequence[Leftover], *, quiet: bool) -> None:
    """What is not covered has to be heard by scripts too."""
    if left:
        places = "; ".join(map(str, left))
        _tell(f"what was hidden also stands here, where no redaction covers it: {places}", quiet=quiet)


def _check(targets: Sequence[Target], *, undo: int | None, withhold: bool, listed: bool, name_only: bool) -> None:
    if name_only:
        raise UsageError("--name-only goes with --author NAME")
    if (bool(targets) or withhold, undo is not None, listed).count(True) != 1:
        raise UsageError("name what to hide (--comment, --author or --post), or use --undo N, --withhold or --list")


def _agree(touched: Sequence[Touched], *, dry_run: bool, yes: bool, quiet: bool) -> bool:
    """Show what would be hidden; ask where somebody sits."""
    for one in touched:
        _tell(f"redaction {one.redaction.id}: {_counts(one)}", quiet=quiet)
        for line in one.first:
            _tell(f"  {line}", quiet=quiet)
        if left := one.comments + one.posts - len(one.first):
            _tell(f"  … and {left:,} more", quiet=quiet)
    if dry_run:
        _tell("nothing was changed (--dry-run)", quiet=quiet)
        return False
    if yes or quiet or not sys.stdin.isatty():
        return True
    return click.confirm("Hide this?", err=True)


def _counts(one: Touched) -> str:
    number = "1 comment" if one.comments == 1 else f"{one.comments:,} comments"
    posts = "1 post" if one.posts == 1 else f"{one.posts:,} posts"
    match one.redaction.kind:
        case "comment":
            return f"a comment on {one.redaction.post_url}"
        case "post":
            return f"a post and {number} on it, {one.redaction.post_url}"
        case "author":
            return f"{number}, and the name on {posts}"
        case _:
            return f"the name on {number} and {posts}"


def _list(folder: ArchiveFolder, *, as_json: bool) -> None:
    from ..archive.warc.redactions import read_redactions
    from ..dataset.redaction.redact import tombstones

    found = list(tombstones(read_redactions(folder.path)))
    if as_json:
        print_json(found)
        return
    for one in found:
        lifted = f", lifted {str(one['lifted_at'])[:10]}" if one["lifted_at"] else ""
        where = f" {one['post_url']}" if one["post_url"] else ""
        told = f"{one['reason']} (authority: {one['authority']}{lifted})"
        click.echo(safe(f"{one['id']}  {str(one['made_at'])[:10]}  {one['kind']}{where}  {told}"))


def _as_dict(done: Redacted, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "redactions": [
            {"id": one.redaction.id, "kind": one.redaction.kind, "posts": one.posts, "comments": one.comments}
            for one in done.touched
        ],
        "already": list(done.already),
        "records_that_hold_it": done.held,
        "leftovers": [asdict(one) for one in done.leftovers],
    }


def _tell(sentence: str, *, quiet: bool) -> None:
    if not quiet:
        click.echo(safe(sentence), err=True)
