"""The folders this computer shares, and whether everyone may open them.

What is weighed is the share's own access list: the folder's may still say no.
"""

import ctypes
from collections.abc import Iterator, Mapping

from hygie.workstation.machine import MachineRefusedError, MissingError
from hygie.workstation.windows_calls_accounts import pages
from hygie.workstation.windows_library import DENIED, DWORD, POINTER, function
from hygie.workstation.windows_machine import Registry, RegistryValue, Share, Shares
from hygie.workstation.windows_security import SELF_RELATIVE, opens_to_everyone

KEY = r"HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Shares"
DISK, KIND, SPECIAL = 0, 0x00FF_FFFF, 0x8000_0000
OF_THE_SYSTEM = frozenset({"print$", "fax$", "netlogon", "sysvol"})
"""Made by Windows itself for printers and domains, though not marked as such."""

SERVER_STOPPED = 2114
NOT_TOLD = "Windows n'a pas dit à qui un dossier partagé est ouvert."


class ShareInformation(ctypes.Structure):
    """SHARE_INFO_502."""

    _fields_ = (
        ("name", POINTER),
        ("kind", DWORD),
        ("remark", POINTER),
        ("permissions", DWORD),
        ("most_uses", DWORD),
        ("uses", DWORD),
        ("path", POINTER),
        ("password", POINTER),
        ("reserved", DWORD),
        ("descriptor", POINTER),
    )


def shares(registry: Registry) -> Shares:
    """Ask the service that shares; without the right to, read where it keeps its list."""
    try:
        return Shares(shares=tuple(_shared()))
    except MachineRefusedError as refusal:
        if refusal.reason != DENIED:
            raise
        return kept_shares(registry)


def kept_shares(registry: Registry) -> Shares:
    """Read the list the service keeps: one value per share, its access list under Security."""
    kept = _values(registry, KEY)
    lists = _values(registry, rf"{KEY}\Security") if kept else {}
    names = [name for name, lines in kept.items() if _is_folder(name, lines)]
    return Shares(shares=tuple(_share(lists.get(name)) for name in names))


def _values(registry: Registry, key: str) -> Mapping[str, RegistryValue]:
    try:
        return registry.open(key).values
    except MissingError:
        return {}


def _is_folder(name: str, lines: RegistryValue) -> bool:
    if not isinstance(lines, tuple):
        raise MachineRefusedError(NOT_TOLD)
    return f"Type={DISK}" in lines and name not in OF_THE_SYSTEM


def _share(descriptor: RegistryValue | None) -> Share:
    """Weigh an access list; without one the service's own default holds, which we do not know."""
    if not isinstance(descriptor, bytes):
        raise MachineRefusedError(NOT_TOLD)
    return Share(everyone=opens_to_everyone(descriptor))


def _shared() -> Iterator[Share]:
    ask = function(
        "netapi32", "NetShareEnum", DWORD, POINTER, DWORD, POINTER, DWORD, POINTER, POINTER, POINTER
    )

    def page(*rest: object) -> int:
        code = ask(None, 502, *rest)
        return 0 if code == SERVER_STOPPED else code

    for one in pages(ShareInformation, page):
        name = ctypes.wstring_at(one.name).lower() if one.name else ""
        if not one.kind & SPECIAL and one.kind & KIND == DISK and name not in OF_THE_SYSTEM:
            yield _share(_descriptor_at(one.descriptor))


def _descriptor_at(address: int | None) -> bytes | None:
    """Copy a descriptor; None when there is none, or when its parts lie elsewhere."""
    if not address:
        return None
    control = int.from_bytes(ctypes.string_at(address, 4)[2:], "little")
    length = function("advapi32", "GetSecurityDescriptorLength", DWORD, POINTER)(address)
    return ctypes.string_at(address, length) if control & SELF_RELATIVE else None
