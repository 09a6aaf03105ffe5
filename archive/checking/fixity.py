"""``datapackage.json`` and ``pages/pages.jsonl`` against the files: part of `verify`."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from ..folder import ArchiveFolder
from ..indexes.pages import PAGES, read_pages
from ..wacz.datapackage import (
    DATAPACKAGE,
    DIGEST,
    Resource,
    digest_of,
    hash_file,
    listed_files,
    read_digest,
    read_resources,
)
from ..warc.files import strangers
from .comparisons import FOREIGN, REMAKE, RESTORE
from .findings import Findings


class Fixity:
    """Hashes every file that ``datapackage.json`` lists, beside what else is going on; `report` tells of them."""

    def __init__(
        self, folder: ArchiveFolder, findings: Findings, *, settled: bool, known: Collection[str] = ()
    ) -> None:
        self._folder = folder
        self._findings = findings
        self._settled = settled
        self._strangers = {f"archive/{path.name}" for path in strangers(folder.warcs, known)}
        self._resources = self._read()
        # One thread: hashing frees the interpreter, and the disk is asked for one file at a time.
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._hashes: Mapping[str, Future[str]] = {
            one.path: self._thread.submit(hash_file, folder.path / one.path)
            for one in self._resources or ()
            if self._belongs(one)
        }

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)

    def report(self) -> None:
        """Tell what is not as listed; waits for the hashes."""
        for one in self._resources or ():
            if one.path in self._hashes:
                self._compare(one, self._hashes[one.path])
        if self._resources is not None and self._settled:
            for path in set(listed_files(self._folder)) - {one.path for one in self._resources} - self._strangers:
                message = f"{DATAPACKAGE} does not list this file"
                self._findings.add("warning", "package-unlisted", message, REMAKE, file=path)

    def _read(self) -> tuple[Resource, ...] | None:
        path = self._folder.path / DATAPACKAGE
        try:
            package = path.read_bytes()
            resources = read_resources(package)
        except FileNotFoundError:
            if self._settled:
                self._findings.add("warning", "package", "the list of files is missing", REMAKE, file=DATAPACKAGE)
            return None
        except (OSError, ValueError) as error:
            self._findings.add(
                "error", "package", f"the list of files cannot be read ({error})", REMAKE, file=DATAPACKAGE
            )
            return None
        self._check_digest(package)
        return resources

    def _check_digest(self, package: bytes) -> None:
        path = self._folder.path / DIGEST
        try:
            right = read_digest(path.read_bytes()) == read_digest(digest_of(package))
        except FileNotFoundError:
            self._findings.add(
                "warning", "package-digest", "the digest of the list of files is missing", REMAKE, file=DIGEST
            )
            return
        except (OSError, ValueError) as error:
            self._findings.add("error", "package-digest", f"cannot be read ({error})", REMAKE, file=DIGEST)
            return
        if not right:
            message = f"{DATAPACKAGE} does not have the hash that this file gives: one of them was changed"
            self._findings.add("error", "package-digest", message, REMAKE, file=DIGEST)

    def _belongs(self, resource: Resource) -> bool:
        """Names of files in this folder, and no others, are hashed: a list that was tampered with names any."""
        root = self._folder.path.resolve()
        path = (root / resource.path).resolve()
        if path.is_relative_to(root) and path.is_file():
            return True
        # A WARC file that is gone is told by journal and index too; here it is told where there are none.
        message = f"{DATAPACKAGE} lists this file, and it is not there"
        if resource.path.startswith("archive/"):
            self._findings.add("error", "package-missing", message, RESTORE, file=resource.path)
        elif self._settled:
            self._findings.add("warning", "package-missing", message, REMAKE, file=resource.path)
        return False

    def _compare(self, resource: Resource, found: Future[str]) -> None:
        try:
            same = found.result() == resource.hash
        except OSError as error:
            message = f"the file cannot be read ({error.strerror})"
            self._findings.add("error", "unreadable", message, RESTORE, file=resource.path)
            return
        if same:
            return
        message = f"the file does not have the hash that {DATAPACKAGE} gives"
        if resource.path.startswith("archive/"):
            self._findings.add("error", "package-hash", message, FOREIGN, file=resource.path)
        elif self._settled:
            self._findings.add("warning", "package-hash", message, REMAKE, file=resource.path)


def check_pages(folder: ArchiveFolder, db: sqlite3.Connection, findings: Findings, *, settled: bool) -> None:
    """The list of pages is there, can be read, and every page of it is a capture; `db` has all `records`."""
    path = folder.path / PAGES
    try:
        for line in read_pages(path):
            if line.fault is not None:
                findings.add("error", "pages-line", line.fault, REMAKE, file=PAGES)
            elif (page := line.page) is not None and settled:
                found = db.execute(
                    "SELECT 1 FROM records WHERE captured AND url = ? AND substr(date, 1, 19) = ?",
                    (page.url, page.ts[:19]),
                ).fetchone()
                if found is None:
                    message = f"line {line.number} lists {page.url}, of which there is no capture of {page.ts}"
                    findings.add("error", "pages-stray", message, REMAKE, file=PAGES)
    except FileNotFoundError:
        if settled:
            findings.add("warning", "pages", "the list of pages is missing", REMAKE, file=PAGES)
    except OSError as error:
        findings.add("error", "pages", f"the list of pages cannot be read ({error.strerror})", REMAKE, file=PAGES)
