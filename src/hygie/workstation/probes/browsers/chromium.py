"""Browsers of the Chromium family, whose passwords no primary password protects on Linux."""

from collections.abc import Sequence

from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.probes.browsers.profiles import (
    PROFILES,
    TOO_MANY,
    Look,
    Profile,
    join,
    names,
    places,
    subfolders,
)
from hygie.workstation.sqlite_reading import read_rows, whole_number

ROOTS = {
    "chromium": (
        ".config/chromium",
        "snap/chromium/common/chromium",
        ".var/app/org.chromium.Chromium/config/chromium",
        ".var/app/io.github.ungoogled_software.ungoogled_chromium/config/chromium",
    ),
    "chrome": (
        ".config/google-chrome",
        ".config/google-chrome-beta",
        ".config/google-chrome-unstable",
        ".var/app/com.google.Chrome/config/google-chrome",
        ".var/app/com.google.ChromeDev/config/google-chrome-unstable",
    ),
    "brave": (
        ".config/BraveSoftware/Brave-Browser",
        ".config/BraveSoftware/Brave-Browser-Beta",
        ".config/BraveSoftware/Brave-Browser-Nightly",
        ".var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser",
        "snap/brave/current/.config/BraveSoftware/Brave-Browser",
    ),
    "edge": (
        ".config/microsoft-edge",
        ".config/microsoft-edge-beta",
        ".config/microsoft-edge-dev",
        ".var/app/com.microsoft.Edge/config/microsoft-edge",
    ),
    "vivaldi": (
        ".config/vivaldi",
        ".config/vivaldi-snapshot",
        ".var/app/com.vivaldi.Vivaldi/config/vivaldi",
    ),
    "opera": (
        ".config/opera",
        ".config/opera-beta",
        ".config/opera-developer",
        ".var/app/com.opera.Opera/config/opera",
        "snap/opera/current/.config/opera",
    ),
}
DATABASES = ("Login Data", "Login Data For Account")
"""Passwords of this computer, and those kept in the account the browser is signed in to."""

QUERY = "SELECT count(*) FROM logins WHERE blacklisted_by_user = 0"
INTERNAL = ("System Profile", "Guest Profile")
"""Folders of the browser's own, which no one can store a password in."""


def look(machine: Machine, context: Context) -> Look:
    """Find every profile of this family and count what each stores."""
    return join(_under(machine, browser, folder) for browser, folder in places(context, ROOTS))


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
