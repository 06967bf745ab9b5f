"""Closes the guest's session of macOS."""

from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes

PLACE = Place(
    store=Store.DEFAULTS,
    where="/Library/Preferences/com.apple.loginwindow",
    name="GuestEnabled",
    elevated=True,
)
SAID = "La session « Invité » n'est plus proposée à l'ouverture de ce Mac."
OFF = "bool 0"


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change; a switch nobody ever touched is left alone."""
    if sight.door.get(PLACE) is None:
        return ()
    return changes(sight, [Wanted(place=PLACE, value=OFF, said=SAID)])
