"""Folders of this computer that are shared with everyone.

The shares Windows makes for its administrators are left out. A guest may still be stopped by the
account settings: «everyone» is what the share itself says.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_machine import Services, Shares, WindowsMachine

FACT = "share.open_to_all"
SOURCE = "NetShareEnum"
SERVICE = "lanmanserver"
REMEDY = (
    "Dans l'Explorateur de fichiers, ouvrez « Réseau », puis le nom de ce poste : les dossiers"
    " partagés y paraissent. Demandez à votre prestataire avec qui ils le sont."
)


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``share.open_to_all``."""
    if _is_stopped(machine):
        return [observed(context, FACT, 0, f"service {SERVICE}")]
    try:
        shares = machine.calls.ask(Shares).shares
    except MachineRefusedError as refusal:
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    return [observed(context, FACT, sum(1 for share in shares if share.everyone), SOURCE)]


def _is_stopped(machine: WindowsMachine) -> bool:
    """Tell whether the service that shares folders is there and stopped: nothing is shared then."""
    try:
        services = machine.calls.ask(Services)
    except MachineRefusedError:
        return False
    return SERVICE in services.known and SERVICE not in services.running
