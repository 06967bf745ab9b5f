"""A job of Windows: a process and all that it starts end together when it is closed."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_library import (
    BOOL,
    DWORD,
    FAULTED,
    HANDLE,
    POINTER,
    TEXT,
    close,
    function,
    require,
)

EXTENDED_LIMITS = 9
KILL_ON_CLOSE = 0x2000
ASSIGN = 0x0101
"""PROCESS_TERMINATE and PROCESS_SET_QUOTA."""

SNAPSHOT_THREADS = 4
SUSPEND_RESUME = 0x0002
NOT_RESUMED = 0xFFFF_FFFF
MOST_THREADS = 200_000
INVALID_HANDLE = ctypes.c_void_p(-1).value


class Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("times", ctypes.c_int64 * 2),
        ("flags", DWORD),
        ("working_sets", ctypes.c_size_t * 2),
        ("processes", DWORD),
        ("affinity", ctypes.c_size_t),
        ("priority", DWORD),
        ("scheduling", DWORD),
        ("counters", ctypes.c_uint64 * 6),
        ("memory", ctypes.c_size_t * 4),
    )


class Thread(ctypes.Structure):
    """THREADENTRY32."""

    _fields_ = (
        ("size", DWORD),
        ("usage", DWORD),
        ("number", DWORD),
        ("owner", DWORD),
        ("priority", ctypes.c_int32),
        ("change", ctypes.c_int32),
        ("flags", DWORD),
    )


@contextmanager
def family_of(process: int) -> Iterator[None]:
    """Let a process that was born stopped go, and end it with its whole family on the way out."""
    job = require(function("kernel32", "CreateJobObjectW", HANDLE, POINTER, TEXT)(None, None))
    try:
        _bind(job, process)
        _let_go(process)
        yield
    finally:
        close(job)


def _bind(job: int, process: int) -> None:
    """Put the process in the job before it runs its first instruction."""
    change = function("kernel32", "SetInformationJobObject", BOOL, HANDLE, DWORD, POINTER, DWORD)
    limits = Limits(flags=KILL_ON_CLOSE)
    require(change(job, EXTENDED_LIMITS, byref(limits), ctypes.sizeof(limits)))
    opening = function("kernel32", "OpenProcess", HANDLE, DWORD, BOOL, DWORD)
    handle = require(opening(ASSIGN, 0, process))
    try:
        require(function("kernel32", "AssignProcessToJobObject", BOOL, HANDLE, HANDLE)(job, handle))
    finally:
        close(handle)


def _let_go(process: int) -> None:
    opening = function("kernel32", "OpenThread", HANDLE, DWORD, BOOL, DWORD)
    resume = function("kernel32", "ResumeThread", DWORD, HANDLE)
    for number in _threads(process):
        handle = require(opening(SUSPEND_RESUME, 0, number))
        try:
            if resume(handle) != NOT_RESUMED:
                return
        finally:
            close(handle)
    raise MachineRefusedError(FAULTED)


def _threads(process: int) -> Iterator[int]:
    take = function("kernel32", "CreateToolhelp32Snapshot", HANDLE, DWORD, DWORD)
    following = function("kernel32", "Thread32Next", BOOL, HANDLE, POINTER)
    first = function("kernel32", "Thread32First", BOOL, HANDLE, POINTER)
    entry = Thread(size=ctypes.sizeof(Thread))
    snapshot = take(SNAPSHOT_THREADS, 0)
    if snapshot == INVALID_HANDLE:
        raise MachineRefusedError(FAULTED)
    try:
        require(first(snapshot, byref(entry)))
        for _ in range(MOST_THREADS):
            if entry.owner == process:
                yield entry.number
            if not following(snapshot, byref(entry)):
                return
    finally:
        close(snapshot)
