"""How many tasks, beside those of Windows, start a program by themselves; never which ones."""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.hardening.said import NOT_SAID, Said
from hygie.workstation.windows_fields import whole
from hygie.workstation.windows_machine import WindowsMachine
from hygie.workstation.windows_report import fields, section

SOURCE = "MSFT_ScheduledTask, tâches que cette session peut voir"


def added(machine: WindowsMachine) -> Said:
    """Count the active tasks outside the folder of Microsoft, those of its programs included."""
    row = fields(section(machine, "tasks"))
    count = whole(row, "added")
    if count is None:
        raise MachineRefusedError(NOT_SAID)
    return Said(count, SOURCE)
