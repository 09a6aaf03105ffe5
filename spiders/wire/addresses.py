"""Where a URL leads: its origin and request target, its host's addresses, and whether they may be connected to."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

import idna

AddressClass = Literal[
    "public", "loopback", "private", "link-local", "shared", "multicast", "unspecified", "reserved"
]  # fmt: skip

_PRIVATE = tuple(
    ipaddress.ip_network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10")
)
_SHARED = ipaddress.ip_network("100.64.0.0/10")
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))

_URL = re.compile(r"(https?)://([^/?#\\]*)([^#]*)(?:#.*)?", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?:.*@)?(?:\[([^\]@]+)\]|([^:\[\]]*))(?::([0-9]*))?", re.DOTALL)
_HOST = re.compile(r"[a-z0-9._~-]+")
_NOT_IN_A_REQUEST_LINE = re.compile(r"[^\x21-\x7e]+")
"""Blanks, controls, DEL and all that is not ASCII (RFC 9112, 3.2: these end or garble the request line)."""

DNS_SECONDS = 300.0
"""How long an answer is used: longer than the pages of one listing take, shorter than a blog's move."""
DNS_ENTRIES = 1024


class BadUrl(ValueError):
    """The URL does not name a host that HTTP can be spoken to; says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """The origin and the request target of an http(s) URL."""

    scheme: str
    host: str
    """Lower case; punycode for international names; IPv6 literals without brackets."""
    port: int
    path: str
    """Path and query, ready for the request line, otherwise exactly as in the URL."""

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.scheme == "https" else 80) else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Split a URL for the wire; raises BadUrl.

    A user name and password in the URL are left out. Path and query are not normalised: what the page linked
    is what is asked for.
    """
    parts = _URL.fullmatch(url)
    authority = _AUTHORITY.fullmatch(parts[2]) if parts else None
    if parts is None or authority is None:
        raise BadUrl(f"{printable(url)} is not an http or https URL")
    scheme = parts[1].lower()
    literal, name, port_text = authority.groups()
    try:
        host = str(ipaddress.IPv6Address(literal)) if literal else ascii_host(name)
        port = int(port_text) if port_text else (443 if scheme == "https" else 80)
    except ValueError as error:
        raise BadUrl(f"{printable(url)} names no host: {error}") from error
    if not 0 < port < 65536:
        raise BadUrl(f"{printable(url)} names port {port}, which does not exist")
    path = parts[3] if parts[3].startswith("/") else f"/{parts[3]}"
    return Target(scheme, host, port, printable(path))


def printable(url: str) -> str:
    """The URL with what may not stand in a request line or a WARC header percent-encoded, the rest untouched."""
    return _NOT_IN_A_REQUEST_LINE.sub(lambda match: quote(match[0].encode("utf-8", "surrogatepass"), safe=""), url)


def ascii_host(name: str) -> str:
    """A host name as DNS, SNI and the Host header want it; raises ValueError."""
    host = name.lower()
    if not host.isascii():
        try:
            host = idna.encode(name, uts46=True).decode("ascii")
        except idna.IDNAError:
            # Names with signs such as hearts are refused by IDNA 2008 but were sold under IDNA 2003.
            host = name.encode("idna").decode("ascii").lower()
    if not _HOST.fullmatch(host):
        raise ValueError("a host name holds letters, digits, dots and hyphens")
    return host


def class_of(address: str) -> AddressClass:
    """The kind of network an IP address belongs to; IPv6 forms of IPv4 addresses count as the IPv4 address."""
    ip = _innermost(ipaddress.ip_address(address))
    if ip.is_unspecified:
        return "unspecified"
    if ip.is_loopback:
        return "loopback"
    if ip.is_link_local:
        return "link-local"
    if ip.is_multicast:
        return "multicast"
    if any(ip in network for network in _PRIVATE):
        return "private"
    if ip in _SHARED:
        return "shared"
    return "public" if ip.is_global else "reserved"


def _innermost(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    if any(ip in network for network in _NAT64):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


@dataclass(frozen=True, slots=True)
class HostAddress:
    """One address of a host, ready to be connected to."""

    family: socket.AddressFamily
    ip: str
    scope: int = 0

    def with_port(self, port: int) -> tuple[str, int] | tuple[str, int, int, int]:
        """The form that `socket.connect` takes."""
        return (self.ip, port, 0, self.scope) if self.family == socket.AF_INET6 else (self.ip, port)


class Resolver:
    """Looks host names up through the system, and remembers the answers for a while."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, tuple[HostAddress, ...]]] = {}
        self._asking: dict[str, asyncio.Task[tuple[HostAddress, ...]]] = {}

    async def resolve(self, host: str) -> tuple[HostAddress, ...]:
        """All addresses of a host, best first; raises OSError (socket.gaierror) or UnicodeError."""
        known = self._known.get(host)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        task = self._asking.get(host)
        if task is None:
            task = self._asking[host] = asyncio.create_task(self._ask(host))
            task.add_done_callback(lambda done: self._forget(host, done))
        return await asyncio.shield(task)

    def prefer(self, host: str, address: HostAddress) -> None:
        """Put the address that answered first, so that one dead address is waited for only once."""
        known = self._known.get(host)
        if known is not None and known[1][0] != address and address in known[1]:
            self._known[host] = (known[0], (address, *(other for other in known[1] if other != address)))

    async def _ask(self, host: str) -> tuple[HostAddress, ...]:
        answers = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
        addresses = tuple(
            dict.fromkeys(
                HostAddress(family, str(address[0]).partition("%")[0], address[3] if len(address) > 3 else 0)
                for family, _, _, _, address in answers
            )
        )
        if len(self._known) >= DNS_ENTRIES:
            del self._known[next(iter(self._known))]
        self._known[host] = (time.monotonic() + DNS_SECONDS, addresses)
        return addresses

    def _forget(self, host: str, task: asyncio.Task[tuple[HostAddress, ...]]) -> None:
        del self._asking[host]
        if not task.cancelled():
            task.exception()  # Who asked has it; nobody may have waited long enough.


class AddressPolicy:
    """Keeps a crawl of a public blog out of the networks behind the machine it runs on.

    Public addresses may always be connected to. Loopback, private, link-local and other special addresses only
    where the hosts the crawl was asked for all lie in a special network themselves, and then in those networks only:
    a blog on 127.0.0.1 may lead to loopback, a public blog to nothing but public addresses, however it redirects
    and whatever its DNS answers later. The seeds are looked up once, before the first connection.
    """

    def __init__(self, seed_hosts: Iterable[str], resolver: Resolver) -> None:
        self._seed_hosts = tuple(seed_hosts)
        self._resolver = resolver
        self._allowed: dict[str, frozenset[AddressClass]] = {}

    async def permitted(self, addresses: Sequence[HostAddress]) -> tuple[HostAddress, ...]:
        """Those of the addresses that may be connected to."""
        allowed = await self._classes()
        return tuple(address for address in addresses if class_of(address.ip) in allowed)

    async def _classes(self) -> frozenset[AddressClass]:
        for host in self._seed_hosts:
            if host not in self._allowed:
                try:
                    addresses = await self._resolver.resolve(host)
                except (OSError, UnicodeError):
                    continue  # Asked again next time; until then its networks stay closed.
                classes = frozenset(class_of(address.ip) for address in addresses)
                # A public name with one private address among others is how DNS rebinding begins.
                self._allowed[host] = frozenset[AddressClass]() if "public" in classes else classes
        return frozenset[AddressClass]({"public"}).union(*self._allowed.values())
