"""Creates a folder of Windows that other accounts of the computer cannot open.

A folder of the user's profile is closed already; one chosen elsewhere, on a second disk for
instance, would be open to every account. Python's own mkdir only does this since 3.12.4.
"""

import ctypes
import sys
from pathlib import Path

OWNER_ONLY = "D:P(A;OICI;FA;;;OW)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"
"""Everything to its owner, the system and the administrators; nothing inherited from above."""

REVISION = 1


class _Attributes(ctypes.Structure):
    """SECURITY_ATTRIBUTES."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("descriptor", ctypes.c_void_p),
        ("inherited", ctypes.c_int32),
    )


def make_private(folder: Path) -> None:
    """Create a folder with those rights; what it will hold inherits them. Raises OSError.

    A disk that keeps no rights (a key in exFAT) takes the folder all the same.
    """
    if sys.platform != "win32":
        raise NotImplementedError
    security = ctypes.WinDLL("advapi32", use_last_error=True)
    system = ctypes.WinDLL("kernel32", use_last_error=True)
    descriptor = ctypes.c_void_p()
    convert = security.ConvertStringSecurityDescriptorToSecurityDescriptorW
    if not convert(OWNER_ONLY, REVISION, ctypes.byref(descriptor), None):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        attributes = _Attributes(ctypes.sizeof(_Attributes), descriptor, 0)
        if not system.CreateDirectoryW(str(folder), ctypes.byref(attributes)):
            raise ctypes.WinError(ctypes.get_last_error())
    finally:
        system.LocalFree(descriptor)
