"""Known programs that are installed or running: counts and names of our own tables only."""

from collections.abc import Iterable
from functools import partial

from hygie.core.readings import Reading
from hygie.workstation.installed import installed, running
from hygie.workstation.machine import Context, Machine
from hygie.workstation.probes.programs.known import program_readings


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the five facts about installed and running programs."""
    return program_readings(
        context, partial(installed, machine, context), partial(running, machine, context)
    )
