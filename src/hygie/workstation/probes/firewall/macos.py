"""The firewall of macOS, which stops programs that wait for connections.

System Information tells its state in every version; the file that held it up to macOS 14 stays
behind after an upgrade, out of date, and is not read. Packet filter rules (pf) and other makers'
firewalls are not seen.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_profiler import FIREWALL, token

ACTIVE, TOOL = "firewall.active", "firewall.tool"
SOURCE = "system_profiler SPFirewallDataType"
STATES = {
    "spfirewall_globalstate_allow_all": False,
    "spfirewall_globalstate_off": False,
    "spfirewall_globalstate_limit_connections": True,
    "spfirewall_globalstate_block_all": True,
}

UNKNOWN = "macOS n'a pas dit si son coupe-feu est activé."
ONE_TOOL = "Le coupe-feu d'un Mac est celui de macOS : il n'y a pas d'outil à choisir."
REMEDY = "Ouvrez Réglages Système, puis Réseau, puis Coupe-feu."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``firewall.active`` and ``firewall.tool``."""
    try:
        active, reason = STATES.get(token(machine, FIREWALL, "spfirewall_globalstate")), UNKNOWN
    except MachineRefusedError as refusal:
        active, reason = None, refusal.reason
    return [
        unreadable(context, ACTIVE, reason, REMEDY)
        if active is None
        else observed(context, ACTIVE, active, SOURCE),
        inapplicable(context, TOOL, ONE_TOOL),
    ]
