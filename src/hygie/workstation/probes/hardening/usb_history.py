"""How many USB drives this workstation remembers having seen; never which ones."""

from hygie.workstation.machine import MachineRefusedError, MissingError
from hygie.workstation.probes.hardening.said import NOT_SAID, Said
from hygie.workstation.windows_keys import is_key
from hygie.workstation.windows_machine import WindowsMachine

DEVICES = r"HKLM\SYSTEM\CurrentControlSet\Enum"
DRIVES = f"{DEVICES}\\USBSTOR"
MOST = 10_000


def seen_before(machine: WindowsMachine) -> Said:
    """Count the drives remembered, those plugged in now included."""
    if not is_key(machine, DEVICES):
        raise MachineRefusedError(NOT_SAID)
    models = _children(machine, DRIVES)
    count = sum(len(_children(machine, f"{DRIVES}\\{model}")) for model in models)
    return Said(count, "USBSTOR")


def _children(machine: WindowsMachine, key: str) -> tuple[str, ...]:
    try:
        names = machine.registry.open(key).keys
    except MissingError:
        return ()
    if len(names) > MOST:
        raise MachineRefusedError(NOT_SAID)
    return names
