"""Identifiers and access lists of Windows, read byte by byte ([MS-DTYP] 2.4): no name in them."""

import struct
from collections.abc import Iterator

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_library import ODD

ADMINISTRATORS = "S-1-5-32-544"
EVERYONE = "S-1-1-0"

DESCRIPTOR_HEADER = 20
DACL_PRESENT = 0x0004
SELF_RELATIVE = 0x8000
ALLOWED, DENIED_ENTRY = 0, 1
INHERIT_ONLY = 0x08
SHORTEST_ENTRY = 16
SUB_AUTHORITIES = 15
"""The most an identifier may have."""


def sid_text(raw: bytes) -> str:
    """Write a security identifier as Windows does, «S-1-5-32-544»."""
    if len(raw) < sid_length(raw):
        raise MachineRefusedError(ODD)
    count, authority = raw[1], int.from_bytes(raw[2:8], "big")
    parts = struct.unpack_from(f"<{count}I", raw, 8)
    return "-".join(["S-1", str(authority), *map(str, parts)])


def sid_length(raw: bytes) -> int:
    """Return how many bytes an identifier takes, from its first eight."""
    revision_and_count = 2
    if len(raw) < revision_and_count or raw[0] != 1 or raw[1] > SUB_AUTHORITIES:
        raise MachineRefusedError(ODD)
    return 8 + 4 * raw[1]


def opens_to_everyone(descriptor: bytes) -> bool:
    """Tell whether a self-relative security descriptor gives anything to everyone.

    Entries count in their order, as Windows weighs them; a descriptor without list lets all in.
    """
    if len(descriptor) < DESCRIPTOR_HEADER:
        raise MachineRefusedError(ODD)
    revision, _, control, _, _, _, start = struct.unpack_from("<BBHIIII", descriptor)
    if revision != 1 or not control & SELF_RELATIVE:
        raise MachineRefusedError(ODD)
    if not control & DACL_PRESENT or start == 0:
        return True
    denied = 0
    for kind, mask, sid in _entries(descriptor[start:]):
        if sid == EVERYONE and kind == DENIED_ENTRY:
            denied |= mask
        if sid == EVERYONE and kind == ALLOWED and mask & ~denied:
            return True
    return False


def _entries(raw: bytes) -> Iterator[tuple[int, int, str]]:
    """Go through an access list; entries of other kinds are none of a shared folder's."""
    try:
        _, _, size, count, _ = struct.unpack_from("<BBHHH", raw)
        place = 8
        for _ in range(count):
            kind, flags, length = struct.unpack_from("<BBH", raw, place)
            if length < SHORTEST_ENTRY or place + length > min(size, len(raw)):
                raise MachineRefusedError(ODD)
            if kind in {ALLOWED, DENIED_ENTRY} and not flags & INHERIT_ONLY:
                (mask,) = struct.unpack_from("<I", raw, place + 4)
                yield kind, mask, sid_text(raw[place + 8 : place + length])
            place += length
    except struct.error as error:
        raise MachineRefusedError(ODD) from error
