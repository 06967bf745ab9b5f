"""Switches macOS' own firewall on, by its own command.

Since macOS 15 the file that held its state is gone, and that command is Apple's only way (release
notes of macOS 15). On a Mac whose firewall a profile decides, the command refuses.
"""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.macos_preferences import managed_settings
from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes

PLACE = Place(store=Store.APPLICATION_FIREWALL, where="socketfilterfw", elevated=True)
PROFILE = "com.apple.security.firewall"
SAID = "Le coupe-feu de macOS demande avant de laisser un programme recevoir des connexions."
IMPOSED = "Le coupe-feu est réglé par un profil de configuration : voyez avec qui gère ce Mac."


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change; what a profile decides is not ours."""
    if managed_settings(sight.machine, sight.context, PROFILE):
        raise MachineRefusedError(IMPOSED)
    return changes(sight, [Wanted(place=PLACE, value=1, said=SAID)])
