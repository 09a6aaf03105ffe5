"""The pages: pywb over the WARC files and the index where they lie, on an origin that nothing else is on."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..archive.errors import ArchiveError
from ..archive.folder import ArchiveFolder
from ..archive.indexes.cdxj import INDEX, index_line
from ..archive.journal.journal import Journal
from ..archive.replacing import replacing
from .child import Order, begin, room
from .closed import STATUS, Closed, page
from .places import COLLECTION, is_meant

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

FRESH = 5.0
"""Seconds between two looks for what a running crawl has added."""
OPEN_INDEX = "open.cdxj"

_SANDBOX = "sandbox allow-scripts allow-same-origin allow-forms allow-modals"
"""No popups and no way to the window around: a page can only move its own frame, and that frame stays in replay."""
_DEAD = "default-src 'none'; sandbox"
"""For bytes as they came: shown, never run."""
_SHUT = "default-src 'none'; style-src 'unsafe-inline'"
_REQUEST = re.compile(rf"/{COLLECTION}/(?P<moment>\d*)(?P<kind>[a-z]{{2,4}}_)?/(?P<url>https?:/.*)")
_KEPT_LINKS = re.compile(r'rel="(?:original|timemap|timegate|(?:first |last |prev |next )*memento)"')
"""What of a Link header is ours; what the blog's server sent could have a browser connect elsewhere."""
_DROPPED = {"nel", "report-to", "reporting-endpoints", "refresh", "origin-trial", "content-security-policy"}


def policy(order: Order) -> str:
    """What a replayed page may do: load from the archive, run its scripts, and reach nobody else."""
    return (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' data: blob:; "
        # Frames of data: and blob: are documents that nothing has rewritten.
        "frame-src 'self'; form-action 'self'; base-uri 'self'; "
        f"frame-ancestors 'self' {order.places.dataset}; {_SANDBOX}"
    )


