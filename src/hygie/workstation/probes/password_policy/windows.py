"""The password rules Windows imposes on its local accounts, as Windows itself answers.

They do not reach the password of a Microsoft account nor the code of Windows Hello.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_machine import PasswordPolicy, WindowsMachine

LENGTH, LOCKOUT = "password.minimum_length", "password.lockout_attempts"
SOURCE = "NetUserModalsGet"
ODD_RULES = "Les règles de mot de passe de Windows n'ont pas la forme attendue."
REMEDY = "Demandez à votre prestataire quelle règle de mot de passe ce poste impose."


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``password.minimum_length`` and ``password.lockout_attempts``."""
    try:
        policy = machine.calls.ask(PasswordPolicy)
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in (LENGTH, LOCKOUT)]
    return [
        _reading(context, LENGTH, policy.minimum_length),
        _reading(context, LOCKOUT, policy.lockout_attempts),
    ]


def _reading(context: Context, fact: str, value: int) -> Reading:
    if value < 0:
        return unreadable(context, fact, ODD_RULES, REMEDY)
    return observed(context, fact, value, SOURCE)
