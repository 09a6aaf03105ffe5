"""The verb `redact`: what a person said, a name or a post is hidden, and everything that shows it is made anew."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ...archive.errors import UsageError
from ...archive.folder import ArchiveFolder
from ...archive.warc.records import warc_date
from ...archive.warc.redactions import (
    Redaction,
    Redactions,
    add_lines,
    begin_redactions,
    folded_name,
    line_of,
    read_redactions,
)
from ..hiding.redacted import STATE, note_redacted, obeys
from ..hiding.redacting import Redactor, comment_digest
from ..keys import url_key
from ..opened import opened
from ..packaging import SOFTWARE, write_package
from ..reading.extract import OnProgress, rebuild
from .concerned import HELD, find_concerned, number_held
from .traces import Leftover, Traces, leftovers

SHOWN = 5
"""Things of which the first words are shown before they are hidden."""
_WORDS = 60
_NUMBER = re.compile(r"\d+")
_PICTURES = """
SELECT record_id FROM captures WHERE url_key IN (SELECT url_key FROM media WHERE post_id = :post)
AND url_key NOT IN (SELECT url_key FROM media WHERE post_id <> :post)
AND url_key NOT IN (SELECT url_key FROM post_urls) AND record_type <> 'revisit' ORDER BY id
"""
"""What is shown in a post and in no other."""
_COMMENT = "SELECT comments.id, native_id, author_name, body_text, post_id, redacted FROM comments"


@dataclass(frozen=True, kw_only=True)
class Target:
    """One thing that is to be hidden, as it was asked for."""

    kind: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Touched:
    """What one redaction hides."""

    redaction: Redaction
    posts: int
    comments: int
    first: tuple[str, ...]
    """The first words of some of it, for the eyes of who redacts."""
    words: tuple[str, ...]
    """Names and texts, whole: to find where else they stand. They are written nowhere."""


@dataclass(frozen=True, kw_only=True)
class Redacted:
    """What was done, or in a dry run would be."""

    touched: tuple[Touched, ...]
    already: tuple[str, ...]
    """A sentence each for what was hidden before."""
    held: int = 0
    """Captures that hold what is redacted, whether by this redaction or by others."""
    leftovers: tuple[Leftover, ...] = ()
    """Where the same names and texts stand, and are not covered."""


def redact(
    folder: ArchiveFolder,
    targets: Sequence[Target],
    *,
    reason: str,
    authority: str,
    agree: Callable[[Sequence[Touched]], bool] = lambda touched: True,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
) -> Redacted:
    """Hide the targets in the dataset, from now on and in every rebuild.

    `agree` hears what would be hidden and may call it off. Raises `UsageError` for a target that is not there,
    `Locked` while a run holds the archive.
    """
    _check_words(reason=reason, authority=authority)
    with folder.lock():
        redactions = begin_redactions(folder.path)
        bring_up(folder, redactions, workers, on_progress)
        with opened(folder.dataset_path) as db:
            finder = _Finder(db, redactions, reason, authority)
            for target in targets:
                finder.find(target)
        done = Redacted(touched=tuple(finder.touched), already=tuple(finder.already))
        if not done.touched or not agree(done.touched):
            return done
        add_lines(folder.path, redactions, [line_of(one.redaction) for one in done.touched])
        rebuild(folder, workers=workers, on_progress=on_progress)
        held, left = trace(folder, workers=workers)
        return replace(done, held=held, leftovers=tuple(left))


def trace(folder: ArchiveFolder, *, workers: int | None = None) -> tuple[int, list[Leftover]]:
    """Note the captures that hold what is redacted where no parser reads it; the caller holds the archive's lock.

    Returns how many captures hold it, and where it stands beside them.
    """
    redactions = read_redactions(folder.path)
    with closing(sqlite3.connect(folder.dataset_path, isolation_level=None)) as db:
        known = set(db.execute(HELD))
        found, words = find_concerned(folder, db, Redactor(redactions), workers=workers)
        new = {(number, one) for number, held in found.items() for one in held.redactions} - known
        if new:
            by_redaction: dict[int, list[str]] = {}
            for number, one in sorted(new):
                by_redaction.setdefault(one, []).append(found[number].capture.record_id)
            lines: list[dict[str, object]] = [{"found": one, "records": ids} for one, ids in by_redaction.items()]
            redactions = add_lines(folder.path, redactions, lines)
            db.execute("BEGIN")
            for number, one in sorted(new):
                again = db.execute("SELECT id FROM captures WHERE refers_to = ?", (number,)).fetchall()
                for capture_id in (number, *(row[0] for row in again)):
                    note_redacted(db, capture_id, (one,))
            db.execute("UPDATE state SET value = ? WHERE name = ?", (redactions.lines, STATE))
            db.execute("COMMIT")
        left = leftovers(folder, db, Traces(words))
        held = number_held(db)
    write_package(folder)
    return held, left


def lift(
    folder: ArchiveFolder,
    number: int,
    *,
    reason: str,
    authority: str,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
) -> Redaction:
    """Show again what redaction `number` hides; its tombstone stays and says so.

    Raises `UsageError` if there is none, if it was lifted before, or if its records were withheld.
    """
    _check_words(reason=reason, authority=authority)
    with folder.lock():
        redactions = read_redactions(folder.path)
        one = next((one for one in redactions.entries if one.id == number), None)
        if one is None:
            raise UsageError(f"{folder.path}: there is no redaction {number}; `blogark redact --list` shows all")
        if one.lifted is not None:
            raise UsageError(f"{folder.path}: redaction {number} was lifted at {one.lifted.made_at[:19]}Z")
        if one.withheld:
            message = f"records were withheld for redaction {number}; bring them back from their file first"
            raise UsageError(f"{folder.path}: {message}")
        line = {"lift": number, "made_at": _now(), "reason": reason, "authority": authority}
        add_lines(folder.path, redactions, [line])
        rebuild(folder, workers=workers, on_progress=on_progress)
        return one


def bring_up(
    folder: ArchiveFolder, redactions: Redactions, workers: int | None, on_progress: OnProgress | None
) -> None:
    """Finish what a run was killed in, before anything is looked up."""
    with opened(folder.dataset_path) as db:
        obedient = obeys(db, redactions)
    if not obedient:
        rebuild(folder, workers=workers, on_progress=on_progress)


class _Finder:
    """Looks up targets in the dataset."""

    def __init__(self, db: sqlite3.Connection, redactions: Redactions, reason: str, authority: str) -> None:
        self._db = db
        self._redactions = redactions
        self._next = max((one.id for one in redactions.entries), default=0) + 1
        self._reason = reason
        self._authority = authority
        self.touched: list[Touched] = []
        self.already: list[str] = []
        db.create_function("folded_name", 1, _folded, deterministic=True)

    def find(self, target: Target) -> None:
        """Add what a target is to `touched`, or to `already`."""
        match target.kind:
            case "comment":
                self._comment(target.what)
            case "post":
                self._post(target.what)
            case "author" | "name":
                self._author(target.kind, target.what)
            case _:
                raise ValueError(target.kind)

    def _comment(self, what: str) -> None:
        where, values = self._place(what)
        found = self._db.execute(f"{_COMMENT} WHERE {where} ORDER BY comments.id", values).fetchall()
        if not found:
            raise UsageError(f"{what}: no comment has this number or address; see `comments.id` and `comments.url`")
        for number, native_id, author, text, post_id, redacted in found:
            if redacted is not None:
                self.already.append(f"comment {number} is hidden by redaction {redacted} already")
                continue
            self._add(
                "comment",
                comments=[(author, text)],
                words=(author, text),
                native_id=native_id,
                post_url=self._url(post_id),
                keys=self._keys(post_id),
                digests=(comment_digest(self._redactions, author, text),) if text else (),
            )

    def _place(self, what: str) -> tuple[str, tuple[object, ...]]:
        """The condition for a comment's number or address."""
        if _NUMBER.fullmatch(what):
            return "comments.id = ?", (int(what[:18]),)
        _, _, fragment = what.partition("#")
        numbers = _NUMBER.findall(fragment)
        by_number = "native_id = ? AND post_id IN (SELECT post_id FROM post_urls WHERE url_key = ?)"
        return f"url = ? OR ({by_number})", (what, numbers[-1] if numbers else fragment or None, url_key(what))

    def _post(self, what: str) -> None:
        query = "SELECT id, title, native_id, redacted FROM posts WHERE id "
        if _NUMBER.fullmatch(what):
            row = self._db.execute(f"{query} = ?", (int(what[:18]),)).fetchone()
        else:
            in_urls = "IN (SELECT post_id FROM post_urls WHERE url_key = ?)"
            row = self._db.execute(f"{query} {in_urls}", (url_key(what),)).fetchone()
        if row is None:
            raise UsageError(f"{what}: no post has this number or address; see `posts.id` and `posts.url`")
        post_id, title, native_id, redacted = row
        if redacted is not None:
            self.already.append(f"post {post_id} is hidden by redaction {redacted} already")
            return
        comments = self._db.execute(
            "SELECT author_name, body_text FROM comments WHERE post_id = ? ORDER BY position", (post_id,)
        ).fetchall()
        (body,) = self._db.execute("SELECT body_text FROM posts WHERE id = ?", (post_id,)).fetchone()
        self._add(
            "post",
            posts=[title or self._url(post_id)],
            comments=comments,
            words=(title, body, *(text for _, text in comments)),
            native_id=native_id,
            post_url=self._url(post_id),
            keys=self._keys(post_id),
            records=tuple(row[0] for row in self._db.execute(_PICTURES, {"post": post_id})),
        )

    def _author(self, kind: str, what: str) -> None:
        name = folded_name(what)
        comments = self._db.execute(
            "SELECT author_name, body_text FROM comments WHERE folded_name(author_name) = ? ORDER BY id", (name,)
        ).fetchall()
        posts = self._db.execute(
            "SELECT coalesce(title, posts.url) FROM posts LEFT JOIN authors ON authors.id = posts.author_id "
            "WHERE folded_name(authors.name) = ?1 OR folded_name(byline) = ?1 ORDER BY posts.id",
            (name,),
        ).fetchall()
        digest = self._redactions.digest("name", name)
        known = [one for one in self._redactions.active if digest in one.digests and one.kind in ("author", kind)]
        if known:
            self.already.append(f"that name is hidden by redaction {known[0].id} already")
            return
        if not comments and not posts:
            raise UsageError(f"{what}: nobody of that name has posted or commented; write it as `comments` has it")
        spelled = dict.fromkeys(author for author, _ in comments)
        texts = () if kind == "name" else tuple(text for _, text in comments)
        self._add(
            kind,
            posts=[title for (title,) in posts],
            comments=comments,
            words=(what, *spelled, *texts),
            digests=(digest,),
        )

    def _add(
        self,
        kind: str,
        *,
        comments: Sequence[tuple[str | None, str | None]] = (),
        posts: Sequence[str] = (),
        words: Iterable[str | None],
        native_id: str | None = None,
        post_url: str | None = None,
        keys: tuple[str, ...] = (),
        digests: tuple[str, ...] = (),
        records: tuple[str, ...] = (),
    ) -> None:
        redaction = Redaction(
            id=self._next,
            kind=kind,  # type: ignore[arg-type]  # `find` knows which
            made_at=_now(),
            reason=self._reason,
            authority=self._authority,
            software=SOFTWARE,
            post_url=post_url,
            native_id=native_id,
            keys=keys,
            digests=digests,
            records=records,
        )
        self._next += 1
        first = (*posts, *(f"{author or 'somebody'}: {text or ''}" for author, text in comments))
        self.touched.append(
            Touched(
                redaction=redaction,
                posts=len(posts),
                comments=len(comments),
                first=tuple(_shortened(one) for one in first[:SHOWN]),
                words=tuple(dict.fromkeys(word for word in words if word)),
            )
        )

    def _url(self, post_id: int) -> str:
        return str(self._db.execute("SELECT url FROM posts WHERE id = ?", (post_id,)).fetchone()[0])

    def _keys(self, post_id: int) -> tuple[str, ...]:
        found = self._db.execute("SELECT url_key FROM post_urls WHERE post_id = ? ORDER BY url_key", (post_id,))
        return tuple(key for (key,) in found)


def _folded(name: str | None) -> str | None:
    return None if name is None else folded_name(name)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1]}…"


def _check_words(**told: str) -> None:
    for name, text in told.items():
        if not text.strip():
            raise UsageError(f"--{name} is empty; a redaction says why it was made and who may decide it")


def _now() -> str:
    return warc_date(datetime.now(UTC))


def tombstones(redactions: Redactions) -> Iterator[dict[str, object]]:
    """What may be told of each redaction."""
    for one in redactions.entries:
        yield {
            "id": one.id,
            "kind": one.kind,
            "post_url": one.post_url,
            "native_id": one.native_id,
            "made_at": one.made_at,
            "reason": one.reason,
            "authority": one.authority,
            "lifted_at": one.lifted and one.lifted.made_at,
            "lifted_reason": one.lifted and one.lifted.reason,
        }
