"""What lies in the bin of the daily user's home. Only counted; the bins of disks are not seen.

macOS keeps the bin to itself unless Terminal has full access to the disk: then we do not know.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError

FACT = "trash.items"
FOLDER = ".Trash"
SOURCE = f"~/{FOLDER}"
NOT_ITEMS = frozenset({".DS_Store", ".localized"})
REMEDY = "Ouvrez la corbeille, dans le Dock, et regardez ce qu'elle contient."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``trash.items``."""
    try:
        # A home that is not there says nothing of its bin; a bin that is not there is empty.
        machine.entries(context.home)
        count = _count(machine, context)
    except MachineRefusedError as refusal:
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    return [observed(context, FACT, count, SOURCE)]


def _count(machine: Machine, context: Context) -> int:
    try:
        names = {entry.name for entry in machine.entries(f"{context.home}/{FOLDER}")}
    except MissingError:
        return 0
    return len(names - NOT_ITEMS)
