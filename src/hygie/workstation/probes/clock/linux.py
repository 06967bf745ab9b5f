"""Whether the clock is set by the network: dates of backups and of evidence rest on it."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.presence import is_there

FACT = "clock.synchronised"
TIMEDATECTL = ("timedatectl", "show", "--property=NTPSynchronized", "--value")
CHRONYC = ("chronyc", "-c", "tracking")
TIMESYNCD = "/run/systemd/timesync/synchronized"
"""systemd-timesyncd makes this file once the clock is set: systemd-timesyncd.service(8)."""

CHRONY_FIELDS = (13, 14)
CHRONY_STATES = {
    "Normal": True,
    "Insert second": True,
    "Delete second": True,
    "Not synchronised": False,
}
UNKNOWN = "Le système n'a pas dit si l'horloge est mise à l'heure par le réseau."
REMEDY = (
    "Dans les paramètres du système, ouvrez « Date et heure » : le réglage automatique doit"
    " être activé."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``clock.synchronised``, as the first service that knows says it."""
    for command, parse in ((TIMEDATECTL, parse_timedatectl), (CHRONYC, parse_chronyc)):
        try:
            output = machine.run(command)
        except MachineRefusedError:
            continue
        value = parse(output.text) if output.code == 0 else None
        if value is not None:
            return [observed(context, FACT, value, " ".join(command))]
    if is_there(machine, TIMESYNCD):
        return [observed(context, FACT, value=True, source=TIMESYNCD)]
    return [unreadable(context, FACT, UNKNOWN, REMEDY)]


def parse_timedatectl(text: str) -> bool | None:
    """Read «yes» or «no»; None for anything else."""
    return {"yes": True, "no": False}.get(text.removesuffix("\n"))


def parse_chronyc(text: str) -> bool | None:
    """Read the leap status, last of the comma-separated fields of chronyc(1)."""
    fields = text.removesuffix("\n").split(",")
    return CHRONY_STATES.get(fields[-1]) if len(fields) in CHRONY_FIELDS else None
