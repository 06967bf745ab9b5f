"""Updates of Arch Linux and what derives from it, from the lists already fetched.

This family does not tell security updates from the others.
"""

import re

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError
from hygie.workstation.probes.updates.found import NO_ANSWER, Known, Updates

QUERY = ("pacman", "-Qu")
SYNC = "/var/lib/pacman/sync"
NOTHING = 1
"""Exit code of `pacman -Qu` without anything to update: then nothing is printed either."""

NOT_TOLD = "Ce système ne distingue pas les mises à jour de sécurité des autres."
_LINE = re.compile(r"\S{1,200} \S{1,200} -> \S{1,200}(?: \[ignored\])?")


def read_pacman(machine: Machine) -> Updates:
    """Ask pacman. Without fetched lists it would find nothing to do, and be wrong."""
    try:
        lists = [each for each in machine.entries(SYNC) if each.name.endswith(".db")]
    except MissingError:
        lists = []
    return Updates(
        pending=_pending(machine) if lists else NO_ANSWER,
        security=NOT_TOLD,
        checked=max((each.modified for each in lists), default=None),
        checked_source=SYNC,
    )


def parse_query(code: int, text: str) -> int | None:
    """Count the «name old -> new» lines of `pacman -Qu`."""
    lines = [line for line in text.split("\n") if line]
    if code == NOTHING and not lines:
        return 0
    return len(lines) if code == 0 and lines and all(map(_LINE.fullmatch, lines)) else None


def _pending(machine: Machine) -> Known | str:
    try:
        output = machine.run(QUERY)
    except MachineRefusedError as refusal:
        return refusal.reason
    count = parse_query(output.code, output.text)
    return NO_ANSWER if count is None else Known(value=count, source=" ".join(QUERY))
