"""What a crawl does first: bring the folder back to the last committed state."""

from __future__ import annotations

from dataclasses import dataclass

from ..folder import ArchiveFolder
from ..journal.journal import Journal, WarcFile
from ..journal.queue import UrlQueue
from ..replacing import sync_folder
from ..warc.files import OPEN_SUFFIX, cut_back


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """What a killed crawl had left behind, and what was done about it."""

    interrupted: bool = False
    """The crawl before this one did not come to its end."""
    bytes_cut: int = 0
    """Bytes behind the last committed offset, never described in the journal, that were cut off."""
    notes: tuple[str, ...] = ()
    """Sentences for the log."""


def recover(folder: ArchiveFolder, journal: Journal) -> Recovery:
    """Cut the WARC files back to their committed offsets, finish them, free what was in flight.

    Runs under the archive's lock, before a crawl begins, and commits. On a folder that was left
    in order it changes nothing.
    """
    notes: list[str] = []
    cut = 0
    for warc in journal.warcs():
        if not warc.finished:
            cut += _finish(folder, journal, warc, notes)
    running = [row.info.id for row in journal.crawls() if row.status == "running"]
    for crawl_id in running:
        # A crawl without one committed byte has left no trace in the WARCs, so it must not leave
        # one here: its number is given to the next, as a rebuild from the WARCs would.
        if any(warc.crawl_id == crawl_id for warc in journal.warcs()):
            journal.write().execute("UPDATE crawls SET status = 'interrupted' WHERE id = ?", (crawl_id,))
        else:
            journal.write().execute("DELETE FROM crawls WHERE id = ?", (crawl_id,))
    UrlQueue(journal).resume()
    journal.commit()
    return Recovery(interrupted=bool(running), bytes_cut=cut, notes=tuple(notes))


def _finish(folder: ArchiveFolder, journal: Journal, warc: WarcFile, notes: list[str]) -> int:
    """Cut one unfinished file back and give it its final name; returns the bytes cut."""
    final = folder.warcs / warc.name
    being_written = folder.warcs / (warc.name + OPEN_SUFFIX)
    # A kill between the renaming and the commit leaves the final name on a file that the
    # journal still calls open.
    path = final if final.exists() else being_written
    size = path.stat().st_size if path.exists() else 0
    if warc.committed == 0:
        path.unlink(missing_ok=True)
        journal.warc_dropped(warc.name)
        return size
    cut = 0
    if size > warc.committed:
        cut = cut_back(path, warc.committed)
        notes.append(f"{warc.name}: {cut} uncommitted bytes cut off after a run that was killed")
    elif size < warc.committed:
        notes.append(f"{warc.name}: {warc.committed - size} committed bytes are missing; run `blogark verify`")
    if path == being_written and path.exists():
        being_written.rename(final)
    sync_folder(folder.warcs)
    journal.warc_finished(warc.name)
    return cut
