"""Known applications installed or running on a Mac: names of our own tables only."""

from collections.abc import Iterable
from functools import partial

from hygie.core.readings import Reading
from hygie.workstation.machine import Context, Machine
from hygie.workstation.macos_programs import installed, running
from hygie.workstation.probes.programs.known import program_readings

FEW_KNOWN = ("software.practice",)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the five facts about installed and running programs."""
    return program_readings(
        context,
        partial(installed, machine, context),
        partial(running, machine, context),
        few_known=FEW_KNOWN,
    )