class Guarded:
    """pywb, with what may go in and out: names of ours, policies, and frames around what a browser opens by itself."""

    def __init__(self, app: WSGIApplication, order: Order, closed: Closed) -> None:
        self._app = app
        self._closed = closed
        self._order = order
        self._policy = policy(order)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not self._order.anywhere and not is_meant(environ.get("HTTP_HOST", ""), self._order.places.replay):
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"This name is not this server's.\n"]
        path = _path(environ)
        asked = _REQUEST.fullmatch(path)
        opened = environ.get("HTTP_SEC_FETCH_DEST") == "document"
        if opened and (asked is None or asked["kind"] != "id_") and not path.startswith(f"/{COLLECTION}/timemap/"):
            # At the top of a window a page could lead it anywhere; in a frame it cannot.
            places = self._order.places
            target = places.replayed(asked["url"], asked["moment"]) if asked else places.dataset
            start_response("307 Temporary Redirect", [("Location", target)])
            return []
        if asked is not None and (reasons := self._closed.told(asked["url"], asked["moment"])):
            start_response(STATUS, [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", _SHUT)])
            return [page(reasons)]
        if asked is not None and asked["kind"] is None:
            # pywb's own frame is not used: who asks for a memento gets it.
            environ["PATH_INFO"] = f"/{COLLECTION}/{asked['moment']}mp_/{environ['PATH_INFO'].split('/', 3)[3]}"
        is_raw = asked is not None and asked["kind"] == "id_"

        def answer(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            kept = [(name, value) for name, value in map(_cleared, headers) if value]
            kept += [
                ("Content-Security-Policy", _DEAD if is_raw else self._policy),
                ("X-Content-Type-Options", "nosniff") if is_raw else ("Origin-Agent-Cluster", "?1"),
                ("X-DNS-Prefetch-Control", "off"),
                ("Referrer-Policy", "same-origin"),
                ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
            ]
            return start_response(status, kept, exc_info)

        return self._app(environ, answer)


def _path(environ: WSGIEnvironment) -> str:
    """Path and query as UTF-8; WSGI has them as Latin-1 (PEP 3333)."""
    path = str(environ.get("PATH_INFO", "")).encode("latin-1", "replace").decode("utf-8", "replace")
    query = environ.get("QUERY_STRING")
    return f"{path}?{query}" if query else path


def _cleared(header: tuple[str, str]) -> tuple[str, str]:
    """A header of pywb's answer without what would lead a browser elsewhere; empty if nothing is left."""
    name, value = header
    if name.lower() in _DROPPED:
        return name, ""
    if name.lower() == "link":
        links = re.split(r",\s*(?=<)", value)
        return name, ", ".join(link for link in links if _KEPT_LINKS.search(link))
    return header


def application(order: Order, closed: Closed) -> WSGIApplication:
    """A pywb over one archive; the working folder is one of `room`, with the archive's parts in it."""
    # pywb asks its own index over HTTP, and `requests` would ask a proxy of the environment for it.
    os.environ["NO_PROXY"] = "*"
    logging.disable(logging.WARNING)
    from pywb.apps.frontendapp import FrontEndApp
    from pywb.warcserver.index.indexsource import FileIndexSource
    from pywb.warcserver.warcserver import register_source

    class Growing(FileIndexSource):
        """The archive's index, and behind it what a running crawl has added."""

        def load_index(self, params: object) -> Iterator[Any]:
            names = [name for name in (INDEX, OPEN_INDEX) if Path(name).exists()]
            return merge(*(FileIndexSource(name).load_index(params) for name in names))

        @classmethod
        def init_from_string(cls, value: str) -> Growing | None:
            return cls(value) if value == "growing" else None

    register_source(Growing)

    def find(name: str, cdx: object) -> str:
        path = Path("archive", name)
        return str(path if path.exists() else path.with_name(f"{name}.open"))

    config = {
        "collections_root": "none",  # without one, addresses lose the name of the collection
        "enable_auto_colls": False,
        "framed_replay": True,
        "collections": {COLLECTION: {"index_paths": "growing", "archive_paths": [find]}},
        "not_found_html": "missing.html",
        "error_html": "missing.html",
        "inject_scripts": ["inside.js"],
    }
    return Guarded(FrontEndApp(config_file=None, custom_config=config), order, closed)


class OpenIndex:
    """The lines of what is in no index yet: what the last crawl has captured, as long as it has files open."""

    def __init__(self, folder: ArchiveFolder, target: Path) -> None:
        self._folder = folder
        self._target = target
        self._read = 0
        self._lines: list[bytes] = []
        target.touch()

    def refresh(self) -> None:
        """Look what has been added, and write it."""
        before = len(self._lines)
        if any(self._folder.warcs.glob("*.open")):
            # A crawl that takes the journal for itself for a moment is asked again.
            with suppress(ArchiveError), closing(Journal(self._folder.journal_path, read_only=True)) as journal:
                self._follow(journal)
        else:
            self._lines.clear()
        if len(self._lines) != before:
            self._lines.sort()
            with replacing(self._target) as file:
                file.writelines(self._lines)

    def _follow(self, journal: Journal) -> None:
        last = max((crawl.info.id for crawl in journal.crawls()), default=0)
        while captures := journal.captures_after(self._read):
            self._read = captures[-1].id
            found = (index_line(one) for one in captures if one.crawl_id == last)
            self._lines += [line for line in found if line is not None]


def _close(closed: Closed, index: Path, shown: Path) -> None:
    """Let pywb see the archive's index, or if something is not to be shown, one without it."""
    if not closed or not index.is_file():
        if not shown.is_symlink():
            shown.unlink(missing_ok=True)
            shown.symlink_to(index.resolve())
        return
    with index.open("rb") as lines, replacing(shown) as file:
        file.writelines(closed.open_lines(lines))


def main() -> None:
    """Serve until the owner closes the pipe."""
    connection, order, listener = begin()
    folder = ArchiveFolder(order.archive)
    looks = Path(__file__).parent / "frames"
    with room(archive=folder.warcs, templates=looks, static=looks, **{INDEX: folder.indexes / INDEX}) as here:
        growing = OpenIndex(folder, here / OPEN_INDEX)
        closed = Closed(folder.dataset_path)

        def look() -> None:
            if closed.refresh():
                _close(closed, folder.indexes / INDEX, here / INDEX)
            # What a running crawl has captured may hold what is redacted, as long as nobody has read it.
            if not closed:
                growing.refresh()

        look()
        app = application(order, closed)
        import gevent
        from gevent.pywsgi import WSGIServer
        from gevent.socket import socket, wait_read

        # One that was made before pywb patched the sockets would block all.
        server = WSGIServer(socket(fileno=listener.detach()), app, log=None, error_log=None)
        server.start()
        connection.send("ready")

        def refresh() -> None:
            while True:
                gevent.sleep(FRESH)
                look()

        refreshing = gevent.spawn(refresh)
        wait_read(connection.fileno())
        refreshing.kill()
        server.stop(timeout=1)
    sys.stdout.flush()
    # pywb's inner server and its greenlets have nothing to save.
    os._exit(0)
