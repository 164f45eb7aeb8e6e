"""Which addresses of the network may be connected to: those that the whole world may, and what a setting adds.

A name is resolved once, every address that it has is judged, and the connection goes to an address that was judged. So
a name that has another address a moment later leads nowhere else.
"""

import socket
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore2

from claims.fetch import Network

_WEB_PORTS = frozenset({80, 443})
_FIRST_OTHER_PORT = 1024  # ports below have other services: mail, shells, file servers
# IPv6 addresses whose last 32 bits are an IPv4 address: NAT64, its local kind, and compatible ones.
_END_IN_IPV4 = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))
_ISATAP = 0x5EFE  # before the IPv4 address, in the last 64 bits


class NotPublic(Exception):
    """The address belongs to a private network, or the port to another service than the web."""


class NoSuchHost(Exception):
    """The name has no address."""


def is_public(address: str, also: Sequence[Network] = ()) -> bool:
    """Return whether an IP address may be connected to: it is global, or in one of the networks ``also``.

    An IPv6 address that carries an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64, ISATAP) is public only if
    that one is too.
    """
    ip = ip_address(address.partition("%")[0])
    if any(ip in network for network in also if network.version == ip.version):
        return True
    return _is_global(ip) and all(_is_global(inner) for inner in _carried(ip))


def _is_global(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _carried(ip: IPv4Address | IPv6Address) -> Iterable[IPv4Address]:
    if isinstance(ip, IPv4Address):
        return
    if ip.ipv4_mapped:
        yield ip.ipv4_mapped
    if ip.sixtofour:
        yield ip.sixtofour
    if ip.teredo:
        yield from ip.teredo
    last = IPv4Address(int(ip) & 0xFFFFFFFF)
    if any(ip in network for network in _END_IN_IPV4) or (int(ip) >> 32) & 0xFFFF == _ISATAP:
        yield last


class GuardedBackend(httpcore2.NetworkBackend):
    """Opens connections to public addresses only."""

    def __init__(self, also: Sequence[Network] = ()) -> None:
        self._also = also
        self._opens = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of ``host``. Raises NotPublic if one of them is not public, and NoSuchHost."""
        return self._opens.connect_tcp(self._judged(host, port), port, timeout, local_address, socket_options)

    def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Any = None) -> Any:
        """Refuse: a file of this machine is no page."""
        raise NotPublic

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._opens.sleep(seconds)

    def _judged(self, host: str, port: int) -> str:
        if port not in _WEB_PORTS and port < _FIRST_OTHER_PORT:
            raise NotPublic
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NoSuchHost from None
        addresses = [str(one[4][0]) for one in found]
        if not addresses:
            raise NoSuchHost
        if not all(is_public(address, self._also) for address in addresses):
            raise NotPublic
        return addresses[0]
