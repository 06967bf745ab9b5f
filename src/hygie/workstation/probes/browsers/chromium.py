"""Browsers of the Chromium family, whose passwords no primary password protects."""

from collections.abc import Sequence

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError
from hygie.workstation.probes.browsers.profiles import (
    PROFILES,
    TOO_MANY,
    Look,
    Places,
    Profile,
    join,
    names,
    subfolders,
)
from hygie.workstation.sqlite_reading import read_rows, whole_number

DATABASES = ("Login Data", "Login Data For Account")
"""Passwords of this computer, and those kept in the account the browser is signed in to."""

QUERY = "SELECT count(*) FROM logins WHERE blacklisted_by_user = 0"
INTERNAL = ("System Profile", "Guest Profile")
"""Folders of the browser's own, which no one can store a password in."""


def look(machine: Machine, places: Places) -> Look:
    """Find every profile of this family and count what each stores."""
    return join(_under(machine, browser, folder) for browser, folder in places)


def _under(machine: Machine, browser: str, root: str) -> Look:
    try:
        children = [name for name in subfolders(machine.entries(root)) if name not in INTERNAL]
    except MissingError:
        return Look()
    except MachineRefusedError as refusal:
        return Look(reason=refusal.reason)
    if len(children) > PROFILES:
        return Look(reason=TOO_MANY)
    folders = [root, *(f"{root}/{name}" for name in children)]
    return join(_in_folder(machine, browser, folder) for folder in folders)


def _in_folder(machine: Machine, browser: str, folder: str) -> Look:
    try:
        present = names(machine, folder)
    except MachineRefusedError as refusal:
        return Look(reason=refusal.reason)
    databases = [name for name in DATABASES if name in present]
    if not databases:
        return Look()
    return Look(profiles=(_profile(machine, browser, [f"{folder}/{name}" for name in databases]),))


def _profile(machine: Machine, browser: str, databases: Sequence[str]) -> Profile:
    try:
        count = sum(_count(machine, path) for path in databases)
    except MachineRefusedError as refusal:
        return Profile(browser=browser, passwords=None, primary=False, reason=refusal.reason)
    return Profile(browser=browser, passwords=count, primary=False)


def _count(machine: Machine, path: str) -> int:
    return whole_number(read_rows(machine, path, QUERY, tables=("logins",)))
