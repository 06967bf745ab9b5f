"""Windows' firewall as it is in force, and another one the Security Center says replaces it.

The three profiles count, not the one of the moment: a computer changes network. The profile of
domains counts only where there is one.
"""

from collections.abc import Iterable, Mapping

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_fields import Row, text, whole
from hygie.workstation.windows_machine import Membership, Services, WindowsMachine
from hygie.workstation.windows_report import GARBLED, rows, section

ACTIVE, TOOL = "firewall.active", "firewall.tool"
SOURCE = "Get-NetFirewallProfile -PolicyStore ActiveStore"
CENTER = "Sécurité Windows (FirewallProduct)"
SERVICE = "mpssvc"
PROFILES = frozenset({"domain", "private", "public"})
STATE_BITS, STATE_ON = 0xF000, 0x1000
STOPS = {"block": True, "notconfigured": True, "allow": False}
"""What comes in unasked is stopped unless a setting says otherwise: Windows' own default."""

ONE_TOOL = "Ce système n'a qu'un pare-feu."
REMEDY = (
    "Ouvrez « Sécurité Windows », puis « Pare-feu et protection du réseau » : les trois réseaux"
    " doivent porter « Le pare-feu est activé »."
)


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``firewall.active`` and ``firewall.tool``."""
    return [_active(machine, context), inapplicable(context, TOOL, ONE_TOOL)]


def parse_profiles(found: Iterable[Row]) -> Mapping[str, bool]:
    """Tell of each profile whether it stops what comes in.

    Raises MachineRefusedError unless the three are there, each with words that we know.
    """
    states: dict[str, bool] = {}
    for row in found:
        enabled = {"true": True, "false": False}.get(text(row, "enabled").lower())
        stops = STOPS.get(text(row, "inbound").lower())
        if enabled is None or stops is None:
            raise MachineRefusedError(GARBLED)
        states[text(row, "profile").lower()] = enabled and stops
    if set(states) != PROFILES:
        raise MachineRefusedError(GARBLED)
    return states


def _active(machine: WindowsMachine, context: Context) -> Reading:
    try:
        states = parse_profiles(rows(section(machine, "firewall")))
    except MachineRefusedError as refusal:
        return _unread(machine, context, refusal.reason)
    if all(state for name, state in states.items() if _counts(machine, name)):
        return observed(context, ACTIVE, value=True, source=SOURCE)
    if _is_replaced(machine):
        return observed(context, ACTIVE, value=True, source=CENTER)
    return observed(context, ACTIVE, value=False, source=SOURCE)


def _unread(machine: WindowsMachine, context: Context, reason: str) -> Reading:
    """Decide without the profiles: another firewall on, or Windows' own service stopped."""
    if _is_replaced(machine):
        return observed(context, ACTIVE, value=True, source=CENTER)
    try:
        services = machine.calls.ask(Services)
    except MachineRefusedError:
        return unreadable(context, ACTIVE, reason, REMEDY)
    if SERVICE in services.known and SERVICE not in services.running:
        return observed(context, ACTIVE, value=False, source=f"service {SERVICE}")
    return unreadable(context, ACTIVE, reason, REMEDY)


def _counts(machine: WindowsMachine, profile: str) -> bool:
    if profile != "domain":
        return True
    try:
        return machine.calls.ask(Membership).domain
    except MachineRefusedError:
        return True


def _is_replaced(machine: WindowsMachine) -> bool:
    try:
        products = rows(section(machine, "firewall_products"))
    except MachineRefusedError:
        return False
    states = [whole(row, "state") for row in products]
    return any(state is not None and state & STATE_BITS == STATE_ON for state in states)
