"""Who asks: the address of the connection, or the one that a proxy of ours tells."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

Network = IPv4Network | IPv6Network

# What providers give one household or one server of IPv6: its addresses are one client (RFC 6177).
_V6_PREFIX = 64


def networks(written: str) -> tuple[Network, ...]:
    """Addresses and networks with commas between: ``10.0.0.0/8, ::1``. Raises ValueError for what is neither."""
    return tuple(ip_network(part.strip()) for part in written.split(",") if part.strip())


def client_of(scope: Scope, proxies: Sequence[Network]) -> str | None:
    """The client as the rate limit counts it, None for this machine itself and where nobody knows.

    Then it is the operator, or a proxy that nobody told us of: to count all of its clients as one would shut them out.

    X-Forwarded-For is read from its end, and only as far as known proxies wrote it: what stands before that anybody
    can have made up.
    """
    peer = _address((scope.get("client") or ("",))[0])
    if peer is None or not _is_among(peer, proxies):
        return _counted(peer)
    told = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
    for part in reversed(told.split(",")):
        address = _address(part.strip())
        if address is None:
            break
        peer = address
        if not _is_among(address, proxies):
            break
    return _counted(peer)


def _address(written: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(written)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_among(address: IPv4Address | IPv6Address, proxies: Sequence[Network]) -> bool:
    return any(address in network for network in proxies)


def _counted(address: IPv4Address | IPv6Address | None) -> str | None:
    if address is None or address.is_loopback:
        return None
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _V6_PREFIX), strict=False))
    return str(address)
