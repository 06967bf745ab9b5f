"""Closes the guest's session of macOS."""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.macos_preferences import managed_settings
from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes

PLACE = Place(
    store=Store.DEFAULTS,
    where="/Library/Preferences/com.apple.loginwindow",
    name="GuestEnabled",
    elevated=True,
)
SAID = "La session « Invité » n'est plus proposée à l'ouverture de ce Mac."
OFF = "bool 0"
PROFILE, DECISIONS = "com.apple.MCX", ("DisableGuestAccount", "EnableGuestAccount")
IMPOSED = "La session « Invité » est réglée par un profil : voyez avec qui gère ce Mac."


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change; a switch nobody ever touched, or a profile's, is left alone."""
    managed = managed_settings(sight.machine, sight.context, PROFILE)
    if not managed.keys().isdisjoint(DECISIONS):
        raise MachineRefusedError(IMPOSED)
    if sight.door.get(PLACE) in {None, OFF, "int 0"}:
        return ()
    return changes(sight, [Wanted(place=PLACE, value=OFF, said=SAID)])
