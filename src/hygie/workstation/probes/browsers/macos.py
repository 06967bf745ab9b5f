"""Passwords stored in the browsers of the daily user, on a Mac. Counts only, as on Linux.

Seen: the families of Chromium and Firefox, and that Safari was opened: its passwords are in the
keychain, which Hygie does not open.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.probes.browsers import chromium, firefox
from hygie.workstation.probes.browsers.counted import browser_readings
from hygie.workstation.probes.browsers.profiles import Look, Places, Profile, Roots, join, names

SUPPORT = "Library/Application Support"
CHROMIUM: Roots = {
    "chromium": ("Chromium",),
    "chrome": (
        "Google/Chrome",
        "Google/Chrome Beta",
        "Google/Chrome Dev",
        "Google/Chrome Canary",
    ),
    "brave": (
        "BraveSoftware/Brave-Browser",
        "BraveSoftware/Brave-Browser-Beta",
        "BraveSoftware/Brave-Browser-Nightly",
    ),
    "edge": (
        "Microsoft Edge",
        "Microsoft Edge Beta",
        "Microsoft Edge Dev",
        "Microsoft Edge Canary",
    ),
    "vivaldi": ("Vivaldi",),
    "opera": (
        "com.operasoftware.Opera",
        "com.operasoftware.OperaGX",
        "com.operasoftware.OperaNext",
        "com.operasoftware.OperaDeveloper",
    ),
    "arc": ("Arc/User Data",),
}
FIREFOX: Roots = {
    "firefox": ("Firefox",),
    "librewolf": ("librewolf",),
    "waterfox": ("Waterfox",),
}
SAFARI = "Safari"
NO_SESSION = "Le dossier de la session n'a pas été trouvé."
IN_KEYCHAIN = (
    "Safari range ses mots de passe dans le trousseau de macOS (application Mots de passe), que"
    " Hygie n'ouvre pas."
)
SOURCE = "Profils des navigateurs (~/Library)"


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the five ``browser.*`` facts."""
    seen = join(
        (
            chromium.look(machine, _places(context, CHROMIUM)),
            firefox.look(machine, _places(context, FIREFOX)),
            _safari(machine, context),
        )
    )
    return browser_readings(context, seen, source=SOURCE)


def _places(context: Context, roots: Roots) -> Places:
    for browser, folders in roots.items():
        for folder in folders:
            yield browser, f"{context.home}/{SUPPORT}/{folder}"


def _safari(machine: Machine, context: Context) -> Look:
    """Look from above: macOS lets nobody into Safari's own folder."""
    try:
        present = names(machine, f"{context.home}/Library")
    except MachineRefusedError as refusal:
        return Look(reason=refusal.reason)
    if not present:
        return Look(reason=NO_SESSION)
    if SAFARI not in present:
        return Look()
    used = Profile(browser="safari", passwords=None, primary=None, reason=IN_KEYCHAIN)
    return Look(profiles=(used,))
