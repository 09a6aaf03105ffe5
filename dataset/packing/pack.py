"""The verb `pack`: the whole archive, or the part of it that belongs to some posts, as one WACZ file or a bag."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from ...archive.errors import ArchiveError, UsageError
from ...archive.folder import ArchiveFolder
from ...archive.wacz.datapackage import DATAPACKAGE, DATASET, INDEX_FILE, Description, listed_files, read_resources
from ...archive.wacz.packing import Member, OnProgress, Packed, write_bag, write_wacz
from ...archive.warc.files import OPEN_SUFFIX
from ...archive.warc.redactions import REDACTIONS, Redactions, read_redactions
from ..hiding.redacted import obeys
from ..opened import opened
from ..packaging import SOFTWARE, description
from ..redaction.concerned import number_held

INDEX_IN_WACZ = "indexes/index.cdx"
"""It holds CDXJ, as the specification asks; py-wacz and pywb look for this name and pass index.cdxj over."""
DATASET_IN_WACZ = "dataset/dataset.sqlite"
"""In a folder: `wacz validate` knows files two levels deep only."""
_NAMES = {INDEX_FILE: INDEX_IN_WACZ, DATASET: DATASET_IN_WACZ}


def pack(
    folder: ArchiveFolder,
    to: Path,
    *,
    posts: str | None = None,
    since: str | None = None,
    bag: bool = False,
    force: bool = False,
    include_withheld: bool = False,
    on_progress: OnProgress | None = None,
) -> Packed:
    """Write the archive to `to`: a WACZ file, or a folder that is a bag.

    `posts`, an SQL expression over the columns of `posts`, and `since`, a day, choose posts: then what belongs to
    them is packed. Raises `UsageError` for one with records that hold what is redacted, unless `include_withheld`,
    `ArchiveError` for an archive that is not whole, `Locked` while a crawl runs, and what `write_wacz` raises.
    """
    write = write_bag if bag else write_wacz
    with ExitStack() as stack:
        stack.enter_context(folder.lock(reading=True))
        _check_whole(folder)
        part = folder
        if posts is not None or since is not None:
            from .subset import cut

            room = stack.enter_context(TemporaryDirectory(prefix=".blogark-pack-", dir=to.parent))
            part = cut(folder, Path(room), where=posts, since=since)
        _check_redactions(part, read_redactions(folder.path), include_withheld=include_withheld)
        return write(to, _members(part, as_wacz=not bag), _description(part), force=force, on_progress=on_progress)


def _members(folder: ArchiveFolder, *, as_wacz: bool) -> Iterator[Member]:
    hashes = _known_hashes(folder)
    for path in listed_files(folder):
        yield Member(
            path=_NAMES.get(path, path) if as_wacz else path,
            source=folder.path / path,
            # A dataset may be changed by its reader, and is no proof of anything.
            expected=hashes.get(path) if path.startswith("archive/") else None,
        )


def _known_hashes(folder: ArchiveFolder) -> dict[str, str]:
    try:
        return {one.path: one.hash for one in read_resources((folder.path / DATAPACKAGE).read_bytes())}
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise ArchiveError(
            folder.path / DATAPACKAGE, f"cannot be read ({error}); run `blogark verify --repair`"
        ) from error


def _check_whole(folder: ArchiveFolder) -> None:
    present = set(listed_files(folder))
    if not any(path.startswith("archive/") for path in present):
        raise ArchiveError(folder.path, "there is no finished WARC file in archive/; run `blogark crawl` first")
    if any(path.suffix == OPEN_SUFFIX for path in folder.warcs.iterdir()):
        raise ArchiveError(folder.path, "its last crawl was killed; run `blogark crawl` again, then pack it")
    if folder.dataset_path.with_name(f"{DATASET}-wal").exists():
        raise ArchiveError(folder.dataset_path, "was not closed; run `blogark extract`, then pack it")
    for path in (INDEX_FILE, "pages/pages.jsonl"):
        if path not in present:
            raise ArchiveError(folder.path / path, "is missing; run `blogark verify --repair`, then pack it")


def _check_redactions(folder: ArchiveFolder, redactions: Redactions, *, include_withheld: bool) -> None:
    """What is redacted must not leave the house in the records that it was read from."""
    if not redactions.active or include_withheld:
        return
    with opened(folder.dataset_path) as db:
        if not obeys(db, redactions):
            raise ArchiveError(folder.dataset_path, f"does not obey {REDACTIONS}; run `blogark extract`, then pack it")
        held = number_held(db)
    if held:
        records = "1 record holds" if held == 1 else f"{held:,} records hold"
        raise UsageError(
            f"{records} what is redacted; take them out with `blogark redact --withhold`, or pack them with "
            "--include-withheld for somebody who may read them"
        )


def _description(folder: ArchiveFolder) -> Description:
    if not folder.dataset_path.is_file():
        return Description(software=SOFTWARE)
    with opened(folder.dataset_path) as db:
        return description(db)
