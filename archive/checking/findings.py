"""What `verify` finds: each a sentence that names the place, the fault and what to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
"""An error is damage; a warning is something missing that a command can make again; a note explains what is seen."""

KEPT = 200
"""Findings kept of one kind: a file of a million bad records is told as well by the first of them."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as it should be, or that needs a word."""

    severity: Severity
    code: str
    """What kind of fault, for programs: block-digest, cdxj-missing."""
    message: str
    advice: str
    file: str | None = None
    """Relative to the archive folder: archive/blog-20261123101530123-00001.warc.gz."""
    offset: int | None = None
    record_id: str | None = None

    def __str__(self) -> str:
        place = self.file or ""
        if self.offset is not None:
            place += f" at byte {self.offset}"
        if self.record_id is not None:
            place += f" ({self.record_id.strip('<>')})"
        return f"{self.severity}: {place.strip() + ': ' if place else ''}{self.message}; {self.advice}"


class Findings:
    """Collects findings; of each kind only the first `KEPT` are kept, all are counted."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[Severity, str]] = Counter()
        self._kept: list[Finding] = []

    def add(
        self,
        severity: Severity,
        code: str,
        message: str,
        advice: str,
        *,
        file: str | None = None,
        offset: int | None = None,
        record_id: str | None = None,
    ) -> None:
        self.take(
            Finding(
                severity=severity,
                code=code,
                message=message,
                advice=advice,
                file=file,
                offset=offset,
                record_id=record_id,
            )
        )

    def take(self, finding: Finding) -> None:
        kind = (finding.severity, finding.code)
        self.counts[kind] += 1
        if self.counts[kind] <= KEPT:
            self._kept.append(finding)

    @property
    def kept(self) -> tuple[Finding, ...]:
        return tuple(self._kept)

    def number(self, severity: Severity) -> int:
        """How many findings of this severity there were, the ones not kept included."""
        return sum(number for (one, _), number in self.counts.items() if one == severity)
