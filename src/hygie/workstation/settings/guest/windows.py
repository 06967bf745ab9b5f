"""Disables the Windows account of number 501, whatever its name."""

from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes

GUEST = Place(store=Store.ACCOUNT, where="501", elevated=True)
SAID = "Le compte « Invité » de Windows ne peut plus ouvrir de session."


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change."""
    return changes(sight, [Wanted(place=GUEST, value=0, said=SAID)])
