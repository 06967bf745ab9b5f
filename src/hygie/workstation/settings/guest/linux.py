"""Withdraws the guest session of LightDM, the only display manager that offers one."""

from hygie.workstation.desktop import display_manager
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import (
    Change,
    NotHereError,
    Place,
    Sight,
    Store,
    Wanted,
    changes,
)

PATH = "/etc/lightdm/lightdm.conf.d/60-hygie.conf"
TEXT = "[Seat:*]\nallow-guest=false\n"
SAID = "La session « Invité » n'est plus proposée, à partir du prochain démarrage."
NO_GUEST = "Ce poste ouvre ses sessions sans proposer de session invitée."
UNKNOWN = "Hygie n'a pas reconnu le programme qui ouvre les sessions au démarrage."


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change in LightDM's settings."""
    manager = display_manager(sight.machine)
    if manager is None:
        raise MachineRefusedError(UNKNOWN)
    if manager != "lightdm":
        raise NotHereError(NO_GUEST)
    place = Place(store=Store.FILE, where=PATH, elevated=True)
    return changes(sight, [Wanted(place=place, value=TEXT, said=SAID)])
