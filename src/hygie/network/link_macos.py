"""The way out of a Mac: tools of the system that write the same in every language."""

import re
from ipaddress import IPv4Address, IPv4Interface

from hygie.network.link_linux import NO_WAY
from hygie.network.place import Link
from hygie.workstation.machine import Machine, MachineRefusedError

ROUTE = ("route", "-n", "get", "-inet", "default")
HALF = ("route", "-n", "get", "-inet", "128.0.0.1")

_GATEWAY = re.compile(r"^\s*gateway: (\d+\.\d+\.\d+\.\d+)$", re.MULTILINE)
_CARD = re.compile(r"^\s*interface: ([a-z0-9]+)$", re.MULTILINE)
_OWN = re.compile(r"^\s*inet (\d+\.\d+\.\d+\.\d+) netmask 0x([0-9a-f]{8})\b", re.MULTILINE)
_HARDWARE = re.compile(r"en\d+")
"""Ethernet and Wi-Fi. A VPN is utun, ppp or ipsec."""


def read(machine: Machine) -> Link:
    """Return the link in use. Raises MachineRefusedError when there is none."""
    told = _said(machine, ROUTE)
    gateway, card = _GATEWAY.search(told), _CARD.search(told)
    if card is None:
        raise MachineRefusedError(NO_WAY)
    own = _own(_said(machine, ("ifconfig", card[1])))
    elsewhere = _CARD.search(_said(machine, HALF))
    # A default route without a gateway is a tunnel's own.
    direct = gateway is not None and _HARDWARE.fullmatch(card[1]) is not None
    taken = elsewhere is None or elsewhere[1] != card[1]
    at = own.ip if gateway is None else IPv4Address(gateway[1])
    return Link(own=own, gateway=at, tunnelled=taken or not direct)


def _own(told: str) -> IPv4Interface:
    found = _OWN.search(told)
    if found is None:
        raise MachineRefusedError(NO_WAY)
    try:
        return IPv4Interface(f"{found[1]}/{IPv4Address(int(found[2], 16))}")
    except ValueError as error:
        raise MachineRefusedError(NO_WAY) from error


def _said(machine: Machine, command: tuple[str, ...]) -> str:
    output = machine.run(command)
    if output.code != 0:
        raise MachineRefusedError(NO_WAY)
    return output.text
