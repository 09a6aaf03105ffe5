"""`verify --repair`: files, journal and index by the archive, dataset and package from them."""

from __future__ import annotations

from ...archive.checking.repair import Repair, keep_aside, repair
from ...archive.folder import ArchiveFolder
from ...archive.wacz.datapackage import DATAPACKAGE, read_resources
from ...archive.warc.files import warc_files
from ..packaging import write_package
from ..reading.extract import OnProgress, extract
from .verify import Verification


def repair_archive(
    folder: ArchiveFolder,
    found: Verification,
    *,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
) -> Repair:
    """Mend what can be mended of what `verify` has found; says what was done.

    No good record is touched, and what is cut or replaced is kept in ``lost+found/``. Raises `Locked` while a crawl
    runs.
    """
    with folder.lock():
        before = _listed(folder)
        kept = keep_aside(folder, folder.path / DATAPACKAGE) if _replaces_proof(found) else None
        done = repair(folder)
        has_records = bool(warc_files(folder.warcs)) if folder.warcs.is_dir() else False
        rebuild = has_records and (done.renumbered or any(one.code.startswith("dataset") for one in found.findings))
        if not rebuild:
            write_package(folder)
    if rebuild:
        extract(folder, workers=workers, on_progress=on_progress)
        done.done.append("dataset.sqlite: built anew from the records")
    if kept is not None:
        done.done.append(f"{DATAPACKAGE}: the old list, with the hashes that the files had, is kept as {kept}")
    elif before != _listed(folder):
        done.done.append(f"{DATAPACKAGE}: written anew")
    return done


def _replaces_proof(found: Verification) -> bool:
    """A WARC file is not what it was: the list that says so must not be lost."""
    return any(
        one.code in ("package-hash", "package-missing") and (one.file or "").startswith("archive/")
        for one in found.findings
    )


def _listed(folder: ArchiveFolder) -> object:
    try:
        return read_resources((folder.path / DATAPACKAGE).read_bytes())
    except (OSError, ValueError):
        return None
