"""The session of the daily user: the account's own rights, its screen saver, its folders."""

import ctypes
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_library import (
    BOOL,
    DWORD,
    FAULTED,
    HANDLE,
    MOST_BYTES,
    POINTER,
    TEXT,
    array,
    check,
    close,
    function,
    require,
)
from hygie.workstation.windows_machine import KnownFolders, RecycleBin, ScreenSaver, Session
from hygie.workstation.windows_security import ADMINISTRATORS, sid_length, sid_text

TOKEN_QUERY = 0x0008
TOKEN_USER, TOKEN_GROUPS, TOKEN_ELEVATION = 1, 2, 20
THIS_SERVER, THIS_SESSION, SESSION_USER = None, 0xFFFF_FFFF, 5
NAME_CHARACTERS = 260

SAVER_DELAY, SAVER_ACTIVE, SAVER_SECURE = 0x000E, 0x0010, 0x0076

DOCUMENTS = "fdd39ad0-238f-46af-adb4-6c85480369c7"
DESKTOP = "b4bfcc3a-db2c-424c-b029-7fe99a87c641"
DO_NOT_VERIFY = 0x4000
"""KF_FLAG_DONT_VERIFY: a folder on a server that is off must not hold us."""

OTHER_ACCOUNT = (
    "Hygie a été lancé avec un autre compte que celui de la session ouverte :"
    " relancez-le normalement, sans « Exécuter en tant qu'administrateur »."
)


class Identity(ctypes.Structure):
    """SID_AND_ATTRIBUTES, which is also TOKEN_USER."""

    _fields_ = (("sid", POINTER), ("attributes", DWORD))


class Groups(ctypes.Structure):
    """TOKEN_GROUPS, whose list begins at ``first``."""

    _fields_ = (("count", DWORD), ("first", Identity))


class Bin(ctypes.Structure):
    """SHQUERYRBINFO, packed in programs of 32 bits only."""

    _pack_ = 8 if ctypes.sizeof(ctypes.c_void_p) == 8 else 1  # noqa: PLR2004  # bytes of 64 bits
    _fields_ = (("size", DWORD), ("bytes", ctypes.c_int64), ("items", ctypes.c_int64))


def session() -> Session:
    """Look at the token of this process, when it is the one of the person at the screen."""
    require_own_session()
    with _token() as token:
        return Session(
            sid=sid_text(_user(token)),
            administrator=ADMINISTRATORS in _groups(token),
            elevated=_elevated(token),
        )


def require_own_session() -> None:
    """Refuse what belongs to a person when Hygie runs for another, whose password was typed."""
    try:
        others = _is_another_s()
    except MachineRefusedError:
        return
    if others:
        raise MachineRefusedError(OTHER_ACCOUNT)


def _is_another_s() -> bool:
    with _token() as token:
        if not _elevated(token):
            return False
        return _at_the_screen().casefold() not in {"", account_name(_user(token)).casefold()}


@contextmanager
def _token() -> Iterator[int]:
    this_process = function("kernel32", "GetCurrentProcess", HANDLE)()
    handle = HANDLE()
    opening = function("advapi32", "OpenProcessToken", BOOL, HANDLE, DWORD, POINTER)
    require(opening(this_process, TOKEN_QUERY, byref(handle)))
    try:
        yield handle.value or 0
    finally:
        close(handle.value)


def _information(token: int, kind: int) -> "ctypes.Array[ctypes.c_char]":
    ask = function("advapi32", "GetTokenInformation", BOOL, HANDLE, DWORD, POINTER, DWORD, POINTER)
    needed = DWORD()
    ask(token, kind, None, 0, byref(needed))
    if not 0 < needed.value < MOST_BYTES:
        raise MachineRefusedError(FAULTED)
    buffer = ctypes.create_string_buffer(needed.value)
    require(ask(token, kind, buffer, len(buffer), byref(needed)))
    return buffer


