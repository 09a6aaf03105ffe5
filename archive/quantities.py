"""Times and sizes as people write them: ``2h30m``, ``5GB``."""

from __future__ import annotations

import re

from .errors import UsageError

_SIZES = {"": 1, "B": 1}
for _power, _letter in enumerate("KMGT", start=1):
    _SIZES |= {_letter: 1000**_power, f"{_letter}B": 1000**_power, f"{_letter}IB": 1024**_power}
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_ROUND = ("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("KB", 1000), ("B", 1)


def parse_duration(text: str | float) -> float:
    """Seconds from ``2h30m``, ``90s``, ``1d`` or a plain number of seconds."""
    if isinstance(text, int | float):
        return float(text)
    if re.fullmatch(r"\d+(\.\d+)?", text.strip()):
        return float(text)
    match = re.fullmatch(r"\s*(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+(?:\.\d+)?)s)?\s*", text.lower())
    if not match or not any(match.groups()):
        raise UsageError(f"{text!r} is not a time; write it like 2h30m, 45m or 90s")
    return sum(float(part) * seconds for part, seconds in zip(match.groups(), _SECONDS.values(), strict=True) if part)


def parse_size(text: str | float) -> int:
    """Bytes from ``5GB``, ``500 MB``, ``1.5GiB`` or a plain number of bytes."""
    if isinstance(text, int | float):
        return int(text)
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*", text)
    if not match or match[2].upper() not in _SIZES:
        raise UsageError(f"{text!r} is not a size; write it like 5GB, 500MB or 1.5GiB")
    return round(float(match[1]) * _SIZES[match[2].upper()])


def duration_text(seconds: float) -> str:
    """``2h30m``: what `parse_duration` reads as so many seconds."""
    if seconds != int(seconds) or seconds == 0:
        return f"{seconds:f}s"
    text, rest = "", int(seconds)
    for letter, unit in _SECONDS.items():
        text += f"{rest // unit}{letter}" if rest >= unit else ""
        rest %= unit
    return text


def size_text(size: int) -> str:
    """``5GB``: what `parse_size` reads as exactly so many bytes."""
    return next(f"{size // unit}{name}" for name, unit in _ROUND if size % unit == 0)
