"""Battery and UPS, as Windows describes them: a UPS on USB is a battery of short term."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_machine import PowerHardware, PowerState, WindowsMachine

UPS, BATTERY = "power.ups", "power.battery"
SOURCE = "GetPwrCapabilities"
STATE_SOURCE = "GetSystemPowerStatus"
BOTH = "Windows compte une batterie, sans dire s'il s'agit aussi d'un onduleur."
NOT_SAID = "Windows n'a pas dit s'il y a une batterie."
REMEDY = (
    "Regardez sous le bureau : un onduleur est un boîtier branché entre la prise et l'ordinateur."
)


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``power.battery`` and ``power.ups``."""
    try:
        hardware = machine.calls.ask(PowerHardware)
    except MachineRefusedError:
        return _by_state(machine, context)
    own = hardware.battery and not hardware.short_term
    return [
        observed(context, BATTERY, own, SOURCE),
        # With a battery of its own, Windows speaks of that one alone.
        unreadable(context, UPS, BOTH, REMEDY)
        if own
        else observed(context, UPS, hardware.battery, SOURCE),
    ]


def _by_state(machine: WindowsMachine, context: Context) -> list[Reading]:
    """Know at least that there is none: this call does not tell a battery from a UPS."""
    try:
        battery = machine.calls.ask(PowerState).battery
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in (BATTERY, UPS)]
    facts = (BATTERY, UPS)
    if battery is False:
        return [observed(context, fact, value=False, source=STATE_SOURCE) for fact in facts]
    reason = BOTH if battery else NOT_SAID
    return [unreadable(context, fact, reason, REMEDY) for fact in facts]
