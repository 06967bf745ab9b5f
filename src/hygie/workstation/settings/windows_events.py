"""Events of Windows with a name: by them, two processes of this session tell each other a yes."""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import byref

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_library import (
    BOOL,
    DWORD,
    HANDLE,
    POINTER,
    TEXT,
    close,
    function,
    last_error,
    require,
)

OWNER_ONLY = "D:P(A;;GA;;;OW)(A;;GA;;;SY)(A;;GA;;;BA)"
"""Its owner, the system, and the administrators: one of them may be another account."""

REVISION = 1
MANUAL, UNSET = 1, 0
ALREADY_THERE = 183
MODIFY_AND_WAIT = 0x0002 | 0x0010_0000
"""EVENT_MODIFY_STATE, SYNCHRONIZE."""

WAITED = 0x0000_0102
"""WAIT_TIMEOUT: none of them came."""

TAKEN = "Un autre programme se sert du nom que Hygie allait prendre : rien n'a été demandé."
KEPT, BACK, WRITTEN = "garde", "retour", "fait"


class _Attributes(ctypes.Structure):
    """SECURITY_ATTRIBUTES."""

    _fields_ = (("length", DWORD), ("descriptor", POINTER), ("inherited", BOOL))


def create_event(name: str) -> int:
    """Create an event that stays set. Raises MachineRefusedError when that name is taken."""
    with _owner_only() as attributes:
        make = function("kernel32", "CreateEventW", HANDLE, POINTER, BOOL, BOOL, TEXT)
        event = require(make(byref(attributes), MANUAL, UNSET, _full(name)))
        if last_error() == ALREADY_THERE:
            close(event)
            raise MachineRefusedError(TAKEN)
    return event


def open_event(name: str) -> int:
    """Open an event that another process created."""
    return require(
        function("kernel32", "OpenEventW", HANDLE, DWORD, BOOL, TEXT)(
            MODIFY_AND_WAIT, 0, _full(name)
        )
    )


def set_event(event: int) -> None:
    """Let go whoever waits for it, now and later."""
    require(function("kernel32", "SetEvent", BOOL, HANDLE)(event))


def wait_for(handles: Sequence[int], seconds: float) -> int:
    """Wait for the first to come and return its rank; WAITED when none came."""
    listed = (HANDLE * len(handles))(*handles)
    ask = function("kernel32", "WaitForMultipleObjects", DWORD, DWORD, POINTER, BOOL, DWORD)
    return ask(len(handles), listed, 0, round(seconds * 1000))


class Vouched:
    """A Vouching: the events that the process which asked for us created."""

    def __init__(self, name: str) -> None:
        self._written, self._kept, self._back = (
            open_event(f"{name}-{end}") for end in (WRITTEN, KEPT, BACK)
        )

    def written(self) -> None:
        """Say that all is written."""
        set_event(self._written)

    def is_kept(self, seconds: float) -> bool:
        """Wait for the answer; see Vouching.is_kept."""
        return wait_for([self._kept, self._back], seconds) == 0


def _full(name: str) -> str:
    return rf"Local\hygie-{name}"


@contextmanager
def _owner_only() -> Iterator[_Attributes]:
    """Lend the rights of an event."""
    descriptor = HANDLE()
    convert = function(
        "advapi32", "ConvertStringSecurityDescriptorToSecurityDescriptorW", BOOL, TEXT, DWORD,
        POINTER, POINTER,
    )  # fmt: skip
    require(convert(OWNER_ONLY, REVISION, byref(descriptor), None))
    try:
        yield _Attributes(ctypes.sizeof(_Attributes), descriptor, 0)
    finally:
        function("kernel32", "LocalFree", HANDLE, HANDLE)(descriptor)
