r"""Closes Windows' own remote desktop: «fDenyTSConnections» is 1 when it is closed."""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change, NotHereError, Sight
from hygie.workstation.settings.windows_wanted import MANAGED, entry, registry_changes, value_of

SETTING = r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server"
POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
CURRENT = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
DENY = "fDenyTSConnections"
SAID = "Plus personne n'ouvre de session sur ce poste par le Bureau à distance de Windows."
NOT_SAID = "Windows n'a pas dit si son Bureau à distance est ouvert."
HOME = "Windows Famille n'a pas de Bureau à distance."


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change. On the Home editions too, when something opened it there."""
    imposed = value_of(sight, POLICY, DENY)
    denied = value_of(sight, SETTING, DENY) if imposed is None else imposed
    home = str(value_of(sight, CURRENT, "EditionID") or "").lower().startswith("core")
    if home and denied != 0:
        raise NotHereError(HOME)
    if imposed is not None:
        raise MachineRefusedError(MANAGED)
    if denied not in {0, 1}:
        raise MachineRefusedError(NOT_SAID)
    return registry_changes(sight, [entry(SETTING, DENY, 1, SAID)])
