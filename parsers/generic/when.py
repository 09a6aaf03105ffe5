"""When the article was published: structured data first, then what stands nearest to the heading, then the address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from heapq import heapify, heappop, heappush
from math import inf, isinf

from ..dates import NO_DATE, Date, from_url, is_day_of, on_clock, parse_date
from ..dates.ago import is_ago, is_in_sentence
from ..dates.changed import is_change
from ..marks.jsonld import as_text
from ..marks.structured import Structured
from ..tree.known import known
from ..tree.soup import Element, Soup, attribute, words
from ..tree.text import text_of
from .names import parts_of
from .scripts import date_in_scripts
from .surroundings import Surroundings

_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished", "og:published_time"),
    *("pubdate", "publishdate", "publish_date", "publish-date", "published", "published_time", "publication_date"),
    *("sailthru.date", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "citation_publication_date"),
    *("citation_date", "cxenseparse:recs:publishtime", "vr:published_time", "shareaholic:article_published_time"),
    *("rnews:datepublished", "displaydate", "bt:pubdate", "article.published", "release_date", "iso-8601-publish-date"),
    *("dc.issued", "og:datepublished"),
)
_DATES = (
    *("dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "date", "article.created", "created"),
    *("datecreated", "dc.created", "dc:created"),
)
_LIKE_PUBLISHED = re.compile(r"^(?!.*(?:last|modif|updat|change)).*[:._-](?:published|uploaded|pubdate|publish-?date)$")
_UPDATED = (
    *("article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "dcterms.modified"),
    *("last-modified", "lastmod", "revised", "article:modified", "updated_time", "lastmodified"),
)
_DATE = words(
    "date dates datum fecha data time datetime timestamp published publish publishdate pubdate postdate"
    " posted postedon created entrydate dateline datepublished fbdatum veröffentlicht datetext"
)
_META = words(
    "meta metadata postmeta entrymeta postmetadata byline info infos submitted infoline subline details"
    " header teaser-meta kicker author small footer credits"
)
_OTHER = re.compile(
    r"^\W*(?:copyright|©|seit|since|bis|until|expires?|deadline|born|geboren|uhrzeit|event|termin)\b", re.I
)
_NAMES = (
    *("p", "div", "span", "li", "td", "small", "em", "h2", "h3", "h4", "h5", "h6", "strong", "b", "i", "dd", "a"),
    *("address", "font", "center", "dt", "section", "header", "fieldset", "label"),
)
_MOST = 250
"""Places of the page that are looked at."""
_DAY = len("2010-10-19")
_LABELLED = 0.6
"""What lacks less is called a date; what is not called so lacks more."""
_UNSEEN = 0.7
"""What an element without a text lacks in likelihood."""
_FARTHER, _FEW = 0.2, 3
"""How much farther than the nearest a date may stand that agrees with the address; months between address and date."""
_BESIDE, _AROUND = 0.25, 0.8
"""What a date that says so may lack in likelihood to be that of the heading beside it, and one that has its clock."""
_NEAR = 0.5
"""What a date that the page shows may lack in likelihood and still beat a vague one of its head."""


class DateFinder:
    """Finds the dates of one article; ``read`` reads a date in the page's language."""

    def __init__(
        self,
        soup: Soup,
        structured: Structured,
        url: str,
        around: Surroundings,
        heading: Element | None,
        read: Callable[[str | None], Date],
    ) -> None:
        self.soup = soup
        self.structured = structured
        self.url = url
        self.around = around
        self.anchor = heading.order if heading is not None else 0
        self.read = read
        self._changed = NO_DATE
        """The first date that the page shows as that of a change."""
        self._ago = NO_DATE
        """The first text that says "3 days ago"."""

    def published(self) -> tuple[Date, str]:
        """The date of publication, and whether structured data or a heuristic told it."""
        told = self._exactly(self._told())
        if len({found.day for found in told}) == 1:
            return self._beside(told[0])
        shown = self._stands()
        if told:
            # the page contradicts itself: what it shows decides
            day = next(shown, (NO_DATE, 0.0))[0].day
            return next((found for found in told if found.day == day), told[0]), "structured"
        if vague := self._exactly(self._dated()):
            # Dublin Core's date is often that of the last change
            found, far = next(shown, (NO_DATE, inf))
            return (found, "heuristic") if far < _NEAR else (vague[0], "structured")
        found = self._by_address(shown)
        if found.published:
            return found, "heuristic"
        if said := date_in_scripts(self.soup):
            return self._exact(said), "structured"
        # "Updated 3 May 2019" does not tell when a post was published
        return self._ago, "heuristic"

    def _by_address(self, shown: Iterable[tuple[Date, float]]) -> Date:
        """The first date that agrees with the address; else what stands nearest, if it may be of those months."""
        address = from_url(self.url)
        first, least = NO_DATE, inf
        for found, far in shown:
            if address is None or (found.published or "").startswith(address):
                if not first.published or far < least + _FARTHER or len(address or "") == _DAY:
                    return found
                break
            if not first.published:
                first, least = found, far
        if address is not None and len(address) == _DAY:
            return Date(address, None, address)
        is_near = address is not None and first.day and abs(_months(first.day) - _months(address)) < _FEW
        return first if is_near else NO_DATE

    def _beside(self, told: Date) -> tuple[Date, str]:
        """What is told, or what the page shows beside the heading where that says more.

        What is told in UTC and shown by the page's own clock gives the offset, or at least the blog's own day; and no
        page shows a day before its publication: what is told then is the day of a new edition.
        """
        in_utc = (told.published or "").endswith("+00:00")
        shown, far = next(self._stands(_AROUND if in_utc else _BESIDE), (NO_DATE, inf))
        days = _days_between(shown, told)
        if days is None:
            return told, "structured"
        if in_utc and shown.published and shown.published_utc is None:
            if "T" in shown.published:
                return on_clock(told, shown.published) or told, "structured"
            if days in (-1, 1) and far < _BESIDE and is_day_of(told, shown.published):
                return Date(shown.published, told.published_utc, shown.raw), "structured"
        return (shown, "heuristic") if days < -1 and far < _BESIDE else (told, "structured")

    def updated(self) -> tuple[Date, str]:
        """The date of the last change, and whether structured data or a heuristic told it."""
        structured = self.structured
        for raw in (
            structured.article_text("dateModified"),
            structured.meta(*_UPDATED),
            structured.micro("dateModified"),
        ):
            if raw and _is_sound(found := self._exact(raw)):
                return found, "structured"
        return self._changed, "heuristic"

    def _exact(self, raw: str) -> Date:
        """A date written for machines: "11/01/2023" is in no language, and stays unread unless the address decides."""
        return parse_date(raw, near=from_url(self.url))

    def _exactly(self, texts: Iterable[str]) -> list[Date]:
        return [found for raw in texts if _is_sound(found := self._exact(raw))]

    def _told(self) -> Iterator[str]:
        """What says "published"."""
        structured = self.structured
        yield from filter(None, [structured.article_text("datePublished", "dateCreated", "uploadDate")])
        yield from filter(None, map(structured.meta, _PUBLISHED))
        yield from filter(None, [as_text(structured.page.get("datePublished"))])
        yield from filter(None, [structured.micro("datePublished", "dateCreated")])
        yield from (found[0] for name, found in structured.metas.items() if _LIKE_PUBLISHED.search(name))

    def _dated(self) -> Iterator[str]:
        """What only says "date"."""
        yield from filter(None, map(self.structured.meta, _DATES))

    # ---- what the page shows

    def _stands(self, most: float = inf) -> Iterator[tuple[Date, float]]:
        """The dates that the page shows, but for those of a change, with what they lack in likelihood, to ``most``."""
        for raw, changed, far in self._shown(most):
            found = self.read(raw)
            if not _is_sound(found):
                continue
            if not changed:
                yield found, far
            elif not self._changed.published:
                self._changed = found

    def _shown(self, most: float) -> Iterator[tuple[str, bool, float]]:
        """Texts that may be the date, whether it is one of a change, and what it lacks in likelihood.

        The likeliest come first.
        """
        seen: set[int] = set()
        heap = [(far, tag.order, tag, False) for far, tag in self._marked(seen)]
        heapify(heap)
        marked = True
        for _ in range(_MOST):
            if marked and most > _LABELLED and (not heap or heap[0][0] > _LABELLED):
                # nothing near says "date": then every short text around the heading
                marked = False
                heap += [(far, tag.order, tag, False) for far, tag in self._plain(seen)]
                heapify(heap)
            if not heap or heap[0][0] > most:
                return
            far, order, tag, judged = heappop(heap)
            if not judged:
                lost = self.around.lost(tag)
                if lost and not isinf(lost):
                    heappush(heap, (far + lost, order, tag, True))
                if lost:
                    continue
            text = text_of(tag) or ""
            told = (attribute(tag, "datetime"), attribute(tag, "content"), attribute(tag, "title"), text)
            raws = [raw for raw in told if raw and any(char.isdigit() for char in raw) and not _OTHER.search(raw)]
            is_age = far < _LABELLED and self._ago is NO_DATE and is_ago(text) and not is_in_sentence(tag)
            if not raws and not is_age:
                continue
            names = f"{attribute(tag, 'class') or ''} {attribute(tag, 'itemprop') or ''}"
            changed = is_change(text, self._before(tag), names)
            if is_age and not changed:
                self._ago = Date(raw=text)
            for raw in raws:
                yield raw, changed, far

    def _marked(self, seen: set[int]) -> Iterator[tuple[float, Element]]:
        """Elements that say "date" with what they lack in likelihood: far from the heading, a weak mark."""
        for tag in (*self.soup.by_name("time"), *self.soup.by_name("abbr")):
            seen.add(id(tag))
            # without a text it is told and not shown: a script may print it, or nobody
            yield self._distance(tag) + (0.0 if tag.chars else _UNSEEN), tag
        for word, tags in self.soup.classes.items():
            rank = _rank_of(word)
            if rank:
                for tag in tags[:12]:
                    if id(tag) not in seen and tag.chars <= (90 if rank == 1 else 250):
                        seen.add(id(tag))
                        yield self._distance(tag) + (0.1 if rank == 1 else 0.4), tag

    def _plain(self, seen: set[int]) -> Iterator[tuple[float, Element]]:
        """Short texts around the heading."""
        for name in _NAMES:
            for tag in self.soup.by_name(name):
                near = 400 if tag.chars > 40 else 1500
                if 6 <= tag.chars <= 100 and id(tag) not in seen and self.anchor - 150 < tag.order < self.anchor + near:
                    yield self._distance(tag) + _LABELLED + tag.chars / 200, tag

    def _distance(self, tag: Element) -> float:
        away = tag.order - self.anchor
        return away / 300 if away > 0 else -away / 150

    def _before(self, tag: Element) -> str:
        """The label just before a date: "Updated:"."""
        previous = tag.previous_sibling
        text = text_of(previous) if previous is not None else None
        return text[-30:] if text else ""


def _months(text: str) -> int:
    """The month that an ISO date begins with, counted."""
    return int(text[:4]) * 12 + int(text[5:7])


def _days_between(one: Date, other: Date) -> int | None:
    """How many days lie between two dates; None where one tells no day."""
    if not one.day or not other.day or len(one.day) < _DAY or len(other.day) < _DAY:
        return None
    return (date.fromisoformat(one.day) - date.fromisoformat(other.day)).days


def _is_sound(found: Date) -> bool:
    """Whether a date was read, and is not the zero of a database."""
    return found.published is not None and not found.published.startswith(("1970-01-01", "1969-12-31"))


@known
def _rank_of(word: str) -> int:
    """1 if a class word says "date", 2 if it says "what is told about the post"."""
    parts = parts_of(word)
    if not _DATE.isdisjoint(parts):
        return 1
    return 2 if not _META.isdisjoint(parts) else 0
