"""The old file sharing, SMBv1: its two drivers, which are not there unless it is installed.

What is written is obeyed at the next start: until then, the drivers that run still speak it.
"""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.presence import is_there
from hygie.workstation.probes.hardening.said import NOT_SAID, Said
from hygie.workstation.windows_keys import is_key, number, opened
from hygie.workstation.windows_machine import Services, WindowsMachine
from hygie.workstation.windows_report import system_root

SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
SERVER_SETTINGS = f"{SERVICES}\\LanmanServer\\Parameters"
CLIENT, SERVER = "mrxsmb10", "srv"
DISABLED = 4
"""SERVICE_DISABLED; below, the driver starts with Windows or on demand."""

RESTART = (
    "Redémarrage attendu : SMBv1 est fermé dans les réglages de Windows, mais ses pilotes marchent"
    " encore."
)


def active(machine: WindowsMachine) -> Said:
    """Tell whether this workstation still speaks SMBv1, as a client or as a server."""
    server = _starts(machine, SERVER) and number(opened(machine, SERVER_SETTINGS), "SMB1") != 0
    speaks = server or _starts(machine, CLIENT)
    if not speaks and _still_runs(machine):
        raise MachineRefusedError(RESTART)
    return Said(speaks, "services mrxsmb10 et srv")


def _still_runs(machine: WindowsMachine) -> bool:
    drivers = {name for name in (CLIENT, SERVER) if is_key(machine, f"{SERVICES}\\{name}")}
    return bool(drivers) and not drivers.isdisjoint(machine.calls.ask(Services).running)


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
