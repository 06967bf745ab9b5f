"""Battery and UPS, as System Information describes them."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_plist import text
from hygie.workstation.macos_profiler import POWER, section

BATTERY, UPS = "power.battery", "power.ups"
SOURCE = "system_profiler SPPowerDataType"
BATTERY_ITEM, WIRING_ITEM = "spbattery_information", "sppower_hwconfig_information"
UPS_KEY = "sppower_ups_installed"
STATES = {"TRUE": True, "FALSE": False}

UNKNOWN = "macOS n'a pas dit comment cet ordinateur est alimenté."
REMEDY = (
    "Regardez sous le bureau : un onduleur est un boîtier branché entre la prise et l'ordinateur."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``power.battery`` and ``power.ups``."""
    try:
        items = section(machine, POWER)
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in (BATTERY, UPS)]
    names = {text(item, "_name") for item in items}
    known = {STATES.get(text(item, UPS_KEY)) for item in items if UPS_KEY in item}
    whole = WIRING_ITEM in names or bool(known - {None})
    return [
        _reading(context, BATTERY, True if BATTERY_ITEM in names else (False if whole else None)),
        _reading(context, UPS, None if None in known or not known else True in known),
    ]


def _reading(context: Context, fact: str, value: bool | None) -> Reading:  # noqa: FBT001  # the value read
    if value is None:
        return unreadable(context, fact, UNKNOWN, REMEDY)
    return observed(context, fact, value, SOURCE)
