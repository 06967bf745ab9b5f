"""Lets macOS look for, download and install its updates and its security responses."""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.macos_preferences import managed_settings
from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes

NAME = "com.apple.SoftwareUpdate"
DOMAIN = f"/Library/Preferences/{NAME}"
SWITCHES = (
    "AutomaticCheckEnabled",
    "AutomaticDownload",
    "AutomaticallyInstallMacOSUpdates",
    "CriticalUpdateInstall",
)
ON = ("bool 1", "int 1")
"""Older tools write a switch as a number; macOS reads both alike."""

SAID = "macOS cherche, télécharge et installe seul ses mises à jour et ses correctifs urgents."
IMPOSED = "Les mises à jour sont réglées par un profil : voyez avec qui gère ce Mac."


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change; what a profile imposes is not ours."""
    if not managed_settings(sight.machine, sight.context, NAME).keys().isdisjoint(SWITCHES):
        raise MachineRefusedError(IMPOSED)
    places = [
        Place(store=Store.DEFAULTS, where=DOMAIN, name=name, elevated=True) for name in SWITCHES
    ]
    off = [place for place in places if sight.door.get(place) not in ON]
    return changes(sight, [Wanted(place=place, value="bool 1", said=SAID) for place in off])
