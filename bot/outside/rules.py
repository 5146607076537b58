"""Which servers may be asked. Everything that could be inside the machine's own network may not, however it is written,
unless a setting names it.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PORTS = frozenset({80, 443})
"""Where web pages are to be expected."""

_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?")
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")
_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_RELAYED = ipaddress.ip_network("2002::/16")
"""6to4: an IPv4 address dressed as IPv6, which nobody relays any more."""
_INSIDE = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))
"""What Python may take for public: addresses of protocols, of relays, and where clouds have their metadata."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What may be asked beside the open internet's ports 80 and 443.

    `names` and `networks` may be asked though they are private, at any port; `ports` of every server. `own` are server
    and port of addresses in settings: of the Bot API, where the sandbox has its pictures, and of networks. `contact` is
    told to the servers that are asked.
    """

    names: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset()
    own: frozenset[tuple[str, int]] = frozenset()
    contact: str = ""

    @classmethod
    def of(cls, allowed: Iterable[str], ports: Iterable[int] = (), contact: str = "") -> "Rules":
        """Rules by the settings: names, addresses and networks (`10.0.0.0/8`). Raises ValueError for anything else."""
        names: set[str] = set()
        networks: list[Network] = []
        for one in allowed:
            try:
                networks.append(ipaddress.ip_network(one, strict=False))
            except ValueError:
                if not is_name(one.casefold()):
                    raise ValueError(f"{one} is no server, address or network") from None
                names.add(one.casefold().rstrip("."))
        return cls(names=frozenset(names), networks=tuple(networks), ports=frozenset(ports), contact=contact)

    def with_own(self, address: str) -> "Rules":
        """The same with a server that a setting names by its address. One that names none is told of elsewhere."""
        try:
            url = urlsplit(address)
            port = url.port or (443 if url.scheme == "https" else 80)
        except ValueError:
            return self
        return replace(self, own=self.own | {(url.hostname, port)}) if url.hostname else self

    def takes_port(self, host: str, port: int) -> bool:
        """Whether this port of a server may be asked; `host` is a name or an address."""
        if port in PORTS | self.ports or self._is_named(host, port):
            return True
        address = address_of(host)
        return address is not None and self._is_listed(address)

    def takes(self, address: str, host: str, port: int) -> bool:
        """Whether a connection may be made to this very address, to which `host` led."""
        found = address_of(address)
        return found is not None and (self._is_named(host, port) or self._is_listed(found) or is_public(found))

    def _is_named(self, host: str, port: int) -> bool:
        return host.rstrip(".") in self.names or (host, port) in self.own

    def _is_listed(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


def is_name(host: str) -> bool:
    """Whether it is a server's name in ASCII: no number in any spelling, no escape, no empty part."""
    return len(host) <= 254 and _NAME.fullmatch(host) is not None and not _NUMBER.fullmatch(host)


def address_of(host: str) -> Address | None:
    """The address that a server is written as, in its one plain spelling; None for names and for all other spellings.

    Zones (`fe80::1%eth0`) lead to this machine's own links and are none of the plain ones.
    """
    try:
        return None if "%" in host else ipaddress.ip_address(host)
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet. IPv4 dressed as IPv6 is not, but where a network has no IPv4."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not (address.is_multicast or any(address in network for network in _INSIDE))
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _UNICAST and address.is_global and address not in _RELAYED
