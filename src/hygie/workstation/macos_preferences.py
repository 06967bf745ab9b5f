"""Settings of the whole Mac, an organisation's own ones first.

What a configuration profile imposes lies in «Managed Preferences» and wins over the rest, as
CFPreferences reads it.
"""

from hygie.workstation.machine import Context, Machine, MissingError
from hygie.workstation.macos_plist import Settings, read_settings

SYSTEM = "/Library/Preferences"
MANAGED = "/Library/Managed Preferences"


def managed_settings(machine: Machine, context: Context, domain: str) -> Settings:
    """Return what a profile imposes on this Mac and on its daily user; nothing without profile."""
    found: dict[str, object] = {}
    for folder in (MANAGED, f"{MANAGED}/{context.user}"):
        found |= _or_nothing(machine, f"{folder}/{domain}.plist")
    return found


def mac_settings(machine: Machine, context: Context, domain: str) -> Settings:
    """Return the settings in force for one domain; empty when nobody ever changed any.

    Raises MachineRefusedError when one of the files is refused or odd.
    """
    chosen = _or_nothing(machine, f"{SYSTEM}/{domain}.plist")
    return {**chosen, **managed_settings(machine, context, domain)}


def _or_nothing(machine: Machine, path: str) -> dict[str, object]:
    try:
        return dict(read_settings(machine, path))
    except MissingError:
        return {}
