"""Battery and UPS, as the kernel describes them (Documentation/ABI/testing/sysfs-class-power)."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError

SUPPLIES = "/sys/class/power_supply"
REMEDY = (
    "Regardez sous le bureau : un onduleur est un boîtier branché entre la prise et l'ordinateur."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``power.battery`` and ``power.ups``."""
    try:
        names = [entry.name for entry in machine.entries(SUPPLIES)]
    except MissingError:
        names = []
    except MachineRefusedError as refusal:
        return [
            unreadable(context, fact, refusal.reason, REMEDY)
            for fact in ("power.battery", "power.ups")
        ]
    kinds = {
        parse_supply(_text(machine, name, "type"), _text(machine, name, "scope")) for name in names
    }
    return [
        observed(context, "power.battery", "Battery" in kinds, SUPPLIES),
        observed(context, "power.ups", "UPS" in kinds, SUPPLIES),
    ]


def parse_supply(kind: str, scope: str) -> str:
    """Return what a supply is; one of scope «Device» feeds a mouse, not the computer."""
    return "" if scope.strip() == "Device" else kind.strip()


def _text(machine: Machine, supply: str, attribute: str) -> str:
    try:
        return machine.read(f"{SUPPLIES}/{supply}/{attribute}").decode("utf-8", "replace")
    except MachineRefusedError:
        return ""
