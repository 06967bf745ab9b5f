"""Reads a request once: opened alone, checked, and erased by the very handle that read it.

The folder belongs to an ordinary account, and who reads has an administrator's rights: what a name
leads to may change between two looks. Nothing is erased but what has the digest that was given.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref
from hashlib import sha256
from pathlib import Path

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_library import (
    BOOL,
    DWORD,
    HANDLE,
    POINTER,
    TEXT,
    close,
    function,
    require,
)

READ_AND_DELETE = 0x8000_0000 | 0x0001_0000
ALONE, EXISTING = 0, 3
NOT_A_LINK = 0x0020_0000
"""FILE_FLAG_OPEN_REPARSE_POINT."""

INVALID = ctypes.c_void_p(-1).value
DISPOSITION = 4
"""FileDispositionInfo: what it says takes effect when the handle is closed."""

LARGEST = 1 << 16
CHANGED = "La demande n'est pas celle qui a été montrée : rien n'a été fait."
GONE = "Cette demande n'est plus là : elle a déjà servi, ou n'a jamais été faite."


def take(file: Path, digest: str) -> bytes:
    """Return what the file holds, and erase it; see elevating.Take."""
    with _opened(file) as handle:
        content = _content(handle)
        if sha256(content).hexdigest() != digest:
            raise MachineRefusedError(CHANGED)
        gone = ctypes.c_uint8(1)
        erase = function(
            "kernel32", "SetFileInformationByHandle", BOOL, HANDLE, DWORD, POINTER, DWORD
        )
        require(erase(handle, DISPOSITION, byref(gone), ctypes.sizeof(gone)))
    return content


@contextmanager
def _opened(file: Path) -> Iterator[int]:
    make = function(
        "kernel32", "CreateFileW", HANDLE, TEXT, DWORD, DWORD, POINTER, DWORD, DWORD, HANDLE
    )
    handle = make(str(file), READ_AND_DELETE, ALONE, None, EXISTING, NOT_A_LINK, None)
    if handle in {0, INVALID}:
        raise MachineRefusedError(GONE)
    try:
        yield handle
    finally:
        close(handle)


def _content(handle: int) -> bytes:
    buffer, read = ctypes.create_string_buffer(LARGEST), DWORD()
    ask = function("kernel32", "ReadFile", BOOL, HANDLE, POINTER, DWORD, POINTER, POINTER)
    require(ask(handle, buffer, LARGEST, byref(read), None))
    return buffer.raw[: read.value]
