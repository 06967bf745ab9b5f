"""Portable or not, from what the maker wrote in the firmware and the parts Windows sees."""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_machine import PowerHardware, WindowsMachine

PORTABLE_ROLES = frozenset({2, 8})
FIXED_ROLES = frozenset({1, 3, 4, 5, 6, 7})
"""POWER_PLATFORM_ROLE, which the maker writes in the firmware."""


def is_portable(hardware: PowerHardware) -> bool | None:
    """Tell whether the computer can be carried away; None when its parts disagree."""
    if hardware.lid or hardware.role in PORTABLE_ROLES:
        return True
    own_battery = hardware.battery and not hardware.short_term
    return False if hardware.role in FIXED_ROLES and not own_battery else None


def portable(machine: WindowsMachine) -> bool | None:
    """Ask the machine; None when it does not say."""
    try:
        return is_portable(machine.calls.ask(PowerHardware))
    except MachineRefusedError:
        return None
