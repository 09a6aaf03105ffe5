"""The dates that a theme of WordPress prints with a post."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...dates import NO_DATE, Date, from_url
from ...tree.soup import Element, attribute, iter_name, walk
from ...tree.text import text_of
from .page import WordPressPage
from .place import Place

PUBLISHED = (
    "published entry-date wp-block-post-date posted-on post-date entry-time date post-time dt-published meta-date"
).split()
UPDATED = ("updated", "wp-block-post-date__modified-date", "modified")
META_LINES = (
    "entry-meta postmetadata post-meta postmeta post-info postinfo post-footer meta entry-utility byline post-byline"
    " storymeta post_meta entry-info posted post-details headline_meta entry-footer elementor-post-info"
).split()
_PUBLICATION = frozenset(("published", "entry-date"))
_NO_PUBLICATION = frozenset((*UPDATED, "date-modified"))
_HOUR = re.compile(r"(?<![\d:])\d{1,2}[:.]\d{2}(?![\d:.])(?:\s?[ap]\.?m\b\.?)?", re.I)
_MOST = 40
_LONGEST_RAW = 80

Reads = Callable[["str | None"], Date]
"""From raw text to a date, in the page's language."""


def printed_date(page: WordPressPage, reads: Reads) -> Date:
    """The date of ``time.entry-date.published[datetime]``, ``abbr.published[title]``, else of a line of text.

    Where there are several, the day in the address settles which is meant: it is the blog's own.
    """
    place = page.own if page.is_entry or page.article is not None else page.near
    tags = place.classed(*PUBLISHED) + ([] if place is page.near else page.near.classed(*PUBLISHED))
    times = [one for tag in tags for one in (tag, *iter_name(tag, "time", "abbr")) if one.name in ("time", "abbr")]
    found = [date for tag in (*times, *place.named("time"))[:_MOST] if (date := _of_time(tag, reads)).published]
    if not found:
        # Kubrick, below the text: "This entry was posted on Saturday, December 3rd, 2011 at 10:20 pm and is filed"
        lines = [*tags, *place.classed(*META_LINES), *place.named("small"), *page.near.classed(*META_LINES)]
        short = [tag for tag in lines if 5 < tag.chars < 400][:_MOST]
        found = [_cut(date) for tag in short if (date := reads(text_of(tag))).published]
    day = from_url(page.url() or "")
    by_address = (date for date in found if day and (date.published or "").startswith(day))
    return next(by_address, found[0] if found else NO_DATE)


def with_hour(date: Date, page: WordPressPage, reads: Reads) -> Date:
    """A day with the hour that stands elsewhere: ``<a title="14:05" rel="bookmark">9. März</a>``, "Wim @ 8:41 am"."""
    if len(date.published or "") != len("2010-10-19"):
        return date
    for tag in page.own.named("time")[:_MOST]:
        # <time class="updated" datetime="2009-01-05T13:30:00+00:00">January 5, 2009</time> of Sage is no update
        exact = reads(attribute(tag, "datetime"))
        if reads(text_of(tag)).published == date.published and (exact.published or "").startswith(f"{date.published}T"):
            return Date(exact.published, exact.published_utc, text_of(tag))
    titles = [attribute(tag, "title") for tag in page.own.related("bookmark")]
    lines = [text_of(tag) for tag in page.own.classed(*META_LINES) if tag.chars < 400]
    for text in (*titles[:_MOST], *lines[:_MOST]):
        hours = _HOUR.findall(text or "")
        if len(hours) == 1:
            found = reads(f"{date.raw} {hours[0]}")
            if found.published and len(found.published) > 10 and found.published.startswith(date.published or "-"):
                return Date(found.published, found.published_utc, date.raw)
    return date


def _cut(date: Date) -> Date:
    """A date out of a long line: the line's beginning."""
    return Date(date.published, date.published_utc, date.raw[:_LONGEST_RAW] if date.raw else None)


def printed_update(place: Place, reads: Reads) -> Date:
    """The date of the last change: ``time.updated[datetime]`` that is not the date of publication too."""
    for tag in (one for holder in place.classed(*UPDATED) for one in (holder, *walk(holder))):
        if tag.name == "time" and _is_update(tag) and (found := reads(attribute(tag, "datetime"))).published:
            return found
    return NO_DATE


def _of_time(tag: Element, reads: Reads) -> Date:
    if _is_update(tag):
        return NO_DATE
    text = text_of(tag)
    found = reads(attribute(tag, "datetime") or attribute(tag, "title") or text)
    return Date(found.published, found.published_utc, text or found.raw)


def _is_update(tag: Element) -> bool:
    """Whether a date is only that of a change: class ``updated`` without ``published`` or ``entry-date``."""
    around = attribute(tag.parent, "class") if isinstance(tag.parent, Element) else None
    names = {*(attribute(tag, "class") or "").split(), *(around or "").split()}
    return bool(names & _NO_PUBLICATION) and names.isdisjoint(_PUBLICATION)
