"""The line that says who wrote a node or a comment of Drupal, and when: "Submitted by Ann on Tue, 10/04/2011"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from ...dates import Date
from ...tree.text import clean

_REMARK = re.compile(r"\s*\([^()]{3,60}\)$")
_BY = re.compile(
    r"^(?:.{0,40}?\s)?(?:by|von|par|por|da|di|door|av|af|od|przez|от|authors?:|autor(?:in|en)?:|auteurs?:)\s+",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"\s*[(,;|]|\s+(?:on|am|at|le|el|il|op|em|den|dne|dnia|vom|kl)\s|\s+[-–—·]\s"
    r"|\s+(?:\w{2,12}\.?,?\s+)?\d{1,4}[./-]\d|\s+\w{3,9}\.?\s+\d{1,2},?\s+\d{4}|\s+\d{1,2}\.?\s+\w{3,12}\.?\s+\d{4}",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[|—–·»]\s*|\s+-\s+")
_DATE = re.compile(r"\d{4}|\d[:./-]\d")
_LONGEST_NAME = 80


def name_in(line: str | None) -> str | None:
    """The name in "Submitted by Ann on …", "… by Ann, editor", "Ann | …", "… — Ann"."""
    if not line:
        return None
    found = _BY.match(line)
    if found:
        rest = line[found.end() :]
        end = _AFTER_NAME.search(rest)
        name = clean((rest[: end.start()] if end else rest).strip(" ,.;"))
        return name if name and len(name) < _LONGEST_NAME else None
    parts = [part for part in _PARTS.split(line) if part and not _DATE.search(part)]
    return without_remark(parts[0]) if parts and len(parts[0]) < _LONGEST_NAME else None


def without_remark(name: str | None) -> str | None:
    """A name without what Drupal puts behind those of visitors: "Bob (not verified)", "Bob (nicht überprüft)"."""
    return clean(_REMARK.sub("", name or "").strip(" ,"))


def local_date(printed: Date, exact: Date) -> Date:
    """One moment from two that a page tells: the local time that it prints and, for machines, the same in UTC.

    "21. April 2020 - 16:40" and "2020-04-21T14:40:07+00:00" are 2020-04-21T16:40:07+02:00.
    """
    if not exact.published or not exact.published_utc:
        return exact if exact.published else printed
    if not printed.published or printed.published_utc or len(printed.published) < 16:
        return Date(exact.published, exact.published_utc, printed.raw or exact.raw)
    utc = datetime.fromisoformat(exact.published_utc)
    shift = datetime.fromisoformat(printed.published[:16] + "+00:00") - utc.replace(second=0, microsecond=0)
    if abs(shift) > timedelta(hours=14) or shift % timedelta(minutes=15):
        return Date(exact.published, exact.published_utc, printed.raw)
    sign, minutes = "-" if shift < timedelta(0) else "+", abs(shift) // timedelta(minutes=1)
    local = (utc + shift).strftime("%Y-%m-%dT%H:%M:%S")
    return Date(f"{local}{sign}{minutes // 60:02}:{minutes % 60:02}", exact.published_utc, printed.raw)
