"""What is still to be done so that records that were taken out are gone everywhere: renames, the journal, the index.

The plan is a file of its own, written once all that it speaks of is on disk. Whoever takes the archive's lock first
does what it says: a run that was killed half way is so brought to its end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from ..indexes.cdxj import write_index
from ..journal.journal import Journal
from ..replacing import sync_folder
from ..warc.redactions import PLAN


def finish(folder: Path) -> bool:
    """Do what the plan says and has not been done; False if there is none. The caller holds the lock.

    The dataset is not touched: it does not obey ``redactions.jsonl`` any more, and is made anew.
    """
    try:
        plan = json.loads((folder / PLAN).read_bytes())
    except FileNotFoundError:
        return False
    for source, target in plan["moves"]:
        if (folder / source).exists():
            (folder / source).replace(folder / target)
    for place in {(folder / target).parent for _, target in plan["moves"]}:
        sync_folder(place)
    if (folder / "journal.sqlite").is_file():
        with closing(Journal(folder / "journal.sqlite")) as journal:
            for moved in plan["files"]:
                _follow(journal, moved)
            journal.commit()
            write_index(folder, journal.captures())
    else:
        write_index(folder)
    (folder / PLAN).unlink()
    sync_folder(folder)
    return True


def _follow(journal: Journal, moved: Mapping[str, Any]) -> None:
    """Bring the rows of a file's captures to where their records are now; nothing happens if they are there."""
    db = journal.write()
    first = moved["replaced"][0]["withheld"]
    if db.execute("SELECT 1 FROM captures WHERE withheld = ?", (first,)).fetchone() is not None:
        return
    places = {one["offset"]: one for one in moved["replaced"]}
    shift = 0
    rows = []
    query = "SELECT id, warc_offset FROM captures WHERE warc_file = ? ORDER BY warc_offset"
    for number, offset in db.execute(query, (moved["file"],)).fetchall():
        rows.append((offset + shift, number))
        if (one := places.get(offset)) is not None:
            db.execute(
                "UPDATE captures SET warc_length = ?, record_id = ?, withheld = ? WHERE id = ?",
                (one["new_length"], one["record_id"], one["withheld"], number),
            )
            shift += one["new_length"] - one["length"]
    db.executemany("UPDATE captures SET warc_offset = ? WHERE id = ?", rows)
    db.execute("UPDATE warcs SET committed = ? WHERE name = ?", (moved["size"], moved["file"]))
