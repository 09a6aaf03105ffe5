"""Which capture holds the payload of a revisit: told by its digest, else by what its record refers to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..capture import Capture
from ..errors import ArchiveError
from ..warc.records import safe_url
from ..warc.scan import CaptureReader
from ..warc.stored import bare


@dataclass(frozen=True, kw_only=True)
class _Named:
    """What a revisit record names as its original; empty where it names nothing."""

    record_id: str = ""
    """WARC-Refers-To."""
    url: str = ""
    """WARC-Refers-To-Target-URI."""
    captured_at: str = ""
    """WARC-Refers-To-Date."""


class Responses(Protocol):
    """Where responses are looked up."""

    def first_with_digest(self, digest: str, *, imported: bool = False) -> Capture | None:
        """The oldest with this payload, of ours or of what others made."""

    def first_with_id(self, record_id: str) -> Capture | None:
        """The oldest of others with this record id."""

    def first_at(self, url: str, captured_at: str) -> Capture | None:
        """The oldest of others with this address and time."""


def original_of(revisit: Capture, responses: Responses, reader: CaptureReader) -> Capture | None:
    """The response that a revisit repeats, of those before it; None if it is in no file.

    Ours tell the digest. Of those that others made some tell only WARC-Refers-To, or only the address and time of
    the original; some have a digest that the original was not given, or was given in other letters.
    """
    imported = revisit.source == "import"
    found = None
    if revisit.payload_digest is not None:
        found = responses.first_with_digest(revisit.payload_digest, imported=imported)
    if imported and (found is None or found.id > revisit.id):
        found = _first_named(revisit, responses, reader)
    # A rebuild goes through the files once, and must come to the same.
    return found if found is not None and found.id < revisit.id else None


def later_original_of(revisit: Capture, responses: Responses, reader: CaptureReader) -> Capture | None:
    """The same for a revisit of others of which none before it was the original: wherever it is."""
    found = None
    if revisit.payload_digest is not None:
        found = responses.first_with_digest(revisit.payload_digest, imported=True)
    return found or _first_named(revisit, responses, reader)


def _first_named(revisit: Capture, responses: Responses, reader: CaptureReader) -> Capture | None:
    named = _named_by(revisit, reader)
    found = responses.first_with_id(named.record_id) if named.record_id else None
    if found is None and named.url:
        found = responses.first_at(named.url, named.captured_at)
    return found


def _named_by(revisit: Capture, reader: CaptureReader) -> _Named:
    try:
        headers = reader.record(revisit).headers
    except ArchiveError:
        # Damage, which is told when the record itself is read.
        return _Named()
    return _Named(
        record_id=bare(headers.get("warc-refers-to")),
        url=safe_url(bare(headers.get("warc-refers-to-target-uri"))),
        captured_at=headers.get("warc-refers-to-date", ""),
    )
