"""Which network somebody comes from, behind however many proxies."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from core.settings import Network

Address = IPv4Address | IPv6Address
OF_ONE_HOUSE = 64  # bits of an IPv6 address; whoever has one has the rest


def network_of(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The network of whoever asks: an IPv4 address, or the first 64 bits of an IPv6 one.

    `peer` is the address that the connection comes from, and `forwarded` what its X-Forwarded-For says: each proxy adds
    at the end whom it heard from, and only one that is `trusted` is believed. "" where it cannot be told: a proxy on a
    private network that is not trusted speaks for everybody, and one count for all of them would hold all of them up.
    """
    hops = [each.strip() for each in forwarded.split(",") if each.strip()]
    heard = _address(peer)
    # The server itself believes a proxy on its own machine, and gives whom that heard from as its peer.
    if heard is not None and hops and _address(hops[-1]) == heard:
        hops.pop()
    believed = False
    while heard is not None and hops and any(heard in each for each in trusted):
        heard, believed = _address(hops.pop()), True
    if heard is None or heard.is_loopback:
        return ""
    if hops and heard.is_private and not believed:
        return ""
    return str(heard) if heard.version == 4 else str(ip_network((heard, OF_ONE_HOUSE), strict=False))


def _address(written: str) -> Address | None:
    bare = written.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