def _user(token: int) -> bytes:
    """Copy the identifier of the token's account."""
    buffer = _information(token, TOKEN_USER)
    address = Identity.from_buffer(buffer).sid
    return ctypes.string_at(address, sid_length(ctypes.string_at(address, 8)))


def _elevated(token: int) -> bool:
    return DWORD.from_buffer(_information(token, TOKEN_ELEVATION)).value != 0


def _groups(token: int) -> frozenset[str]:
    """List the groups, those that UAC allows for refusals only included."""
    buffer = _information(token, TOKEN_GROUPS)
    first = ctypes.addressof(buffer) + Groups.first.offset
    found = array(Identity, first, Groups.from_buffer(buffer).count)
    return frozenset(sid_at(one.sid) for one in found)


def sid_at(address: int) -> str:
    """Read the identifier that lies at an address."""
    return sid_text(ctypes.string_at(address, sid_length(ctypes.string_at(address, 8))))


def account_name(sid: object) -> str:
    """Return the name of an account or a group, in the system's language: never to be shown."""
    ask = function(
        "advapi32", "LookupAccountSidW", BOOL, TEXT, POINTER, POINTER, POINTER, POINTER, POINTER,
        POINTER,
    )  # fmt: skip
    name, domain = (ctypes.create_unicode_buffer(NAME_CHARACTERS) for _ in range(2))
    name_size, domain_size, use = DWORD(len(name)), DWORD(len(domain)), DWORD()
    require(ask(None, sid, name, byref(name_size), domain, byref(domain_size), byref(use)))
    return name.value


def _at_the_screen() -> str:
    """Name who opened this session; empty for a service, or when the system does not tell."""
    ask = function(
        "wtsapi32", "WTSQuerySessionInformationW", BOOL, HANDLE, DWORD, DWORD, POINTER, POINTER
    )
    buffer, size = HANDLE(), DWORD()
    if not ask(THIS_SERVER, THIS_SESSION, SESSION_USER, byref(buffer), byref(size)):
        return ""
    try:
        return ctypes.wstring_at(buffer.value) if buffer.value else ""
    finally:
        function("wtsapi32", "WTSFreeMemory", None, POINTER)(buffer)


def screen_saver() -> ScreenSaver:
    """Ask for what is in force, whoever set it: the person or a policy."""
    require_own_session()
    return ScreenSaver(
        active=_parameter(SAVER_ACTIVE) != 0,
        secure=_parameter(SAVER_SECURE) != 0,
        delay=_parameter(SAVER_DELAY),
    )


def _parameter(which: int) -> int:
    value = BOOL(-1)
    ask = function("user32", "SystemParametersInfoW", BOOL, DWORD, DWORD, POINTER, DWORD)
    require(ask(which, 0, byref(value), 0))
    if value.value < 0:
        # The call said it succeeded and wrote nothing.
        raise MachineRefusedError(FAULTED)
    return value.value


def known_folders() -> KnownFolders:
    """Ask where Documents and the Desktop really are."""
    require_own_session()
    return KnownFolders(documents=_folder(DOCUMENTS), desktop=_folder(DESKTOP))


def _folder(which: str) -> str:
    ask = function("shell32", "SHGetKnownFolderPath", DWORD, POINTER, DWORD, HANDLE, POINTER)
    path = POINTER()
    code = ask(uuid.UUID(which).bytes_le, DO_NOT_VERIFY, None, byref(path))
    try:
        check(code)
        if not path.value:
            raise MachineRefusedError(FAULTED)
        return ctypes.wstring_at(path.value)
    finally:
        function("ole32", "CoTaskMemFree", None, POINTER)(path)


def recycle_bin() -> RecycleBin:
    """Count what lies in the bins of all drives."""
    require_own_session()
    found = Bin(size=ctypes.sizeof(Bin), items=-1)
    check(function("shell32", "SHQueryRecycleBinW", DWORD, TEXT, POINTER)(None, byref(found)))
    if found.items < 0:
        raise MachineRefusedError(FAULTED)
    return RecycleBin(items=found.items)
