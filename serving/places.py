"""Where the two servers are, and what they refuse to answer to: the words that both of them must agree about."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

COLLECTION = "blog"
"""The first part of every path in replay."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """The origins of the dataset and of replay, such as http://127.0.0.1:8001."""

    dataset: str
    replay: str

    def replayed(self, url: str, moment: str) -> str:
        """A page as it was at `moment` (14 digits), in its frame beside the dataset."""
        return f"{self.dataset}/-/replay?{urlencode({'at': moment, 'url': url})}"


def origin(host: str, port: int) -> str:
    """A server's address; one that listens everywhere is named by loopback."""
    if is_anywhere(host):
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def is_anywhere(host: str) -> bool:
    """Whether a server that is bound to it hears from everywhere."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def is_meant(host_header: str, own: str) -> bool:
    """Whether a request names this server, and not a name that somebody has pointed at loopback (DNS rebinding)."""
    ours = urlsplit(own)
    try:
        theirs = urlsplit(f"//{host_header}")
        return theirs.port == ours.port and theirs.hostname in (ours.hostname, "localhost", "127.0.0.1", "::1")
    except ValueError:
        return False
