r"""Lets Windows install its updates by itself again; values of «Configure Automatic Updates».

1 means off, 2 asks before downloading, 3 before installing, 7 likewise on servers, 4 installs.
"""

from collections.abc import Iterator

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change, Sight, Wanted
from hygie.workstation.settings.windows_wanted import MANAGED, entry, registry_changes, value_of

POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU"
COMPANY = r"HKLM\SOFTWARE\Microsoft\PolicyManager\current\device\Update"
SERVICE = r"HKLM\SYSTEM\CurrentControlSet\Services\wuauserv"
ASKS_FIRST = frozenset({1, 2, 3, 7})
BY_ITSELF, ON_DEMAND, DISABLED = 4, 3, 4
SAID = "Windows installe seul ses correctifs, et redémarre hors de vos heures d'activité."
STARTS = "Le service de mise à jour de Windows peut de nouveau démarrer."


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change; a computer that an organisation updates is not ours."""
    by_company = value_of(sight, COMPANY, "AllowAutoUpdate") is not None
    if by_company or value_of(sight, POLICY, "UseWUServer") == 1:
        raise MachineRefusedError(MANAGED)
    return registry_changes(sight, _wanted(sight))


def _wanted(sight: Sight) -> Iterator[Wanted]:
    if value_of(sight, POLICY, "NoAutoUpdate") == 1:
        yield entry(POLICY, "NoAutoUpdate", 0, SAID)
    if value_of(sight, POLICY, "AUOptions") in ASKS_FIRST:
        yield entry(POLICY, "AUOptions", BY_ITSELF, SAID)
    if value_of(sight, SERVICE, "Start") == DISABLED:
        yield entry(SERVICE, "Start", ON_DEMAND, STARTS)
