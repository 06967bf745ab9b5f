"""The password rules a Linux workstation imposes, as PAM applies them.

The length is that of ``passwd``; the blocking is that of every way of opening a session found,
the weakest deciding.
"""

from collections.abc import Iterable, Mapping

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.probes.password_policy.pam import (
    attempts,
    minimum_length,
    parse_values,
    read_stack,
)
from hygie.workstation.section_files import names_in, text_of

LENGTH, LOCKOUT = "password.minimum_length", "password.lockout_attempts"
QUALITY = "/etc/security/pwquality.conf"
FAILLOCK = "/etc/security/faillock.conf"
DEBIAN = "/etc/debian_version"
OPENING = ("login", "gdm-password", "lightdm", "sddm")
DROP_INS = 50
NO_RULES = "Les règles de mot de passe de ce système ne sont pas à leur place habituelle."
ODD_RULES = "Les règles de mot de passe ne sont pas d'une forme que Hygie sait lire."
REMEDY = "Demandez à votre prestataire quelle règle de mot de passe ce poste impose."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``password.minimum_length`` and ``password.lockout_attempts``."""
    return [_length(machine, context), _lockout(machine, context)]


def _length(machine: Machine, context: Context) -> Reading:
    try:
        steps = read_stack(machine, "passwd", "password")
        debian = text_of(machine, DEBIAN) != ""
        length = minimum_length(steps or (), _quality(machine), debian=debian)
    except MachineRefusedError as refusal:
        return unreadable(context, LENGTH, refusal.reason, REMEDY)
    if not steps or length is None:
        return unreadable(context, LENGTH, ODD_RULES if steps else NO_RULES, REMEDY)
    return observed(context, LENGTH, length, "/etc/pam.d/passwd")


def _quality(machine: Machine) -> Mapping[str, str]:
    """Merge pwquality's settings as it does: the «.d» folder first, its main file last."""
    names = names_in(machine, f"{QUALITY}.d", ".conf")[:DROP_INS]
    paths = [*(f"{QUALITY}.d/{name}" for name in names), QUALITY]
    return {
        key: value for path in paths for key, value in parse_values(text_of(machine, path)).items()
    }


def _lockout(machine: Machine, context: Context) -> Reading:
    try:
        faillock = parse_values(text_of(machine, FAILLOCK))
        stacks = [read_stack(machine, service, "auth") for service in OPENING]
    except MachineRefusedError as refusal:
        return unreadable(context, LOCKOUT, refusal.reason, REMEDY)
    found = [attempts(steps, faillock) for steps in stacks if steps]
    known = [number for number in found if number is not None]
    if not known or len(known) < len(found):
        return unreadable(context, LOCKOUT, ODD_RULES if found else NO_RULES, REMEDY)
    weakest = 0 if 0 in known else max(known)
    return observed(context, LOCKOUT, weakest, "/etc/pam.d")
