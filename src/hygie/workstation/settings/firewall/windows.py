r"""Switches Windows' own firewall on, on its three kinds of networks."""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes
from hygie.workstation.settings.windows_door import NETSH_NAMES
from hygie.workstation.settings.windows_wanted import MANAGED, value_of

POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall"
SAID = "Le pare-feu de Windows arrête ce qui vient du réseau sans avoir été demandé, partout."


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change; what a policy decides is not ours."""
    if any(
        value_of(sight, f"{POLICY}\\{name}", "EnableFirewall") is not None for name in NETSH_NAMES
    ):
        raise MachineRefusedError(MANAGED)
    places = [Place(store=Store.PROFILE, where=name, elevated=True) for name in NETSH_NAMES]
    return changes(sight, [Wanted(place=place, value=1, said=SAID) for place in places])
