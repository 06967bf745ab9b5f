"""What lies in the bin of the daily user's home (freedesktop.org Trash specification 1.0).

Only counted. The bins of other volumes («.Trash-1000») and of other accounts are not looked at.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError

FACT = "trash.items"
FILES = "Trash/files"
SHARE = ".local/share"
SOURCE = f"~/{SHARE}/{FILES}"
REMEDY = "Ouvrez la corbeille du bureau et regardez ce qu'elle contient."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``trash.items``; the bin is only created when something is first thrown away."""
    moved = context.environment.get("XDG_DATA_HOME", "")
    share = moved if moved.startswith("/") else f"{context.home}/{SHARE}"
    try:
        count = len(machine.entries(f"{share}/{FILES}"))
    except MissingError:
        return [_empty_or_unseen(machine, context)]
    except MachineRefusedError as refusal:
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    return [observed(context, FACT, count, SOURCE)]


def _empty_or_unseen(machine: Machine, context: Context) -> Reading:
    """Count nothing only under a home that is there: a missing home says nothing of its bin."""
    try:
        machine.entries(context.home)
    except MachineRefusedError as refusal:
        return unreadable(context, FACT, refusal.reason, REMEDY)
    return observed(context, FACT, 0, SOURCE)
