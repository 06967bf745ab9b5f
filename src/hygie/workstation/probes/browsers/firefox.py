"""Browsers of the Firefox family: passwords in logins.json, protected or not by key4.db."""

import json
from collections.abc import Collection, Iterable, Mapping

from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.mozilla import profile_folders
from hygie.workstation.probes.browsers.primary_password import read_primary_password
from hygie.workstation.probes.browsers.profiles import (
    Look,
    Places,
    Profile,
    join,
    names,
)
from hygie.workstation.sqlite_reading import read_rows, whole_number

IN_USE = ("prefs.js", "logins.json", "logins.db", "key4.db")
"""A profile never opened holds none of these."""

JSON_BYTES = 16 << 20
FIREFOX_ACCOUNT = "chrome://FirefoxAccounts"
"""The browser keeps its own account's token among the passwords; its list does not show it."""

DATABASE = "logins.db"
TABLES = ("loginsL", "loginsM")
QUERY = (
    "SELECT (SELECT count(*) FROM loginsL WHERE is_deleted = 0)"
    " + (SELECT count(*) FROM loginsM WHERE is_overridden = 0)"
)
ODD_LOGINS = "La liste des mots de passe du navigateur n'a pas la forme attendue."


def look(machine: Machine, places: Places) -> Look:
    """Find every profile of this family, count what each stores and see how it is protected."""
    return join(_under(machine, browser, folder) for browser, folder in places)


def parse_logins(content: bytes) -> int | None:
    """Count the passwords of logins.json; None when it does not have that form."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    logins = document.get("logins") if isinstance(document, dict) else None
    if not isinstance(logins, list) or not all(isinstance(login, dict) for login in logins):
        return None
    return sum(not _is_hidden(login) for login in logins)


def _is_hidden(login: Mapping[str, object]) -> bool:
    """Tell whether Firefox itself hides this entry: one deleted on this computer, or its own."""
    return login.get("deleted") is True or login.get("hostname") == FIREFOX_ACCOUNT


def _under(machine: Machine, browser: str, root: str) -> Look:
    try:
        folders = profile_folders(machine, root)
    except MachineRefusedError as refusal:
        return Look(reason=refusal.reason)
    return join(_in_folder(machine, browser, folder) for folder in folders)


def _in_folder(machine: Machine, browser: str, folder: str) -> Look:
    try:
        present = names(machine, folder)
    except MachineRefusedError as refusal:
        return Look(reason=refusal.reason)
    if not any(name in present for name in IN_USE):
        return Look()
    try:
        count = _count(machine, folder, present)
    except MachineRefusedError as refusal:
        lost = Profile(browser=browser, passwords=None, primary=None, reason=refusal.reason)
        return Look(profiles=(lost,))
    primary = read_primary_password(machine, folder) if count else None
    return Look(profiles=(Profile(browser=browser, passwords=count, primary=primary),))


def _count(machine: Machine, folder: str, present: Collection[str]) -> int:
    """Count in both stores and keep the larger: recent versions copy one into the other."""
    return max(_stores(machine, folder, present), default=0)


def _stores(machine: Machine, folder: str, present: Collection[str]) -> Iterable[int]:
    if "logins.json" in present:
        count = parse_logins(machine.read(f"{folder}/logins.json", limit=JSON_BYTES))
        if count is None:
            raise MachineRefusedError(ODD_LOGINS)
        yield count
    if DATABASE in present:
        yield whole_number(read_rows(machine, f"{folder}/{DATABASE}", QUERY, tables=TABLES))
