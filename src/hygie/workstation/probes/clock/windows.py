"""Whether Windows sets its clock by the network: how its time service is told to work.

Values are those of Microsoft's «Windows Time service tools and settings»; a policy comes first.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_keys import first_number, number, opened, text
from hygie.workstation.windows_machine import Services, WindowsMachine

FACT = "clock.synchronised"
SERVICE = r"HKLM\SYSTEM\CurrentControlSet\Services\W32Time"
POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\W32Time"
CLIENT = r"TimeProviders\NtpClient"
NAME = "w32time"
NEVER = "nosync"
KINDS = frozenset({"ntp", "nt5ds", "allsync"})
DISABLED = 4

UNKNOWN = "Windows n'a pas dit comment son horloge est mise à l'heure."
OTHER_WAY = (
    "Le service d'horloge de Windows est coupé ; un autre programme fait peut-être ce travail."
)
NOT_RUNNING = (
    "Le service d'horloge de Windows ne tourne pas en ce moment : il se lance par moments."
)
REMEDY = (
    "Ouvrez Paramètres, Heure et langue, Date et heure : le réglage automatique doit être activé,"
    " et la dernière synchronisation, récente."
)


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``clock.synchronised``."""
    try:
        known = _synchronised(machine)
    except MachineRefusedError as refusal:
        known = refusal.reason
    if isinstance(known, str):
        return [unreadable(context, FACT, known, REMEDY)]
    return [observed(context, FACT, known, SERVICE)]


def _synchronised(machine: WindowsMachine) -> bool | str:
    kind = _kind(machine)
    if kind == NEVER or _client_is_off(machine):
        return False
    if kind not in KINDS:
        return UNKNOWN
    if number(opened(machine, SERVICE), "Start") == DISABLED:
        return OTHER_WAY
    return True if NAME in machine.calls.ask(Services).running else NOT_RUNNING


def _kind(machine: WindowsMachine) -> str:
    keys = (opened(machine, rf"{place}\Parameters") for place in (POLICY, SERVICE))
    found = [kind for key in keys if (kind := text(key, "Type"))]
    return found[0].lower() if found else ""


def _client_is_off(machine: WindowsMachine) -> bool:
    keys = (opened(machine, rf"{place}\{CLIENT}") for place in (POLICY, SERVICE))
    return first_number(keys, "Enabled") == 0
