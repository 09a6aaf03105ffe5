"""Which addresses a crawl can start at."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .errors import UsageError

SESSIONS = frozenset({"sid", "phpsessid", "jsessionid", "sessionid", "session_id", "session", "zenid", "oscsid"})
"""Parameters that carry a session id, in lower case."""
SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[0-9A-Za-z.!_-]{8,}", re.IGNORECASE)


def check_url(url: str) -> str:
    """The URL, if a crawl can start there; raises `UsageError` with what to write instead."""
    if re.search(r"[\x00-\x20\x7f]", url):
        raise UsageError(f"{url!r} holds a blank or a control character, which no URL may; check what was pasted")
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", url):
        raise UsageError(f"{url} has no scheme; did you mean https://{url.lstrip('/')} ?")
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if url.partition(":")[0].lower() not in ("http", "https"):
        raise UsageError(f"{url} cannot be crawled: only http:// and https:// can")
    if not usable:
        raise UsageError(f"{url} names no host that can be reached; write https://host/path")
    return url
