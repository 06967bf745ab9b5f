r"""AutoPlay and AutoRun: what Windows does by itself when a medium is plugged in.

Microsoft's «Policy CSP - Autoplay»: the machine's policy comes before the user's; without any,
AutoPlay is on, and since Windows Vista the command of a medium is only offered, not run. AutoPlay
that is off («automount» is False) runs nothing either.
"""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_keys import first_number, number, opened, require_windows, text
from hygie.workstation.windows_machine import RegistryKey, WindowsMachine

EXPLORER = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer"
HANDLERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\AutoplayHandlers"
AUTOPLAY = "NoDriveTypeAutoRun, DisableAutoplay"
CHOICES = rf"{HANDLERS}\UserChosenExecuteHandlers"
PROGRAMS, DISKS = rf"{CHOICES}\AutorunINFLegacyArrival", rf"{CHOICES}\StorageOnArrival"
NOTHING = "mstakenoaction"
HARMLESS = frozenset({"", "msprompteachtime", NOTHING})

REMOVABLE, FIXED, OPTICAL = 0x04, 0x08, 0x20
"""Bits of NoDriveTypeAutoRun, one per answer of GetDriveType: 1 turns AutoPlay off."""

NEVER_RUNS, RUNS = 1, 2
ALLOWED = frozenset({None, 0, NEVER_RUNS, RUNS})
ODD = "Le réglage de l'exécution automatique de Windows n'a pas une valeur connue."
CHOSEN = "Un choix a été fait pour les programmes des supports branchés ; Hygie ne le connaît pas."


def read_automount(machine: WindowsMachine) -> bool | str:
    """Tell whether AutoPlay acts on a USB medium, or why that is not known."""
    try:
        return not (_is_off(machine, REMOVABLE) or _choice(machine, DISKS) == NOTHING)
    except MachineRefusedError as refusal:
        return refusal.reason


def read_autorun(machine: WindowsMachine) -> bool | str:
    """Tell whether a program of a medium starts by itself, or why that is not known."""
    try:
        if _is_off(machine, REMOVABLE | FIXED | OPTICAL):
            return False
        behaviour = first_number(_policies(machine), "NoAutorun")
        choice = _choice(machine, PROGRAMS)
    except MachineRefusedError as refusal:
        return refusal.reason
    if behaviour not in ALLOWED:
        return ODD
    if behaviour in {NEVER_RUNS, RUNS}:
        return behaviour == RUNS
    return False if choice in HARMLESS else CHOSEN


def _is_off(machine: WindowsMachine, kinds: int) -> bool:
    """Tell whether AutoPlay is off for these kinds of drives, by policy or by the user's choice."""
    require_windows(machine)
    mask = first_number(_policies(machine), "NoDriveTypeAutoRun") or 0
    if mask & kinds == kinds:
        return True
    return number(opened(machine, HANDLERS), "DisableAutoplay") == 1


def _choice(machine: WindowsMachine, key: str) -> str:
    """Return what the user chose in the Settings, which is the key's own value."""
    return (text(opened(machine, key), "") or "").lower()


def _policies(machine: WindowsMachine) -> list[RegistryKey]:
    return [opened(machine, rf"{hive}\{EXPLORER}") for hive in ("HKLM", "HKCU")]
