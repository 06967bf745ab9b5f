"""Windows' own remote desktop (RDP): policy first, then the setting, in Windows' order.

The Home editions do not answer RDP by themselves, but a known patch makes them: a setting that
opens it counts on every edition.
"""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.hardening.said import NOT_SAID, NotConcernedError, Said
from hygie.workstation.windows_keys import first_number, opened
from hygie.workstation.windows_machine import WindowsMachine

POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
SETTING = r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server"
STATION = f"{SETTING}\\WinStations\\RDP-Tcp"
DENY, FIRST = "fDenyTSConnections", "UserAuthentication"

CLOSED = "Le Bureau à distance est fermé sur ce poste."


def is_open(machine: WindowsMachine) -> Said:
    """Tell whether other computers may open a session here."""
    denied = first_number((opened(machine, POLICY), opened(machine, SETTING)), DENY)
    if denied not in {0, 1}:
        raise MachineRefusedError(NOT_SAID)
    return Said(denied == 0, DENY)


def asks_first(machine: WindowsMachine) -> Said:
    """Tell whether the visitor must prove who they are before a session is drawn (NLA)."""
    if not is_open(machine).value:
        raise NotConcernedError(CLOSED)
    asked = first_number((opened(machine, POLICY), opened(machine, STATION)), FIRST)
    if asked not in {0, 1}:
        raise MachineRefusedError(NOT_SAID)
    return Said(asked == 1, FIRST)
