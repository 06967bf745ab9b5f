"""Whether an organisation governs this Windows: its accounts, its rules, or agents from afar.

A domain, a Microsoft Entra directory, or an enrolment with a management service. Windows keeps
stubs of enrolments of its own: a real one names a service and who or where it was asked.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.installed import as_reading
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_keys import opened
from hygie.workstation.windows_machine import Membership, RegistryKey, WindowsMachine
from hygie.workstation.windows_programs import installed, running

DOMAIN, AGENTS = "management.domain", "management.agents"
KIND = "management"
ENROLMENTS = r"HKLM\SOFTWARE\Microsoft\Enrollments"
ENROLLED = 1
MOST, DASHES = 200, 4
"""How many are read, and the dashes of an identifier: other keys there are no enrolments."""

JOINED = "NetGetJoinInformation et NetGetAadJoinInformation"
SOURCE = f"{JOINED}, {ENROLMENTS}"
TOO_MANY = "Windows garde trop d'inscriptions à des services de gestion pour les lire."
REMEDY = "Demandez à votre prestataire si ce poste dépend du réseau d'un établissement."


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``management.domain`` and ``management.agents``."""
    acting = running(machine, context, KIND)
    look = installed(machine, context, KIND)
    return [
        _domain(machine, context),
        as_reading(context, AGENTS, look, remedy=REMEDY, ids=acting.ids),
    ]


def is_enrolment(key: RegistryKey) -> bool:
    """Tell whether a management service governs this workstation through this enrolment."""
    asked = key.text("DiscoveryServiceFullURL") or key.text("UPN")
    return key.number("EnrollmentState") == ENROLLED and bool(key.text("ProviderID") and asked)


def _domain(machine: WindowsMachine, context: Context) -> Reading:
    """One sign is enough; none is an answer only when each place could be looked at."""
    reason = ""
    try:
        member = machine.calls.ask(Membership)
        if member.domain or member.directory:
            return observed(context, DOMAIN, value=True, source=JOINED)
    except MachineRefusedError as refusal:
        reason = refusal.reason
    try:
        if _is_enrolled(machine):
            return observed(context, DOMAIN, value=True, source=ENROLMENTS)
    except MachineRefusedError as refusal:
        reason = reason or refusal.reason
    if reason:
        return unreadable(context, DOMAIN, reason, REMEDY)
    return observed(context, DOMAIN, value=False, source=SOURCE)


def _is_enrolled(machine: WindowsMachine) -> bool:
    names = [name for name in opened(machine, ENROLMENTS).keys if name.count("-") == DASHES]
    if len(names) > MOST:
        raise MachineRefusedError(TOO_MANY)
    return any(is_enrolment(opened(machine, rf"{ENROLMENTS}\{name}")) for name in names)
