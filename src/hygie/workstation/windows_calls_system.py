"""The system itself: its version, its power, its services and what runs."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_library import (
    BOOL,
    BYTE,
    DWORD,
    FAULTED,
    HANDLE,
    MOST_BYTES,
    ODD,
    POINTER,
    TEXT,
    WORD,
    array,
    check,
    close,
    function,
    last_error,
    require,
)
from hygie.workstation.windows_machine import PowerState, Processes, Services, SystemVersion

NO_BATTERY, UNKNOWN = 128, 255
SNAPSHOT_PROCESSES = 2
INVALID_HANDLE = ctypes.c_void_p(-1).value
MOST_PROCESSES = 20_000
CONNECT_AND_ENUMERATE = 0x0005
SERVICES_AND_DRIVERS = 0x003B
ALL_STATES = 3
RUNNING = 4
MORE_DATA = 234


class VersionInformation(ctypes.Structure):
    """OSVERSIONINFOEXW."""

    _fields_ = (
        ("size", DWORD),
        ("major", DWORD),
        ("minor", DWORD),
        ("build", DWORD),
        ("platform", DWORD),
        ("service_pack", WORD * 128),
        ("service_pack_major", WORD),
        ("service_pack_minor", WORD),
        ("suite", WORD),
        ("product_type", BYTE),
        ("reserved", BYTE),
    )


class PowerStatus(ctypes.Structure):
    """SYSTEM_POWER_STATUS."""

    _fields_ = (
        ("mains", BYTE),
        ("battery", BYTE),
        ("percent", BYTE),
        ("saver", BYTE),
        ("life", DWORD),
        ("full_life", DWORD),
    )


class ProcessEntry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = (
        ("size", DWORD),
        ("usage", DWORD),
        ("number", DWORD),
        ("heap", ctypes.c_size_t),
        ("module", DWORD),
        ("threads", DWORD),
        ("parent", DWORD),
        ("priority", ctypes.c_int32),
        ("flags", DWORD),
        ("file", WORD * 260),
    )


class ServiceStatus(ctypes.Structure):
    """ENUM_SERVICE_STATUS_PROCESSW."""

    _fields_ = (
        ("name", POINTER),
        ("shown", POINTER),
        ("kind", DWORD),
        ("state", DWORD),
        ("controls", DWORD),
        ("exit_code", DWORD),
        ("own_exit_code", DWORD),
        ("check_point", DWORD),
        ("wait", DWORD),
        ("process", DWORD),
        ("flags", DWORD),
    )


def system_version() -> SystemVersion:
    """Ask the kernel: what other functions say depends on the program that asks."""
    found = VersionInformation(size=ctypes.sizeof(VersionInformation))
    check(function("ntdll", "RtlGetVersion", DWORD, POINTER)(byref(found)))
    return SystemVersion(
        major=found.major, minor=found.minor, build=found.build, product_type=found.product_type
    )


def power_state() -> PowerState:
    """Ask whether there is a battery and whether the mains are there."""
    found = PowerStatus()
    require(function("kernel32", "GetSystemPowerStatus", BOOL, POINTER)(byref(found)))
    return PowerState(
        battery=None if found.battery == UNKNOWN else not found.battery & NO_BATTERY,
        on_mains={0: False, 1: True}.get(found.mains),
    )


def processes() -> Processes:
    """List the programs that run, by their file name."""
    return Processes(names=frozenset(name for _, name in running_programs()))


def running_programs() -> Iterator[tuple[int, str]]:
    """List each process, its number and its file name in lower case."""
    entry = ProcessEntry(size=ctypes.sizeof(ProcessEntry))
    following = function("kernel32", "Process32NextW", BOOL, HANDLE, POINTER)
    first = function("kernel32", "Process32FirstW", BOOL, HANDLE, POINTER)
    with _snapshot() as snapshot:
        require(first(snapshot, byref(entry)))
        for _ in range(MOST_PROCESSES):
            name = bytes(entry.file).decode("utf-16-le", "replace").partition("\0")[0]
            yield entry.number, name.lower()
            if not following(snapshot, byref(entry)):
                return


@contextmanager
def _snapshot() -> Iterator[int]:
    take = function("kernel32", "CreateToolhelp32Snapshot", HANDLE, DWORD, DWORD)
    handle = take(SNAPSHOT_PROCESSES, 0)
    if handle == INVALID_HANDLE:
        raise MachineRefusedError(FAULTED)
    try:
        yield handle
    finally:
        close(handle)


def services() -> Services:
    """List services and drivers, and those that run."""
    with _service_manager() as manager:
        buffer, count = _service_table(manager)
        found = array(ServiceStatus, ctypes.addressof(buffer), count)
        states = {(ctypes.wstring_at(one.name) or "").lower(): one.state for one in found}
    if not states:
        raise MachineRefusedError(ODD)
    return Services(
        running=frozenset(name for name, state in states.items() if state == RUNNING),
        known=frozenset(states),
    )


@contextmanager
def _service_manager() -> Iterator[int]:
    opening = function("advapi32", "OpenSCManagerW", HANDLE, TEXT, TEXT, DWORD)
    handle = require(opening(None, None, CONNECT_AND_ENUMERATE))
    try:
        yield handle
    finally:
        function("advapi32", "CloseServiceHandle", BOOL, HANDLE)(handle)


def _service_table(manager: int) -> tuple["ctypes.Array[ctypes.c_char]", int]:
    """Ask how long the list is, then for the list; again when it has grown meanwhile."""
    ask = function(
        "advapi32", "EnumServicesStatusExW", BOOL, HANDLE, DWORD, DWORD, DWORD,
        POINTER, DWORD, POINTER, POINTER, POINTER, TEXT,
    )  # fmt: skip
    size = 0
    for _ in range(4):
        buffer = ctypes.create_string_buffer(max(size, 1))
        missing, count, place = DWORD(), DWORD(), DWORD()
        asked = (manager, 0, SERVICES_AND_DRIVERS, ALL_STATES, buffer, size)
        if ask(*asked, byref(missing), byref(count), byref(place), None):
            return buffer, count.value
        if last_error() != MORE_DATA or size + missing.value > MOST_BYTES:
            break
        size += missing.value
    raise MachineRefusedError(FAULTED)
