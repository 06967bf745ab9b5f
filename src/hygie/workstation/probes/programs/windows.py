"""Known programs installed or running under Windows: names of our own tables only."""

from collections.abc import Iterable
from functools import partial

from hygie.core.readings import Reading
from hygie.workstation.machine import Context
from hygie.workstation.probes.programs.known import program_readings
from hygie.workstation.windows_machine import WindowsMachine
from hygie.workstation.windows_programs import installed, running

FEW_KNOWN = ("software.practice",)


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return the five facts about installed and running programs."""
    return program_readings(
        context,
        partial(installed, machine, context),
        partial(running, machine, context),
        few_known=FEW_KNOWN,
    )
