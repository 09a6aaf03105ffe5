"""Which response a revisit repeats: told by digest, else by record, else by place and time; never a later one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from blogark.archive.capture import Capture, CaptureSource
from blogark.archive.errors import ArchiveError
from blogark.archive.journal.originals import original_of

URL = "http://blog.example/boats.html"
AT = "2012-03-04T05:06:07Z"


def capture(number: int, *, digest: str | None = None, source: CaptureSource = "import", **more: object) -> Capture:
    told: dict[str, object] = {"url": f"http://blog.example/{number}", "captured_at": f"2012-01-{number:02}T00:00:00Z"}
    told |= {"record_type": "response", "record_id": f"urn:uuid:{number}"} | more
    return Capture(  # type: ignore[arg-type]
        id=number,
        crawl_id=1,
        warc_file="a.warc.gz",
        warc_offset=0,
        warc_length=1,
        payload_digest=digest,
        source=source,
        **told,
    )


def revisit(number: int, *, digest: str | None = None, source: CaptureSource = "import") -> Capture:
    return capture(number, digest=digest, source=source, record_type="revisit")


@dataclass
class Known:
    """Responses in memory, and what the revisit's record names."""

    responses: list[Capture]
    names: Mapping[str, str] = field(default_factory=dict)

    def first_with_digest(self, digest: str, *, imported: bool = False) -> Capture | None:
        of_kind = [one for one in self.responses if (one.source == "import") == imported]
        return next((one for one in of_kind if one.payload_digest == digest), None)

    def first_with_id(self, record_id: str) -> Capture | None:
        return next((one for one in self.responses if one.record_id == record_id), None)

    def first_at(self, url: str, captured_at: str) -> Capture | None:
        return next((one for one in self.responses if (one.url, one.captured_at) == (url, captured_at)), None)

    def record(self, one: Capture) -> SimpleNamespace:
        if "damage" in self.names:
            raise ArchiveError("a.warc.gz", "cannot be read")
        return SimpleNamespace(headers=self.names)


def original(one: Capture, known: Known) -> int | None:
    found = original_of(one, known, known)  # type: ignore[arg-type]
    return None if found is None else found.id


BY_ID = {"warc-refers-to": "<urn:uuid:2>"}
BY_PLACE = {"warc-refers-to-target-uri": URL, "warc-refers-to-date": AT}


@pytest.mark.parametrize("source", ["live", "import"])
def test_the_first_with_the_digest_is_it(source: CaptureSource) -> None:
    known = Known([capture(1, digest="a", source=source), capture(2, digest="a", source=source)], BY_ID)
    assert 1 == original(revisit(5, digest="a", source=source), known)


def test_the_digests_of_others_stand_for_nothing_of_ours_nor_ours_for_theirs() -> None:
    assert None is original(revisit(5, digest="a", source="live"), Known([capture(1, digest="a")]))
    assert None is original(revisit(5, digest="a"), Known([capture(1, digest="a", source="live")]))


def test_where_no_digest_tells_the_record_does_and_where_none_is_named_the_place() -> None:
    named = [capture(1, url=URL, captured_at=AT), capture(2)]
    assert 2 == original(revisit(5), Known(named, BY_ID | BY_PLACE))
    assert 1 == original(revisit(5), Known(named, BY_PLACE))
    assert 1 == original(revisit(5), Known(named[:1], BY_ID | BY_PLACE))


def test_what_only_a_later_record_has_by_its_digest_is_told_by_name() -> None:
    """A rebuild, which goes through the files once, has not met the later one yet."""
    assert 2 == original(revisit(5, digest="a"), Known([capture(2), capture(7, digest="a")], BY_ID))


@pytest.mark.parametrize("number", [5, 6])
def test_none_that_is_later_is_it(number: int) -> None:
    later = capture(number, digest="a", record_id="urn:uuid:2", url=URL, captured_at=AT)
    assert None is original(revisit(5, digest="a"), Known([later], BY_ID | BY_PLACE))


def test_our_own_name_nothing_but_digests() -> None:
    assert None is original(revisit(5, source="live"), Known([capture(2)], BY_ID))


def test_a_record_that_cannot_be_read_names_nothing() -> None:
    assert None is original(revisit(5), Known([capture(2)], BY_ID | {"damage": "yes"}))


def test_a_record_that_names_nothing_repeats_nothing() -> None:
    assert None is original(revisit(5), Known([capture(2, record_id="", url="", captured_at="")]))
