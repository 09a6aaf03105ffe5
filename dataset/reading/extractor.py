"""The process that writes the dataset beside a crawl: the other end of `following`."""

from __future__ import annotations

from pathlib import Path

from ...archive.checking.child import begin_child
from ...archive.errors import BlogarkError
from ...archive.folder import ArchiveFolder
from ...archive.loading import loading
from .following import Done, Failure
from .pool import Pool


def main() -> None:
    """The extracting process; its arguments are those of `follow`."""
    connection, (path, workers, reader, time_limit) = begin_child()
    folder = ArchiveFolder(Path(path))
    try:
        try:
            with Pool(folder.warcs, size=int(workers), reader=reader, time_limit=float(time_limit)) as pool:
                # The first worker starts meanwhile: both have 0.2 s to load.
                with loading():
                    from .follower import run

                counts = run(connection, folder, pool)
            connection.send(Done(counts=counts))
        except BlogarkError as error:
            connection.send(Failure(exit_code=error.exit_code, message=str(error)))
    except (EOFError, ConnectionError):
        # The crawl is gone; the next one goes on from the last capture that was applied.
        return
