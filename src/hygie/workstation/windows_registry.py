"""The real registry, read only."""

import sys
from collections.abc import Callable

from hygie.workstation.machine import MachineRefusedError, MissingError
from hygie.workstation.windows_library import NOT_WINDOWS
from hygie.workstation.windows_machine import RegistryKey, RegistryValue, View
from hygie.workstation.windows_moment import parse_filetime

MOST = 10_000
"""Values or keys under one key: no key we ask for holds this many."""

UNKNOWN_HIVE = "Cette ruche du registre n'est pas connue de Hygie."
MISSING = "La clé n'existe pas dans le registre."
REFUSED = "Windows refuse la lecture de cette clé du registre."
TOO_MANY = "Cette clé du registre contient trop d'éléments."

Item = tuple[str, object, int]
NO_MORE_ITEMS = 259
BIG_ENDIAN_NUMBER = 5
"""REG_DWORD_BIG_ENDIAN, that winreg gives as bytes."""


class WindowsRegistry:
    """The registry of this computer, as the account that runs Hygie sees it."""

    def open(self, key: str, *, view: View = View.NATIVE) -> RegistryKey:
        """Return what a key holds; see Registry.open."""
        if sys.platform != "win32":
            raise MachineRefusedError(NOT_WINDOWS)
        try:
            return _open(key, view)
        except FileNotFoundError as error:
            raise MissingError(MISSING) from error
        # ValueError: a name that no key can have, out of another key.
        except (OSError, ValueError) as error:
            raise MachineRefusedError(REFUSED) from error


def _open(key: str, view: View) -> RegistryKey:
    if sys.platform != "win32":
        raise MachineRefusedError(NOT_WINDOWS)
    import winreg  # noqa: PLC0415  # there is none elsewhere

    hives = {
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKU": winreg.HKEY_USERS,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
    }
    hive, _, path = key.strip("\\").partition("\\")
    if hive.upper() not in hives:
        raise MachineRefusedError(UNKNOWN_HIVE)
    half = winreg.KEY_WOW64_64KEY if view is View.NATIVE else winreg.KEY_WOW64_32KEY
    with winreg.OpenKeyEx(hives[hive.upper()], path, 0, winreg.KEY_READ | half) as opened:
        keys, values, written = winreg.QueryInfoKey(opened)
        if max(keys, values) > MOST:
            raise MachineRefusedError(TOO_MANY)
        found = _each(values, lambda index: winreg.EnumValue(opened, index))
        names = _each(keys, lambda index: (winreg.EnumKey(opened, index), None, 0))
    known = ((name.lower(), plain_value(value, kind)) for name, value, kind in found)
    return RegistryKey(
        values={name: value for name, value in known if value is not None},
        keys=tuple(name for name, _, _ in names),
        written=parse_filetime(written),
    )


def _each(count: int, ask: Callable[[int], Item]) -> list[Item]:
    """Ask for each; fewer when another program removes some meanwhile (ERROR_NO_MORE_ITEMS)."""
    found: list[Item] = []
    for index in range(count):
        try:
            found.append(ask(index))
        except OSError as error:
            if getattr(error, "winerror", None) != NO_MORE_ITEMS:
                raise
            break
    return found


def plain_value(value: object, kind: int) -> RegistryValue | None:
    """Return a value as our readers know it; None for a type they have no use for."""
    match value:
        case bytes() if kind == BIG_ENDIAN_NUMBER:
            return int.from_bytes(value, "big")
        case int() | bytes():
            return value
        case str():
            return _text(value)
        case list():
            return tuple(_text(str(item)) for item in value)
        case _:
            return None


def _text(value: str) -> str:
    """Replace halves of characters, which a damaged value may hold and no file can keep."""
    return value.encode("utf-8", "replace").decode("utf-8")
