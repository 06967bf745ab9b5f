"""The kind of computer, and when it sleeps and locks (powrprof)."""

import ctypes
import uuid
from ctypes import byref

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_library import BYTE, DWORD, POINTER, check, function, require
from hygie.workstation.windows_machine import PowerHardware, SleepSettings

ROLES_OF_WINDOWS_8 = 2
UNSET = 0xFFFF_FFFF

NO_GROUP = "fea3413e-7e05-4911-9a71-700331f1c294"
SLEEP_GROUP = "238c9fa8-0aad-41ed-83f4-97be242c8f20"
SCREEN_GROUP = "7516b95f-f776-4464-8c53-06167f40cc99"
LOCK_ON_RESUME = "0e796bdb-100d-47d6-a2d5-f7d2daa51f51"
SLEEP_AFTER = "29f6c1db-86da-48c5-9fdb-f2b67b1f44da"
SCREEN_OFF_AFTER = "3c0bc021-c8a8-4e07-a973-6b14cbcb2b7e"


class Capabilities(ctypes.Structure):
    """SYSTEM_POWER_CAPABILITIES; what we do not look at is not named."""

    _fields_ = (
        ("power_button", BYTE),
        ("sleep_button", BYTE),
        ("lid", BYTE),
        ("states", BYTE * 17),
        ("connected_standby", BYTE),
        ("more", BYTE * 9),
        ("battery", BYTE),
        ("short_term", BYTE),
        ("batteries", DWORD * 6),
        ("wakes", DWORD * 5),
    )


def power_hardware() -> PowerHardware:
    """Ask what the maker said of this computer, and what it is fed by."""
    role = function("powrprof", "PowerDeterminePlatformRoleEx", DWORD, DWORD)(ROLES_OF_WINDOWS_8)
    found = Capabilities()
    require(function("powrprof", "GetPwrCapabilities", BYTE, POINTER)(byref(found)))
    return PowerHardware(
        role=role,
        lid=bool(found.lid),
        battery=bool(found.battery),
        short_term=bool(found.short_term),
        connected_standby=bool(found.connected_standby),
    )


def sleep_settings() -> SleepSettings:
    """Read the active power scheme, policies included."""
    scheme = _active_scheme()
    return SleepSettings(
        lock_mains=_value("AC", scheme, NO_GROUP, LOCK_ON_RESUME),
        lock_battery=_value("DC", scheme, NO_GROUP, LOCK_ON_RESUME),
        sleep_mains=_value("AC", scheme, SLEEP_GROUP, SLEEP_AFTER),
        sleep_battery=_value("DC", scheme, SLEEP_GROUP, SLEEP_AFTER),
        screen_mains=_value("AC", scheme, SCREEN_GROUP, SCREEN_OFF_AFTER),
        screen_battery=_value("DC", scheme, SCREEN_GROUP, SCREEN_OFF_AFTER),
    )


def _active_scheme() -> bytes:
    found = POINTER()
    check(function("powrprof", "PowerGetActiveScheme", DWORD, POINTER, POINTER)(None, byref(found)))
    try:
        return ctypes.string_at(require(found.value or 0), 16)
    finally:
        function("kernel32", "LocalFree", POINTER, POINTER)(found)


def _value(feed: str, scheme: bytes, group: str, setting: str) -> int | None:
    """Read one setting; None when the call fails, or says it succeeded and wrote nothing."""
    value = DWORD(UNSET)
    try:
        ask = function(
            "powrprof",
            f"PowerRead{feed}ValueIndex",
            DWORD,
            POINTER,
            POINTER,
            POINTER,
            POINTER,
            POINTER,
        )
        check(ask(None, scheme, _guid(group), _guid(setting), byref(value)))
    except MachineRefusedError:
        return None
    return None if value.value == UNSET else value.value


def _guid(text: str) -> bytes:
    return uuid.UUID(text).bytes_le
