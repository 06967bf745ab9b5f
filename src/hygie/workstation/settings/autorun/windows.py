r"""Turns AutoPlay off for this user: the switch of Settings, Devices, AutoPlay."""

from hygie.workstation.settings.door import Change, Sight
from hygie.workstation.settings.windows_wanted import entry, registry_changes

HANDLERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\AutoplayHandlers"
SAID = (
    "L'interrupteur « Exécution automatique » des Paramètres de Windows s'éteint, pour votre "
    "session seulement. Un logiciel installé avec un appareil peut encore s'ouvrir de lui-même."
)


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change."""
    return registry_changes(sight, [entry(HANDLERS, "DisableAutoplay", 1, SAID)])
