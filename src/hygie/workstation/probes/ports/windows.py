"""Ports that answer to other computers, from Windows' own table of TCP connections.

A port that listens may still be shut by the firewall: that is another fact.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_address import ODD, is_loopback
from hygie.workstation.windows_machine import Listeners, WindowsMachine

FACT = "network.open_ports"
SOURCE = "GetExtendedTcpTable"
HIGHEST = 65535
REMEDY = "Demandez à votre prestataire quels services de ce poste répondent au réseau."


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``network.open_ports``."""
    try:
        ports = open_ports(machine.calls.ask(Listeners))
    except MachineRefusedError as refusal:
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    return [observed(context, FACT, len(ports), SOURCE)]


def open_ports(table: Listeners) -> frozenset[int]:
    """Return the ports that listen on something else than the loopback.

    Raises MachineRefusedError when an address or a port is not one.
    """
    ports: set[int] = set()
    for listener in table.listeners:
        if not 0 < listener.port <= HIGHEST:
            raise MachineRefusedError(ODD)
        if not is_loopback(listener.address):
            ports.add(listener.port)
    return frozenset(ports)
