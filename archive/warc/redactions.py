"""``redactions.jsonl``: what an archivist has removed, why, and on whose authority; the truth that every rebuild obeys.

The first line holds a random key. What names a person, or repeats what was said, stands in the file only as an HMAC
under this key: so the file shows no name, two archives' files cannot be compared, and no table of digests made
elsewhere helps. Whoever holds the file can still test a guess; it is not packed, and not for the public.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from ..errors import ArchiveError
from ..replacing import replacing

REDACTIONS = "redactions.jsonl"
PLAN = "withholding.json"
"""What is still to be done so that records that were taken out are gone everywhere; there only while it is done."""
VERSION = 1
Kind = Literal["comment", "author", "name", "post"]
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True)
class Lifting:
    """Why a redaction is no longer in force."""

    made_at: str
    reason: str
    authority: str


@dataclass(frozen=True, kw_only=True)
class Redaction:
    """One thing that is hidden."""

    id: int
    kind: Kind
    """A comment; all comments and the name of an author; the name alone; a post with all that hangs on it."""
    made_at: str
    """UTC, as WARC-Date."""
    reason: str
    authority: str
    software: str
    post_url: str | None = None
    """The post, or that of the comment."""
    native_id: str | None = None
    """The engine's number of the comment or post."""
    keys: tuple[str, ...] = ()
    """All addresses of the post, as the dataset compares them."""
    digests: tuple[str, ...] = ()
    """HMACs of the author's name, or of the comment's author and text."""
    records: tuple[str, ...] = ()
    """Ids of WARC records that hold it where no parser looks for it."""
    lifted: Lifting | None = None
    withheld: bool = False
    """Records were taken out of the archive for it."""


class Redactions:
    """All that was ever redacted in an archive; an archive without the file has none."""

    def __init__(self, key: bytes, entries: Iterable[Redaction] = (), *, lines: int = 0) -> None:
        self.key = key
        self.entries = tuple(entries)
        self.lines = lines
        """Lines of the file: they only grow, so that a dataset knows by their number whether it obeys them all."""

    @property
    def active(self) -> tuple[Redaction, ...]:
        """Those in force."""
        return tuple(one for one in self.entries if one.lifted is None)

    def digest(self, what: str, text: str) -> str:
        """The HMAC-SHA256, in hex, under which `text` is known; `what` keeps kinds of text apart."""
        return _digest(self.key, what, text)


NOTHING_REDACTED = Redactions(b"")


def read_redactions(folder: Path) -> Redactions:
    """What is redacted in the archive in `folder`.

    Raises `ArchiveError` for a file that cannot be understood: to go on without it would show what it hides.
    """
    path = folder / REDACTIONS
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return NOTHING_REDACTED
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from error
    entries: dict[int, Redaction] = {}
    try:
        head = json.loads(lines[0])
        if head["redactions"] != VERSION:
            raise ArchiveError(path, f"was written by a newer blogark (version {head['redactions']}); update blogark")
        for line in lines[1:]:
            told = json.loads(line)
            if "lift" in told:
                one = entries[told.pop("lift")]
                entries[one.id] = replace(one, lifted=Lifting(**told))
            elif "withheld" in told:
                for number in told["withheld"]:
                    entries[number] = replace(entries[number], withheld=True)
            elif "found" in told:
                one = entries[told["found"]]
                entries[one.id] = replace(one, records=tuple(dict.fromkeys((*one.records, *told["records"]))))
            else:
                one = _redaction(told)
                entries[one.id] = one
        return Redactions(bytes.fromhex(head["key"]), entries.values(), lines=len(lines))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise _unreadable(path, repr(error)) from error


def begin_redactions(folder: Path) -> Redactions:
    """What is redacted, with a key even if nothing was until now; nothing is written."""
    found = read_redactions(folder)
    return found if found.key else Redactions(secrets.token_bytes(32))


def add_lines(folder: Path, redactions: Redactions, lines: Iterable[dict[str, object]]) -> Redactions:
    """Append lines to the file, whole or not at all; returns what is redacted now."""
    path = folder / REDACTIONS
    head = {"redactions": VERSION, "key": redactions.key.hex()}
    before = path.read_bytes() if path.exists() else _line(head)
    with replacing(path) as file:
        file.write(before)
        for line in lines:
            file.write(_line(line))
    return read_redactions(folder)


def line_of(one: Redaction) -> dict[str, object]:
    """The line of a new redaction."""
    return {name: value for name, value in asdict(one).items() if value not in (None, (), False)}


def folded_name(name: str) -> str:
    """A name as it is compared: its case, blanks and compatibility forms do not matter."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()


def folded_text(text: str) -> str:
    """A text as it is compared: letters and digits alone, so that markup, quotes and blanks do not matter."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


@lru_cache(maxsize=65536)
def _digest(key: bytes, what: str, text: str) -> str:
    return hmac.new(key, f"{what}\n{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _redaction(told: dict[str, object]) -> Redaction:
    if told["kind"] not in get_args(Kind):
        raise ValueError(f"no redaction: {told}")
    return Redaction(**{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()})  # type: ignore[arg-type]


def _line(told: dict[str, object]) -> bytes:
    return (json.dumps(told, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _unreadable(path: Path, why: str) -> ArchiveError:
    return ArchiveError(path, f"cannot be read ({why}); restore it from a copy: it says what must not be shown")
