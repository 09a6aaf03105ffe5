"""How a command ends: with one sentence and the exit code that the contract gives it, never a traceback."""

from __future__ import annotations

import errno
import gc
import io
import os
import shlex
import signal
import sqlite3
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

import click

from .. import __version__
from ..archive.errors import BlogarkError, DiskFull, UsageError
from ..archive.stopping import stopping
from .console import safe

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Lasting(io.FileIO):
    """A place to write to that may go away: a terminal that is closed, a pipe that nobody reads any more."""

    def write(self, data: ReadableBuffer) -> int:
        try:
            return super().write(data) or 0
        except OSError as error:
            if error.errno not in (errno.EIO, errno.EPIPE):
                raise
            return memoryview(data).nbytes


def _lasting(stream: TextIO) -> TextIO:
    """The stream, of which what nobody hears any more is lost: no run may end for it in the middle of its work."""
    try:
        place = _Lasting(stream.fileno(), "w", closefd=False)
    except (OSError, ValueError, AttributeError):
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(place),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream is sys.stderr or stream.isatty(),
    )


def run(command: click.Command) -> None:
    """Run a command to its end, and the process with it."""
    sys.stdout, sys.stderr = _lasting(sys.stdout), _lasting(sys.stderr)
    sys.excepthook = partial(unforeseen, Path(tempfile.gettempdir()))
    end_when_told()
    try:
        sys.exit(command.main(standalone_mode=False))
    except BlogarkError as error:
        _end(str(error), error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (OSError, sqlite3.Error) as error:
        if named := _disk_error(error):
            _end(str(named), named.exit_code)
        raise
    finally:
        # Python goes through all modules for garbage before it ends: 0.1 s after a crawl.
        gc.freeze()


def _end(sentence: str, exit_code: int) -> None:
    click.echo(safe(f"blogark: {sentence}"), err=True)
    sys.exit(exit_code)


def _disk_error(error: OSError | sqlite3.Error) -> BlogarkError | None:
    """What the disk refused, in words; None if it is no such error."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    number = getattr(error, "errno", None)
    if code == sqlite3.SQLITE_FULL or number in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("the disk is full; make room and run again, everything written is valid")
    if isinstance(error, OSError) and error.filename is not None:
        return UsageError(f"{os.fsdecode(error.filename)}: cannot be used ({error.strerror})")
    return None


def end_when_told() -> None:
    """End in good order when somebody asks for it; Ctrl-C does without."""
    for number in stopping():
        if number != signal.SIGINT:
            signal.signal(number, terminated)


def terminated(number: int, frame: object) -> None:
    sys.exit(128 + number)


def unforeseen(folder: Path, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug: keep the traceback in a file of `folder`, and name the file. Python then exits with 1."""
    path = folder / f"blogark-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.log"
    text = "".join(traceback.format_exception(kind, error, trace))
    with path.open("w", encoding="utf-8", errors="replace") as log:
        log.write(f"blogark {__version__}: {shlex.join(sys.argv)}\n\n{text}")
    click.echo(f"blogark: this should not have happened: {safe(repr(error))}; please report it with {path}", err=True)
