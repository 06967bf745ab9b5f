"""What lies in the daily user's bin, all drives together. Only counted, by Windows itself."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_machine import RecycleBin, WindowsMachine

FACT = "trash.items"
SOURCE = "SHQueryRecycleBin"
ODD = "Windows n'a pas su compter ce que contient la corbeille."
REMEDY = "Ouvrez la corbeille du bureau et regardez ce qu'elle contient."


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``trash.items``."""
    try:
        items = machine.calls.ask(RecycleBin).items
    except MachineRefusedError as refusal:
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    if items < 0:
        return [unreadable(context, FACT, ODD, REMEDY)]
    return [observed(context, FACT, items, SOURCE)]
