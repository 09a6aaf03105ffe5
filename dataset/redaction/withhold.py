"""`redact --withhold`: the records that hold what is redacted leave the archive, and the rest of it stays as it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from ...archive.errors import ArchiveError
from ...archive.folder import ArchiveFolder
from ...archive.warc.files import OPEN_SUFFIX
from ...archive.warc.records import warc_date
from ...archive.warc.redactions import PLAN, read_redactions
from ...archive.warc.withheld import Withholding
from ...archive.withholding.taking import Taken, Withheld, withhold
from ..hiding.redacted import is_obedient
from ..hiding.redacting import Redactor
from ..packaging import SOFTWARE
from ..reading.extract import OnProgress, rebuild
from .concerned import find_concerned
from .redact import bring_up
from .traces import Leftover, Traces, leftovers


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """What was withheld; None if no record holds what is redacted."""

    withheld: Withheld | None
    leftovers: tuple[Leftover, ...] = ()


def withhold_records(
    folder: ArchiveFolder, *, workers: int | None = None, on_progress: OnProgress | None = None
) -> Withdrawn:
    """Take all records out that hold what is redacted, into ``withheld/``; the dataset keeps all else that they said.

    Raises `ArchiveError` where a crawl was killed and not finished, `Locked` while a run holds the archive.
    """
    with folder.lock():
        redactions = read_redactions(folder.path)
        if any(path.suffix == OPEN_SUFFIX for path in folder.warcs.iterdir()):
            raise ArchiveError(folder.path, "its last crawl was killed; run `blogark crawl` again, then withhold")
        bring_up(folder, redactions, workers, on_progress)
        with closing(sqlite3.connect(folder.dataset_path, isolation_level=None)) as db:
            found, words = find_concerned(folder, db, Redactor(redactions), workers=workers)
        done = None
        if found:
            now = warc_date(datetime.now(UTC))
            numbers = sorted({number for one in found.values() for number in one.redactions})
            why = Withholding(
                made_at=now,
                software=SOFTWARE,
                redactions=tuple(one for one in redactions.active if one.id in numbers),
            )
            taken = [
                Taken(capture=one.capture, redactions=tuple(sorted(one.redactions)), pages=one.told())
                for _, one in sorted(found.items())
            ]
            line = {"withheld": numbers, "made_at": now, "software": SOFTWARE, "records": len(taken)}
            done = withhold(folder.path, taken, why, line)
            rebuild(folder, workers=workers, on_progress=on_progress)
        with closing(sqlite3.connect(folder.dataset_path)) as db:
            left = leftovers(folder, db, Traces(words))
    return Withdrawn(withheld=done, leftovers=tuple(left))


def finish_withholding(folder: ArchiveFolder, *, workers: int | None = None) -> bool:
    """Finish what a killed run has begun, to the last file; False if there was nothing to do."""
    if not (folder.path / PLAN).exists():
        return False
    with folder.lock():
        if not is_obedient(folder.dataset_path, read_redactions(folder.path)):
            rebuild(folder, workers=workers)
    return True
