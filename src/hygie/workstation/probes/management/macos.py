"""Whether an organisation governs this Mac: enrolment, a directory of accounts, agents.

``profiles`` and ``dscl`` name what they list in English in every language of macOS. Not seen:
accounts that come from another directory than Microsoft's.
"""

from collections.abc import Callable, Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.installed import as_reading
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_programs import installed, running

DOMAIN, AGENTS = "management.domain", "management.agents"
KIND = "management"
ENROLMENT = ("profiles", "status", "-type", "enrollment")
ENROLLED = "MDM enrollment: "
NODES = ("dscl", "localhost", "-list", "/")
LOCAL = "Local"
DIRECTORY = "Active Directory"

UNKNOWN = "macOS n'a pas dit si ce poste dépend d'un organisme."
REMEDY = (
    "Ouvrez Réglages Système, puis Général, puis Gestion des appareils : un organisme qui gère ce "
    "poste y est nommé. Sinon, demandez à votre prestataire."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``management.domain`` and ``management.agents``."""
    acting = running(machine, context, KIND)
    agents = installed(machine, context, KIND)
    return [
        _domain(machine, context),
        as_reading(context, AGENTS, agents, remedy=REMEDY, ids=acting.ids),
    ]


def parse_enrolment(printed: str) -> bool | None:
    """Read «MDM enrollment: Yes (User Approved)» or «No»; None for anything else."""
    lines = [line.strip() for line in printed.split("\n")]
    words = [line.removeprefix(ENROLLED) for line in lines if line.startswith(ENROLLED)]
    if len(words) != 1:
        return None
    return {"Yes": True, "No": False}.get(words[0].partition(" ")[0])


def parse_nodes(printed: str) -> bool | None:
    """Tell whether accounts may come from a directory; None unless the Mac's own are listed."""
    names = {line.strip() for line in printed.split("\n")}
    return DIRECTORY in names if LOCAL in names else None


def _domain(machine: Machine, context: Context) -> Reading:
    looks: tuple[tuple[tuple[str, ...], Callable[[str], bool | None]], ...] = (
        (ENROLMENT, parse_enrolment),
        (NODES, parse_nodes),
    )
    reason = ""
    for command, parse in looks:
        try:
            output = machine.run(command)
        except MachineRefusedError as refusal:
            reason = refusal.reason
            continue
        found = parse(output.text) if output.code == 0 else None
        if found:
            return observed(context, DOMAIN, value=True, source=" ".join(command))
        reason = UNKNOWN if found is None else reason
    if reason:
        return unreadable(context, DOMAIN, reason, REMEDY)
    return observed(context, DOMAIN, value=False, source=" ".join(ENROLMENT))
