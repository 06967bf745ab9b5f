"""Passwords stored in the browsers of the daily user. Counts only: no site, no account is kept.

Seen: the families of Chromium and Firefox, GNOME Web and Falkon, in their usual folders, Snap and
Flatpak included. Other browsers, and other people's sessions, are not.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.machine import Context, Machine
from hygie.workstation.probes.browsers import chromium, firefox, keyring
from hygie.workstation.probes.browsers.counted import browser_readings
from hygie.workstation.probes.browsers.profiles import Roots, join, places

CHROMIUM: Roots = {
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
FIREFOX: Roots = {
    "firefox": (
        ".mozilla/firefox",
        ".config/mozilla/firefox",
        "snap/firefox/common/.mozilla/firefox",
        "snap/firefox/common/.config/mozilla/firefox",
        ".var/app/org.mozilla.firefox/.mozilla/firefox",
        ".var/app/org.mozilla.firefox/config/mozilla/firefox",
    ),
    "librewolf": (
        ".librewolf",
        ".config/librewolf/librewolf",
        ".var/app/io.gitlab.librewolf-community/.librewolf",
        ".var/app/io.gitlab.librewolf-community/config/librewolf/librewolf",
    ),
    "waterfox": (".waterfox", ".var/app/net.waterfox.waterfox/.waterfox"),
}
KEYRING: Roots = {
    "epiphany": (
        ".local/share/epiphany",
        ".var/app/org.gnome.Epiphany/data/epiphany",
    ),
    "falkon": (".config/falkon/profiles",),
}
SOURCE = "Profils des navigateurs (~/.config, ~/.mozilla, ~/snap, ~/.var/app)"


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the five ``browser.*`` facts."""
    seen = join(
        (
            chromium.look(machine, places(context, CHROMIUM)),
            firefox.look(machine, places(context, FIREFOX)),
            keyring.look(machine, places(context, KEYRING)),
        )
    )
    return browser_readings(context, seen, source=SOURCE)
