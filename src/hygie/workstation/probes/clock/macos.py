"""Whether macOS sets the clock by the network: its own switch, not the success of the last try."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_plist import Settings, boolean, read_settings
from hygie.workstation.macos_preferences import managed_settings

FACT = "clock.synchronised"
DOMAIN = "com.apple.timed"
FILE = f"/var/db/timed/Library/Preferences/{DOMAIN}.plist"
SWITCH = "TMAutomaticTimeOnlyEnabled"

UNKNOWN = "macOS n'a pas écrit si l'horloge est mise à l'heure par le réseau."
REMEDY = (
    "Ouvrez Réglages Système, puis Général, puis Date et heure : le réglage automatique doit être "
    "activé."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``clock.synchronised``."""
    try:
        value = boolean(_settings(machine, context), SWITCH)
    except MachineRefusedError as refusal:
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    if value is None:
        return [unreadable(context, FACT, UNKNOWN, REMEDY)]
    return [observed(context, FACT, value, FILE)]


def _settings(machine: Machine, context: Context) -> Settings:
    managed = managed_settings(machine, context, DOMAIN)
    return managed if SWITCH in managed else read_settings(machine, FILE)
