"""The accounts of a Linux workstation, from its own files: passwd(5), group(5), shadow(5)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ADMIN_GROUPS = frozenset({"sudo", "wheel", "admin", "docker", "lxd"})
"""The last two start containers as root: their members may change anything, without a password."""
"""The groups whose members a desktop's own settings call «administrator»."""

GUEST_NAMES = frozenset({"guest", "xguest", "invite", "invité"})
NO_LOGIN = frozenset({"nologin", "false", "sync", "shutdown", "halt"})
FIRST_PERSON, LAST_PERSON = 1000, 60000
"""UID_MIN and UID_MAX where login.defs(5) does not say."""

PASSWD_FIELDS, GROUP_FIELDS, SHADOW_FIELDS = 7, 4, 9
NUMBER = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One line of /etc/passwd. ``open`` means that no password at all is asked for."""

    name: str
    uid: int
    gid: int
    open: bool
    logs_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One line of /etc/group."""

    name: str
    gid: int
    members: frozenset[str]


def parse_passwd(text: str) -> tuple[Account, ...] | None:
    """Read /etc/passwd; None when a line has not its form, or nothing is there."""
    rows = [line.split(":") for line in _lines(text)]
    if not rows or any(not _is_account(row) for row in rows):
        return None
    return tuple(
        Account(
            name=row[0],
            uid=int(row[2]),
            gid=int(row[3]),
            open=row[1] == "",
            logs_in=row[6].rpartition("/")[2] not in NO_LOGIN,
        )
        for row in rows
    )


def parse_group(text: str) -> tuple[Group, ...] | None:
    """Read /etc/group; None when a line has not its form, or nothing is there."""
    rows = [line.split(":") for line in _lines(text)]
    if not rows or any(len(row) != GROUP_FIELDS or not NUMBER.fullmatch(row[2]) for row in rows):
        return None
    return tuple(
        Group(name=row[0], gid=int(row[2]), members=frozenset(row[3].split(",")) - {""})
        for row in rows
    )


def parse_shadow(text: str) -> frozenset[str] | None:
    """Return the accounts without a password; None when a line has not the form of shadow(5)."""
    rows = [line.split(":") for line in _lines(text)]
    if not rows or any(len(row) != SHADOW_FIELDS or not row[0] for row in rows):
        return None
    return frozenset(row[0] for row in rows if row[1] == "")


def parse_person_range(text: str) -> tuple[int, int]:
    """Read UID_MIN and UID_MAX of login.defs; the usual ones where it does not say."""
    words = [line.split() for line in text.split("\n")]
    limits = {
        row[0]: int(row[1])
        for row in words
        if len(row) > 1 and row[0] in {"UID_MIN", "UID_MAX"} and NUMBER.fullmatch(row[1])
    }
    return limits.get("UID_MIN", FIRST_PERSON), limits.get("UID_MAX", LAST_PERSON)


def people(accounts: Iterable[Account], limits: tuple[int, int]) -> frozenset[str]:
    """Return the accounts a person opens a session with."""
    return frozenset(
        each.name for each in accounts if limits[0] <= each.uid <= limits[1] and each.logs_in
    )


def administrators(accounts: Iterable[Account], groups: Iterable[Group]) -> frozenset[str]:
    """Return the accounts with uid 0 and the members, primary ones included, of admin groups."""
    admin = [group for group in groups if group.name in ADMIN_GROUPS]
    numbers = {group.gid for group in admin}
    members = frozenset().union(*(group.members for group in admin))
    return members | {each.name for each in accounts if each.uid == 0 or each.gid in numbers}


def _lines(text: str) -> list[str]:
    """Leave out blank lines, comments, and the «+» lines that call a network directory."""
    return [line for line in text.split("\n") if line.strip() and line[0] not in "#+-"]


def _is_account(row: list[str]) -> bool:
    if len(row) != PASSWD_FIELDS or not row[0]:
        return False
    return all(NUMBER.fullmatch(number) for number in row[2:4])
