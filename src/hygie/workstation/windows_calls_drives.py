"""The mounted letters, and the bus their disk hangs on: no administrator rights are needed."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref
from typing import NamedTuple

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_library import (
    BOOL,
    BYTE,
    DWORD,
    FAULTED,
    HANDLE,
    POINTER,
    TEXT,
    close,
    function,
    last_error,
    refused,
    require,
)
from hygie.workstation.windows_machine import Drive, DriveKind, Drives

KINDS = {
    2: DriveKind.REMOVABLE,
    3: DriveKind.FIXED,
    4: DriveKind.NETWORK,
    5: DriveKind.OPTICAL,
}
PATH_CHARACTERS = 260
FAIL_SILENTLY = 0x0001
"""SEM_FAILCRITICALERRORS: no window «insert a disk» in front of a patient."""

SHARE_READ_AND_WRITE = 0x3
OPEN_EXISTING = 3
INVALID_HANDLE = ctypes.c_void_p(-1).value
QUERY_PROPERTY, DEVICE_NUMBER, CHECK_MEDIUM = 0x002D_1400, 0x002D_1080, 0x002D_0800
"""IOCTL_STORAGE_QUERY_PROPERTY, _GET_DEVICE_NUMBER, _CHECK_VERIFY2: open to everyone."""

EXTERNAL_BUSES = frozenset({4, 7, 12})
"""BusType1394, BusTypeUsb, BusTypeSd."""

NOT_A_DISK = frozenset({1, 50, 87})
"""The errors of a volume that stands on no disk of its own: a vault, a letter given to a folder."""


NOTHING_IN_IT = frozenset({2, 3, 21, 55, 1110, 1112, 1167})
"""The errors of a slot without its card, or of a disk that has just gone."""


class PropertyQuery(ctypes.Structure):
    """STORAGE_PROPERTY_QUERY, all zero: the descriptor of the device."""

    _fields_ = (("property", DWORD), ("kind", DWORD), ("more", DWORD))


class DeviceDescriptor(ctypes.Structure):
    """STORAGE_DEVICE_DESCRIPTOR, without the names that follow it."""

    _fields_ = (
        ("version", DWORD),
        ("size", DWORD),
        ("type", BYTE),
        ("type_modifier", BYTE),
        ("removable_media", BYTE),
        ("command_queue", BYTE),
        ("vendor", DWORD),
        ("product", DWORD),
        ("revision", DWORD),
        ("serial", DWORD),
        ("bus", DWORD),
        ("raw_length", DWORD),
        ("raw", DWORD),
    )


class DeviceNumber(ctypes.Structure):
    """STORAGE_DEVICE_NUMBER."""

    _fields_ = (("type", DWORD), ("number", DWORD), ("partition", DWORD))


class Disk(NamedTuple):
    """What a volume stands on: the bus, and the kind and number of the device."""

    bus: int
    device: tuple[int, int]


def drives() -> Drives:
    """List the mounted letters, network ones without touching them."""
    letters = function("kernel32", "GetLogicalDrives", DWORD)()
    require(letters)
    own = system_letter()
    with _silently():
        system = _disk(own)
        found = [
            _drive(letter, own, system)
            for position, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            if letters >> position & 1
        ]
    return Drives(drives=tuple(found))


def system_letter() -> str:
    """Return the letter Windows itself lies on."""
    buffer = ctypes.create_unicode_buffer(PATH_CHARACTERS)
    ask = function("kernel32", "GetSystemWindowsDirectoryW", DWORD, POINTER, DWORD)
    require(ask(buffer, len(buffer)))
    return buffer.value[:1].upper()


def drive_kind(letter: str) -> DriveKind:
    """Ask what kind of drive a letter is, without touching the medium."""
    number = function("kernel32", "GetDriveTypeW", DWORD, TEXT)(f"{letter}:\\")
    return KINDS.get(number, DriveKind.OTHER)


def _drive(letter: str, own: str, system: Disk | None) -> Drive:
    kind = drive_kind(letter)
    near = kind is not DriveKind.NETWORK
    disk = _disk(letter) if near else None
    # The system's own disk never leaves, though the soldered memory of a tablet says «SD».
    leaves = disk is not None and (system is None or disk.device != system.device)
    return Drive(
        letter=letter,
        kind=kind,
        external=disk is not None and leaves and disk.bus in EXTERNAL_BUSES,
        ready=not near or _is_ready(letter),
        system=letter == own,
    )


def _is_ready(letter: str) -> bool:
    """Tell whether there is a medium, even one that is locked or not formatted."""
    with _volume(letter) as handle:
        if handle is None:
            return False
        code = _control(handle, CHECK_MEDIUM, None, None)
    return _opens(letter) if code in NOT_A_DISK else code == 0


def _opens(letter: str) -> bool:
    ask = function(
        "kernel32", "GetVolumeInformationW", BOOL, TEXT, POINTER, DWORD, POINTER, POINTER, POINTER,
        POINTER, DWORD,
    )  # fmt: skip
    return bool(ask(f"{letter}:\\", None, 0, None, None, None, None, 0))


def _disk(letter: str) -> Disk | None:
    """Ask what a letter stands on; None when it stands on no disk, or nothing is in it."""
    with _volume(letter) as handle:
        if handle is None:
            return None
        descriptor, number = DeviceDescriptor(), DeviceNumber()
        if _control(handle, QUERY_PROPERTY, PropertyQuery(), descriptor) != 0:
            return None
        if _control(handle, DEVICE_NUMBER, None, number) != 0:
            return None
        return Disk(bus=descriptor.bus, device=(number.type, number.number))


def _control(
    handle: int, what: int, given: ctypes.Structure | None, answer: ctypes.Structure | None
) -> int:
    """Ask the driver. Return 0, or the error that says that no disk, or no medium, is there."""
    ask = function(
        "kernel32", "DeviceIoControl", BOOL, HANDLE, DWORD, POINTER, DWORD, POINTER, DWORD,
        POINTER, POINTER,
    )  # fmt: skip
    written, asked, wanted = DWORD(), _room(given), _room(answer)
    if ask(handle, what, *asked, *wanted, byref(written), None):
        if written.value < wanted[1]:
            raise MachineRefusedError(FAULTED)
        return 0
    if last_error() in NOT_A_DISK | NOTHING_IN_IT:
        return last_error()
    raise refused(last_error())


def _room(structure: ctypes.Structure | None) -> tuple[object, int]:
    return (None, 0) if structure is None else (byref(structure), ctypes.sizeof(structure))


@contextmanager
def _volume(letter: str) -> Iterator[int | None]:
    """Open a volume for questions only; None when there is no longer anything behind it."""
    opening = function(
        "kernel32", "CreateFileW", HANDLE, TEXT, DWORD, DWORD, POINTER, DWORD, DWORD, HANDLE
    )
    handle = opening(f"\\\\.\\{letter}:", 0, SHARE_READ_AND_WRITE, None, OPEN_EXISTING, 0, None)
    if handle == INVALID_HANDLE:
        if last_error() not in NOTHING_IN_IT:
            raise refused(last_error())
        yield None
        return
    try:
        yield handle
    finally:
        close(handle)


@contextmanager
def _silently() -> Iterator[None]:
    before = DWORD()
    change = function("kernel32", "SetThreadErrorMode", BOOL, DWORD, POINTER)
    require(change(FAIL_SILENTLY, byref(before)))
    try:
        yield
    finally:
        change(before.value, None)
