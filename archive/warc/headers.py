"""HTTP header fields: looked up, split, and what they say of the content."""

from __future__ import annotations

import re
from collections.abc import Sequence

Headers = Sequence[tuple[bytes, bytes]]
"""Name and value as sent, repeated ones too."""

_MEDIA_TYPE = re.compile(rb"([\w!#$&^.+-]+/[\w!#$&^.+-]+)(?:[;,\s]|$)", re.ASCII)


def find_header(headers: Headers, name: bytes) -> bytes | None:
    """The first value under ``name``, in any case; None when it was not sent."""
    name = name.lower()
    for key, value in headers:
        if key.lower() == name:
            return value
    return None


def media_type(headers: Headers) -> str | None:
    """``Content-Type`` in lower case without parameters; None when missing or not of the form type/subtype."""
    match = _MEDIA_TYPE.match(find_header(headers, b"content-type") or b"")
    return match[1].decode("ascii").lower() if match else None


def tokens(headers: Headers, name: bytes) -> list[bytes]:
    """The comma-separated, lower-cased members of every field called ``name``."""
    return [
        token
        for key, value in headers
        if key.lower() == name
        for token in (part.strip().lower() for part in value.split(b","))
        if token
    ]
