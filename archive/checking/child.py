"""Processes of our own, each on one pipe: started by a module's name, ended by the pipe's end.

Not through `multiprocessing`, whose spawn imports the caller's main script again: a script or a
notebook without an ``if __name__ == "__main__"`` would run twice, and every start would cost what the
command line's imports cost.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

from ..loading import loading
from ..stopping import stopping

_MAIN = f"""\
from {loading.__module__} import loading
with loading():
    from {{module}} import main
main()
"""


@dataclass(frozen=True, kw_only=True)
class Death:
    """How a process ended that was not told to."""

    signal: signal.Signals | None
    """The signal that killed it, None if it ended by itself."""
    words: bytes
    """What it wrote to stderr: a traceback, as a rule."""

    @property
    def cause(self) -> str:
        """In few words: a signal's name, or the error's."""
        if self.signal is not None:
            return self.signal.name
        lines = self.words.decode(errors="replace").strip().splitlines()
        return lines[-1][:500] if lines else "it ended by itself"


class Child:
    """A process that runs the `main` of a module; it ends when this end of its pipe is closed, or its owner dies."""

    def __init__(self, module: str, *arguments: str) -> None:
        self.connection, theirs = Pipe()
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the process
        # What can be imported here can be imported there.
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-P", "-c", _MAIN.format(module=module), str(theirs.fileno()), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._stderr,
            pass_fds=(theirs.fileno(),),
            env=os.environ | {"PYTHONPATH": path},
        )
        theirs.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        self._process.kill()

    def close(self, *, patience: float = 30.0) -> None:
        """Close the pipe and wait for the process to end; it is killed after `patience` seconds."""
        self.connection.close()
        try:
            self._process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._stderr.close()

    def bury(self) -> Death:
        """What it died of, once its pipe has ended."""
        self.connection.close()
        status = self._process.wait()
        self._stderr.seek(0)
        words = self._stderr.read()
        self._stderr.close()
        return Death(signal=signal.Signals(-status) if status < 0 else None, words=words)


def begin_child() -> tuple[Connection, list[str]]:
    """Called first in the child's `main`: its end of the pipe, and its arguments."""
    # What asks a run to stop reaches the whole group; the owner decides what it means.
    for number in stopping():
        signal.signal(number, signal.SIG_IGN)
    return Connection(int(sys.argv[1])), sys.argv[2:]
