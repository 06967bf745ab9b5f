"""The way out of a Linux computer, from the kernel's own tables: no packet is sent."""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from hygie.network.place import Link
from hygie.workstation.machine import Machine, MachineRefusedError, MissingError

ROUTES, LOCAL = "/proc/net/route", "/proc/net/fib_trie"
CARD = "/sys/class/net/{card}/type"
ETHERNET = b"1"
"""ARPHRD_ETHER, Wi-Fi included: a tunnel or a telephone line has another number."""

HALVES = frozenset({IPv4Network("0.0.0.0/1"), IPv4Network("128.0.0.0/1")})
"""How a VPN takes everything without touching the default route."""

COLUMNS = 8
NO_WAY = "Cet ordinateur n'est relié à aucun réseau IPv4 qui mène à une box."
NO_KIND = "Linux n'a pas dit par quelle sorte de carte ce poste est relié : est-ce un VPN ?"

_OWN = re.compile(r"\|-- (\d+\.\d+\.\d+\.\d+)\n\s+/32 host LOCAL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One row: where to, through which gateway (None on the link itself), by which card."""

    to: IPv4Network
    gateway: IPv4Address | None
    card: str
    metric: int


def read(machine: Machine) -> Link:
    """Return the link in use. Raises MachineRefusedError when there is none."""
    routes = parse_routes(_table(machine, ROUTES))
    defaults = [route for route in routes if route.to.prefixlen == 0 and route.gateway]
    if not defaults:
        raise MachineRefusedError(NO_WAY)
    used = min(defaults, key=lambda route: route.metric)
    own = _own(used, routes, _table(machine, LOCAL))
    taken = any(route.to in HALVES for route in routes)
    gateway = used.gateway or own.ip
    return Link(own=own, gateway=gateway, tunnelled=taken or _kind(machine, used) != ETHERNET)


def _table(machine: Machine, path: str) -> str:
    """Return one of the kernel's tables; there is none without IPv4."""
    try:
        return machine.read(path).decode("ascii", "replace")
    except MissingError as error:
        raise MachineRefusedError(NO_WAY) from error


def _kind(machine: Machine, used: Route) -> bytes:
    try:
        return machine.read(CARD.format(card=used.card), limit=64).strip()
    except MissingError as error:
        raise MachineRefusedError(NO_KIND) from error


def parse_routes(text: str) -> tuple[Route, ...]:
    """Read ``/proc/net/route``; its addresses are in the order of this processor."""
    rows = [line.split() for line in text.splitlines()[1:]]
    try:
        return tuple(_route(row) for row in rows if len(row) >= COLUMNS)
    except ValueError as error:
        raise MachineRefusedError(NO_WAY) from error


def _route(row: list[str]) -> Route:
    to, gateway, mask = (_address(row[rank]) for rank in (1, 2, 7))
    return Route(
        to=IPv4Network(f"{to}/{mask}"),
        gateway=gateway if int(gateway) else None,
        card=row[0],
        metric=int(row[6]),
    )


def _address(text: str) -> IPv4Address:
    return IPv4Address(int(text, 16).to_bytes(4, sys.byteorder))


def _own(used: Route, routes: Iterable[Route], trie: str) -> IPv4Interface:
    """Find the address this computer has in the network of its gateway."""
    networks = [
        route.to
        for route in routes
        if route.card == used.card and not route.gateway and used.gateway in route.to
    ]
    network = max(networks, key=lambda found: found.prefixlen, default=None)
    addresses = [IPv4Address(text) for text in _OWN.findall(trie)]
    here = [address for address in addresses if network is not None and address in network]
    if network is None or not here:
        raise MachineRefusedError(NO_WAY)
    return IPv4Interface((here[0], network.prefixlen))
