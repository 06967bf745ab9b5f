"""The old file sharing, SMBv1: its two drivers, which are not there unless it is installed."""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.presence import is_there
from hygie.workstation.probes.hardening.said import NOT_SAID, Said
from hygie.workstation.windows_keys import is_key, number, opened
from hygie.workstation.windows_machine import WindowsMachine
from hygie.workstation.windows_report import system_root

SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
SERVER_SETTINGS = f"{SERVICES}\\LanmanServer\\Parameters"
CLIENT, SERVER = "mrxsmb10", "srv"
DISABLED = 4
"""SERVICE_DISABLED; below, the driver starts with Windows or on demand."""


def active(machine: WindowsMachine) -> Said:
    """Tell whether this workstation still speaks SMBv1, as a client or as a server."""
    server = _starts(machine, SERVER) and number(opened(machine, SERVER_SETTINGS), "SMB1") != 0
    return Said(server or _starts(machine, CLIENT), "services mrxsmb10 et srv")


def _starts(machine: WindowsMachine, driver: str) -> bool:
    key = f"{SERVICES}\\{driver}"
    if not is_key(machine, SERVICES):
        raise MachineRefusedError(NOT_SAID)
    if not is_key(machine, key):
        return False
    start = number(opened(machine, key), "Start")
    if start is None or start > DISABLED:
        raise MachineRefusedError(NOT_SAID)
    file = f"{system_root(machine)}\\System32\\drivers\\{driver}.sys"
    return start < DISABLED and is_there(machine, file)
