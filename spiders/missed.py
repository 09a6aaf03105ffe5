"""What a replay has missed, put where the next crawl finds it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from ..archive.config import load
from ..archive.folder import ArchiveFolder
from ..archive.indexes.cdxj import timestamp
from ..archive.journal.journal import Journal
from ..archive.journal.queue import UrlQueue
from ..archive.recording.mementos import MementoQueue
from .links.url import normalised
from .scope import spanned
from .work import PRIORITY


def ask_again(folder: ArchiveFolder, wanted: Iterable[tuple[str, str, str]]) -> int:
    """Have the next crawl fetch what pages lack: each URL, with the page that needs it and when that was captured.

    Returns how many were not waiting already. What the archive's options leave out is passed over. Raises `Locked`
    while another run holds the archive.
    """
    with folder.lock(), closing(Journal(folder.journal_path)) as journal:
        config = load(folder.config_path)
        queue = UrlQueue(journal)
        scope = spanned(normalised(config.url) or config.url, config, queue)
        number = 0
        for named, page, moment in wanted:
            url = scope.at_home(normalised(named) or named)
            if not scope.covers(url, "requisite") or scope.objection(url, "requisite") is not None:
                continue
            if config.source == "wayback":
                archive = MementoQueue(journal, config.wayback_url.rstrip("/"))
                number += archive.add_requisite(url, timestamp(moment))
            else:
                number += queue.miss(url, priority=PRIORITY["requisite"], via=page)
        journal.commit()
    return number
