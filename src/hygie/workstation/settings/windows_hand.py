"""The real writing hand of Windows' registry, always in its 64-bit half."""

import ctypes
import sys
from contextlib import suppress

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Value

NOT_WINDOWS = "Ce poste n'a pas de registre Windows."
REFUSED = "Windows refuse ce changement dans son registre."
NOT_READ = "Windows refuse la lecture de ce réglage."
ODD_TYPE = (
    "Ce réglage de Windows a une forme que Hygie ne saurait pas remettre : il n'y touche pas."
)
DESKTOP = r"HKCU\Control Panel\Desktop"

SPEAKS = {
    "ScreenSaveTimeOut": (0x000E, 0x000F),
    "ScreenSaverIsSecure": (0x0076, 0x0077),
    "ScreenSaveActive": (0x0010, 0x0011),
}
"""SPI_GETSCREENSAVETIMEOUT and SPI_SET…, then …SECURE and …ACTIVE."""

TELL_OTHERS = 0x0002
"""SPIF_SENDCHANGE: the registry is already written, the open session only has to know."""

DIGITS = 7


class WindowsHand:
    """A Hand on this computer's registry."""

    def read(self, key: str, name: str) -> Value | None:
        """Return a value, or 1 for a key that is there; see Hand.read."""
        if sys.platform != "win32":
            raise MachineRefusedError(NOT_WINDOWS)
        import winreg  # noqa: PLC0415  # there is none elsewhere

        hive, path = _split(key)
        try:
            with winreg.OpenKeyEx(hive, path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as it:
                if not name:
                    return 1
                value, kind = winreg.QueryValueEx(it, name)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise MachineRefusedError(NOT_READ) from error
        if kind not in {winreg.REG_SZ, winreg.REG_DWORD} or not isinstance(value, int | str):
            raise MachineRefusedError(ODD_TYPE)
        return value

    def write(self, key: str, name: str, value: Value | None) -> None:
        """Write or take away; see Hand.write."""
        try:
            _write(key, name, value)
        except OSError as error:
            raise MachineRefusedError(REFUSED) from error

    def refresh(self) -> None:
        """Tell the session its screen saver's settings, each one that is written as a number."""
        for name in SPEAKS:
            value = self.read(DESKTOP, name)
            if isinstance(value, str) and value.isascii() and value.isdecimal():
                _parameters(SPEAKS[name][1], int(value[:DIGITS]), None, TELL_OTHERS)

    def in_force(self, name: str) -> int:
        """Return what the open session obeys; see Hand.in_force."""
        value = ctypes.c_int(-1)
        if not _parameters(SPEAKS[name][0], 0, ctypes.byref(value), 0) or value.value < 0:
            raise MachineRefusedError(NOT_READ)
        return value.value

    def put_in_force(self, name: str, value: int) -> None:
        """Have the open session obey another value; see Hand.put_in_force."""
        if not _parameters(SPEAKS[name][1], value, None, TELL_OTHERS):
            raise MachineRefusedError(REFUSED)


def _parameters(question: int, number: int, answer: object, flags: int) -> bool:
    """Call SystemParametersInfoW; tell whether Windows accepted."""
    if sys.platform != "win32":
        raise MachineRefusedError(NOT_WINDOWS)
    return bool(ctypes.windll.user32.SystemParametersInfoW(question, number, answer, flags))


def _write(key: str, name: str, value: Value | None) -> None:
    if sys.platform != "win32":
        raise MachineRefusedError(NOT_WINDOWS)
    import winreg  # noqa: PLC0415  # there is none elsewhere

    hive, path = _split(key)
    rights = winreg.KEY_WRITE | winreg.KEY_READ | winreg.KEY_WOW64_64KEY
    if not name and value is None:
        with suppress(FileNotFoundError):
            winreg.DeleteKeyEx(hive, path, winreg.KEY_WOW64_64KEY, 0)
        return
    if value is None:
        with suppress(FileNotFoundError), winreg.OpenKeyEx(hive, path, 0, rights) as opened:
            winreg.DeleteValue(opened, name)
        return
    with winreg.CreateKeyEx(hive, path, 0, rights) as opened:
        if name:
            kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
            winreg.SetValueEx(opened, name, 0, kind, value)


def _split(key: str) -> tuple[int, str]:
    if sys.platform != "win32":
        raise MachineRefusedError(NOT_WINDOWS)
    import winreg  # noqa: PLC0415  # there is none elsewhere

    hive, _, path = key.partition("\\")
    return {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}[hive], path
