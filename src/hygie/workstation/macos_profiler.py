"""What System Information knows, asked once for the whole audit (system_profiler(8)).

Its JSON has keys of its own, which do not follow the language: «spfirewall_globalstate_block_all».
A value that is an English word («Yes») is not one of them, and is never relied upon.
"""

import json
from typing import Any

from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.macos_plist import ODD, Settings, as_rows, text

WIFI, FIREWALL = "SPAirPortDataType", "SPFirewallDataType"
HARDWARE, POWER = "SPHardwareDataType", "SPPowerDataType"
CARDS, SOFTWARE = "SPSmartCardsDataType", "SPSoftwareDataType"

SECONDS = 20.0
"""The Wi-Fi part listens to the neighbourhood and takes seconds; past 15 the report is partial."""

COMMAND = (
    *("system_profiler", "-json", "-timeout", "15"),
    *(WIFI, FIREWALL, HARDWARE, POWER, CARDS, SOFTWARE),
)

NO_SECTION = "« Informations système » n'a rien dit sur ce point."

PORTABLE_NAMES = ("MacBook",)
FIXED_NAMES = ("iMac", "Mac mini", "Mac Pro", "Mac Studio")


def section(machine: Machine, name: str) -> tuple[Settings, ...]:
    """Return the items of one section. Raises MachineRefusedError when there are none."""
    output = machine.run(COMMAND, seconds=SECONDS)
    found = as_rows(_report(output.text).get(name)) if output.code == 0 else None
    if not found:
        raise MachineRefusedError(NO_SECTION)
    return found


def token(machine: Machine, name: str, key: str) -> str:
    """Return one word of a section, empty when no item has it."""
    return next((word for item in section(machine, name) if (word := text(item, key))), "")


def is_portable(machine: Machine) -> bool | None:
    """Tell a MacBook from the others by the model's name; None for a virtual or unknown one."""
    model = token(machine, HARDWARE, "machine_name")
    if model.startswith(PORTABLE_NAMES):
        return True
    return False if model.startswith(FIXED_NAMES) else None


def _report(printed: str) -> Settings:
    try:
        found: Any = json.loads(printed)
    except (ValueError, RecursionError):
        raise MachineRefusedError(ODD) from None
    if not isinstance(found, dict):
        raise MachineRefusedError(ODD)
    return found
