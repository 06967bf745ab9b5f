"""Which network this computer is on, and what of it may be looked at. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from hygie.core.errors import MisusedError

PRIVATE = tuple(IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
"""RFC 1918. Addresses shared among subscribers (100.64.0.0/10) are the operator's, not ours."""

SMALLEST_PREFIX = 24
"""Never more than 254 addresses."""

NOTHING_ASKED = "Rien n'a été demandé au réseau."

TUNNELLED = (
    "Cet ordinateur passe par un VPN, un partage de connexion ou un réseau mobile : le réseau"
    " qu'il voit n'est pas celui de votre box."
)
NOT_PRIVATE = "L'adresse de cet ordinateur n'est pas celle d'un réseau privé."
GATEWAY_ELSEWHERE = "La box annoncée par ce réseau n'est pas dans le réseau de cet ordinateur."
LEAVE_TUNNEL = "Arrêtez le VPN, reliez-vous à la box de votre cabinet, puis recommencez."
FROM_PRACTICE = "Recommencez depuis le réseau de votre cabinet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How this computer reaches the others. ``tunnelled``: through a VPN or a telephone."""

    own: IPv4Interface
    gateway: IPv4Address
    tunnelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """All that may be asked: the box, and the neighbours of this computer."""

    own: IPv4Address
    gateway: IPv4Address
    around: IPv4Network

    def neighbours(self) -> Iterator[IPv4Address]:
        """Return the addresses that may be asked, this computer's own left out."""
        return (address for address in self.around.hosts() if address != self.own)

    def holds(self, address: IPv4Address) -> bool:
        """Tell whether an address may be asked."""
        return address == self.gateway or address in self.around


def reach(link: Link) -> Reach:
    """Return what may be asked. Raises MisusedError on a network that is not a private one."""
    network = link.own.network
    if link.tunnelled:
        raise MisusedError(TUNNELLED, hint=f"{LEAVE_TUNNEL} {NOTHING_ASKED}")
    if not any(network.subnet_of(private) for private in PRIVATE):
        raise MisusedError(NOT_PRIVATE, hint=f"{FROM_PRACTICE} {NOTHING_ASKED}")
    if link.gateway not in network or link.gateway == link.own.ip:
        raise MisusedError(GATEWAY_ELSEWHERE, hint=f"{FROM_PRACTICE} {NOTHING_ASKED}")
    prefix = max(network.prefixlen, SMALLEST_PREFIX)
    around = IPv4Network((link.own.ip, prefix), strict=False)
    return Reach(own=link.own.ip, gateway=link.gateway, around=around)
