"""A documented function of Windows: found in the system's folder, declared, and never trusted.

What fails is a refusal with its reason in French. Nothing here is looked for before it is called,
so that every file loads under any system.
"""

import ctypes
import sys
from collections.abc import Callable
from typing import TypeVar

from hygie.workstation.machine import MachineRefusedError

SYSTEM_FOLDER_ONLY = 0x0800
"""LOAD_LIBRARY_SEARCH_SYSTEM32: a library laid beside the program is not the system's."""

NOT_WINDOWS = "Cette question ne se pose qu'à Windows."
NOT_THERE = "Cette version de Windows ne sait pas répondre à cette question."
FAULTED = "Windows n'a pas su répondre à cette question."
DENIED = "Windows réserve cette information à l'administrateur."
ODD = "La réponse de Windows n'a pas la forme attendue."

ACCESS_DENIED = 5
MOST_BYTES = 16 << 20
"""No list of a sound machine is this long."""

# Under other systems a «long» has 8 bytes: sizes are written, so that layouts can be checked there.
BOOL, DWORD, WORD, BYTE = ctypes.c_int32, ctypes.c_uint32, ctypes.c_uint16, ctypes.c_uint8
HANDLE = POINTER = ctypes.c_void_p
TEXT = ctypes.c_wchar_p

Call = Callable[..., int]
Item = TypeVar("Item", bound=ctypes.Structure)


def function(library: str, name: str, result: type | None, *arguments: type) -> Call:
    """Return a function of a system library; MachineRefusedError when it is not there."""
    if sys.platform != "win32":
        raise MachineRefusedError(NOT_WINDOWS)
    try:
        loaded = ctypes.WinDLL(library, use_last_error=True, winmode=SYSTEM_FOLDER_ONLY)
        found = getattr(loaded, name)
    except (OSError, AttributeError) as error:
        raise MachineRefusedError(NOT_THERE) from error
    found.restype, found.argtypes = result, arguments
    return _refusing(found)


def _refusing(found: Call) -> Call:
    def call(*arguments: object) -> int:
        try:
            return found(*arguments) or 0
        except OSError as error:
            # ctypes turns a fault into this: some systems export functions that only fault.
            raise MachineRefusedError(FAULTED) from error

    return call


def last_error() -> int:
    """Return the error the last function of this thread left."""
    if sys.platform == "win32":
        return ctypes.get_last_error()
    return 0


def refused(code: int) -> MachineRefusedError:
    """Say why a call failed, as far as a practitioner needs to know."""
    return MachineRefusedError(DENIED if code == ACCESS_DENIED else FAULTED)


def check(code: int) -> None:
    """Refuse unless a function that returns its error returned none."""
    if code != 0:
        raise refused(code)


def require(done: int) -> int:
    """Refuse when a function that returns zero on failure did so."""
    if not done:
        raise refused(last_error())
    return done


def array(kind: type[Item], address: int | None, count: int) -> list[Item]:
    """Return ``count`` structures that lie in memory the system filled, still to be freed."""
    if count == 0:
        return []
    if not address or count * ctypes.sizeof(kind) > MOST_BYTES:
        raise MachineRefusedError(ODD)
    return list((kind * count).from_address(address))


def close(handle: int | None) -> None:
    """Close a handle."""
    if handle:
        function("kernel32", "CloseHandle", BOOL, HANDLE)(handle)
