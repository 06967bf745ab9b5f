"""Whether an SSH server answers the whole network, from what listens right now.

Where Windows does not name the program that listens, the state of its own SSH service tells.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_address import is_loopback
from hygie.workstation.windows_machine import Listener, Listeners, Services, WindowsMachine

FACT = "remote.ssh_open"
SERVICE = "sshd"
PROGRAM = "sshd.exe"
SSH_PORT = 22
SOURCE = "GetExtendedTcpTable, service sshd"

UNKNOWN_PORT = "Le serveur SSH de Windows est en marche ; Hygie n'a pas pu savoir sur quel port."
OTHER_SERVER = "Un autre programme que le serveur SSH de Windows répond sur le port de SSH."
REMEDY = (
    "Demandez à votre prestataire si le service SSH de ce poste est en marche, et de l'arrêter"
    " s'il ne sert pas."
)


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``remote.ssh_open``."""
    runs = _service_runs(machine)
    try:
        listeners = machine.calls.ask(Listeners).listeners
        outside = [each for each in listeners if not is_loopback(each.address)]
    except MachineRefusedError as refusal:
        if runs is False:
            return [observed(context, FACT, value=False, source=SOURCE)]
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    found, reason = decide(outside, service_runs=runs)
    if found is None:
        return [unreadable(context, FACT, reason, REMEDY)]
    return [observed(context, FACT, found, SOURCE)]


def decide(outside: Iterable[Listener], *, service_runs: bool | None) -> tuple[bool | None, str]:
    """Tell whether SSH answers other computers; None with the reason when it cannot be known."""
    ports = {each.port for each in outside}
    unnamed = {each.port for each in outside if not each.program}
    if any(each.program.lower() == PROGRAM for each in outside):
        return True, ""
    if service_runs is not False and unnamed:
        sure = service_runs and SSH_PORT in unnamed
        return (True, "") if sure else (None, UNKNOWN_PORT if service_runs else OTHER_SERVER)
    return (None, OTHER_SERVER) if SSH_PORT in ports else (False, "")


def _service_runs(machine: WindowsMachine) -> bool | None:
    try:
        services = machine.calls.ask(Services)
    except MachineRefusedError:
        return None
    return SERVICE in services.running if services.known else None
