"""Whether an SSH server answers the whole network, from its settings rather than from a try.

Seen: OpenSSH, under systemd or not. A command-line option in the unit that contradicts
sshd_config, and other SSH servers, are not seen unless Dropbear is the one.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.installed import process_names
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.presence import any_there
from hygie.workstation.probes.remote_access.settings import (
    MAIN,
    is_everywhere,
    read_settings,
)
from hygie.workstation.services import Unit, read_units
from hygie.workstation.sockets import open_ports

FACT = "remote.ssh_open"
PROGRAMS = ("/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd")
DROPBEAR = ("/usr/sbin/dropbear", "/usr/bin/dropbear")
UNITS = ("ssh.service", "sshd.service", "ssh.socket", "sshd.socket")
SYSTEMD = "systemctl show ssh.service"
SSH_PORT = 22

REMEDY = (
    "Demandez à votre prestataire si le service SSH de ce poste est en marche, et de l'arrêter"
    " s'il ne sert pas."
)
UNKNOWN_STATE = "Un serveur SSH est installé ; Hygie n'a pas pu savoir s'il est en marche."
UNKNOWN_SETTINGS = "Les réglages du serveur SSH n'ont pas pu être lus en entier."
OTHER_SERVER = "Un autre serveur SSH que celui que Hygie connaît est installé."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``remote.ssh_open``."""
    if any_there(machine, *DROPBEAR):
        return [unreadable(context, FACT, OTHER_SERVER, REMEDY)]
    if not any_there(machine, *PROGRAMS):
        return [observed(context, FACT, value=False, source=PROGRAMS[0])]
    units = read_units(machine, UNITS)
    if units is None:
        return [_without_systemd(machine, context)]
    return [_with_systemd(machine, context, units)]


def _with_systemd(machine: Machine, context: Context, units: tuple[Unit, ...]) -> Reading:
    services, sockets = units[:2], units[2:]
    if not any(unit.used for unit in units):
        return observed(context, FACT, value=False, source=SYSTEMD)
    if any(is_everywhere(unit.listens) for unit in sockets if unit.used and unit.listens):
        return observed(context, FACT, value=True, source="systemctl show ssh.socket")
    if any(unit.used for unit in services) or any(u.used and not u.listens for u in sockets):
        return _by_settings(machine, context)
    return observed(context, FACT, value=False, source="systemctl show ssh.socket")


def _without_systemd(machine: Machine, context: Context) -> Reading:
    names, _ = process_names(machine)
    if "sshd" not in names:
        # It may be about to start with the system: only its absence would be an answer.
        return unreadable(context, FACT, UNKNOWN_STATE, REMEDY)
    return _by_settings(machine, context)


def _by_settings(machine: Machine, context: Context) -> Reading:
    """Decide from sshd_config; when it is reserved, from what answers on the usual port."""
    try:
        settings = read_settings(machine)
    except MachineRefusedError:
        return _by_port(machine, context)
    if is_everywhere(settings.addresses):
        return observed(context, FACT, value=True, source=MAIN)
    if settings.complete:
        return observed(context, FACT, value=False, source=MAIN)
    return unreadable(context, FACT, UNKNOWN_SETTINGS, REMEDY)


def _by_port(machine: Machine, context: Context) -> Reading:
    try:
        answers = SSH_PORT in open_ports(machine)
    except (MachineRefusedError, MissingError):
        answers = False
    if answers:
        return observed(context, FACT, value=True, source="/proc/net/tcp")
    return unreadable(context, FACT, UNKNOWN_SETTINGS, REMEDY)
