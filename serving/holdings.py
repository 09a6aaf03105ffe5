"""What the archive answers a browser that asks as of a moment."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urljoin

from ..archive.capture import Capture
from ..archive.errors import ArchiveError
from ..archive.folder import ArchiveFolder
from ..archive.warc.scan import CaptureReader, StoredResponse
from ..dataset.keys import url_key
from .record import BY_ID, COLUMNS, capture_of
from .tab import Answer, Asked

_NEAREST = f"""
SELECT {COLUMNS}, refers_to FROM captures
WHERE url_key = :key AND (status IS NOT NULL OR record_type IN ('resource', 'revisit'))
ORDER BY url <> :url, truncated IS NOT NULL, abs(julianday(captured_at) - julianday(:at)), id LIMIT :most
"""
"""The captures of an address: its own spelling first, whole ones first, then by their distance from a moment."""
MOST = 5
_HEADER = re.compile(r"[!#$%&'*+.^_`|~\w-]+:[^\0\r\n]*", re.ASCII)
"""What a browser takes; servers send worse."""
_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")
"""The digits are counted: a script may ask for thousands, which Python takes for no number."""
_DROPPED = frozenset(
    (
        # The body is given as it reads, and whole.
        "content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "trailer",
        # What would have a browser report to somebody, or turn to another server.
        "alt-svc", "content-security-policy-report-only", "nel", "report-to", "reporting-endpoints",
        "strict-transport-security", "clear-site-data",
        "access-control-allow-origin", "access-control-allow-credentials",
    )
)  # fmt: skip
NOT_HERE = Answer(status=404, headers=(("Content-Type", "text/plain"), ("Cache-Control", "no-store")))


@dataclass(frozen=True, kw_only=True)
class Held:
    """What there is of an address."""

    capture: Capture
    answer: Answer | None = None
    defect: str | None = None
    """Why it cannot be given."""


class Holdings:
    """The captures of an archive, by address and moment, as answers."""

    def __init__(self, folder: ArchiveFolder, db: sqlite3.Connection) -> None:
        self._db = db
        self._reader = CaptureReader(folder.warcs)

    def __enter__(self) -> Holdings:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.close()

    def find(self, asked: Asked, *, at: str) -> Held | None:
        """The capture of an address that is nearest to a moment, and what it answers; None if there is none."""
        if asked.method not in ("GET", "HEAD"):
            return None
        url = asked.url.partition("#")[0]
        values = {"key": url_key(url), "url": url, "at": at, "most": MOST}
        for row in self._db.execute(_NEAREST, values).fetchall():
            capture, refers_to = capture_of(row)
            try:
                stored = self._reader.read(capture)
                body = stored if capture.record_type != "revisit" else self._repeated(refers_to)
            except ArchiveError as error:
                return Held(capture=capture, defect=str(error))
            if body is None:
                return Held(capture=capture, defect="it repeats the bytes of a record that is not here")
            if not _leads_to_itself(url, stored):
                return Held(capture=capture, answer=_answer(asked, stored, body))
        return None

    def _repeated(self, refers_to: int | None) -> StoredResponse | None:
        """The answer whose bytes a revisit repeats."""
        row = self._db.execute(BY_ID, (refers_to,)).fetchone()
        return None if row is None else self._reader.read(capture_of(row)[0])


def _leads_to_itself(url: str, stored: StoredResponse) -> bool:
    """A redirect from one spelling to the other, of which only this was asked: it would never end."""
    if stored.status is None or not 300 <= stored.status < 400 or stored.status == 304:
        return False
    found = dict(_headers(stored)).get("location")
    return found is not None and urljoin(url, found) == url


def _headers(stored: StoredResponse) -> list[tuple[str, str]]:
    return [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in stored.headers]


def _answer(asked: Asked, stored: StoredResponse, body: StoredResponse) -> Answer:
    """The answer as a browser takes it; `body` is that of another capture where this one repeats it."""
    # What a 304 leaves out, the media type for one, stands in the answer that it confirms.
    headers = _headers(stored)
    headers += [(name, value) for name, value in _headers(body) if name not in dict(headers)]
    status = (body.status if stored.status == 304 else stored.status) or 200
    kept = [(name, value) for name, value in headers if name not in _DROPPED and _HEADER.fullmatch(f"{name}:{value}")]
    # Who else may use it, the crawler was not told: it named no origin.
    kept.append(("access-control-allow-origin", asked.origin or "*"))
    if asked.origin is not None:
        kept.append(("access-control-allow-credentials", "true"))
    content = body.body
    if status == 200 and (part := _RANGE.fullmatch(asked.range or "")):
        begin, end = int(part[1]), min(int(part[2] or len(content)), len(content) - 1)
        if begin <= end:
            kept.append(("content-range", f"bytes {begin}-{end}/{len(content)}"))
            return Answer(status=206, headers=tuple(kept), body=content[begin : end + 1])
    return Answer(status=status, headers=tuple(kept), body=content)
