"""Ports that answer to other computers."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_sockets import COMMAND, open_ports

FACT = "network.open_ports"
REMEDY = "Demandez à votre prestataire quels services de ce poste répondent au réseau."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``network.open_ports``."""
    try:
        ports = open_ports(machine)
    except MachineRefusedError as refusal:
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    return [observed(context, FACT, len(ports), " ".join(COMMAND))]
