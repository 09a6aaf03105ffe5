"""One reference of a Squarespace 5 post: kind, title, address, site, date and excerpt from its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import Tag

from ...base import Parser
from ...dates import NO_DATE, Date
from ...model import Reference, ReferenceKind
from ...tree.soup import attribute
from ...tree.text import clean
from ...tree.urls import host

KINDS: dict[str, ReferenceKind] = {
    "response": "reference",
    "reference": "reference",
    "source": "source",
    "trackback": "trackback",
    "pingback": "pingback",
}
LABEL = re.compile(r"\s*(Response|Reference|Source|Trackback|Pingback)\s*:\s*", re.I)
BARE_LABEL = re.compile(r"\s*(Response|Source)\s*$", re.I)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.I)
_FROM = re.compile(r"(?:from|at|via|by|site|blog|weblog|source)\b\s*:?\s+(.+)", re.I)
_ON_FROM = re.compile(r"(?:\w+ )?on (?P<date>.{6,60}?)(?: (?:from|by|at) (?P<site>\D.*))?$", re.I)
_FROM_ON = re.compile(r"(?:\w+ )?(?:from|by|at) (?P<site>.{1,100}?) on (?P<date>.{6,60})$", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass
class Line:
    """Texts that stand on one line, each with the link it stands in."""

    parts: list[tuple[str, Tag | None]] = field(default_factory=list)
    links: list[Tag] = field(default_factory=list)

    @property
    def text(self) -> str:
        return clean("".join(text for text, _ in self.parts)) or ""

    @property
    def is_link(self) -> bool:
        """Whether all the words of the line are one link."""
        return bool(self.links) and all(link is not None for text, link in self.parts if text.strip())


@dataclass
class Item:
    """What stands between the beginning of one reference and that of the next."""

    lines: list[Line] = field(default_factory=list)
    kind: ReferenceKind | None = None
    native_id: str | None = None

    @property
    def says_something(self) -> bool:
        return bool(self.kind or self.lines)


def read_item(item: Item, position: int, labelled: bool, parser: Parser) -> Reference:
    lines = list(item.lines)
    kind = item.kind
    while lines and (bare := BARE_LABEL.match(lines[0].text)) and not lines[0].links:
        kind = kind or KINDS[bare[1].lower()]  # an icon that a text rendering turned into its alt text
        lines.pop(0)
    head, title, said = _title(lines, labelled)
    if head is not None:
        lines = [head, *(line for line in lines if line is not head)]
    url = next((url for line in lines for link in line.links if (url := _target(link, parser))), None)
    url = url or next((parser.absolute(line.text) for line in lines if _ADDRESS.match(line.text)), None)
    rest = [line for line in lines if line is not head and line.text and not _ADDRESS.match(line.text)]
    site, when, excerpt = _rest(rest, url, bool(head and head.links), parser)
    return Reference(
        position=position,
        kind=said or kind or "reference",
        native_id=item.native_id,
        title=title,
        url=url,
        site_name=site,
        excerpt=excerpt,
        published=when.published,
        published_utc=when.published_utc,
        published_raw=when.raw,
    )


def _title(lines: list[Line], labelled: bool) -> tuple[Line | None, str | None, ReferenceKind | None]:
    """The line of the title, the title, and the kind that its label says; drops a label that stands alone."""
    head: Line | None = None
    kind: ReferenceKind | None = None
    title: str | None = None
    for index, line in enumerate(lines):
        label = LABEL.match(line.text)
        if label is None:
            continue
        head, kind, title = line, KINDS[label[1].lower()], clean(line.text[label.end() :])
        following = lines[index + 1] if index + 1 < len(lines) else None
        if title is None and not line.links and following and following.is_link:
            lines.remove(line)
            head, title = following, following.text
        break
    else:
        # where the others are labelled, a line without a label is the excerpt of a reference without a title
        first = lines[0] if lines and lines[0].text else None
        if first and (len(lines) > 1 and (first.is_link or not labelled) or first.is_link and not labelled):
            head, title = first, first.text
    return head, None if title and _ADDRESS.match(title) else title, kind


def _target(link: Tag, parser: Parser) -> str | None:
    href = attribute(link, "href") or ""
    return None if href.startswith("#") else parser.absolute(href)


def _rest(lines: list[Line], url: str | None, has_link: bool, parser: Parser) -> tuple[str | None, Date, str | None]:
    """Site, date and excerpt from the lines that are not the title."""
    site: str | None = None
    when = NO_DATE
    excerpt: list[str] = []
    for line in lines:
        text = line.text
        if when is NO_DATE and len(text) < 160 and _YEAR.search(text):
            when, beside = _dated(text, parser)
            if when is not NO_DATE:
                site = site or beside
                continue
        named = _FROM.fullmatch(text) if len(text) < 100 else None
        if site is None and named and (line.links or len(lines) > 1):
            site = clean(named[1])
        elif site is None and (line.is_link and has_link or _names_host(text, url)):
            site = text
        else:
            excerpt.append(text)
    return site, when, "\n".join(excerpt) or None


def _dated(text: str, parser: Parser) -> tuple[Date, str | None]:
    """The date of a line like "March 3, 2008 | Inkwell" or "Tracked on March 3, 2008 from Inkwell", and the rest."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) == 1:
        found = _FROM_ON.match(text) or _ON_FROM.match(text)
        if found:
            when = parser.date(found["date"])
            return (when, clean(found["site"])) if when.published else (NO_DATE, None)
        when = parser.date(text) if len(text) < 50 else NO_DATE
        return (when, None) if when.published else (NO_DATE, None)
    for index, part in enumerate(parts):
        when = parser.date(part) if len(part) < 60 and _YEAR.search(part) else NO_DATE
        if when.published:
            return when, clean(" | ".join(parts[:index] + parts[index + 1 :]))
    return NO_DATE, None


def _names_host(text: str, url: str | None) -> bool:
    """Whether a line is the name of the site: "Cheap Shoes Blog" for cheapshoes.example."""
    name = re.sub(r"\W+", "", host(url).rpartition(".")[0].rpartition(".")[2]).lower()
    words = re.sub(r"\W+", "", text).lower()
    return len(name) > 4 and len(words) < 40 and (words.startswith(name) or name.startswith(words) and len(words) > 4)
