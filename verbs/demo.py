"""`blogark demo`: the main job, seen without a network."""

from __future__ import annotations

from pathlib import Path

import click

from .archiving import archive_blog
from .console import quiet_option


@click.command(epilog="Example: blogark demo")
@click.option(
    "--archive",
    type=click.Path(path_type=Path),
    default=Path("blogark-demo"),
    metavar="DIR",
    help="Where to [default: blogark-demo].",
)
@quiet_option
@click.pass_context
def demo(context: click.Context, /, archive: Path, quiet: bool) -> None:
    """Archive a small blog that comes with it, without a network."""
    from ..demo.tour import demo_blog, next_steps

    with demo_blog(archive) as config:
        if not quiet:
            click.echo(f"The Slow Boat, 30 posts, at {config.url} for this demo only, so without delay", err=True)
        outcome = archive_blog(archive, config, quiet=quiet)
    if not quiet and outcome.exit_code == 0:
        click.echo(next_steps(archive))
    context.exit(outcome.exit_code)
