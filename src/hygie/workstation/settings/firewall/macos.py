"""Switches macOS' own firewall on."""

from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes

PLACE = Place(store=Store.APPLICATION_FIREWALL, where="socketfilterfw", elevated=True)
SAID = "Le coupe-feu de macOS demande avant de laisser un programme recevoir des connexions."


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change."""
    return changes(sight, [Wanted(place=PLACE, value=1, said=SAID)])
