"""The accounts of this computer and the rules of their passwords: by number, never by name."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import byref
from typing import TypeVar

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_calls_session import account_name, sid_at
from hygie.workstation.windows_library import (
    DWORD,
    FAULTED,
    ODD,
    POINTER,
    TEXT,
    array,
    check,
    function,
    refused,
)
from hygie.workstation.windows_machine import (
    LocalAccount,
    LocalAccounts,
    Membership,
    PasswordPolicy,
)

NORMAL_ACCOUNTS = 0x0002
DISABLED, PASSWORD_NOT_REQUIRED = 0x0002, 0x0020
MORE_DATA = 234
ALL = 0xFFFF_FFFF
MOST_PAGES = 1_000

ADMINISTRATORS_BYTES = bytes.fromhex("01020000000000052000000020020000")
"""S-1-5-32-544: what the group is called depends on the language."""

IN_A_DOMAIN, ALONE, IN_A_WORKGROUP = 3, 1, 2
DEVICE_JOIN = 1

Item = TypeVar("Item", bound=ctypes.Structure)


class User(ctypes.Structure):
    """USER_INFO_3; what we do not look at is not named."""

    _fields_ = (
        ("name", POINTER),
        ("password", POINTER),
        ("age_and_privilege", DWORD * 2),
        ("texts", POINTER * 2),
        ("flags", DWORD),
        ("script", POINTER),
        ("authorisations", DWORD),
        ("more_texts", POINTER * 4),
        ("times", DWORD * 5),
        ("hours", POINTER),
        ("counts", DWORD * 2),
        ("server", POINTER),
        ("country_and_page", DWORD * 2),
        ("number", DWORD),
        ("group", DWORD),
        ("profile", POINTER),
        ("home_drive", POINTER),
        ("expired", DWORD),
    )


class Member(ctypes.Structure):
    """LOCALGROUP_MEMBERS_INFO_0."""

    _fields_ = (("sid", POINTER),)


class PasswordRules(ctypes.Structure):
    """USER_MODALS_INFO_0."""

    _fields_ = (
        ("shortest", DWORD),
        ("oldest", DWORD),
        ("youngest", DWORD),
        ("logoff", DWORD),
        ("history", DWORD),
    )


class Domain(ctypes.Structure):
    """USER_MODALS_INFO_2: the identifier all local accounts begin with."""

    _fields_ = (("name", POINTER), ("sid", POINTER))


class Lockout(ctypes.Structure):
    """USER_MODALS_INFO_3."""

    _fields_ = (("duration", DWORD), ("window", DWORD), ("attempts", DWORD))


class Join(ctypes.Structure):
    """DSREG_JOIN_INFO, down to what we look at."""

    _fields_ = (("type", DWORD),)


def local_accounts() -> LocalAccounts:
    """List the accounts of this computer, and count those of its group of administrators."""
    members = frozenset(_administrators())
    with _modals(2, Domain) as domain:
        prefix = sid_at(domain.sid)
    return LocalAccounts(
        accounts=tuple(
            LocalAccount(
                rid=user.number,
                disabled=bool(user.flags & DISABLED),
                password_not_required=bool(user.flags & PASSWORD_NOT_REQUIRED),
                administrator=f"{prefix}-{user.number}" in members,
            )
            for user in _users()
        ),
        administrators=len(members),
    )


def password_policy() -> PasswordPolicy:
    """Ask for the rules that hold for the accounts of this computer."""
    with _modals(0, PasswordRules) as rules, _modals(3, Lockout) as lockout:
        return PasswordPolicy(minimum_length=rules.shortest, lockout_attempts=lockout.attempts)


def membership() -> Membership:
    """Ask whether an organisation manages this computer: its domain, or its directory."""
    return Membership(domain=_in_a_domain(), directory=_in_a_directory())


def _in_a_domain() -> bool:
    ask = function("netapi32", "NetGetJoinInformation", DWORD, TEXT, POINTER, POINTER)
    status = DWORD()
    with net_buffer() as name:
        check(ask(None, byref(name), byref(status)))
    if status.value not in {IN_A_DOMAIN, ALONE, IN_A_WORKGROUP}:
        raise MachineRefusedError(FAULTED)
    return status.value == IN_A_DOMAIN


def _in_a_directory() -> bool:
    ask = function("netapi32", "NetGetAadJoinInformation", DWORD, TEXT, POINTER)
    found = POINTER()
    check(ask(None, byref(found)))
    if not found.value:
        return False
    try:
        return bool(Join.from_address(found.value).type == DEVICE_JOIN)
    finally:
        function("netapi32", "NetFreeAadJoinInformation", None, POINTER)(found)


def _users() -> Iterator[User]:
    ask = function(
        "netapi32", "NetUserEnum", DWORD, TEXT, DWORD, DWORD, POINTER, DWORD, POINTER, POINTER,
        POINTER,
    )  # fmt: skip
    return pages(User, lambda *rest: ask(None, 3, NORMAL_ACCOUNTS, *rest))


def _administrators() -> Iterator[str]:
    group = account_name(ADMINISTRATORS_BYTES)
    ask = function(
        "netapi32", "NetLocalGroupGetMembers", DWORD, TEXT, TEXT, DWORD, POINTER, DWORD, POINTER,
        POINTER, POINTER,
    )  # fmt: skip
    for member in pages(Member, lambda *rest: ask(None, group, 0, *rest)):
        yield sid_at(member.sid)


def pages(kind: type[Item], ask: Callable[..., int]) -> Iterator[Item]:
    """Go through a list of the network functions; each item lives until the next one only."""
    place = ctypes.c_size_t()
    for _ in range(MOST_PAGES):
        count, total = DWORD(), DWORD()
        with net_buffer() as buffer:
            code = ask(byref(buffer), ALL, byref(count), byref(total), byref(place))
            if code not in {0, MORE_DATA}:
                raise refused(code)
            yield from array(kind, buffer.value, count.value)
        if code == 0:
            return
    raise MachineRefusedError(ODD)


@contextmanager
def _modals(level: int, kind: type[Item]) -> Iterator[Item]:
    ask = function("netapi32", "NetUserModalsGet", DWORD, TEXT, DWORD, POINTER)
    with net_buffer() as buffer:
        check(ask(None, level, byref(buffer)))
        yield array(kind, buffer.value, 1)[0]


@contextmanager
def net_buffer() -> Iterator[ctypes.c_void_p]:
    """Lend a pointer that the network functions fill, and free what they left."""
    free = function("netapi32", "NetApiBufferFree", DWORD, POINTER)
    buffer = POINTER()
    try:
        yield buffer
    finally:
        if buffer.value:
            free(buffer)
