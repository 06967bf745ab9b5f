"""Whether «Session à distance» (SSH) answers the whole network.

macOS holds the usual port open for its SSH server when it is switched on, even at rest. A server
set on another port is counted among the open ports, and is not told from the others.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_sockets import COMMAND, open_ports

SSH = "remote.ssh_open"
SSH_PORT = 22
SOURCE = " ".join(COMMAND)
REMEDY = "Ouvrez Réglages Système, puis Général, puis Partage, et regardez « Session à distance »."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``remote.ssh_open``."""
    try:
        ports = open_ports(machine)
    except MachineRefusedError as refusal:
        return [unreadable(context, SSH, refusal.reason, REMEDY)]
    return [observed(context, SSH, SSH_PORT in ports, SOURCE)]
