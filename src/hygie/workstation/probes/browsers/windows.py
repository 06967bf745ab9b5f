"""Passwords stored in the browsers of the daily user, under Windows. Counts only, as on Linux.

Seen: the families of Chromium and Firefox, the Store's included. Not seen: Internet Explorer and
the browsers we do not know. Windows ties the passwords of the Chromium family to the session:
whoever sits before it when it is open reads them, so they count as unprotected, as on Linux. A
browser that is open does not keep its files from being read: SQLite locks bytes far beyond them.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.probes.browsers import chromium, firefox
from hygie.workstation.probes.browsers.counted import browser_readings
from hygie.workstation.probes.browsers.profiles import Look, Roots, join
from hygie.workstation.windows_folders import places, require_session, store_folders
from hygie.workstation.windows_machine import WindowsMachine

CHROMIUM: Roots = {
    "chromium": ("Local/Chromium/User Data",),
    "chrome": (
        "Local/Google/Chrome/User Data",
        "Local/Google/Chrome Beta/User Data",
        "Local/Google/Chrome Dev/User Data",
        "Local/Google/Chrome SxS/User Data",
    ),
    "brave": (
        "Local/BraveSoftware/Brave-Browser/User Data",
        "Local/BraveSoftware/Brave-Browser-Beta/User Data",
        "Local/BraveSoftware/Brave-Browser-Nightly/User Data",
    ),
    "edge": (
        "Local/Microsoft/Edge/User Data",
        "Local/Microsoft/Edge Beta/User Data",
        "Local/Microsoft/Edge Dev/User Data",
        "Local/Microsoft/Edge SxS/User Data",
    ),
    "vivaldi": ("Local/Vivaldi/User Data",),
    "opera": (
        "Roaming/Opera Software/Opera Stable",
        "Roaming/Opera Software/Opera GX Stable",
        "Roaming/Opera Software/Opera Next",
        "Roaming/Opera Software/Opera Developer",
    ),
}
FIREFOX: Roots = {
    "firefox": ("Roaming/Mozilla/Firefox",),
    "librewolf": ("Roaming/librewolf",),
    "waterfox": ("Roaming/Waterfox",),
}
STORE = "Mozilla.Firefox"
STORE_ROOT = "Mozilla/Firefox"
SOURCE = "Profils des navigateurs (~/AppData)"


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return the five ``browser.*`` facts."""
    return browser_readings(context, _look(machine, context), source=SOURCE)


def _look(machine: WindowsMachine, context: Context) -> Look:
    try:
        require_session(machine, context)
    except MachineRefusedError as refusal:
        return Look(reason=refusal.reason)
    return join(
        (
            chromium.look(machine, places(context, CHROMIUM)),
            firefox.look(machine, places(context, FIREFOX)),
            _store(machine, context),
        )
    )


def _store(machine: WindowsMachine, context: Context) -> Look:
    try:
        folders = store_folders(machine, context, STORE)
    except MachineRefusedError as refusal:
        return Look(reason=refusal.reason)
    return firefox.look(machine, [("firefox", f"{folder}/{STORE_ROOT}") for folder in folders])
