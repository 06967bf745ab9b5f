"""The sockets that wait, and the wireless link."""

import ctypes
import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_calls_system import running_programs
from hygie.workstation.windows_library import (
    BYTE,
    DWORD,
    FAULTED,
    HANDLE,
    MOST_BYTES,
    POINTER,
    array,
    check,
    function,
    refused,
)
from hygie.workstation.windows_machine import Listener, Listeners, WirelessLink

LISTENING_WITH_OWNER = 3
IPV4, IPV6 = 2, 23
TOO_SMALL = 122
SERVICE_STOPPED = 1062
ACCESS_DENIED = 5
VERSION_SINCE_VISTA = 2
CURRENT_CONNECTION = 7
CONNECTED = 1

LOCATION = (
    "Windows ne montre le Wi-Fi qu'aux applications autorisées à connaître la position"
    " de l'ordinateur (Paramètres › Confidentialité et sécurité › Localisation)."
)


class Row4(ctypes.Structure):
    """MIB_TCPROW_OWNER_PID; the port is in the order of the network, in the low half."""

    _fields_ = (
        ("state", DWORD),
        ("address", BYTE * 4),
        ("port", BYTE * 4),
        ("far_address", DWORD),
        ("far_port", DWORD),
        ("owner", DWORD),
    )


class Row6(ctypes.Structure):
    """MIB_TCP6ROW_OWNER_PID."""

    _fields_ = (
        ("address", BYTE * 16),
        ("scope", DWORD),
        ("port", BYTE * 4),
        ("far_address", BYTE * 16),
        ("far_scope", DWORD),
        ("far_port", DWORD),
        ("state", DWORD),
        ("owner", DWORD),
    )


class Card(ctypes.Structure):
    """WLAN_INTERFACE_INFO."""

    _fields_ = (("number", BYTE * 16), ("name", ctypes.c_uint16 * 256), ("state", DWORD))


class Cards(ctypes.Structure):
    """WLAN_INTERFACE_INFO_LIST, whose list begins at ``first``."""

    _fields_ = (("count", DWORD), ("index", DWORD), ("first", Card))


class Connection(ctypes.Structure):
    """WLAN_CONNECTION_ATTRIBUTES; the names of the profile and of the network are not looked at."""

    _fields_ = (
        ("state", DWORD),
        ("mode", DWORD),
        ("profile", ctypes.c_uint16 * 256),
        ("network", BYTE * 36),
        ("kind", DWORD),
        ("station", BYTE * 6),
        ("radio", DWORD),
        ("radio_index", DWORD),
        ("quality", DWORD),
        ("rates", DWORD * 2),
        ("secured", ctypes.c_int32),
        ("enterprise", ctypes.c_int32),
        ("authentication", DWORD),
        ("cipher", DWORD),
    )


def listeners() -> Listeners:
    """List the sockets that wait for a connection, and the file name of their program."""
    rows = [*_table(IPV4, Row4), *_table(IPV6, Row6)]
    names = dict(running_programs())
    return Listeners(
        listeners=tuple(
            Listener(
                address=str(ipaddress.ip_address(bytes(row.address))),
                port=int.from_bytes(bytes(row.port[:2]), "big"),
                program=names.get(row.owner, ""),
            )
            for row in rows
        )
    )


def _table(family: int, kind: type[Row4] | type[Row6]) -> list[Row4 | Row6]:
    """Ask how long the table is, then for the table; again when it has grown meanwhile."""
    ask = function(
        "iphlpapi", "GetExtendedTcpTable", DWORD, POINTER, POINTER, ctypes.c_int32, DWORD, DWORD,
        DWORD,
    )  # fmt: skip
    size = DWORD(4)
    for _ in range(8):
        buffer = ctypes.create_string_buffer(size.value)
        code = ask(buffer, byref(size), 0, family, LISTENING_WITH_OWNER, 0)
        if code == 0:
            count = DWORD.from_buffer(buffer).value
            start = ctypes.addressof(buffer) + ctypes.sizeof(DWORD)
            if ctypes.sizeof(DWORD) + count * ctypes.sizeof(kind) > len(buffer):
                break
            return [kind.from_buffer_copy(row) for row in array(kind, start, count)]
        if code != TOO_SMALL or size.value > MOST_BYTES:
            raise refused(code)
    raise MachineRefusedError(FAULTED)


def wireless_link() -> WirelessLink:
    """Ask how the first connected wireless card is protected; its network is never named."""
    with _wireless() as handle:
        if handle is None:
            return WirelessLink(cards=0, connected=False, authentication=0, cipher=0)
        cards = _cards(handle)
        connected = [number for number, state in cards if state == CONNECTED]
        if not connected:
            return WirelessLink(cards=len(cards), connected=False, authentication=0, cipher=0)
        authentication, cipher = _protection(handle, connected[0])
        return WirelessLink(
            cards=len(cards), connected=True, authentication=authentication, cipher=cipher
        )


def _cards(handle: int) -> list[tuple[bytes, int]]:
    ask = function("wlanapi", "WlanEnumInterfaces", DWORD, HANDLE, POINTER, POINTER)
    found = POINTER()
    check(ask(handle, None, byref(found)))
    with _freed(found) as address:
        first = address + Cards.first.offset
        return [
            (bytes(card.number), card.state)
            for card in array(Card, first, Cards.from_address(address).count)
        ]


def _protection(handle: int, card: bytes) -> tuple[int, int]:
    ask = function(
        "wlanapi", "WlanQueryInterface", DWORD, HANDLE, POINTER, DWORD, POINTER, POINTER, POINTER,
        POINTER,
    )  # fmt: skip
    size, found = DWORD(), POINTER()
    code = ask(handle, card, CURRENT_CONNECTION, None, byref(size), byref(found), None)
    if code == ACCESS_DENIED:
        raise MachineRefusedError(LOCATION)
    check(code)
    with _freed(found) as address:
        if size.value < ctypes.sizeof(Connection):
            raise MachineRefusedError(FAULTED)
        link = Connection.from_address(address)
        return link.authentication, link.cipher


@contextmanager
def _wireless() -> Iterator[int | None]:
    """Open the wireless service; None where it is stopped, as on a computer without any card."""
    opening = function("wlanapi", "WlanOpenHandle", DWORD, DWORD, POINTER, POINTER, POINTER)
    version, handle = DWORD(), HANDLE()
    code = opening(VERSION_SINCE_VISTA, None, byref(version), byref(handle))
    if code == SERVICE_STOPPED:
        yield None
        return
    check(code)
    try:
        yield handle.value
    finally:
        function("wlanapi", "WlanCloseHandle", DWORD, HANDLE, POINTER)(handle, None)


@contextmanager
def _freed(found: ctypes.c_void_p) -> Iterator[int]:
    """Lend what the wireless service allocated, and free it."""
    if not found.value:
        raise MachineRefusedError(FAULTED)
    try:
        yield found.value
    finally:
        function("wlanapi", "WlanFreeMemory", None, POINTER)(found)
