"""What one item of a WordPress thread says, as a comment or as a reference."""

from __future__ import annotations

from dataclasses import dataclass

from ...dates import Date
from ...model import AuthorKind, Comment, Reference, ReferenceKind


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The parts of a comment or, with ``ping``, of a pingback or trackback."""

    native_id: str | None
    name: str | None
    website: str | None
    date: Date
    text: str | None
    url: str | None = None
    kind: AuthorKind | None = None
    html: str | None = None
    ping: ReferenceKind | None = None
    site_name: str | None = None

    def comment(self, position: int, parent: str | None, depth: int) -> Comment:
        return Comment(
            position=position,
            native_id=self.native_id,
            parent_native_id=parent,
            depth=depth,
            url=self.url,
            author_name=self.name,
            author_url=self.website,
            author_kind=self.kind,
            published=self.date.published,
            published_utc=self.date.published_utc,
            published_raw=self.date.raw,
            body_text=self.text,
            body_html=self.html,
        )

    def reference(self, position: int) -> Reference:
        return Reference(
            position=position,
            kind=self.ping or "pingback",
            native_id=self.native_id,
            title=self.name,
            url=self.website,
            site_name=self.site_name,
            excerpt=self.text,
            published=self.date.published,
            published_utc=self.date.published_utc,
            published_raw=self.date.raw,
        )
