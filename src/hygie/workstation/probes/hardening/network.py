"""How far Windows trusts the network in use; its name is never asked for."""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.hardening.said import NOT_SAID, NotConcernedError, Said
from hygie.workstation.windows_fields import whole
from hygie.workstation.windows_machine import WindowsMachine
from hygie.workstation.windows_report import rows, section

CATEGORIES = {0: "public", 1: "privé", 2: "domaine"}
"""NLM_NETWORK_CATEGORY."""

LEAST_TRUSTED_FIRST = tuple(CATEGORIES.values())
OFFLINE = "Ce poste n'est relié à aucun réseau en ce moment."


def category(machine: WindowsMachine) -> Said:
    """Return the category of the network in use, the least trusted when there are several."""
    codes = [whole(row, "category") for row in rows(section(machine, "network"))]
    if not codes:
        raise NotConcernedError(OFFLINE)
    found = [CATEGORIES[code] for code in codes if code in CATEGORIES]
    if len(found) < len(codes):
        raise MachineRefusedError(NOT_SAID)
    return Said(min(found, key=LEAST_TRUSTED_FIRST.index), "MSFT_NetConnectionProfile")
