"""The way out of a Windows computer: GetIpForwardTable, GetIpAddrTable and GetIfEntry."""

import ctypes
from collections.abc import Iterable
from ctypes import byref
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import TypeVar

from hygie.network.link_linux import HALVES, NO_WAY
from hygie.network.place import Link
from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.windows_library import (
    BYTE,
    DWORD,
    MOST_BYTES,
    POINTER,
    array,
    check,
    function,
    refused,
)

TOO_SMALL = 122
TRIES = 8
HARDWARE = frozenset({6, 71})
"""IF_TYPE_ETHERNET_CSMACD and IF_TYPE_IEEE80211; a VPN is a tunnel, PPP or «proprietary»."""

FOUR_BYTES = BYTE * 4

Row = TypeVar("Row", bound=ctypes.Structure)


class ForwardRow(ctypes.Structure):
    """MIB_IPFORWARDROW."""

    _fields_ = (
        ("to", FOUR_BYTES),
        ("mask", FOUR_BYTES),
        ("policy", DWORD),
        ("gateway", FOUR_BYTES),
        ("card", DWORD),
        ("rest", DWORD * 4),
        ("metric", DWORD),
        ("metrics", DWORD * 4),
    )


class AddressRow(ctypes.Structure):
    """MIB_IPADDRROW."""

    _fields_ = (
        ("address", FOUR_BYTES),
        ("card", DWORD),
        ("mask", FOUR_BYTES),
        ("rest", DWORD * 3),
    )


class CardRow(ctypes.Structure):
    """MIB_IFROW, of which only the number and the type are looked at."""

    _fields_ = (
        ("name", ctypes.c_uint16 * 256),
        ("card", DWORD),
        ("type", DWORD),
        ("rest", BYTE * 340),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One route, by which card."""

    to: IPv4Network
    gateway: IPv4Address
    card: int
    metric: int


def read(_machine: Machine) -> Link:
    """Return the link in use. Raises MachineRefusedError when there is none."""
    ways = [_way(row) for row in _table("GetIpForwardTable", ForwardRow)]
    own = [(row.card, _interface(row)) for row in _table("GetIpAddrTable", AddressRow)]
    card = CardRow()
    used = default(ways)
    card.card = used.card
    check(function("iphlpapi", "GetIfEntry", DWORD, POINTER)(byref(card)))
    return link(ways, own, card_type=int(card.type))


def link(
    ways: Iterable[Way], addresses: Iterable[tuple[int, IPv4Interface]], *, card_type: int
) -> Link:
    """Put together what the three functions said."""
    every = tuple(ways)
    used = default(every)
    here = [own for card, own in addresses if card == used.card and int(own.ip)]
    if not here:
        raise MachineRefusedError(NO_WAY)
    near = [own for own in here if used.gateway in own.network]
    taken = any(way.to in HALVES for way in every)
    return Link(
        own=(near or here)[0],
        gateway=used.gateway,
        tunnelled=taken or card_type not in HARDWARE,
    )


def default(ways: Iterable[Way]) -> Way:
    """Return the default route in use: the one of the lowest metric."""
    found = [way for way in ways if way.to.prefixlen == 0 and int(way.gateway)]
    if not found:
        raise MachineRefusedError(NO_WAY)
    return min(found, key=lambda way: way.metric)


def _way(row: ForwardRow) -> Way:
    to = IPv4Network((bytes(row.to), str(IPv4Address(bytes(row.mask)))), strict=False)
    return Way(
        to=to, gateway=IPv4Address(bytes(row.gateway)), card=int(row.card), metric=int(row.metric)
    )


def _interface(row: AddressRow) -> IPv4Interface:
    return IPv4Interface((bytes(row.address), str(IPv4Address(bytes(row.mask)))))


def _table(name: str, kind: type[Row]) -> list[Row]:
    """Ask how long the table is, then for the table; again when it has grown meanwhile."""
    ask = function("iphlpapi", name, DWORD, POINTER, POINTER, ctypes.c_int32)
    size = DWORD(4)
    for _ in range(TRIES):
        buffer = ctypes.create_string_buffer(size.value)
        code = ask(buffer, byref(size), 0)
        if code == 0:
            count = DWORD.from_buffer(buffer).value
            if ctypes.sizeof(DWORD) + count * ctypes.sizeof(kind) > len(buffer):
                break
            rows = array(kind, ctypes.addressof(buffer) + ctypes.sizeof(DWORD), count)
            return [kind.from_buffer_copy(row) for row in rows]
        if code != TOO_SMALL or size.value > MOST_BYTES:
            raise refused(code)
    raise MachineRefusedError(NO_WAY)
