"""Access lists of Windows, built byte by byte from their published layout ([MS-DTYP] 2.4)."""

import struct

EVERYONE = bytes.fromhex("010100000000000100000000")
ADMINISTRATORS = bytes.fromhex("01020000000000052000000020020000")
ALLOW, DENY, AUDIT = 0, 1, 2
FULL, READ = 0x1F01FF, 0x1200A9


def an_entry(kind: int, mask: int, sid: bytes, *, flags: int = 0) -> bytes:
    return struct.pack("<BBHI", kind, flags, 8 + len(sid), mask) + sid


def a_descriptor(*entries: bytes, control: int = 0x8004, start: int = 20) -> bytes:
    body = b"".join(entries)
    acl = struct.pack("<BBHHH", 2, 0, 8 + len(body), len(entries), 0) + body
    return struct.pack("<BBHIIII", 1, 0, control, 0, 0, 0, start) + (acl if start else b"")
