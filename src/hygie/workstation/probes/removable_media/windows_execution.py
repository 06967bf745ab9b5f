r"""Whether Windows refuses to run programs from removable disks («Removable Storage Access»).

Without that policy it lets them run («Policy CSP - ADMX_RemovableStorage»), unless rules on
programs say otherwise: those are seen, not understood.
"""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_keys import number, opened, require_windows
from hygie.workstation.windows_machine import WindowsMachine

STORAGE = r"SOFTWARE\Policies\Microsoft\Windows\RemovableStorageDevices"
DENIED = "RemovableStorageDevices"
DISKS = "{53f5630d-b6bf-11d0-94f2-00a0c91efb8b}"
RULES = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2\Exe",
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows\Safer\CodeIdentifiers",
)
"""AppLocker; software restriction policies."""

OWN_RULES = "Ce poste suit des règles sur les programmes, que Hygie ne lit pas."


def read_execution(machine: WindowsMachine) -> bool | str:
    """Tell whether a program of a removable disk is refused, or why that is not known."""
    try:
        require_windows(machine)
        if any(_denies(machine, hive) for hive in ("HKLM", "HKCU")):
            return True
        ruled = any(opened(machine, key).keys for key in RULES)
    except MachineRefusedError as refusal:
        return refusal.reason
    return OWN_RULES if ruled else False


def _denies(machine: WindowsMachine, hive: str) -> bool:
    everything = number(opened(machine, rf"{hive}\{STORAGE}"), "Deny_All")
    disks = number(opened(machine, rf"{hive}\{STORAGE}\{DISKS}"), "Deny_Execute")
    return 1 in {everything, disks}
